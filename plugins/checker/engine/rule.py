"""What a rule is: a generator function whose docstring explains it to editors, and what the function looks at."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from plugins.diagnostics import Diagnostic, Severity

Scope = Literal["manuscript", "twins", "newsroom", "build"]


class Note(NamedTuple):
    """What a rule yields: a place in a file, and what to do about it; `severity` where it is not that of the rule."""

    path: str
    line: int
    column: int
    message: str
    severity: Severity | None = None


@dataclass(frozen=True)
class Rule:
    """One rule: its name, what it says in one sentence, a bad and a good example, and the function that finds.

    `scope` is what the function is given: one text (`manuscript`), an original with one translation (`twins`), or
    everything (`library`). Rules of the scope `build` are found by the readers of content, and have no function here.
    """

    name: str
    sentence: str
    bad: str
    good: str
    severity: Severity
    scope: Scope
    find: Callable[[Any], Iterator[Note]]

    def __call__(self, subject: object) -> Iterator[Diagnostic]:
        """The diagnostics in one subject of the rule's scope."""
        for note in self.find(subject):
            yield Diagnostic(*note[:4], code=self.name, severity=note.severity or self.severity)


def rule(
    severity: Severity = "error", scope: Scope = "manuscript"
) -> Callable[[Callable[[Any], Iterator[Note]]], Rule]:
    """Make a rule of a generator function; its docstring has one sentence, a `Bad:` and a `Good:` line."""

    def made(find: Callable[[Any], Iterator[Note]]) -> Rule:
        sentence, bad, good = explained(inspect.getdoc(find) or "")
        return Rule(find.__name__.replace("_", "-"), sentence, bad, good, severity, scope, find)

    return made


def explained(text: str) -> tuple[str, str, str]:
    """The sentence, the bad and the good example of a rule's docstring; raises ValueError where one is missing."""
    lines = [line.strip() for line in text.splitlines()]
    bad = next((line[4:].strip() for line in lines if line.startswith("Bad:")), "")
    good = next((line[5:].strip() for line in lines if line.startswith("Good:")), "")
    sentence = " ".join(line for line in lines if line and not line.startswith(("Bad:", "Good:")))
    if not (sentence and bad and good):
        raise ValueError(f"a rule's docstring needs a sentence, a Bad: and a Good: line, got {text!r}")
    return sentence, bad, good
