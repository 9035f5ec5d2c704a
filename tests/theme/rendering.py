"""Renders the theme for the tests as the builder does: autoescape, StrictUndefined, one joined style sheet."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from plugins.editions.templates import Fragments
from tests.theme.sample_edition import EDITIONS, THEME, SampleEdition
from tests.theme.sample_pages import sample_pages

IMPORT = re.compile(r'@import "([^"]+)" layer\((\w+)\);')


def environment() -> Environment:
    """The environment that docs/architecture.md documents to templates."""
    loader = FileSystemLoader(THEME / "templates")
    jinja = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    jinja.globals["fragment"] = Fragments(jinja)
    return jinja


def joined_sheet() -> str:
    """The one sheet: every imported file inside its layer, in the order of site.css."""
    css = THEME / "static" / "css"

    def included(found: re.Match[str]) -> str:
        return f"@layer {found[2]} {{\n{(css / found[1]).read_text('utf-8')}}}\n"

    return IMPORT.sub(included, (css / "site.css").read_text("utf-8"))


@cache
def rendered(edition: str) -> Mapping[str, str]:
    """Every kind of page of one edition, as HTML by name."""
    sample, jinja = SampleEdition(edition), environment()
    jinja.globals["site"] = sample.frame
    pages = sample_pages(sample)
    return {name: jinja.get_template(file).render(site=sample.frame, view=page) for name, (file, page) in pages.items()}


def write_site(folder: Path) -> None:
    """The whole small site in `folder`, for a browser or a validator: `<edition>/<page>.html`."""
    for edition in EDITIONS:
        (folder / edition).mkdir(parents=True, exist_ok=True)
        for name, html in rendered(edition).items():
            (folder / edition / f"{name}.html").write_text(html, "utf-8")
