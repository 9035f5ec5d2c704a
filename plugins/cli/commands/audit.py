"""The audit of the built site on the terminal: one line where nothing is wrong, a table or JSON elsewhere."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.cli.terminal import open_console, print_line
from plugins.diagnostics import SettingError, UserError
from plugins.diagnostics.printable import printable_line
from plugins.project.settings import read_library, settings_of
from plugins.project.site_audit import run_audit
from plugins.system.digests import FileDigests

if TYPE_CHECKING:
    from rich.table import Table

    from plugins.audit import Report

FORMATS = ("text", "json")
# The list of drafts in the output of `serve`, and the mark of such a page.
DRAFTS, DRAFTS_MARK = "preview/index.html", 'data-unpublished="list"'
# Findings of one check that the table shows.
EXAMPLES = 5


def audit_site(settings_file: str, format: str = "text", verbose: bool = False) -> int:
    """Audit the built site and print one line, a table of findings or JSON; 1 if there is a finding.

    With `verbose` the table lists every check even if nothing is wrong. Raises UserError if the output is that of
    `serve`, which has drafts.
    """
    if format not in FORMATS:
        raise SettingError("--format", f"one of {' and '.join(FORMATS)} with --site", format)
    settings = settings_of(settings_file)
    output = Path(settings["OUTPUT_PATH"])
    if _holds_drafts(output):
        raise UserError(
            f"{os.path.relpath(output)}/ holds the drafts that `serve` shows: run `./inv build` first, then this again"
        )
    return show_audit(run_audit(settings, read_library(settings), FileDigests()), format, verbose)


def _holds_drafts(output: Path) -> bool:
    drafts = output / DRAFTS
    return drafts.is_file() and DRAFTS_MARK in drafts.read_text("utf-8", "replace")


def show_audit(report: Report, format: str = "text", verbose: bool = False) -> int:
    """Print the report; 1 if there is a finding."""
    if format == "json":
        print(report.as_json())
    elif report.is_ok and not verbose:
        print_line(report.headline)
    else:
        open_console().print(audit_table(report))
    return 0 if report.is_ok else 1


def audit_table(report: Report, examples: int = EXAMPLES) -> Table:
    """A row for each finding, at most `examples` of a check, because an error in a template affects every page."""
    from rich.table import Column, Table
    from rich.text import Text

    # Addresses are copied from this table: they are wrapped and never shortened.
    columns = (Column(name, overflow="fold") for name in ("check", "page", "what is wrong, and the correction"))
    table = Table(*columns, title=report.headline, title_justify="left")
    for check, count in report.counts.items():
        findings = [finding for finding in report.findings if finding.code == check]
        for finding in findings[:examples]:
            # Rich would read a bracket in an address or a title as markup.
            table.add_row(check, Text(printable_line(finding.path)), Text(printable_line(finding.message)))
        if count > examples:
            table.add_row(check, "…", f"and {count - examples} more")
        elif not count:
            table.add_row(check, "", "✓")
    return table
