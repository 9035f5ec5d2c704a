"""The settings of a build, completed: defaults are filled in, and what the engine decides itself is set.

The addresses of pages, the folders of content and the feeds are the site's own. A refused setting may stand in a
settings file with Pelican's default value, or with the engine's."""

from __future__ import annotations

import copy
import os
from collections.abc import Mapping, MutableMapping
from pathlib import Path
from typing import Any

from pelican.settings import DEFAULT_CONFIG

from plugins.content.addresses import category_address, goal_address, page_address, story_address
from plugins.content.settings.checks import check_address, check_folders, check_names, check_secret, check_types
from plugins.content.settings.table import DEFAULTS, REFUSED
from plugins.diagnostics import SettingError
from plugins.editions.foreign_code import is_own
from plugins.sdg.settings import DEFAULTS as GOAL_DEFAULTS


def _address_settings(name: str, address: str) -> dict[str, str]:
    return {f"{name}_URL": address, f"{name}_SAVE_AS": f"{address}index.html"}


FIXED: Mapping[str, Any] = {
    **_address_settings("ARTICLE", story_address("{slug}")),
    **_address_settings("ARTICLE_LANG", story_address("{slug}")),
    **_address_settings("PAGE", page_address("{slug}")), **_address_settings("PAGE_LANG", page_address("{slug}")),
    **_address_settings("CATEGORY", category_address("{slug}")), **_address_settings("TAG", goal_address("{slug}")),
    "AUTHOR_SAVE_AS": "", "ARTICLE_TRANSLATION_ID": "", "PAGE_TRANSLATION_ID": "",
    "ARTICLE_ORDER_BY": "reversed-date", "PAGE_ORDER_BY": "menu_order", "ARTICLE_PATHS": [], "PAGE_PATHS": [],
    "FEED_ALL_ATOM": None, "CATEGORY_FEED_ATOM": None, "AUTHOR_FEED_ATOM": None, "AUTHOR_FEED_RSS": None,
    "TRANSLATION_FEED_ATOM": None, "FILENAME_METADATA": "(?!)", "I18N_UNTRANSLATED_ARTICLES": "keep",
    "I18N_UNTRANSLATED_PAGES": "keep", "READERS": {"rst": None, "html": None, "htm": None},
}  # fmt: skip
"""What the engine sets itself, whatever a settings file says."""
PELICANS: Mapping[str, Any] = {**DEFAULT_CONFIG, **GOAL_DEFAULTS}
"""Defaults of Pelican and of the plugin `sdg`: a setting that has one counts as not set."""
OFF_BY_NOTHING = frozenset(
    name
    for name in REFUSED
    if name.startswith(("DRAFT_", "AUTHOR", "CATEGORY_SAVE", "TAG_SAVE", "YEAR_", "MONTH_", "DAY_")) or "_FEED_" in name
) | {"FEED_ALL_ATOM", "FEED_ALL_ATOM_URL", "FEED_ALL_RSS", "FEED_ALL_RSS_URL", "ARTICLE_PATHS", "PAGE_PATHS"}
"""Refused settings that may be empty: Pelican's own pages and feeds are off in any case."""


def complete_settings(settings: MutableMapping[str, Any]) -> None:
    """Fill in the engine's defaults, and set what the engine decides."""
    for name, value in DEFAULTS.items():
        if name not in settings or (name in PELICANS and settings[name] == PELICANS[name]):
            settings[name] = copy.deepcopy(value)
    settings.update(copy.deepcopy(dict(FIXED)))
    # Every article has an author; plugins that want one of the whole site find its name.
    settings["AUTHOR"] = settings["SITENAME"]
    # The templates of pages have names that end with .html, those of other files whole names.
    endings = (*settings["TEMPLATE_EXTENSIONS"], *DEFAULTS["TEMPLATE_EXTENSIONS"])
    settings["TEMPLATE_EXTENSIONS"] = list(dict.fromkeys(endings))
    own = os.path.join(settings["THEME"], "site", "templates")
    folders = settings["THEME_TEMPLATES_OVERRIDES"]
    if os.path.isdir(own) and not any(os.path.realpath(folder) == os.path.realpath(own) for folder in folders):
        settings["THEME_TEMPLATES_OVERRIDES"] = [*folders, own]


def check_settings(settings: Mapping[str, Any], base: Path) -> None:
    """Refuse settings that are misspelt or of a wrong type, what no site may set, and folders within each other;
    `base` is where relative names begin. Raises SettingError."""
    check_address(settings.get("SITEURL"))
    check_secret(settings.get("PREVIEW_KEY", ""))
    check_types(settings)
    check_names(settings)
    check_refused(settings)
    check_folders(settings, base)


def check_refused(settings: Mapping[str, Any]) -> None:
    """Refuse the first setting of Pelican that has no meaning here; raises SettingError."""
    for name, expected in REFUSED.items():
        if name in settings and not _is_accepted(name, settings[name], settings):
            raise SettingError(name, expected, settings[name])


def _is_accepted(name: str, value: Any, settings: Mapping[str, Any]) -> bool:
    """Whether a value changes nothing: Pelican's default, ours, or nothing at all."""
    if any(name in table and value == table[name] for table in (DEFAULT_CONFIG, FIXED)):
        return True
    if not value and (name in OFF_BY_NOTHING or name not in DEFAULT_CONFIG):
        return True
    if name == "DEFAULT_LANG":
        return value in [str(row.get("tag", "")).lower() for row in settings.get("EDITIONS", {}).values()]
    if name in ("ARTICLE_EXCLUDES", "PAGE_EXCLUDES"):
        # Pelican itself adds the folders of the other kind.
        other = "PAGE_PATHS" if name == "ARTICLE_EXCLUDES" else "ARTICLE_PATHS"
        folders = [*(settings.get(other) or ()), *DEFAULT_CONFIG[other]]
        return isinstance(value, list | tuple) and all(folder in folders for folder in value)
    if name == "AUTHOR":
        return bool(value == settings.get("SITENAME"))
    if name == "PELICAN_CLASS":
        return is_own(getattr(value, "__module__", None) or "")
    return False
