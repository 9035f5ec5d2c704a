"""The generator that writes the index of one edition: a summary, the words in parts, and a file for each story."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pelican.generators import Generator

from plugins.content.addresses import SEARCH, SEARCH_INDEX
from plugins.editions.edition_site import EditionSite
from plugins.editions.page_writer import PageSpec, text_spec, write_page
from plugins.search.index import MEANT, Entry, Index
from plugins.search.named_pages import goal_labels, named_pages
from plugins.search.word_keys import Words, read_rules


class SearchGenerator(Generator):  # type: ignore[misc]
    """Writes the files of the search script."""

    def generate_output(self, writer: Any) -> None:
        """Write the edition's index, unless `SEARCH` is off."""
        if self.settings["SEARCH"]:
            site = self.context["edition_site"]
            index = make_index(site)
            index.prepare(site.build.cache)
            for spec in index_specs(index):
                write_page(self, writer, spec)


def make_index(site: EditionSite) -> Index:
    """The index of the stories that the edition has in its own words."""
    entries = tuple(Entry(site, story) for story in reversed(site.own_stories))
    words = Words(read_rules(site.edition.language))
    return Index(entries, words, tuple(site.config.categories), named_pages(site, words), goal_labels(site, words))


def index_specs(index: Index) -> Iterator[PageSpec]:
    """The files of an index; the names of parts change with their content, so browsers may cache them."""
    version = index.digest
    yield text_spec(SEARCH_INDEX, Index.summary, index)
    if index.parts > 1:
        for letters in MEANT:
            yield text_spec(f"{SEARCH}meant/{letters}.{version}.json", Index.dictionary, index, letters)
        for number in range(index.parts):
            yield text_spec(f"{SEARCH}words/{number}.{version}.json", Index.part, index, number)
    for number, entry in enumerate(index.entries):
        yield text_spec(f"{SEARCH}stories/{number}.json", Entry.result_json, entry)
