"""The generator that writes the pages of one edition, and in the root edition's run the files that all editions share."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pelican.generators import Generator

from plugins.languages.site import EditionSite
from plugins.languages.writing import write_page
from plugins.pages.archive import archive_pages
from plugins.pages.articles import article_pages, fixed_pages
from plugins.pages.assets import gather
from plugins.pages.composer import Composer, make_frame
from plugins.pages.front import front_page
from plugins.pages.lists import category_pages, goal_pages
from plugins.pages.parallel import parallel_pages
from plugins.pages.services import service_pages
from plugins.pages.views import TextFile

ROOMS = (front_page, category_pages, goal_pages, archive_pages, article_pages, parallel_pages, fixed_pages, service_pages)


class PageGenerator(Generator):  # type: ignore[misc]
    """Writes every page of an edition that people read; puts the edition's `frame` and `composer` in the context."""

    def generate_context(self) -> None:
        """Make what all pages of the edition share."""
        site: EditionSite = self.context["site"]
        self.assets = gather(Path(self.theme) / "static")
        frame = make_frame(site, self.assets)
        self.context["frame"] = frame
        self.context["composer"] = Composer(site, frame, self.settings["ALBUM"])

    def generate_output(self, writer: Any) -> None:
        """Write the pages; the last run of a build, the root edition's, writes the shared files too."""
        composer: Composer = self.context["composer"]
        for address, template, page in self._pages(composer):
            write_page(self, writer, address, template, page)
        if not composer.site.edition.prefix:
            self._write_shared(writer)

    def _pages(self, composer: Composer) -> Iterator[tuple[str, str, object]]:
        for room in ROOMS:
            yield from room(composer)

    def _write_shared(self, writer: Any) -> None:
        for name, text in self.assets.texts.items():
            write_page(self, writer, name, "text.txt", TextFile(text))
        for name, source in (*self.assets.copies.items(), *self.settings["ALBUM"].files.items()):
            target = Path(self.output_path, name)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
