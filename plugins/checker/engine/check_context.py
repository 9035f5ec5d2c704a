"""The input of rules: a text with its language's resources, or an original with one translation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from plugins.checker.engine.dictionaries import Speller
from plugins.checker.engine.language_data import LanguageData, read_language_data
from plugins.checker.engine.segments import TextSegment, split_segments
from plugins.content.pairs import Pair, Text
from plugins.content.regular_files import read_regular_file
from plugins.content.settings.site_config import SiteConfig, SiteLanguage
from plugins.content.sources import Source
from plugins.diagnostics import ContentErrors, Diagnostic, Message
from plugins.locales.language import known_codes

WORDS = "words.txt"


@dataclass(frozen=True)
class LanguageResources:
    """The data and the dictionary of each language, by its code; `known` are the codes of all languages that can be
    detected."""

    languages: Mapping[str, LanguageData]
    spellers: Mapping[str, Speller]
    known: tuple[str, ...]


class TextProperties:
    """What rules read of a text, its language and the settings."""

    config: SiteConfig
    text: Text
    resources: LanguageResources

    @property
    def source(self) -> Source:
        """The file."""
        return self.text.source

    @property
    def language(self) -> SiteLanguage:
        """The language that the file is written in."""
        return self.config.languages[self.text.language]

    @property
    def language_data(self) -> LanguageData:
        """That language's data for the rules."""
        return self.resources.languages[self.text.language]

    @property
    def speller(self) -> Speller:
        """That language's dictionary."""
        return self.resources.spellers[self.text.language]

    @cached_property
    def segments(self) -> tuple[TextSegment, ...]:
        """The texts of the header, and the body last."""
        return split_segments(self.source)

    @property
    def body(self) -> TextSegment:
        """The text below the header."""
        return self.segments[-1]


@dataclass(frozen=True)
class TextContext(TextProperties):
    """One text alone, without its pair: what a rule finds in it stays the same for as long as these do."""

    config: SiteConfig
    text: Text
    resources: LanguageResources


@dataclass(frozen=True)
class CheckContext(TextProperties):
    """One text of a pair, with everything that a rule may read: nothing of other pairs, so that what it finds stays the
    same for as long as the pair, the settings and the resources do."""

    config: SiteConfig
    pair: Pair
    text: Text
    resources: LanguageResources

    def other_texts(self) -> Iterator[Text]:
        """The pair's other texts."""
        return (text for language, text in self.pair.texts.items() if language != self.text.language)


@dataclass(frozen=True)
class TranslationPair:
    """An original and one translation of it."""

    original: CheckContext
    translation: CheckContext


def read_resources(config: SiteConfig) -> LanguageResources:
    """The resources of a site's languages; the words that were looked up are kept in `.cache/checker/`."""
    languages = read_language_data(config.languages.values())
    words = own_words(config.content / WORDS)
    glossary = frozenset(word.casefold() for script in config.scripts.values() for word in script.glossary)
    cache = Path(config.root, ".cache", "checker")
    spellers = {code: Speller(language, words | glossary, cache) for code, language in languages.items()}
    return LanguageResources(languages, spellers, tuple(sorted({*known_codes(), *languages})))


def own_words(file: Path) -> frozenset[str]:
    """The words of the editors' list: one a line, in small letters for any case, `*` for any ending; `#` begins a
    comment."""
    try:
        lines = read_regular_file(file).decode("utf-8-sig", "replace").splitlines()
    except FileNotFoundError:
        return frozenset()
    except OSError as error:
        message = Message(
            "the list of words cannot be read ({reason}): put a plain text file there, a word a line",
            reason=error.strerror,
        )
        raise ContentErrors([Diagnostic(f"{file.parent.name}/{file.name}", 1, 1, message, "unreadable")]) from None
    words = (line.partition("#")[0].strip() for line in lines)
    return frozenset(form for word in words if word for form in (word, word.casefold()))
