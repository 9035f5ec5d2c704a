"""The list of all codes, read from `codes.toml`: what each means, its severity by default, and examples."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from plugins.diagnostics.diagnostic import Severity


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
