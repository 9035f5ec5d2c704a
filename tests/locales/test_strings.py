"""Interface strings: the site's own before the theme's, English where there are none."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.diagnostics import SettingError
from plugins.diagnostics.toml_lines import TomlError, line_of, lines_of, parse_toml
from plugins.locales.strings import MissingString, Strings, StringTable, read_strings
from tests.small_site import ROOT

ENGLISH = """search = "Search"
home = "Front page"
[stories]
one = "{n} story"
other = "{n} stories"
[names]
1 = "No Poverty"
"""


def missing_of(table: StringTable) -> tuple[MissingString, ...]:
    """What is missing of the strings above; the titles of the goals have files of their own."""
    return tuple(missing for missing in table.missing if not missing.key.startswith("goals"))


def theme(folder: Path, **files: str) -> Path:
    """A theme's folder of strings with an English file; `site_sq` is the site's own file for sq."""
    for name, text in {"en": ENGLISH, **files}.items():
        file = folder / "theme" / ("site/strings" if name.startswith("site_") else "strings")
        file.mkdir(parents=True, exist_ok=True)
        (file / f"{name.removeprefix('site_')}.toml").write_text(text, "utf-8")
    return folder / "theme" / "strings"


def test_a_missing_string_is_english_and_named_in_one_line(tmp_path: Path) -> None:
    """A string, a plural and a name that a file lacks are English, and each is reported in a line of its own."""
    table = read_strings(theme(tmp_path, sq='search = "Kërko"\n'), "sq")
    strings = Strings("sq", "sq", table.entries, missing_of(table))
    assert (strings("search"), strings("home"), strings("stories", n=3)) == ("Kërko", "Front page", "3 stories")
    assert strings.section("names")["1"] == "No Poverty"
    assert [str(missing) for missing in strings.missing] == [
        "theme/strings/sq.toml: no words yet for 'home'; until then it says 'Front page'",
        "theme/strings/sq.toml: no words yet for 'stories'; until then it says '{n} stories'",
        "theme/strings/sq.toml: no words yet for 'names.1'; until then it says 'No Poverty'",
    ]


def test_a_stand_in_counts_as_missing_and_readers_do_not_see_its_mark(tmp_path: Path) -> None:
    """What begins with [English] is shown without that, and is missing, with the line where it stands."""
    own = 'home = "Kreu"\nsearch = "[English] Search"\n[stories]\nother = "{n} histori"\n[names]\n1 = "Zero"\n'
    table = read_strings(theme(tmp_path, site_sq=own), "sq")
    assert table.entries["search"] == "Search"
    assert [(missing.path, missing.line, missing.key) for missing in missing_of(table)] == [
        ("theme/site/strings/sq.toml", 2, "search")
    ]


def test_a_missing_string_has_the_line_of_its_key(tmp_path: Path) -> None:
    """The line is that of the key, also in quotation marks; of the table for a plural; of the table where the key is
    not there."""
    own = 'home = "Kreu"\n\n[names]\n"1" = "[English] No Poverty"\n\n[stories]\nother = "[English] {n} stories"\n'
    table = read_strings(theme(tmp_path, site_sq=own), "sq")
    assert {missing.key: missing.line for missing in missing_of(table)} == {"search": 1, "stories": 6, "names.1": 4}
    (missing,) = read_strings(
        theme(tmp_path / "b", site_sq=own.replace('"1"', '"2"') + 'search = "x"\n'), "sq"
    ).missing[-1:]
    assert (missing.key, missing.line) == ("names.1", 3)


def test_the_strings_of_a_site_come_before_those_of_the_theme(tmp_path: Path) -> None:
    """Key by key: what the site says otherwise takes the place of the theme's string, all else stays."""
    # A category may be called nearly as one of the theme's.
    own = 'home = "Start"\n[categories]\nregional = "Around"\n'
    english = f'{ENGLISH}[categories]\nregionals = "Regional"\n'
    entries = read_strings(theme(tmp_path, en=english, site_en=own), "en").entries
    assert (entries["home"], entries["search"], entries["categories"]["regional"]) == ("Start", "Search", "Around")


def test_a_stand_in_of_a_site_does_not_hide_a_translation_of_the_theme(tmp_path: Path) -> None:
    """Where the theme has learnt a language meanwhile, its words are used."""
    folder = theme(tmp_path, sq=ENGLISH.replace("Search", "Kërko"), site_sq='search = "[English] Search"\n')
    table = read_strings(folder, "sq")
    assert (table.entries["search"], missing_of(table)) == ("Kërko", ())


@pytest.mark.parametrize("name", ["en", "sr"])
def test_the_languages_of_the_theme_lack_nothing(name: str) -> None:
    """The theme's own files are complete."""
    assert read_strings(ROOT / "theme" / "strings", name).missing == ()


T = TypeVar("T")
REFERENCE = read_strings(ROOT / "theme" / "strings", "en").entries
# Every name that is filled in in some string.
FILLED_IN = dict.fromkeys(("name", "year", "site", "title", "size"), "x")


def attempt(function: Callable[..., T], *arguments: object) -> T | ValueError:
    """What a function returns or refuses its arguments with."""
    try:
        return function(*arguments)
    except ValueError as error:
        return error


@pytest.fixture(scope="module")
def own_theme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of strings that has the theme's English ones; beside it, those of a site."""
    english = (ROOT / "theme" / "strings" / "en.toml").read_text("utf-8")
    return theme(tmp_path_factory.mktemp("own"), en=english, site_en="")


@given(
    st.sampled_from(sorted(REFERENCE)),
    st.text() | st.lists(st.sampled_from(["{", "}", "{n}", "{name}", "{m}", "{n!r}", "{n:d}", "x "])).map("".join),
    st.integers(0, 3),
)
def test_whatever_a_site_says_is_refused_with_its_line_or_can_be_shown(
    own_theme: Path, key: str, text: str, above: int
) -> None:
    """No text of a site's own file fails later, on a page: it is refused when it is read, at its line, or filled in."""
    known = REFERENCE[key]
    is_table = not isinstance(known, str)
    entry = next(iter(known)) if is_table else key
    line = f"{json.dumps(entry)} = {json.dumps(text, ensure_ascii=False)}\n"
    own = "# a line\n" * above + (f"[{key}]\n" if is_table else "") + line
    (own_theme.parent / "site" / "strings" / "en.toml").write_text(own, "utf-8")
    outcome = attempt(read_strings, own_theme, "en")
    if isinstance(outcome, SettingError):
        assert re.match(rf"theme/site/strings/en\.toml:{above + is_table + 1}[: ]", str(outcome))
        return
    strings = Strings("en", "en", outcome.entries)
    if not is_table:
        filled_in = {name: value for name, value in FILLED_IN.items() if f"{{{name}}}" in known}
        assert isinstance(strings(key, n=5 if "{n}" in known else None, **filled_in), str)
    elif "other" in known:
        assert isinstance(strings(key, n=1, **FILLED_IN), str)


@given(st.text(st.sampled_from("ab[]{}=\"'#\n ."), max_size=40))
def test_what_is_no_toml_has_a_line_of_its_text(text: str) -> None:
    """Whatever a file of strings holds, the fault has a line that is there."""
    outcome = attempt(parse_toml, text)
    line = outcome.line if isinstance(outcome, TomlError) else line_of(lines_of(text), ("a",))
    assert 1 <= line <= text.count("\n") + 1


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('home = "Start"\nsearch = "Seek\n[names]\n', 2),
        ('home = "Start"\nsearch = """Seek\n\n[names]\n1 = "Zero"\n', 2),
        ('home = "Start"\nsearch = 5\n', 2),
        ('home = "Start"\n\n[names]\n1 = []\n', 4),
        ('home = "Start"\n[stories]\nother = "{m} stories"\n', 3),
        ('home = "Start"\nserch = "Seek"\n', 2),
        ("home = Front page\n", 1),
        ("home =\n\n", 1),
    ],
)
def test_a_fault_of_a_file_of_strings_has_its_line(tmp_path: Path, text: str, line: int) -> None:
    """Of what is no TOML as of a value that cannot be; a text that is not closed is wrong where it begins."""
    with pytest.raises(SettingError, match=rf"theme/site/strings/en\.toml:{line}[: ]"):
        read_strings(theme(tmp_path, site_en=text), "en")
