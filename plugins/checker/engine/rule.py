"""The type of a rule: a generator function, its scope, and its code."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from plugins.diagnostics import Diagnostic
from plugins.diagnostics.diagnostic import SEVERITIES
from plugins.diagnostics.overrides import Code, codes

Scope = Literal["text", "translation", "library"]


@dataclass(frozen=True)
class Rule:
    """One rule: its code and the generator function that yields its findings, diagnostics without a code.

    `scope` is what the function is given: one text (`text`, a CheckContext), an original with one translation
    (`translation`, a TranslationPair), or everything (`library`, the ContentLibrary).
    """

    code: Code
    scope: Scope
    find: Callable[[Any], Iterator[Diagnostic]]

    def __call__(self, subject: object) -> Iterator[Diagnostic]:
        """The diagnostics in one subject of the rule's scope, as grave as its code says, or less."""
        for finding in self.find(subject):
            severity = max(finding.severity, self.code.severity, key=SEVERITIES.index)
            yield replace(finding, code=self.code.name, severity=severity)


def rule(scope: Scope = "text") -> Callable[[Callable[[Any], Iterator[Diagnostic]]], Rule]:
    """Make a rule of a generator function; its code is the function's name with hyphens, and must be in the list."""

    def make(find: Callable[[Any], Iterator[Diagnostic]]) -> Rule:
        name = find.__name__.replace("_", "-")
        if name not in codes():
            raise ValueError(f"plugins/diagnostics/codes.toml has no code {name!r}")
        return Rule(codes()[name], scope, find)

    return make
