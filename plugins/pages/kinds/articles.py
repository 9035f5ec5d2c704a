"""All the pages of one edition that are about one story."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import partial
from urllib.parse import quote

from plugins.content.counterparts import Counterparts, Form
from plugins.content.subjects import IN_TABLES, SubjectName
from plugins.editions.page_keys import Listed
from plugins.editions.page_writer import PageSpec
from plugins.editions.story import Story
from plugins.locales.strings import Strings
from plugins.pages.builder import COPY, Around, PageBuilder
from plugins.pages.json_ld import add_structured_data, describe_story
from plugins.pages.kinds.parallel import parallel_address, parallel_spec
from plugins.pages.views import ArticlePage, FixedPage, Link, PageHead, PageKind

# A service's own name, or the key of a string, and its address for a text; by the names of the setting `SHARE`.
SERVICES = {
    "whatsapp": ("WhatsApp", "https://wa.me/?text={title}%0A{address}"),
    "viber": ("Viber", "viber://forward?text={title}%0A{address}"),
    "telegram": ("Telegram", "https://t.me/share/url?url={address}&text={title}"),
    "mail": ("share_mail", "mailto:?subject={title}&body={address}"),
}
RELATED = 3
# A topic or a place that two stories share weighs as much as so many goals.
SAYS_MORE = 2


def find_stories_around(builder: PageBuilder) -> None:
    """Put in `builder.around` what each story's page shows of others."""
    stories = builder.site.stories
    listed = [None, *map(Listed, stories), None]
    for story, related, newer, older in zip(stories, related_stories(stories), listed, listed[2:], strict=False):
        builder.around[story.pair.name] = Around(tuple(map(Listed, related)), newer, older)


def story_spec(builder: PageBuilder, story: Story) -> PageSpec | None:
    """The page of a story, or fixed page; None where the edition has none."""
    if not story.has_page or builder.site.shows_draft_of(story.pair):
        return None
    if story.pair.is_story and not builder.around:
        find_stories_around(builder)
    return page_spec(builder, story)


def page_spec(builder: PageBuilder, story: Story) -> PageSpec:
    """The page of a story or fixed page that has one."""
    is_story = story.pair.is_story
    return PageSpec(
        address=story.pair.address,
        template=story.template,
        view=partial(article_page if is_story else fixed_page, builder, story, builder.around_story(story)),
        counterparts=builder.site.library.counterparts(story.pair) if story.form == Form.OWN else None,
        lastmod=story.last_change or (story.date if is_story else None),
        story=story,
    )


def article_page(builder: PageBuilder, story: Story, around: Around) -> ArticlePage:
    """The story, and the stories around it."""
    head = article_head(builder, story)
    own = builder.site.library.counterparts(story.pair).translated
    tags = {edition.tag for edition in builder.site.config.editions if edition.name in own}
    return ArticlePage(
        head=head,
        story=builder.view(story, around),
        translation_links=tuple(link for link in head.switch if link.tag in tags and not link.current),
        parallel_path=builder.path(parallel_address(story)) if parallel_address(story) else "",
        press_kit_path=builder.press_kit_path(story),
        related=builder.cards(around.related),
        newer=builder.card(around.newer) if around.newer else None,
        older=builder.card(around.older) if around.older else None,
        share=tuple(share_links(builder.site.settings["SHARE"], story.title, head.canonical, builder.site_context.t)),
    )


def share_links(names: Iterable[str], title: str, address: str, t: Strings) -> Iterator[Link]:
    """The links for a page, in the order of `names`; the button that copies the address is not among them."""
    quoted = {"title": quote(title, safe=""), "address": quote(address, safe="")}
    for name in names:
        if name != COPY:
            label, pattern = SERVICES[name]
            yield Link(t(label) if label.islower() else label, pattern.format(**quoted))


def article_head(builder: PageBuilder, story: Story) -> PageHead:
    """The head of a story's page; a story in another language names the original as the canonical page."""
    site = builder.site
    counterparts = site.library.counterparts(story.pair)
    category = builder.category(story.category_slug)
    crumbs = (Link(category.title, category.path),) if category else ()
    modified = story.last_change
    head = builder.head(
        PageKind.ARTICLE,
        story.pair.address,
        story.title,
        story.summary,
        counterparts,
        canonical=site.absolute(story.canonical_path),
        robots="" if story.form == Form.OWN else "noindex",
        image=site.absolute(builder.album.story_card_path(site, story)),
        image_alt=story.title,
        og_type="article" if story.form == Form.OWN else "website",
        markdown=builder.markdown_path(story),
        published=story.date.isoformat(timespec="seconds"),
        modified=modified.isoformat(timespec="seconds") if modified and modified > story.date else "",
        section=category.title if category else "",
        crumbs=builder.crumb_trail(story.title, site.edition.path(story.pair.address), *crumbs),
    )
    # A page that only shows another edition's story leaves it to that edition to describe it to machines.
    return (
        describe_story(builder, story, head, counterparts)
        if story.form == Form.OWN
        else add_structured_data(builder, head)
    )


def related_stories(stories: tuple[Story, ...]) -> list[list[Story]]:
    """For each story, newest first: older ones that share most topics, places and goals with it, then those of its
    category. A topic or a place says more than a goal."""
    sharing: dict[SubjectName | int, list[int]] = defaultdict(list)
    by_category: dict[str, list[int]] = defaultdict(list)
    chosen: list[list[Story]] = []
    for at in range(len(stories) - 1, -1, -1):
        story = stories[at]
        goals = [tag.number for tag in story.goals]
        about: tuple[SubjectName | int, ...] = (*(name for name in story.subjects if name.kind in IN_TABLES), *goals)
        shared: dict[int, int] = defaultdict(int)
        for subject_or_goal in about:
            for other in sharing[subject_or_goal][-RELATED * 2 :]:
                shared[other] += 1 if isinstance(subject_or_goal, int) else SAYS_MORE
        ranked = sorted(shared, key=lambda other: (-shared[other], other))
        more = [other for other in reversed(by_category[story.category_slug][-RELATED * 2 :]) if other not in shared]
        chosen.append([stories[other] for other in (*ranked, *more)[:RELATED]])
        for subject_or_goal in about:
            sharing[subject_or_goal].append(at)
        by_category[story.category_slug].append(at)
    return chosen[::-1]


def fixed_page(builder: PageBuilder, story: Story, around: Around) -> FixedPage:
    """One fixed page."""
    head = builder.head(
        PageKind.PAGE,
        story.pair.address,
        story.title,
        story.summary,
        builder.site.library.counterparts(story.pair),
        markdown=builder.markdown_path(story),
        canonical=builder.site.absolute(story.canonical_path),
        robots="" if story.form == Form.OWN else "noindex",
    )
    head = add_structured_data(builder, builder.add_crumbs(head))
    return FixedPage(head=head, story=builder.view(story, around))


def preview_specs(builder: PageBuilder) -> Iterator[PageSpec]:
    """A page for each draft in this edition's language whose header says `Preview: yes`."""
    site, previews = builder.site, builder.site.build.previews
    key = site.settings["PREVIEW_KEY"]
    for story in site.previews:
        address = preview_address(story, key)
        previews.append((story.text.source.path, site.absolute(site.edition.path(address))))
        view = partial(preview_page, builder, story, address, builder.around_story(story))
        yield PageSpec(address=address, template="article", view=view, story=story)


def preview_address(story: Story, key: str) -> str:
    """The address of a story's preview, the same from build to build."""
    name = f"{story.edition.name}:{story.pair.kind}:{story.slug}".encode()
    return f"preview/{hashlib.blake2b(name, key=hashlib.sha256(key.encode()).digest(), digest_size=16).hexdigest()}/"


def preview_page(builder: PageBuilder, story: Story, address: str, around: Around) -> ArticlePage:
    """The draft as it would be published, kept from search engines; the switch leads to the front pages."""
    counterparts = Counterparts(address, (), (story.edition.name,))
    published = story.date.isoformat(timespec="seconds")
    head = builder.head(
        PageKind.ARTICLE, address, story.title, story.summary, counterparts, robots="noindex", published=published
    )
    return ArticlePage(head=builder.add_crumbs(head), story=builder.unpublished_view(story, around))


def specs_of_story(builder: PageBuilder, story: Story) -> Iterator[PageSpec]:
    """The story's own page, and the one with its languages side by side."""
    if spec := story_spec(builder, story):
        yield spec
    if story.pair.is_story and parallel_address(story):
        yield parallel_spec(builder, story)
