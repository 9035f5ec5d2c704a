"""Warnings for words that no rule can put into the other script; `publish` refuses them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from plugins.content.pairs import Text
from plugins.content.settings.site_config import question
from plugins.diagnostics import Diagnostic
from plugins.editions.build_context import BuildContext
from plugins.locales.unicode_scripts import odd_letters

# Limits the time of first builds; `./inv check` shows all such words.
NEW_FILES = 200


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
