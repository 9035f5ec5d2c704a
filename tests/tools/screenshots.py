"""`serve --screenshots FOLDER`: the site as its readers see it, as PNG files for the documentation."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from plugins.cli.terminal import command, print_error
from plugins.devserver.builder import show_build
from plugins.devserver.http_server import PreviewServer
from plugins.devserver.preview import Preview
from plugins.project.build import run_pelican

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page, Playwright

    from plugins.content.library import ContentLibrary

SETTINGS = "pelicanconf.py"
DESK, PHONE = (1280, 960), (390, 844)
INSTALLED = ("chromium", "google-chrome", "chromium-browser", "google-chrome-stable")
# What Chromium answers where it has drawn nothing in time, and how often it is asked.
NOT_DRAWN, ATTEMPTS = "Unable to capture screenshot", 5
NO_BROWSER = (
    "serve: there is no Chromium to take screenshots with: install your system's (on Debian, `apt install chromium`), "
    "or Playwright's, with `python -m playwright install chromium` in the virtual environment"
)
# Pictures further down load lazily, when they are scrolled to; here nothing scrolls.
SETTLED = (
    "document.fonts.status === 'loaded' && "
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
    return 0


def launch(playwright: Playwright) -> Browser | None:
    """The installed Chromium, else Playwright's own, else None."""
    own = Path(playwright.chromium.executable_path)
    found = next(filter(None, map(shutil.which, INSTALLED)), None) or (str(own) if own.exists() else None)
    return playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"]) if found else None


def shots(library: ContentLibrary) -> list[Shot]:
    """The front page and an article of each edition by day, the first edition at night, and the last on a phone."""
    editions = library.config.editions
    address = subject(library)
    by_day = [
        shot
        for edition in editions
        for shot in (
            Shot(f"front-{edition.name}", edition.path("")),
            *([Shot(f"article-{edition.name}", edition.path(address))] if address else []),
        )
    ]
    first, last = editions[0], editions[-1]
    night = Shot(f"front-{first.name}-dark", first.path(""), scheme="dark")
    return [*by_day, night, Shot(f"front-{last.name}-phone", last.path(""), PHONE)]


def subject(library: ContentLibrary) -> str:
    """The address of the newest story in every language, one with a picture if any has; "" for none."""
    complete = [pair for pair in library.news if set(pair.published_texts) == set(library.config.languages)]
    chosen = next((pair for pair in complete if pair.shared.image), next(iter(complete), None))
    return chosen.address if chosen else ""


def take(browser: Browser, site: str, wanted: Sequence[Shot], folder: Path) -> Iterator[Path]:
    """Take each picture into the folder; `site` is the address that serves it, without a closing slash."""
    folder.mkdir(parents=True, exist_ok=True)
    for shot in wanted:
        width, height = shot.size
        page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=shot.scheme)
        page.goto(site + shot.path, wait_until="load")
        page.wait_for_function(SETTLED)
        page.evaluate(DRAWN)
        file = folder / f"{shot.name}.png"
        file.write_bytes(light(capture(page)))
        page.close()
        yield file


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
    picture.quantize(256, dither=Image.Dither.NONE).save(written, "PNG", optimize=True)
    return written.getvalue()
