"""The theme's assets: one style sheet, fonts and icon, with a hash of the content in each name.

A name that changes with the content lets a server tell browsers to keep the file for a year.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from plugins.diagnostics import SettingError
from plugins.diagnostics.site_files import read_site_bytes, read_site_text, shown_path

IMPORT = re.compile(r"@import\s+(?:url\()?[\"'](?P<file>[^\"']+)[\"']\)?(?:\s+layer\((?P<layer>[\w.-]+)\))?\s*;")
COMMENT = re.compile(r"/\*.*?\*/", re.S)
URL = re.compile(r"url\([\"']?(?P<file>[^)\"':]+)[\"']?\)")
MODULE = re.compile(r"(?P<before>\b(?:from |import\()\")(?P<file>\./[^\"]+)\"")
FOLDER = "theme"


@dataclass
class Assets:
    """The files that pages name: `css`, `icon` and `script` are paths, `preloads` those of fonts by script; `drawing`
    is the icon as a `data:` address; `texts` and `copies` are what must be written, by address."""

    css: str = ""
    icon: str = ""
    drawing: str = ""
    script: str = ""
    preloads: dict[str, tuple[str, ...]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    copies: dict[str, Path] = field(default_factory=dict)


def gather(static: Path, site_url: str) -> Assets:
    """The assets of a theme's `static` folder, for the site at `site_url`."""
    assets = Assets()
    # A site's own style is beside the theme's files; upgrades do not change it.
    own = static.parent / "site"
    css = joined(static / "css" / "site.css") + site_url_rule(site_url)
    if (own / "colours.css").exists():
        css += f"@layer tokens{{{joined(own / 'colours.css')}}}"
    css = URL.sub(lambda match: f"url({_address((static / 'css' / match['file']).resolve(), assets)})", css)
    name = f"{FOLDER}/site.{_digest(css.encode())}.css"
    assets.texts[name] = css
    assets.css = f"/{name}"
    assets.preloads = _preloads(static / "fonts" / "fonts.toml", assets)
    icon = own / "icon.svg" if (own / "icon.svg").exists() else static / "icon.svg"
    if icon.exists():
        assets.icon, assets.drawing = _placed(icon, assets), drawn(read_site_text(icon))
    script = static / "search.js"
    if script.exists():
        assets.script = _module(script, assets)
    return assets


def joined(sheet: Path) -> str:
    """A style sheet with everything that it imports in its place, each in its layer, without comments and spare
    space."""

    def included(match: re.Match[str]) -> str:
        inner = joined(sheet.parent / match["file"])
        return f"@layer {match['layer']}{{{inner}}}" if match["layer"] else inner

    return minified(IMPORT.sub(included, COMMENT.sub("", read_site_text(sheet))))


def site_url_rule(site_url: str) -> str:
    """The CSS rule that sets `--site` to the site's address; the print style writes it before the paths of internal
    links."""
    quoted = re.sub(r"[\"\\]", r"\\\g<0>", site_url)
    return f'@layer tokens{{:root{{--site:"{quoted}"}}}}'


def drawn(svg: str) -> str:
    """A small drawing as a `data:` URL, which saves a request."""
    return f"data:image/svg+xml,{quote(svg.strip(), safe='/:=.,-')}"


def minified(css: str) -> str:
    """CSS without comments and unnecessary spaces; strings are unchanged."""
    parts = re.split(r"(\"[^\"]*\"|'[^']*')", css)
    return "".join(part if at % 2 else _squeezed(part) for at, part in enumerate(parts)).strip()


def _squeezed(css: str) -> str:
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r" ?([{};,]) ?", r"\1", css)
    return re.sub(r": (?=[^{}]*[;}])", ":", css).replace(";}", "}")


def _module(file: Path, assets: Assets) -> str:
    """The path of a script; the modules that it imports get names after their content too."""

    def named(match: re.Match[str]) -> str:
        return f'{match["before"]}{_module(file.parent / match["file"], assets)}"'

    text = MODULE.sub(named, read_site_text(file))
    name = f"{FOLDER}/{file.stem}.{_digest(text.encode())}{file.suffix}"
    assets.texts[name] = text
    return f"/{name}"


def _address(file: Path, assets: Assets) -> str:
    """Where the sheet finds a file: a drawing stands in the sheet itself."""
    return drawn(read_site_text(file)) if file.suffix == ".svg" else _placed(file, assets)


def _placed(file: Path, assets: Assets) -> str:
    name = f"{FOLDER}/{file.stem}.{_digest(read_site_bytes(file))}{file.suffix}"
    assets.copies[name] = file
    return f"/{name}"


def _preloads(table: Path, assets: Assets) -> dict[str, tuple[str, ...]]:
    """Paths of the fonts that pages in each script load first, from the theme's own table."""
    if not table.exists():
        return {}
    placed = {file.name: f"/{name}" for name, file in assets.copies.items()}
    try:
        wanted = tomllib.loads(read_site_text(table))["preload"]
        return {script: tuple(placed[name] for name in names) for script, names in wanted.items()}
    except (tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as error:
        expected = "a TOML file with a table [preload] of lists of fonts that the style sheets use"
        raise SettingError(shown_path(table), expected, f"{type(error).__name__}: {error}") from None


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=5).hexdigest()
