"""What a preview reports of its builds and its server, to be printed or shown."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.diagnostics import Diagnostic

# The server needs nothing that builds.
if TYPE_CHECKING:
    from plugins.editions.output_folder import Changes


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


@dataclass(frozen=True)
class SiteBuilt:
    """A build has ended well; `warnings` are for whoever wrote the content."""

    changes: Changes
    warnings: tuple[Diagnostic, ...]
    seconds: float


@dataclass(frozen=True)
class BuildFailed:
    """A build, or a part of the work of `serve`, has failed; the server continues."""

    message: str


@dataclass(frozen=True)
class BuildNotice:
    """A message of a build that continues, such as that it waits for another."""

    message: str


Event = ServerReady | AddressUsed | PagesRendered | SiteBuilt | BuildFailed | BuildNotice
