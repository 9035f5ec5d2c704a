"""Words as the index has them: without case and marks, in one script, without their endings.

What a language needs for that is data, the section `search` of `plugins/locales/data/<language>.toml`; it goes to the
reader with the index, where `theme/static/search/words.js` follows the same rules. A language without that section has
what `shared.toml` says for all.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from functools import cache, cached_property
from typing import Any

from plugins.locales.language import SHARED, load_language


@dataclass(frozen=True)
class Step:
    """Takes an ending off a word: the first of `endings` (what it is, what stands in its place) that leaves `keep`
    letters; `again` and again, or once."""

    endings: tuple[tuple[str, str], ...]
    keep: int
    again: bool

    def taken(self, word: str) -> str:
        """The word without the ending."""
        for ending, instead in self.endings:
            if word.endswith(ending) and len(word) - len(ending) >= self.keep:
                shorter = word[: len(word) - len(ending)] + instead
                return self.taken(shorter) if self.again else shorter
        return word


@dataclass(frozen=True)
class Rules:
    """What a language does to its words: `letters` of it in plain ones, `pairs` of plain letters that are one,
    `words` whose form is irregular, `steps` that take off endings, and `stop` words that say little."""

    letters: dict[str, str]
    pairs: dict[str, str]
    words: dict[str, str]
    steps: tuple[Step, ...]
    stop: tuple[str, ...]

    def data(self) -> dict[str, Any]:
        """The rules as JSON has them."""
        return asdict(self)


@dataclass(frozen=True)
class Words:
    """Gives the keys of a text under the rules of a language."""

    rules: Rules
    _known: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False, compare=False)

    def keys(self, text: str) -> Iterable[str]:
        """The key of each word of the text, in order."""
        known = self._known
        for word in spelled().findall(text):
            found = known.get(word)
            if found is None:
                found = known[word] = tuple(self.stemmed(part) for part in spelled().findall(self.folded(word)))
            yield from found

    def folded(self, text: str) -> str:
        """Small plain letters: "Заштита", "ZAŠTITA" and "zastita" are all "zastita"."""
        text = marks().sub("", unicodedata.normalize("NFKD", text)).lower().translate(self._letters)
        for pair, letter in self.rules.pairs.items():
            text = text.replace(pair, letter)
        return text

    def stemmed(self, word: str) -> str:
        """A folded word without its ending."""
        known = self.rules.words.get(word)
        if known == word:
            return word
        word = known or word
        for step in self.rules.steps:
            word = step.taken(word)
        return word

    @cached_property
    def _letters(self) -> dict[int, str]:
        return str.maketrans(self.rules.letters)


def read_rules(language: str) -> Rules:
    """The rules of a language code such as "sr"; those that hold for every language are among them."""
    shared, own = load_language(SHARED).section("search"), load_language(language).section("search")
    return Rules(
        letters={**shared["letters"], **own.get("letters", {})},
        pairs=own.get("pairs", {}),
        words=own.get("words", {}),
        steps=tuple(map(_step, own.get("steps", ()))),
        stop=tuple(own.get("stop", "").split()),
    )


def _step(table: dict[str, Any]) -> Step:
    turned = {**dict.fromkeys(table.get("endings", "").split(), ""), **table.get("turned", {})}
    endings = sorted(turned, key=lambda ending: (-len(ending), ending))
    return Step(tuple((ending, turned[ending]) for ending in endings), table["keep"], table.get("again", False))


@cache
def marks() -> re.Pattern[str]:
    """A run of marks that combine with the letter before them."""
    return re.compile(f"[{_mark_letters()}]+")


@cache
def spelled() -> re.Pattern[str]:
    """A word as it is written: letters and digits with their marks."""
    return re.compile(f"(?:(?!_)[\\w{_mark_letters()}])+")


def _mark_letters() -> str:
    return "".join(chr(code) for code in range(0x300, 0x10000) if unicodedata.category(chr(code)).startswith("M"))
