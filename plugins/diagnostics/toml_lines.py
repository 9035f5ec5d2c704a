"""TOML that people write: its table, and on which line a value or a fault stands."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

Keys = tuple[str, ...]
"""Where a value stands in a table: `("water", "en", "name")`."""
# A line that may follow a whole statement: an empty one, a comment, a heading, or a key with its value.
MAY_FOLLOW = re.compile(r"\s*(?:$|#|\[|.*=)")
PLACE = re.compile(r" \(at (?:line (?P<line>\d+), column \d+|end of document)\)$")
LONG_TEXT = re.compile(r"\"\"\"|'''")


class TomlError(ValueError):
    """A text that is no TOML: what is wrong, and on which line."""

    def __init__(self, problem: str, line: int) -> None:
        super().__init__(problem)
        self.line = line


def parse_toml(text: str) -> dict[str, Any]:
    """The table of a TOML text; raises TomlError."""
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise TomlError(str(error), 1) from None
    except tomllib.TOMLDecodeError as error:
        problem = str(error)
        place = PLACE.search(problem)
        line = int(place["line"]) if place and place["line"] else _line_of_end(text)
        raise TomlError(PLACE.sub("", problem), line) from None


def _line_of_end(text: str) -> int:
    """The line on which something begins that the end of the text leaves open."""
    signs = list(LONG_TEXT.finditer(text))
    end = signs[-1].start() if len(signs) % 2 else len(text.rstrip())
    return text.count("\n", 0, end) + 1


def lines_of(text: str) -> dict[Keys, int]:
    """The line on which each heading and each value of a TOML text begins, and each table that has some of them."""
    lines: dict[Keys, int] = {}
    heading: Keys = ()
    statement: list[str] = []
    for number, (line, after) in enumerate(pairwise([*text.split("\n"), ""]), 1):
        statement.append(line)
        if not MAY_FOLLOW.match(after):
            continue
        try:
            # Each heading and each value is TOML by itself; nothing shorter of it is.
            table = tomllib.loads("\n".join(statement))
        except tomllib.TOMLDecodeError:
            continue
        named = list(_keys_in(table))
        is_heading = statement[0].lstrip().startswith("[")
        for keys in named:
            lines.setdefault(keys if is_heading else (*heading, *keys), number - len(statement) + 1)
        heading = named[-1] if is_heading else heading
        statement = []
    return lines


def line_of(lines: Mapping[Keys, int], keys: Keys) -> int:
    """The line of a value, or of the nearest table that is there where it is missing."""
    return next((lines[keys[:end]] for end in range(len(keys), 0, -1) if keys[:end] in lines), 1)


def _keys_in(table: Mapping[str, Any]) -> Iterator[Keys]:
    """All keys of a table, each after that which holds it."""
    for key, value in table.items():
        yield (key,)
        if isinstance(value, dict):
            yield from ((key, *keys) for keys in _keys_in(value))
