"""Stories and fixed pages as Markdown, for programs that read text: the page's own words, made from its HTML, so that
language, script, links and pictures are those of the edition."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import partial
from html import escape

from html_to_markdown import convert

from plugins.editions.page_keys import Shown
from plugins.editions.page_writer import PageSpec
from plugins.editions.stories import Story
from plugins.feeds.xml import absolute_html
from plugins.pages.builder import MARKDOWN, PageBuilder
from plugins.pages.views import TextFile

# Places within a page mean nothing in a file of text: of a footnote's mark its number is left, in brackets.
FOOTNOTE = re.compile(r'<sup id="fnref[^"]*"><a class="footnote-ref"[^>]*>(?P<number>.*?)</a></sup>', re.S)
BACK = re.compile(r'(?:&#160;|&nbsp;|\s)*<a class="footnote-backref"[^>]*>.*?</a>', re.S)


def markdown_specs(builder: PageBuilder) -> Iterator[PageSpec]:
    """A Markdown file for each story and fixed page that the edition has in its own words."""
    for story in (*builder.site.stories, *builder.site.pages):
        if builder.markdown_path(story):
            address = f"{story.pair.address}{MARKDOWN}"
            yield PageSpec(address, "text.txt", Shown(stories=(story,)), partial(markdown_file, builder, story))


def markdown_file(builder: PageBuilder, story: Story) -> TextFile:
    """The file of one story: facts about it as YAML, then its title, summary, picture and text."""
    header = "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in _facts(builder, story))
    return TextFile(f"---\n{header}---\n\n{story_markdown(builder, story)}")


def story_markdown(builder: PageBuilder, story: Story) -> str:
    """The story's words as Markdown, with absolute addresses; ends with a line break."""
    address = builder.site.absolute(story.page_path)
    html = "".join(_parts(builder, story))
    if "footnote" in html:
        html = FOOTNOTE.sub(r"[\g<number>]", BACK.sub("", html))
    return f"{(convert(absolute_html(html, address)).content or '').strip()}\n"


def _parts(builder: PageBuilder, story: Story) -> Iterator[str]:
    yield f"<h1>{escape(story.title)}</h1>"
    if story.text.source.field("summary"):
        yield f"<p>{escape(story.summary)}</p>"
    picture = builder.picture(story)
    if picture:
        yield f'<p><img src="{escape(picture.path)}" alt="{escape(story.image_alt)}"></p>'
        yield f"<p>{escape(picture.credit)}</p>" if picture.credit else ""
    yield str(builder.body(story))


def _facts(builder: PageBuilder, story: Story) -> Iterator[tuple[str, object]]:
    """Names and values of the header; a JSON value is a YAML value too."""
    site, pair = builder.site, story.pair
    category = builder.category(story.category_slug)
    goals = dict.fromkeys(tag.number for tag in story.goals)
    translated = site.counterparts(pair.address, pair).translated
    others = (edition for edition in site.config.editions if edition.name in translated and edition != site.edition)
    facts: dict[str, object] = {
        "title": story.title,
        "language": site.edition.tag,
        "canonical": site.absolute(story.canonical_path),
        "published": story.date.isoformat(timespec="seconds") if pair.shared.date else "",
        "modified": story.last_change.isoformat(timespec="seconds") if story.last_change else "",
        "author": story.byline,
        "category": category.title if category else "",
        "goals": [f"{number}: {builder.site_context.goals[number - 1].title}" for number in goals],
        "translations": {other.tag: site.absolute(other.path(f"{pair.address}{MARKDOWN}")) for other in others},
    }
    yield from ((name, value) for name, value in facts.items() if value)
