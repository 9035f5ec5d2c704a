"""The words that editors set around an article, by language: the section `importing` of the files in
`plugins/locales/data`.

The data of a language that the site does not have is still of use: text in it is recognised and kept aside.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

from plugins.cyrillic import to_latin
from plugins.locales.language import Language, load_language


def fold(text: str) -> str:
    """The text in small letters, single spaces, without the punctuation around it, so that labels compare alike."""
    return " ".join(text.casefold().split()).strip(" .:;,-–—|/\\*#[](){}<>«»„“”\"'…›→►•·")


def fold_latin(text: str) -> str:
    """The text folded, in Latin letters."""
    return fold(to_latin(text))


def _phrase(text: str) -> str:
    """The text in small Latin letters, with its signs: what stands within a line."""
    return to_latin(text).casefold()


LISTS: Mapping[str, Callable[[str], str]] = {
    # Facts. `kinds` of text, `category` names of that field; `titles` and `texts` name these in a form, `before_title`
    # stand before a title in its line; `date`, `changed` before a day, `other_days` beside one that is not that of
    # publication; `ranges` stand between the first and the last of some numbers, `range_from` before the first, `and`
    # between two words, `numbered` before the number of a text;
    # `release` open lines above a press release, `released` those that end with its day; `by` stand before an author,
    # `accounts` are words of the names that systems give; `reading` stand behind a number of minutes, `reading_time`
    # before it.
    **dict.fromkeys(("kinds", "category", "titles", "texts", "before_title", "accounts", "and"), fold_latin),
    **dict.fromkeys(("date", "changed", "other_days", "goals", "ranges", "range_from"), fold),
    **dict.fromkeys(("by", "reading", "reading_time", "numbered"), fold),
    **dict.fromkeys(("release", "released"), _phrase),
    # Words of a page. `exact` are buttons, `sections` stand above lists of other pages, `thanked` are those of them
    # that an author writes too, `teasers` stand with a colon before the title of another page, `tags` before tags;
    # `sentences` are phrases of a notice, `clutter` those that open or stand in lines of a page; `makers` open a line
    # about who made it, `page_images` are in the names of its own images.
    **dict.fromkeys(("exact", "sections", "thanked", "teasers", "tags"), fold_latin),
    **dict.fromkeys(("makers", "page_images"), fold_latin),
    **dict.fromkeys(("sentences", "clutter"), _phrase),
    # Messages. `mail`, `sender` and `subject` are fields of a header, `prefixes` stand before a subject, `wrote` and
    # `forwarded` above another message; `greetings` open one, `closings` end it, `cover` are words of a note above it.
    **dict.fromkeys(("mail", "sender", "subject", "prefixes", "greetings", "closings", "cover"), fold_latin),
    **dict.fromkeys(("wrote", "forwarded"), _phrase),
    # Lines of an article. `credit` open a line about a source, `agencies` are sources by themselves, `kicker` stand
    # above titles, `signoff` end a text; `contact` open lines about whom to ask, `contact_headings` stand above names
    # and numbers; `pointer` are the words of a line that points to the other language, `points` those of which it has
    # one, `offers` those of these that an article may say too; `goal_sentence` are the words of a sentence that only
    # says which goals a story belongs to.
    **dict.fromkeys(("credit", "agencies", "kicker", "signoff", "contact", "contact_headings"), fold_latin),
    **dict.fromkeys(("pointer", "points", "offers", "goal_sentence"), fold_latin),
}
"""The lists of words by name, each with the form in which its words are compared."""
INCLUDED = {"date": "changed", "kinds": "before_title"}
"""Lists that have all words of another one too."""


@dataclass(frozen=True, eq=False)
class ImportLanguage:
    """A language with the words that editors set around an article in it.

    `name` is the site's name for it, or else the English one; `months` maps every form of a month's name to 1-12,
    `days` are the names of the days, folded. `hours` stand beside an hour, `date_joiners` between day, month and year;
    `names` are stems of the language's own name in several languages, `flags` its signs, `domains` the ends of
    addresses, such as ".ba", in whose country it is spoken; `means` pairs labels with the category that they stand for,
    where the site has one of that name; `words` are those of `LISTS`."""

    language: Language
    name: str
    draft_title: str = ""
    months: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    days: frozenset[str] = frozenset()
    day_suffixes: tuple[str, ...] = ()
    date_joiners: tuple[str, ...] = ()
    hours: tuple[str, ...] = ()
    names: frozenset[str] = frozenset()
    flags: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    means: tuple[tuple[str, str], ...] = ()
    words: Mapping[str, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def code(self) -> str:
        """The language's code, such as "sr"."""
        return self.language.code


def words_in(languages: Sequence[ImportLanguage], name: str) -> frozenset[str]:
    """The words that some languages have in a list."""
    return frozenset[str]().union(*(data.words[name] for data in languages))


def either(words: Iterable[str]) -> str:
    """An expression for any of some words, the longest first; one that matches nothing if there are none."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True))) or "(?!)"


def read_language(code: str, name: str = "", cldr: str = "") -> ImportLanguage:
    """The words of a language; `name` and `cldr` are what the site's settings say of it. One without a data file is
    known by its name and its CLDR months only. It is the same object for as long as the data files are."""
    return _read_language(load_language(code), name, cldr)


@lru_cache(maxsize=64)
def _read_language(language: Language, name: str, cldr: str) -> ImportLanguage:
    table, calendar = language.section("importing"), language.section("calendar")
    shown = str(language.section("").get("name", name or language.code))
    lists = {key: words for group in ("facts", "noise", "roles") for key, words in table.get(group, {}).items()}
    return ImportLanguage(
        language=language,
        name=shown,
        draft_title=str(table.get("draft_title", f"[DRAFT: write the title in {shown}]")),
        # Only dates in the languages of a site are read; to load the months of twenty others takes half a second.
        months=MappingProxyType(language.months(cldr) if cldr else {}),
        days=language.days(cldr) if cldr else frozenset(),
        day_suffixes=tuple(calendar.get("day_suffixes", [])),
        date_joiners=tuple(calendar.get("joiners", [])),
        hours=tuple(calendar.get("hours", [])),
        names=frozenset(map(fold_latin, table.get("names", [name] if name else []))),
        flags=tuple(table.get("flags", [])),
        domains=tuple(table.get("domains", [])),
        means=tuple((fold(label), fold(category)) for label, category in lists.get("means", {}).items()),
        words=MappingProxyType(
            {
                key: frozenset(filter(None, map(form, (*lists.get(key, []), *lists.get(INCLUDED.get(key, ""), [])))))
                for key, form in LISTS.items()
            }
        ),
    )
