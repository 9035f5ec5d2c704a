"""Fingerprints of what every page depends on: code, libraries, settings, and the templates that one is made with."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

LIBRARIES = "pelican jinja2 markupsafe markdown nh3 babel beautifulsoup4 lxml pyyaml pillow".split()
RECORDS = (".dist-info", ".egg-info")
CODE = Path(__file__).resolve().parent.parent
# Where things lie, and what a build is asked for, shapes no page.
PLACES = set("OUTPUT_PATH CACHE_PATH PATH THEME NOW SITE_OUTPUT WORKERS BUILD_STATE PROGRESS AT_END".split())
FUNCTIONS = ("JINJA_FILTERS", "JINJA_GLOBALS", "JINJA_TESTS")
# Where an object happens to lie in memory says nothing of it.
ADDRESS = re.compile(r" at 0x[0-9a-f]+")
REFERENCE = re.compile(r"(?:{%-?\s*(?:extends|include|import|from)\s+|fragment\()[\"']([^\"']+)[\"']")


def digest(parts: Iterable[str | bytes]) -> str:
    """A short name for a sequence of texts."""
    sum_ = hashlib.blake2b(digest_size=16)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        sum_.update(len(data).to_bytes(8, "big") + data)
    return sum_.hexdigest()


def code_version() -> str:
    """Stands for the plugins' code and data, Python and the libraries that shape pages."""
    files = sorted(file for file in CODE.rglob("*") if file.suffix in {".py", ".txt", ".toml"})
    return digest([sys.version, *_installed(), *(file.read_bytes() for file in files)])


def _installed() -> list[str]:
    """Libraries with their versions, by the names of the records that installers leave; to read those takes long."""
    folders = [folder for folder in sys.path if os.path.isdir(folder)]
    records = {name.lower() for folder in folders for name in os.listdir(folder) if name.endswith(RECORDS)}
    return sorted(name for name in records if name.split("-")[0] in LIBRARIES)


def settings_version(settings: Mapping[str, Any]) -> str:
    """Stands for all settings but those that say where things lie; functions of templates count by their files."""
    names = sorted(name for name in settings if name.isupper() and name not in PLACES)
    given = (one for name in FUNCTIONS for one in settings.get(name, {}).values() if hasattr(one, "__code__"))
    files = sorted({one.__code__.co_filename for one in given})
    codes = (Path(file).read_bytes() for file in files if os.path.isfile(file))
    return digest([*(f"{name}={ADDRESS.sub('', repr(settings[name]))}" for name in names), *codes])


def shared_version(value: object) -> str:
    """Stands for what all pages of an edition share; a part with a `digest` of its own speaks for itself."""
    if hasattr(value, "digest"):
        return str(value.digest)
    if is_dataclass(value) and not isinstance(value, type):
        return digest(shared_version(getattr(value, field.name)) for field in fields(value))
    if isinstance(value, tuple | list):
        return digest(map(shared_version, value))
    return f"{type(value).__name__}:{value!r}"


class Templates:
    """The version of a template: its own source and that of every template it draws in, by their names."""

    def __init__(self) -> None:
        self._sources: dict[str, str] = {}
        self._versions: dict[str, str] = {}

    def version(self, template: Any) -> str:
        """Stands for all that the template is made of."""
        if template.name not in self._versions:
            names = sorted(self._closure(template.name, template.environment))
            self._versions[template.name] = digest(text for name in names for text in (name, self._sources[name]))
        return self._versions[template.name]

    def _closure(self, name: str, environment: Any) -> set[str]:
        found, todo = set(), [name]
        while todo:
            one = todo.pop()
            if one in found:
                continue
            found.add(one)
            if one not in self._sources:
                self._sources[one] = environment.loader.get_source(environment, one)[0]
            todo += REFERENCE.findall(self._sources[one])
        return found
