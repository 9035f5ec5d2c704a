"""Names and texts on a terminal: nothing in them steers it, and nothing is taken for markup."""

from __future__ import annotations

import io
import json

import pytest
from rich.console import Console

from plugins.audit.report import Report
from plugins.cli import terminal
from plugins.cli.commands.audit import audit_table
from plugins.diagnostics import ContentErrors, Diagnostic, format_diagnostics
from plugins.diagnostics.printable import printable, printable_line

# What clears a screen, sets a title, types into the terminal, turns the direction, and is no text at all.
HOSTILE = "a\x1b[2J\x1b]0;b\x07\x9b31m\u202e\r\x00\udcff.md"
SHOWN = r"a\x1b[2J\x1b]0;b\x07\x9b31m\u202e\x0d\x00\udcff.md"
STEERING = {chr(code) for code in (*range(9), *range(11, 32), *range(127, 160), 0x202E)}


def test_control_characters_are_written_as_escapes() -> None:
    """Every character that steers a terminal is shown as its number; all others, tabs and line ends stay."""
    assert printable(HOSTILE) == SHOWN
    assert printable("Đ [bold] :smile:\t\n") == "Đ [bold] :smile:\t\n"


def test_a_name_has_one_line() -> None:
    """A line end in a name is an escape too, so that no line looks like one of the program's own."""
    assert printable_line("a\nb.md:1: all is well\t") == r"a\x0ab.md:1: all is well\x09"


def test_diagnostics_are_printable_in_all_formats() -> None:
    """A path and a message of any characters have one line and steer nothing; JSON keeps them."""
    found = Diagnostic(HOSTILE + "\n", 1, 1, f"no {HOSTILE}\n", "bad-name")
    text = "\n".join([str(found), str(ContentErrors([found])), format_diagnostics([found] * 20)])
    assert not STEERING & set(text)
    assert len(str(found).splitlines()) == 1
    assert not STEERING & set(format_diagnostics([found], "github"))
    assert json.loads(format_diagnostics([found], "json"))[0]["path"] == HOSTILE + "\n"


@pytest.mark.parametrize("show", [terminal.print_line, terminal.print_error])
def test_commands_print_names_as_text(capsys: pytest.CaptureFixture[str], show: object) -> None:
    """What a command prints steers nothing, whatever names are in it."""
    show(f"{HOSTILE} is ready")  # type: ignore[operator]
    out, err = capsys.readouterr()
    assert out + err == f"{SHOWN} is ready\n"


def test_nothing_in_a_text_is_markup() -> None:
    """A console prints brackets and names of pictures as they are, in lines and in the cells of a table."""
    console = terminal.open_console()
    console.file = io.StringIO()
    console.print("[/red] a[ b] :smile:")
    table = audit_table(Report((Diagnostic("a[/b].html", 1, 1, f"[/red] {HOSTILE}", "links"),), ("links",), 1, 1, 1.0))
    wide = Console(width=300, file=io.StringIO())
    wide.print(table)
    assert console.file.getvalue() == "[/red] a[ b] :smile:\n"
    assert "a[/b].html" in wide.file.getvalue()
    assert "[/red]" in wide.file.getvalue()
    assert not STEERING & set(wide.file.getvalue())
