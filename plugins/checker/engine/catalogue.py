"""The catalogue: every rule, those of the build and those of the checker."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from types import ModuleType

from plugins.checker.engine.rule import Note, Rule, Scope
from plugins.checker.rules import (
    comments,
    empty,
    facts,
    headers,
    headings,
    interface,
    language,
    letters,
    links,
    lists,
    markup,
    outdated,
    pictures,
    quotes,
    script,
    spacing,
    spelling,
    structure,
)

SUBJECTS: tuple[tuple[str, ModuleType], ...] = (
    ("Header", headers),
    ("Text", empty),
    ("Headings", headings),
    ("Lists", lists),
    ("Comments", comments),
    ("HTML", markup),
    ("Links", links),
    ("Pictures", pictures),
    ("Language", language),
    ("Letters", letters),
    ("Spaces", spacing),
    ("Quotation marks", quotes),
    ("Spelling", spelling),
    ("The same in both languages", facts),
    ("The same shape in both languages", structure),
    ("The other script", script),
    ("Older than the original", outdated),
    ("The interface", interface),
)


@cache
def rules() -> tuple[tuple[str, Rule], ...]:
    """Every rule with its subject, in the order of the manual; those that stop the build come first."""
    found = [
        (subject, value) for subject, module in SUBJECTS for value in vars(module).values() if isinstance(value, Rule)
    ]
    return (*(("What stops a build", rule) for rule in _build_rules()), *found)


def rules_of(scope: Scope) -> tuple[Rule, ...]:
    """The rules that look at one kind of subject."""
    return tuple(rule for _, rule in rules() if rule.scope == scope)


def _build_rules() -> Iterator[Rule]:
    table = tomllib.loads(files("plugins.checker.engine").joinpath("build_faults.toml").read_text("utf-8"))
    for name, row in table.items():
        yield Rule(name, row["sentence"], row["bad"], row["good"], "error", "build", _found_elsewhere)


def _found_elsewhere(_: object) -> Iterator[Note]:
    """The readers of content find these faults; the checker only shows them."""
    return iter(())
