"""The words that editors set around an article, by language: the section `importing` of the files in
`plugins/locales/data`.

The data of a language that the site does not have is still of use: text in it is recognised and kept aside.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any

from plugins.importer.project_api import Language, load_language, to_latin


@dataclass(frozen=True)
class FactWords:
    """Words that mark a line as a fact rather than text; all folded by `fold`.

    `means` pairs labels with the category that they stand for, where the site has one of that name; `ranges` stand
    between the first and the last of some numbers, `range_from` before the first; `other_days` stand beside a day that
    is not that of publication, such as "deadline"; `release` are openings of lines above a press release, `released`
    those after which a date is the day of publication, `by` words before an author, `reading` those after a number of
    minutes, `reading_time` those before it, `changed` those before the day of a change, `accounts` the words of which
    systems make names of accounts, such as "super user";
    `before_title` are labels that may stand before a title in its line, `titles` and `texts` words by which a form
    names the title and the text.
    """

    kinds: frozenset[str] = frozenset()
    category: frozenset[str] = frozenset()
    date: frozenset[str] = frozenset()
    goals: frozenset[str] = frozenset()
    ranges: frozenset[str] = frozenset()
    range_from: frozenset[str] = frozenset()
    other_days: frozenset[str] = frozenset()
    means: tuple[tuple[str, str], ...] = ()
    release: tuple[str, ...] = ()
    released: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    reading: tuple[str, ...] = ()
    changed: frozenset[str] = frozenset()
    reading_time: tuple[str, ...] = ()
    accounts: frozenset[str] = frozenset()
    before_title: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    texts: frozenset[str] = frozenset()


@dataclass(frozen=True)
class NoiseWords:
    """Words of menus, banners and mail programs; all folded by `fold`. `repeated` are words that a notice has more than
    once, `teasers` those that stand with a colon before the title of another page."""

    exact: frozenset[str] = frozenset()
    sections: frozenset[str] = frozenset()
    thanked: frozenset[str] = frozenset()
    teasers: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    sentences: tuple[str, ...] = ()
    repeated: frozenset[str] = frozenset()
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
    one, `offers` those of these that an article may say too; `cover` are words of a note above a text that was sent,
    `contact` open lines about whom to ask, `contact_headings` stand above names and numbers, `makers` open a line about
    who made a page; `goal_sentence` are the words of a sentence that only says which goals a story belongs to,
    `answers` those of a poll, `clutter` open or stand in lines of a page."""

    credit: frozenset[str] = frozenset()
    agencies: frozenset[str] = frozenset()
    kicker: frozenset[str] = frozenset()
    signoff: frozenset[str] = frozenset()
    pointer: frozenset[str] = frozenset()
    points: frozenset[str] = frozenset()
    offers: frozenset[str] = frozenset()
    cover: frozenset[str] = frozenset()
    contact: tuple[str, ...] = ()
    goal_sentence: frozenset[str] = frozenset()
    answers: frozenset[str] = frozenset()
    contact_headings: frozenset[str] = frozenset()
    makers: frozenset[str] = frozenset()
    clutter: tuple[str, ...] = ()


@dataclass(frozen=True)
class ImportLanguage:
    """A language with the words that editors set around an article in it.

    `name` is the site's name for it, or else the English one; `months` maps every form of a month's name to 1-12,
    `days` are the names of the days, folded. `hours` stand beside an hour, `date_joiners` between day, month and year;
    `names` are stems of the language's own name in several languages, `flags` its signs, `domains` the ends of
    addresses, such as ".ba", in whose country it is spoken."""

    language: Language
    name: str
    headings: frozenset[str] = frozenset()
    draft_title: str = ""
    months: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    days: frozenset[str] = frozenset()
    day_suffixes: tuple[str, ...] = ()
    date_joiners: tuple[str, ...] = ()
    hours: tuple[str, ...] = ()
    facts: FactWords = FactWords()
    noise: NoiseWords = NoiseWords()
    roles: RoleWords = RoleWords()
    names: frozenset[str] = frozenset()
    flags: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """The language's code, such as "sr"."""
        return self.language.code


def fold(text: str) -> str:
    """The text in small letters, single spaces, without the punctuation around it, so that labels compare alike."""
    return " ".join(text.casefold().split()).strip(" .:;,-–—|/\\*#[](){}<>«»„“”\"'…›→►•·")


def _fold_all(words: Iterable[str]) -> frozenset[str]:
    return frozenset(folded for word in words if (folded := fold(word)))


@cache
def read_language(code: str, name: str = "", cldr: str = "") -> ImportLanguage:
    """The words of a language; `name` and `cldr` are what the site's settings say of it. One without a data file is
    known by its name and its CLDR months only."""
    language = load_language(code)
    table, calendar = language.section("importing"), language.section("calendar")
    shown = str(language.section("").get("name", name or code))
    return ImportLanguage(
        language=language,
        name=shown,
        headings=_fold_all([*table.get("headings", []), *([name] if name else [])]),
        draft_title=str(table.get("draft_title", f"[DRAFT: write the title in {shown}]")),
        # Only dates in the languages of a site are read; to load the months of twenty others takes half a second.
        months=MappingProxyType(language.months(cldr) if cldr else {}),
        days=language.days(cldr) if cldr else frozenset(),
        day_suffixes=tuple(calendar.get("day_suffixes", [])),
        date_joiners=tuple(calendar.get("joiners", [])),
        hours=tuple(calendar.get("hours", [])),
        facts=_fact_words(table.get("facts", {})),
        noise=_noise_words(table.get("noise", {})),
        roles=_role_words(table.get("roles", {})),
        names=frozenset(fold(to_latin(stem)) for stem in table.get("names", [name] if name else [])),
        flags=tuple(table.get("flags", [])),
        domains=tuple(table.get("domains", [])),
    )


def _fact_words(table: Mapping[str, Any]) -> FactWords:
    return FactWords(
        kinds=_fold_all(table.get("kinds", [])),
        category=_fold_all(table.get("category", [])),
        date=_fold_all(table.get("date", [])),
        goals=_fold_all(table.get("goals", [])),
        ranges=_fold_all(table.get("ranges", [])),
        range_from=_fold_all(table.get("range_from", [])),
        other_days=_fold_all(table.get("other_days", [])),
        means=tuple((fold(label), fold(category)) for label, category in table.get("means", {}).items()),
        release=tuple(text.casefold() for text in table.get("release", [])),
        released=tuple(text.casefold() for text in table.get("released", [])),
        by=tuple(table.get("by", [])),
        reading=tuple(table.get("reading", [])),
        changed=_fold_all(table.get("changed", [])),
        reading_time=tuple(table.get("reading_time", [])),
        accounts=_fold_all(word for phrase in table.get("accounts", []) for word in phrase.split()),
        before_title=_fold_all(table.get("before_title", [])),
        titles=_fold_all(table.get("titles", [])),
        texts=_fold_all(table.get("texts", [])),
    )


def _noise_words(table: Mapping[str, Any]) -> NoiseWords:
    return NoiseWords(
        exact=_fold_all(table.get("exact", [])),
        sections=_fold_all(table.get("sections", [])),
        thanked=_fold_all(table.get("thanked", [])),
        teasers=_fold_all(table.get("teasers", [])),
        tags=_fold_all(table.get("tags", [])),
        sentences=tuple(text.casefold() for text in table.get("sentences", [])),
        repeated=_fold_all(table.get("repeated", [])),
        mail=_fold_all(table.get("mail", [])),
        sender=_fold_all(table.get("sender", [])),
        subject=_fold_all(table.get("subject", [])),
        wrote=tuple(text.casefold() for text in table.get("wrote", [])),
        forwarded=tuple(text.casefold() for text in table.get("forwarded", [])),
        prefixes=_fold_all(table.get("prefixes", [])),
        greetings=tuple(fold(text) for text in table.get("greetings", [])),
        closings=_fold_all(table.get("closings", [])),
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
        offers=words("offers"),
        cover=words("cover"),
        contact=tuple(sorted(words("contact"))),
        goal_sentence=words("goal_sentence"),
        answers=words("answers"),
        contact_headings=words("contact_headings"),
        makers=words("makers"),
        clutter=tuple(text.casefold() for text in table.get("clutter", [])),
    )
