"""Words that no rule puts into the other script, told after a build as warnings; `publish` refuses them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from plugins.content.config import question
from plugins.content.pairs import Text
from plugins.locales.unicode_scripts import odd_letters

# A build of more new files than this is no editor at work, and `./inv check` tells of all.
NEW_FILES = 200


def doubts(settings: Mapping[str, Any]) -> Iterator[str]:
    """A line for each undecided word in the files that this build read for the first time."""
    library, known = settings["NEWSROOM"], settings.get("KNOWN_SOURCES") or {}
    new = [text for text in library.texts() if f"{text.source.name}:{text.source.digest}" not in known]
    for script in library.config.scripts.values():
        for text in new[:NEW_FILES]:
            if text.language == script.edition.language:
                yield from _of_text(text, script)


def _of_text(text: Text, script: Any) -> Iterator[str]:
    words = [(field.value, field.line) for name in ("title", "summary") if (field := text.source.field(name))]
    for passage, first in (*words, (text.source.body, text.source.body_line)):
        for doubt in script.undecided(passage):
            # A word with letters of two scripts is to be typed again; a rule of the checker tells that.
            if not odd_letters(doubt.token, ""):
                line = first + passage[: doubt.offset].count("\n")
                message = question(doubt, script.edition.label)
                yield f"{text.source.path}:{line}: warning: {message} (undecided-word)"
