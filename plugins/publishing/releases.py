"""Names of releases, and which of them to keep.

A name is a number and the beginning of a hash: it does not come from the clock, which may be wrong or go back.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from .errors import PublishError
from .manifest import Entry, Manifest

NAME = re.compile(r"\d{6,}-[0-9a-f]{8}")


@dataclass(frozen=True)
class Release:
    """A site ready to go: the folder that holds ``site/`` and ``manifest.json``, and the manifest itself."""

    folder: Path
    manifest: Manifest

    @property
    def name(self) -> str:
        """The release's name at the target."""
        return self.manifest.name

    @property
    def site(self) -> Path:
        """The folder of the files to serve."""
        return self.folder / "site"


def is_name(text: str) -> bool:
    """Whether a folder or object of this name is a whole release."""
    return NAME.fullmatch(text) is not None


def next_name(names: Iterable[str], entries: Mapping[str, Entry]) -> str:
    """One more than the highest number so far, and eight digits of the content's hash."""
    number = 1 + max((int(name.partition("-")[0]) for name in names), default=0)
    content = "\n".join(f"{path} {entry.digest}" for path, entry in sorted(entries.items()))
    return f"{number:06d}-{hashlib.sha256(content.encode()).hexdigest()[:8]}"


def outlived(names: Iterable[str], keep: int, needed: Iterable[str]) -> tuple[str, ...]:
    """The releases beyond the last ``keep``, except those that are ``needed``."""
    spared = set(needed)
    return tuple(name for name in sorted(names)[:-keep] if name not in spared)


def find(names: Iterable[str], wanted: str) -> str:
    """The one release whose name or number is ``wanted``; ``PublishError`` lists what there is."""
    known = sorted(names)
    found = [name for name in known if wanted in (name, name.partition("-")[0].lstrip("0"), name.partition("-")[0])]
    if found:
        return found[0]
    listing = ", ".join(known) or "none"
    raise PublishError(f"there is no release {wanted!r} at the target", f"choose one of: {listing}")
