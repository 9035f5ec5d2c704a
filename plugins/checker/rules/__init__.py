"""The rules, a module for each subject."""

from __future__ import annotations

from plugins.checker.rules import headers
from plugins.checker.rules.markup import headings, links, lists, not_shown, pictures, visible
from plugins.checker.rules.translation import same_facts, sentences, structure
from plugins.checker.rules.writing import dates, language, letters, quotes, script, spacing, spelling
from plugins.diagnostics.rule import Rule, rules_in

RULES = rules_in(
    headers, not_shown, headings, lists, links, visible, pictures, language, letters, spacing, quotes, spelling, dates,
    same_facts, structure, sentences, script,
)  # fmt: skip


def rules_of(scope: str) -> tuple[Rule, ...]:
    """The rules of a scope: those of one text, of a translation, or of the library."""
    return tuple(rule for rule in RULES if scope in rule.scopes)
