"""What is known of each language, read from `profiles/<code>.toml`: all access to these files is here.

The data of a language that the site does not have is still of use: text in it is recognised and kept aside.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from babel import Locale, UnknownLocaleError

from plugins.importer.dependencies import to_latin

SHORTEST_STEM = 4


@dataclass(frozen=True)
class FactWords:
    """Words that mark a line as a fact rather than text; all folded by `fold`.

    `means` pairs labels with the category that they stand for, where the site has one of that name; `release` are
    openings of lines above a press release, `by` words before an author, `reading` those after a number of minutes.
    """

    kinds: frozenset[str] = frozenset()
    category: frozenset[str] = frozenset()
    date: frozenset[str] = frozenset()
    goals: frozenset[str] = frozenset()
    means: tuple[tuple[str, str], ...] = ()
    release: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    reading: tuple[str, ...] = ()
    day_suffixes: tuple[str, ...] = ()


@dataclass(frozen=True)
class NoiseWords:
    """Words of menus, banners and mail programs; all folded by `fold`."""

    exact: frozenset[str] = frozenset()
    sections: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    sentences: tuple[str, ...] = ()
    mail: frozenset[str] = frozenset()
    sender: frozenset[str] = frozenset()
    subject: frozenset[str] = frozenset()
    wrote: tuple[str, ...] = ()
    forwarded: tuple[str, ...] = ()
    prefixes: frozenset[str] = frozenset()
    greetings: tuple[str, ...] = ()
    closings: frozenset[str] = frozenset()


@dataclass(frozen=True)
class RoleWords:
    """Words that show what a short line is; all folded by `fold` and in Latin letters.

    `credit` open a line about a source, `agencies` are sources by themselves, `kicker` stand above titles, `signoff`
    end a text; `pointer` are the words of a line that points to the other language, `points` those of which it has
    one; `cover` are words of a note above a text that was sent, `contact` open lines about whom to ask,
    `goal_sentence` are the words of a sentence that only says which goals a story belongs to, `clutter` open or stand
    in lines of a page."""

    credit: frozenset[str] = frozenset()
    agencies: frozenset[str] = frozenset()
    kicker: frozenset[str] = frozenset()
    signoff: frozenset[str] = frozenset()
    pointer: frozenset[str] = frozenset()
    points: frozenset[str] = frozenset()
    cover: frozenset[str] = frozenset()
    contact: tuple[str, ...] = ()
    goal_sentence: frozenset[str] = frozenset()
    clutter: tuple[str, ...] = ()


@dataclass(frozen=True)
class Varieties:
    """How a language is told from its close neighbours: stems that only it has, and stems that only they have."""

    own: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()


@dataclass(frozen=True)
class LanguageData:
    """One language: how its text is recognised, and the words that editors set around an article in it.

    `also` is a second script that is stored in the first; `months` maps every form of a month's name to 1-12 and
    `days` are the names of the days, folded. `names` are stems of the language's own name in several languages,
    `flags` its signs. Single words do not tell a language from one that it is `near`. A language that is `like`
    another one is told from it by `only`, stems that the other does not have."""

    code: str
    name: str
    script: str = ""
    also: str = ""
    letters: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()
    sample: str = ""
    headings: frozenset[str] = frozenset()
    draft_title: str = ""
    months: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    days: frozenset[str] = frozenset()
    facts: FactWords = FactWords()
    noise: NoiseWords = NoiseWords()
    roles: RoleWords = RoleWords()
    names: frozenset[str] = frozenset()
    flags: tuple[str, ...] = ()
    like: str = ""
    near: frozenset[str] = frozenset()
    only: frozenset[str] = frozenset()
    varieties: Varieties = Varieties()


def fold(text: str) -> str:
    """The text in small letters, single spaces, without the punctuation around it, so that labels compare alike."""
    return " ".join(text.casefold().split()).strip(" .:;,-–—|/\\*#[](){}<>«»„“”\"'…›→►•·")


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(folded for word in words if (folded := fold(word)))


def known_codes() -> tuple[str, ...]:
    """The codes of all languages that have a data."""
    names = (entry.name for entry in files("plugins.importer").joinpath("profiles").iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


@cache
def read_language(code: str, name: str = "", cldr: str = "") -> LanguageData:
    """The data of a language; one without a file is known by its name and its CLDR months only."""
    file = files("plugins.importer").joinpath("profiles").joinpath(f"{code}.toml")
    table = tomllib.loads(file.read_text("utf-8")) if file.is_file() else {}
    # Only dates in the languages of a site are read; to load the names of months of twenty others takes half a second.
    months, days = _calendar(cldr) if cldr else ({}, frozenset[str]())
    facts = table.get("facts", {})
    for number, forms in enumerate(facts.get("month_forms", []), 1):
        months.update((fold(form), number) for form in forms)
    shown = str(table.get("name", name or code))
    return LanguageData(
        code=code,
        name=shown,
        script=str(table.get("script", "")),
        also=str(table.get("also", "")),
        letters=frozenset(str(table.get("letters", ""))),
        words=tuple(str(table.get("words", "")).split()),
        sample=str(table.get("sample", "")),
        headings=_folded([*table.get("headings", []), *([name] if name else [])]),
        draft_title=str(table.get("draft_title", f"[DRAFT: write the title in {shown}]")),
        months=MappingProxyType(months),
        days=days,
        facts=_fact_words(facts),
        noise=_noise_words(table.get("noise", {})),
        roles=_role_words(table.get("roles", {})),
        names=frozenset(fold(to_latin(stem)) for stem in table.get("names", [name] if name else [])),
        flags=tuple(table.get("flags", [])),
        like=str(table.get("like", "")),
        near=frozenset(table.get("near", [])),
        only=frozenset(str(table.get("only", "")).split()),
        varieties=_varieties(table.get("varieties", {})),
    )


def _fact_words(table: Mapping[str, Any]) -> FactWords:
    return FactWords(
        kinds=_folded(table.get("kinds", [])),
        category=_folded(table.get("category", [])),
        date=_folded(table.get("date", [])),
        goals=_folded(table.get("goals", [])),
        means=tuple((fold(label), fold(category)) for label, category in table.get("means", {}).items()),
        release=tuple(text.casefold() for text in table.get("release", [])),
        by=tuple(table.get("by", [])),
        reading=tuple(table.get("reading", [])),
        day_suffixes=tuple(table.get("day_suffixes", [])),
    )


def _noise_words(table: Mapping[str, Any]) -> NoiseWords:
    return NoiseWords(
        exact=_folded(table.get("exact", [])),
        sections=_folded(table.get("sections", [])),
        tags=_folded(table.get("tags", [])),
        sentences=tuple(text.casefold() for text in table.get("sentences", [])),
        mail=_folded(table.get("mail", [])),
        sender=_folded(table.get("sender", [])),
        subject=_folded(table.get("subject", [])),
        wrote=tuple(text.casefold() for text in table.get("wrote", [])),
        forwarded=tuple(text.casefold() for text in table.get("forwarded", [])),
        prefixes=_folded(table.get("prefixes", [])),
        greetings=tuple(fold(text) for text in table.get("greetings", [])),
        closings=_folded(table.get("closings", [])),
    )


def _role_words(table: Mapping[str, Any]) -> RoleWords:
    def words(key: str) -> frozenset[str]:
        return frozenset(folded for word in table.get(key, []) if (folded := fold(to_latin(word))))

    return RoleWords(
        credit=words("credit"),
        agencies=words("agencies"),
        kicker=words("kicker"),
        signoff=words("signoff"),
        pointer=words("pointer"),
        points=words("points"),
        cover=words("cover"),
        contact=tuple(sorted(words("contact"))),
        goal_sentence=words("goal_sentence"),
        clutter=tuple(text.casefold() for text in table.get("clutter", [])),
    )


def _varieties(table: Mapping[str, Any]) -> Varieties:
    pairs = [pair.split("/") for pair in str(table.get("reflexes", "")).split()]
    # Short stems of the language itself open many other words too.
    own = {own for own, _ in pairs if len(own) >= SHORTEST_STEM} | set(str(table.get("only", "")).split())
    return Varieties(frozenset(own), frozenset(other for _, other in pairs))


def _calendar(cldr: str) -> tuple[dict[str, int], frozenset[str]]:
    """Names of months and days from CLDR, in every width and use."""
    try:
        locale = Locale.parse(cldr.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return {}, frozenset()
    months: dict[str, int] = {}
    days: set[str] = set()
    for use in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            months.update((fold(name), number) for number, name in locale.months[use][width].items())
            days.update(fold(name) for name in locale.days[use][width].values())
    return months, frozenset(days)
