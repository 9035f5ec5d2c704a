"""The front page: a lead story, a few beside it, and the latest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from plugins.languages.stories import Story
from plugins.languages.writing import Sheet
from plugins.pages.composer import Composer
from plugins.pages.lists import changed
from plugins.pages.page_views import FrontPage
from plugins.pages.structured import of_site

TOP, LATEST = 3, 9


def front_sheets(composer: Composer) -> Iterator[Sheet]:
    """The edition's front page; its lead is its newest story, in its own words if it has any."""
    stories = list(composer.site.stories)
    lead = next((story for story in stories if story.form == "own"), stories[0] if stories else None)
    shown = (
        [lead, *[story for story in stories[: TOP + LATEST + 1] if story is not lead][: TOP + LATEST]] if lead else []
    )
    counts = Counter(tag.number for story in stories for tag in story.facts.goals)
    made_from = (*map(composer.card_key, shown), repr(sorted(counts.items())))
    found = composer.site.counterparts("")
    yield Sheet("", "index", made_from, lambda: front_page(composer, shown, counts), found, changed(shown))


def front_page(composer: Composer, shown: list[Story], counts: Counter[int]) -> FrontPage:
    """The front page with these stories, the lead first."""
    head = composer.head("front", "", composer.frame.site_name, composer.frame.t("front_description"))
    cards = composer.cards(shown)
    return FrontPage(
        head=of_site(composer, head),
        lead=cards[0] if cards else None,
        top=cards[1 : 1 + TOP],
        latest=cards[1 + TOP :],
        goal_counts=tuple((goal, counts[goal.number]) for goal in composer.frame.goals),
    )
