"""What a preview server reports, beside the events of its builds, to be printed or shown."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from plugins.project.events import BuildEvent


@dataclass(frozen=True)
class ServerReady:
    """The first build has ended and the site is served; `address` is such as `http://127.0.0.1:8000`, and `drafts` that
    of the list of drafts, "" where the list has another place. `entrance` is a file that only the user can read, which
    leads a browser there: other users of the computer read the arguments of a browser's process."""

    address: str
    drafts: str = ""
    entrance: Path | None = None


@dataclass(frozen=True)
class AddressUsed:
    """The address has let a browser in, which it does once; `address` is the next."""

    address: str


@dataclass(frozen=True)
class PagesRendered:
    """The pages of the saved stories are shown, before the whole site is built."""

    seconds: float


Event = BuildEvent | ServerReady | AddressUsed | PagesRendered
