"""Which pages the sitemap lists."""

import datetime as dt
from types import SimpleNamespace

from plugins.languages.links import Alternate
from plugins.machines.listing import list_changes, sitemap_entries
from plugins.sdg.tagging import GoalTag

URL = "https://example.org"
EDITIONS = [SimpleNamespace(path=lambda address: f"/{address}"), SimpleNamespace(path=lambda address: f"/sr/{address}")]


def _head(path: str, canonical: str | None = None, **facts: str) -> SimpleNamespace:
    """What a page says of itself."""
    alternates = (Alternate("en", URL + path),)
    plain = {"robots": "", "published": "", "modified": ""}
    return SimpleNamespace(
        path=path, canonical=URL + path if canonical is None else canonical, alternates=alternates, **(plain | facts)
    )


def _day(day: int) -> dt.datetime:
    return dt.datetime(2026, 5, day, 10, 0, tzinfo=dt.UTC)


def _pair(day: int, category: str, *goals: int, modified: int | None = None) -> SimpleNamespace:
    """A story of a day in May, with facts as a pair has them."""
    facts = SimpleNamespace(date=_day(day), category=category, goals=tuple(GoalTag(goal) for goal in goals))
    return SimpleNamespace(facts=facts, texts={"en": SimpleNamespace(modified=modified and _day(modified))})


def _listed(*heads: SimpleNamespace, changes: dict | None = None) -> dict:
    """When each listed page changed, by its address."""
    entries = sitemap_entries(heads, EDITIONS, changes or {}, URL)
    return {entry.address.removeprefix(URL): entry.modified for entry in entries}


def test_pages_that_stand_for_themselves_are_listed() -> None:
    """A page with another canonical page, without any, or with `noindex` is left out."""
    other, none = _head("/sr/news/x/", f"{URL}/news/x/"), _head("/404.html", "")
    assert list(_listed(_head("/news/x/"), other, none, _head("/preview/", robots="noindex"))) == ["/news/x/"]


def test_alternates_are_those_of_the_page() -> None:
    """The sitemap repeats what the page's own head says."""
    (entry,) = sitemap_entries([_head("/news/x/")], EDITIONS, {}, URL)
    assert entry.alternates == _head("/news/x/").alternates


def test_a_story_changed_when_it_says_so() -> None:
    """A story's last change is its correction, else its publication."""
    published = {"published": _day(1).isoformat()}
    listed = _listed(_head("/news/x/", **published), _head("/news/y/", **published, modified=_day(4).isoformat()))
    assert listed == {"/news/x/": _day(1), "/news/y/": _day(4)}


def test_lists_change_with_their_stories() -> None:
    """The front page, a category, a goal, a year and a month are as new as the newest story in them."""
    changes = list_changes([_pair(1, "local", 16), _pair(3, "global", 16, 5), _pair(2, "local", modified=9)])
    days = {
        "/": 9,
        "/sr/category/local/": 9,
        "/category/global/": 3,
        "/sr/sdg/16/2026/": 3,
        "/sdg/5/": 3,
        "/archive/2026/05/": 9,
    }
    expected = {path: _day(day) for path, day in days.items()} | {"/about/": None}
    assert _listed(*map(_head, expected), changes=changes) == expected
