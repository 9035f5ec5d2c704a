"""Diagnostics as text, JSON and annotations, and in the message of ContentErrors."""

from __future__ import annotations

import json
import pickle

from plugins.diagnostics import (
    ContentErrors,
    Diagnostic,
    Either,
    Fix,
    Message,
    Replacement,
    SettingError,
    UserError,
    format_diagnostics,
    program_fault,
)


def many(count: int, code: str = "unknown-field", path: str = "content/a.en.md") -> list[Diagnostic]:
    """Errors of one code in one file."""
    return [Diagnostic(path, line, 1, f"'Field{line}' is not a field", code) for line in range(1, count + 1)]


def test_text_shows_the_first_of_many_alike() -> None:
    """Ten of one code in one file are shown and the rest is counted; other codes and files have ten of their own."""
    lines = format_diagnostics([*many(10_000), *many(3, "bad-value"), *many(11, path="content/b.en.md")]).splitlines()
    assert len(lines) == 11 + 3 + 11
    assert lines[9] == "content/a.en.md:10: 'Field10' is not a field (unknown-field)"
    assert lines[10] == "content/a.en.md:11: and 9,990 more like this (unknown-field)"
    assert lines[-1] == "content/b.en.md:11: and 1 more like this (unknown-field)"


def test_content_errors_show_the_first_of_many_alike() -> None:
    """The message counts all errors and shows a few; the exception has all of them, also in another process."""
    error = ContentErrors(many(10_000))
    assert str(error).startswith("10000 errors in the content; nothing was built:\n")
    mixed = ContentErrors([*error.diagnostics, program_fault("content/a.md", 1, ArithmeticError())])
    assert str(mixed).startswith("The program has failed, with 10000 errors in the content; nothing was built:\n")
    assert str(error).count("\n") == 11
    again = pickle.loads(pickle.dumps(error))
    assert again.diagnostics == error.diagnostics
    assert len(again.diagnostics) == 10_000


def test_severities_are_marked() -> None:
    """Text marks what is no error; GitHub has a level for each."""
    found = [Diagnostic("a.md", 1, 2, "m", "c", severity) for severity in ("error", "warning", "advice")]
    assert format_diagnostics(found).splitlines() == [
        "a.md:1: m (c)",
        "a.md:1: m (c) – warning",
        "a.md:1: m (c) – advice",
    ]
    levels = [line.split(" ")[0] for line in format_diagnostics(found, "github").splitlines()]
    assert levels == ["::error", "::warning", "::notice"]


def test_github_escapes_signs_of_its_own() -> None:
    """Per cent signs, line ends and, in the place, colons and commas cannot end a command."""
    (line,) = format_diagnostics([Diagnostic("a,b:c.md", 1, 1, "50%\nx", "code")], "github").splitlines()
    assert line == "::error file=a%2Cb%3Ac.md,line=1,col=1,title=code::50%25%0Ax"


def test_nothing_is_an_empty_text_and_an_empty_list() -> None:
    """Without diagnostics, text and GitHub have no line, and JSON is a list."""
    assert [format_diagnostics([], name) for name in ("text", "github", "json")] == ["", "", "[]"]


def test_a_fix_is_part_of_json_and_not_of_the_order() -> None:
    """JSON has the replacements; two diagnostics that differ only in their fix are one."""
    fix = Fix((Replacement("a.md", 1, 2, "  ", " "),))
    with_fix, without = Diagnostic("a.md", 1, 2, "m", "c", fix=fix), Diagnostic("a.md", 1, 2, "m", "c")
    assert len({with_fix, without}) == 1
    assert sorted([with_fix, without]) == [with_fix, without]
    (table,) = json.loads(format_diagnostics([with_fix], "json"))
    assert table["fix"] == {"replacements": [{"path": "a.md", "line": 1, "column": 2, "old": "  ", "new": " "}]}
    assert fix.replacements[0].end_column == 4
    assert str(fix) == "'  ' → ' '"


def test_errors_for_people_are_of_one_class() -> None:
    """The command line and the editor catch one class."""
    assert isinstance(SettingError("NAME", "a text", 5), UserError)
    assert isinstance(ContentErrors([]), UserError)


def test_json_has_the_parts_of_a_message() -> None:
    """The English sentence with its places, and what stands in them; a choice and a message within stay apart."""
    message = Message(
        "draft: {problem}",
        problem=Message("write {words}, not {n}", words=Either(["a", "b"], quoted=True), n=2),
    )
    (table,) = json.loads(format_diagnostics([Diagnostic("content/a.md", 1, 1, message, "spelling")], "json"))
    assert table["message"] == "draft: write 'a' or 'b', not 2"
    assert table["template"] == "draft: {problem}"
    part = table["values"]["problem"]
    assert (part["template"], part["values"]) == ("write {words}, not {n}", {"words": ["a", "b"], "n": 2})
    (plain,) = json.loads(format_diagnostics([Diagnostic("content/a.md", 1, 1, "plain", "spelling")], "json"))
    assert (plain["template"], plain["values"]) == ("", {})
