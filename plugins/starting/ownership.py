"""Distinguishes the files of a site from those of the engine, and describes the engine of a version."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from plugins.locales.strings import flat_strings
from plugins.system.digests import digest_of

# A site's own places. An upgrade never writes there, except for what it moves out of the engine's files.
OWN = (
    "content/",
    "theme/site/",
    "plugins/site/",
    "pelicanconf.py",
    "publishconf.py",
    "requirements-site.txt",
    "README.md",
)
# What a site carries of the engine: what its commands run, and the pages of the documentation …
ENGINE = (
    "plugins/**/*",
    "theme/**/*",
    "deploy/**/*",
    "docs/*.md",
    "inv",
    "tasks.py",
    "pyproject.toml",
    "requirements.txt",
    "LICENSE",
    "CHANGELOG.md",
    ".gitignore",
)
# … but for what starts and upgrades sites, and the sources of the libraries that are bundled, with their types.
LEFT_OUT = (
    "plugins/starting/**/*",
    "plugins/editor/static/vendor/*.entry.js",
    "plugins/editor/static/vendor/*.d.ts",
)
# The rest of a clone: what only those need who change the engine, or make and upgrade sites with it.
FOR_DEVELOPERS = (*LEFT_OUT, "docs/**/*", "tests/**/*", ".ci/**/*", "requirements-test.txt")
VERSION_FILE = "pyproject.toml"
TOKENS = "theme/static/css/tokens.css"
PROPERTY = re.compile(r"^\s*(--[\w-]+):\s*([^;]+);", re.M)
DARK = re.compile(r"@media \(prefers-color-scheme: dark\) \{(.*?)\n\}", re.S)


@dataclass(frozen=True)
class Release:
    """One version of the engine: digests of its `files` by path and of its `strings` by edition and key, and the
    `colours` of its theme: custom properties by scheme ("light", "dark") and name."""

    version: str
    files: Mapping[str, str]
    strings: Mapping[str, Mapping[str, str]]
    colours: Mapping[str, Mapping[str, str]]


def is_own(path: str) -> bool:
    """Whether a path below a site's folder, with forward slashes, belongs to the site rather than to the engine."""
    return any(path.startswith(place) if place.endswith("/") else path == place for place in OWN)


def engine_files(root: Path) -> Iterator[str]:
    """The paths of the engine's files below a folder that a site carries, in order."""
    left_out = set(_files(root, LEFT_OUT))
    return (path for path in _files(root, ENGINE) if path not in left_out)


def _files(root: Path, patterns: Iterable[str]) -> Iterator[str]:
    for pattern in patterns:
        for file in sorted(root.glob(pattern)):
            path = file.relative_to(root).as_posix()
            if file.is_file() and "__pycache__" not in path and not is_own(path):
                yield path


def digest(data: bytes) -> str:
    """A short name for a file's bytes; line ends that Git changes on Windows do not count."""
    return digest_of(data.replace(b"\r\n", b"\n"), 6)


def version_of(root: Path) -> str:
    """The version of the engine in a folder; "" where there is none."""
    file = root / VERSION_FILE
    if not file.is_file():
        return ""
    return str(tomllib.loads(file.read_text("utf-8")).get("project", {}).get("version", ""))


def describe_release(root: Path) -> Release:
    """The engine in a folder as a release, with the files for developers, which a site made by cloning has."""
    strings = {
        file.stem: {
            key: digest(repr(text).encode()) for key, text in flat_strings(tomllib.loads(file.read_text("utf-8")))
        }
        for file in sorted((root / "theme" / "strings").glob("*.toml"))
    }
    files = {path: digest((root / path).read_bytes()) for path in _files(root, (*ENGINE, *FOR_DEVELOPERS))}
    return Release(version_of(root), files, strings, colours_of((root / TOKENS).read_text("utf-8")))


def colours_of(css: str) -> dict[str, dict[str, str]]:
    """The custom properties of a style sheet by scheme, "light" and "dark"."""
    dark = DARK.search(css)
    return {
        "light": dict(PROPERTY.findall(css.partition("@media")[0].partition(":root[")[0])),
        "dark": dict(PROPERTY.findall(dark[1])) if dark else {},
    }
