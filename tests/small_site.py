"""Small sites for tests: written to a folder, built by Pelican in process, and asked questions."""

from __future__ import annotations

import os
import runpy
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from bs4 import BeautifulSoup

ROOT = Path(__file__).resolve().parent.parent
CONF: dict[str, Any] = runpy.run_path(str(ROOT / "pelicanconf.py"))
# Of a site whose test looks at no search, no card, no edition that is derived from another, and no category but two:
# less than half of a build.
LIGHT: dict[str, Any] = {
    "CATEGORIES": ("local", "global"),
    "SEARCH": False,
    "SOCIAL_CARDS": False,
    "EDITIONS": {name: row for name, row in CONF["EDITIONS"].items() if "derived_from" not in row},
}
# What is handed to one build, and is no setting.
OPTIONS = ("progress", "memory", "show_drafts", "notice")

BODY = {
    "en": (
        "The first paragraph of the story, with a [link](https://www.un.org/en).\n\n"
        "## What changed\n\nThe second paragraph."
    ),
    "sr": "Prvi pasus priče, sa [vezom](https://www.un.org/en).\n\n## Šta je novo\n\nDrugi pasus.",
}


@dataclass(frozen=True)
class SmallSite:
    """A site in a folder of its own; `settings` differ from those of pelicanconf.py.

    `drawn` has the pictures of a site without stories, the icon, the logo and the cards of editions: a site whose test
    looks at no card begins with a copy of them, since to draw them is a quarter of a build."""

    folder: Path
    settings: Mapping[str, Any]
    drawn: ClassVar[Path | None] = None

    @property
    def content(self) -> Path:
        """Its content folder."""
        return self.folder / "content"

    @property
    def output(self) -> Path:
        """Its output folder."""
        return self.folder / "output"

    def write(self, name: str, text: str | bytes) -> Path:
        """A file of the content folder."""
        file = self.content / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        return file

    def article(self, slug: str, language: str = "en", body: str | None = None, **fields: str) -> Path:
        """An article; fields are header lines (`image_alt` is `Image-Alt`), with a title and a date unless said
        otherwise."""
        fields = {"title": f"Story {slug}", **({"date": "2026-03-01"} if language == "en" else {}), **fields}
        header = "".join(f"{name.replace('_', '-').title()}: {value}\n" for name, value in fields.items() if value)
        year = fields.get("date", "2026")[:4] if fields.get("date", "2026")[:4].isdigit() else "2026"
        return self.write(
            f"news/{year}/{slug}.{language}.md", f"{header}\n{BODY[language] if body is None else body}\n"
        )

    def build(self, **overrides: Any) -> dict[str, Any]:
        """Build it strictly, as `./inv build` does; gives the settings that the build ended with."""
        from plugins.project.build import run_pelican

        paths = {
            "PATH": self.content,
            "OUTPUT_PATH": self.output,
            "CACHE_PATH": self.folder / ".cache",
            "THEME": ROOT / "theme",
        }
        given = {**self.settings, **overrides}
        options = {name: given.pop(name) for name in OPTIONS if name in given}
        settings = {**{key: str(path) for key, path in paths.items()}, **given}
        if self.drawn and given.get("SOCIAL_CARDS") is False and not os.path.lexists(paths["CACHE_PATH"]):
            shutil.copytree(self.drawn, paths["CACHE_PATH"] / "pictures")
        return run_pelican(str(ROOT / "pelicanconf.py"), settings, **options)

    def text(self, address: str) -> str:
        """The file that answers an address such as `/sr/news/x/`."""
        name = address.lstrip("/")
        return (self.output / (f"{name}index.html" if address.endswith("/") else name)).read_text("utf-8")

    def page(self, address: str) -> BeautifulSoup:
        """A page as a tree."""
        return BeautifulSoup(self.text(address), "lxml")

    def files(self) -> dict[str, bytes]:
        """Every file of the output by its path."""
        return self.files_of(self.output)

    @staticmethod
    def files_of(folder: Path) -> dict[str, bytes]:
        """Every file below a folder by its path."""
        return {
            file.relative_to(folder).as_posix(): file.read_bytes()
            for file in sorted(folder.rglob("*"))
            if file.is_file()
        }


def small_site(folder: Path, **settings: Any) -> SmallSite:
    """An empty site. It is built in this process alone, unless WORKERS says otherwise: sharing so little out among
    others takes longer, and the tests of `plugins.build_cache` show that it gives the same bytes."""
    (folder / "content").mkdir(parents=True, exist_ok=True)
    return SmallSite(folder, {"NOW": 1_780_000_000, "WORKERS": 1, **settings})


def copied(site: SmallSite, folder: Path) -> SmallSite:
    """A copy of a site with what its builds left, to be changed."""
    shutil.copytree(site.folder, folder)
    return SmallSite(folder, site.settings)
