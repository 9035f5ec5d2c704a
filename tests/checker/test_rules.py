"""Each rule finds what it is for and leaves alone what only resembles it: `cases/<rule>/` shows both."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from plugins.checker import check
from plugins.checker.engine.catalogue import rules
from plugins.checker.engine.rule import explained
from plugins.diagnostics import Diagnostic
from plugins.images.image_check import RULE as PICTURE_RULE

CASES = Path(__file__).parent / "cases"
SOURCES = Path(__file__).parents[2] / "plugins"
# Faults that no text file of the checker's can have, shown in their own tests.
BY_BYTES = {"not-utf-8", "unreadable", "outside-content", "bad-glossary", "bad-authors", "bad-image", "too-deep"}
# Shown by test_languages.py: a case is content alone.
OF_THE_THEME = {"missing-string"}
# Two slips stand in these cases.
TWICE = {"missing-diacritics", "missing-space", "loose-hyphen", "space-before-punctuation"}


def documents(file: Path) -> dict[str, str]:
    """The documents of a case, by name: each begins with a line `>>> name`."""
    parts = re.split(r"^>>> (\S.*)\n", file.read_text("utf-8"), flags=re.M)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def named(found: list[Diagnostic], name: str) -> list[Diagnostic]:
    """The findings of one rule."""
    return [finding for finding in found if finding.code == name]


@pytest.mark.parametrize("file", sorted(CASES.glob("*/fail.txt")), ids=lambda file: file.parent.name)
def test_a_slip_is_found(file, lay):
    """The rule finds the slip of its case once, in its place, and no other rule mistakes it for an error."""
    name = file.parent.name
    found = check(lay(documents(file)))
    expected = 2 if name in TWICE else 1
    assert len(named(found, name)) == expected, "\n".join(map(str, found))
    others = [finding for finding in found if finding.code != name and finding.severity == "error"]
    assert not others, "\n".join(map(str, others))
    for finding in found:
        text = documents(file)[finding.path.removeprefix("content/")]
        lines = text.split("\n")
        assert 1 <= finding.line <= len(lines)
        assert 1 <= finding.column <= len(lines[finding.line - 1]) + 1


@pytest.mark.parametrize("file", sorted(CASES.glob("*/pass.txt")), ids=lambda file: file.parent.name)
def test_what_resembles_a_slip_is_left_alone(file, lay):
    """Nothing at all is found in the case that passes, neither by its own rule nor by another."""
    found = [
        finding
        for finding in check(lay(documents(file)))
        if finding.code != "undecided-word" or file.parent.name == finding.code
    ]
    assert not found, "\n".join(map(str, found))


def test_every_rule_has_its_cases():
    """Each rule of the catalogue has a fail and a pass case, and each case a rule."""
    names = {rule.name for _, rule in rules()} - BY_BYTES - OF_THE_THEME
    assert names == {file.parent.name for file in CASES.glob("*/fail.txt")}
    assert names == {file.parent.name for file in CASES.glob("*/pass.txt")}


def test_every_fault_of_the_build_is_in_the_catalogue():
    """Whatever rule the readers of content name is explained among the rules that stop a build."""
    text = "\n".join(
        file.read_text("utf-8") for name in ("content", "editions") for file in SOURCES.glob(f"{name}/*.py")
    )
    raised = set(re.findall(r'(?:,|return .+)\s*"([a-z0-9]+(?:-[a-z0-9]+)+)"(?:,|\)|$)', text, re.M)) | {
        "unreadable",
        PICTURE_RULE,
    }
    build = {rule.name for _, rule in rules() if rule.scope == "build"}
    assert build <= raised
    known = {"image-alt", "image-credit", "utf-8-sig", "utf-8", "stand-alone", "x-default", "new-story"}
    # Warnings, which the checker has rules for.
    known |= {"removed-markup", "unsafe-link"}
    assert {name for name in raised if name in text and f'"{name}"' in text} - known - build == set()


def test_rules_are_explained():
    """A rule says what it asks for in a sentence that ends, with a bad and a good example that differ."""
    for _, rule in rules():
        assert rule.sentence.endswith((".", "?")), rule.name
        assert rule.bad != rule.good, rule.name
        assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", rule.name)


def test_a_rule_without_an_example_is_refused():
    """A docstring without its Bad or Good line cannot make a rule."""
    with pytest.raises(ValueError, match="Good"):
        explained("Spaces stand between words.\n\nBad: ab")
