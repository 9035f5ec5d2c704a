"""What builds and the development server still print themselves."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plugins.editions.output_folder import Changes


def errors(text: str) -> None:
    """Print a line on standard error, at once."""
    print(text, file=sys.stderr, flush=True)


def told_changes(changes: Changes) -> str:
    """What a build did to the output: `3 files changed`."""
    count = len(changes.written) + len(changes.removed)
    return f"{count} {'file' if count == 1 else 'files'} changed"
