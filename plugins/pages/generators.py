"""Pelican's own generators of articles and pages, filled from the content library, which write all pages of an edition
when Pelican would.

Pelican makes its generators itself; at the public signals `article_generator_init` and `page_generator_init` each is
turned into one of the classes here. They give Pelican the edition's stories as if they came from its cache of contents,
so that Pelican sorts, lists and announces them as on any site; `editions.stories` makes these.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.generators import ArticlesGenerator, PagesGenerator

from plugins.content.counterparts import Form, text_in
from plugins.content.pairs import Pair
from plugins.editions.build_context import build_context
from plugins.editions.edition_site import EditionSite, EditionSites, sort_stories
from plugins.editions.foreign_code import check_readers, watches_feeds
from plugins.editions.page_writer import PageSpec, TextFile, write_page
from plugins.editions.stories import StoryFactory
from plugins.images.album import Album
from plugins.pages.assets import Assets, gather_assets
from plugins.pages.builder import PageBuilder, make_site_context
from plugins.pages.kinds.articles import preview_specs, story_spec
from plugins.pages.kinds.digests import digest_specs
from plugins.pages.kinds.drafts import draft_specs
from plugins.pages.kinds.events import event_specs
from plugins.pages.kinds.follow import follow_specs
from plugins.pages.kinds.lists import archive_specs, category_specs, front_specs, goal_specs
from plugins.pages.kinds.parallel import parallel_specs
from plugins.pages.kinds.press_kits import press_kit_specs, publish_archives
from plugins.pages.kinds.subjects import subject_specs
from plugins.pages.kinds.utility_pages import generic_page, service_specs

NEWS_SPECS = (
    front_specs, category_specs, goal_specs, subject_specs, archive_specs, parallel_specs, event_specs, digest_specs,
)  # fmt: skip
FIXED_SPECS = (service_specs, follow_specs, preview_specs, draft_specs, press_kit_specs)


class StoryGenerator:
    """Base of both: reads pairs of the library as stories, and writes pages."""

    context: dict[str, Any]
    settings: dict[str, Any]
    site: EditionSite

    @property
    def builder(self) -> PageBuilder:
        """That of the edition's pages."""
        return self.site.part(PageBuilder)

    def use_pairs(self, site: EditionSite, pairs: Iterable[Pair], preread: Any, context_signal: Any) -> None:
        """Use the pairs with a page in this edition, and make stories of the others that it lists."""
        self.site, self.preread, self.context_signal = site, preread, context_signal
        self.factory = site.part(StoryFactory)
        shown = [pair for pair in pairs if site.form(pair) != Form.HIDE]
        self.by_name = {pair.name: pair for pair in shown if site.form(pair) != Form.LINK}
        self.listed_only = [
            self.factory.make(self.factory.metadata(pair)) for pair in shown if site.form(pair) == Form.LINK
        ]

    def get_files(self, paths: Any, exclude: Any = None, extensions: Any = None) -> list[str]:
        """The names of the pairs, in the site's order; no file of a reader that is switched off."""
        return list(self.by_name) if extensions is None else []

    def get_cached_data(self, name: str, default: Any = None) -> Any:
        """The story of that name, with the signals of a file that is read: Pelican asks its cache first, so it is made
        here."""
        self.preread.send(self)
        pair = self.by_name[name]
        metadata = self.factory.metadata(pair)
        if self.factory.is_complete and not metadata["text"].source.field("summary"):
            # As on any site, plugins find no summary where the header has none; `read_changes` gives it back.
            del metadata["summary"]
        self.context_signal.send(self, metadata=metadata)
        story: Any = self.factory.make(metadata)
        if self.factory.is_complete:
            story.translations = list(self.factory.counterparts(story))
        return story

    def save_cache(self) -> None:
        """Does nothing: the library has its own cache."""

    def make_folders(self, stories: Iterable[Any]) -> None:
        """Make the folders of pages where a third-party plugin writes beside them: such a plugin may do so for all
        editions as soon as the pages of one are written."""
        if self.site.build.has_plugins:
            for story in stories:
                os.makedirs(os.path.dirname(os.path.join(self.settings["OUTPUT_PATH"], story.save_as)), exist_ok=True)

    def announce(self, writer: Any, stories: Iterable[Any], signal: Any) -> None:
        """Send the signal of each story, and write its page before the next one's, as on any site."""
        for story in stories:
            signal.send(self, content=story)
            self.factory.read_changes([story])
            self.begin_pictures()
            if spec := story_spec(self.builder, story):
                write_page(self, writer, spec)

    def begin_pictures(self) -> None:
        """Begin to draw pictures and cards, unless that has begun; the stories of all editions are known."""
        options = self.site.build.options
        self.builder.album.begin(self.site.all_sites, partial(options.progress, "pictures"), options.finalizers)

    def write(self, writer: Any, specs: Iterable[Callable[[PageBuilder], Iterable[PageSpec]]]) -> None:
        """Write the pages of some kinds."""
        for make_specs in specs:
            for spec in make_specs(self.builder):
                write_page(self, writer, spec)


class StoryArticles(StoryGenerator, ArticlesGenerator):  # type: ignore[misc]
    """The edition's articles."""

    def generate_context(self) -> None:
        """Put the edition's site in the context as `edition_site`, then do as Pelican does with articles."""
        build = build_context(self.settings)
        site = EditionSite(build, build.edition(self.settings), self.settings, self.context)
        self.context["edition_site"] = site
        self.use_pairs(site, build.library.news, signals.article_generator_preread, signals.article_generator_context)
        super().generate_context()

    def finish_context(self) -> None:
        """Pass the generator's stories, with the changes of all plugins, to the edition's site."""
        self.factory.read_changes((*self.articles, *self.listed_only))
        self.make_folders(self.articles)
        self.site.stories = sort_stories((*self.articles, *self.listed_only))
        site = self.site
        asked = [pair for pair in site.library.previews if site.edition.language in pair.texts]
        if site.settings["PREVIEW_KEY"]:
            site.previews = self.factory.of_pairs(asked)
        else:
            # Nobody could be told of the address.
            site.build.previews.extend((text_in(pair, site.edition).source.path, "") for pair in asked)
        if site.build.options.show_drafts:
            pairs = site.library.unpublished_pairs
            shown = [
                (pair, text_in(pair, site.edition)) for pair in pairs if site.form(pair) in (Form.OWN, Form.NOTICE)
            ]
            published = site.library.published_names
            site.unpublished_stories = self.factory.of_pairs(
                pair for pair, text in shown if text.source.name not in published
            )
        site.build.part(EditionSites)[site.edition.name] = site

    def generate_output(self, writer: Any) -> None:
        """Write the articles and their lists, and what Pelican's settings add to our pages: its own feeds, and the
        maintainer's templates."""
        self.generate_feeds(writer)
        if watches_feeds():
            self.context["write_feeds"](writer)
        self.announce(writer, chain(self.translations, self.articles), signals.article_generator_write_article)
        write = partial(writer.write_file, relative_urls=self.settings["RELATIVE_URLS"])
        self.generate_direct_templates(write)
        # Third-party plugins may have changed stories since the first page.
        self.builder.made.clear()
        self.begin_pictures()
        self.write(writer, NEWS_SPECS)
        signals.article_writer_finalized.send(self, writer=writer)


class StoryPages(StoryGenerator, PagesGenerator):  # type: ignore[misc]
    """The edition's fixed pages."""

    def generate_context(self) -> None:
        """As Pelican does with pages."""
        site: EditionSite = self.context["edition_site"]
        self.use_pairs(site, site.library.pages, signals.page_generator_preread, signals.page_generator_context)
        self.positions = {name: position for position, name in enumerate(self.by_name)}
        super().generate_context()

    def get_cached_data(self, name: str, default: Any = None) -> Any:
        """The page, with its place in the menu."""
        page = super().get_cached_data(name, default)
        page.menu_order = self.positions[name]
        return page

    def finish_context(self) -> None:
        """Pass the generator's pages to the edition's site, and make what all its pages share."""
        shown = {page.pair.name: page for page in (*self.pages, *self.listed_only)}
        self.site.pages = tuple(shown[pair.name] for pair in self.site.library.pages if pair.name in shown)
        self.factory.read_changes((*self.pages, *self.listed_only))
        self.make_folders(self.pages)
        self._share_context()

    def _share_context(self) -> None:
        """Put in the context what all pages of the edition share, and `make_view`, which makes the view of a page that
        others write; from the stories as all plugins left them."""
        site, build, album = self.site, self.site.build, self.site.build.pictures
        assert isinstance(album, Album)
        # The root edition's run comes first.
        assets = build.part(Assets)
        if not assets.css:
            assets = build.put(Assets, gather_assets(Path(self.theme) / "static", site.url))
            for name, near in assets.unused.items():
                meant = f"did you mean {near}?" if near else "theme/static/css/tokens.css lists the theme's"
                build.options.notice(f"theme/site/colours.css: nothing uses {name}: {meant}")
        site_context = make_site_context(site, assets, album, self.settings["SHARE"])
        builder = site.parts[PageBuilder] = PageBuilder(site, site_context, album)
        self.context.update(site_context=site_context, make_view=partial(generic_page, builder))
        self.env.globals["site"] = site_context

    def generate_output(self, writer: Any) -> None:
        """Write the fixed pages, and all others that list no stories; the last run of a build, the root edition's,
        writes the files that all editions share."""
        self.announce(writer, chain(self.translations, self.pages), signals.page_generator_write_page)
        self.write(writer, FIXED_SPECS)
        if not self.site.edition.prefix:
            self._write_shared(writer)
        signals.page_writer_finalized.send(self, writer=writer)

    def _write_shared(self, writer: Any) -> None:
        build = self.site.build
        assets = build.part(Assets)
        for name, text in assets.texts.items():
            write_page(self, writer, PageSpec(address=name, template="text.txt", view=partial(TextFile, text)))
        for name, source in assets.copies.items():
            build.place(source, name)
        publish_archives(build)
        for attached in build.library.attachments.values():
            build.place(build.config.content / attached.name, attached.address)
        self.builder.album.publish(build.place)


def use_story_articles(generator: Any) -> None:
    """Handler of `article_generator_init`."""
    check_readers(generator)
    # Pelican made the context before the run's files were sent to the staging folder.
    generator.context["OUTPUT_PATH"] = generator.settings["OUTPUT_PATH"]
    generator.__class__ = StoryArticles


def use_story_pages(generator: Any) -> None:
    """Handler of `page_generator_init`."""
    generator.__class__ = StoryPages


def complete_stories(generators: Iterable[Any]) -> None:
    """Handler of `all_generators_finalized`, after those of others: what follows reads the stories as they are now."""
    for generator in generators:
        if isinstance(generator, StoryArticles | StoryPages):
            generator.finish_context()
