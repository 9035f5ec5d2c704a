"""Outdated translations: the paragraphs of an original that changed since it was translated, without Git.

Beside a translation `x.sr.md` lies `x.sr.basis`, the paragraphs of the original that it was made from.
"""

from __future__ import annotations

import datetime as dt
import difflib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from plugins.content.headers.fields import PLACEHOLDER
from plugins.content.headers.table import HEADER_FIELDS
from plugins.content.markup.markdown import MarkdownRenderer
from plugins.content.markup.source_map import paragraphs
from plugins.content.pairs import Pair, Text
from plugins.content.regular_files import read_regular_file
from plugins.content.settings.site_config import SiteConfig
from plugins.content.sources import Source

ENDING = ".basis"
GAP = "\n\n"
# Fields of the original whose change makes a translation outdated.
SNAPSHOT_FIELDS = tuple(field.name for field in HEADER_FIELDS.values() if field.is_compared)


@dataclass(frozen=True)
class SourceSnapshot:
    """The original that a translation was made from: its language, the time, its `text`, that of its header first, and
    the names of the header's fields."""

    original: str
    recorded: dt.datetime
    text: str
    fields: tuple[str, ...]

    def encode(self) -> str:
        """The text of its file: JSON with the names of the fields, and the text in parts, each with a line of its
        own."""
        table = {
            "original": self.original,
            "recorded": self.recorded.isoformat(timespec="seconds"),
            "fields": self.fields,
            "paragraphs": self.text.split(GAP),
        }
        return json.dumps(table, ensure_ascii=False, indent=1) + "\n"


@dataclass(frozen=True)
class Change:
    """A changed paragraph: `before` is "" if it is new, `after` is "" if it was removed; `line` is the original's."""

    before: str
    after: str
    line: int


@dataclass(frozen=True)
class Outdated:
    """Changes of the original that a translation lacks; `since` is the time of the original it was made from."""

    since: dt.datetime
    changes: tuple[Change, ...]


def snapshot_name(source_name: str) -> str:
    """The name of the file beside a translation: "x.sr.md" gives "x.sr.basis"."""
    return source_name.removesuffix(".md") + ENDING


# Quotation marks and dashes of any language are each one sign, and spaces are none: typography is no change of a text.
TYPOGRAPHY = str.maketrans(dict.fromkeys("\"'„“”«»‟‘’‚‹›", '"') | dict.fromkeys("‐‑–—−", "-") | {"…": "..."})


def words_alone(paragraph: str) -> str:
    """A paragraph without what only typography decides."""
    return "".join(paragraph.translate(TYPOGRAPHY).split())


def _header_texts(source: Source) -> dict[str, tuple[str, int]]:
    """The texts of a header that are compared, each with its line, by the name of their field."""
    fields = [field for name in SNAPSHOT_FIELDS if (field := source.field(name))]
    written = (field for field in fields if field.value and not PLACEHOLDER.fullmatch(field.value))
    return {field.name: (field.value, field.line) for field in written}


def encode_snapshot(original: Source, recorded: dt.datetime) -> str:
    """The text of the snapshot of an original as it is now: title, summary and the picture's description, then its
    body."""
    header = _header_texts(original)
    text = GAP.join((*(words for words, _ in header.values()), original.body.strip("\n")))
    return SourceSnapshot(original.language, recorded, text, tuple(header)).encode()


def decode_snapshot(text: str | bytes) -> SourceSnapshot | None:
    """The snapshot that the text of its file holds, or None if the text is no snapshot."""
    try:
        table = json.loads(text)
        recorded = dt.datetime.fromisoformat(table["recorded"])
        # Until version 1.2 each paragraph had a hash before it.
        text = GAP.join(row if isinstance(row, str) else str(row[1]) for row in table["paragraphs"])
        fields = tuple(map(str, table.get("fields", SNAPSHOT_FIELDS)))
        return SourceSnapshot(str(table["original"]), recorded, text, fields)
    except (ValueError, KeyError, TypeError, IndexError, RecursionError):
        return None


def read_snapshot(content: Path, text: Text) -> SourceSnapshot | None:
    """The snapshot beside a translation, or None if none was recorded."""
    try:
        return decode_snapshot(read_regular_file(content / snapshot_name(text.source.name)))
    except OSError:
        return None


def find_outdated(pair: Pair, language: str, config: SiteConfig) -> Outdated | None:
    """The original's changes that the text in a language lacks, or None; None too if no snapshot was recorded."""
    text, original = pair.texts.get(language), pair.texts.get(pair.original)
    if text is None or original is None or language == pair.original:
        return None
    basis = read_snapshot(config.content, text)
    if basis is None or basis.original != pair.original:
        return None
    # What both texts were given since then, such as a summary, is no change.
    new = set(_header_texts(text.source)).difference(basis.fields)
    header = [words for name, words in _header_texts(original.source).items() if name not in new]
    changes = tuple(_find_changes(basis.text, header, original.source, config.renderer))
    return Outdated(basis.recorded, changes) if changes else None


def _find_changes(
    before: str, header: list[tuple[str, int]], original: Source, renderer: MarkdownRenderer
) -> Iterator[Change]:
    """What differs in an original with these texts of its header. Most are as they were, which needs no rendering."""
    body = original.body
    if words_alone(before) != words_alone("".join(words for words, _ in header) + body):
        recorded = [paragraph.text for paragraph in paragraphs(before, renderer)]
        yield from find_changes(recorded, [*header, *paragraphs(body, renderer, original.body_line)])


def find_changes(before: Sequence[str], after: Sequence[tuple[str, int]]) -> Iterator[Change]:
    """Yield every paragraph that differs by more than typography, in the original's order; a rewritten one is one
    change."""
    old, new = [words_alone(words) for words in before], [words_alone(words) for words, _ in after]
    last_line = after[-1][1] if after else 1
    for tag, start, end, low, high in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        for place in range(max(end - start, high - low)):
            gone = before[start + place] if start + place < end else ""
            words, line = (
                after[low + place] if low + place < high else ("", after[low][1] if low < len(after) else last_line)
            )
            yield Change(gone, words, line)
