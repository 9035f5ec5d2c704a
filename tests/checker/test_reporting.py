"""How findings are printed, and what the exit status says."""

from __future__ import annotations

import io
import json

import pytest
from rich.console import Console

from plugins.checker import list_rules, run
from plugins.checker.engine.catalogue import rules
from plugins.diagnostics import SettingError

GOOD = "Title: The new bridge\nDate: 2026-03-02\nCategory: Local\nSummary: The bridge is open again.\n\n"
FILE = "news/2026/bridge.en.md"


def printed(library, *paths, **options) -> tuple[int, str]:
    """The exit status and what was printed."""
    out = io.StringIO()
    status = run(library, paths, console=Console(file=out, width=40), **options)
    return status, out.getvalue()


def test_an_error_is_a_line_and_status_1(lay):
    """An error is `path:line: message (code)` on one line however narrow the terminal, and the status is 1."""
    status, out = printed(lay({FILE: f"{GOOD}Carts came  early.\n"}))
    first, last = out.splitlines()
    assert first == f"content/{FILE}:6: two spaces where one is enough: delete one (double-space)"
    assert last == "1 file checked: 1 error, 0 pieces of advice."
    assert status == 1


def test_advice_counts_only_where_strict(lay):
    """A piece of advice is marked as such, and makes the status 1 only with `strict`."""
    library = lay({FILE: f"{GOOD}The accomodation is open [here](https://example.org).\n"})
    assert printed(library)[0] == 0
    assert printed(library, strict=True)[0] == 1
    assert printed(library)[1].count("– advice") == 2


def test_nothing_found_is_status_0(lay):
    """A clean newsroom is said to be so."""
    assert printed(lay({FILE: f"{GOOD}Carts came.\n"}), strict=True) == (
        0,
        "1 file checked: 0 errors, 0 pieces of advice.\n",
    )


def test_faults_of_the_build_are_among_the_findings(lay):
    """What would stop the build is found by the checker under the same rule and in the same place."""
    library = lay({FILE: f"{GOOD}Carts came.\n", "news/2026/road.en.md": "Title: A road\nDate: tomorrow\n\nA road.\n"})
    status, out = printed(library)
    assert status == 1
    assert "content/news/2026/road.en.md:2: Date 'tomorrow' is not a date" in out
    assert "(bad-date)" in out


def test_json_is_one_list_of_objects(lay):
    """With `json`, each finding is an object with path, line, column, message, code and severity."""
    (found,) = json.loads(printed(lay({FILE: f"{GOOD}Carts came  early.\n"}), format="json")[1])
    assert found["code"] == "double-space"
    assert (found["path"], found["line"], found["column"], found["severity"]) == (f"content/{FILE}", 6, 11, "error")


def test_github_has_one_command_a_finding(lay):
    """With `github`, each finding is a workflow command, which the text's own signs cannot break."""
    out = printed(lay({FILE: f"{GOOD}100%, in  time; the accomodation.\n"}), format="github")[1]
    error, notice = out.splitlines()
    assert error.startswith(f"::error file=content/{FILE},line=6,col=9,title=double-space::two spaces")
    assert notice.startswith("::notice file=")


def test_a_wrong_format_or_path_says_which_are_right(lay):
    """A format or a path that is not there is refused with what was expected."""
    library = lay({FILE: f"{GOOD}Carts came.\n"})
    with pytest.raises(SettingError, match="text, json, github"):
        printed(library, format="xml")
    status, out = printed(library, "nowhere")
    assert status == 1
    assert out.startswith("there is no file or folder 'nowhere': ")


def test_every_rule_is_listed_with_its_sentence():
    """The list of rules has every rule once, with its level."""
    out = io.StringIO()
    assert list_rules(Console(file=out)) == 0
    for _, rule in rules():
        assert out.getvalue().count(f"  {rule.name} ({rule.severity}): {rule.sentence}") == 1


@pytest.mark.parametrize("path", ["bridge.en.md", "content/news/2026/brigde.en.md", "bridge"])
def test_a_path_that_is_not_there_is_told_the_nearest(lay, path):
    """A file that is not there is told with the one that was probably meant."""
    told = f"there is no file or folder '{path}': did you mean content/{FILE}?\n"
    assert printed(lay({FILE: f"{GOOD}Carts came.\n"}), path) == (1, told)


def test_a_path_like_no_other_is_told_how_paths_look(lay):
    """Where nothing is near, the message shows what a path looks like."""
    status, out = printed(lay({FILE: f"{GOOD}Carts came.\n"}), "zzz")
    assert (status, out) == (1, "there is no file or folder 'zzz': name it as seen from here, such as content/pages\n")
