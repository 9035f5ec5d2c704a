"""The pages that a reader may search for by name: goals, categories, subjects, months and fixed pages.

Names count in every language of the site: a reader may type "cilj 6" on an English page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from plugins.content.addresses import DIGEST, EVENTS, FOLLOW, GOALS, category_address, goal_address, month_address
from plugins.content.counterparts import Form
from plugins.content.subjects import SubjectName
from plugins.editions.edition_site import EditionSite
from plugins.locales.dates import month_and_year
from plugins.sdg.goals import GOALS as ALL_GOALS
from plugins.sdg.titles import language_tables
from plugins.search.index import NamedPage
from plugins.search.word_keys import Words


def named_pages(site: EditionSite, words: Words) -> tuple[NamedPage, ...]:
    """The named pages of an edition, those that readers look for most first."""
    return (
        *_goals(site, words), *_categories(site, words), *_subjects(site, words), *_months(site, words),
        *_fixed_pages(site, words),
    )  # fmt: skip


def goal_labels(site: EditionSite, words: Words) -> tuple[tuple[str, ...], ...]:
    """The keys of what may stand before a goal's number in any language of the site: "SDG", "cilj"."""
    tables = language_tables()
    known = (tables[code] for code in tables if code in site.config.languages or tables[code].get("fallback"))
    return _keys((label for table in known for label in table.get("goal", ())), words)


def _goals(site: EditionSite, words: Words) -> Iterator[NamedPage]:
    names = _names(site, "goals_title"), _names(site, "goals_short")
    yield NamedPage(
        site.strings("goals_title"), site.edition.path(GOALS), _keys((n for part in names for n in part), words)
    )
    own = site.strings.section("goals")
    for goal in ALL_GOALS:
        number = str(goal.number)
        title = site.strings("goal_heading", n=goal.number, name=own[number])
        keys = _keys(_names_in(site, "goals", number), words)
        yield NamedPage(title, site.edition.path(goal_address(number)), keys, "goal", number)


def _categories(site: EditionSite, words: Words) -> Iterator[NamedPage]:
    own = site.strings.section("categories")
    for slug in site.config.categories:
        keys = _keys(_names_in(site, "categories", slug), words)
        yield NamedPage(own[slug], site.edition.path(category_address(slug)), keys, "category", slug)


def _subjects(site: EditionSite, words: Words) -> Iterator[NamedPage]:
    for name, title in site.subject_titles.items():
        subject = site.config.subjects.by_name.get(name)
        names = (
            [words_of_subject.name for words_of_subject in subject.words.values()] if subject else _bylines(site, name)
        )
        keys = _keys((title, *names), words)
        yield NamedPage(title, site.edition.path(name.address), keys, name.kind.value, name.slug)


def _bylines(site: EditionSite, author: SubjectName) -> list[str]:
    """An author's name in all editions that have stories of the author."""
    return [other.subject_titles[author] for other in site.all_sites if author in other.subject_titles]


def _months(site: EditionSite, words: Words) -> Iterator[NamedPage]:
    locales = [edition.cldr for edition in site.config.editions]
    for year, month in dict.fromkeys((story.date.year, story.date.month) for story in site.own_stories):
        names = (month_and_year(year, month, cldr) for cldr in locales)
        title, path = month_and_year(year, month, site.edition.cldr), site.edition.path(month_address(year, month))
        yield NamedPage(title, path, _keys(names, words), "month", f"{year}-{month:02d}")


def _fixed_pages(site: EditionSite, words: Words) -> Iterator[NamedPage]:
    yield NamedPage(site.strings("follow"), site.edition.path(FOLLOW), _keys(_names(site, "follow"), words))
    yield NamedPage(site.strings("digest"), site.edition.path(DIGEST), _keys(_names(site, "digest"), words))
    if site.has_events:
        yield NamedPage(site.strings("events"), site.edition.path(EVENTS), _keys(_names(site, "events"), words))
    for page in site.pages:
        if page.form == Form.OWN:
            yield NamedPage(page.title, page.page_path, _keys((page.title,), words))


def _names(site: EditionSite, key: str) -> list[str]:
    """A string of the interface in all languages."""
    return [strings(key) for strings in site.config.strings.values()]


def _names_in(site: EditionSite, section: str, key: str) -> list[str]:
    return [str(strings.section(section)[key]) for strings in site.config.strings.values()]


def _keys(names: Iterable[str], words: Words) -> tuple[tuple[str, ...], ...]:
    """The keys of each name, each once; a name of function words alone is none."""
    return tuple(dict.fromkeys(keys for name in names if (keys := words.name_keys(name))))
