"""How right the importer is on the corpus of its tests, and which of its switches change anything there.

    .venv/bin/python -m tests.tools.scorecard [GROUP …] [--stories 3] [--faults]
    .venv/bin/python -m tests.tools.scorecard [GROUP …] --ablate [--most 60] [--part 1/4]

The groups are the files of `tests/importer/shapes`. A row has the pages that are right, those that are wrong and of
which a question or a note names each fault, and those that are wrong in silence; the questions of a right page, how
many of all are needless, and how many were not asked; and the shares of lines with the right role and language.
`--faults` prints what is wrong of each page.

`--ablate` turns off one thing after the other: each vote, each list of words, and each number of `weights.py`, which
is 0 then. It tries the pages where that is used, at most so many, until a page comes out otherwise. What changes
nothing on many pages may go. `--part` does every fourth switch, from the first one.
"""

from __future__ import annotations

import argparse
import dataclasses
import random
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache
from types import ModuleType
from unittest.mock import patch

from plugins.importer import Document, ImportFailure, pipeline, weights
from plugins.importer.language.data import LISTS, ImportLanguage, read_language, words_in
from plugins.importer.readers.dispatch import read_bytes
from plugins.importer.units import Unit
from tests.importer.corpus import STORIES_A_SHAPE, Page, pages, shapes
from tests.importer.scoring import Judgement, judge_page, plain
from tests.importer.stories import SITE

HEAD = "group            pages  right   said silent | questions needless missing |   role language"


@dataclass
class Sums:
    """The sums of some judgements."""

    states: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    questions: int = 0
    needless: int = 0
    missing: int = 0
    roles: tuple[int, int] = (0, 0)
    languages: tuple[int, int] = (0, 0)

    def add(self, one: Judgement) -> None:
        """Add a page; questions count where it is right."""
        self.states[one.state] += 1
        if one.state == "right":
            self.questions += one.questions
            self.needless += len(one.needless)
            self.missing += len(one.missing)
        self.roles = (self.roles[0] + one.roles[0], self.roles[1] + one.roles[1])
        self.languages = (self.languages[0] + one.languages[0], self.languages[1] + one.languages[1])

    def row(self, name: str) -> str:
        """A row of the table."""
        counts = [sum(self.states.values()), *(self.states[state] for state in ("right", "said", "silent"))]
        asked = self.questions / max(1, self.states["right"])
        needless = self.needless / max(1, self.questions)
        shares = [right / max(1, known) for right, known in (self.roles, self.languages)]
        return (
            f"{name:15}{''.join(f'{count:7}' for count in counts)} | {asked:9.2f} {needless:8.1%} {self.missing:7} | "
            f"{shares[0]:6.1%} {shares[1]:8.1%}"
        )


def print_score(tried: Sequence[Page], faults: bool) -> None:
    """Print the table, and the faults of each page."""
    sums: dict[str, Sums] = defaultdict(Sums)
    for page in tried:
        judgement = judge_page(page)
        for name in (page.shape.group, "all"):
            sums[name].add(judgement)
        if faults and judgement.complaints:
            print(f"{judgement.state}: {page.name}", *judgement.complaints, sep="\n    ")
    print(HEAD)
    for name in sorted(sums, key=lambda name: (name == "all", name)):
        print(sums[name].row(name))


# ---- Ablation.


@dataclass(frozen=True)
class Switch:
    """Something that can be turned off: `off` does so, `places` are the pages where it is used."""

    name: str
    off: Callable[[], AbstractContextManager[object]]
    places: Sequence[int]


class Votes:
    """Casts the votes of a page and notes where each is cast; those of `off` are not."""

    def __init__(self) -> None:
        self.off = ""
        self.cast: set[str] = set()
        self._weigh = Unit.weigh

    def weigh(self, unit: Unit) -> None:
        """Stand in for `Unit.weigh`."""
        names = [f"{vote.role}: {vote.reason}" for vote in unit.votes]
        self.cast.update(names)
        unit.votes = [vote for vote, name in zip(unit.votes, names, strict=True) if name != self.off]
        self._weigh(unit)

    @contextmanager
    def without(self, name: str) -> Iterator[None]:
        """Import without a vote."""
        self.off = name
        yield
        self.off = ""


class ReadNumbers(ModuleType):
    """A module that notes which of its numbers are read."""

    noted: set[str]

    def __getattribute__(self, name: str) -> object:
        if name.isupper():
            super().__getattribute__("noted").add(name)
        return super().__getattribute__(name)


@contextmanager
def without_list(name: str) -> Iterator[None]:
    """Import with a list of words empty."""

    @cache
    def read(code: str, own: str = "", cldr: str = "") -> ImportLanguage:
        data = read_language(code, own, cldr)
        return dataclasses.replace(data, words={**data.words, name: frozenset()})

    with patch.object(pipeline, "read_language", read):
        yield


@contextmanager
def without_number(name: str) -> Iterator[None]:
    """Import with a number of the weights 0, wherever it was imported to."""
    users = [
        module for key, module in sys.modules.items() if key.startswith("plugins.importer") and name in vars(module)
    ]
    with ExitStack() as stack:
        for module in users:
            stack.enter_context(patch.object(module, name, 0))
        yield


def outcome_of(page: Page, document: Document | None) -> tuple[object, object]:
    """The files and the questions of a page; one that was read is not read again."""
    try:
        if document is None:
            result = pipeline.import_document(page.data, page.shape.file, SITE)
        else:
            result = pipeline.resolve(document, SITE)
    except (ImportFailure, ArithmeticError) as failure:
        return str(failure), ()
    return result.files, result.questions


def read_document(page: Page) -> Document | None:
    """The document of a page; None where it cannot be read."""
    try:
        return read_bytes(page.data, page.shape.file, pipeline.importer_of(SITE).reading, None)
    except ImportFailure:
        return None


def print_ablation(tried: Sequence[Page], most: int, part: int, parts: int) -> None:
    """Print for each switch on how many pages it is used, and the first one that comes out otherwise without it."""
    votes = Votes()
    documents = [read_document(page) for page in tried]
    cast, read = defaultdict(list), defaultdict(list)
    base = []
    with patch.object(Unit, "weigh", lambda unit: votes.weigh(unit)):
        weights.__class__ = ReadNumbers
        for at, page in enumerate(tried):
            votes.cast, weights.noted = set(), set()
            base.append(outcome_of(page, documents[at]))
            for found, names in ((cast, votes.cast), (read, weights.noted)):
                for name in names:
                    found[name].append(at)
        weights.__class__ = ModuleType
        texts = [plain(page.data.decode("utf-8", "replace")) for page in tried]
        languages = [read_language(*language) for language in SITE.languages]
        words = {name: {plain(word) for word in words_in(languages, name)} - {"  "} for name in LISTS}
        lists = {name: [at for at, text in enumerate(texts) if any(w in text for w in words[name])] for name in LISTS}
        switches = [
            *(Switch(f"vote {name}", lambda name=name: votes.without(name), places) for name, places in cast.items()),
            *(Switch(f"list {name}", lambda name=name: without_list(name), places) for name, places in lists.items()),
            *(
                Switch(f"number {name}", lambda name=name: without_number(name), places)
                for name, places in read.items()
                if isinstance(getattr(weights, name), int | float)
            ),
        ]
        for switch in sorted(switches, key=lambda switch: switch.name)[part - 1 :: parts]:
            places = list(switch.places)
            random.Random(1).shuffle(places)
            whole = switch.name.startswith("list ")
            with switch.off():
                changed = (
                    tried[at].name
                    for at in places[:most]
                    if outcome_of(tried[at], None if whole else documents[at]) != base[at]
                )
                first = next(changed, "")
            print(f"{len(switch.places):5}  {switch.name:50}  {first or 'CHANGES NOTHING'}", flush=True)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("groups", nargs="*", choices=[[], *sorted({shape.group for shape in shapes()})])
    parser.add_argument("--stories", type=int, default=STORIES_A_SHAPE)
    parser.add_argument("--faults", action="store_true")
    parser.add_argument("--ablate", action="store_true")
    parser.add_argument("--most", type=int, default=60)
    parser.add_argument("--part", default="1/1")
    asked = parser.parse_args()
    tried = [page for page in pages(asked.stories) if not asked.groups or page.shape.group in asked.groups]
    if asked.ablate:
        part, parts = map(int, asked.part.split("/"))
        print_ablation(tried, asked.most, part, parts)
    else:
        print_score(tried, asked.faults)


if __name__ == "__main__":
    main()
