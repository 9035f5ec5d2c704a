"""The type of a rule: a generator function, its scope, and its code."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from plugins.diagnostics import Diagnostic, Fix, Message, Place, Severity
from plugins.diagnostics.codes import Code, codes

Scope = Literal["text", "translation", "library"]


class Finding(NamedTuple):
    """A result of a rule: a place in a file, the message, the fix if it is certain, the changes to choose from if it is
    not, the severity if it differs from that of the code, how many characters it is about if that is not the word, and
    the place in the other text that this one differs from."""

    path: str
    line: int
    column: int
    message: Message
    fix: Fix | None = None
    suggestions: tuple[Fix, ...] = ()
    severity: Severity | None = None
    length: int = 0
    other: Place | None = None


@dataclass(frozen=True)
class Rule:
    """One rule: its code and the generator function that yields its findings.

    `scope` is what the function is given: one text (`text`, a CheckContext), an original with one translation
    (`translation`, a TranslationPair), or everything (`library`, the ContentLibrary).
    """

    code: Code
    scope: Scope
    find: Callable[[Any], Iterator[Finding]]

    def __call__(self, subject: object) -> Iterator[Diagnostic]:
        """The diagnostics in one subject of the rule's scope."""
        for path, line, column, message, fix, suggestions, severity, length, other in self.find(subject):
            level = severity or self.code.severity
            yield Diagnostic(
                path, line, column, message, self.code.name, level, fix, suggestions, length=length, other=other
            )


def rule(scope: Scope = "text") -> Callable[[Callable[[Any], Iterator[Finding]]], Rule]:
    """Make a rule of a generator function; its code is the function's name with hyphens, and must be in the list."""

    def make(find: Callable[[Any], Iterator[Finding]]) -> Rule:
        name = find.__name__.replace("_", "-")
        if name not in codes():
            raise ValueError(f"plugins/diagnostics/codes.toml has no code {name!r}")
        return Rule(codes()[name], scope, find)

    return make
