"""`status`: the table of all stories, what is outdated word by word and, on a terminal, one key to accept it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.cli.terminal import command, open_console
from plugins.project.settings import open_library
from plugins.system.clock import read_time

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from plugins.content.library import ContentLibrary
    from plugins.editing.article_status import ArticleStatus, StatusReport
    from plugins.project.publish_record import PublishRecord

COLOURS = {
    "published": "green", "changed": "green", "ready": "green", "missing": "red", "draft": "yellow",
    "scheduled": "cyan", "behind": "magenta",
}  # fmt: skip
# Who publishes a story whose date is to come.
BY_TIMER = "a timer publishes the site on this computer, and each story goes out after its date."
BY_NOBODY = "nothing publishes the site by itself on this computer; publish it after the date of a story."
# Marks of a run of words: colours or, on terminals without colours, signs.
RUN_STYLES = {"same": "", "gone": "red strike", "new": "green bold"}
RUN_SIGNS = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}
# More characters than any key sends.
LONGEST = 32


@command
def status(html: str) -> int:
    """Print the status of every story, with what readers have of it, and write it to the file `html` too, if one is
    named."""
    from plugins.project.publish import work_of
    from plugins.project.publish_record import read_site_record
    from plugins.project.settings import PUBLISH_SETTINGS, SETTINGS, settings_of

    settings = settings_of(PUBLISH_SETTINGS if Path(PUBLISH_SETTINGS).is_file() else SETTINGS)
    record = read_site_record(settings, work_of(settings))
    return show_status(open_library(), open_console(), Path(html) if html else None, record=record)


def show_status(
    library: ContentLibrary,
    console: Console,
    html: Path | None = None,
    key: Callable[[], str] | None = None,
    record: PublishRecord | None = None,
) -> int:
    """Print the table and the changes; `key` reads the answer, by default on a terminal, and `record` is what this
    computer last published."""
    from plugins.editing.article_status import status_report
    from plugins.editing.status_page import write_status_page
    from plugins.project.publish_record import live_state

    report = status_report(library, live=lambda pair: live_state(record, pair.name, pair.digest))
    console.print(status_table(report))
    if library.waiting:
        has_timer = record is not None and record.has_timer(read_time())
        console.print("Scheduled: " + (BY_TIMER if has_timer else BY_NOBODY))
    if html is not None:
        write_status_page(html, report, library=library)
        console.print(f"{html} is written.")
    if key is None and console.is_terminal and sys.stdin.isatty():
        key = read_key
    for article in report.articles:
        for language in article.outdated:
            show_changes(article, language, library, console)
            if not key:
                advice = f"run `./inv check --accept {article.pair.slug}` if the translation is right as it is"
                console.print(f"  translate the change, or {advice}")
            if key and not _offer_to_accept(article, language, library, console, key):
                return 0
    return 0


def status_table(report: StatusReport) -> Table:
    """One column a language; counts first, then goals, then each pair that is not finished."""
    from rich.table import Table
    from rich.text import Text

    table = Table(title="Status of the site", title_justify="left")
    table.add_column("")
    for name in report.names.values():
        table.add_column(name, justify="right")

    for rows in (report.counts, report.goal_counts):
        for label, cells in rows.items():
            table.add_row(label, *map(str, cells))
        table.add_section()
    for article in report.unfinished_articles:
        states = (Text(article.describe(code), style=COLOURS[article.states[code]]) for code in report.names)
        table.add_row(Text(article.label), *states)
    return table


def show_changes(article: ArticleStatus, language: str, library: ContentLibrary, console: Console) -> None:
    """Print each paragraph of the original that a translation has not seen, word by word."""
    outdated, texts = article.outdated[language], article.pair.texts
    day = outdated.since.astimezone(library.config.zone).date()
    console.print(f"\n{texts[language].source.path} is behind its original, as it was on {day}:")
    for change in outdated.changes:
        console.print(f"  {texts[article.pair.original].source.path}:{change.line}")
        console.print(style_difference(change.before, change.after))


def style_difference(before: str, after: str) -> Text:
    """The difference of two versions for a terminal; without colours, [-words gone-] and {+words new+}."""
    from rich.text import Text

    from plugins.editing.differences import runs

    text = Text()
    for run in runs(before, after):
        text.append(RUN_SIGNS[run.kind].format(run.text), style=RUN_STYLES[run.kind])
    return text


def _offer_to_accept(
    article: ArticleStatus, language: str, library: ContentLibrary, console: Console, key: Callable[[], str]
) -> bool:
    """Ask about one translation and wait for a key; False to stop asking."""
    from plugins.editing.translation import accept_translation

    console.print("[a] it is up to date as it is   [q] stop   [any other key] later")
    pressed = key()
    if pressed == "a":
        accept_translation(article.pair.slug, library=library, language=language)
        console.print(f"{article.pair.texts[language].source.path} is up to date with its original.")
    return pressed not in ("q", "")


def read_key() -> str:
    """The key that is pressed, in small letters; "" at the end of the input."""
    try:
        return _unix_key()
    except ImportError:
        return _windows_key()


def _unix_key() -> str:
    import termios
    import tty

    stream = sys.stdin.fileno()
    before = termios.tcgetattr(stream)
    try:
        tty.setcbreak(stream)
        # An arrow key sends three characters, the last of them a letter; they are read as one key.
        pressed = os.read(stream, LONGEST).decode(errors="replace").lower()
        return pressed if len(pressed) < 2 else pressed[0] if pressed[0].isalpha() else "\x1b"
    finally:
        termios.tcsetattr(stream, termios.TCSADRAIN, before)


def _windows_key() -> str:
    import msvcrt

    return str(msvcrt.getwch()).lower()  # type: ignore[attr-defined,unused-ignore]
