"""Reads the settings of a site."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def settings_of(file: str, overrides: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The settings of a file as Pelican reads them, with `overrides`; raises SettingError.

    SITEURL is checked first: Pelican removes a trailing slash, and fails with a traceback if it is not a string.
    """
    from pelican.settings import get_settings_from_file, read_settings

    from plugins.content.config import check_address

    given = dict(overrides or {})
    check_address({**get_settings_from_file(file), **given}.get("SITEURL"))
    settings: dict[str, Any] = read_settings(file, override=given)
    return settings
