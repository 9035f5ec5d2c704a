"""Each rule finds what it is for and leaves alone what only resembles it: `cases/<rule>/` shows both."""

from __future__ import annotations

import re

import pytest

from plugins.audit.checks import CODES
from plugins.diagnostics import Diagnostic
from plugins.diagnostics.fixes import apply_fixes
from plugins.diagnostics.rule import codes, rule
from tests.checker.checking import CASES, check, documents

# Errors that no text file of the checker can have; they have tests of their own.
BY_BYTES = {
    "not-utf-8",
    "unreadable",
    "outside-content",
    "bad-glossary",
    "bad-authors",
    "bad-image",
    "too-deep",
    "program-error",
}
# A case is content alone: test_languages.py has one for the strings, tests/audit those of the built site.
OF_THE_THEME = {"missing-string"}
OF_THE_AUDIT = set(CODES)
TYPOGRAPHY = ("Spaces", "Quotation marks")
# These cases have two mistakes.
TWICE = {"missing-diacritics", "missing-space", "loose-hyphen", "space-before-punctuation", "spelling"}


def named(found: list[Diagnostic], name: str) -> list[Diagnostic]:
    """The findings of one rule."""
    return [finding for finding in found if finding.code == name]


@pytest.mark.parametrize("file", sorted(CASES.glob("*/fail.txt")), ids=lambda file: file.parent.name)
def test_a_mistake_is_found(file, make_library):
    """The rule finds the mistake of its case once, in its place, and no other rule reports an error for it. Sentences
    are for people: places and rules' names are beside them. Typography is never an error, and only codes that the list
    calls fixable have fixes."""
    name = file.parent.name
    found = check(make_library(documents(file)))
    expected = 2 if name in TWICE else 1
    assert len(named(found, name)) == expected, "\n".join(map(str, found))
    others = [finding for finding in found if finding.code != name and finding.severity == "error"]
    assert not others, "\n".join(map(str, others))
    for finding in found:
        text = documents(file)[finding.path.removeprefix("content/")]
        lines = text.split("\n")
        assert 1 <= finding.line <= len(lines)
        assert 1 <= finding.column <= len(lines[finding.line - 1]) + 1
        places = {finding.path, finding.other.path if finding.other else finding.path}
        assert not any(place in finding.message for place in places)
        assert "-" not in finding.code or finding.code not in finding.message
        assert finding.severity != "error" or codes()[finding.code].subject not in TYPOGRAPHY
        assert finding.fix is None or codes()[finding.code].fixable


@pytest.mark.parametrize("file", sorted(CASES.glob("*/pass.txt")), ids=lambda file: file.parent.name)
def test_what_resembles_a_mistake_is_left_alone(file, make_library):
    """Nothing at all is found in the case that passes, neither by its own rule nor by another."""
    found = [
        finding
        for finding in check(make_library(documents(file)))
        if finding.code != "undecided-word" or file.parent.name == finding.code
    ]
    assert not found, "\n".join(map(str, found))


@pytest.mark.parametrize("name", [code.name for code in codes().values() if code.fixable])
def test_a_fix_mends_its_case(name, make_library):
    """The fixes of a fixable code's case fix what they are for, change no other line, and lead to no new error."""
    before = documents(CASES / name / "fail.txt")
    library = make_library(before)
    found = [one for one in check(library) if one.code == name]
    fixed = [one for one in found if one.fix]
    assert fixed
    assert apply_fixes(found, library.config.root) == tuple(fixed)
    files = {file: (library.config.content / file).read_text("utf-8") for file in before}
    changed = {(part.path, part.line) for one in fixed for part in one.fix.replacements}
    for file, text in files.items():
        for number, (old, new) in enumerate(zip(before[file].split("\n"), text.split("\n"), strict=True), 1):
            assert old == new or (f"content/{file}", number) in changed
    again = check(make_library(files))
    assert not [one for one in again if one.severity == "error" and one.code != name]
    assert len(named(again, name)) == len(found) - len(fixed)


def test_the_line_below_a_heading_is_replaced(make_library):
    """The suggestion for an underlined heading is that of the second level."""
    before = documents(CASES / "heading-one" / "fail.txt")
    files = {name: text.replace("# Morning", "Morning\n=======") for name, text in before.items()}
    (found,) = named(check(make_library(files)), "heading-one")
    ((replacement,),) = (fix.replacements for fix in found.suggestions)
    assert (replacement.line, replacement.old, replacement.new) == (7, "=======", "-------")


def test_every_code_has_its_cases():
    """Each code has a fail and a pass case, and each case a code."""
    names = set(codes()) - BY_BYTES - OF_THE_THEME - OF_THE_AUDIT
    assert names == {file.parent.name for file in CASES.glob("*/fail.txt")}
    assert names == {file.parent.name for file in CASES.glob("*/pass.txt")}


def test_codes_are_explained():
    """A code has a sentence that ends, and a bad and a good example that differ."""
    for code in codes().values():
        assert code.sentence.endswith((".", "?")), code.name
        assert code.bad, code.name
        assert code.bad != code.good, code.name
        assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", code.name)


def test_a_rule_without_a_code_is_refused():
    """A function whose name is no code of the list cannot become a rule."""

    def no_such_code(_):
        yield from ()

    with pytest.raises(ValueError, match="no-such-code"):
        rule()(no_such_code)
