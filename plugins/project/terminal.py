"""What the development server still prints itself."""

from __future__ import annotations

import sys


def errors(text: str) -> None:
    """Print a line on standard error, at once."""
    print(text, file=sys.stderr, flush=True)


def count_files(count: int) -> str:
    """What a build did to the output: `3 files changed`."""
    return f"{count} {'file' if count == 1 else 'files'} changed"
