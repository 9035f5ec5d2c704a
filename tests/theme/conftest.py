"""The small newsroom in Chromium, written once into a temporary folder and served from there."""

import shutil

import pytest

from plugins.pages.assets import site_url_rule
from tests.theme.rendering import joined_sheet, write_site
from tests.theme.sample_edition import SITE, THEME

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 2"><rect width="3" height="2" fill="#888"/></svg>'


# A page that has another in a frame, out of sight: nothing is drawn.
FRAME = """<!doctype html><title>Frame</title>
<iframe style="border: 0; width: 1280px; height: 800px; margin-inline-start: -5000px"></iframe>"""


@pytest.fixture(scope="session")
def theme_site(made_once, served):
    """The address of the served newsroom: `<address>/<edition>/<page>.html`."""
    return served(made_once("theme", write_served))


def write_served(folder):
    """Write the newsroom, and what its pages ask for."""
    write_site(folder)
    (folder / "frame.html").write_text(FRAME, "utf-8")
    (folder / "theme").mkdir()
    (folder / "theme" / "site.css").write_text(joined_sheet() + site_url_rule(SITE), "utf-8")
    shutil.copytree(THEME / "static" / "fonts", folder / "fonts")
    shutil.copytree(THEME / "static" / "icons", folder / "icons")
    for place in (folder, folder / "theme"):
        shutil.copy(THEME / "static" / "icon.svg", place)
    (folder / "images").mkdir()
    for number in range(4):
        (folder / "images" / f"{number}.svg").write_text(PICTURE, "utf-8")


@pytest.fixture
def visit(new_page, theme_site):
    """A function that opens a page of an edition in a window of some width, with media as it is said."""

    def open_page(edition, name, width=1280, media=None, **options):
        page = new_page(**options)
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(**media or {})
        page.goto(f"{theme_site}/{edition}/{name}.html")
        return page

    return open_page


@pytest.fixture
def frame(new_page, theme_site):
    """A frame for pages that are looked at in many widths."""
    page = new_page()
    page.goto(f"{theme_site}/frame.html")
    return page.frames[1]
