"""The generator that writes the index of one edition: a summary, the words in parts, and a file for each story."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pelican.generators import Generator

from plugins.content.addresses import SEARCH
from plugins.editions.edition_site import EditionSite
from plugins.editions.page_specs import PageSpec
from plugins.editions.page_writer import write_page
from plugins.search.index import Entry, Index
from plugins.search.stemming import Words, read_rules


@dataclass(frozen=True)
class TextFile:
    """`text.txt`: the text as it is."""

    text: str


class SearchGenerator(Generator):  # type: ignore[misc]
    """Writes the files of the search script."""

    def generate_output(self, writer: Any) -> None:
        """Write the edition's index, unless `SEARCH` is off."""
        if self.settings["SEARCH"]:
            for spec in index_specs(make_index(self.context["edition_site"])):
                write_page(self, writer, spec)


def make_index(site: EditionSite) -> Index:
    """The index of the stories that the edition has in its own words."""
    entries = tuple(Entry(site, story) for story in reversed(site.own_stories))
    return Index(entries, Words(read_rules(site.edition.language)), tuple(site.config.categories))


def index_specs(index: Index) -> Iterator[PageSpec]:
    """The files of an index; the names of parts change with their content, so browsers may cache them."""
    version = index.version
    yield PageSpec(f"{SEARCH}index.json", "text.txt", (version,), lambda: TextFile(index.summary()))
    for number in range(index.parts):
        address = f"{SEARCH}words/{number}.{version}.json"
        yield PageSpec(address, "text.txt", (version,), lambda number=number: TextFile(index.part(number)))  # type: ignore[misc]
    for number, entry in enumerate(index.entries):
        address = f"{SEARCH}stories/{number}.json"
        yield PageSpec(address, "text.txt", (entry.key,), lambda entry=entry: TextFile(entry.result_json()))  # type: ignore[misc]
