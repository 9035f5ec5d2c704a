"""The generator that writes the pages of one edition, and in the root edition's run the files that all editions
share."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from pelican.generators import Generator

from plugins.build_cache.workers import progress
from plugins.editions.edition_site import EditionSite
from plugins.editions.page_specs import PageSpec, write_page
from plugins.pages.articles import article_specs, fixed_specs, preview_specs
from plugins.pages.assets import gather
from plugins.pages.attachments import publish_attachments
from plugins.pages.builder import PageBuilder, make_site_context
from plugins.pages.lists import archive_specs, category_specs, front_specs, goal_specs
from plugins.pages.parallel import parallel_specs
from plugins.pages.utility_pages import service_specs
from plugins.pages.views import TextFile

ROOMS = (
    front_specs,
    category_specs,
    goal_specs,
    archive_specs,
    article_specs,
    parallel_specs,
    fixed_specs,
    service_specs,
    preview_specs,
)


class PageGenerator(Generator):  # type: ignore[misc]
    """Writes every page of an edition; puts `site_context` and `builder` in the context."""

    def generate_context(self) -> None:
        """Make what all pages of the edition share."""
        site: EditionSite = self.context["site"]
        # The root edition's run comes first, and those of the others start from its settings.
        self.assets = self.settings.get("ASSETS") or gather(Path(self.theme) / "static", site.url)
        self.settings["ASSETS"] = self.assets
        site_context = make_site_context(site, self.assets)
        self.context["site_context"] = site_context
        album = self.settings["ALBUM"]
        album.prepare(site, site_context.goals)
        builder = self.context["composer"] = PageBuilder(site, site_context, album)
        self.settings.setdefault("COMPOSERS", {})[site.edition.name] = builder

    def generate_output(self, writer: Any) -> None:
        """Write the pages; the last run of a build, the root edition's, writes the shared files too."""
        builder: PageBuilder = self.context["composer"]
        builder.album.begin(progress(self.settings, "pictures"), self.settings.get("AT_END"))
        for room in ROOMS:
            for spec in room(builder):
                write_page(self, writer, spec)
        if not builder.site.edition.prefix:
            self._write_shared(writer)

    def _write_shared(self, writer: Any) -> None:
        for name, text in self.assets.texts.items():
            write_page(self, writer, PageSpec(name, "text.txt", (name,), lambda text=text: TextFile(text)))  # type: ignore[misc]
        for name, source in self.assets.copies.items():
            target = Path(self.output_path, name)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
        settings = self.settings
        where = Path(self.output_path), Path(settings["SITE_OUTPUT"]), settings["KEPT"]
        publish_attachments(self.context["composer"].site.library, *where)
        settings["ALBUM"].publish(*where)
