"""What an edition has, for programs that read text: stories and fixed pages as Markdown, and `llms.txt`
(https://llmstxt.org), which lists them.

The Markdown is made from a page's HTML, so that language, script, links and pictures are those of the edition."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape, unescape

from html_to_markdown import convert

from plugins.content.counterparts import Form
from plugins.content.markup.rendered import BACK_CLASS, NOTE, name_of, split_tags
from plugins.content.subjects import SubjectKind
from plugins.editions.page_keys import Listed
from plugins.editions.page_writer import PageSpec, text_spec
from plugins.editions.story import Story, story_html
from plugins.feeds.xml import absolute_tag
from plugins.pages.builder import MARKDOWN, PageBuilder

JSON = json.JSONEncoder(ensure_ascii=False)
# Signs that mean something within a line of Markdown, and the beginning of a reference such as &amp;.
MEANING = re.compile(r"[\\`*_\[\]<]|&(?=#?\w+;)")
# The same in a text of cleaned HTML.
MEANING_IN_HTML = re.compile(r"[\\`*_\[\]]|&lt;|&amp;(?=#?\w+;)")
# The converter escapes some of these signs in some places; what stands in for them while it works is no character.
STAND_INS = {escape(sign): chr(0xFDD0 + at) for at, sign in enumerate("\\`*_[]<&")}
ESCAPED = {stand_in: f"\\{unescape(sign)}" for sign, stand_in in STAND_INS.items()}
STAND_IN = re.compile(f"[{''.join(ESCAPED)}]")


def plain_line(text: str) -> str:
    """A text on one line of Markdown, to be read as it is: signs with a meaning in Markdown are escaped."""
    return MEANING.sub(r"\\\g<0>", " ".join(text.split()))


def markdown_of(html: str, address: str = "") -> str:
    """Cleaned HTML as Markdown, its addresses as seen from the page at `address`, in which what was typed as text is
    read as text; the converter itself escapes what means something at the beginning of a line, in a table or in the
    description of a picture."""
    markdown = (convert(_for_converter(html, address)).content or "").strip()
    return STAND_IN.sub(lambda stand_in: ESCAPED[stand_in[0]], markdown)


def _for_converter(html: str, address: str) -> str:
    """HTML with absolute addresses, and with stand-ins for the signs of its text, but for that of code; without what
    leads from one place of the text to another, which means nothing in a file: of a footnote's mark its number is left,
    in brackets."""
    first, tags = split_tags(html)
    replace = _stand_in_for_signs if MEANING_IN_HTML.search(html) else str
    parts, code_end, place_end = [replace(first)], "", ""
    for tag, written in tags:
        if tag == code_end:
            code_end = ""
        elif not code_end and tag.partition(" ")[0] in ("code", "pre"):
            code_end = f"/{name_of(tag)}"
        text = written if code_end else replace(written)
        if place_end:
            is_end = tag == place_end
            if place_end == "/sup":
                parts.append(f"]{text}" if is_end else text)
            elif is_end:
                parts.append(text)
            place_end = "" if is_end else place_end
        elif tag.startswith(NOTE):
            parts.append(f"[{text}")
            place_end = "/sup"
        elif tag.startswith("a ") and BACK_CLASS in tag:
            parts[-1] = parts[-1].removesuffix("&nbsp;").rstrip()
            place_end = "/a"
        else:
            parts.append(f"<{absolute_tag(tag, address)}>{text}")
    return "".join(parts)


def _stand_in_for_signs(text: str) -> str:
    return MEANING_IN_HTML.sub(lambda sign: STAND_INS[sign[0]], text)


def markdown_specs(builder: PageBuilder) -> Iterator[PageSpec]:
    """A Markdown file for each story and fixed page that the edition has in its own words."""
    for story in (*builder.site.stories, *builder.site.pages):
        if builder.markdown_path(story):
            address = f"{story.pair.address}{MARKDOWN}"
            yield text_spec(address, markdown_file, builder, story)


def markdown_file(builder: PageBuilder, story: Story) -> str:
    """The file of one story: facts about it as YAML, then its title, summary, picture and text."""
    header = "".join(f"{name}: {JSON.encode(value)}\n" for name, value in _facts(builder, story))
    return f"---\n{header}---\n\n{story_markdown(builder, story)}"


def story_markdown(builder: PageBuilder, story: Story) -> str:
    """The story's words as Markdown, with absolute addresses; ends with a line break."""
    address = builder.site.absolute(story.page_path)
    html = "".join(_parts(builder, story))
    words = (story.summary,) if story.text.source.field("summary") else ()
    note = builder.site.event_note(story)
    lines = (f"# {plain_line(story.title)}", *([f"**{plain_line(note)}**"] if note else []), *map(plain_line, words))
    heading = "".join(f"{line}\n\n" for line in lines)
    return f"{heading}{markdown_of(html, address)}\n"


def _parts(builder: PageBuilder, story: Story) -> Iterator[str]:
    picture = builder.picture(story)
    if picture:
        yield f'<p><img src="{escape(picture.path)}" alt="{escape(story.image_alt)}"></p>'
        yield f"<p>{escape(picture.credit)}</p>" if picture.credit else ""
    yield story_html(story)


def _facts(builder: PageBuilder, story: Story) -> Iterator[tuple[str, object]]:
    """Names and values of the header; a JSON value is a YAML value too."""
    site, pair = builder.site, story.pair
    category = builder.category(story.category_slug)
    goals = dict.fromkeys(tag.number for tag in story.goals)
    translated = site.library.counterparts(pair).translated
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


LLMS = "llms.txt"
LATEST = 50


def llms_spec(builder: PageBuilder) -> PageSpec:
    """The file of one edition: its newest stories, its lists and pages, and the same file of the other editions."""
    stories = [Listed(story) for story in builder.site.own_stories[:LATEST]]
    pages = [Listed(page) for page in builder.site.pages if page.form == Form.OWN]
    subjects = {kind: _subjects(builder, kind) for kind in builder.site.config.subjects.kinds}
    return text_spec(LLMS, llms_file, builder, stories, pages, subjects)


def llms_file(
    builder: PageBuilder, stories: Sequence[Listed], pages: Sequence[Listed], subjects: Mapping[SubjectKind, list[str]]
) -> str:
    """The text: name and tagline, a sentence about the site, then lists of links."""
    site, t, shared = builder.site, builder.site_context.t, builder.site_context
    editions = [edition for edition in site.config.editions if edition != site.edition]
    lists = {
        t("latest"): [_story(builder, listed.story) for listed in stories],
        t("sections"): [_link(term.title, site.absolute(term.path)) for term in shared.categories],
        **{t(kind.plural): lines for kind, lines in subjects.items()},
        t("about_site"): [_story(builder, listed.story) for listed in pages],
        t("languages"): [_link(edition.label, site.absolute(edition.path(LLMS))) for edition in editions],
        # A heading that the format itself knows: what follows may be left out where a reader has little room.
        "Optional": [
            _link(t("archive"), site.absolute(shared.archive_path), t("archive_description")),
            _link(t("goals_title"), site.absolute(shared.goals_path), t("goals_description")),
            _link(t("feed"), site.absolute(shared.feed.path)),
        ],
    }
    head = f"# {plain_line(site.name)}\n\n> {plain_line(site.tagline)}\n\n{t('llms_intro')}\n"
    return "".join([head, *_sections(lists)])


def _subjects(builder: PageBuilder, kind: SubjectKind) -> list[str]:
    site = builder.site
    words = {subject.name: site.subject_words(subject) for subject in site.config.subjects.of_kind(kind)}
    return [
        _link(subject_words.name, site.absolute(builder.path(name.address)), subject_words.text)
        for name, subject_words in words.items()
    ]


def _sections(lists: dict[str, list[str]]) -> Iterator[str]:
    for heading, lines in lists.items():
        if lines:
            yield "".join([f"\n## {heading}\n\n", *lines])


def _story(builder: PageBuilder, story: Story) -> str:
    site = builder.site
    facts = [site.moment(story.date).text] if story.pair.is_story else []
    facts += filter(None, [site.event_note(story)])
    about = f"{story.summary} ({', '.join(facts)})" if facts else story.summary
    return _link(story.title, site.absolute(builder.markdown_path(story)), about)


def _link(title: str, address: str, about: str = "") -> str:
    """A line of a list: a link, and a sentence about it."""
    return f"- [{plain_line(title)}]({address}){f': {plain_line(about)}' if about else ''}\n"
