"""One thing that is wrong with the built site."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """Where (`page`, a path below the site's root), what, and the cure; `check` is the name of what found it."""

    page: str
    what: str
    cure: str
    check: str = ""

    @property
    def message(self) -> str:
        """What is wrong and how to cure it, in two sentences."""
        return f"{self.what} {self.cure}"

    def __str__(self) -> str:
        return f"{self.page}: {self.message} ({self.check})"
