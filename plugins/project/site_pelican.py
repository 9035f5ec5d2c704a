"""Pelican, but for how it finds plugins: only those that the settings name are imported.

Pelican imports every plugin of its namespace that is installed, whether the site uses it or not, and one of them may
take a second. `pelican content` does so still, and makes the same bytes.
"""

from __future__ import annotations

import importlib
import logging
from collections.abc import Mapping
from types import ModuleType
from typing import Any

from pelican import Pelican

NAMESPACE = "pelican.plugins"
logger = logging.getLogger("pelican")


class SitePelican(Pelican):  # type: ignore[misc]
    """The class of every run of a build, by the setting `PELICAN_CLASS`."""

    def init_plugins(self) -> None:
        """Register the plugins that are named; what only Pelican can find, or is an error, is left to it."""
        modules = import_plugins(self.settings)
        if modules is None:
            super().init_plugins()
            return
        self.plugins = []
        for module in modules:
            try:
                module.register()
                self.plugins.append(module)
            except Exception:
                logger.exception("Cannot register plugin `%s`", module.__name__)
        self.settings["PLUGINS"] = [module.__name__ for module in self.plugins]


def import_plugins(settings: Mapping[str, Any]) -> list[ModuleType] | None:
    """The plugins named in the settings; None where one is named by no module's name, or `PLUGIN_PATHS` is set."""
    names = settings.get("PLUGINS")
    if names is None or settings.get("PLUGIN_PATHS") or not all(isinstance(name, str) for name in names):
        return None
    try:
        return [import_plugin(name) for name in names]
    except ImportError:
        return None


def import_plugin(name: str) -> ModuleType:
    """A plugin by its name; one without a dot is looked for in Pelican's namespace first. Raises ImportError."""
    if "." not in name:
        try:
            return importlib.import_module(f"{NAMESPACE}.{name}")
        except ModuleNotFoundError as error:
            if error.name != f"{NAMESPACE}.{name}":
                raise
    return importlib.import_module(name)
