"""What every verb says on the terminal goes through here."""

from __future__ import annotations

import sys


def errors(text: str) -> None:
    """Say what went wrong, on standard error."""
    print(text, file=sys.stderr, flush=True)
