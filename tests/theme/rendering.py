"""Renders the theme for the tests as the builder does: autoescape, StrictUndefined, one joined style sheet."""

import re
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tests.theme.newsroom import THEME, Room
from tests.theme.voices import VOICES

IMPORT = re.compile(r'@import "([^"]+)" layer\((\w+)\);')


def environment() -> Environment:
    """The environment that docs/architecture.md promises to templates."""
    return Environment(loader=FileSystemLoader(THEME / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def joined_sheet() -> str:
    """The one sheet: every imported file inside its layer, in the order of site.css."""
    css = THEME / "static" / "css"
    return IMPORT.sub(lambda found: f"@layer {found[2]} {{\n{(css / found[1]).read_text('utf-8')}}}\n", (css / "site.css").read_text("utf-8"))


def rendered(edition: str) -> dict[str, str]:
    """Every kind of page of one edition, as HTML by name."""
    room, jinja = Room(edition, VOICES[edition]), environment()
    return {name: jinja.get_template(template).render(frame=room.frame, page=page) for name, (template, page) in room.pages().items()}


def write_site(folder: Path) -> list[Path]:
    """The whole small site in `folder`, for a browser or a validator."""
    made = []
    for edition in VOICES:
        for name, html in rendered(edition).items():
            made.append(folder / edition / f"{name}.html")
            made[-1].parent.mkdir(parents=True, exist_ok=True)
            made[-1].write_text(html, "utf-8")
    return made
