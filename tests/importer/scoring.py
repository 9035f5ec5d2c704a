"""What is right and wrong of an imported page of the corpus, and which of its lines were decided rightly."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from plugins.cyrillic import to_latin
from plugins.importer import ImportFailure, ImportResult, import_document
from tests.importer.corpus import FACTS, LANGUAGES, Line, Page
from tests.importer.stories import SITE

ADDRESS = re.compile(r"\]\([^)]*\)|<!--.*?-->", re.DOTALL)
WORD = re.compile(r"[^\W_]+")
# A shorter line may be in the other text as well by chance.
LONG_LINE = 5
# A fault is named by a message that has so many of its words in a row, or all.
WORDS_NAMED = 3
# The place that a role of the importer gives a line.
PLACES = {
    "title": "title", "body": "text", "credit": "text", "contact": "text", "label": "fact", "date": "fact",
    "goals": "fact", "release": "fact", "language": "page", "pointer": "page", "signoff": "page", "kicker": "page",
    "clutter": "page", "boilerplate": "page",
}  # fmt: skip
State = Literal["right", "said", "silent"]


@dataclass(frozen=True)
class Fault:
    """Something that is wrong: of which kind, and the words or the field that it is about."""

    kind: str
    about: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.about[:60]}"


@dataclass(frozen=True)
class Judgement:
    """What became of a page. `state` is "said" if each fault is named by a question or a note; `needless` are the
    questions that nothing of the page calls for, `missing` those that were not asked; `roles` and `languages` are how
    many of the lines that were found were decided rightly, of how many."""

    state: State
    faults: Sequence[Fault] = ()
    questions: int = 0
    needless: Sequence[str] = ()
    missing: Sequence[str] = ()
    roles: tuple[int, int] = (0, 0)
    languages: tuple[int, int] = (0, 0)

    @property
    def complaints(self) -> list[str]:
        """All that is not as it should be."""
        asked = [f"needless question: {text}" for text in self.needless]
        return [*map(str, self.faults), *asked, *(f"not asked: {text}" for text in self.missing)]


def plain(text: str) -> str:
    """The words of a text in small Latin letters, between spaces."""
    words = WORD.findall(to_latin(unicodedata.normalize("NFC", html.unescape(ADDRESS.sub("] ", text)))).casefold())
    return f" {' '.join(words)} "


def judge_page(page: Page) -> Judgement:
    """Import a page and judge the result."""
    try:
        result = import_document(page.data, page.shape.file, SITE)
    except ImportFailure as failure:
        return Judgement("said", [Fault("failed", str(failure))])
    return judge(page, result)


def judge(page: Page, result: ImportResult) -> Judgement:
    """Judge a result."""
    faults = list(_find_faults(page, result))
    said = [plain(str(text)) for text in (*result.questions, *result.notes)]
    silent = [fault for fault in faults if not _is_said(fault, said)]
    asked = list(map(str, result.questions))
    expected = page.shape.asks
    return Judgement(
        "silent" if silent else "said" if faults else "right",
        faults,
        len(asked),
        [text for text in asked if not any(one in text for one in (*expected, *page.shape.allows))],
        [
            *(one for one in expected if not any(one in text for text in asked)),
            *(one for one in page.shape.noted if not any(one in note for note in result.notes)),
        ],
        *_count_lines(page, result),
    )


def _is_said(fault: Fault, said: Sequence[str]) -> bool:
    words = plain(fault.about).split()[:WORDS_NAMED]
    return any(f" {' '.join(words)} " in message for message in said)


def _find_faults(page: Page, result: ImportResult) -> Iterator[Fault]:
    """All that is wrong in the files."""
    for code, title in page.titles.items():
        if plain(result.titles.get(code, "")) != plain(title):
            yield Fault(f"{code} title", result.titles.get(code, "no such title") or "title")
    for name in ("category", "date", "goals"):
        value, wanted = getattr(result.fields, name), getattr(page.shape, name)
        if value != wanted:
            yield Fault(name, f"{name} {value}")
    bodies = {code: plain(result.bodies.get(code, "")) for code in LANGUAGES}
    yield from _find_misplaced(page, bodies)
    yield from _find_unwanted(page, bodies | {"title": plain(" | ".join(result.titles.values()))})


def _find_misplaced(page: Page, bodies: Mapping[str, str]) -> Iterator[Fault]:
    """Lines of the text that are not, or not once, or not in their order, in their file."""
    texts = {code: plain(" | ".join(line.text for line in page.lines if line.language == code)) for code in LANGUAGES}
    at = dict.fromkeys(LANGUAGES, 0)
    for line in page.lines:
        words = plain(line.text)
        if not line.is_kept:
            continue
        if not line.language:
            if not any(words in body for body in bodies.values()):
                yield Fault("lost", line.text)
            continue
        code, other = line.language, next(one for one in LANGUAGES if one != line.language)
        found = bodies[code].find(words, at[code])
        if found < 0:
            here, there = words in bodies[code], words in bodies[other]
            yield Fault("out of order" if here else "in the other file" if there else "lost or torn", line.text)
            continue
        at[code] = found + len(words) - 1
        if words.count(" ") > LONG_LINE:
            if words in bodies[other] and words not in texts[other]:
                yield Fault("in both files", line.text)
            if bodies[code].count(words) > texts[code].count(words):
                yield Fault("twice", line.text)


def _find_unwanted(page: Page, texts: Mapping[str, str]) -> Iterator[Fault]:
    """Lines of the page and facts that are in a file."""
    allowed = plain(" | ".join(line.text for line in page.lines if line.is_kept or line.role in ("title", "may")))
    unwanted = [line.text for line in page.lines if line.role in (*FACTS, "page", "other")]
    for text in (*unwanted, *page.shape.lost):
        words = plain(text)
        # What has no letter, such as "***", is looked for by nobody.
        if words.strip() and sum(body.count(words) for body in texts.values()) > allowed.count(words):
            yield Fault("in a file", text)


def _place(line: Line) -> str:
    """Where a line should stand."""
    if line.role in FACTS:
        return "fact"
    return {"title": "title", "page": "page", "other": "other"}.get(line.role, "text")


def _count_lines(page: Page, result: ImportResult) -> tuple[tuple[int, int], tuple[int, int]]:
    """How many lines of the page that stand alone have their role and their language, each of how many."""
    decided = {plain(block.text): block for block in result.blocks}
    roles = languages = found = written = 0
    for line in page.lines:
        block = decided.get(plain(line.text))
        if block is None or line.role == "may":
            continue
        place = "other" if block.language not in LANGUAGES else PLACES.get(block.role, "page")
        wanted = _place(line)
        found += 1
        roles += place == wanted or {place, wanted} == {"fact", "page"}
        if line.language:
            written += 1
            languages += block.language == line.language
    return (roles, found), (languages, written)
