"""Where code, comments and the addresses of links stand in a text as it is written, for advice on its words.

What a text names and shows is found in the rendered text alone (`rendered.py`)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator

# A fence at the beginning of a line, backticks within a line, and the start of a comment.
MARK = re.compile(r"^(?:```+|~~~+)|`+|<!--", re.M)
FENCE = re.compile(r"^(?:```+|~~~+)", re.M)
COMMENT_END = "-->"


def code_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield the start and the end of each block of code, run of code or comment, in order."""
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
            span = _find_fenced_code(text, mark) or _find_inline_code(runs, mark)
        if span:
            yield span
        at = span[1] if span else mark.end()


def _runs(text: str) -> dict[int, list[int]]:
    """Where runs of backticks begin, by their length."""
    runs: dict[int, list[int]] = defaultdict(list)
    for run in re.finditer("`+", text):
        runs[len(run[0])].append(run.start())
    return runs


def _find_fenced_code(text: str, mark: re.Match[str]) -> tuple[int, int] | None:
    """The start and end of the code block that begins at `mark`; None where it is no fence or nothing closes it.

    A fence at least as long as the first closes the block; where there is none, the longest of the others does."""
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


def _find_inline_code(runs: dict[int, list[int]], mark: re.Match[str]) -> tuple[int, int] | None:
    """The start and end of code between two runs of backticks of the same length; None where there is none.

    Surplus backticks of the first run are text."""
    if mark[0][0] != "`":
        return None
    for length in range(len(mark[0]), 0, -1):
        starts = runs.get(length, [])
        place = bisect_left(starts, mark.end())
        if place < len(starts):
            return mark.end() - length, starts[place] + length
    return None


# Words in brackets, with nested brackets one deep, then an address, which may be a file name with spaces, and a title.
# Possessive quantifiers (`++`) prevent exponential backtracking on unbalanced brackets.
INLINE = re.compile(
    r"(?P<bang>!?)\[(?P<text>(?:[^\[\]]++|\[[^\[\]]*+\])*+)\]"
    r"\(\s*+(?P<target><[^<>\n]*+>|(?![\"'])(?:[^\s()]++|\([^\s()]*+\)|(?<=\S)[^\S\n]++(?![\s\"')]))*+"
    r"|(?:[^\s()]++|\([^\s()]*+\))*+|)"
    r"(?:\s*+(?<=\s)(?P<title>\"[^\"]*+\"|'[^']*+'))?\s*+\)"
)
# Python-Markdown allows no spaces here, not even between < and >; only the part before a space is matched.
DEFINED = re.compile(r"^ {0,3}\[[^\]\n^]+\]:\s*(?P<target>\S+)", re.M)


def blank_code(body: str, blank: str = " ") -> str:
    """Replace each character of code and comments by another one, but for line ends; all others keep their places."""
    parts, at = [], 0
    for start, end in code_spans(body):
        parts += [body[at:start], re.sub(r"[^\n]", blank, body[start:end])]
        at = end
    return "".join([*parts, body[at:]])
