"""Words as the index has them: a key, without case, marks and ending, and the spelling, with its marks, in one script.

Words that say little ("nisu", "the") have keys of their own, so that no other word is taken for one of them: by the
rules of endings `Niš` and `nisu` would have the same key.

What a language needs for that is data (`rules/<language>.toml`); it goes to the reader with the index, where
`theme/static/search/words.js` follows the same rules. A language without a file of its own has `default.toml` alone.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

RULES = Path(__file__).parent / "rules"
FUNCTION_WORD = "_"
"""Begins the key of a word that says little; no other key has this sign."""


@dataclass(frozen=True)
class Step:
    """Takes an ending off a word: the first of `endings` (what it is, what stands in its place) that leaves `keep`
    letters; `again` and again, or once."""

    endings: tuple[tuple[str, str], ...]
    keep: int
    again: bool

    def strip(self, word: str) -> str:
        """The word without the ending."""
        for ending, instead in self.endings:
            if word.endswith(ending) and len(word) - len(ending) >= self.keep:
                shorter = word[: len(word) - len(ending)] + instead
                return self.strip(shorter) if self.again else shorter
        return word


@dataclass(frozen=True)
class Rules:
    """What a language does to its words: `letters` of it in plain ones, `script` the letters of another script in the
    language's own with their marks, `pairs` of plain letters that are one, `words` whose form is irregular, `steps`
    that take off endings, `stop` words that say little, and `capitals` those of them that in capitals are names (WHO).
    """

    letters: dict[str, str]
    pairs: dict[str, str]
    words: dict[str, str]
    steps: tuple[Step, ...]
    stop: tuple[str, ...]
    script: dict[str, str] = field(default_factory=dict)
    capitals: tuple[str, ...] = ()

    def data(self) -> dict[str, Any]:
        """The rules as JSON has them."""
        return asdict(self)


@dataclass(frozen=True)
class Words:
    """Gives the keys and spellings of a text's words under the rules of a language."""

    rules: Rules
    _known: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict, repr=False, compare=False)

    def keys(self, text: str) -> Iterable[str]:
        """The key of each word of the text, in order."""
        return (key for key, _ in self.forms(text))

    def forms(self, text: str) -> Iterable[tuple[str, str]]:
        """The key and the spelling of each word of the text, in order."""
        known = self._known
        for word in spelled().findall(text):
            found = known.get(word)
            if found is None:
                found = known[word] = self._forms(word)
            yield from found

    def _forms(self, word: str) -> tuple[tuple[str, str], ...]:
        spelling = self.spelling(word)
        if spelling in self._stop and not (spelling in self.rules.capitals and word.isupper()):
            return ((FUNCTION_WORD + spelling, spelling),)
        parts = spelled().findall(self.folded(word))
        if len(parts) == 1 and spelled().fullmatch(spelling):
            return ((self.stemmed(parts[0]), spelling),)
        return tuple((self.stemmed(part), part) for part in parts)

    def spelling(self, word: str) -> str:
        """A word in small letters of the language's own script, with its marks: "ЗАШТИТА" is "zaštita"."""
        return unicodedata.normalize("NFKC", word).lower().translate(self._script)

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
            word = step.strip(word)
        return word

    @cached_property
    def _stop(self) -> frozenset[str]:
        return frozenset(self.rules.stop)

    @cached_property
    def _script(self) -> dict[int, str]:
        return str.maketrans(self.rules.script)

    @cached_property
    def _letters(self) -> dict[int, str]:
        return str.maketrans(self.rules.letters)


def read_rules(language: str, folder: Path = RULES) -> Rules:
    """The rules of a language code such as "sr"; those of `default.toml` hold for all."""
    table = tomllib.loads((folder / "default.toml").read_text("utf-8"))
    own = folder / f"{language}.toml"
    more = tomllib.loads(own.read_text("utf-8")) if own.exists() else {}
    if "letters_of" in more:
        other = tomllib.loads((folder / f"{more['letters_of']}.toml").read_text("utf-8"))
        more = {**more, "letters": other["letters"], "marked": other["marked"]}
    letters = more.get("letters", {})
    return Rules(
        letters={**table["letters"], **letters},
        pairs=more.get("pairs", {}),
        words=more.get("words", {}),
        steps=tuple(map(_step, more.get("steps", ()))),
        stop=tuple(more.get("stop", "").split()),
        script={**letters, **more.get("marked", {})},
        capitals=tuple(more.get("capitals", "").split()),
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
