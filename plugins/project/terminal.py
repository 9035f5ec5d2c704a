"""What every verb says on the terminal goes through here."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

    from plugins.editions.output_folder import Changes


def errors(text: str) -> None:
    """Say what went wrong, on standard error."""
    print(text, file=sys.stderr, flush=True)


def told_changes(changes: Changes) -> str:
    """What a build did to the output: `3 files changed`."""
    count = len(changes.written) + len(changes.removed)
    return f"{count} {'file' if count == 1 else 'files'} changed"


def leave(status: int) -> None:
    """End a verb, with this exit status where it is not 0.

    What it made is left for the system to clear away: Python would first look through all of it for what can be freed,
    which is a tenth of a small build's time.
    """
    gc.freeze()
    if status:
        sys.exit(status)


def own_console() -> Console:
    """A console for tables and progress bars, made only by verbs that show any."""
    from rich.console import Console

    return Console(soft_wrap=True)
