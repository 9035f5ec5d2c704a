"""Manuscripts: a text with everything that a rule may ask about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from plugins.checker.engine.dictionaries import Speller
from plugins.checker.engine.languages import Tongue, read_tongues
from plugins.checker.engine.segments import Passage, passages
from plugins.content.config import SiteConfig, SiteLanguage
from plugins.content.library import ContentLibrary
from plugins.content.pairs import Pair, Text
from plugins.content.sources import Source

WORDS = "words.txt"


@dataclass(frozen=True)
class Shelf:
    """The works of reference, by language code, and the words of the editors' own list."""

    tongues: Mapping[str, Tongue]
    spellers: Mapping[str, Speller]


@dataclass(frozen=True)
class Manuscript:
    """One text of a pair, and what it is checked against."""

    library: ContentLibrary
    pair: Pair
    text: Text
    shelf: Shelf

    @property
    def source(self) -> Source:
        """The file."""
        return self.text.source

    @property
    def language(self) -> SiteLanguage:
        """The language that the file is written in."""
        return self.library.config.languages[self.text.language]

    @property
    def tongue(self) -> Tongue:
        """The rules' facts about that language."""
        return self.shelf.tongues[self.text.language]

    @property
    def speller(self) -> Speller:
        """That language's dictionary."""
        return self.shelf.spellers[self.text.language]

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The texts of the header, and the body last."""
        return passages(self.source)

    @property
    def body(self) -> Passage:
        """The text below the header."""
        return self.passages[-1]

    def twins(self) -> Iterator[Text]:
        """The pair's other texts."""
        return (text for language, text in self.pair.texts.items() if language != self.text.language)


@dataclass(frozen=True)
class Twins:
    """An original and one translation of it."""

    original: Manuscript
    translation: Manuscript


def read_shelf(config: SiteConfig) -> Shelf:
    """The works of reference for a desk's languages; verdicts on words are kept in `.cache/checker/`."""
    tongues = read_tongues(config.languages.values())
    words = own_words(config.content / WORDS)
    glossary = frozenset(word.casefold() for script in config.scripts.values() for word in script.glossary)
    cache = Path(config.root, ".cache", "checker")
    return Shelf(tongues, {code: Speller(tongue, words | glossary, cache) for code, tongue in tongues.items()})


def own_words(file: Path) -> frozenset[str]:
    """The editors' own list: one word a line, small for any case, `*` for any ending; `#` begins a remark."""
    try:
        lines = file.read_text("utf-8-sig", "replace").splitlines()
    except OSError:
        return frozenset()
    words = (line.partition("#")[0].strip() for line in lines)
    return frozenset(form for word in words if word for form in (word, word.casefold()))
