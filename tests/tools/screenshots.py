"""`serve --screenshots FOLDER`: the site as its readers see it, and the editor, as PNG files for the documentation."""

from __future__ import annotations

import contextlib
import io
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from plugins.cli.terminal import command, print_error
from plugins.devserver.builder import show_build
from plugins.devserver.http_server import PreviewServer
from plugins.devserver.preview import Preview
from plugins.project.build import run_pelican
from tests.needs import where

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page, Playwright

    from plugins.content.library import ContentLibrary
    from plugins.content.pairs import Pair

SETTINGS = "pelicanconf.py"
DESK, PHONE, EDITOR = (1280, 960), (390, 844), (1440, 900)
# What Chromium answers where it has drawn nothing in time, and how often it is asked.
NOT_DRAWN, ATTEMPTS = "Unable to capture screenshot", 5
NO_BROWSER = (
    "serve: there is no Chromium to take screenshots with: install your system's, or Playwright's, with "
    "`.venv/bin/python -m playwright install chromium-headless-shell`"
)
# Pictures further down load lazily, when they are scrolled to; here nothing scrolls.
SETTLED = (
    "() => document.fonts.status === 'loaded' && "
    "[...document.images].every(i => i.complete || i.getBoundingClientRect().top > innerHeight)"
)
# A picture may be there and not yet drawn: pages let the browser decode it beside everything else.
DRAWN = (
    "Promise.all([...document.images].filter(i => i.complete && i.getBoundingClientRect().top <= innerHeight)"
    ".map(i => i.decode().catch(() => 0)))"
)


@dataclass(frozen=True)
class Shot:
    """One picture to take: the file's name without its ending, the path on the site, and the window in CSS pixels."""

    name: str
    path: str
    size: tuple[int, int] = DESK
    scheme: Literal["light", "dark"] = "light"


@command
def screenshots(folder: str) -> int:
    """Build, serve on a free port of this computer, take the pictures, and end; the exit status."""
    from playwright.sync_api import sync_playwright

    preview = Preview()
    settings = run_pelican(SETTINGS)
    show_build(preview, settings)
    with PreviewServer(preview, "127.0.0.1", 0) as server, sync_playwright() as playwright:
        browser = launch(playwright)
        if browser is None:
            print_error(NO_BROWSER)
            return 1
        for file in take(browser, server.address, shots(settings["BUILD"].library), Path(folder)):
            print(f"{file}  {file.stat().st_size:,} bytes", flush=True)
        with editor() as entrance:
            for file in take(browser, entrance, editor_shots(settings["BUILD"].library), Path(folder)):
                print(f"{file}  {file.stat().st_size:,} bytes", flush=True)
    return 0


@contextlib.contextmanager
def editor() -> Iterator[str]:
    """The address by which a browser enters a running editor, once."""
    words = [sys.executable, "-m", "plugins.cli.main", "edit", "--port", "0", "--no-open"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        try:
            yield program.stdout.readline().strip()
        finally:
            program.terminate()


def launch(playwright: Playwright) -> Browser | None:
    """The installed Chromium, else Playwright's own, else None."""
    found = where("chromium")
    return playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"]) if found else None


def shots(library: ContentLibrary) -> list[Shot]:
    """The front page and an article of each edition by day, the first edition at night, and the last on a phone."""
    editions = library.config.editions
    chosen = subject(library)
    by_day = [
        shot
        for edition in editions
        for shot in (
            Shot(f"front-{edition.name}", edition.path("")),
            *([Shot(f"article-{edition.name}", edition.path(chosen.address))] if chosen else []),
        )
    ]
    first, last = editions[0], editions[-1]
    night = Shot(f"front-{first.name}-dark", first.path(""), scheme="dark")
    return [*by_day, night, Shot(f"front-{last.name}-phone", last.path(""), PHONE)]


def editor_shots(library: ContentLibrary) -> list[Shot]:
    """A story beside its preview, and the list of stories in the site's second language."""
    edition, chosen = library.config.editions[1], subject(library)
    stories = Shot(f"editor-stories-{edition.name}", f"?interface={edition.name}", EDITOR)
    if chosen is None:
        return [stories]
    stem = next(iter(chosen.texts.values())).source.name.partition(".")[0]
    return [Shot("editor-story", f"story?stem={stem}&interface={library.config.editions[0].name}", EDITOR), stories]


def subject(library: ContentLibrary) -> Pair | None:
    """The newest story in every language, one with a picture if any has; None if there is none."""
    complete = [pair for pair in library.news if set(pair.published_texts) == set(library.config.languages)]
    return next((pair for pair in complete if pair.shared.image), next(iter(complete), None))


def take(browser: Browser, site: str, wanted: Sequence[Shot], folder: Path) -> Iterator[Path]:
    """Take each picture into the folder; `site` is the address that serves it, without a closing slash, or that by
    which the browser enters the editor."""
    folder.mkdir(parents=True, exist_ok=True)
    page = browser.new_page()
    page.goto(site)
    base, is_editor = page.url.partition("?")[0], "?" in site
    for shot in wanted:
        page.set_viewport_size({"width": shot.size[0], "height": shot.size[1]})
        page.emulate_media(color_scheme=shot.scheme)
        page.goto(f"{base if is_editor else site}{shot.path}", wait_until="load")
        if "story?" in shot.path:
            page.click("#open-preview")
            page.frame_locator("iframe").locator("h1").wait_for()
        elif is_editor:
            page.locator("#main a[href*='story?']").first.wait_for()
        for frame in page.frames:
            frame.wait_for_function(SETTLED)
            frame.evaluate(DRAWN)
        file = folder / f"{shot.name}.png"
        file.write_bytes(light(capture(page)))
        yield file
    page.close()


def capture(place: Page | Locator) -> bytes:
    """A picture of a page or of an element. A browser that gets too little of the processor draws nothing in time, and
    says that it cannot take one: then it is taken again."""
    from playwright.sync_api import Error

    for _ in range(ATTEMPTS - 1):
        try:
            return place.screenshot()
        except Error as error:
            if NOT_DRAWN not in error.message:
                raise
    return place.screenshot()


def light(png: bytes) -> bytes:
    """The picture in 256 colours, a fraction of its weight."""
    from PIL import Image

    written = io.BytesIO()
    picture: Any = Image.open(io.BytesIO(png)).convert("RGB")
    picture.quantize(256, kmeans=2, dither=Image.Dither.NONE).save(written, "PNG", optimize=True)
    return written.getvalue()
