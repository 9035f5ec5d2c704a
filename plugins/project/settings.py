"""Reads the settings of a site, and its content as they describe it."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plugins.diagnostics import Message, SettingError, UserError

if TYPE_CHECKING:
    from plugins.content.library import ContentLibrary


# The settings of a site, and what differs where it is published.
SETTINGS, PUBLISH_SETTINGS = "pelicanconf.py", "publishconf.py"


class SettingsFileError(UserError):
    """A settings file that is not there or whose code fails; the message names its line."""


def settings_of(file: str, overrides: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The settings of a file as Pelican reads them, with `overrides`, completed by the engine's; raises SettingError.

    Pelican corrects or stumbles over what is of a wrong type: types and folders are checked before it sees them.
    """
    from pelican.settings import get_settings_from_file, read_settings

    from plugins.editions.pelican_settings import FIXED, check_settings, complete_settings

    given = dict(overrides or {})
    written = {**run_settings(file, get_settings_from_file), **given}
    check_settings(written, Path(file).resolve().parent)
    # What is nothing to us may be something that Pelican cannot read.
    given |= {name: value for name, value in FIXED.items() if name in written}
    try:
        settings: dict[str, Any] = read_settings(file, override=given)
    except Exception as error:
        # A setting of Pelican's own, for which it has no words.
        raise SettingError(
            Path(file).name, "settings that Pelican can read", f"{type(error).__name__}: {error}"
        ) from error
    complete_settings(settings)
    return settings


def run_settings(file: str, read: Callable[[str], dict[str, Any]]) -> dict[str, Any]:
    """What a settings file sets; an exception in its code, or in what it imports, is raised as SettingsFileError with
    its line."""
    if not Path(file).is_file():
        raise SettingsFileError(Message("{file} is not here: run the command in the site's folder", file=file))
    # What publishconf.py imports is read anew: the module in memory may be of before a change, or half of a file.
    for other in Path(file).parent.glob("*conf.py"):
        sys.modules.pop(other.stem, None)
    try:
        return read(file)
    except SyntaxError as error:
        if error.filename:
            raise
        raise SettingsFileError(_settings_message(Path(file).name, error.msg)) from error
    except (Exception, SystemExit) as error:
        # The innermost line of a settings file: what it calls in libraries means nothing to whoever wrote it.
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith("conf.py")]
        place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else Path(file).name
        raise SettingsFileError(_settings_message(place, f"{type(error).__name__}: {error}")) from error


def _settings_message(place: str, problem: str) -> Message:
    return Message("{place}: {problem} (settings)", place=place, problem=problem)


def read_library(settings: Mapping[str, Any]) -> ContentLibrary:
    """Everything in the content folder, as a build reads it, with the errors of its pictures."""
    from dataclasses import replace
    from functools import partial

    from plugins.content.library import load_library
    from plugins.content.settings.site_config import read_clock, read_site_config
    from plugins.images import album_of
    from plugins.images.image_check import check_images

    library = load_library(read_site_config(settings), read_clock(settings))
    return replace(library, checks=(partial(check_images, originals=album_of(settings).originals),))


def open_library() -> ContentLibrary:
    """The content of the site in this folder."""
    return read_library(settings_of(SETTINGS))
