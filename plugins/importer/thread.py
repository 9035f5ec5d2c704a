"""A thread of messages: which of them holds the article, and the greeting and closing around its text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from plugins.cyrillic import to_latin
from plugins.importer.profiles import Profile, fold

# A message with fewer words than this share of the longest is a note above it, or what was asked before.
SHARE = 0.5
GREETING_WORDS, NOTE_WORDS, SIGNED_WORDS = 5, 15, 8
SIGNED_LINES = 8
OTHER = "another message of the thread"
GREETING = "a message's greeting"
SIGNATURE = "a message's signature"


class Thread:
    """Knows how people greet and close in the site's languages."""

    def __init__(self, own: Sequence[Profile]) -> None:
        self.greetings = tuple(word for profile in own for word in profile.noise.greetings)
        self.closings = frozenset[str]().union(*(profile.noise.closings for profile in own))

    def reasons(self, page: Sequence[str], heads: Collection[int]) -> dict[int, str]:
        """For each line that is no text the reason why; `heads` are the lines that stand above a message."""
        lines = ["" if at in heads else line for at, line in enumerate(page)]
        starts = (at for at in heads if at - 1 not in heads)
        spans = [*pairwise(sorted({0, *starts, len(lines)}))]
        counts = [sum(len(line.split()) for line in lines[start:end]) for start, end in spans]
        found: dict[int, str] = {}
        for (start, end), count in zip(spans, counts, strict=True):
            if count < SHARE * max(counts):
                found |= dict.fromkeys(range(start, end), OTHER)
            else:
                found |= dict.fromkeys(self._greeting(lines, start, end), GREETING)
                found |= dict.fromkeys(self._closing(lines, start, end), SIGNATURE)
        return found

    def _greeting(self, lines: Sequence[str], start: int, end: int) -> Iterator[int]:
        """The first line where it greets, and the next where it only says that the text follows."""
        filled = [at for at in range(start, end) if lines[at].strip()]
        if not filled or not self._greets(lines[filled[0]]):
            return
        yield filled[0]
        if len(filled) > 1 and lines[filled[1]].rstrip().endswith(":") and len(lines[filled[1]].split()) <= NOTE_WORDS:
            yield filled[1]

    def _greets(self, line: str) -> bool:
        text = fold(to_latin(line))
        return len(text.split()) <= GREETING_WORDS and any(
            re.match(rf"{re.escape(word)}\b", text) for word in self.greetings
        )

    def _closing(self, lines: Sequence[str], start: int, end: int) -> range:
        """The last lines where they close the message and only names and addresses follow."""
        closes = [at for at in range(start, end) if fold(to_latin(lines[at])) in self.closings]
        after = [line for line in lines[closes[-1] : end] if line.strip()] if closes else []
        short = len(after) <= SIGNED_LINES and all(len(line.split()) <= SIGNED_WORDS for line in after)
        return range(closes[-1], end) if closes and short else range(0)
