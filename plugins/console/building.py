"""`build`: one Pelican run, strict: whatever it would only log as an error ends it, and the last good output stays."""

from __future__ import annotations

import contextlib
import logging
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from jinja2 import TemplateSyntaxError, UndefinedError

from plugins.console.terminal import errors

PAGE = (".html",)


class BuildFault(Exception):
    """Something that Pelican logged as an error, or as a warning; the site would not be what was asked for."""


class Strict(logging.Handler):
    """Makes an exception of a record, so that a build never logs and goes on."""

    def emit(self, record: logging.LogRecord) -> None:
        """Raise BuildFault with the record's message."""
        raise BuildFault(record.getMessage())


def build(settings_file: str, overrides: Mapping[str, Any] | None = None) -> int:
    """Build the site; says what was done in one line, or every fault; the exit status."""
    started = time.perf_counter()
    try:
        settings = run(settings_file, overrides)
    except Exception as error:
        if not told(error):
            raise
        return 1
    changes = settings["CHANGES"]
    pages = changes.pages
    count = len(changes.written) + len(changes.removed)
    print(f"{pages} pages in {settings['SITE_OUTPUT']}: {count} changed, {time.perf_counter() - started:.1f} s")
    return 0


def run(settings_file: str, overrides: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """One build by Pelican; gives the settings that it ended with."""
    import pelican
    from pelican.settings import read_settings

    file = Path(settings_file)
    if not file.is_file():
        raise BuildFault(f"{settings_file} is not here: run the verb in the site's folder")
    with quiet_and_strict(pelican):
        sys.path.insert(0, str(Path.cwd()))
        instance = pelican.Pelican(read_settings(str(file), override=dict(overrides or {})))
        instance.run()
    return dict(instance.settings)


@contextlib.contextmanager
def quiet_and_strict(pelican: Any) -> Iterator[None]:
    """Pelican says nothing of its own, and what it logs as a warning or an error is raised."""
    logger, handler = logging.getLogger("pelican"), Strict(logging.WARNING)
    pelican.console.quiet = True
    logger.addHandler(handler)
    before, logger.propagate = logger.propagate, False
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.propagate = before
        pelican.console.quiet = False


def told(error: Exception) -> bool:
    """Say an error in the words of whoever can mend it; False where it is a fault of the program itself."""
    from plugins.languages.faults import ContentFaults, SettingFault

    if isinstance(error, ContentFaults | SettingFault | BuildFault):
        errors(str(error))
    elif isinstance(error, TemplateSyntaxError):
        errors(f"theme/templates/{error.name}:{error.lineno}: {error.message} (template)")
    elif isinstance(error, UndefinedError):
        errors(f"{place_in_template(error)}: {error.message}; docs/architecture.md lists what a template may use (template)")
    elif isinstance(error, SyntaxError) and error.filename:
        errors(f"{Path(error.filename).name}:{error.lineno}: {error.msg} (settings)")
    else:
        return False
    return True


def place_in_template(error: Exception) -> str:
    """The template and line that an error came from."""
    trace, place = error.__traceback__, "theme/templates"
    while trace:
        file = trace.tb_frame.f_code.co_filename
        if "templates" in file:
            place = f"theme/templates/{file.rpartition('templates/')[2]}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


def run_safely(work: Callable[[], int]) -> int:
    """The exit status of a verb's work; a fault is said in the words of whoever can mend it."""
    try:
        return work()
    except Exception as error:
        if not told(error):
            raise
        return 1
