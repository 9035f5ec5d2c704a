"""Exceptions whose message is for people: the command line and the editor show it as it is, without a traceback."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from plugins.diagnostics.diagnostic import Diagnostic
from plugins.diagnostics.faults import CODE
from plugins.diagnostics.formats import format_diagnostics
from plugins.diagnostics.message import Message, message_of


class UserError(Exception):
    """Something cannot be done; the message says why and what can be done instead."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle by the message, so that the exception passes between processes whatever its class is made from."""
        return _with_message, (type(self), message_of(self))


def _with_message(kind: type[UserError], message: str) -> UserError:
    error = kind.__new__(kind)
    error.args = (message,)
    return error


class ContentErrors(UserError):
    """Content cannot be published as it is; `diagnostics` are all errors found, sorted by place."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(sorted(set(diagnostics)))
        count = len(self.diagnostics)
        if self.is_of_program:
            heading = "The program has failed; nothing was built:"
        else:
            heading = f"{count} error{'s' if count != 1 else ''} in the content; nothing was built:"
        super().__init__(f"{heading}\n{format_diagnostics(self.diagnostics)}".rstrip())

    @property
    def is_of_program(self) -> bool:
        """Whether nothing is wrong with the content: all are errors of the program itself."""
        return bool(self.diagnostics) and all(one.code == CODE for one in self.diagnostics)

    def __reduce__(self) -> tuple[type[ContentErrors], tuple[tuple[Diagnostic, ...]]]:
        """Pickle by the diagnostics, so that the exception passes between processes."""
        return type(self), (self.diagnostics,)


class SettingError(UserError, ValueError):
    """An invalid setting: its name, the expected value and the given one. What is expected is a text that is written
    out, or a message where it has values."""

    def __init__(self, name: str, expected: str, came: object) -> None:
        super().__init__(
            Message("{name}: expected {expected}, got {came}", name=name, expected=expected, came=repr(came))
        )
