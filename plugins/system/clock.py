"""The moment, which is an input like the content: read once, here, and handed on.

Whatever of a site depends on it asks its `Clock`, which notes until when each answer holds. So the moment at which a
site changes by itself follows from what was asked, and no second list has to agree with it.
"""

from __future__ import annotations

import datetime as dt
import math
import os
from collections.abc import Mapping
from typing import Any


def read_time() -> dt.datetime:
    """The time of this computer, in UTC: of what happens on it, such as a save. What a site says depends on its `Clock`
    alone, which may be given another moment."""
    return dt.datetime.now(dt.UTC)


class Clock:
    """The moment `now` (aware) for which something is made; `is_given` says that it does not go on by itself. `until`
    is the first moment at which an answer would be another, in seconds since 1970, else infinity."""

    def __init__(self, now: dt.datetime, *, is_given: bool = False) -> None:
        self.now, self.is_given = now, is_given
        self.until = math.inf

    def has_come(self, moment: dt.datetime) -> bool:
        """Whether a moment (aware) has come; noted where that is still to be."""
        # Of two moments in one zone Python compares what clocks show, which in autumn show an hour twice.
        seconds = moment.timestamp()
        if seconds <= self.now.timestamp():
            return True
        self.until = min(self.until, seconds)
        return False


def given_clock(settings: Mapping[str, Any]) -> Clock:
    """The clock of what is made with some settings: its moment is SOURCE_DATE_EPOCH if set, else the setting NOW, else
    this one. Raises ValueError with the name and the value of what is no moment."""
    name = "SOURCE_DATE_EPOCH" if os.environ.get("SOURCE_DATE_EPOCH") else "NOW"
    epoch = os.environ.get("SOURCE_DATE_EPOCH") or settings.get("NOW")
    if not epoch:
        return Clock(read_time())
    try:
        return Clock(dt.datetime.fromtimestamp(int(epoch), dt.UTC), is_given=True)
    except (ValueError, OverflowError, OSError):
        raise ValueError(name, epoch) from None
