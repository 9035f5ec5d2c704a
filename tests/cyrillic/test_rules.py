"""The rules as data: each has examples and counter-examples that come out as written, and is needed by one of them."""

from __future__ import annotations

import importlib
import re
import shutil
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pytest

from plugins import cyrillic
from plugins.cyrillic.rules import DATA

RULES = DATA / "rules.toml"
NOTHING = "(?!)"
COPY = "copy_of_cyrillic"


class Case(NamedTuple):
    """A Latin text, what it becomes, and the reasons of the doubts in it."""

    latin: str
    cyrillic: str
    reasons: str


def read_case(line: str) -> Case:
    """A case written as `latin → cyrillic` or `latin → cyrillic ? reason`."""
    latin, arrow, rest = line.partition(" → ")
    text, _, reasons = rest.partition(" ? ")
    assert arrow, f"{line!r} has no arrow"
    return Case(latin, text, reasons)


def entries() -> Iterator[tuple[str, dict[str, Any]]]:
    """Each rule with its group."""
    tables = tomllib.loads(RULES.read_text("utf-8"))
    for group in sorted(tables.keys() - {"parts"}):
        for entry in tables[group]:
            yield group, entry


ALL = [pytest.param(entry, id=f"{group}: {entry['name']}") for group, entry in entries()]


def outcome(package: ModuleType, latin: str) -> Case:
    """What a package makes of a text."""
    reasons = dict.fromkeys(doubt.reason for doubt in package.undecided(latin))
    return Case(latin, package.to_cyrillic(latin), ", ".join(reasons))


def cases(entry: dict[str, Any]) -> list[Case]:
    """The examples and counter-examples of a rule."""
    return [read_case(line) for line in entry.get("examples", []) + entry.get("counter_examples", [])]


@pytest.mark.parametrize("entry", ALL)
def test_every_rule_has_an_example_and_a_counter_example_that_come_out_as_written(entry):
    """Both lists have at least one text, and the package makes of each what the rule says."""
    assert entry.get("examples")
    assert entry.get("counter_examples")
    assert {"pattern", "words", "list"} & set(entry)
    for case in cases(entry):
        assert outcome(cyrillic, case.latin) == case


def test_no_two_rules_of_a_group_have_the_same_name():
    """A rule is found by its group and name."""
    names = [(group, entry["name"]) for group, entry in entries()]
    assert len(names) == len(set(names))


def without(text: str, entry: dict[str, Any]) -> str:
    """The file of rules with one that never applies."""
    head = re.escape(f'name = "{entry["name"]}"\n')
    key = next(key for key in ("pattern", "words", "list") if key in entry)
    value = r"'''.*?'''|'[^'\n]*'|\"[^\"\n]*\""
    instead = f"pattern = '{NOTHING}'" if key == "pattern" else 'words = ""'
    changed, count = re.subn(rf"(?s)({head}){key} = (?:{value})", lambda match: match[1] + instead, text)
    assert count == 1, entry["name"]
    return changed


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A copy of the package that can be imported by the name `copy_of_cyrillic`."""
    home = tmp_path_factory.mktemp("copy")
    copy = home / COPY
    shutil.copytree(DATA.parent, copy, ignore=shutil.ignore_patterns("__pycache__"))
    sys.path.insert(0, str(home))
    yield copy
    sys.path.remove(str(home))
    forget_copy()


def forget_copy() -> None:
    """Unload the copy, so that the next import reads its rules again."""
    for name in [name for name in sys.modules if name.partition(".")[0] == COPY]:
        del sys.modules[name]


@pytest.mark.parametrize("entry", ALL)
def test_no_rule_can_be_taken_out_without_one_of_its_cases_changing(entry, folder):
    """A rule whose pattern or words are taken out gives another result for a case of its own."""
    text = RULES.read_text("utf-8")
    (folder / "data" / "rules.toml").write_text(without(text, entry), "utf-8")
    forget_copy()
    importlib.invalidate_caches()
    package = importlib.import_module(COPY)
    assert any(outcome(package, case.latin) != case for case in cases(entry))


def alternatives(pattern: str) -> list[str]:
    """The alternatives of a pattern that are in no group and no set."""
    found = [""]
    depth, in_set = 0, False
    for letter in pattern:
        in_set = letter == "[" or (in_set and letter != "]")
        depth += (letter == "(") - (letter == ")") if not in_set else 0
        if letter == "|" and not depth and not in_set:
            found.append("")
        else:
            found[-1] += letter
    return found


def test_every_group_of_foreign_letters_is_needed_by_an_example():
    """Each alternative of a rule for foreign words is the only one of all that finds one of its rule's examples."""
    rules = [entry for group, entry in entries() if group == "foreign"]
    all_groups = [re.compile(one) for entry in rules for one in alternatives(entry["pattern"])]
    unneeded = []
    for entry in rules:
        words = [read_case(line).latin.lower() for line in entry["examples"]]
        alone = [word for word in words if sum(bool(group.search(word)) for group in all_groups) == 1]
        unneeded += [one for one in alternatives(entry["pattern"]) if not any(re.search(one, word) for word in alone)]
    assert unneeded == []
