"""The theme's assets: one style sheet, fonts and icon, with a hash of the content in each name.

A name that changes with the content lets a server tell browsers to keep the file for a year.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from plugins.diagnostics import SettingError
from plugins.diagnostics.errors import nearest
from plugins.diagnostics.site_files import read_site_bytes, read_site_text, shown_path
from plugins.diagnostics.toml_lines import TomlError, parse_toml
from plugins.system.digests import digest_of

IMPORT = re.compile(r"@import\s+(?:url\()?[\"'](?P<file>[^\"']+)[\"']\)?(?:\s+layer\((?P<layer>[\w.-]+)\))?\s*;")
COMMENT = re.compile(r"/\*.*?\*/", re.S)
URL = re.compile(r"url\([\"']?(?P<file>[^)\"':]+)[\"']?\)")
MODULE = re.compile(r"^import \{[^}]*\} from \"(?P<file>\./[^\"]+)\";\n", re.M)
# Comments that begin a line, and what a line is indented by.
JS_COMMENT = re.compile(r"^\s*(?:/\*.*?\*/|//[^\n]*)\n", re.M | re.S)
INDENT = re.compile(r"^[ ]+", re.M)
EXPORT = re.compile(r"^export (?=\w)", re.M)
# A custom property where it is set, and where it is read.
PROPERTY = re.compile(r"(?<=[;{])(?P<name>--[\w-]+):")
READ = re.compile(r"var\( ?(?P<name>--[\w-]+)")
FOLDER = "theme"


@dataclass
class Assets:
    """The files that pages name: `css`, `icon`, `script` and `share_script` are paths, `preloads` those of fonts by
    script; `drawing` is the icon as a `data:` address; `texts` and `copies` are what must be written, by address;
    `unused` are properties that the site's own style sheet sets and nothing reads, each with the theme's nearest, or
    ""."""

    css: str = ""
    icon: str = ""
    drawing: str = ""
    script: str = ""
    share_script: str = ""
    preloads: dict[str, tuple[str, ...]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    copies: dict[str, Path] = field(default_factory=dict)
    unused: dict[str, str] = field(default_factory=dict)


def gather_assets(static: Path, site_url: str) -> Assets:
    """Read the assets of a theme's `static` folder, for the site at `site_url`."""
    assets = Assets()
    # A site's own style is beside the theme's files; upgrades do not change it.
    own = static.parent / "site"
    css = _add_sheet(static / "css" / "site.css", assets) + site_url_rule(site_url)
    look = _add_sheet(own / "colours.css", assets) if (own / "colours.css").exists() else ""
    if look:
        assets.unused = unused_properties(look, css)
        css += f"@layer tokens{{{look}}}"
    name = f"{FOLDER}/site.{_digest(css.encode())}.css"
    assets.texts[name] = css
    assets.css = f"/{name}"
    own_fonts = own / "fonts.toml"
    if own_fonts.exists() or "--serif:" not in look:
        assets.preloads = _preloads(own_fonts if own_fonts.exists() else static / "fonts" / "fonts.toml", assets)
    icon = own / "icon.svg" if (own / "icon.svg").exists() else static / "icon.svg"
    if icon.exists():
        assets.icon, assets.drawing = _add_file(icon, assets), data_url(read_site_text(icon))
    assets.script, assets.share_script = (_add_script(static / name, assets) for name in ("search.js", "share.js"))
    return assets


def join_sheets(sheet: Path) -> str:
    """Read a style sheet, put each sheet that it imports in the place of the import, in its layer, and minify it."""

    def include(match: re.Match[str]) -> str:
        inner = join_sheets(sheet.parent / match["file"])
        return f"@layer {match['layer']}{{{inner}}}" if match["layer"] else inner

    return minify_css(IMPORT.sub(include, COMMENT.sub("", read_site_text(sheet))))


def join_modules(script: Path) -> str:
    """Read a script, and put each module that it imports before it, once, so that a page loads one file. The modules
    then have one scope: no two of them declare the same name. Comments on lines of their own are left out."""
    texts: dict[Path, str] = {}

    def add(file: Path) -> None:
        text = read_site_text(file)
        for module in MODULE.finditer(text):
            if (imported := (file.parent / module["file"]).resolve()) not in texts:
                add(imported)
        texts[file.resolve()] = INDENT.sub("", JS_COMMENT.sub("", EXPORT.sub("", MODULE.sub("", text))))

    add(script)
    return "\n".join(texts.values())


def unused_properties(look: str, theme: str) -> dict[str, str]:
    """The custom properties that a site's own style sheet sets, where neither it nor the theme reads or has them; each
    with the nearest of the theme's, or ""."""
    known = {match["name"] for match in PROPERTY.finditer(theme)}
    read = {match["name"] for match in READ.finditer(look + theme)}
    unknown = dict.fromkeys(match["name"] for match in PROPERTY.finditer(look) if match["name"] not in known | read)
    return {name: nearest(name, sorted(known)) for name in unknown}


def site_url_rule(site_url: str) -> str:
    """The CSS rule that sets `--site` to the site's address; the print style writes it before the paths of internal
    links."""
    quoted = re.sub(r"[\"\\]", r"\\\g<0>", site_url)
    return f'@layer tokens{{:root{{--site:"{quoted}"}}}}'


def data_url(svg: str) -> str:
    """The `data:` URL of a small SVG drawing, which saves a request."""
    return f"data:image/svg+xml,{quote(svg.strip(), safe='/:=.,-')}"


@lru_cache(maxsize=256)
def minify_css(css: str) -> str:
    """Remove unnecessary spaces from CSS; strings are unchanged."""
    parts = re.split(r"(\"[^\"]*\"|'[^']*')", css)
    return "".join(part if at % 2 else _remove_spaces(part) for at, part in enumerate(parts)).strip()


def _remove_spaces(css: str) -> str:
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r" ?([{};,]) ?", r"\1", css)
    return re.sub(r": (?=[^{}]*[;}])", ":", css).replace(";}", "}")


def _add_script(script: Path, assets: Assets) -> str:
    """Add a script with its modules; returns its path, or "" where the theme has none."""
    if not script.exists():
        return ""
    text = join_modules(script)
    name = f"{FOLDER}/{script.stem}.{_digest(text.encode())}{script.suffix}"
    assets.texts[name] = text
    return f"/{name}"


def _add_sheet(sheet: Path, assets: Assets) -> str:
    """A style sheet with all that it imports; what it names by `url()`, as seen from its folder, is added too."""
    return URL.sub(
        lambda match: f"url({_address_in_sheet((sheet.parent / match['file']).resolve(), assets)})", join_sheets(sheet)
    )


def _address_in_sheet(file: Path, assets: Assets) -> str:
    """The address of a file in the style sheet: its path, or a `data:` URL for a drawing."""
    return data_url(read_site_text(file)) if file.suffix == ".svg" else _add_file(file, assets)


def _add_file(file: Path, assets: Assets) -> str:
    name = f"{FOLDER}/{file.stem}.{_digest(read_site_bytes(file))}{file.suffix}"
    assets.copies[name] = file
    return f"/{name}"


def _preloads(table: Path, assets: Assets) -> dict[str, tuple[str, ...]]:
    """Paths of the fonts that pages in each script load first, from a table of the theme or the site."""
    if not table.exists():
        return {}
    placed = {file.name: f"/{name}" for name, file in assets.copies.items()}
    expected = "a TOML file with a table [preload] of lists of fonts that the style sheets use"
    try:
        wanted = parse_toml(read_site_text(table))["preload"]
        return {script: tuple(placed[name] for name in names) for script, names in wanted.items()}
    except TomlError as error:
        raise SettingError(f"{shown_path(table)}:{error.line}", expected, str(error)) from None
    except (KeyError, TypeError, AttributeError) as error:
        raise SettingError(shown_path(table), expected, f"{type(error).__name__}: {error}") from None


def _digest(data: bytes) -> str:
    return digest_of(data, 5)
