"""Both languages side by side, paragraph by paragraph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, partial

from markupsafe import Markup

from plugins.content.counterparts import Form
from plugins.content.markup.rendered import Tag, attribute_places, blocks, change_tags
from plugins.content.pairs import PARALLEL
from plugins.content.settings.site_config import Edition
from plugins.editions.edition_site import EditionSites
from plugins.editions.page_keys import Translation
from plugins.editions.page_writer import PageSpec
from plugins.editions.stories import is_rewritten
from plugins.editions.story import Story, story_html
from plugins.editions.text_filling import edition_html
from plugins.pages.builder import PageBuilder
from plugins.pages.views import Cell, ColumnHead, PageKind, ParallelPage

HEADINGS = ("<h2", "<h3", "<h4")
Sections = Sequence[Sequence[Cell]]
"""The blocks of a text, from heading to heading."""


def parallel_address(story: Story) -> str:
    """The address of the page with both languages, or "" where there is only one."""
    return f"{story.pair.address}{PARALLEL}" if len(story.pair.published_texts) > 1 and story.form == Form.OWN else ""


def parallel_specs(builder: PageBuilder) -> Iterator[PageSpec]:
    """A page for each story that the edition has in its own words and another language has too."""
    for story in builder.site.own_stories:
        if parallel_address(story):
            yield parallel_spec(builder, story)


def parallel_spec(builder: PageBuilder, story: Story) -> PageSpec:
    """The page of one such story."""
    texts = story.pair.published_texts.values()
    others = [Translation(text) for text in texts if text.language != story.edition.language]
    view = partial(parallel_page, builder, story, others)
    return PageSpec(address=parallel_address(story), template="parallel", view=view)


Column = tuple[ColumnHead, Sections]
"""A story in one language: what stands above it, and its blocks."""


def parallel_page(builder: PageBuilder, story: Story, others: Iterable[Translation]) -> ParallelPage:
    """The story in the edition's language, then in the others; search engines keep the story itself."""
    address = parallel_address(story)
    columns = [_column(story, story.title, story_html(story), story.edition), *_other_columns(builder, story, others)]
    heads = tuple(head for head, _ in columns)
    empty = [Cell(Markup(""), head.tag, head.direction) for head in heads]
    title = builder.site_context.t("parallel_title", name=story.title)
    return ParallelPage(
        head=builder.head_beside(story, PageKind.PARALLEL, address, title, story.summary),
        columns=heads,
        rows=tuple(rows([own_sections for _, own_sections in columns], empty)),
    )


def _column(story: Story, title: str, html: str, home: Edition) -> Column:
    """The story as the edition `home` has it, in its own words."""
    path = home.path(story.pair.address)
    head = ColumnHead(title=title, tag=home.tag, direction=home.direction, label=home.label, path=path)
    return head, sections(html, home.tag, home.direction)


def _other_columns(builder: PageBuilder, story: Story, others: Iterable[Translation]) -> Iterator[Column]:
    """The story in each other language, its links leading to this edition; as third-party
    plugins left it where they changed it."""
    config, build = builder.site.config, builder.site.build
    for text in (other.text for other in others):
        home = config.home_of(text.language)
        site = build.part(EditionSites).get(home.name) if build.has_plugins else None
        other = site.find(story.pair) if site else None
        if site and other and is_rewritten(site, other):
            yield _column(story, other.title, story_html(other), home)
        else:
            title = config.mark_remover(text.language)(text.title)
            yield _column(story, title, edition_html(builder.site, text), home)


def make_names_unique(html: str, language: str) -> str:
    """Put the language before all ids of a piece of HTML and the links to them: two bodies on one page may use the same
    ids."""
    if ' id="' not in html and ' href="#' not in html:
        return html
    return change_tags(html, lambda tag: _with_unique_names(tag, language))


def _with_unique_names(tag: Tag, language: str) -> str:
    if ' id="' not in tag and ' href="#' not in tag:
        return tag
    for name, (start, _) in reversed(attribute_places(tag).items()):
        at = start if name == "id" else start + 1 if name == "href" and tag[start] == "#" else 0
        tag = f"{tag[:at]}{language}-{tag[at:]}" if at else tag
    return tag


def rows(columns: Sequence[Sections], empty: Sequence[Cell]) -> Iterator[tuple[Cell, ...]]:
    """Blocks of the same rank side by side; where the texts differ in shape, what is left stands alone.

    Headings keep the columns together: the blocks between two headings are matched among themselves.
    """
    for at in range(max(len(column) for column in columns)):
        section = [column[at] if at < len(column) else () for column in columns]
        for row in range(max(map(len, section))):
            yield tuple(cells[row] if row < len(cells) else blank for cells, blank in zip(section, empty, strict=True))


@lru_cache(maxsize=64)
def sections(body: str, tag: str, direction: str) -> Sections:
    """The blocks of a body in a language, grouped from heading to heading; most editions show the same body."""
    groups: list[list[Cell]] = [[]]
    for block in blocks(body):
        if block.startswith(HEADINGS) and groups[-1]:
            groups.append([])
        groups[-1].append(Cell(Markup(make_names_unique(block, tag)), tag, direction))
    return groups
