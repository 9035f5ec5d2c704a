"""`llms.txt` (https://llmstxt.org): what an edition has, for programs that read text, with links to the Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from plugins.editions.page_keys import Shown
from plugins.editions.page_writer import PageSpec
from plugins.editions.stories import Story
from plugins.pages.builder import PageBuilder
from plugins.pages.views import TextFile

LLMS = "llms.txt"
LATEST = 50


def llms_spec(builder: PageBuilder) -> PageSpec:
    """The file of one edition: its newest stories, its lists and pages, and the same file of the other editions."""
    stories = builder.site.own_stories[:LATEST]
    pages = [page for page in builder.site.pages if page.form == "own"]
    return PageSpec(LLMS, "text.txt", Shown(cards=(*stories, *pages)), partial(llms_file, builder, stories, pages))


def llms_file(builder: PageBuilder, stories: Sequence[Story], pages: Sequence[Story]) -> TextFile:
    """The text: name and tagline, a sentence about the site, then lists of links."""
    site, t, shared = builder.site, builder.site_context.t, builder.site_context
    editions = [edition for edition in site.config.editions if edition != site.edition]
    lists = {
        t("latest"): [_story(builder, story) for story in stories],
        t("sections"): [_link(term.title, site.absolute(term.path)) for term in shared.categories],
        t("about_site"): [_story(builder, page) for page in pages],
        t("languages"): [_link(edition.label, site.absolute(edition.path(LLMS))) for edition in editions],
        # A heading that the format itself knows: what follows may be left out where a reader has little room.
        "Optional": [
            _link(t("archive"), site.absolute(shared.archive_path), t("archive_description")),
            _link(t("goals_title"), site.absolute(shared.goals_path), t("goals_description")),
            _link(t("feed"), site.absolute(shared.feed.path)),
        ],
    }
    head = f"# {_line(site.name)}\n\n> {_line(site.tagline)}\n\n{t('llms_intro')}\n"
    return TextFile("".join([head, *_sections(lists)]))


def _sections(lists: dict[str, list[str]]) -> Iterator[str]:
    for heading, lines in lists.items():
        if lines:
            yield "".join([f"\n## {heading}\n\n", *lines])


def _story(builder: PageBuilder, story: Story) -> str:
    site = builder.site
    date = f" ({site.moment(story.date).text})" if story.pair.kind == "news" else ""
    return _link(story.title, site.absolute(builder.markdown_path(story)), f"{story.summary}{date}")


def _link(title: str, address: str, about: str = "") -> str:
    """A line of a list: a link, and a sentence about it."""
    name = _line(title).replace("[", "(").replace("]", ")")
    return f"- [{name}]({address}){f': {_line(about)}' if about else ''}\n"


def _line(text: str) -> str:
    return " ".join(text.split())
