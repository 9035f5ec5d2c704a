"""The editors' manual, `docs/editing.md`, says what the checker and the readers of content do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from plugins.checker.engine.catalogue import rules
from plugins.content.fields import FIELDS, POLICIES
from plugins.editions.reader import ATTRIBUTES, TAGS

MANUAL = (Path(__file__).parents[2] / "docs" / "editing.md").read_text("utf-8")


@pytest.mark.parametrize("rule", [rule for _, rule in rules()], ids=lambda rule: rule.name)
def test_every_rule_is_in_the_manual(rule):
    """A rule stands in the manual with its level, its sentence and both its examples, word for word."""
    advice = " (advice)" if rule.severity == "advice" else ""
    entry = f"**`{rule.name}`**{advice}: {rule.sentence}\n\n```\nBad:  {rule.bad}\nGood: {rule.good}\n```\n"
    assert entry in MANUAL, f"docs/editing.md lacks:\n{entry}"


def test_the_manual_has_no_rule_that_is_gone():
    """Every rule that the manual explains is in the catalogue, under the same subject."""
    listed = MANUAL.partition("## What `./inv check` knows")[2]
    assert re.findall(r"^\*\*`([a-z0-9-]+)`\*\*", listed, re.M) == [rule.name for _, rule in rules()]
    assert re.findall(r"^### (.+)", listed, re.M) == list(dict(rules()))


def test_every_field_and_policy_is_in_the_manual():
    """The table of the header has a row for each field, and the policies for untranslated stories are explained."""
    rows = {name.lower() for name in re.findall(r"^\| `([\w-]+)` \|", MANUAL, re.M)}
    assert rows >= set(FIELDS) - {"preview"}
    assert rows >= set(POLICIES)


def test_the_manual_says_what_html_is_allowed():
    """Each element and attribute that the readers of content let through is named, and none that they take out."""
    section = MANUAL.partition("### What HTML is allowed")[2].partition("\n## ")[0]
    named = set(re.findall(r"`([a-z0-9-]+)`", section.partition("Attributes:")[0]))
    assert named == TAGS
    attributes = section.partition("Attributes:")[2]
    assert all(f"`{name}`" in attributes for names in ATTRIBUTES.values() for name in names)
