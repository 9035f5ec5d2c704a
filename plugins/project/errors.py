"""Faults said in the words of whoever can mend them: an editor, or a maintainer of settings or theme."""

from __future__ import annotations

import errno
import os
import traceback
from pathlib import Path

from jinja2 import TemplateError, TemplateSyntaxError, UndefinedError

from plugins.diagnostics import ContentErrors, SettingError
from plugins.project.build import BuildError
from plugins.project.terminal import errors
from plugins.publishing.errors import PublishError, TargetSettingsError
from plugins.sdg.titles import GoalSettingError

# What a disk refuses, and the cure; anything else that a file does is a fault of the program.
DISK = {
    errno.ENOSPC: "free some space, then say it again",
    errno.EDQUOT: "free some space or have the quota raised, then say it again",
    errno.EROFS: "have it mounted for writing, then say it again",
    errno.EACCES: "give yourself the right to read and write there, then say it again",
}
NO_FOLDER = "a folder belongs here, and something else lies in its place"
AWAY = "move that away or delete it, then say it again"
MEMORY = "end other programs, or set WORKERS = 1 in pelicanconf.py, then say it again"
CONTRACT = "docs/architecture.md lists what a template may use"


def told(error: Exception) -> bool:
    """Say an error on the terminal; False where it is a fault of the program itself."""
    text = worded(error)
    if text is None:
        return False
    errors(text)
    return True


def worded(error: Exception) -> str | None:
    """An error in plain words, with its place; None where it is a fault of the program itself."""
    if isinstance(
        error, ContentErrors | SettingError | BuildError | TargetSettingsError | PublishError | GoalSettingError
    ):
        return str(error)
    if isinstance(error, OSError) and error.errno in DISK:
        return f"{error.filename or 'this computer'}: {error.strerror}: {DISK[error.errno]} (disk)"
    if isinstance(error, FileExistsError | NotADirectoryError) and (place := in_the_way(str(error.filename or ""))):
        return f"{place}: {NO_FOLDER}: {AWAY} (disk)"
    if isinstance(error, TemplateSyntaxError):
        return f"theme/templates/{error.name}:{error.lineno}: {error.message} (template)"
    if isinstance(error, UndefinedError):
        return f"{place_in_template(error)}: {error.message}; {CONTRACT} (template)"
    if isinstance(error, TemplateError):
        return f"theme/templates: {type(error).__name__}: {error.message} (template)"
    if isinstance(error, MemoryError):
        # The system ends a process that takes more than there is.
        return f"{str(error) or 'there is too little memory'}: {MEMORY} (memory)"
    if isinstance(error, SyntaxError) and error.filename:
        return f"{Path(error.filename).name}:{error.lineno}: {error.msg} (settings)"
    return None


def in_the_way(name: str) -> Path | None:
    """What is no folder and lies where a path that could not be made needs one."""
    return next((p for p in (Path(name), *Path(name).parents) if os.path.lexists(p) and not p.is_dir()), None)


def place_in_template(error: Exception) -> str:
    """The template and line that an error came from."""
    for site_context in reversed(traceback.extract_tb(error.__traceback__)):
        if "/templates/" in site_context.filename:
            return f"theme/templates/{site_context.filename.rpartition('/templates/')[2]}:{site_context.lineno}"
    return "theme/templates"
