"""``TARGETS`` in ``publishconf.py`` read and checked, before anything is done."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from .errors import TargetSettingsError
from .target import Facts


@dataclass
class Table:
    """One target's settings; remembers which names were asked for, so that a misspelt one is found."""

    name: str
    values: Mapping[str, Any]
    asked: list[str] = field(default_factory=lambda: ["kind"])

    def fault(self, key: str, expected: str, came: object) -> TargetSettingsError:
        """The error for one setting."""
        return TargetSettingsError(f'TARGETS["{self.name}"]["{key}"]: expected {expected}, got {came!r}')

    def text(self, key: str, default: str | None = None, expected: str = "a text") -> str:
        """A text; without a default it must be there."""
        self.asked.append(key)
        value = self.values.get(key, default)
        if not isinstance(value, str) or (default is None and not value):
            raise self.fault(key, expected, value)
        return value

    def number(self, key: str, default: int, least: int = 0) -> int:
        """A whole number, ``least`` or more."""
        self.asked.append(key)
        value = self.values.get(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            raise self.fault(key, f"a whole number, {least} or more", value)
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, empty if it is not there."""
        self.asked.append(key)
        value = self.values.get(key, ())
        if not isinstance(value, list | tuple | set | frozenset) or not all(isinstance(item, str) for item in value):
            raise self.fault(key, "a list of texts", value)
        return tuple(value)

    def address(self, key: str) -> str:
        """An address of the web, without a slash at its end, or nothing."""
        value = self.text(key, default="").rstrip("/")
        if value and not is_address(value):
            raise self.fault(key, 'an address such as "https://example.org"', value)
        return value

    def finish(self) -> None:
        """Refuse names that nobody asked for; their values may be secrets and are not shown."""
        for key in self.values:
            if key not in self.asked:
                known = ", ".join(sorted(self.asked))
                raise TargetSettingsError(f'TARGETS["{self.name}"]: expected one of {known}, got {key!r}')


def is_address(text: str) -> bool:
    """Whether a request can be made to an address below this one: a host, with or without port and path."""
    try:
        parts = urlsplit(text)
        parts.hostname and parts.hostname.encode("idna"), parts.port
    except ValueError:
        return False
    plain = not (parts.query or parts.fragment or re.search(r"\s", text))
    return parts.scheme in ("http", "https") and bool(parts.hostname) and plain


def read_facts(table: Table, patience: int = 20) -> Facts:
    """The settings that every kind of target has; ``patience`` is the kind's own default for ``verify_seconds``."""
    return Facts(
        name=table.name,
        url=table.address("url"),
        keep=table.number("keep", default=5, least=2),
        withdrawn=table.texts("withdrawn"),
        verify_seconds=table.number("verify_seconds", default=patience),
        wait_seconds=table.number("wait_seconds", default=60),
    )
