"""The front page: a lead story, a few beside it, and the latest."""

from __future__ import annotations

from collections import Counter

from plugins.pages.composer import Composer
from plugins.pages.lists import Made
from plugins.pages.structured import of_site
from plugins.pages.views import FrontPage

TOP, LATEST = 3, 9


def front_page(composer: Composer) -> Made:
    """The edition's front page; its lead is its newest story, in its own words if it has any."""
    site, t = composer.site, composer.frame.t
    stories = list(site.stories)
    lead = next((story for story in stories if story.form == "own"), stories[0] if stories else None)
    rest = [story for story in stories if story is not lead]
    counts = Counter(tag.number for story in stories for tag in story.facts.goals)
    head = composer.head("front", "", composer.frame.site_name, t("front_description"))
    yield "", "index", FrontPage(
        head=of_site(composer, head),
        lead=composer.card(lead) if lead else None,
        top=composer.cards(rest[:TOP]),
        latest=composer.cards(rest[TOP : TOP + LATEST]),
        goal_counts=tuple((goal, counts[goal.number]) for goal in composer.frame.goals),
    )
