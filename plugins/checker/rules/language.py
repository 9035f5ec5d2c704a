"""The rule that a text is in the language that its file's name says."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.checker.engine.context import Manuscript
from plugins.checker.engine.rule import Note, rule
from plugins.checker.engine.segments import BLOCK, WORD

FEWEST_WORDS, FEWEST_SIGNS = 6, 3


@rule()
def wrong_language(script: Manuscript) -> Iterator[Note]:
    """A text is in the language of its file's name; a quotation in another is marked with its language.

    Bad: a paragraph in English in bridge.sr.md
    Good: the paragraph in bridge.en.md, or in <div lang="en">…</div>
    """
    for passage in script.passages:
        for part in BLOCK.finditer(passage.text):
            words = [match[0].casefold() for match in WORD.finditer(part[0])]
            code = _likelier(script, words) if len(words) >= FEWEST_WORDS else ""
            if code:
                first = WORD.search(part[0])
                message = (
                    f"this is {script.shelf.tongues[code].name} in a file of {script.tongue.name}: "
                    f'move it to the .{code}.md file, or mark it: <div lang="{code}">…</div>'
                )
                yield passage.note(part.start() + (first.start() if first else 0), message)


def _likelier(script: Manuscript, words: list[str]) -> str:
    """The code of a language whose small words are far more frequent here than those of the text's own; "" if none."""
    counts = {code: sum(word in tongue.common for word in words) for code, tongue in script.shelf.tongues.items()}
    own = counts.pop(script.text.language)
    code = max(counts, key=lambda code: counts[code], default="")
    return code if code and script.tongue.common and counts[code] >= FEWEST_SIGNS and counts[code] > 4 * own else ""
