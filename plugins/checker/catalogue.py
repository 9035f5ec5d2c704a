"""The catalogue: every rule, those of the build and those of the checker."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from types import ModuleType

from plugins.checker import (
    comments,
    headers,
    headings,
    letters,
    links,
    lists,
    newer_original,
    parity,
    pictures,
    quotes,
    script_rules,
    shape_parity,
    spacing,
    spelling,
    texts,
    wrong_language,
)
from plugins.checker.rules import Note, Rule, Scope

SUBJECTS: tuple[tuple[str, ModuleType], ...] = (
    ("Header", headers),
    ("Text", texts),
    ("Headings", headings),
    ("Lists", lists),
    ("Comments", comments),
    ("Links", links),
    ("Pictures", pictures),
    ("Language", wrong_language),
    ("Letters", letters),
    ("Spaces", spacing),
    ("Quotation marks", quotes),
    ("Spelling", spelling),
    ("The same in both languages", parity),
    ("The same shape in both languages", shape_parity),
    ("The other script", script_rules),
    ("Older than the original", newer_original),
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
    table = tomllib.loads(files("plugins.checker").joinpath("build_faults.toml").read_text("utf-8"))
    for name, row in table.items():
        yield Rule(name, row["sentence"], row["bad"], row["good"], "error", "build", _found_elsewhere)


def _found_elsewhere(_: object) -> Iterator[Note]:
    """The readers of content find these faults; the checker only shows them."""
    return iter(())
