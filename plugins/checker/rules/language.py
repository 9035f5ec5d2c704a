"""The rule that a text is in the language of its file's name."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.checker.engine.context import CheckContext
from plugins.checker.engine.rule import Finding, rule
from plugins.checker.engine.segments import BLOCK, WORD

FEWEST_WORDS, FEWEST_SIGNS = 6, 3


@rule()
def wrong_language(context: CheckContext) -> Iterator[Finding]:
    """Finds paragraphs whose frequent small words are those of another language of the site."""
    for segment in context.segments:
        for part in BLOCK.finditer(segment.text):
            words = [match[0].casefold() for match in WORD.finditer(part[0])]
            code = _likelier(context, words) if len(words) >= FEWEST_WORDS else ""
            if code:
                first = WORD.search(part[0])
                message = (
                    f"this is {context.resources.tongues[code].name} in a file of {context.tongue.name}: "
                    f'move it to the .{code}.md file, or mark it: <div lang="{code}">…</div>'
                )
                yield segment.finding(part.start() + (first.start() if first else 0), message)


def _likelier(context: CheckContext, words: list[str]) -> str:
    """The code of a language whose small words are far more frequent here than those of the text's own; "" if none."""
    counts = {code: sum(word in tongue.common for word in words) for code, tongue in context.resources.tongues.items()}
    own = counts.pop(context.text.language)
    code = max(counts, key=lambda code: counts[code], default="")
    return code if code and context.tongue.common and counts[code] >= FEWEST_SIGNS and counts[code] > 4 * own else ""
