"""Findings: the faults of a build and the advice of the checker, one and the same thing with a level."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from plugins.diagnostics import Fault

Level = Literal["error", "advice"]


@dataclass(frozen=True, order=True)
class Finding(Fault):
    """A fault, and whether it is an `error` or a piece of `advice` that counts only where strictness is asked for."""

    level: Level = "error"

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.message} ({self.rule})"


def from_fault(fault: Fault) -> Finding:
    """A fault that stops the build, as a finding."""
    return Finding(fault.path, fault.line, fault.column, fault.message, fault.rule, "error")
