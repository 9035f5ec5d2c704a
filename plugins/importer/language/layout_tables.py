"""Unfolds layout tables: two languages side by side, or a single cell; and a table with a column in each language and
others for both, such as hours, into one table a language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from plugins.detection import WORD
from plugins.importer.document import Block, LeftOut, cut
from plugins.importer.language.detection import SiteDetector
from plugins.importer.reasons import LeftOutReason

LONG_CELL = 60
LONGEST_LABEL = 3
SENTENCE_WORDS = 6
JOINT, LONGEST_PAIR = " / ", 10


def split_columns(table: Block, detector: SiteDetector) -> list[list[Block]]:
    """Split a table into the blocks of its columns, where two or more are surely in different languages; else none."""
    columns = columns_of(table)
    if len(columns) < 2:
        return []
    filled = [column for column in columns if not _has_only_numbers(column)]
    if any(len(_languages(column, detector)) > 1 for column in filled):
        # A menu beside a text in both languages.
        return []
    guesses = [detector.guess("\n".join(block.text for block in column)) for column in filled]
    codes = {guess.code for guess in guesses if guess.sure}
    longest = max((block.words for column in filled for block in column), default=0)
    # A glossary has words in two languages, and is a table.
    if len(codes) < 2 or not all(guess.sure for guess in guesses) or longest < SENTENCE_WORDS:
        return []
    return filled


def part_columns(table: Block, detector: SiteDetector, head: Block | None = None) -> list[Block]:
    """A table with one column in each of several languages, and others that belong to all of them, such as hours and
    places, as one table a language; nothing of any other table. `head` is the line above it, which each table has
    above it too if it is in both languages, as "Agenda / Dnevni red"."""
    columns = columns_of(table)
    codes = ["" if _is_shared(column) else detector.guess(_text_of(column)).sure_language for column in columns]
    named = [code for code in codes if code]
    shared = [column for column, code in zip(columns, codes, strict=True) if not code]
    if len(named) < 2 or len(set(named)) < len(named) or all(map(_counts_rows, shared)):
        return []
    if any(len(row) != len(columns) for row in table.rows):
        return []
    heads = [head] if head is not None and _is_pair(head) else []
    found: list[Block] = []
    # Pairs of words have the order of the columns.
    for at, code in enumerate(named):
        rows = (zip(row, codes, strict=True) for row in table.rows)
        own = (tuple(cell for cell, other in row if other in ("", code)) for row in rows)
        cells = tuple(tuple(tuple(_part_of(block, at) for block in cell) for cell in row) for row in own)
        found += [replace(_part_of(block, at), language=code) for block in heads]
        found.append(replace(table, rows=cells, language=code))
    return found


def _is_pair(block: Block) -> bool:
    """Whether a few words stand there twice, in both languages, as in "Time / Vreme"."""
    return block.text.count(JOINT) == 1 and block.words <= LONGEST_PAIR


def _part_of(block: Block, at: int) -> Block:
    """The part of a pair of words that stands at a place; any other block as it is."""
    if not _is_pair(block) or at > 1:
        return block
    start = block.text.index(JOINT)
    ends = ((0, start), (start + len(JOINT), len(block.text)))
    return block.with_runs(cut(block.runs, *ends[at]))


def _text_of(column: Sequence[Block]) -> str:
    return "\n".join(block.text for block in column)


def _is_shared(column: Sequence[Block]) -> bool:
    """Whether the cells of a column say the same in each language: numbers, hours, days and names."""
    words = [word for block in column[1:] for word in WORD.findall(block.text)]
    return _has_only_numbers(column) or (len(column) > 1 and all(word[0].isupper() for word in words))


def _counts_rows(column: Sequence[Block]) -> bool:
    """Whether a column only counts the rows, or is empty."""
    numbers = [block.text.strip(" .)") for block in column if any(map(str.isdigit, block.text))]
    whole = all(map(str.isdecimal, numbers)) and len(numbers) >= len(column) - 1
    counted = whole and all(int(after) - int(one) == 1 for one, after in pairwise(numbers))
    return counted or not _text_of(column).strip()


def _has_only_numbers(column: Sequence[Block]) -> bool:
    """Whether a column has the numbers of the rows, perhaps below a word such as "No.", or nothing."""
    lettered = [any(letter.isalpha() for letter in block.text) for block in column]
    return not any(lettered) or (
        lettered[0] and not any(lettered[1:]) and any(block.text.strip() for block in column[1:])
    )


def columns_of(table: Block) -> list[list[Block]]:
    """The blocks of each column."""
    width = max((len(row) for row in table.rows), default=0)
    return [[block for row in table.rows if at < len(row) for block in row[at]] for at in range(width)]


def split_rows(table: Block, detector: SiteDetector) -> list[Block]:
    """Split a table into the blocks of its rows, where each is a language's name and a text in it; else none."""
    rows = [[block for cell in row for block in cell if block.text.strip()] for row in table.rows]
    labelled = len(rows) > 1 and all(len(row) > 1 and row[0].words <= LONGEST_LABEL for row in rows)
    guesses = [detector.guess("\n".join(block.text for block in row[1:])) for row in rows] if labelled else []
    apart = len({guess.code for guess in guesses}) == len(rows) and all(guess.sure for guess in guesses)
    return [block for row in rows for block in row] if labelled and apart else []


def unfold_tables(blocks: Sequence[Block], detector: SiteDetector) -> tuple[list[Block], list[str], list[LeftOut]]:
    """Replace tables of two languages by the blocks of each column, and layout tables by the blocks of each cell.

    Returns the blocks, notes on what was done, and the numbers of rows, which are in neither language."""
    flat: list[Block] = []
    notes: list[str] = []
    numbers: list[LeftOut] = []
    for block in blocks:
        columns = split_columns(block, detector) if block.kind == "table" else []
        tables = part_columns(block, detector, flat[-1] if flat else None) if block.kind == "table" else []
        if tables:
            notes.append("a table had a column in each language: each text has its own one, and the columns beside it")
            flat[-1:] = [] if tables[0].kind != "table" else flat[-1:]
            flat += tables
        elif columns:
            notes.append("a table had its languages side by side: each column went to its own text")
            flat += [inner for column in columns for inner in column]
            others = [column for column in columns_of(block) if column not in columns]
            text = " ".join(inner.text for column in others for inner in column).strip()
            numbers += [LeftOut(text, LeftOutReason.ROW_NUMBERS)] if text else []
        elif rows := split_rows(block, detector) if block.kind == "table" else []:
            notes.append("a table had its languages in its rows: each row went to its own text")
            flat += rows
        elif block.kind == "table" and is_layout(block, detector):
            found, more, left = unfold_tables([inner for row in block.rows for cell in row for inner in cell], detector)
            flat += found
            notes += more
            numbers += left
        else:
            flat.append(block)
    return flat, notes, numbers


def is_layout(table: Block, detector: SiteDetector) -> bool:
    """Whether a table only places things: it is a single row, or a cell of it holds headings, lists, images, other
    tables, long text, or paragraphs in two languages."""
    cells = [cell for row in table.rows for cell in row]
    if len(table.rows) == 1 and not table.headed and not _is_row_of_links(cells):
        return True
    kinds = {block.kind for cell in cells for block in cell}
    return bool(kinds & {"heading", "item", "image", "table", "quote"}) or any(
        sum(block.words for block in cell) > LONG_CELL or len(_languages(cell, detector)) > 1 for cell in cells
    )


def _is_row_of_links(cells: Sequence[Sequence[Block]]) -> bool:
    """Whether cells hold nothing but links, as to the page before and the one after."""
    runs = [run for cell in cells for block in cell for run in block.runs if run.text.strip()]
    return all(run.href for run in runs)


def _languages(cell: Sequence[Block], detector: SiteDetector) -> set[str]:
    """The languages of a cell's paragraphs, as far as they are sure."""
    paragraphs = [block for block in cell if block.words >= SENTENCE_WORDS]
    return {detector.guess(block.text).sure_language for block in paragraphs if len(paragraphs) > 1} - {""}
