"""Long texts kept in one file, each read only when it is asked for: most builds need few of them."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path

from plugins.incremental.store import say

Place = tuple[int, int, str]
"""Where a text begins in the file, how many bytes it has, and its name by content."""

# The file is written anew once it is this many times as long as what is of use in it.
WASTE = 2


def named_by(text: str) -> str:
    """A short name for a text."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


@dataclass
class Texts:
    """Texts by key: `places` are of those in the file, `fresh` those of this build; `used` are the keys to be kept."""

    file: Path
    places: dict[str, Place]
    fresh: dict[str, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    _opened: int | None = None

    def __post_init__(self) -> None:
        """Trust no place beyond the file's end."""
        size = self.file.stat().st_size if self.file.exists() else 0
        self.places = {key: place for key, place in self.places.items() if place[0] + place[1] <= size}

    def get(self, key: str) -> str | None:
        """The text of that key; None where there is none, or it is not what was written."""
        if key in self.fresh:
            return self.fresh[key]
        place = self.places.get(key)
        return self._read(place) if place else None

    def put(self, key: str, text: str) -> str:
        """Remember a text; gives it back."""
        self.fresh[key] = text
        self.used.add(key)
        return text

    def holds(self, key: str, *derived: str) -> bool:
        """Whether the text is known, and so is what was derived from it under each of those labels; all are of use."""
        place = self.places.get(key)
        name = place[2] if place else named_by(self.fresh[key]) if key in self.fresh else ""
        keys = {key, *(f"{label}:{name}" for label in derived)}
        self.used |= keys
        return all(one in self.places or one in self.fresh for one in keys)

    def _read(self, place: Place) -> str | None:
        start, length, name = place
        try:
            if self._opened is None:
                self._opened = os.open(self.file, os.O_RDONLY)
            text = os.pread(self._opened, length, start).decode("utf-8", "surrogatepass")
        except (OSError, UnicodeDecodeError):
            return None
        return text if named_by(text) == name else None

    def settle(self) -> None:
        """Forget what was of no use in this build."""
        self.fresh = {key: text for key, text in self.fresh.items() if key in self.used}
        self.places = {key: place for key, place in self.places.items() if key in self.used and key not in self.fresh}

    def save(self) -> dict[str, Place]:
        """Write what is fresh; gives the places of all that is of use, to be kept for the next build."""
        self.settle()
        try:
            size = self.file.stat().st_size if self.file.exists() else 0
            if size > WASTE * sum(length for _, length, _ in self.places.values()) + (1 << 20):
                self.fresh |= {key: text for key in self.places if (text := self.get(key)) is not None}
                self.places, size = {}, 0
            self._write(size)
        except OSError as error:
            say(f"The cache cannot be written ({error.strerror}): the next build makes everything anew.")
            return {}
        finally:
            self._close()
        self.fresh = {}
        return self.places

    def _close(self) -> None:
        if self._opened is not None:
            os.close(self._opened)
            self._opened = None

    def _write(self, start: int) -> None:
        """Write at the end, which a build that was killed may have left longer than anybody knows; or, at the
        beginning, a new file in place of the old."""
        file = self.file if start else self.file.with_suffix(".new")
        with open(file, "ab" if start else "wb") as opened:
            for key, text in self.fresh.items():
                data = text.encode("utf-8", "surrogatepass")
                self.places[key] = (start, len(data), named_by(text))
                start += opened.write(data)
        if file != self.file:
            os.replace(file, self.file)
