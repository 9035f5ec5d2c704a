"""The generator that writes the index of one edition: a summary, the words in parts, and a file for each story."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from pelican.generators import Generator

from plugins.content.addresses import SEARCH, SEARCH_INDEX
from plugins.editions.edition_site import EditionSite
from plugins.editions.page_keys import Shown
from plugins.editions.page_writer import PageSpec, write_page
from plugins.search.index import MEANT, Entry, Index
from plugins.search.places import goal_labels, named_places
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
    words = Words(read_rules(site.edition.language))
    return Index(entries, words, tuple(site.config.categories), named_places(site, words), goal_labels(site, words))


def index_specs(index: Index) -> Iterator[PageSpec]:
    """The files of an index; the names of parts change with their content, so browsers may cache them."""
    version = index.version

    def spec(address: str, key: str, make: Callable[[], str]) -> PageSpec:
        return PageSpec(address, "text.txt", Shown(values=(key,)), lambda: TextFile(make()))

    yield spec(SEARCH_INDEX, version, index.summary)
    for letters in MEANT:
        yield spec(f"{SEARCH}meant/{letters}.{version}.json", version, partial(index.dictionary, letters))
    for number in range(index.parts):
        yield spec(f"{SEARCH}words/{number}.{version}.json", version, partial(index.part, number))
    for number, entry in enumerate(index.entries):
        yield spec(f"{SEARCH}stories/{number}.json", entry.key, entry.result_json)
