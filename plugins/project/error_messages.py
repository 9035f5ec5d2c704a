"""Formats errors as messages for editors and for maintainers of settings or theme."""

from __future__ import annotations

import errno
import os
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


def format_error(error: BaseException) -> str | None:
    """The message of an error, with its place; None for a bug of the program."""
    if isinstance(error, UserError | GoalSettingError):
        return message_of(error)
    if isinstance(error, OSError) and error.errno in DISK:
        values = {"place": error.filename or "this computer", "reason": error.strerror, "cure": DISK[error.errno]}
        return Message("{place}: {reason}: {cure} (disk)", **values)
    if isinstance(error, FileExistsError | NotADirectoryError) and (
        place := find_blocking_file(str(error.filename or ""))
    ):
        return Message("{place}: {problem}: {cure} (disk)", place=place, problem=NO_FOLDER, cure=REMOVE_IT)
    if isinstance(error, TemplateError):
        return f"{template_place(error) or 'theme/templates'}: {describe(error)} (template)"
    if type(error).__name__ == "PelicanTemplateNotFound":
        return f"DIRECT_TEMPLATES: {error} (template)"
    if isinstance(error, MemoryError):
        return Message("{problem}: {cure} (memory)", problem=str(error) or "there is too little memory", cure=MEMORY)
    if isinstance(error, SyntaxError) and error.filename:
        line = f"{Path(error.filename).name}:{error.lineno}"
        return Message("{place}: {problem} (settings)", place=line, problem=error.msg)
    return None


def failure_of(error: BaseException, step: Step | None = None) -> Failed | None:
    """How a build or a publish failed at a step; None for a bug of the program."""
    if isinstance(error, PublishError):
        return Failed(step, error.failure.code, error.cause, error.correction, error.output, error.details)
    text = format_error(error)
    return None if text is None else Failed(step, error_kind(error), text)


def error_kind(error: BaseException) -> str:
    """What a build failed at, one of `ERROR_KINDS`."""
    if isinstance(error, ContentErrors):
        return "program" if error.is_of_program else "content"
    if isinstance(error, PageError | TemplateError) or type(error).__name__ == "PelicanTemplateNotFound":
        return "template"
    if isinstance(error, SettingError | SettingsFileError | TargetSettingsError | GoalSettingError | SyntaxError):
        return "settings"
    if isinstance(error, MemoryError):
        return "memory"
    is_disk = isinstance(error, OSError) and (error.errno in DISK or format_error(error) is not None)
    return "disk" if is_disk else "program"


def find_blocking_file(name: str) -> Path | None:
    """The file on a path whose folders could not be made because of it."""
    return next((p for p in (Path(name), *Path(name).parents) if os.path.lexists(p) and not p.is_dir()), None)
