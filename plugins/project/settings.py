"""Reads the settings of a site."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from plugins.diagnostics import SettingError


def settings_of(file: str, overrides: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The settings of a file as Pelican reads them, with `overrides`; raises SettingError.

    Pelican corrects or stumbles over what is of a wrong type: types and folders are checked before it sees them.
    """
    from pelican.settings import get_settings_from_file, read_settings

    from plugins.content.config import check_address
    from plugins.content.settings import check_folders, check_types

    given = dict(overrides or {})
    written = {**get_settings_from_file(file), **given}
    check_address(written.get("SITEURL"))
    check_types(written)
    check_folders(written, Path(file).resolve().parent)
    try:
        settings: dict[str, Any] = read_settings(file, override=given)
    except Exception as error:
        # A setting of Pelican's own, for which it has no words.
        raise SettingError(
            Path(file).name, "settings that Pelican can read", f"{type(error).__name__}: {error}"
        ) from error
    return settings
