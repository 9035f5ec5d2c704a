"""Plain text, as typed or pasted from an e-mail, into blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import reduce
from itertools import groupby, pairwise

from plugins.importer.document import ENDED, Block, Run, clean, collapse_spaces, cut, goes_on, tidy
from plugins.importer.readers.broken_words import join_lines, rows_of

SEPARATOR = re.compile(r"\s*(?:[-_=*~–—•·+#]\s*){3,}")
BULLET = re.compile(r"(?P<indent>\s*)(?P<mark>[•·▪●○◦‣⁃]|[-*](?=\s)|o(?=\s{2,}))\s*(?P<text>\S.*)")
DASHED = re.compile(r"(?P<indent>\s*)(?P<mark>[–—])\s+(?P<text>\S.*)")
# What makes the line above it a heading, of so many lines at most.
UNDERLINE, LONGEST_HEADING = re.compile(r"={3,}|-{3,}"), 4
INNER_TAB = re.compile(r"(?<=\S)[ ]*\t+")
# What a tab becomes: wide enough for a column, and no space that anybody types.
GAP = "\u2003\u2003"
COLUMNS = re.compile(r"\s{2,}")
LONGEST_CELL, LONGEST_LABEL = 8, 3
POINT = re.compile(r"[•·▪●○◦‣⁃■□►➢✓✔\uf0b7\uf0a7]\s*(?=\w|[\"'“„«(])")
NUMBERED = re.compile(r"(?P<indent>\s*)(?P<number>\d{1,3})[.)]\s+(?P<text>\S.*)")
WIDEST = 100
# A line that goes on in small letters was broken even where the next word would have fitted.
NARROWEST_SURE = 45
LONG_LINE = 80
# A whole text was wrapped if so many lines, and such a share of all, are full, and if such a share of these does not
# end a sentence.
NARROWEST_WIDTH, FEWEST_FULL, SHARE_FULL, SHARE_UNENDED = 40, 4, 0.5, 0.6


def read_plain(text: str) -> list[Block]:
    """The blocks of a text whose paragraphs are parted by empty lines, or are one line each."""
    groups: list[list[str]] = [[]]
    gaps: set[int] = set()
    empty = 0
    for line in clean(text).split("\n"):
        empty = 0 if line.strip() else empty + 1
        if empty > 1:
            gaps.add(len(groups) - 1)
        if not line.strip():
            groups.append([])
        elif SEPARATOR.fullmatch(line) and not _underlines(line, groups[-1]):
            groups += [[line], []]
        else:
            groups[-1].append(INNER_TAB.sub(GAP, line).expandtabs(4).rstrip())
            groups += [[]] if UNDERLINE.fullmatch(line.strip()) else []
    width = _width(groups)
    lists = _find_list_lines([line for group in groups for line in group])
    read: list[Block] = []
    gap = False
    for at, group in enumerate(groups):
        blocks = [*_blocks(group, lists, width)] if group else []
        if blocks:
            read += [replace(blocks[0], gap=gap), *blocks[1:]]
        gap = (gap and not blocks) or at in gaps
    return read


def _underlines(line: str, above: Sequence[str]) -> bool:
    """Whether a row of signs is right below lines that may be a heading, and does not part two texts."""
    title = 0 < len(above) <= LONGEST_HEADING and not any(map(ENDED.search, above))
    return title and UNDERLINE.fullmatch(line.strip()) is not None


def _find_list_lines(lines: Sequence[str]) -> frozenset[str]:
    """Find the lines that are list items: a single "- " or "3. " is not a list, two in a row are."""
    rows = [line for line in lines if _is_marked(line) or not line.startswith("  ")]
    listed: set[str] = set(_find_dash_items(lines))
    for line, other in pairwise(rows):
        first, second = NUMBERED.fullmatch(line), NUMBERED.fullmatch(other)
        counted = first and second and int(second["number"]) == int(first["number"]) + 1
        if counted or (BULLET.fullmatch(line) and BULLET.fullmatch(other)):
            listed |= {line, other}
    return frozenset(listed)


def _find_dash_items(lines: Sequence[str]) -> Iterator[str]:
    """Yield the lines that begin with a dash below one that announces a list; elsewhere such lines are speech."""
    leads = False
    for above, line in pairwise(lines):
        leads = above.rstrip().endswith(":") or (leads and DASHED.fullmatch(above) is not None)
        if leads and DASHED.fullmatch(line):
            yield line


def make_items(blocks: Sequence[Block]) -> list[Block]:
    """Make list items of paragraphs that begin with a point, where two or more follow each other."""
    points = [POINT.match(block.text) if block.kind == "paragraph" else None for block in blocks]
    near = zip([None, *points], points, [*points[1:], None], strict=False)
    return [
        replace(block, kind="item", runs=cut(block.runs, point.end(), len(block.text)))
        if point and (before or after)
        else block
        for block, (before, point, after) in zip(blocks, near, strict=True)
    ]


def _is_marked(line: str) -> bool:
    return bool(BULLET.fullmatch(line) or NUMBERED.fullmatch(line))


def _blocks(lines: Sequence[str], lists: frozenset[str], width: int) -> Iterator[Block]:
    if SEPARATOR.fullmatch(lines[0]):
        yield Block("rule")
        return
    if len(lines) > 1 and UNDERLINE.fullmatch(lines[-1].strip()):
        yield Block("heading", tidy([Run("\n".join(lines[:-1]))]), level=1 if lines[-1].strip()[0] == "=" else 2)
        return
    rows: list[list[str]] = []
    for line in lines:
        below_item = bool(rows) and rows[-1][0] in lists
        if not rows or line in lists or (below_item and not line.startswith("  ")):
            rows.append([line])
        else:
            rows[-1].append(line)
    for first, *more in rows:
        if first in lists:
            yield _item(" ".join((first, *map(str.strip, more))))
        else:
            yield from _paragraphs([first, *more], width)


def _item(line: str) -> Block:
    match = BULLET.fullmatch(line) or NUMBERED.fullmatch(line) or DASHED.fullmatch(line)
    assert match is not None
    number = int(match.groupdict().get("number") or 0)
    return Block(
        "item", tidy([Run(collapse_spaces(match["text"]))]), level=min(len(match["indent"]) // 4, 5), number=number
    )


def _paragraphs(lines: Sequence[str], width: int) -> Iterator[Block]:
    """One paragraph where the lines are short; else each line is one, with those that it goes on in. `width` is that at
    which all lines of the text were wrapped, 0 where they were not."""
    if table := _table(lines):
        yield table
        return
    if width and len(lines) > 1:
        texts = _unwrap(lines, width)
    else:
        longest = max(map(len, lines))
        rows = rows_of(lines, lambda line, after: NARROWEST_SURE <= longest <= WIDEST and goes_on(line, after))
        texts = [reduce(join_lines, row) for row in rows]
        texts = texts if longest > LONG_LINE else ["\n".join(texts)]
    for text in texts:
        if runs := tidy([Run(text)]):
            yield Block("paragraph", runs)


def _width(groups: Sequence[Sequence[str]]) -> int:
    """The width at which the lines of a text were wrapped; 0 where they were not.

    It is that of the longest line that goes on below in the middle of a sentence, if nearly all lines that have another
    below them are so full that its first word would not have fitted, and most of these end in the middle of a sentence.
    """
    pairs = [pair for group in groups for pair in pairwise(group) if not any(map(_is_marked, pair))]
    width = max((len(line) for line, after in pairs if goes_on(line, after.lstrip())), default=0)
    full = [line for line, after in pairs if _is_full(line, after, width)]
    enough = len(full) >= max(FEWEST_FULL, SHARE_FULL * len(pairs))
    unended = sum(not ENDED.search(line) for line in full) >= SHARE_UNENDED * len(full)
    return width if enough and unended and NARROWEST_WIDTH <= width <= WIDEST else 0


def _is_full(line: str, after: str, width: int) -> bool:
    return width - 1 - len(after.split()[0]) < len(line) <= width


def _unwrap(lines: Sequence[str], width: int) -> list[str]:
    """The paragraphs of lines that were wrapped at a width: a line that has room for more ends one; neighbours of one
    line each stay lines of one paragraph."""
    rows = rows_of(lines, lambda line, after: _is_full(line, after, width))
    texts: list[str] = []
    for single, group in groupby(rows, key=lambda row: len(row) == 1):
        joined = [reduce(join_lines, row) for row in group]
        texts += ["\n".join(joined)] if single else joined
    return texts


def _table(lines: Sequence[str]) -> Block | None:
    """The table that lines make whose columns are parted by tabs or by two spaces and more."""
    rows = [COLUMNS.split(line.strip()) for line in lines]
    widths = {len(row) for row in rows}
    long = any(len(cell.split()) > LONGEST_CELL for row in rows for cell in row)
    if len(widths) != 1 or max(widths) < 2:
        return None
    if all(GAP in line for line in lines):
        # Tabs are typed for columns, however long their texts are.
        if len(rows) == 1 and not all(len(cell.split()) > LONGEST_LABEL for cell in rows[0]):
            return None
    elif len(rows) < 2 or long or len(rows) == max(widths) == 2:
        return None
    cells = tuple(tuple((Block("paragraph", tidy([Run(cell)])),) for cell in row) for row in rows)
    return Block("table", rows=cells, headed=True)
