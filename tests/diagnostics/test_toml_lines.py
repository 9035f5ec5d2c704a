"""The lines on which values of TOML files stand."""

from __future__ import annotations

import json
import tomllib
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from plugins.diagnostics.toml_lines import line_of, lines_of

NAMES = st.sampled_from(["water", "water.en", "en", "name", "image", "Ana Đurić", "#", "[water]"])
# As people write values: on a line, or over several, of which some look like headings and values.
VALUES = st.sampled_from(
    ['"one line # of it"', "7", '["a", "b"]', '[\n  "a",\n  # [water]\n  "b",\n]', '"""\n[water]\nimage = "no"\n"""']
)
BETWEEN = st.sampled_from(["", "\n", "# name = 7\n", "\n# [water]\n\n"])


@given(st.dictionaries(NAMES, st.dictionaries(NAMES, st.tuples(BETWEEN, VALUES))), st.booleans())
def test_each_value_is_found_on_its_line(tables: dict[str, dict[str, tuple[str, str]]], nested: bool) -> None:
    """Whatever stands above it, is named as it is, or looks like it; a missing value is where its table is."""
    text, wanted = "", {}
    above = ("a",) if nested else ()
    for heading, values in tables.items():
        wanted[(*above, heading)] = text.count("\n") + 1
        text += f"[{'.'.join(json.dumps(name, ensure_ascii=False) for name in (*above, heading))}]\n"
        for name, (between, value) in values.items():
            text += between
            wanted[(*above, heading, name)] = text.count("\n") + 1
            text += f"{json.dumps(name, ensure_ascii=False)} = {value} # {name}\n"
    found = lines_of(text)
    assert {keys: line_of(found, keys) for keys in wanted} == wanted
    for keys in wanted:
        assert line_of(found, (*keys, "missing")) == wanted[keys]
        assert _value(tomllib.loads(text), keys) is not None


def _value(table: Any, keys: tuple[str, ...]) -> Any:
    for key in keys:
        table = table[key]
    return table


def test_keys_with_dots_tables_in_lines_and_what_is_nowhere() -> None:
    """They are found too; what no table is near is on the first line."""
    found = lines_of('title = "T"\n\n[a]\nb.c = 1\nd = {e = 2, f = {g = 3}}\n\n[a.h.i]\nj = 4\n')
    wanted = {("a", "b"): 4, ("a", "b", "c"): 4, ("a", "d", "f", "g"): 5, ("a", "h"): 7, ("a", "h", "i", "j"): 8}
    assert {keys: line_of(found, keys) for keys in wanted} == wanted
    assert line_of(found, ("z",)) == 1
