"""Code and comments of a Markdown text: where nothing counts as a link, a picture or a heading.

Each character is looked at a few times at most, whatever the text: what has no end is not looked for again.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator

# A fence that a line begins with, marks of code within a line, and the beginning of a comment.
MARK = re.compile(r"^(?:```+|~~~+)|`+|<!--", re.M)
FENCE = re.compile(r"^(?:```+|~~~+)", re.M)
COMMENT_END = "-->"


def silent_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where each block of code, run of code or comment begins and ends, in order."""
    if "`" in text or "~~~" in text or "<!--" in text:
        yield from _spans(text)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    runs, last_comment_end = _runs(text), text.rfind(COMMENT_END)
    at = 0
    while mark := MARK.search(text, at):
        span = None
        if mark[0] == "<!--":
            if mark.end() <= last_comment_end:
                span = (mark.start(), text.index(COMMENT_END, mark.end()) + len(COMMENT_END))
        else:
            span = _fenced(text, mark) or _within_line(runs, mark)
        if span:
            yield span
        at = span[1] if span else mark.end()


def _runs(text: str) -> dict[int, list[int]]:
    """Where runs of backticks begin, by their length."""
    runs: dict[int, list[int]] = defaultdict(list)
    for run in re.finditer("`+", text):
        runs[len(run[0])].append(run.start())
    return runs


def _fenced(text: str, mark: re.Match[str]) -> tuple[int, int] | None:
    """A block of code from its first fence to the end of its last line: that with a fence as long, or else the next
    best."""
    if not FENCE.match(text, mark.start()):
        return None
    best, end = 0, 0
    for fence in FENCE.finditer(text, mark.end()):
        if fence[0][0] == mark[0][0] and len(fence[0]) > best:
            best, end = len(fence[0]), text.find("\n", fence.end())
            if best >= len(mark[0]):
                break
    if not best:
        return None
    return mark.start(), len(text) if end < 0 else end


def _within_line(runs: dict[int, list[int]], mark: re.Match[str]) -> tuple[int, int] | None:
    """Code between two runs of backticks of one length; of the first run, those that are too many are text."""
    if mark[0][0] != "`":
        return None
    for length in range(len(mark[0]), 0, -1):
        starts = runs.get(length, [])
        place = bisect_left(starts, mark.end())
        if place < len(starts):
            return mark.end() - length, starts[place] + length
    return None
