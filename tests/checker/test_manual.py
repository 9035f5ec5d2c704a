"""The editors' pages, `docs/editing.md` and `docs/rules.md`, agree with the checker and the readers of content."""

from __future__ import annotations

import re
from pathlib import Path

from docs.make_rules import PAGE, page
from plugins.cli.commands.check import format_codes
from plugins.content.headers.fields import POLICIES
from plugins.content.headers.table import FIELDS
from plugins.content.markup.allowed_html import ALLOWED_ATTRIBUTES, ALLOWED_ELEMENTS
from plugins.diagnostics.rule import codes

MANUAL = (Path(__file__).parents[2] / "docs" / "editing.md").read_text("utf-8")


def test_the_page_of_rules_is_made_from_the_list_of_codes():
    """`docs/rules.md` has every code with its level and its sentence, word for word, or `docs/audit.md` has a row."""
    assert PAGE.read_text("utf-8") == page(), "run: python -m docs.make_rules"
    rows = PAGE.with_name("audit.md").read_text("utf-8")
    for code in codes().values():
        assert f"**`{code.name}`**" in page() or f"\n| `{code.name}` |" in rows, code.name


def test_the_command_shows_the_examples_of_each_rule():
    """`./inv check --list-rules` has what the page leaves out: a bad and a good example of every code."""
    listed = format_codes()
    for code in codes().values():
        assert f"    Bad:  {code.bad}\n    Good: {code.good}" in listed, code.name


def test_every_field_and_policy_is_in_the_manual():
    """The table of the header has a row for each field, and the policies for untranslated stories are explained."""
    rows = {name.lower() for name in re.findall(r"^\| `([\w-]+)` \|", MANUAL, re.M)}
    assert rows >= set(FIELDS) - {"preview"}
    assert rows >= set(POLICIES)


def test_the_manual_lists_the_allowed_html():
    """Each element and attribute that the readers of content keep is named, and none that they remove."""
    section = MANUAL.partition("### What HTML is allowed")[2].partition("\n## ")[0]
    named = set(re.findall(r"`([a-z0-9-]+)`", section.partition("Attributes:")[0]))
    assert named == ALLOWED_ELEMENTS
    attributes = section.partition("Attributes:")[2]
    assert all(f"`{name}`" in attributes for names in ALLOWED_ATTRIBUTES.values() for name in names)
