"""The data that the steps of an import share: a page as blocks of text; and functions that clean text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Literal

from plugins.diagnostics import Message, UserError
from plugins.diagnostics.message import fill
from plugins.importer.reasons import Reason

Doubt = Literal["", "left out", "prose"]
Kind = Literal["paragraph", "heading", "item", "quote", "table", "image", "rule", "note"]

# Letters for classes of regular expressions: those of the Latin and Cyrillic alphabets of all languages that are read.
LETTERS = [chr(code) for code in (*range(0x41, 0x250), *range(0x370, 0x530), *range(0x1E00, 0x1F00))]
CAPITALS = "".join(letter for letter in LETTERS if letter.isupper())
SMALL = "".join(letter for letter in LETTERS if letter.islower())
# The end of a sentence, with the marks that may close behind it.
ENDED = re.compile(r"[.!?…][\"”“'’»«)\]]*$")
# The beginning of what goes on within a sentence.
BEGINS_SMALL = re.compile(rf"[\"'„“«‘(\[]*[{SMALL}]")
BEGINS_ADDRESS = re.compile(r"https?://|www\.")


def goes_on(text: str, after: str) -> bool:
    """Whether a text ends within a sentence that goes on in the one after it."""
    ended = ENDED.search(text) is not None or text.endswith((":", ";"))
    return bool(text) and not ended and BEGINS_SMALL.match(after) is not None and not BEGINS_ADDRESS.match(after)


@dataclass(frozen=True)
class Run:
    """Text in one style; "\\n" in it is a line break. `shift` is "sup", "sub", "del" for struck words, "code",
    "note" for a footnote's mark, or ""."""

    text: str
    bold: bool = False
    italic: bool = False
    href: str = ""
    shift: str = ""


@dataclass(frozen=True)
class Picture:
    """An image as the page names it: an address, a path beside the page, or a `data:` address; `href` is where it
    leads to, if that is more than the image itself."""

    src: str
    alt: str
    href: str = ""


@dataclass(frozen=True)
class Block:
    """One piece of a page.

    `level` is a heading's (1-6) or an item's depth (from 0); `number` an ordered item's (0 for a bullet) or a
    footnote's; `rows` the cells of a table, each a tuple of blocks; `language` what the page itself says ("" mostly);
    `place` counts the page's blocks from 1; `gap` says that more room stands before it than between paragraphs;
    `quoted` counts the quotations that it stands in;
    `extraction_doubt` says what to do where a second extraction does not keep the block: leave it out, or leave it out
    if it is prose in a language of which that extraction keeps the text; the editor is asked in both cases.
    """

    kind: Kind
    runs: tuple[Run, ...] = ()
    level: int = 0
    number: int = 0
    rows: tuple[tuple[tuple[Block, ...], ...], ...] = ()
    headed: bool = False
    picture: Picture | None = None
    language: str = ""
    place: int = 0
    gap: bool = False
    quoted: int = 0
    extraction_doubt: Doubt = ""

    @cached_property
    def text(self) -> str:
        """The words, without style; between the cells of a table are line breaks."""
        if self.rows:
            return "\n".join(block.text for block in self.parts)
        return "".join(run.text for run in self.runs)

    @property
    def parts(self) -> tuple[Block, ...]:
        """The blocks that hold its runs: those of its cells, or itself."""
        return tuple(block for row in self.rows for cell in row for block in cell) if self.rows else (self,)

    @cached_property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())

    @cached_property
    def linked_words(self) -> int:
        """How many of its words are links."""
        return sum(len(run.text.split()) for part in self.parts for run in part.runs if run.href)

    @property
    def label(self) -> str:
        """The name of the block in messages, such as "paragraph 7"."""
        return f"{'list item' if self.kind == 'item' else self.kind} {self.place}" if self.place else f"a {self.kind}"

    def with_runs(self, runs: tuple[Run, ...]) -> Block:
        """The same block with other words."""
        return replace(self, runs=runs)

    def change_runs(self, change: Callable[[tuple[Run, ...]], tuple[Run, ...]]) -> Block:
        """The block with its runs changed, and those of its cells; the same object where nothing changes."""
        runs = change(self.runs)
        rows = tuple(tuple(tuple(part.change_runs(change) for part in cell) for cell in row) for row in self.rows)
        return self if (runs, rows) == (self.runs, self.rows) else replace(self, runs=runs, rows=rows)


def without_edge_rules(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks without the rules at either end or below another rule: they parted the languages, not the text."""
    kept: list[Block] = []
    for block in blocks:
        if block.kind != "rule" or (kept and kept[-1].kind != "rule"):
            kept.append(block)
    return tuple(kept[:-1] if kept and kept[-1].kind == "rule" else kept)


@dataclass(frozen=True)
class PageHead:
    """What the page says of itself to machines: `date` as `2023-08-22` or with a time; `goals` as written; `sent` the
    day on which a message was sent; "" where it says nothing.

    `languages` are codes of the languages that it names, and of that of the country whose domain it is in. `times` are
    the days that elements of the page are marked with, `published` those marked as the days of publication, `path` the
    links that lead to the page, and its folder, and `address` its own address."""

    title: str = ""
    date: str = ""
    section: str = ""
    image: str = ""
    title_from: Literal["page head", "file header", "subject"] = "page head"
    goals: str = ""
    sent: str = ""
    languages: frozenset[str] = frozenset()
    times: frozenset[str] = frozenset()
    published: frozenset[str] = frozenset()
    path: tuple[str, ...] = ()
    address: str = ""


@dataclass(frozen=True)
class LeftOut:
    """Words that are in no text, and why; `block` is the id of the line that they were, "" where they were none, and
    `language` the name of the language that the reason speaks of."""

    text: str
    reason: Reason
    block: str = ""
    language: str = ""

    @property
    def why(self) -> Message:
        """The reason in words."""
        return fill(self.reason.value, {"language": self.language})


@dataclass(frozen=True)
class Document:
    """A page that was read: its blocks in order, what its head says, and what readers left out of the blocks.

    `origin` is its name in messages, `folder` where the images beside it are. `source` is all its text as it was before
    any block was made, so that it can be checked at the end that no word is lost. `sent` says that it is a message,
    `saved` that it is a page of a site; `attached` are the files that came with it, by their names.
    """

    origin: str
    blocks: tuple[Block, ...]
    head: PageHead = PageHead()
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[str, ...] = ()
    folder: Path | None = None
    source: str = ""
    sent: bool = False
    saved: bool = False
    attached: tuple[tuple[str, bytes], ...] = ()


class ImportFailure(UserError, ValueError):
    """A page that cannot be imported; the message says what is wrong, where, and what to do."""


BREAKS = re.compile(r"\r\n?|[\u0085\u2028\u2029\v\f]")
INVISIBLE = re.compile(r"[\u00ad\u200b\u2060\ufeff\ufff9-\ufffb]")
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
JOINERS = re.compile(r"[\u200c-\u200f\u202a-\u202e\u2066-\u2069]")
# Joiners and direction marks carry meaning in these scripts, and in emoji.
NEEDS_JOINERS = re.compile(r"[\u0590-\u08ff\u0900-\u0dff\u2600-\u27bf\ufb1d-\ufdff\ufe70-\ufeff\U0001f000-\U0001faff]")
SURROGATES = re.compile(r"[\ud800-\udfff]")
SPACES = re.compile(r"[^\S\n]+")


def clean(text: str) -> str:
    """Clean a text: composed letters, "\\n" as line breaks, no soft hyphens, zero-width or control characters."""
    text = BREAKS.sub("\n", SURROGATES.sub("\ufffd", text))
    text = CONTROLS.sub("", INVISIBLE.sub("", text))
    if not NEEDS_JOINERS.search(text):
        text = JOINERS.sub("", text)
    return unicodedata.normalize("NFC", text)


def collapse_spaces(text: str) -> str:
    """Replace each run of spaces (non-breaking ones too) by one space; line breaks stay."""
    return SPACES.sub(" ", text)


def tidy(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Join runs of equal style; leaves single spaces, none beside a line break or at either end, and no empty run."""
    kept: list[Run] = []
    for run in runs:
        text = re.sub(r" ?\n ?", "\n", collapse_spaces(run.text))
        if not kept:
            text = text.lstrip(" \n")
        elif kept[-1].text[-1] in " \n":
            text = text.lstrip(" ")
        if text.startswith("\n"):
            _trim_end(kept, " ")
        if text and kept and replace(kept[-1], text="") == replace(run, text=""):
            kept[-1] = replace(run, text=kept[-1].text + text)
        elif text:
            kept.append(replace(run, text=text))
    _trim_end(kept, None)
    return tuple(kept)


def _trim_end(runs: list[Run], spaces: str | None) -> None:
    """Remove these spaces at the end, with the runs that are nothing else."""
    while runs and not (text := runs[-1].text.rstrip(spaces)):
        runs.pop()
    if runs:
        runs[-1] = replace(runs[-1], text=text)


def cut(runs: Iterable[Run], start: int, end: int) -> tuple[Run, ...]:
    """Cut the characters from `start` up to `end` out of runs; returns them as tidy runs."""
    pieces: list[Run] = []
    at = 0
    for run in runs:
        low, high = max(start - at, 0), min(end - at, len(run.text))
        if low < high:
            pieces.append(replace(run, text=run.text[low:high]))
        at += len(run.text)
    return tidy(pieces)
