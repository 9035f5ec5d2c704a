"""Keys of what every page depends on: code, libraries, settings, templates, and what an edition's pages share."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from jinja2 import nodes

LIBRARIES = "pelican jinja2 markupsafe markdown nh3 babel beautifulsoup4 lxml pyyaml pillow".split()
RECORDS = (".dist-info", ".egg-info")
CODE = Path(__file__).resolve().parent.parent
# Settings that say where things lie, or what is handed to one build only, shape no page.
NOT_IN_PAGES = set("OUTPUT_PATH CACHE_PATH PATH THEME NOW WORKERS BUILD BUILD_CACHE BUILD_OPTIONS".split())
FUNCTIONS = ("JINJA_FILTERS", "JINJA_GLOBALS", "JINJA_TESTS")
# Where an object lies in memory says nothing of it.
ADDRESS = re.compile(r" at 0x[0-9a-f]+")
REFERENCE = re.compile(r"(?:{%-?\s*(?:extends|include|import|from)\s+|fragment\()[\"']([^\"']+)[\"']")


def digest(parts: Iterable[str | bytes]) -> str:
    """A key for a sequence of texts."""
    sum_ = hashlib.blake2b(digest_size=16)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        sum_.update(len(data).to_bytes(8, "big") + data)
    return sum_.hexdigest()


def code_version() -> str:
    """The key of the plugins' code and data, Python and the libraries that shape pages."""
    files = sorted(file for file in CODE.rglob("*") if file.suffix in {".py", ".txt", ".toml"})
    return digest([sys.version, *_installed(), *(file.read_bytes() for file in files)])


def _installed() -> list[str]:
    """Libraries with their versions, by the names of the records that installers leave; reading them takes longer."""
    folders = [folder for folder in sys.path if os.path.isdir(folder)]
    records = {name.lower() for folder in folders for name in os.listdir(folder) if name.endswith(RECORDS)}
    return sorted(name for name in records if name.split("-")[0] in LIBRARIES)


def settings_version(settings: Mapping[str, Any]) -> str:
    """The key of all settings that shape pages; functions count by the files that define them."""
    names = sorted(name for name in settings if name.isupper() and name not in NOT_IN_PAGES)
    given = (one for name in FUNCTIONS for one in settings.get(name, {}).values() if hasattr(one, "__code__"))
    files = sorted({one.__code__.co_filename for one in given})
    codes = (Path(file).read_bytes() for file in files if os.path.isfile(file))
    return digest([*(f"{name}={stable_repr(settings[name])}" for name in names), *codes])


def stable_repr(value: object) -> str:
    """The `repr` of a value without addresses in memory."""
    return ADDRESS.sub("", repr(value))


def shared_version(value: object) -> str:
    """The key of what all pages of an edition share; a part with a `digest` of its own is represented by that."""
    if hasattr(value, "digest"):
        return str(value.digest)
    if is_dataclass(value) and not isinstance(value, type):
        return digest(shared_version(getattr(value, field.name)) for field in fields(value))
    if isinstance(value, tuple | list):
        return digest(map(shared_version, value))
    return f"{type(value).__name__}:{value!r}"


class TemplateKeys:
    """The keys of templates, each found once a build, and the names that they use: `known_names` are those of earlier
    builds, by the keys of templates."""

    def __init__(self, known_names: dict[str, frozenset[str]]) -> None:
        self.known_names = known_names
        self._sources: dict[str, str] = {}
        self._closures: dict[str, set[str]] = {}
        self._keys: dict[str, str] = {}

    def key(self, template: Any) -> str:
        """The key of a template: its own source and that of every template that it draws in, with their names."""
        if template.name not in self._keys:
            names = sorted(self._closure(template))
            self._keys[template.name] = digest(text for name in names for text in (name, self._sources[name]))
        return self._keys[template.name]

    def names(self, template: Any) -> frozenset[str]:
        """The names that the template and every template that it draws in read, those of their own included."""
        key = self.key(template)
        if key not in self.known_names:
            parse, sources = template.environment.parse, self._sources
            trees = (parse(sources[name]) for name in self._closure(template))
            found = (name for tree in trees for name in tree.find_all(nodes.Name))
            self.known_names[key] = frozenset(name.name for name in found if name.ctx == "load")
        return self.known_names[key]

    def used_names(self) -> dict[str, frozenset[str]]:
        """The names that this build's templates use, by their keys, for the next build."""
        return {key: self.known_names[key] for key in self._keys.values() if key in self.known_names}

    def _closure(self, template: Any) -> set[str]:
        if template.name in self._closures:
            return self._closures[template.name]
        found, todo, environment = set(), [template.name], template.environment
        while todo:
            one = todo.pop()
            if one in found:
                continue
            found.add(one)
            if one not in self._sources:
                self._sources[one] = environment.loader.get_source(environment, one)[0]
            todo += REFERENCE.findall(self._sources[one])
        self._closures[template.name] = found
        return found
