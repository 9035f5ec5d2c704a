"""The theme's colours, for what is drawn or sent without its style sheet: social cards, e-mails."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from pathlib import Path

from plugins.diagnostics.site_files import read_site_text

TOKEN = re.compile(r"--(?P<role>[a-z-]+):\s*(?P<colour>#[0-9a-f]{6})\b", re.I)


@dataclass(frozen=True)
class Palette:
    """The colours of one scheme, `#rrggbb`, each named as its property in `theme/static/css/tokens.css`."""

    page: str
    surface: str
    raised: str
    ink: str
    ink_soft: str
    rule: str
    accent: str


# As in the theme's tokens; used for roles that a theme does not set.
LIGHT = Palette("#fbf8f2", "#f3ede2", "#fffdf9", "#211b15", "#5d5348", "#dcd2c3", "#a23720")
DARK = Palette("#191512", "#241f1a", "#201b17", "#efe6d9", "#b9ac9b", "#3c342b", "#f09a7d")


@dataclass(frozen=True)
class ThemeColours:
    """The colours of the light and of the dark scheme."""

    light: Palette
    dark: Palette


def read_colours(static: Path) -> ThemeColours:
    """The colours of the theme whose `static` folder this is; those of the site in `theme/site` have precedence."""
    sheets = [static.parent / "site" / "colours.css", static / "css" / "tokens.css"]
    schemes = [read_site_text(sheet).partition("prefers-color-scheme: dark") for sheet in sheets if sheet.exists()]
    light = _palette([before for before, _, _ in schemes], LIGHT)
    return ThemeColours(light, _palette([after for _, _, after in schemes], DARK))


def _palette(sheets: list[str], defaults: Palette) -> Palette:
    colours: dict[str, str] = {}
    for match in TOKEN.finditer("\n".join(sheets)):
        colours.setdefault(match["role"].replace("-", "_"), match["colour"].lower())
    return Palette(**{field.name: colours.get(field.name, getattr(defaults, field.name)) for field in fields(Palette)})
