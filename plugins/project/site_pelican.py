"""A subclass of Pelican that imports only the plugins that the settings name, and the errors of plugins.

Pelican imports every plugin of its namespace that is installed, whether the site uses it or not, and one of them may
take a second. `pelican content` does, and makes the same bytes.
"""

from __future__ import annotations

import contextlib
import importlib
import traceback
from collections.abc import Iterable, Iterator, Mapping
from types import ModuleType
from typing import Any

from jinja2 import TemplateError
from pelican import Pelican

from plugins.diagnostics import Message, SettingError, UserError
from plugins.diagnostics.site_files import shown_path
from plugins.editions.foreign_code import is_own

NAMESPACE = "pelican.plugins"
ENGINE = "plugins.newsroom"
# What a settings file of version 1.0 or 1.1, which a site may keep, names of the engine; one of them is there.
FORMER = {"plugins.languages", "plugins.editions"}
# Registered by the engine.
SUBSITES = {"pelican.plugins.i18n_subsites", "i18n_subsites"}
# Errors whose meaning is said without a plugin's name.
OTHERS = (UserError, TemplateError, MemoryError)


class SitePelican(Pelican):  # type: ignore[misc]
    """The class of every run of a build, by the setting `PELICAN_CLASS`."""

    def init_plugins(self) -> None:
        """Register the plugins that are named; what only Pelican can find, or is an error, is left to it."""
        self.settings["PLUGINS"] = engine_as_one(self.settings.get("PLUGINS"))
        modules = import_plugins(self.settings)
        try:
            if modules is None:
                super().init_plugins()
        except Exception as error:
            problem = str(error).partition("\n")[0]
            if not isinstance(error, UserError):
                line = traceback.extract_tb(error.__traceback__)[-1]
                problem = f"{shown_path(line.filename)}:{line.lineno}: {type(error).__name__}: {problem}"
            raise SettingError("PLUGINS", "plugins that can be imported", problem) from error
        for module in modules or ():
            if not hasattr(module, "register"):
                raise SettingError("PLUGINS", "plugins with a function register()", module.__name__)
            with plugin_errors([module.__name__]):
                module.register()
        if modules is not None:
            self.plugins = modules
            self.settings["PLUGINS"] = [module.__name__ for module in modules]
        # Without this plugin, Pelican would write its own site over the output.
        if ENGINE not in self.settings["PLUGINS"]:
            expected = Message("a list of names with {name!r} among them", name=ENGINE)
            raise SettingError("PLUGINS", expected, self.settings["PLUGINS"])


def engine_as_one(names: Any) -> Any:
    """The names of plugins, with the engine's one name in the place of its packages where a settings file has these:
    they are not there any more, or no plugins."""
    if not isinstance(names, list | tuple) or FORMER.isdisjoint(names):
        return names
    others = (name for name in names if name not in FORMER | SUBSITES and not _is_former_plugin(name))
    return list(dict.fromkeys((ENGINE, *others)))


def _is_former_plugin(name: object) -> bool:
    if not isinstance(name, str) or not is_own(name):
        return False
    try:
        return not hasattr(importlib.import_module(name), "register")
    except ModuleNotFoundError as error:
        return error.name == name


def import_plugins(settings: Mapping[str, Any]) -> list[ModuleType] | None:
    """The plugins named in the settings; None where one is named by no module's name, or `PLUGIN_PATHS` is set. Raises
    SettingError for one that needs a module that is not there: Pelican would import every plugin that is installed, and
    report the first of all that cannot be."""
    names = settings.get("PLUGINS")
    if names is None or settings.get("PLUGIN_PATHS") or not all(isinstance(name, str) for name in names):
        return None
    modules = []
    for name in names:
        try:
            modules.append(import_plugin(name))
        except ImportError as error:
            if not error.name or f"{name}.".startswith(f"{error.name}."):
                return None
            raise SettingError("PLUGINS", "plugins that can be imported", f"{name}: {error}") from error
    return modules


def import_plugin(name: str) -> ModuleType:
    """A plugin by its name; one without a dot is looked for in Pelican's namespace first. Raises ImportError."""
    if "." not in name:
        try:
            return importlib.import_module(f"{NAMESPACE}.{name}")
        except ModuleNotFoundError as error:
            if error.name != f"{NAMESPACE}.{name}":
                raise
    return importlib.import_module(name)


@contextlib.contextmanager
def plugin_errors(names: Iterable[object]) -> Iterator[None]:
    """Raise an exception that passed through the code of a third-party plugin of `PLUGINS` as UserError."""
    try:
        yield
    except OTHERS:
        raise
    except Exception as error:
        wanted = [name for name in names if isinstance(name, str) and not is_own(name)]
        for frame, line in reversed(list(traceback.walk_tb(error.__traceback__))):
            module = f"{frame.f_globals.get('__name__', '')}."
            for name in wanted:
                if module.startswith((f"{name}.", f"{NAMESPACE}.{name}.")):
                    place = f"{shown_path(frame.f_code.co_filename)}:{line}"
                    happened = f"{place}: {type(error).__name__}: {error}, in the plugin {name}"
                    raise UserError(f"{happened}: correct it, or take it out of PLUGINS (plugin)") from error
        raise
