"""Keys of what every page depends on: code, libraries, settings, templates, and what an edition's pages share."""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import os
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

LIBRARIES = (
    "pelican pelican_i18n_subsites jinja2 markupsafe markdown nh3 babel beautifulsoup4 fonttools html_to_markdown lxml "
    "pyyaml pillow python_docx unidecode"
).split()
RECORDS = (".dist-info", ".egg-info")
CODE = Path(__file__).resolve().parent.parent
# Settings of paths, and of one build only, which change no page.
NOT_IN_PAGES = set(
    "OUTPUT_PATH CACHE_PATH PATH THEME NOW WORKERS PELICAN_CLASS BUILD BUILD_CACHE BUILD_OPTIONS I18N_SUBSITES "
    "I18N_GENERATORS_INFO".split()
)
FUNCTIONS = ("JINJA_FILTERS", "JINJA_GLOBALS", "JINJA_TESTS")
# An object's address in memory is not part of its value.
ADDRESS = re.compile(r" at 0x[0-9a-f]+")
STRING = r"(?:\"[^\"]*\"|'[^']*')"
# A template's name as it is written out, or a list of names of which the first that exists is taken; then what may
# follow.
NAMES = re.compile(
    rf"\s*(?P<names>{STRING}|[\[(]\s*{STRING}(?:\s*,\s*{STRING})*\s*,?\s*[\])])\s*"
    r"(?:$|[,)]|(?:import|as|ignore|with|without)\b)"
)
FRAGMENT = r"\bfragment\s*\(\s*(?:name\s*=)?(.*)"


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
    # One file at a time, to take little memory.
    return digest(itertools.chain((sys.version, *_installed_libraries()), (file.read_bytes() for file in files)))


def _installed_libraries() -> list[str]:
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
    """The `repr` of a value without addresses in memory, and with what sets hold in one order."""
    if isinstance(value, set | frozenset):
        return f"{{{', '.join(sorted(map(stable_repr, value)))}}}"
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{stable_repr(name)}: {stable_repr(one)}' for name, one in value.items())}}}"
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
    """The keys of templates, each found once a build."""

    def __init__(self) -> None:
        self._keys: dict[str, str] = {}

    def key(self, template: Any) -> str:
        """The key of a template: its own source and that of every template that it draws in, with their names."""
        if template.name not in self._keys:
            sources = template_sources(template)
            self._keys[template.name] = digest(text for name in sorted(sources) for text in (name, sources[name]))
        return self._keys[template.name]


def template_sources(template: Any) -> dict[str, str]:
    """The sources of a template and of every template that it draws in, by name; "" for one that is not there, which
    rendering reports unless the template allows for it. A template that draws in one whose name is not written out may
    draw in any."""
    from jinja2 import TemplateNotFound

    found: dict[str, str] = {}
    todo, environment = [template.name], template.environment
    while todo:
        name = todo.pop()
        if name not in found:
            found[name] = ""
            with contextlib.suppress(TemplateNotFound):
                found[name] = environment.loader.get_source(environment, name)[0]
            todo += _references(found[name], environment)
    return found


def _references(source: str, environment: Any) -> list[str]:
    """The names of the templates that a source draws in, or of all templates where it does not say which."""
    begin, end = re.escape(environment.block_start_string), re.escape(environment.block_end_string)
    tags = re.findall(rf"{begin}[-+]?\s*(?:extends|include|import|from)\b(.*?)[-+]?{end}", source, re.S)
    drawn = [NAMES.match(text) for text in (*tags, *re.findall(FRAGMENT, source))]
    if environment.line_statement_prefix or None in drawn:
        return list(environment.list_templates())
    return [name[1:-1] for match in drawn if match for name in re.findall(STRING, match["names"])]
