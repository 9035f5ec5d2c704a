"""The type of a rule, of the checker and of the audit: a generator function, what it is given, and its code."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from types import ModuleType

from plugins.diagnostics.diagnostic import SEVERITIES, Diagnostic
from plugins.diagnostics.overrides import Code, codes

Find = Callable[..., Iterator[Diagnostic]]


@dataclass(frozen=True)
class Rule:
    """One rule: its code and the generator function that yields its findings, diagnostics without a code.

    `scopes` are what the function is given, one after the other. In the checker that is each text (`text`, a
    CheckContext), each original with one translation (`translation`, a TranslationPair), or everything (`library`, the
    ContentLibrary); in the audit the `Site`, and with it each file of a kind, or nothing else (`site`).
    """

    code: Code
    scopes: tuple[str, ...]
    find: Find

    def __call__(self, *subject: object) -> Iterator[Diagnostic]:
        """The diagnostics in one subject of the rule, as grave as its code says, or less."""
        for finding in self.find(*subject):
            severity = max(finding.severity, self.code.severity, key=SEVERITIES.index)
            yield replace(finding, code=self.code.name, severity=severity)


def rule(*scopes: str, code: str = "") -> Callable[[Find], Rule]:
    """Make a rule of a generator function; its code is the function's name with hyphens unless another is given, and
    must be in the list."""

    def make(find: Find) -> Rule:
        name = code or find.__name__.replace("_", "-")
        if name not in codes():
            raise ValueError(f"plugins/diagnostics/codes.toml has no code {name!r}")
        return Rule(codes()[name], scopes, find)

    return make


def rules_in(*modules: ModuleType) -> tuple[Rule, ...]:
    """The rules that these modules define, in order."""
    return tuple(value for module in modules for value in vars(module).values() if isinstance(value, Rule))
