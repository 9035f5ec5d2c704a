"""Files beside the texts that no text uses, such as a text whose name has another ending."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Set

from plugins.content.outdated import snapshot_name
from plugins.content.settings.site_config import SiteConfig
from plugins.content.sources import KINDS, PASSED_OVER
from plugins.diagnostics import Diagnostic, Either, Message


def unused_files(config: SiteConfig, texts: Collection[str], named: Set[str]) -> Iterator[Diagnostic]:
    """A warning for each file in the folders of articles and pages that is no text, is `named` by none, and is nothing
    that the program keeps there; `texts` are the names of all texts."""
    pictures = {subject.image for subject in config.subjects.by_name.values()}
    used = named | pictures | {snapshot_name(name) for name in texts}
    endings = Either(f".{code}.md" for code in config.languages)
    for name in sorted(config.files - used):
        folder, _, base = name.rpartition("/")
        is_plain = any(f"{name}/".startswith(f"{path}/") for path in config.static_paths)
        if folder.split("/")[0] in KINDS and not base.startswith(PASSED_OVER) and not is_plain:
            message = Message(
                "no text uses this file: if it is a text, save it as plain text with a name that ends with {endings}; "
                "if not, link to it, or move it out of content/",
                endings=endings,
            )
            yield Diagnostic(f"{config.content.name}/{name}", 1, 1, message, "unused-file", "warning")
