"""A story's page as it is being written: rendered by the page builders of the last build, in the process that built.

`plugins.editor.site` calls these functions; they run in the build process, which has the last build.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from jinja2 import TemplateError
from markupsafe import Markup
from msgspec import structs

from plugins.build_cache.protocol import BuildCache
from plugins.content.counterparts import Form
from plugins.content.draft_diagnostics import as_draft, head_says_draft
from plugins.content.library import mark_published
from plugins.content.markup.source_map import lines_of_blocks
from plugins.content.pair_reader import PairReader
from plugins.content.pairs import Pair
from plugins.content.settings.site_config import SiteConfig
from plugins.content.sources import PairKind, Source, display_path, parse_source
from plugins.devserver.builder import PreviewBuilder
from plugins.devserver.fast_preview import renew_builder
from plugins.diagnostics import ContentErrors, Diagnostic, Message, UserError
from plugins.editions.build_context import BuildContext
from plugins.editions.edition_site import EditionSites
from plugins.editions.page_writer import PageError, render_again
from plugins.editions.stories import StoryFactory
from plugins.images.album import Album
from plugins.images.picture_elements import Picture
from plugins.pages.builder import Around, PageBuilder
from plugins.pages.kinds.articles import page_spec
from plugins.project.error_messages import failure_of

# Addresses of pictures that no build has made yet, as the preview's frame gives them.
UNBUILT = "/~editor/unbuilt/"
NO_PAGE = Message("this edition has no page of the story while it is not translated")


class NotBuiltError(UserError):
    """A page cannot be rendered, since there is no build yet."""


@dataclass(frozen=True)
class RenderedPage:
    """A story's page in one edition, and the line of the source file on which each block of its text begins."""

    html: str
    lines: tuple[int, ...]


def read_pair(config: SiteConfig, stem: str, texts: Mapping[str, bytes]) -> tuple[Pair | None, list[Diagnostic]]:
    """The pair that these bytes would make, and what is wrong with them; no pair where no text can be read."""
    sources: list[Source] = []
    diagnostics: list[Diagnostic] = []
    kind, slug = PairKind.NEWS if stem.startswith("news/") else PairKind.PAGE, stem.rpartition("/")[2]
    root = display_path(config.content, config.root)
    for language, raw in texts.items():
        name = f"{stem}.{language}.md"
        outcome = parse_source(str(config.content / name), f"{root}/{name}", name, kind, slug, language, raw)
        if isinstance(outcome, Source):
            sources.append(outcome)
        else:
            diagnostics.append(as_draft(outcome) if head_says_draft(raw) else outcome)
    if not sources:
        return None, diagnostics
    reader = PairReader(sources, config)
    pair = reader.read()
    return pair, [*diagnostics, *reader.diagnostics]


def render_page(
    last: PreviewBuilder, files: frozenset[str], stem: str, texts: Mapping[str, bytes], edition: str
) -> RenderedPage:
    """A story's page in an edition as it would be published now, whether or not it is a draft, by the templates and
    settings of the last build; `files` are those of the content folder now. Raises NotBuiltError where there was no
    build, UserError where there is no such page."""
    build: BuildContext | None = last.settings.get("BUILD")
    if build is None or not build.part(EditionSites):
        raise NotBuiltError(Message("the site is being built"))
    config = replace(build.config, files=files)
    pair, diagnostics = read_pair(config, stem, texts)
    if pair is None:
        raise UserError(diagnostics[0].message if diagnostics else Message("there is no text yet"))
    pair = mark_published(pair, pair.texts)
    if pair.shared.date is None and pair.is_story:
        shared = structs.replace(pair.shared, date=build.library.clock.now.astimezone(config.zone))
        pair = structs.replace(pair, shared=shared)
    builder = _page_builder(build, config, build.part(EditionSites)[edition].part(PageBuilder), pair)
    if builder.site.form(pair) in (Form.HIDE, Form.LINK):
        raise UserError(NO_PAGE)
    try:
        story = builder.site.part(StoryFactory).of_pairs([pair])[0]
        spec = page_spec(builder, story)
        page = render_again(spec, builder.site, builder.site_context)
    except ContentErrors as error:
        raise UserError(error.diagnostics[0].message) from None
    except (PageError, TemplateError) as error:
        problem = failed.cause if (failed := failure_of(error)) else str(error)
        message = Message(
            "a template of the site's theme has an error; send this to the maintainer: {problem}", problem=problem
        )
        raise UserError(message) from None
    return RenderedPage(page, lines_of_blocks(story.text.source, builder.site.build.bodies.renderer))


def _page_builder(build: BuildContext, config: SiteConfig, before: PageBuilder, pair: Pair) -> PageBuilder:
    """The edition's builder of the last build, with this pair and the files of now, and pictures not built yet."""
    builder = renew_builder(before)
    site = builder.site
    library = site.build.library
    names = {text.source.name: pair for text in pair.texts.values()}
    site.library = replace(library, by_name={**library.by_name, **names}, config=config)
    site.build.library, site.build.config, site.config = site.library, config, config
    # What is being typed is not kept.
    site.build.bodies = replace(site.build.bodies, cache=BuildCache(), _extracts={})
    album: Any = PreviewAlbum(builder.album, config.content, build.output)
    site.build.pictures = album
    around = {**builder.around}
    around.setdefault(pair.name, Around())
    return replace(builder, around=around, album=album)


class PreviewAlbum:
    """An album that shows pictures which no build has made yet as they lie in the content folder."""

    def __init__(self, album: Album, content: Path, output: Path) -> None:
        self._album, self._content = album, content
        self._output = output

    def __getattr__(self, name: str) -> Any:
        return getattr(self._album, name)

    def picture(self, image: str, alt: str, credit: str = "") -> Picture | None:
        """The picture as the site shows it where it is built, else the file itself; None where there is none."""
        if not image:
            return None
        made = self._album.picture(image, alt, credit)
        if made and (self._output / made.path.lstrip("/")).is_file():
            return made
        if not (self._content / image).is_file():
            return None
        path = f"{UNBUILT}{image}"
        element = Markup('<img src="{}" alt="{}">').format(path, alt)
        return Picture(element, element, element, element, element, path, credit)

    def version(self, image: str) -> str:
        """Previews are not kept."""
        return ""
