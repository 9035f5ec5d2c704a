"""Long texts kept in one file, each read only when it is asked for: most builds need few of them."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from plugins.build_cache.fingerprints import digest
from plugins.build_cache.store import plainly, say, write_whole

Place = tuple[int, int, str]
"""Where a text begins in the file, how many bytes it has, and its name by content."""

# The file is written anew once it is this many times as long as what is of use in it.
WASTE = 2


@dataclass
class Texts:
    """Texts by key: `places` in the file, `fresh` of this build; `used` are keys to be kept, `keys` those of files.
    `coming` puts in texts that are being made, when one is first asked for."""

    file: Path
    places: dict[str, Place]
    fresh: dict[str, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    keys: dict[str, str] = field(default_factory=dict)
    coming: Callable[[], None] | None = None

    def __post_init__(self) -> None:
        """Trust no place beyond the file's end."""
        size = self._size()
        self.places = {key: place for key, place in self.places.items() if place[0] + place[1] <= size}

    def get(self, key: str) -> str | None:
        """The text of that key; None where there is none, or it is not what was written."""
        self.arrive()
        if key in self.fresh:
            return self.fresh[key]
        place = self.places.get(key)
        return self._read(*place) if place else None

    def arrive(self) -> None:
        """Wait for the texts that are being made."""
        coming, self.coming = self.coming, None
        if coming:
            coming()

    def put(self, key: str, text: str) -> str:
        """Remember a text; gives it back."""
        self.fresh[key] = text
        self.used.add(key)
        return text

    def holds(self, key: str, *derived: str) -> bool:
        """Whether the text is known, and so is what was derived from it under each of those labels; all are of use."""
        place = self.places.get(key)
        name = place[2] if place else digest([self.fresh[key]]) if key in self.fresh else ""
        keys = {key, *(f"{label}:{name}" for label in derived)}
        self.used |= keys
        return all(one in self.places or one in self.fresh for one in keys)

    def _size(self) -> int:
        """The file's length; nothing where there is no file of our own that can be read."""
        with contextlib.suppress(OSError), open(self.file, "rb", opener=plainly) as file:
            return file.seek(0, os.SEEK_END)
        return 0

    def _read(self, start: int, length: int, name: str) -> str | None:
        with contextlib.suppress(OSError), open(self.file, "rb", buffering=0, opener=plainly) as file:
            file.seek(start)
            data = file.read(length)
            if digest([data]) == name:
                return data.decode("utf-8", "surrogatepass")
        # The file goes, for only that tells the next build, whichever process it was that asked: it keeps all anew.
        with contextlib.suppress(OSError):
            self.file.unlink()
        return None

    def settle(self) -> None:
        """Forget what was of no use in this build."""
        self.fresh = {key: text for key, text in self.fresh.items() if key in self.used}
        self.places = {key: place for key, place in self.places.items() if key in self.used and key not in self.fresh}

    def save(self) -> dict[str, Place]:
        """Write what is fresh at the end, which a build that was killed may have left longer than anybody knows, or
        with all that is still good to a new file; gives the places of what is of use, to be kept."""
        self.settle()
        size, places = self._size(), dict(self.places)
        useful = sum(length for _, length, _ in places.values())
        try:
            if size and size <= WASTE * useful + (1 << 20) and os.access(self.file, os.W_OK):
                with open(self.file, "ab", opener=plainly) as file:
                    file.writelines(laid(self.fresh, size, places))
            else:
                good = {key: text for key in places if (text := self.get(key)) is not None}
                places = {}
                write_whole(self.file, laid(good | self.fresh, 0, places))
        except OSError as error:
            # What was in the file before is there still.
            say(f"Texts cannot be kept ({error.strerror}): the next build reads them anew.")
        else:
            self.places, self.fresh = places, {}
        return self.places


def laid(texts: Mapping[str, str], start: int, places: dict[str, Place]) -> Iterator[bytes]:
    """Texts as they are written one after the other, their places noted."""
    for key, text in texts.items():
        data = text.encode("utf-8", "surrogatepass")
        places[key] = (start, len(data), digest([data]))
        start += len(data)
        yield data
