"""What a check found in each pair, kept for as long as all that it was found in is the same. What was found before is
counted, and read again only where an error is among it.

Rules read a pair, the settings of the content, the editors' lists and the data of languages, and nothing of other pairs
(`CheckContext` has nothing of them).
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from plugins.content.outdated import snapshot_name
from plugins.content.pairs import Pair
from plugins.content.regular_files import read_regular_file
from plugins.content.settings.site_config import SiteConfig
from plugins.diagnostics import Diagnostic, Severity
from plugins.diagnostics.message import message_parts, restore_message
from plugins.system.digests import code_digest, key_of, read_cached, write_cached

PLUGINS = Path(__file__).parents[2]
# Packages whose code and data decide what is found.
PACKAGES = ("chunspell", "babel", "markdown")


Findings = list[tuple[Diagnostic, dict[str, Any]]]
"""What was found in a pair, each with the parts of its message."""


class KeptFindings:
    """The findings in one site, in a file of that name in its cache."""

    def __init__(self, name: str, config: SiteConfig) -> None:
        self._file, self._config, self._site = config.cache / "checker" / name, config, _site_key(config)

    def find(
        self, pairs: Iterable[Pair], check: Callable[[Sequence[Pair]], Sequence[Iterable[Diagnostic]]]
    ) -> tuple[list[Diagnostic], Counter[tuple[str, Severity]]]:
        """What `check` finds in the pairs that are not as they were or had an error then, and how much of each code and
        severity was found in the others; all of it is kept for the next time. Raises what it raises, and OSError."""
        keys = {self._pair_key(pair): pair for pair in pairs}
        known, used = read_cached(self._file, dict[str, Findings], {}), dict[str, Findings]()
        new = {key: pair for key, pair in keys.items() if key not in known}
        new_findings, counted = list[Diagnostic](), Counter[tuple[str, Severity]]()
        for key, diagnostics in zip(new, map(tuple, check(list(new.values()))), strict=True):
            new_findings += diagnostics
            used[key] = [
                (replace(diagnostic, message=str(diagnostic.message)), message_parts(diagnostic.message))
                for diagnostic in diagnostics
            ]
        for key in keys.keys() - new.keys():
            used[key] = known[key]
            if any(diagnostic.severity == "error" for diagnostic, _ in known[key]):
                new_findings += (
                    replace(diagnostic, message=restore_message(diagnostic.message, parts))
                    for diagnostic, parts in known[key]
                )
            else:
                counted.update((diagnostic.code, diagnostic.severity) for diagnostic, _ in known[key])
        write_cached(self._file, used)
        return new_findings, counted

    def _pair_key(self, pair: Pair) -> str:
        files = [text.source.path for text in pair.texts.values()]
        snapshots = [self._config.content / snapshot_name(text.source.name) for text in pair.texts.values()]
        basis = [read_regular_file(snapshot) if snapshot.is_file() else b"" for snapshot in snapshots]
        return key_of(self._site, pair.name, pair.digest, files, basis)


def _site_key(config: SiteConfig) -> str:
    """The key of what rules read beside a pair: code with its data, packages, settings, strings and editors' lists."""
    lists = sorted(file for file in config.content.iterdir() if file.is_file())
    settings = (config.key, config.renderer.key, config.languages, config.editions, config.policy, config.attachable)
    strings = sorted((name, strings.digest) for name, strings in config.strings.items())
    own = [(file.name, read_regular_file(file)) for file in lists]
    packages = [version(name) for name in PACKAGES]
    return key_of(code_digest(PLUGINS), sys.version, packages, settings, sorted(config.reserved), strings, own)
