"""Reads and validates the targets in `TARGETS` of `publishconf.py`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from plugins.diagnostics import UserError

from .redaction import redact


class TargetSettingsError(UserError):
    """An error in `TARGETS`: the setting, the expected value and the given one."""

    def __init__(self, text: str) -> None:
        super().__init__(redact(text))


@dataclass(frozen=True)
class TargetSettings:
    """The settings that all kinds of target have.

    `url` is the public address, empty if the target has none to fetch from; `withdrawn` are patterns of addresses that
    may be lost; `timeout_seconds` is how long a program or server may take for one step.
    """

    name: str
    url: str
    keep: int
    withdrawn: tuple[str, ...]
    verify_seconds: int
    wait_seconds: int
    timeout_seconds: int


@dataclass
class SettingsTable:
    """One target's settings; records which names are read, so that unknown names can be refused."""

    name: str
    values: Mapping[str, Any]
    known: list[str] = field(default_factory=lambda: ["kind"])

    def error(self, key: str, expected: str, came: object) -> TargetSettingsError:
        """The error for one setting."""
        return TargetSettingsError(f'TARGETS["{self.name}"]["{key}"]: expected {expected}, got {came!r}')

    def text(self, key: str, default: str | None = None, expected: str = "a text") -> str:
        """A text; required if there is no default."""
        self.known.append(key)
        value = self.values.get(key, default)
        if not isinstance(value, str) or (default is None and not value):
            raise self.error(key, expected, value)
        return value

    def number(self, key: str, default: int, least: int = 0) -> int:
        """A whole number, ``least`` or more."""
        self.known.append(key)
        value = self.values.get(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            raise self.error(key, f"a whole number, {least} or more", value)
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, empty if it is missing."""
        self.known.append(key)
        value = self.values.get(key, ())
        if not isinstance(value, list | tuple | set | frozenset) or not all(isinstance(item, str) for item in value):
            raise self.error(key, "a list of texts", value)
        return tuple(value)

    def address(self, key: str) -> str:
        """An address of the web, without a slash at its end, or nothing."""
        value = self.text(key, default="").rstrip("/")
        if value and not is_address(value):
            raise self.error(key, 'an address such as "https://example.org"', value)
        return value

    def finish(self) -> None:
        """Refuse unknown names; their values may be secrets and are not shown."""
        for key in self.values:
            if key not in self.known:
                names = ", ".join(sorted(self.known))
                raise TargetSettingsError(f'TARGETS["{self.name}"]: expected one of {names}, got {key!r}')


def is_address(text: str) -> bool:
    """Whether a request can be made to an address below this one: a host, with or without port and path."""
    try:
        parts = urlsplit(text)
        parts.hostname and parts.hostname.encode("idna"), parts.port
    except ValueError:
        return False
    plain = not (parts.query or parts.fragment or re.search(r"\s", text))
    return parts.scheme in ("http", "https") and bool(parts.hostname) and plain


def read_target_settings(table: SettingsTable, verify_seconds: int = 20) -> TargetSettings:
    """The settings that every kind of target has; `verify_seconds` is the kind's default for the setting of that
    name."""
    return TargetSettings(
        name=table.name,
        url=table.address("url"),
        keep=table.number("keep", default=5, least=2),
        withdrawn=table.texts("withdrawn"),
        verify_seconds=table.number("verify_seconds", default=verify_seconds),
        wait_seconds=table.number("wait_seconds", default=60),
        timeout_seconds=table.number("timeout_seconds", default=600, least=1),
    )
