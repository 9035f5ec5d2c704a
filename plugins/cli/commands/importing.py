"""`import`: turns old pages into pairs of articles and prints a report on each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plugins.cli.terminal import command, open_console
from plugins.content.settings.site_config import read_site_config
from plugins.project.settings import SETTINGS, settings_of

if TYPE_CHECKING:
    from rich.console import Console

    from plugins.importer import ImportOutcome


@command
def import_pages(source: str, date: str, slug: str, category: str, sdg: str, titles: Sequence[str], force: bool) -> int:
    """Turn old pages into pairs."""
    config = read_site_config(settings_of(SETTINGS))
    return import_and_report(
        [source],
        content=config.content,
        languages=config.languages,
        categories=config.categories,
        date=date or None,
        slug=slug or None,
        category=category or None,
        goals=sdg or None,
        titles=dict(title.partition("=")[::2] for title in titles),
        force=force,
        console=open_console(),
    )


def import_and_report(paths: Sequence[str], *, content: Path, console: Console, **options: Any) -> int:
    """Import pages and print the result of each; `options` are those of `import_files`. 0 if every page was imported,
    else 1. Raises ImportFailure where an option or a path is wrong."""
    from rich.progress import Progress

    from plugins.importer import ask_once, import_files, next_step, report_lines

    read: list[ImportOutcome] = []
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("Importing", total=None)
        for total, outcome in import_files(paths, content=content, **options):
            read.append(outcome)
            progress.update(task, total=total, completed=len(read))
    outcomes, questions = ask_once(read)
    for outcome in outcomes:
        for style, line in report_lines(outcome, content):
            console.print(line, style=style)
    if len(outcomes) > 1:
        _print_table(outcomes, console, list(options["languages"]))
    for question in questions:
        console.print(question, style="yellow")
    if step := next_step(outcomes, content):
        console.print(step)
    return 1 if any(outcome.failure for outcome in outcomes) else 0


def _print_table(outcomes: Sequence[ImportOutcome], console: Console, codes: Sequence[str]) -> None:
    """One row a page, those with most to do first, and the counts."""
    from rich.table import Table
    from rich.text import Text

    from plugins.importer import table_rows

    table = Table("page", "article", *(f"words {code}" for code in codes), "to do", "state", title="Imported")
    for row in table_rows(outcomes, codes):
        table.add_row(*map(Text, row))
    console.print(table)
    states = [outcome.state for outcome in outcomes]
    console.print(
        f"{len(outcomes)} pages: {states.count('ready')} ready, {states.count('to do')} with something to do, "
        f"{states.count('failed')} failed; all are drafts"
    )
