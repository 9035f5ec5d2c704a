"""Errors of third-party plugins as one sentence that names the plugin and the line."""

from __future__ import annotations

import contextlib
import traceback
from collections.abc import Iterable, Iterator

from jinja2 import TemplateError

from plugins.diagnostics import UserError
from plugins.diagnostics.site_files import shown_path
from plugins.editions.third_party import is_own
from plugins.project.build import BuildError

NAMESPACE = "pelican.plugins."
# What these mean is said without the plugin's name.
OTHERS = (UserError, BuildError, TemplateError, MemoryError)


class PluginError(UserError):
    """A third-party plugin failed; the message names it, its file and line, and the error."""


@contextlib.contextmanager
def plugin_errors(names: Iterable[object]) -> Iterator[None]:
    """Raise an exception that passed through the code of a third-party plugin of `PLUGINS` as PluginError."""
    try:
        yield
    except OTHERS:
        raise
    except Exception as error:
        wanted = [name for name in names if isinstance(name, str) and not is_own(name)]
        for frame, line in reversed(list(traceback.walk_tb(error.__traceback__))):
            module = f"{frame.f_globals.get('__name__', '')}."
            for name in wanted:
                if module.startswith((f"{name}.", f"{NAMESPACE}{name}.")):
                    place = f"{shown_path(frame.f_code.co_filename)}:{line}"
                    happened = f"{place}: {type(error).__name__}: {error}, in the plugin {name}"
                    raise PluginError(f"{happened}: correct it, or take it out of PLUGINS (plugin)") from error
        raise
