"""Authors: the table `content/authors.toml`, with the name of each author in each language.

    ["Ana Petrović"]
    en = "Ana Petrovic"
    sr-cyrl = "Ана Петровић"

The heading is the name that stands for the author; each line is the name in an edition or in a language. Without a line
the name of the heading is used, and a derived edition converts the name of its language.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from plugins.content.settings.tables import Problem, read_table
from plugins.diagnostics import Message
from plugins.locales.letters import fold

FILE = "authors.toml"
EXAMPLE = Message('["Ana Petrović"] and, below it, lines such as en = "Ana Petrovic"')


@dataclass(frozen=True)
class Authors:
    """The names of authors: `names` maps each author's heading to the names by edition or language."""

    names: Mapping[str, Mapping[str, str]]

    def find(self, written: str) -> str:
        """The heading of the author that a header names in any language, script or case; a name that is in no table
        is returned as it is."""
        return self._by_spelling.get(spelling(written), written)

    def name(self, author: str, place: str) -> str | None:
        """The author's name in an edition or a language; None where the table has no line for it."""
        return self.names.get(author, {}).get(place)

    @cached_property
    def _by_spelling(self) -> Mapping[str, str]:
        return {spelling(name): author for author in self.names for name in (author, *self.names[author].values())}


def spelling(name: str) -> str:
    """A name for comparison: in small Latin letters without diacritics, with single spaces."""
    return " ".join(fold(name).split())


def read_authors(content: Path, places: Collection[str]) -> Authors:
    """The table of the content folder, empty where there is none; `places` are the editions and languages that it may
    name. Raises ContentErrors."""
    table = read_table(content / FILE, "bad-authors", _describe_syntax_error, lambda rows: _problems(rows, places))
    return Authors(
        {author: {place: " ".join(name.split()) for place, name in row.items()} for author, row in table.items()}
    )


def _describe_syntax_error(problem: str) -> Message:
    return Message("this is no table of authors ({problem}): write {example}", problem=problem, example=EXAMPLE)


def _problems(table: Mapping[str, Any], places: Collection[str]) -> Iterator[Problem]:
    """What is wrong with the table."""
    taken: dict[str, str] = {}
    for author, row in table.items():
        if not isinstance(row, dict):
            message = Message(
                "{author!r} is no table: write the author's name in brackets, {example}", author=author, example=EXAMPLE
            )
            yield (author,), message
            continue
        for place, name in row.items():
            if place not in places:
                message = Message(
                    "{place!r} is no language or edition of this site: use one of {places}",
                    place=place,
                    places=", ".join(places),
                )
                yield (author, place), message
            elif not isinstance(name, str) or not name.strip():
                message = Message(
                    "the name of {author!r} in {place!r} is empty: write it in quotation marks, or delete the line",
                    author=author,
                    place=place,
                )
                yield (author, place), message
        for name in (author, *(name for name in row.values() if isinstance(name, str))):
            other = taken.setdefault(spelling(name), author)
            if other != author:
                message = Message(
                    "{name!r} is a name of {other!r} too: give each author names of their own", name=name, other=other
                )
                yield (author,), message
