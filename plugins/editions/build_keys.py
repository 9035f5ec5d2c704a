"""The keys that all editions of a build share: code, libraries and settings."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from plugins.system.digests import code_digest, key_of, stable_repr

LIBRARIES = (
    "pelican pelican_i18n_subsites jinja2 markupsafe markdown nh3 babel beautifulsoup4 fonttools html_to_markdown lxml "
    "pyyaml pillow python_docx resvg_py unidecode"
).split()
RECORDS = (".dist-info", ".egg-info")
CODE = Path(__file__).resolve().parents[1]
# Settings of paths and targets, and of one build only, which change no page.
NOT_IN_PAGES = set(
    "OUTPUT_PATH CACHE_PATH PATH THEME TARGETS NOW WORKERS PELICAN_CLASS BUILD BUILD_OPTIONS INCREMENTAL I18N_SUBSITES "
    "I18N_GENERATORS_INFO".split()
)
# Those that decide what a template compiles to: Jinja filters and tests constants while it compiles.
IN_TEMPLATES = ("JINJA_ENVIRONMENT", "JINJA_FILTERS", "JINJA_GLOBALS", "JINJA_TESTS", "LOCALE", "PLUGINS")


def code_version(cache: Path) -> str:
    """The key of the project's code and data, Python and the libraries that shape pages."""
    return key_of(sys.version, _installed_libraries(), code_digest(CODE, kept=cache / "code"))


def _installed_libraries() -> list[str]:
    """Libraries with their versions, by the names of the records that installers leave; reading them takes longer."""
    folders = [folder for folder in sys.path if os.path.isdir(folder)]
    records = {name.lower() for folder in folders for name in os.listdir(folder) if name.endswith(RECORDS)}
    return sorted(name for name in records if name.split("-")[0] in LIBRARIES)


def settings_version(settings: Mapping[str, Any], names: Iterable[str] = ()) -> str:
    """The key of the settings of these names, or of all that shape pages. Where one of them brings code of the site's
    own, no key is used (`foreign_code`)."""
    names = names or sorted(name for name in settings if name.isupper() and name not in NOT_IN_PAGES)
    return key_of([f"{name}={stable_repr(settings[name])}" for name in names])
