"""Work in the background waits for a pause: what is typed is kept first, and pages that are opened come first."""

from __future__ import annotations

import time

# Seconds without typing after which work in the background goes on, and for which it waits at most; and between looks.
PAUSE, LONGEST_WAIT, STEP = 1.5, 12.0, 0.1
# Seconds in which a page that was asked for asks for what it shows.
OPENING = 0.5


class Pauses:
    """Knows when somebody last typed, and when a page was last opened."""

    def __init__(self) -> None:
        self._typed = self._opened = 0.0

    def note_typing(self) -> None:
        """Somebody types now."""
        self._typed = time.monotonic()

    def note_page(self) -> None:
        """A page is being opened now."""
        self._opened = time.monotonic()

    def wait_for_pause(self) -> None:
        """Return when nobody has typed for a moment, or has typed on for long."""
        end = time.monotonic() + LONGEST_WAIT
        while time.monotonic() < min(self._typed + PAUSE, end):
            time.sleep(STEP)

    def wait_for_page(self) -> None:
        """Return when nobody types, as `wait_for_pause`, and no page is being opened: it comes before what is only
        looked for in the background."""
        self.wait_for_pause()
        end = time.monotonic() + LONGEST_WAIT
        while time.monotonic() < min(self._opened + OPENING, end):
            time.sleep(STEP / 10)
