"""Status: the table of the newsroom, the paragraphs that are behind, and, on a terminal, one key to accept them."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable
from pathlib import Path

from rich.console import Console

from plugins.content.library import ContentLibrary
from plugins.content.outdated import Outdated
from plugins.editing.accept import record
from plugins.editing.article_status import Standing, survey
from plugins.editing.differences import styled
from plugins.editing.keys import one_key
from plugins.editing.lookup import say
from plugins.editing.status_page import page
from plugins.editing.status_table import table


def status(
    *, library: ContentLibrary, console: Console, html: Path | None = None, key: Callable[[], str] | None = None
) -> int:
    """Print where every story stands; write the same to `html`; `key` reads a key where somebody sits at a terminal."""
    found = survey(library)
    names = {code: language.name for code, language in library.config.languages.items()}
    console.print(table(found, names))
    if html is not None and not _write(
        library, html, page(found, names, library.now.astimezone(library.config.zone)), console
    ):
        return 1
    if key is None and console.is_terminal and sys.stdin.isatty():
        key = one_key
    for standing in found.standings:
        for language, late in standing.behind.items():
            _show(standing, language, late, late.since.astimezone(library.config.zone).date(), console)
            if key and not _asked(library, standing, language, console, key):
                return 0
    return 0


def _write(library: ContentLibrary, file: Path, text: str, console: Console) -> bool:
    root = library.config.root.resolve()
    for folder in ("output", library.config.content.name):
        if file.resolve().is_relative_to(root / folder):
            say(console, f"{file} would be part of the site: name a file outside {folder}/, such as wall.html")
            return False
    if file.is_dir():
        say(console, f"{file} is a folder: name a file, such as {file / 'wall.html'}")
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    say(console, f"{file} is written.")
    return True


def _show(standing: Standing, language: str, late: Outdated, day: dt.date, console: Console) -> None:
    text, original = standing.pair.texts[language], standing.pair.texts[standing.pair.original]
    say(console, f"\n{text.source.path} is behind its original, as it was on {day}:")
    for change in late.changes:
        say(console, f"  {original.source.path}:{change.line}")
        console.print(styled(change.before, change.after), soft_wrap=True)


def _asked(
    library: ContentLibrary, standing: Standing, language: str, console: Console, key: Callable[[], str]
) -> bool:
    """Ask what to do with one translation; False where no more is to be asked."""
    say(console, "[a] it is up to date as it stands   [q] stop   [any other key] later")
    pressed = key()
    if pressed == "a":
        record(library, standing.pair, language)
        say(console, f"{standing.pair.texts[language].source.path} is up to date with its original.")
    return pressed not in ("q", "")
