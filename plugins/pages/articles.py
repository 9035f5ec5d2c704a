"""All the pages of one edition that are about one story."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from plugins.content.availability import Counterparts
from plugins.editions.page_specs import Sheet
from plugins.editions.stories import Story, tell
from plugins.pages.builder import Composer
from plugins.pages.parallel import parallel_address, parallel_sheet
from plugins.pages.structured_data import of_story, with_data
from plugins.pages.views import ArticlePage, FixedPage, Link, PageHead

RELATED = 3


def article_sheets(composer: Composer) -> Iterator[Sheet]:
    """Every story's page, from the newest."""
    stories = composer.site.stories
    related = related_stories(stories)
    for at, story in enumerate(stories):
        newer = stories[at - 1] if at else None
        older = stories[at + 1] if at + 1 < len(stories) else None
        composer.around[story.slug] = (related[at], newer, older)
        if story.has_page:
            yield article_sheet(composer, story)


def article_sheet(composer: Composer, story: Story) -> Sheet:
    """The page of one story."""
    key, (related, newer, older) = composer.card_key, composer.around[story.slug]
    found = composer.site.counterparts(story.pair.address, story.pair)
    return Sheet(
        address=story.pair.address,
        template="article",
        made_from=(composer.page_key(story), key(newer), key(older), *map(key, related)),
        make=lambda: article_page(composer, story),
        found=found if story.form == "own" else None,
        changed=story.text.modified or story.date,
    )


def article_page(composer: Composer, story: Story) -> ArticlePage:
    """The story, and the stories around it."""
    head, (related, newer, older) = article_head(composer, story), composer.around[story.slug]
    return ArticlePage(
        head=head,
        story=composer.view(story),
        twins=tuple(link for link in head.switch if link.exact and not link.current),
        parallel_path=composer.path(parallel_address(story)) if parallel_address(story) else "",
        related=composer.cards(related),
        newer=composer.card(newer) if newer else None,
        older=composer.card(older) if older else None,
    )


def article_head(composer: Composer, story: Story) -> PageHead:
    """The head of a story's page; a story in another language names the original as the canonical page."""
    site = composer.site
    found = site.counterparts(story.pair.address, story.pair)
    category = composer.category(story.facts.category)
    crumbs = (Link(category.title, category.path),) if category else ()
    modified = story.text.modified
    head = composer.head(
        "article",
        story.pair.address,
        story.title,
        story.summary,
        found,
        canonical=site.absolute(story.canonical_path),
        robots="" if story.form == "own" else "noindex",
        image=site.absolute(composer.album.social(site, story)),
        image_alt=story.title,
        og_type="article" if story.form == "own" else "website",
        published=story.date.isoformat(timespec="seconds"),
        modified=modified.isoformat(timespec="seconds") if modified and modified > story.date else "",
        section=category.title if category else "",
        crumbs=composer.trail(story.title, site.edition.path(story.pair.address), *crumbs),
    )
    # A page that only shows another edition's story leaves it to that edition to describe it to machines.
    return of_story(composer, story, head, found) if story.form == "own" else with_data(composer, head)


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


def fixed_sheets(composer: Composer) -> Iterator[Sheet]:
    """The fixed pages, such as /about/."""
    for story in composer.site.pages:
        if story.has_page:
            yield fixed_sheet(composer, story)


def fixed_sheet(composer: Composer, story: Story) -> Sheet:
    """One fixed page as a sheet."""
    found = composer.site.counterparts(story.pair.address, story.pair)
    return Sheet(
        address=story.pair.address,
        template="page",
        made_from=(composer.page_key(story),),
        make=lambda: fixed_page(composer, story),
        found=found if story.form == "own" else None,
        changed=story.text.modified,
    )


def fixed_page(composer: Composer, story: Story) -> FixedPage:
    """One fixed page."""
    found = composer.site.counterparts(story.pair.address, story.pair)
    head = composer.head("page", story.pair.address, story.title, story.summary, found)
    robots = "" if story.form == "own" else "noindex"
    head = composer.crumbed(replace(head, canonical=composer.site.absolute(story.canonical_path), robots=robots))
    return FixedPage(with_data(composer, head), composer.view(story))


def preview_sheets(composer: Composer) -> Iterator[Sheet]:
    """A page for each draft in this edition's language whose header says `Preview: yes`; none without a secret word."""
    site, key = composer.site, str(composer.site.settings["PREVIEW_KEY"])
    for pair in site.newsroom.previews:
        story = tell(pair, site.edition, site.desk, site.bodies) if site.edition.language in pair.texts else None
        if story and not key:
            site.previews.append((story.text.source.path, ""))
        elif story:
            address = preview_address(story, key)
            site.previews.append((story.text.source.path, site.absolute(site.edition.path(address))))
            make = lambda story=story, address=address: preview_page(composer, story, address)  # noqa: E731
            yield Sheet(address, "article", (composer.page_key(story),), make)


def preview_address(story: Story, key: str) -> str:
    """The address of a story's preview, the same from build to build."""
    name = f"{story.edition.name}:{story.pair.kind}:{story.slug}".encode()
    return f"preview/{hashlib.blake2b(name, key=hashlib.sha256(key.encode()).digest(), digest_size=16).hexdigest()}/"


def preview_page(composer: Composer, story: Story, address: str) -> ArticlePage:
    """The draft as it would be published, kept from search engines; the switch leads to the front pages."""
    here = Counterparts(address, (), (story.edition.name,))
    head = composer.head("article", address, story.title, story.summary, here)
    head = composer.crumbed(replace(head, robots="noindex", published=story.date.isoformat(timespec="seconds")))
    return ArticlePage(head, composer.view(story), (), "", (), None, None)


def sheets_about(composer: Composer, story: Story) -> Iterator[Sheet]:
    """The story's own page, and the one with its languages side by side."""
    if story.has_page:
        yield article_sheet(composer, story) if story.pair.kind == "news" else fixed_sheet(composer, story)
    if story.pair.kind == "news" and parallel_address(story):
        yield parallel_sheet(composer, story)
