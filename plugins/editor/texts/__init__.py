"""All texts of the editor in the languages of its interface: those of its pages, and messages of the whole project.

Each language has one catalogue here, such as `sr.toml`. Its table `interface` has the texts of the pages by their keys;
all else are messages by their English templates (`plugins.diagnostics.Message`): in English there are only those that
the editor says otherwise than the command line. The interface of an edition that is derived by script has the texts of
its base, converted; what stands in their places (words of a text, paths, header lines) is shown as it is.
"""

from __future__ import annotations

import datetime as dt
import string
from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list

from plugins.content.settings.site_config import SiteConfig, SiteLanguage
from plugins.diagnostics import Either, Message
from plugins.locales.strings import Strings, read_toml

HERE = Path(__file__).parent
# The language of the messages themselves.
ENGLISH = "en"
REASON, EXPECTED, INTERFACE = "reason", "expected", "interface"
# Tables of a catalogue beside its sentences, by what a place says of itself: texts that are not written as messages.
TABLES = {REASON: "reasons", EXPECTED: "expected"}


class ByLanguage(str):
    """A text that is another one in each language, such as a story's title: `texts` are those by the languages' codes;
    elsewhere it is the one of the language `usual`, or else the first."""

    texts: Mapping[str, str]

    def __new__(cls, texts: Mapping[str, str], usual: str) -> ByLanguage:
        """One of some texts, of which there is at least one."""
        made = super().__new__(cls, texts.get(usual) or next(iter(texts.values())))
        made.texts = texts
        return made


class Texts(string.Formatter):
    """The texts of one interface: `texts.strings("key")` is one of its pages, `texts(message)` says a message.

    A place may say what stands in it: `{code:language}` a language, by its name; `{day:date}` a day, `{field:field}` a
    field of the header, `{reason:reason}` the reason of an operating system, and `{expected:expected}` what a setting
    should be.
    """

    def __init__(
        self, table: Mapping[str, Any], strings: Strings, language: SiteLanguage, language_name: Callable[[str], str]
    ) -> None:
        """`table` has the sentences by their English templates, and the tables `TABLES`; of the language's quotation
        marks the first and the last are used."""
        self.table, self.strings, self._code, quotes = table, strings, language.code, language.quotes
        self._quotes = quotes[0], quotes[-1]
        self._language_name = language_name
        self._plural = Locale.parse(strings.cldr).plural_form

    def __call__(self, message: str) -> str:
        """The message in this language; in English where the table has no sentence, or where it has no template."""
        if isinstance(message, ByLanguage):
            return message.texts.get(self._code, str(message))
        if not isinstance(message, Message):
            return str(message)
        sentence = self.table.get(message.template)
        if isinstance(sentence, Mapping):
            sentence = sentence.get(self._plural(message.values["n"]), sentence.get("other"))
        if not isinstance(sentence, str):
            return str(message) if not message.values else self.vformat(message.template, (), message.values)
        return self.vformat(sentence, (), message.values)

    def convert_field(self, value: Any, conversion: Any) -> Any:
        """What stands in a place, with quotation marks where it has them."""
        return super().convert_field(self(value) if isinstance(value, ByLanguage) else value, conversion)

    def format_field(self, value: Any, format_spec: str) -> str:
        """What stands in a place."""
        if isinstance(value, Message):
            return self(value)
        if isinstance(value, Either):
            return self._one_of(value)
        if format_spec == "language":
            return self._language_name(str(value))
        if format_spec == "date":
            return str(format_date(dt.date.fromisoformat(str(value)), "long", self.strings.cldr))
        if format_spec == "field":
            key = f"field_{str(value).lower().replace('-', '_')}"
            return self.strings(key) if key in self.strings.entries else str(value)
        if format_spec in (REASON, EXPECTED):
            return str(self.table.get(TABLES[format_spec], {}).get(value, value))
        if isinstance(value, float):
            return self.strings.number(round(value, 1))
        return self.strings.number(value) if isinstance(value, int) else str(super().format_field(value, format_spec))

    def _one_of(self, texts: Either) -> str:
        first, last = self._quotes if texts.quoted else ("", "")
        return str(format_list([f"{first}{text}{last}" for text in texts], "or", self.strings.cldr))


class English(Texts):
    """Messages as they are, but for those that the table has, also within others."""

    def __call__(self, message: str) -> str:
        """The message's own text, or the editor's."""
        return super().__call__(message) if self._is_own(message) else str(message)

    def _is_own(self, message: object) -> bool:
        if isinstance(message, Message):
            return message.template in self.table or any(map(self._is_own, message.values.values()))
        return isinstance(message, ByLanguage)

    def _one_of(self, texts: Either) -> str:
        return str(texts)


def read_texts(config: SiteConfig) -> dict[str, Texts]:
    """The `Texts` of each edition that has a catalogue of its own, or is derived by script from one that has."""
    texts: dict[str, Texts] = {}
    for edition in config.editions:
        catalogue = HERE / f"{edition.derived_from or edition.name}.toml"
        if catalogue.is_file():
            script = config.scripts.get(edition.name)
            convert = script.text if script else remove_brackets
            sentences = convert_texts(read_toml(catalogue), convert)
            strings = Strings(edition.name, edition.cldr, sentences.pop(INTERFACE))
            names = cache(partial(language_name, config, edition=edition.name))
            kind = English if edition.language == ENGLISH else Texts
            texts[edition.name] = kind(sentences, strings, config.languages[edition.language], names)
    return texts


def language_name(config: SiteConfig, code: str, edition: str) -> str:
    """The name of a language in that of an edition, as it stands in a sentence; else its own."""
    return str(Locale.parse(config.edition(edition).cldr).languages.get(code) or config.languages[code].name)


def remove_brackets(text: str) -> str:
    """Remove the brackets around what stays in Latin letters in every script."""
    return text.replace("[[", "").replace("]]", "")


def convert_texts(table: Mapping[str, Any], convert: Callable[[str], str]) -> dict[str, Any]:
    """Convert all texts of a table, each as a whole: a place between braces is no word."""
    return {
        key: convert_texts(value, convert) if isinstance(value, Mapping) else convert(str(value))
        for key, value in table.items()
    }
