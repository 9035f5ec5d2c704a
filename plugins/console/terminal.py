"""What every verb says on the terminal goes through here."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console


def errors(text: str) -> None:
    """Say what went wrong, on standard error."""
    print(text, file=sys.stderr, flush=True)


def own_console() -> Console:
    """A console for tables and progress bars, made only by verbs that show any."""
    from rich.console import Console

    return Console(soft_wrap=True)
