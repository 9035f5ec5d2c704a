"""The catalogue: every rule of the checker."""

from __future__ import annotations

from functools import cache
from types import ModuleType

from plugins.checker.engine.rule import Rule, Scope
from plugins.checker.rules import headers
from plugins.checker.rules.markup import headings, links, lists, not_shown, pictures
from plugins.checker.rules.translation import same_facts, sentences, structure
from plugins.checker.rules.writing import dates, language, letters, quotes, script, spacing, spelling

MODULES: tuple[ModuleType, ...] = (
    headers, not_shown, headings, lists, links, pictures, language, letters, spacing, quotes, spelling, dates,
    same_facts, structure, sentences, script,
)  # fmt: skip


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule of the checker."""
    return tuple(value for module in MODULES for value in vars(module).values() if isinstance(value, Rule))


def rules_of(scope: Scope) -> tuple[Rule, ...]:
    """The rules of a scope: those of one text, of a translation, or of the library."""
    return tuple(rule for rule in rules() if rule.scope == scope)
