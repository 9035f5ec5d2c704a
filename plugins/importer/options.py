"""What the importer is told: the site's languages and categories, and the editor's options, checked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from zoneinfo import ZoneInfo

from plugins.content.config import Language
from plugins.content.fields import ISO, FieldError, read_category, read_date
from plugins.importer.deciding import Given, goals_field
from plugins.importer.drafting import DraftMaker
from plugins.importer.model import ImportFault
from plugins.importer.slugs import slug_of
from plugins.sdg.tagging import parse_goals

NOTHING: Mapping[str, str] = MappingProxyType({})
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True)
class Site:
    """What the importer must know of the site and was told by the editor, in a form that can be sent to another
    process.

    `languages` are codes, names and CLDR locales.
    """

    languages: tuple[tuple[str, str, str], ...]
    categories: tuple[tuple[str, tuple[str, ...]], ...]
    given: tuple[tuple[str, str], ...]
    titles: tuple[tuple[str, str], ...]

    def maker(self) -> DraftMaker:
        """What makes this site's drafts."""
        languages = {code: (name, cldr) for code, name, cldr in self.languages}
        return DraftMaker(languages, dict(self.categories), Given(**dict(self.given), titles=dict(self.titles)))

    @property
    def codes(self) -> list[str]:
        """The codes of the languages."""
        return [code for code, _, _ in self.languages]


def site_of(
    languages: Mapping[str, Language],
    categories: Mapping[str, Sequence[str]],
    given: Mapping[str, str],
    titles: Mapping[str, str] = NOTHING,
) -> Site:
    """The site and the options, checked; raises ImportFault that lists what is valid."""
    date = _date(given["date"])
    if given["slug"] and not SLUG.fullmatch(given["slug"]):
        raise ImportFault(
            f"--slug {given['slug']!r} cannot be an address: write small letters, digits and hyphens, such "
            f"as {slug_of(given['slug']) or 'new-school'}"
        )
    if unknown := [code for code in titles if code not in languages]:
        raise ImportFault(
            f"--title {unknown[0]}=…: {unknown[0]!r} is not a language of this site, which has {', '.join(languages)}"
        )
    category = _category(given["category"], categories)
    return Site(
        tuple((code, language.name, language.cldr) for code, language in languages.items()),
        tuple((slug, tuple(names)) for slug, names in categories.items()),
        tuple({**given, "date": date, "category": category, "goals": _goals(given["goals"])}.items()),
        tuple((code, title) for code, title in titles.items() if title),
    )


def _date(value: str) -> str:
    """A date in any form that the header takes, written year first: so begin the files' folders."""
    try:
        moment = read_date(value, ZoneInfo("UTC"), "--date") if value else None
    except FieldError as fault:
        raise ImportFault(str(fault)) from None
    if moment is None or ISO.fullmatch(value.strip()):
        return value.strip()
    return moment.strftime("%Y-%m-%d %H:%M").removesuffix(" 00:00")


def _category(value: str, categories: Mapping[str, Sequence[str]]) -> str:
    try:
        slug = read_category(value, categories) if value else ""
    except FieldError as fault:
        raise ImportFault(f"--category: {fault}") from None
    return next(iter(categories[slug]), slug) if slug else ""


def _goals(value: str) -> str:
    try:
        return goals_field(parse_goals(value)) if value else ""
    except ValueError as error:
        raise ImportFault(f"--sdg: {error}") from None
