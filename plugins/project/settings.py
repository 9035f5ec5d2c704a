"""The settings of a command, as Pelican reads them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def settings_of(file: str, overrides: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The settings of a file, with others in the place of some; raises SettingError.

    SITEURL is checked first: Pelican removes a closing slash, and fails with a traceback where it is no text.
    """
    from pelican.settings import get_settings_from_file, read_settings

    from plugins.content.config import check_address

    given = dict(overrides or {})
    check_address({**get_settings_from_file(file), **given}.get("SITEURL"))
    settings: dict[str, Any] = read_settings(file, override=given)
    return settings
