"""The generator that writes the pages of one edition, and in the root edition's run the files that all editions
share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from pelican.generators import Generator

from plugins.editions.edition_site import EditionSite
from plugins.editions.generators import FinishingGenerator
from plugins.editions.page_keys import Shown
from plugins.editions.page_writer import PageSpec, text_spec, write_page
from plugins.editions.story import Story
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
FIXED_SPECS = (service_specs, follow_specs, preview_specs, draft_specs)


class EditionBuilders(dict[str, PageBuilder]):
    """The page builder of each edition, by the edition's name."""


class PageGenerator(FinishingGenerator, Generator):  # type: ignore[misc]
    """Makes every page of an edition; puts in the context `site_context`, `builder`, `make_view`, which makes the view
    of a page that others write, and `write_story`, `write_news` and `write_fixed`, by which the generators of articles
    and pages write them, in Pelican's order."""

    def finish_context(self) -> None:
        """Make what all pages of the edition share, from the stories as all plugins left them."""
        site: EditionSite = self.context["edition_site"]
        build = site.build
        # The root edition's run comes first.
        assets = build.part(Assets)
        if not assets.css:
            assets = build.put(Assets, gather_assets(Path(self.theme) / "static", site.url))
            for name, near in assets.unused.items():
                meant = f"did you mean {near}?" if near else "theme/static/css/tokens.css lists the theme's"
                build.options.notice(f"theme/site/colours.css: nothing uses {name}: {meant}")
        album = build.part(Album)
        site_context = self.context["site_context"] = make_site_context(site, assets, album, self.settings["SHARE"])
        builder = PageBuilder(site, site_context, album)
        self.context.update(
            builder=builder,
            make_view=partial(generic_page, builder),
            write_story=self.write_story,
            write_news=self.write_news,
            write_fixed=self.write_fixed,
        )
        self.env.globals["site"] = site_context
        build.part(EditionBuilders)[site.edition.name] = builder

    def write_story(self, writer: Any, story: Story) -> None:
        """Write a story's own page."""
        builder: PageBuilder = self.context["builder"]
        self._begin_pictures(builder)
        if spec := story_spec(builder, story):
            write_page(self, writer, spec)

    def _begin_pictures(self, builder: PageBuilder) -> None:
        options = builder.site.build.options
        done = partial(options.progress, "pictures")
        builder.album.begin(builder.site.all_sites, done, options.finalizers)

    def write_news(self, writer: Any) -> None:
        """Write what lists stories, and the other pages of each."""
        builder: PageBuilder = self.context["builder"]
        # Third-party plugins may have changed stories since the first page.
        builder.made.clear()
        self._begin_pictures(builder)
        self._write(writer, NEWS_SPECS)

    def write_fixed(self, writer: Any) -> None:
        """Write the pages for readers' use, and those of drafts."""
        self._write(writer, FIXED_SPECS)

    def _write(self, writer: Any, specs: Iterable[Callable[[PageBuilder], Iterable[PageSpec]]]) -> None:
        for make_specs in specs:
            for spec in make_specs(self.context["builder"]):
                write_page(self, writer, spec)

    def generate_output(self, writer: Any) -> None:
        """Write press kits; the last run of a build, the root edition's, writes the shared files too."""
        builder: PageBuilder = self.context["builder"]
        build = builder.site.build
        # All editions are complete before the first of them is written.
        for spec in press_kit_specs(builder, build.part(EditionBuilders), Path(self.settings["CACHE_PATH"])):
            write_page(self, writer, spec)
        if not builder.site.edition.prefix:
            self._write_shared(writer)

    def _write_shared(self, writer: Any) -> None:
        build = self.context["edition_site"].build
        assets = build.part(Assets)
        for name, text in assets.texts.items():
            write_page(self, writer, text_spec(name, Shown(values=(name,)), partial(str, text)))
        for name, source in assets.copies.items():
            build.place(source, name)
        publish_archives(build.part(EditionBuilders), Path(self.settings["CACHE_PATH"]))
        for attached in build.library.attachments.values():
            build.place(build.config.content / attached.name, attached.address)
        build.part(Album).publish(build.place)
