"""The generator that writes the pages of one edition, and in the root edition's run the files that all editions
share."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from pelican.generators import Generator

from plugins.build_cache.workers import progress
from plugins.editions.edition_site import EditionSite
from plugins.editions.page_specs import Sheet, write_sheet
from plugins.pages.articles import article_sheets, fixed_sheets, preview_sheets
from plugins.pages.assets import gather
from plugins.pages.attachments import publish_attachments
from plugins.pages.builder import Composer, make_frame
from plugins.pages.lists import archive_sheets, category_sheets, front_sheets, goal_sheets
from plugins.pages.parallel import parallel_sheets
from plugins.pages.utility_pages import service_sheets
from plugins.pages.views import TextFile

ROOMS = (
    front_sheets,
    category_sheets,
    goal_sheets,
    archive_sheets,
    article_sheets,
    parallel_sheets,
    fixed_sheets,
    service_sheets,
    preview_sheets,
)


class PageGenerator(Generator):  # type: ignore[misc]
    """Writes every page of an edition that people read; puts the edition's `frame` and `composer` in the context."""

    def generate_context(self) -> None:
        """Make what all pages of the edition share."""
        site: EditionSite = self.context["site"]
        # The root edition's run comes first, and those of the others start from its settings.
        self.assets = self.settings.get("ASSETS") or gather(Path(self.theme) / "static", site.url)
        self.settings["ASSETS"] = self.assets
        frame = make_frame(site, self.assets)
        self.context["frame"] = frame
        album = self.settings["ALBUM"]
        album.prepare(site, frame.goals)
        composer = self.context["composer"] = Composer(site, frame, album)
        self.settings.setdefault("COMPOSERS", {})[site.edition.name] = composer

    def generate_output(self, writer: Any) -> None:
        """Write the pages; the last run of a build, the root edition's, writes the shared files too."""
        composer: Composer = self.context["composer"]
        composer.album.begin(progress(self.settings, "pictures"), self.settings.get("AT_END"))
        for room in ROOMS:
            for sheet in room(composer):
                write_sheet(self, writer, sheet)
        if not composer.site.edition.prefix:
            self._write_shared(writer)

    def _write_shared(self, writer: Any) -> None:
        for name, text in self.assets.texts.items():
            write_sheet(self, writer, Sheet(name, "text.txt", (name,), lambda text=text: TextFile(text)))  # type: ignore[misc]
        for name, source in self.assets.copies.items():
            target = Path(self.output_path, name)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
        settings = self.settings
        where = Path(self.output_path), Path(settings["SITE_OUTPUT"]), settings["KEPT"]
        publish_attachments(self.context["composer"].site.newsroom, *where)
        settings["ALBUM"].publish(*where)
