"""Unfolds layout tables: two languages side by side or below each other, or a single cell; and a table with a column in
each language and others for both, such as hours, into one table a language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from plugins.importer.document import Block, LeftOut, cut
from plugins.importer.language.detection import SiteDetector
from plugins.importer.reasons import Reason

LONG_CELL = 60
SENTENCE_WORDS = 6
JOINT, LONGEST_PAIR = " / ", 10

Line = Sequence[Block]
"""The blocks of a column, or of a row."""


def languages_of(lines: Sequence[Line], detector: SiteDetector) -> list[str]:
    """The language of each column, or row, of a table: "" where it belongs to all languages, as hours and places do;
    empty where they are not in two languages at least, each in one."""
    codes = [detector.sure_language(_text_of(line)) for line in lines]
    mixed = any(len(_languages(line, detector)) > 1 for line in lines)
    return [] if mixed or len({*codes} - {""}) < 2 else codes


def split_texts(lines: Sequence[Line], codes: Sequence[str]) -> list[Line]:
    """The columns, or rows, that are texts, where the others only number them; none of a glossary, which is a table."""
    if not codes:
        return []
    texts = [line for line, code in zip(lines, codes, strict=True) if code]
    others = [line for line, code in zip(lines, codes, strict=True) if not code]
    longest = max((block.words for line in texts for block in line), default=0)
    return texts if longest >= SENTENCE_WORDS and all(map(_counts_rows, others)) else []


def part_columns(table: Block, codes: Sequence[str], head: Block | None) -> list[Block]:
    """A table with one column in each of several languages, and others that belong to all of them, as one table a
    language; nothing of any other table. `head` is the line above it, which each table has above it too if it is in
    both languages, as "Agenda / Dnevni red"."""
    named = [code for code in codes if code]
    shared = [column for column, code in zip(columns_of(table), codes, strict=True) if not code]
    uneven = any(len(row) != len(codes) for row in table.rows)
    if len(set(named)) < len(named) or uneven or all(map(_counts_rows, shared)):
        return []
    heads = [head] if head is not None and _is_pair(head) else []
    parted: list[Block] = []
    # Pairs of words have the order of the columns.
    for at, code in enumerate(named):
        rows = (zip(row, codes, strict=True) for row in table.rows)
        own = (tuple(cell for cell, other in row if other in ("", code)) for row in rows)
        cells = tuple(tuple(tuple(_part_of(block, at) for block in cell) for cell in row) for row in own)
        parted += [replace(_part_of(block, at), language=code) for block in heads]
        parted.append(replace(table, rows=cells, language=code))
    return parted


def _is_pair(block: Block) -> bool:
    """Whether a few words stand there twice, in both languages, as in "Time / Vreme"."""
    return block.text.count(JOINT) == 1 and block.words <= LONGEST_PAIR


def _part_of(block: Block, at: int) -> Block:
    """The part of a pair of words that stands at a place; any other block as it is."""
    first = block.text.partition(JOINT)[0]
    start, end = ((0, len(first)), (len(first) + len(JOINT), len(block.text)))[min(at, 1)]
    return block.with_runs(cut(block.runs, start, end)) if at < 2 and _is_pair(block) else block


def _text_of(line: Line) -> str:
    return "\n".join(block.text for block in line)


def _counts_rows(line: Line) -> bool:
    """Whether a column only counts the rows, or is empty."""
    numbers = [block.text.strip(" .)") for block in line if any(map(str.isdigit, block.text))]
    whole = all(map(str.isdecimal, numbers)) and len(numbers) >= len(line) - 1
    counted = whole and all(int(after) - int(number) == 1 for number, after in pairwise(numbers))
    return counted or not _text_of(line).strip()


def columns_of(table: Block) -> list[list[Block]]:
    """The blocks of each column."""
    width = max((len(row) for row in table.rows), default=0)
    return [[block for row in table.rows if at < len(row) for block in row[at]] for at in range(width)]


def unfold_tables(blocks: Sequence[Block], detector: SiteDetector) -> tuple[list[Block], list[str], list[LeftOut]]:
    """Replace tables of two languages by the blocks of each column or row, and layout tables by those of each cell.

    Returns the blocks, notes on what was done, and the numbers of rows, which are in neither language."""
    flat: list[Block] = []
    notes: list[str] = []
    numbers: list[LeftOut] = []
    for block in blocks:
        if block.kind != "table":
            flat.append(block)
            continue
        columns, rows = columns_of(block), [[inner for cell in row for inner in cell] for row in block.rows]
        codes = languages_of(columns, detector)
        if texts := split_texts(columns, codes):
            notes.append("a table had its languages side by side: each column went to its own text")
            flat += [inner for column in texts for inner in column]
            left = " ".join(inner.text for column in columns if column not in texts for inner in column).strip()
            numbers += [LeftOut(left, Reason.ROW_NUMBERS)] if left else []
        elif tables := part_columns(block, codes, flat[-1] if flat else None) if codes else []:
            notes.append("a table had a column in each language: each text has its own one, and the columns beside it")
            flat[-1:] = [] if tables[0].kind != "table" else flat[-1:]
            flat += tables
        elif texts := split_texts(rows, languages_of(rows, detector)):
            notes.append("a table had its languages in its rows: each row went to its own text")
            flat += [inner for row in texts for inner in row]
        elif is_layout(block, detector):
            unfolded, more, left_out = unfold_tables([inner for row in rows for inner in row], detector)
            flat += unfolded
            notes += more
            numbers += left_out
        else:
            flat.append(block)
    return flat, notes, numbers


def is_layout(table: Block, detector: SiteDetector) -> bool:
    """Whether a table only places things: it is a single row, or a cell of it holds anything but paragraphs, long text,
    or paragraphs in two languages."""
    cells = [cell for row in table.rows for cell in row]
    if len(table.rows) == 1 and not table.headed:
        return True
    return any(block.kind != "paragraph" for cell in cells for block in cell) or any(
        sum(block.words for block in cell) > LONG_CELL or len(_languages(cell, detector)) > 1 for cell in cells
    )


def _languages(line: Line, detector: SiteDetector) -> set[str]:
    """The languages of some paragraphs, as far as they are sure."""
    paragraphs = [block for block in line if block.words >= SENTENCE_WORDS]
    return {detector.sure_language(block.text) for block in paragraphs if len(paragraphs) > 1} - {""}
