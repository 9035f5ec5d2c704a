"""The input of rules: a text with its language's resources, or an original with one translation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

from msgspec import structs

from plugins.checker.engine.dictionaries import Speller
from plugins.checker.engine.language_data import LanguageData, read_language_data
from plugins.checker.engine.segments import WORD, TextSegment, blanked, split_segments
from plugins.checker.facts import Fact, find_facts
from plugins.content.headers.table import TEXT_FIELDS
from plugins.content.links.link_check import Extract
from plugins.content.markup.rendered import Reference, TextExtract
from plugins.content.markup.shown_text import ShownText
from plugins.content.markup.source_map import ShownPlaces, find_places, find_shown, read_comments
from plugins.content.pairs import Pair, Text
from plugins.content.regular_files import read_regular_file
from plugins.content.settings.site_config import SiteConfig, SiteLanguage
from plugins.content.sources import Source
from plugins.diagnostics import ContentErrors, Diagnostic, Message
from plugins.locales.detection import Detector, detector
from plugins.locales.language import Language, known_codes, load_language

WORDS = "words.txt"
# Words of a part whose language can be told.
FEWEST_WORDS = 6


class ForeignPart(NamedTuple):
    """A part of a segment, from one offset up to another, in the language of that code, which is not the text's."""

    segment: TextSegment
    start: int
    end: int
    language: str


@dataclass(frozen=True)
class LanguageResources:
    """The dictionary of each language, with its data, by its code; `known` are all languages that can be detected,
    `extract` makes the extract of a text."""

    spellers: Mapping[str, Speller]
    known: tuple[Language, ...]
    extract: Extract


@dataclass(frozen=True, eq=False)
class CheckContext:
    """One text of a pair, with everything that a rule may read: nothing of other pairs, so that what it finds stays the
    same for as long as the pair, the settings and the resources do. `texts` has all of the pair, by language."""

    config: SiteConfig
    pair: Pair
    text: Text
    resources: LanguageResources
    texts: Mapping[str, CheckContext]

    @cached_property
    def others(self) -> list[CheckContext]:
        """The pair's other texts."""
        return [context for language, context in self.texts.items() if language != self.text.language]

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of the body."""
        return _words(self.body.text)

    @cached_property
    def shared_words(self) -> frozenset[str]:
        """The words that the pair's other texts have: where this one has them too, they are names and terms."""
        return frozenset(word for other in self.others for word in other.words)

    def is_in_others(self, written: str) -> bool:
        """Whether one of the pair's other texts has these characters."""
        return any(written in other.body.raw for other in self.others)

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
        return self.speller.language

    @property
    def speller(self) -> Speller:
        """That language's dictionary."""
        return self.resources.spellers[self.text.language]

    @cached_property
    def segments(self) -> tuple[TextSegment, ...]:
        """The texts of the header, and the body last."""
        return split_segments(self.source, self.places.markdown, self.places)

    @cached_property
    def foreign_parts(self) -> tuple[ForeignPart, ...]:
        """The paragraphs that are surely in another language, or the whole body, where its paragraphs are too short to
        tell."""
        code, own = self.text.language, self.language_data.file
        if not own.words and not own.like:
            return ()
        languages = detector(self.resources.known)
        parts = tuple(
            ForeignPart(segment, *block.span(), other)
            for segment in self.segments
            for block in segment.blocks
            if (other := _detect_foreign(languages, code, block[0]))
        )
        # Related languages share most words, so a whole text may be decided where a paragraph is not.
        if not parts and (whole := languages.detect(self.body.text, code)).excludes(code):
            parts = (ForeignPart(self.body, 0, len(self.body.text), whole.code),)
        return parts

    @cached_property
    def own_segments(self) -> tuple[TextSegment, ...]:
        """The segments without what is in another language: of that one finding is enough, and no rule of this language
        is for it."""
        if not self.foreign_parts:
            return self.segments
        texts = {segment.where: segment.text for segment in self.segments}
        for segment, start, end, _ in self.foreign_parts:
            text = texts[segment.where]
            texts[segment.where] = text[:start] + blanked(text[start:end]) + text[end:]
        return tuple(replace(segment, text=texts[segment.where]) for segment in self.segments)

    @cached_property
    def written(self) -> tuple[TextSegment, ...]:
        """The same as they are written, each character in its place."""
        return tuple(replace(segment, text=segment.raw, places=None) for segment in self.segments)

    @cached_property
    def places(self) -> ShownPlaces:
        """Where in the body stands what readers see of it."""
        return find_shown(self.source.body, self.config.renderer)

    @property
    def shown(self) -> ShownText:
        """What readers see of the body."""
        return self.places.shown

    def matches(self, pattern: re.Pattern[str]) -> Iterator[tuple[TextSegment, re.Match[str]]]:
        """Each place of a pattern in what readers see of the text's own language, with its segment."""
        return ((segment, match) for segment in self.own_segments for match in pattern.finditer(segment.text))

    @property
    def references(self) -> tuple[Reference, ...]:
        """What the text names, as its page has it."""
        return self.extract.references

    @property
    def extract(self) -> TextExtract:
        """What is kept of the text as its page has it."""
        return self.resources.extract(self.source)

    def facts(self, text: str, kinds: Sequence[str]) -> list[Fact]:
        """The facts of these kinds in a part of the text."""
        date = self.pair.shared.date
        facts = find_facts(text, self.language_data, date.year if date else None)
        return [fact for fact in facts if fact.kind in kinds]

    def at_field(self, name: str, message: Message, in_value: int = -1) -> Diagnostic:
        """A finding at a line of the header, at the character of its value with that number, or at the first line where
        the header lacks it."""
        field = self.source.field(name)
        column = len(name) + 3 + in_value if in_value >= 0 else 1
        return self.source.diagnostic(field.line if field else 1, message, "", column)

    def value(self, name: str) -> str:
        """The value of a field of the header; "" where it lacks it."""
        field = self.source.field(name)
        return field.value if field else ""

    def finding(self, number: int, message: Message) -> Diagnostic:
        """A finding where the text names the reference of that number, counted from 0."""
        line, column = self._places[number]
        return self.source.diagnostic(line, message, "", column)

    @cached_property
    def _places(self) -> list[tuple[int, int]]:
        return find_places(self.source, self.references, self.config.renderer.references_in)

    @property
    def body(self) -> TextSegment:
        """The text below the header."""
        return self.segments[-1]


def contexts_of(config: SiteConfig, pair: Pair, resources: LanguageResources) -> dict[str, CheckContext]:
    """The texts of a pair, by language."""
    texts: dict[str, CheckContext] = {}
    texts.update({code: CheckContext(config, pair, text, resources, texts) for code, text in pair.texts.items()})
    return texts


@lru_cache(maxsize=1 << 12)
def _detect_foreign(languages: Detector, code: str, text: str) -> str:
    """The language of a paragraph that is surely not in the language of that code, else ""; "" for a short one."""
    if len(text.split()) < FEWEST_WORDS:
        return ""
    detection = languages.detect(text, code)
    return detection.code if detection.excludes(code) else ""


# While a text is written, the others of its pair are those of the check before.
@lru_cache(maxsize=32)
def _words(text: str) -> tuple[str, ...]:
    return tuple(WORD.findall(text))


def begun_part(original: CheckContext, translation: CheckContext) -> CheckContext:
    """An original without what its translation has not begun: the paragraphs whose comment there has nothing below it,
    and the texts of the header that are empty there. What stands elsewhere keeps its place."""
    body, lines, passed = original.places.markdown, set[int](), 0
    for comment in read_comments(translation.places.markdown, translation.config.renderer):
        words = map(re.escape, comment.text.replace("--&gt;", "-->").split())
        if comment.is_alone and (paragraph := re.compile(r"\s+".join(words)).search(body, passed)):
            first = original.source.body_line + body.count("\n", 0, paragraph.start())
            lines |= {first + row for row in range(paragraph[0].count("\n") + 1)}
            passed = paragraph.end()
    written = {field.name for field in translation.source.fields if field.value}
    source = original.source.leave_out(set(TEXT_FIELDS) - written, lines)
    return replace(original, text=structs.replace(original.text, source=source))


def read_resources(config: SiteConfig, extract: Extract) -> LanguageResources:
    """The resources of a site's languages, with a function for extracts; the words that were looked up are kept."""
    languages = read_language_data(config.languages.values())
    words = own_words(config.content / WORDS)
    glossary = frozenset(word.casefold() for script in config.scripts.values() for word in script.glossary)
    cache = config.cache / "checker"
    spellers = {code: Speller(language, words | glossary, cache) for code, language in languages.items()}
    known = tuple(map(load_language, sorted({*known_codes(), *languages})))
    return LanguageResources(spellers, known, extract)


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
