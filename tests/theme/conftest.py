"""The small newsroom in Chromium, written once into a temporary folder and served from there."""

import functools
import http.server
import shutil
import threading

import pytest

from plugins.pages.assets import site_url_rule
from tests.theme.rendering import joined_sheet, write_site
from tests.theme.sample_edition import SITE, THEME

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 2"><rect width="3" height="2" fill="#888"/></svg>'


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files and writes no log."""

    def log_message(self, format, *args):
        """Write no log."""


@pytest.fixture(scope="session")
def theme_site(tmp_path_factory):
    """The address of the served newsroom: `<address>/<edition>/<page>.html`."""
    folder = tmp_path_factory.mktemp("theme")
    write_site(folder)
    (folder / "theme").mkdir()
    (folder / "theme" / "site.css").write_text(joined_sheet() + site_url_rule(SITE), "utf-8")
    shutil.copytree(THEME / "static" / "fonts", folder / "fonts")
    shutil.copytree(THEME / "static" / "icons", folder / "icons")
    for place in (folder, folder / "theme"):
        shutil.copy(THEME / "static" / "icon.svg", place)
    (folder / "images").mkdir()
    for number in range(4):
        (folder / "images" / f"{number}.svg").write_text(PICTURE, "utf-8")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture
def visit(chromium, theme_site):
    """A function that opens a page of an edition, in a context of its own."""
    contexts = []

    def open_page(edition, name, width=1280, **options):
        contexts.append(chromium.new_context(viewport={"width": width, "height": 800}, **options))
        page = contexts[-1].new_page()
        page.goto(f"{theme_site}/{edition}/{name}.html")
        return page

    yield open_page
    for context in contexts:
        context.close()
