"""The rules and word lists of the conversion, read from the folder `data`.

`data/rules.toml` says how a rule is written. This module reads the patterns and lists; the examples beside them are
checked by `tests/cyrillic/test_rules.py`.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, cached_property
from pathlib import Path
from typing import Any

DATA = Path(__file__).with_name("data")
PART = re.compile(r"\{([a-z][a-z -]*)\}")


class Rule:
    """A regular expression with the name it has in `rules.toml`; compiled when it is first used."""

    def __init__(self, name: str, source: str) -> None:
        self.name = name
        self.source = source

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The compiled expression."""
        return re.compile(self.source)


def any_of(stems: str) -> str:
    """The source of a pattern that matches any of the stems, which may themselves be patterns."""
    return "(?:" + "|".join(stems.split()) + ")"


@cache
def read_sections(name: str) -> dict[str, frozenset[str]]:
    """The words of `data/<name>.txt` by heading; a list without headings has them all under the empty one."""
    sections: dict[str, set[str]] = {}
    heading = ""
    for line in read_lines(name):
        if line.startswith("["):
            heading = line.strip("[]")
        else:
            sections.setdefault(heading, set()).update(line.split())
    return {heading: frozenset(words) for heading, words in sections.items()}


def read_lines(name: str) -> tuple[str, ...]:
    """The lines of `data/<name>.txt` that are neither empty nor comments."""
    lines = (DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))


def find_rule(group: str, name: str) -> Rule:
    """The rule of that group and name; KeyError where there is none."""
    return Rule(name, _source(_find_entry(group, name)))


def find_rules(group: str) -> tuple[Rule, ...]:
    """All rules of a group, in the order of the file."""
    return tuple(Rule(entry["name"], _source(entry)) for entry in TABLES[group])


def any_rule(group: str) -> Rule:
    """One rule that matches where any rule of the group does, the first in the file before the others."""
    return Rule(group, "|".join(_source(entry) for entry in TABLES[group]))


def find_words(group: str, name: str) -> frozenset[str]:
    """The words of a rule that is a list: written beside it, or a section of a file (`list = "units: always"`)."""
    entry = _find_entry(group, name)
    if "words" in entry:
        return frozenset(entry["words"].split())
    file, _, heading = entry["list"].partition(": ")
    return read_sections(file)[heading]


def _find_entry(group: str, name: str) -> dict[str, Any]:
    entries: list[dict[str, Any]] = TABLES[group]
    for entry in entries:
        if entry["name"] == name:
            return entry
    raise KeyError(f"no rule {name!r} in [[{group}]] of {DATA / 'rules.toml'}")


def _source(entry: dict[str, Any]) -> str:
    """The pattern with its `{parts}` filled in and an empty group for the dot that marks a morpheme boundary."""
    return PART.sub(lambda part: PARTS[part[1]], entry["pattern"].replace("·", "()"))


def _read_parts(table: dict[str, str]) -> dict[str, str]:
    """The named parts of patterns; a part may use those above it."""
    parts: dict[str, str] = {}
    for name, stems in table.items():
        parts[name] = PART.sub(lambda part: parts[part[1]], any_of(stems))
    return parts


TABLES: dict[str, Any] = tomllib.loads((DATA / "rules.toml").read_text(encoding="utf-8"))
PARTS = _read_parts(TABLES["parts"])
