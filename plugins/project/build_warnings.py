"""The warnings of a build: of its content, of HTML that is removed from texts, and of words that no rule can put into
the other script."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from plugins.content.draft_diagnostics import tell_drafts
from plugins.content.markup.removed_markup import find_removed_markup
from plugins.content.pairs import Text
from plugins.content.settings.site_config import question
from plugins.diagnostics import Diagnostic
from plugins.diagnostics.overrides import apply_overrides, read_overrides
from plugins.editions.build_context import BuildContext
from plugins.locales.letters import odd_letters

# Limits the time of first builds; `./inv check` shows all such words.
NEW_FILES = 200


def build_warnings(settings: Mapping[str, Any], *, new_only: bool = False) -> tuple[Diagnostic, ...]:
    """The warnings of a successful build with these settings, without those that `DIAGNOSTICS` turns off; with
    `new_only`, of content only those in files that this build read for the first time."""
    build: BuildContext = settings["BUILD"]
    library = build.library
    sources = (text.source for text in library.all_texts())
    old = {source.path for source in sources if source.name not in library.new} if new_only else set()
    of_content = (diagnostic for diagnostic in library.diagnostics if diagnostic.path not in old)
    made = (*of_content, *tell_drafts(markup_warnings(build), library.draft_paths), *script_warnings(build))
    diagnostics = apply_overrides(made, read_overrides(settings))
    return tuple(diagnostic for diagnostic in diagnostics if diagnostic.severity == "warning")


def markup_warnings(build: BuildContext) -> Iterator[Diagnostic]:
    """A warning for each place of which something is removed, in the pairs of which a file is new to this build.

    What was reported while it was a draft is reported again once it is published, also where only the pair's other file
    has changed, which held it back.
    """
    library = build.library
    for pair in library.pairs:
        texts = pair.texts.values()
        if any(text.source.name in library.new for text in texts):
            for text in texts:
                extract = library.links.extract(text.source)
                yield from find_removed_markup(text.source, build.bodies.renderer, extract)


def script_warnings(build: BuildContext) -> Iterator[Diagnostic]:
    """A warning for each undecided word in the files that this build read for the first time."""
    library = build.library
    new = [text for text in library.texts() if text.source.name in library.new]
    for script in library.config.scripts.values():
        for text in new[:NEW_FILES]:
            if text.language == script.edition.language:
                yield from _check_text(text, script)


def _check_text(text: Text, script: Any) -> Iterator[Diagnostic]:
    words = [(field.value, field.line) for name in ("title", "summary") if (field := text.source.field(name))]
    for passage, first in (*words, (text.source.body, text.source.body_line)):
        for doubt in script.undecided(passage):
            # The rule mixed-scripts reports words with letters of two scripts.
            if not odd_letters(doubt.token, ""):
                line = first + passage[: doubt.offset].count("\n")
                message = question(doubt, script.edition.label)
                yield Diagnostic(text.source.path, line, 1, message, "undecided-word", "warning")
