"""The setting DIAGNOSTICS: codes that a site switches off, or counts as less than an error."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Literal, cast

from plugins.diagnostics.diagnostic import Diagnostic, Severity
from plugins.diagnostics.errors import SettingError, nearest
from plugins.diagnostics.message import Message
from plugins.diagnostics.rule import codes

Level = Literal["off", "advice", "warning"]
LEVELS: tuple[Level, ...] = ("off", "advice", "warning")
SETTING = "DIAGNOSTICS"


def read_overrides(settings: Mapping[str, Any]) -> dict[str, Level]:
    """The setting DIAGNOSTICS as a level by code; raises SettingError for an unknown code or level, and for an error
    without which the built site would be wrong."""
    value = settings.get(SETTING, {})
    if not isinstance(value, Mapping):
        raise SettingError(SETTING, 'a dictionary such as {"long-title": "off"}', value)
    for name, level in value.items():
        _check(name, level)
    return {name: cast(Level, level) for name, level in value.items()}


def _check(name: object, level: object) -> None:
    place = f"{SETTING}[{name!r}]"
    code = codes().get(name) if isinstance(name, str) else None
    if code is None:
        near = nearest(str(name), codes(), 0.6)
        hint = (
            Message("codes of the checker (did you mean {near!r}?)", near=near)
            if near
            else "codes of the checker (`./inv check --list-rules` lists them)"
        )
        raise SettingError(SETTING, hint, name)
    if level not in LEVELS:
        raise SettingError(place, Message("one of {names}", names=", ".join(map(repr, LEVELS))), level)
    if code.required:
        expected = Message(
            "a code that can be switched off; without {rule}, {required}", rule=name, required=code.required
        )
        raise SettingError(place, expected, level)


def apply_overrides(diagnostics: Iterable[Diagnostic], overrides: Mapping[str, Level]) -> tuple[Diagnostic, ...]:
    """The diagnostics without those that are switched off, and with the severities that the settings give them.

    A level never makes a diagnostic graver than it is.
    """
    levels = ((diagnostic, override(diagnostic.code, diagnostic.severity, overrides)) for diagnostic in diagnostics)
    return tuple(
        diagnostic if diagnostic.severity == level else replace(diagnostic, severity=level)
        for diagnostic, level in levels
        if level
    )


def override(code: str, severity: Severity, overrides: Mapping[str, Level]) -> Severity | None:
    """The severity that the settings give a diagnostic, None where they switch it off."""
    level = overrides.get(code)
    if level == "off":
        return None
    return severity if level is None or severity == "advice" else level
