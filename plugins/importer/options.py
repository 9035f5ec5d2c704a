"""The options of an import, checked: the site's languages and categories, and what the command line says."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from zoneinfo import ZoneInfo

from plugins.content.headers.fields import ISO, read_category, read_date
from plugins.content.settings.site_config import SiteLanguage
from plugins.importer.document import ImportFailure
from plugins.importer.metadata.goals import goals_field
from plugins.importer.metadata.pair_fields import Given
from plugins.locales.letters import slug_of
from plugins.sdg.tagging import parse_goals

NOTHING: Mapping[str, str] = MappingProxyType({})
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True)
class ImportSite:
    """What the importer must know of the site, and the editor's options, in a form that can be sent to another process.

    `languages` are codes, names and CLDR locales, the first one that of the addresses; `categories` are slugs with
    their names, the one to write first."""

    languages: tuple[tuple[str, str, str], ...]
    categories: tuple[tuple[str, tuple[str, ...]], ...]
    given: Given

    @property
    def codes(self) -> list[str]:
        """The codes of the languages."""
        return [code for code, _, _ in self.languages]


def site_of(
    languages: Mapping[str, SiteLanguage],
    categories: Mapping[str, Sequence[str]],
    given: Mapping[str, str],
    titles: Mapping[str, str] = NOTHING,
) -> ImportSite:
    """The site and the options, checked; raises ImportFailure that lists what is valid."""
    date = _read("", given["date"], _date)
    if given["slug"] and not SLUG.fullmatch(given["slug"]):
        raise ImportFailure(
            f"--slug {given['slug']!r} cannot be an address: write small letters, digits and hyphens, such "
            f"as {slug_of(given['slug']) or 'new-school'}"
        )
    if unknown := [code for code in titles if code not in languages]:
        raise ImportFailure(
            f"--title {unknown[0]}=…: {unknown[0]!r} is not a language of this site, which has {', '.join(languages)}"
        )
    slug = _read("--category: ", given["category"], lambda value: read_category(value, categories))
    category = next(iter(categories[slug]), slug) if slug else ""
    goals = _read("--sdg: ", given["goals"], lambda value: goals_field(parse_goals(value)))
    return ImportSite(
        tuple((code, language.name, language.cldr) for code, language in languages.items()),
        tuple((slug, tuple(names)) for slug, names in categories.items()),
        Given(date, given["slug"], category, goals, tuple((code, title) for code, title in titles.items() if title)),
    )


def _read(option: str, value: str, read: Callable[[str], str]) -> str:
    """The value of an option as the header has it, "" where it is not given; raises ImportFailure."""
    try:
        return read(value) if value else ""
    except ValueError as error:
        raise ImportFailure(f"{option}{error}") from None


def _date(value: str) -> str:
    """A date in any form that the header takes, written year first: so begin the files' folders."""
    moment = read_date(value, ZoneInfo("UTC"), "--date").strftime("%Y-%m-%d %H:%M").removesuffix(" 00:00")
    return value.strip() if ISO.fullmatch(value.strip()) else moment
