"""Distinguishes the files of a site from those of the engine, and records the engine's files."""

from __future__ import annotations

import ast
import hashlib
import json
import runpy
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from plugins.atomic_files import write_atomically
from plugins.locales.strings import flat_strings

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
# What the engine is made of; its tests belong to those who change it, and a site does without.
ENGINE = (
    "plugins",
    "theme",
    "deploy",
    "docs",
    "tests",
    "inv",
    "tasks.py",
    "pyproject.toml",
    "requirements.txt",
    "requirements-test.txt",
    "LICENSE",
    "CHANGELOG.md",
    ".ci",
    ".gitignore",
)
FOR_DEVELOPERS = ("tests", ".ci")
# Lists the engine's files in a site, as they were when they came.
RECORD = ".engine.json"
BEGIN, END = "# The engine's part begins", "# The engine's part ends."
SETTINGS = "pelicanconf.py"


@dataclass(frozen=True)
class Release:
    """One version of the engine: digests of its `files` by path and of its `strings` by edition and key, the `script`
    functions of a derived edition and, until version 1.1, its `settings` (name -> value as Python writes it)."""

    version: str
    files: Mapping[str, str]
    strings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    script: Mapping[str, str] = field(default_factory=dict)


def is_own(path: str) -> bool:
    """Whether a path below a site's folder, with forward slashes, belongs to the site rather than to the engine."""
    return any(path.startswith(place) if place.endswith("/") else path == place for place in OWN)


def engine_files(root: Path, *, with_tests: bool = False) -> Iterator[str]:
    """The paths of the engine's files below a folder, in order."""
    for name in ENGINE:
        if name in FOR_DEVELOPERS and not with_tests:
            continue
        found = sorted((root / name).rglob("*")) if (root / name).is_dir() else [root / name]
        for file in found:
            path = file.relative_to(root).as_posix()
            if file.is_file() and "__pycache__" not in path and not path.endswith(".pyc") and not is_own(path):
                yield path


def digest(data: bytes) -> str:
    """A short name for a file's bytes; line ends that Git changes on Windows do not count."""
    return hashlib.blake2b(data.replace(b"\r\n", b"\n"), digest_size=6).hexdigest()


def version_of(root: Path) -> str:
    """The version of the engine in a folder; "" where there is none."""
    file = root / "pyproject.toml"
    if not file.is_file():
        return ""
    return str(tomllib.loads(file.read_text("utf-8")).get("project", {}).get("version", ""))


def describe_release(root: Path, *, with_tests: bool = False) -> Release:
    """The engine in a folder as a release."""
    strings = {
        file.stem: {key: digest(repr(text).encode()) for key, text in flat_strings(_toml(file))}
        for file in sorted((root / "theme" / "strings").glob("*.toml"))
    }
    paths = engine_files(root, with_tests=with_tests)
    return Release(
        version=version_of(root),
        files={path: digest((root / path).read_bytes()) for path in paths},
        strings=strings,
        script=derived_script(root / SETTINGS),
    )


def read_release(file: Path) -> Release:
    """A release from its record."""
    return Release(**json.loads(file.read_text("utf-8")))


def write_release(release: Release, file: Path) -> None:
    """Write a release's record, a line for each file, so that versions compare well in Git."""
    write_atomically(file, (json.dumps(release.__dict__, indent=1, ensure_ascii=False) + "\n").encode())


def engine_part(settings: str) -> str:
    """The engine's part of a settings file of version 1.1, with the two lines that mark it; "" where it has none."""
    lines = settings.splitlines()
    begin = next((at for at, line in enumerate(lines) if line.startswith(BEGIN)), None)
    end = next((at for at, line in enumerate(lines) if line.startswith(END)), None)
    return "\n".join(lines[begin : end + 1]) if begin is not None and end is not None else ""


def assignments(text: str) -> dict[str, str]:
    """The names that a piece of Python assigns, each with its value as Python writes it."""
    found: dict[str, str] = {}
    for statement in ast.parse(text).body:
        if isinstance(statement, ast.Assign):
            names = [target.id for target in statement.targets if isinstance(target, ast.Name)]
            found.update(dict.fromkeys(names, ast.unparse(statement.value)))
        elif isinstance(statement, ast.AnnAssign) and statement.value and isinstance(statement.target, ast.Name):
            found[statement.target.id] = ast.unparse(statement.value)
    return found


def derived_script(settings: Path) -> dict[str, str]:
    """The functions of the first derived edition in a settings file; empty where there is none."""
    editions: Mapping[str, Mapping[str, Any]] = runpy.run_path(str(settings)).get("EDITIONS", {})
    return next((dict(row["script"]) for row in editions.values() if row.get("script")), {})


def _toml(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text("utf-8"))
