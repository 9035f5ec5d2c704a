"""A small site that is edited as a newsroom would, for tests that compare builds with and without the plugin."""

from __future__ import annotations

import runpy
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.small_site import ROOT, SmallSite, small_site

PLUGINS = runpy.run_path(str(ROOT / "pelicanconf.py"))["PLUGINS"]
WITHOUT = [name for name in PLUGINS if name != "plugins.build_cache"]
LIGHT = {"SEARCH": False, "SOCIAL_CARDS": False, "WORKERS": 1}
SLUGS = ("alpha", "beta", "gamma", "delta")
BODY = {
    "en": "The first of {n}.\n\nSecond, with [a link]({{filename}}/news/2026/{other}.en.md).",
    "sr": "Prvi pasus o injekciji {n}.\n\nDrugi, njegov.",
}


@dataclass
class NewsDesk:
    """A site with its own copy of the theme, whose edits are plain functions of a number."""

    site: SmallSite

    @property
    def theme(self) -> Path:
        """The site's own theme."""
        return self.site.folder / "theme"

    def build(self, **overrides: object) -> dict[str, Any]:
        """Build with the plugin; gives the settings that the build ended with."""
        return self.site.build(THEME=str(self.theme), **overrides)

    def clean(self, folder: Path, **overrides: object) -> dict[str, bytes]:
        """The files of a clean build without the plugin."""
        # Pictures drawn once serve every clean build: their cache is none of the plugin's.
        output, cache = folder / "clean", folder.with_name(f"{folder.name}-pictures")
        shutil.rmtree(output, ignore_errors=True)
        paths = {"THEME": str(self.theme), "OUTPUT_PATH": str(output), "CACHE_PATH": str(cache)}
        settings = self.site.build(PLUGINS=list(WITHOUT), **paths, **overrides)
        assert "BUILD_CACHE" not in settings, "the plugin took part"
        return SmallSite(folder, {}).files_of(output)


def newsdesk(folder: Path) -> NewsDesk:
    """A site of three pairs, built once."""
    desk = NewsDesk(small_site(folder, **LIGHT))
    shutil.copytree(ROOT / "theme", desk.theme)
    for number, slug in enumerate(SLUGS[:3]):
        write(desk, slug, "en", number)
        write(desk, slug, "sr", number)
    desk.site.write("pages/about.en.md", "Title: About\n\nWho we are.\n")
    desk.site.write("images/dot.png", (ROOT / "tests" / "build_cache" / "dot.png").read_bytes())
    return desk


def write(desk: NewsDesk, slug: str, language: str, number: int) -> None:
    """An article; what it says depends on the number."""
    other = SLUGS[(SLUGS.index(slug) + 1) % 3]
    exists = (desk.site.content / f"news/2026/{other}.en.md").exists() or slug == other
    body = BODY[language].format(n=number, other=other if exists else slug)
    facts = {
        "date": f"2026-0{1 + number % 5}-1{number % 9}",
        "category": ("local", "global")[number % 2],
        "sdgs": f"{1 + number % 17}, 16.2",
    }
    desk.site.article(slug, language, body, title=f"Title {number} {slug}", **(facts if language == "en" else {}))


def file_of(desk: NewsDesk, slug: str, language: str) -> Path:
    """The article's file."""
    return desk.site.content / f"news/2026/{slug}.{language}.md"


def add_or_change(desk: NewsDesk, number: int) -> None:
    """Write an article anew, in one language or the other."""
    write(desk, SLUGS[number % 4], "en", number)
    if number % 3:
        write(desk, SLUGS[number % 4], "sr", number)


def remove_translation(desk: NewsDesk, number: int) -> None:
    """Take a translation away."""
    file_of(desk, SLUGS[number % 4], "sr").unlink(missing_ok=True)


def remove_pair(desk: NewsDesk, number: int) -> None:
    """Take a story away, and the links to it."""
    for language in ("en", "sr"):
        file_of(desk, "delta", language).unlink(missing_ok=True)


def rename(desk: NewsDesk, number: int) -> None:
    """Give the fourth story another address."""
    for language in ("en", "sr"):
        file = file_of(desk, "delta", language)
        if file.exists():
            file.rename(file.with_name(f"delta-{number % 3}.{language}.md"))


def header(desk: NewsDesk, number: int) -> None:
    """Change a field: status, policy, picture, author or a modification."""
    line = (
        "Status: draft",
        "Untranslated: hide",
        "Untranslated: link",
        "Image: images/dot.png",
        "Author: Desk",
        "Modified: 2026-05-20",
        "Preview: yes",
    )
    file = file_of(desk, SLUGS[number % 3], ("en", "sr")[number % 2])
    if file.exists() and not (line[number % 7].startswith("Status") and file.name.endswith("en.md")):
        text = file.read_text("utf-8")
        name = line[number % 7].partition(":")[0]
        kept = "\n".join(part for part in text.split("\n") if not part.startswith(f"{name}:"))
        file.write_text(f"{line[number % 7]}\n{kept}", "utf-8")


def words(desk: NewsDesk, number: int) -> None:
    """Change nothing but the words of a body."""
    file = file_of(desk, SLUGS[number % 3], ("en", "sr")[number % 2])
    if file.exists():
        kept = file.read_text("utf-8").partition("\n\nAt last")[0].rstrip("\n")
        file.write_text(f"{kept}\n\nAt last: {'i još ' * (number % 4)}{number}.\n", "utf-8")


def picture(desk: NewsDesk, number: int) -> None:
    """Change the picture's bytes."""
    from PIL import Image

    Image.new("RGB", (40 + number % 5, 30), (number % 256, 80, 120)).save(desk.site.content / "images/dot.png")


def attach(desk: NewsDesk, number: int) -> None:
    """Link a text to a file, or change the file alone."""
    name = f"files/plan {number % 2}.csv"
    desk.site.write(name, f"{'row;' * (number * 300)}{number}\n")
    file = file_of(desk, SLUGS[number % 3], ("en", "sr")[number % 2])
    if file.exists() and number % 4:
        kept = file.read_text("utf-8").partition("\n\nThe plan")[0].rstrip("\n")
        file.write_text(f"{kept}\n\nThe plan is [here]({{static}}/{name}).\n", "utf-8")


def glossary(desk: NewsDesk, number: int) -> None:
    """Decide a word for the Cyrillic edition."""
    desk.site.write("glossary.txt", f"Title = Наслов{number % 3}\n")


def strings(desk: NewsDesk, number: int) -> None:
    """Change an interface string."""
    file = desk.theme / "strings" / ("en.toml", "sr.toml")[number % 2]
    text = file.read_text("utf-8")
    key = ("latest", "not_found_title")[number // 2 % 2]
    start = text.index(f"\n{key} = ")
    end = text.index("\n", start + 1)
    file.write_text(f'{text[:start]}\n{key} = "Latest {number % 4}"{text[end:]}', "utf-8")


def template(desk: NewsDesk, number: int) -> None:
    """Change a template that others draw in."""
    file = (
        desk.theme / "templates" / ("partials/footer.html", "article.html", "macros/dates.html", "feed.xml")[number % 4]
    )
    mark = "{# edited #}" if file.suffix == ".xml" else f"<!-- {number % 5} -->"
    text = file.read_text("utf-8")
    file.write_text(
        text + mark
        if "macros" not in file.parts and "macros" not in str(file)
        else text.replace("<time", f'<time class="d{number % 5}"', 1),
        "utf-8",
    )


def style(desk: NewsDesk, number: int) -> None:
    """Change the style sheet, whose name stands in every page."""
    file = desk.theme / "static/css/utilities.css"
    file.write_text(file.read_text("utf-8") + f"\n.x{number % 9} {{ margin: 0; }}\n", "utf-8")


EDITS: dict[str, Callable[[NewsDesk, int], None]] = {
    edit.__name__: edit
    for edit in (
        add_or_change,
        remove_translation,
        remove_pair,
        rename,
        header,
        words,
        picture,
        attach,
        glossary,
        strings,
        template,
        style,
    )
}
SETTINGS = (
    {},
    {"UNTRANSLATED": "link"},
    {"UNTRANSLATED": "hide"},
    {"SITEURL": "https://other.example"},
    {"SHOW_OUTDATED": False},
)
