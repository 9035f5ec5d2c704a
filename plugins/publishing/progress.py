"""What the publish says while it works: a bar on a terminal, plain lines elsewhere, and never a secret."""

import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

SECRET_NAME = re.compile(r"SECRET|TOKEN|PASSWORD|PASSWD|CREDENTIAL|ACCESS_KEY|API_KEY|PRIVATE", re.I)
USERINFO = re.compile(r"(?<=://)[^/@\s]+@")


def redacted(text: str, environment: Mapping[str, str]) -> str:
    """The text without any value of a secret-sounding variable, and without user names in addresses."""
    for name, value in environment.items():
        if len(value) >= 6 and SECRET_NAME.search(name):
            text = text.replace(value, "•••")
    return USERINFO.sub("•••@", text)


@dataclass(frozen=True)
class Reporter:
    """Where the words go."""

    console: Console

    def say(self, text: str) -> None:
        """Print one line as it is, however long, without markup and without secrets."""
        self.console.print(redacted(text, os.environ), markup=False, highlight=False, soft_wrap=True)

    @contextmanager
    def track(self, label: str, total: int) -> Iterator[Callable[[int], None]]:
        """Show long work; yields a function to call with how many more of ``total`` are done."""
        if not self.console.is_terminal:
            self.say(f"{label}: {total}")
            yield lambda _count: None
            return
        columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
        with Progress(*columns, console=self.console, transient=True) as bar:
            task = bar.add_task(label, total=total)
            yield lambda count: bar.advance(task, count)
