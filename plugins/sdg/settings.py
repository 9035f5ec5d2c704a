"""The plugin's settings: defaults and validation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .titles import GoalSettingError, read_own_titles

DEFAULTS: dict[str, Any] = {
    "SDG_URL": "sdg/{number}/",  # the address of a goal's page
    "SDG_SAVE_AS": "sdg/{number}/index.html",  # its file; "" for no pages of goals
    "SDGS_URL": "sdg/",  # the address of the page with all 17 goals
    "SDGS_SAVE_AS": "sdg/index.html",  # its file; "" for no such page
    "SDG_JSON_SAVE_AS": "sdg/index.json",  # the goals and their articles as data; "" for no such file
    "SDG_FEED_ATOM": "feeds/sdg-{number}.atom.xml",  # a goal's feed; None for no feeds
    "SDG_FEED_ATOM_URL": None,  # its address, where it is not SDG_FEED_ATOM
    "SDG_TITLES": {},  # titles in further languages: language -> number -> title, or (title, full title)
}
_FOR_EACH_GOAL = ("SDG_URL", "SDG_SAVE_AS", "SDG_FEED_ATOM", "SDG_FEED_ATOM_URL")
_OUTPUTS = ("SDG_SAVE_AS", "SDGS_SAVE_AS", "SDG_JSON_SAVE_AS", "SDG_FEED_ATOM")


def setting(settings: Mapping[str, Any], name: str) -> Any:
    """A setting of the plugin, or its default."""
    return settings.get(name, DEFAULTS[name])


def goal_path(settings: Mapping[str, Any], name: str, number: int) -> str:
    """A setting with `{number}` filled in, "" where it is switched off. `{slug}` means the same, as in Pelican."""
    return str(setting(settings, name) or "").format(number=number, slug=number)


def writes_anything(settings: Mapping[str, Any]) -> bool:
    """Whether any page, feed or file of the plugin is switched on."""
    return any(setting(settings, name) for name in _OUTPUTS)


def complete_settings(settings: dict[str, Any]) -> None:
    """Fill in the defaults and check the plugin's settings; raises GoalSettingError.

    Pages of goals are paginated like those of tags, unless the site names its paginated templates itself.
    """
    for name, value in DEFAULTS.items():
        settings.setdefault(name, value)
    for name in _FOR_EACH_GOAL:
        _check_path(settings, name)
    read_own_titles(settings["SDG_TITLES"])
    from pelican.settings import DEFAULT_CONFIG

    if settings["PAGINATED_TEMPLATES"] == DEFAULT_CONFIG["PAGINATED_TEMPLATES"]:
        settings["PAGINATED_TEMPLATES"] = {**settings["PAGINATED_TEMPLATES"], "sdg": None}


def _check_path(settings: Mapping[str, Any], name: str) -> None:
    """Refuse a path that would be the same for all goals, or that cannot be filled in."""
    value = settings[name]
    if not value and name != "SDG_URL":
        return
    try:
        good = goal_path(settings, name, 1) != goal_path(settings, name, 2)
    except (KeyError, IndexError, ValueError):
        good = False
    if not good:
        raise GoalSettingError(name, "a path with {number}, such as 'sdg/{number}/'", value)
