"""The addresses of pages and feeds within an edition: the same in every edition, below its prefix.

`Edition.path` puts the prefix before an address, and `Edition.save_as` gives the name of its file. Files that texts
link to have addresses of their own (`plugins.content.links.attachments`).
"""

from __future__ import annotations

FRONT = ""
ARCHIVE = "archive/"
GOALS = "sdg/"
SEARCH = "search/"
SEARCH_INDEX = f"{SEARCH}index.json"
EVENTS = "events/"
EVENTS_CALENDAR = "feeds/events.ics"
FOLLOW = "follow/"
DIGEST = "digest/"
DRAFTS = "preview/"
NOT_FOUND = "404.html"
MANIFEST = "manifest.webmanifest"


def story_address(slug: str) -> str:
    """A story's page.

    >>> story_address("new-bridge")
    'news/new-bridge/'
    """
    return f"news/{slug}/"


def page_address(slug: str) -> str:
    """A fixed page."""
    return f"{slug}/"


def category_address(slug: str) -> str:
    """The list of a category."""
    return f"category/{slug}/"


def goal_address(number: int | str) -> str:
    """The list of a goal."""
    return f"{GOALS}{number}/"


def year_address(list_address: str, year: int) -> str:
    """The stories of a year in the list of a category or a goal.

    >>> year_address(goal_address(16), 2026)
    'sdg/16/2026/'
    """
    return f"{list_address}{year}/"


def month_address(year: int, month: int) -> str:
    """A month of the archive.

    >>> month_address(2026, 3)
    'archive/2026/03/'
    """
    return f"{ARCHIVE}{year}/{month:02d}/"


def feed_address(name: str) -> str:
    """The Atom feed of that name: `news`, `digest`, `category-<slug>`, `sdg-<number>`, `topic-<slug>`."""
    return f"feeds/{name}.atom.xml"


def json_feed_address(name: str) -> str:
    """The same feed as JSON Feed."""
    return f"feeds/{name}.json"
