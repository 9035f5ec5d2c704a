"""What each vote and each list of words of the importer changes: one at a time is switched off, and the pages that have
to do with it are imported again.

    .venv/bin/python -m tests.tools.ablation FOLDER … [--part 1/4]

The pages are those of the folders and the layouts of `tests/importer`. Each row says on how many pages a vote was cast,
or a word of a list stands, and on how many of them other files, or only other questions, come out without it. What
changes nothing on many pages may go. `--part` does every fourth row, from the first one."""

from __future__ import annotations

import argparse
import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from plugins.cyrillic import to_latin
from plugins.importer import ImportFailure, import_document, pipeline
from plugins.importer.batch import files_of
from plugins.importer.language.data import LISTS, ImportLanguage, read_language, words_in
from plugins.importer.units import Unit
from tests.importer.stories import LAYOUTS, SITE, STORY, WHOLE

Page = tuple[str, bytes]


class Votes:
    """Casts the votes of a page and counts them by role and reason; those of `off` are not cast."""

    def __init__(self) -> None:
        self.off = ""
        self.page = 0
        self.cast: defaultdict[str, set[int]] = defaultdict(set)
        self._weigh = Unit.weigh

    def weigh(self, unit: Unit) -> None:
        """Stand in for `Unit.weigh`."""
        names = [f"{vote.role}: {vote.reason}" for vote in unit.votes]
        for name in names if not self.off else ():
            self.cast[name].add(self.page)
        unit.votes = [vote for vote, name in zip(unit.votes, names, strict=True) if name != self.off]
        self._weigh(unit)


def pages_of(folders: Sequence[str]) -> list[Page]:
    """The pages of folders, and those of the tests' layouts."""
    found = [(file, Path(file).read_bytes()) for file in files_of(folders)] if folders else []
    layouts = [(one.get("file", "page.txt"), one["page"].format(**STORY, **WHOLE).encode()) for one in LAYOUTS]
    return [*found, *layouts]


def outcome_of(page: Page) -> tuple[object, object]:
    """The files that are made of a page, and the questions."""
    name, raw = page
    try:
        result = import_document(raw, name, SITE)
    except ImportFailure as failure:
        return str(failure), ()
    return result.files, result.questions


@contextmanager
def without(name: str) -> Iterator[None]:
    """Import with a list of words empty."""

    def read(code: str, own: str = "", cldr: str = "") -> ImportLanguage:
        data = read_language(code, own, cldr)
        return dataclasses.replace(data, words={**data.words, name: frozenset()})

    with patch.object(pipeline, "read_language", read):
        pipeline.importer_of.cache_clear()
        try:
            yield
        finally:
            pipeline.importer_of.cache_clear()


def words_of(name: str) -> set[str]:
    """The words of a list in the languages of the site, in small Latin letters."""
    return set(map(to_latin, words_in([read_language(*language) for language in SITE.languages], name)))


def compare(pages: Sequence[Page], base: Sequence[tuple[object, object]], places: Iterable[int]) -> str:
    """How many of the pages come out otherwise."""
    found = [(base[at], outcome_of(pages[at])) for at in places]
    files = sum(before[0] != after[0] for before, after in found)
    asked = sum(before[0] == after[0] and before[1] != after[1] for before, after in found)
    return f"{len(found):6} {files:6} {asked:6}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("folders", nargs="*")
    parser.add_argument("--part", default="1/1")
    asked = parser.parse_args()
    part, parts = map(int, asked.part.split("/"))
    pages, votes = pages_of(asked.folders), Votes()
    texts = [to_latin(raw.decode("utf-8", "replace")).casefold() for _, raw in pages]
    with patch.object(Unit, "weigh", lambda unit: votes.weigh(unit)):
        base = []
        for votes.page, page in enumerate(pages):
            base.append(outcome_of(page))
        print(f"{'pages':>6} {'files':>6} {'asked':>6}")
        for name in sorted(votes.cast)[part - 1 :: parts]:
            votes.off = name
            print(f"{compare(pages, base, sorted(votes.cast[name]))}  {name}", flush=True)
        votes.off = "-"
        for name in [*LISTS][part - 1 :: parts]:
            words = words_of(name)
            with without(name):
                places = [at for at, text in enumerate(texts) if any(word in text for word in words)]
                print(f"{compare(pages, base, places)}  the list {name}", flush=True)


if __name__ == "__main__":
    main()
