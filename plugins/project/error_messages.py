"""Formats errors as messages for editors and for maintainers of settings or theme."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from pathlib import Path

from jinja2 import TemplateError

from plugins.diagnostics import ContentErrors, Message, SettingError, UserError, message_of
from plugins.editions.page_writer import PageError, describe, template_place
from plugins.project.events import Failed, Step
from plugins.project.settings import SettingsFileError
from plugins.publishing.failures import PublishError
from plugins.publishing.settings import TargetSettingsError
from plugins.sdg.titles import GoalSettingError

# Disk errors and what to do about them; any other file error is a bug.
DISK = {
    errno.ENOSPC: Message("free some space, then run the command again"),
    errno.EDQUOT: Message("free some space or have the quota raised, then run the command again"),
    errno.EROFS: Message("have it mounted for writing, then run the command again"),
    errno.EACCES: Message("give yourself the right to read and write there, then run the command again"),
}
NO_FOLDER = Message("this must be a folder, and it is not")
REMOVE_IT = Message("move it away or delete it, then run the command again")
# What a build can fail at: a text, a setting, a template, the disk, the memory, or the program itself.
ERROR_KINDS = ("content", "settings", "template", "disk", "memory", "program")
MEMORY = Message("end other programs, or set WORKERS = 1 in pelicanconf.py, then run the command again")


# What those errors are at fault of whose message is for people; any other of them is of the program.
KINDS: Mapping[type[Exception], str] = {
    PageError: "template",
    **dict.fromkeys((SettingError, SettingsFileError, TargetSettingsError, GoalSettingError), "settings"),
}


def failure_of(error: BaseException, step: Step | None = None) -> Failed | None:
    """How a build or a publish failed at a step; None for a bug of the program."""
    if isinstance(error, PublishError):
        return Failed(step, error.failure.code, error.cause, error.correction, error.output, error.details)
    kind, text = _explain(error)
    return Failed(step, kind, text) if text else None


def _explain(error: BaseException) -> tuple[str, str]:
    """What an error is at fault of, one of `ERROR_KINDS`, and its message, with its place; "" for a bug."""
    if isinstance(error, ContentErrors):
        return "program" if error.is_of_program else "content", message_of(error)
    if isinstance(error, UserError | GoalSettingError):
        return next((kind for of, kind in KINDS.items() if isinstance(error, of)), "program"), message_of(error)
    if isinstance(error, OSError) and error.errno in DISK:
        values = {"place": error.filename or "this computer", "reason": error.strerror, "cure": DISK[error.errno]}
        return "disk", Message("{place}: {reason}: {cure} (disk)", **values)
    if isinstance(error, FileExistsError | NotADirectoryError) and (
        place := find_blocking_file(str(error.filename or ""))
    ):
        return "disk", Message("{place}: {problem}: {cure} (disk)", place=place, problem=NO_FOLDER, cure=REMOVE_IT)
    if isinstance(error, TemplateError):
        return "template", f"{template_place(error) or 'theme/templates'}: {describe(error)} (template)"
    if type(error).__name__ == "PelicanTemplateNotFound":
        return "template", f"DIRECT_TEMPLATES: {error} (template)"
    if isinstance(error, MemoryError):
        problem = str(error) or "there is too little memory"
        return "memory", Message("{problem}: {cure} (memory)", problem=problem, cure=MEMORY)
    if isinstance(error, SyntaxError) and error.filename:
        line = f"{Path(error.filename).name}:{error.lineno}"
        return "settings", Message("{place}: {problem} (settings)", place=line, problem=error.msg)
    return "program", ""


def find_blocking_file(name: str) -> Path | None:
    """The file on a path whose folders could not be made because of it."""
    return next((p for p in (Path(name), *Path(name).parents) if os.path.lexists(p) and not p.is_dir()), None)
