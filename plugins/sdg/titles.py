"""The titles of the goals by language: those of the files in `languages/`, and those of the setting `SDG_TITLES`.

A language is named by its BCP 47 tag or a part of it, in any capitals: `en`, `en-GB`, `sr`, `sr-Latn`, `sr_Cyrl`.
A language without titles gets those of the next shorter tag (`en-gb`: `en`), and in the end the English ones.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from .goals import FIRST_GOAL, GOALS, LAST_GOAL

# What SDG_TITLES holds, checked: language -> goal's number -> short title, full title or "".
OwnTitles = Mapping[str, Mapping[int, tuple[str, str]]]


@cache
def language_tables() -> Mapping[str, Mapping[str, Any]]:
    """The tables of the files in `languages/` by language; `en.toml` explains their keys."""
    paths = sorted(Path(__file__).with_name("languages").glob("*.toml"))
    return {path.stem: tomllib.loads(path.read_text("utf-8")) for path in paths}


def title_tables(language: str) -> dict[str, dict[str, str]]:
    """The titles that a language has here, as tables by the goal's number: `goals` the short and `goals_full` the full
    ones; none for a language without a file."""
    goals = language_tables().get(_tag(language), {}).get("goals", {})
    kinds = {"goals": "title", "goals_full": "full_title"}
    return {name: {number: goal[kind] for number, goal in goals.items()} for name, kind in kinds.items() if goals}


def goal_titles(number: int, language: str, own: OwnTitles) -> tuple[str, str, str]:
    """The short and the full title of a goal in a language, and the tag of the language that they are in, in small
    letters; those of `own` come first."""
    for code in _candidates(language):
        own_title, own_full = own.get(code, {}).get(number, ("", ""))
        table = language_tables().get(code)
        known = table["goals"][str(number)] if table else {}
        title = own_title or known.get("title", "")
        if title:
            return title, own_full or known.get("full_title", "") or title, code
    raise LookupError(f"no language has a title of goal {number}")


def template_words(language: str) -> Mapping[str, str]:
    """The strings of the plugin's own templates in a language."""
    return next(table["words"] for code in _candidates(language) if (table := language_tables().get(code)))


class GoalSettingError(ValueError):
    """A setting of the plugin that cannot be used: its name, what was expected and what came.

    `template` is the message with `{places}` for `values`, by which it can be said in another language.
    """

    template = "{name}: expected {expected}, got {came}"

    def __init__(self, name: str, expected: str, came: object) -> None:
        super().__init__(name, expected, came)
        self.values = {"name": name, "expected": expected, "came": repr(came)}

    def __str__(self) -> str:
        return self.template.format(**self.values)


def read_own_titles(setting: Any) -> OwnTitles:
    """The titles of the setting `SDG_TITLES`; raises GoalSettingError."""
    try:
        return {
            _tag(language): {_number(key): _pair(titles) for key, titles in table.items()}
            for language, table in dict(setting or {}).items()
        }
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        wanted = "language -> number of the goal -> title, or (title, full title)"
        raise GoalSettingError("SDG_TITLES", wanted, setting) from error


def own_spellings(own: OwnTitles) -> dict[int, list[str]]:
    """The titles of `SDG_TITLES` in all languages by goal, as further spellings of the SDGs field."""
    pairs = [(number, pair) for table in own.values() for number, pair in table.items()]
    return {goal.number: [title for number, pair in pairs if number == goal.number for title in pair] for goal in GOALS}


def _candidates(language: str) -> Iterator[str]:
    """The tag and its shorter forms, then the fallback."""
    parts = _tag(language).split("-")
    yield from ("-".join(parts[:count]) for count in range(len(parts), 0, -1))
    yield from (code for code, table in language_tables().items() if table.get("fallback"))


def _tag(language: str) -> str:
    return language.strip().lower().replace("_", "-")


def _number(key: Any) -> int:
    number = int(key)
    if not FIRST_GOAL <= number <= LAST_GOAL:
        raise ValueError(number)
    return number


def _pair(titles: Any) -> tuple[str, str]:
    title, full = (titles, "") if isinstance(titles, str) else titles
    if not (isinstance(title, str) and isinstance(full, str) and title.strip()):
        raise TypeError(titles)
    return title, full
