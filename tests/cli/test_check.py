"""`check` on the command line: what is printed in each format, and the exit status."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from plugins.checker import CheckResult, check_content, fix_content
from plugins.cli.commands import check as command
from plugins.cli.commands.check import check_paths, find_files, format_codes, height_of, last_screen, report
from plugins.content.library import ContentLibrary, load_library
from plugins.content.settings.site_config import read_site_config
from plugins.diagnostics import Format, SettingError, UserError
from plugins.diagnostics.rule import codes
from plugins.system.clock import Clock
from tests.checker.checking import NOW, ROOT

GOOD = "Title: The new bridge\nDate: 2026-03-02\nCategory: Local\nSummary: The bridge is open again.\n\n"
FILE = "news/2026/bridge.en.md"
SERBIAN = "news/2026/bridge.sr.md"
Write = Callable[[Mapping[str, str]], Callable[[], ContentLibrary]]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write files of a content folder; gives a function that reads the library."""
    from plugins.project.settings import settings_of

    settings = settings_of(str(ROOT / "pelicanconf.py"))

    def written(documents: Mapping[str, str]) -> Callable[[], ContentLibrary]:
        content = tmp_path / "content"
        for name, text in documents.items():
            (content / name).parent.mkdir(parents=True, exist_ok=True)
            (content / name).write_text(text, "utf-8")
        config = read_site_config({**settings, "PATH": str(content), "THEME": str(ROOT / "theme")})
        return lambda: load_library(config, Clock(NOW))

    return written


def printed(result: CheckResult, format: Format = "text") -> str:
    """What the command prints."""
    return "\n".join(report(result, format))


def test_an_error_is_one_line(write: Write) -> None:
    """An error is `path:line: message (code)`, a summary follows, and the check has failed."""
    result = check_content(write({FILE: f"{GOOD}Carts came on 30 February.\n"})())
    first, last = printed(result).splitlines()
    assert first == f"content/{FILE}:6: '30 February' is no day of the calendar: correct it (impossible-date)"
    assert last == "1 file checked: 1 error, 0 pieces of advice."
    assert result.has_failed()


def test_advice_counts_only_where_strict(write: Write) -> None:
    """Advice is marked as such, and fails the check only with `strict`."""
    result = check_content(write({FILE: f"{GOOD}The accomodation is open [here](https://example.org).\n"})())
    assert (result.has_failed(), result.has_failed(strict=True)) == (False, True)
    assert printed(result).count("– advice") == 2


@pytest.mark.parametrize("format", ["text", "json", "github"])
def test_drafts_fail_no_check(
    write: Write, format: Format, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Errors, warnings and advice of a draft are shown in each format, and never fail the check, not even with
    `strict`; beside advice of a published text, that fails it alone."""
    draft = GOOD.replace("Category: Local", "Category: Nowhere\nStatus: draft\nSDGs: 99\nImage: gone.jpg\nOdd: x")
    draft += "Carts came  early, and the accomodation is open [here](gone.en.md).\n"
    content = write({"news/2026/other.en.md": draft, FILE: f"{GOOD}Carts came.\n"})
    monkeypatch.setattr(command, "read_library", lambda settings: content())
    for strict in (False, True):
        assert check_paths({"CACHE_PATH": str(tmp_path / ".cache")}, (), format, strict=strict) == 0
        output = capsys.readouterr().out
        assert output.count("draft: ") >= 6
        assert "::error" not in output
        assert '"severity": "error"' not in output
    content = write({FILE: f"{GOOD}The accomodation is open.\n"})
    assert check_paths({"CACHE_PATH": str(tmp_path / ".cache")}, (), format) == 0
    assert check_paths({"CACHE_PATH": str(tmp_path / ".cache")}, (), format, strict=True) == 1


def test_errors_stand_last_and_a_terminal_gets_a_screen(write: Write) -> None:
    """On a site with much advice, what stops a publish stands above the summary; advice is counted by file, and what a
    terminal does not get is counted. Listed, nothing is missing; however small the terminal, the summary is there."""
    texts = {f"news/2026/road-{number}.en.md": f"{GOOD}The accomodation is open.\n" for number in range(60)}
    result = check_content(write({**texts, FILE: f"{GOOD}Carts came on 30 February.\n"})())
    lines = report(result, "text", lists_advice=False)
    assert lines[0] == "content/news/2026/road-0.en.md: advice: 1 spelling"
    assert lines[-2].endswith("(impossible-date)")
    assert len(lines) == 62
    for columns, rows in ((80, 24), (40, 10), (200, 60), (20, 3), (80, 500)):
        shown = last_screen(lines, columns, rows)
        heights = [height_of(line, columns) for line in shown]
        assert shown[-1] == lines[-1]
        assert sum(heights) <= max(rows, heights[-1] + heights[0])
        assert len(shown) == len(lines) or f"{len(lines) - len(shown) + 1} lines more" in shown[0]
    assert len(report(result, "text")) == 62


def test_nothing_found(write: Write) -> None:
    """Content without diagnostics has a summary alone, and does not fail."""
    result = check_content(write({FILE: f"{GOOD}Carts came.\n"})())
    assert printed(result) == "1 file checked: 0 errors, 0 pieces of advice."
    assert not result.has_failed(strict=True)


def test_errors_of_the_build_are_among_the_diagnostics(write: Write) -> None:
    """What stops a build is found by the checker with the same code and in the same place."""
    other = "Title: A road\nDate: tomorrow\n\nA road.\n"
    result = check_content(write({FILE: f"{GOOD}Carts came.\n", "news/2026/road.en.md": other})())
    assert result.has_failed()
    assert "content/news/2026/road.en.md:2: Date 'tomorrow' is not a date" in printed(result)
    assert "(bad-date)" in printed(result)


def test_json_is_one_list_of_objects(write: Write) -> None:
    """With `json`, each diagnostic is an object with its place, message, code, severity and fix."""
    result = check_content(write({FILE: f"{GOOD}Carts came  early.\n"})())
    (found,) = json.loads(printed(result, "json"))
    assert (found["path"], found["line"], found["column"]) == (f"content/{FILE}", 6, 11)
    assert (found["code"], found["severity"]) == ("double-space", "warning")
    (part,) = found["fix"]["replacements"]
    assert (part["line"], part["column"], part["old"], part["new"]) == (6, 11, "  ", " ")


def test_github_has_one_command_a_diagnostic(write: Write) -> None:
    """With `github`, each diagnostic is a workflow command, which the text's own signs cannot break."""
    result = check_content(write({FILE: f"{GOOD}100%, in  time; the accomodation.\n"})())
    warning, notice = printed(result, "github").splitlines()
    assert warning.startswith(f"::warning file=content/{FILE},line=6,col=9,title=double-space::two spaces")
    assert notice.startswith("::notice file=")


def test_a_hundred_thousand_unknown_lines_are_a_few_lines(write: Write) -> None:
    """Text shows the first diagnostics of one code in one file and how many more there are; programs get all."""
    header = "".join(f"Field{number}: x\n" for number in range(1000))
    result = check_content(write({FILE: f"{GOOD.rstrip()}\n{header}\nCarts came.\n"})())
    assert result.count("error") == 1000
    lines = printed(result).splitlines()
    assert len(lines) == 12
    assert lines[10] == f"content/{FILE}:15: and 990 more like this (unknown-field)"
    assert len(json.loads(printed(result, "json"))) == 1000


def test_a_wrong_format_lists_the_formats() -> None:
    """A format that does not exist is refused with those that do."""
    with pytest.raises(SettingError, match="text, json, github"):
        check_paths({}, (), "xml")


@pytest.mark.parametrize("path", ["content/news/2026/brigde.en.md", "brigde"])
def test_a_missing_path_suggests_the_nearest(write: Write, path: str) -> None:
    """A file that does not exist is reported with the one that was probably meant."""
    library = write({FILE: f"{GOOD}Carts came.\n"})()
    with pytest.raises(UserError, match=r"^there is no story '[\w.]+': the nearest are bridge$"):
        list(find_files(library, [path]))


def test_a_story_is_checked_by_its_slug(write: Write) -> None:
    """A slug stands for all files of its story, which are counted, and for no other story's."""
    other = {"news/2026/road.en.md": f"{GOOD}Carts came  early.\n"}
    story = {FILE: f"{GOOD}Carts  came.\n", SERBIAN: "Title: Most\n\nDošli su  sada.\n"}
    library = write({**story, **other})()
    result = check_content(library, list(find_files(library, ["bridge"])))
    assert {one.path for one in result.diagnostics} == {f"content/{FILE}", f"content/{SERBIAN}"}
    assert printed(result).splitlines()[-1].startswith("2 files checked: ")


def test_a_file_is_checked_with_its_pair(write: Write) -> None:
    """Where one file is named, the other of its pair is checked and counted with it."""
    library = write({FILE: f"{GOOD}Carts came.\n", SERBIAN: "Title: Most\n\nDošli su.\n"})()
    assert check_content(library, [library.config.content / FILE]).files == 2


def test_a_draft_whose_header_cannot_be_read_is_counted(write: Write) -> None:
    """A file that is in no pair since its header cannot be read is checked nevertheless, and so is counted."""
    result = check_content(write({FILE: "A road\nStatus: draft\n\nText.\n"})())
    assert printed(result).splitlines()[-1] == "1 file checked: 0 errors, 1 warning, 0 pieces of advice."


def test_every_finding_of_a_draft_says_so(write: Write) -> None:
    """In a draft, also advice and warnings about HTML begin with `draft: `, once."""
    text = f"{GOOD}Carts came  to the accomodation. <iframe src='https://example.org'></iframe>\n"
    found = check_content(write({FILE: f"Status: draft\nImage: no.jpg\n{text}"})()).diagnostics
    assert {"double-space", "spelling", "removed-markup", "missing-image"} <= {one.code for one in found}
    assert [one.said.count("draft: ") for one in found] == [1] * len(found)


def test_a_path_like_no_other_is_refused(write: Write) -> None:
    """Where no story is similar, the message says where they are listed."""
    library = write({FILE: f"{GOOD}Carts came.\n"})()
    with pytest.raises(UserError, match=r"'zzz': ./inv status lists the unfinished ones$"):
        list(find_files(library, ["zzz"]))


def test_every_code_is_listed_with_its_sentence() -> None:
    """The list has every code once, with its level."""
    lines = format_codes().splitlines()
    for code in codes().values():
        (line,) = [line for line in lines if line.startswith(f"  {code.name} (")]
        assert code.severity in line
        assert line.endswith(f": {code.sentence}")


def test_fixes_are_applied_and_printed(write: Write) -> None:
    """`fix` fixes what is certain, prints each change, and leaves the rest of the file and other mistakes alone."""
    library = write({FILE: f'{GOOD}Carts  came ,  and "cars" too; the accomodation.\n'})
    result = fix_content(library)
    text = (library().config.content / FILE).read_text("utf-8")
    assert text == f"{GOOD}Carts came, and “cars” too; the accomodation.\n"
    lines = printed(result).splitlines()
    assert f"content/{FILE}:6: fixed: '  ' → ' ' (double-space)" in lines
    assert f"content/{FILE}:6: fixed: '\"' → '“', '\"' → '”' (straight-quotes)" in lines
    assert [one.code for one in result.diagnostics] == ["spelling"]
    assert lines[-1].endswith(f"1 piece of advice, {len(result.fixed)} fixed.")


def test_the_setting_switches_codes_off_and_down(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With DIAGNOSTICS, the command leaves one code out and shows another as a warning, which does not fail it."""
    library = write({FILE: f"{GOOD}Carts came  early to the accomodation.\n"})
    monkeypatch.setattr(command, "read_library", lambda _: library())
    levels = {"double-space": "warning", "spelling": "off"}
    settings: dict[str, Any] = {"CACHE_PATH": str(tmp_path / ".cache"), "DIAGNOSTICS": levels}
    assert check_paths(settings, ()) == 0
    first, last = capsys.readouterr().out.splitlines()
    assert first.endswith("(double-space) – warning")
    assert last == "1 file checked: 0 errors, 1 warning, 0 pieces of advice."
    assert check_paths(settings, (), strict=True) == 1
