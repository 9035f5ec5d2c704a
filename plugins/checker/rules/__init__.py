"""The rules, a module for each subject."""

from __future__ import annotations

from plugins.checker.rules import headers, markup
from plugins.checker.rules.translation import meanings, same_facts, sentences, structure
from plugins.checker.rules.writing import dates, language, letters, quotes, script, spacing, spelling
from plugins.diagnostics.rule import Rule, rules_in

RULES = rules_in(
    headers,
    markup,
    language,
    letters,
    spacing,
    quotes,
    spelling,
    dates,
    same_facts,
    meanings,
    structure,
    sentences,
    script,
)


def rules_of(scope: str) -> tuple[Rule, ...]:
    """The rules of a scope: those of one text, of a translation, or of the library."""
    return tuple(rule for rule in RULES if scope in rule.scopes)
