"""The rules, a module for each subject."""

from __future__ import annotations

from functools import cache

from plugins.checker.engine.rule import Rule, Scope
from plugins.checker.rules import headers
from plugins.checker.rules.markup import headings, links, lists, not_shown, pictures
from plugins.checker.rules.translation import same_facts, sentences, structure
from plugins.checker.rules.writing import dates, language, letters, quotes, script, spacing, spelling

MODULES = (
    headers, not_shown, headings, lists, links, pictures, language, letters, spacing, quotes, spelling, dates,
    same_facts, structure, sentences, script,
)  # fmt: skip


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule of the checker."""
    return tuple(value for module in MODULES for value in vars(module).values() if isinstance(value, Rule))


def rules_of(scope: Scope) -> tuple[Rule, ...]:
    """The rules of a scope: those of one text, of a translation, or of the library."""
    return tuple(rule for rule in all_rules() if rule.scope == scope)
