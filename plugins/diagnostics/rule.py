"""The codes of all diagnostics, read from `codes.toml`: what each means, its severity by default, and examples; and the
type of a rule, of the checker and of the audit: a generator function, what it is given, and its code."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from types import MappingProxyType, ModuleType

from plugins.diagnostics.diagnostic import SEVERITIES, Diagnostic, Severity


@dataclass(frozen=True)
class Code:
    """One code: `sentence` is the rule, `bad` is an example that breaks it, and `good` one that keeps it.

    `fixable` says that some of its diagnostics have a fix. `required` is the reason why the settings cannot switch it
    off, or "".
    """

    name: str
    subject: str
    severity: Severity
    sentence: str
    bad: str
    good: str
    fixable: bool = False
    required: str = ""


@cache
def codes() -> Mapping[str, Code]:
    """Every code by its name, in the order of the list; those that stop a build come first."""
    table = tomllib.loads(files("plugins.diagnostics").joinpath("codes.toml").read_text("utf-8"))
    return MappingProxyType({name: Code(name, **row) for name, row in table.items()})


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
