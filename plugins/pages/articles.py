"""A page for each story that the edition shows, and its neighbours.

Related stories are always older ones, so that a new story changes no old page but its neighbour's.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from plugins.languages.links import SwitchLink
from plugins.languages.stories import Story
from plugins.pages.composer import Composer
from plugins.pages.lists import Made
from plugins.pages.parallel import parallel_address
from plugins.pages.structured import of_story, with_data
from plugins.pages.views import ArticlePage, FixedPage, Link, PageHead

RELATED = 3


def article_pages(composer: Composer) -> Made:
    """Every story's page, from the newest."""
    stories = composer.site.stories
    related = related_stories(stories)
    for at, story in enumerate(stories):
        if not story.has_page:
            continue
        newer = stories[at - 1] if at else None
        older = stories[at + 1] if at + 1 < len(stories) else None
        head = article_head(composer, story)
        yield story.pair.address, "article", ArticlePage(
            head=head,
            story=composer.view(story),
            twins=_twins(head),
            parallel_path=composer.path(parallel_address(story)) if parallel_address(story) else "",
            related=composer.cards(related[at]),
            newer=composer.card(newer) if newer else None,
            older=composer.card(older) if older else None,
        )


def article_head(composer: Composer, story: Story) -> PageHead:
    """The head of a story's page; a story in another language names the original as the canonical page."""
    site = composer.site
    found = site.counterparts(story.pair.address, story.pair)
    head = composer.head("article", story.pair.address, story.title, story.summary, found)
    category = composer.category(story.facts.category)
    crumbs = (Link(category.title, category.path),) if category else ()
    modified = story.text.modified
    head = replace(
        head,
        canonical=site.absolute(story.canonical_path),
        image=site.absolute(composer.album.social(site, story)),
        image_alt=story.image_alt or story.title,
        og_type="article",
        published=story.date.isoformat(timespec="seconds"),
        modified=modified.isoformat(timespec="seconds") if modified and modified > story.date else "",
        section=category.title if category else "",
    )
    head = composer.crumbed(head, *crumbs)
    return of_story(composer, story, head, found)


def _twins(head: PageHead) -> tuple[SwitchLink, ...]:
    return tuple(link for link in head.switch if link.exact and not link.current)


def related_stories(stories: tuple[Story, ...]) -> list[list[Story]]:
    """For each story, newest first: older ones that share most goals with it, then those of its category."""
    by_goal: dict[int, list[int]] = defaultdict(list)
    by_category: dict[str, list[int]] = defaultdict(list)
    chosen: list[list[Story]] = []
    for at in range(len(stories) - 1, -1, -1):
        story = stories[at]
        goals = [tag.number for tag in story.facts.goals]
        shared: dict[int, int] = defaultdict(int)
        for number in goals:
            for other in by_goal[number][-RELATED * 2 :]:
                shared[other] += 1
        ranked = sorted(shared, key=lambda other: (-shared[other], other))
        more = [other for other in reversed(by_category[story.facts.category][-RELATED * 2 :]) if other not in shared]
        chosen.append([stories[other] for other in (*ranked, *more)[:RELATED]])
        for number in goals:
            by_goal[number].append(at)
        by_category[story.facts.category].append(at)
    return chosen[::-1]


def fixed_pages(composer: Composer) -> Made:
    """The fixed pages, such as /about/."""
    for story in composer.site.pages:
        if not story.has_page:
            continue
        found = composer.site.counterparts(story.pair.address, story.pair)
        head = composer.head("page", story.pair.address, story.title, story.summary, found)
        head = composer.crumbed(replace(head, canonical=composer.site.absolute(story.canonical_path)))
        yield story.pair.address, "page", FixedPage(with_data(composer, head), composer.view(story))
