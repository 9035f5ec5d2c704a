"""The files of a built site, as every target can hold them."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from .errors import PublishError
from .failures import Failure

# The number of names that an error lists.
LISTED = 10


def output_files(output: Path) -> dict[str, Path]:
    """The files below a folder by their path in it, with forward slashes, in order.

    Raises PublishError where not every target would serve what is there: a symbolic link, which leads somewhere else on
    a server, a name that is not UTF-8, and names that one folder cannot hold on a system that ignores case or the way
    in which accents are encoded.
    """
    files: dict[str, Path] = {}
    links: list[str] = []
    for folder, names, others in os.walk(output):
        for name in (*names, *others):
            path = Path(folder, name)
            if path.is_symlink():
                links.append(path.relative_to(output).as_posix())
            elif name in others and path.is_file():
                files[path.relative_to(output).as_posix()] = path
    _refuse(links, Failure.LINKS_IN_SITE)
    _refuse(filter(_is_broken, files), Failure.BROKEN_NAMES)
    _refuse(_colliding(files), Failure.COLLIDING_NAMES)
    return dict(sorted(files.items()))


def _is_broken(name: str) -> bool:
    return not name.isprintable() or any(0xD800 <= ord(letter) <= 0xDFFF for letter in name)


def _colliding(names: dict[str, Path]) -> list[str]:
    # A folder collides too: `News/a.html` and `news/b.html`.
    first: dict[str, str] = {}
    found: dict[str, None] = {}
    for name in sorted(names):
        parts = name.split("/")
        for length in range(1, len(parts) + 1):
            part = "/".join(parts[:length])
            other = first.setdefault(unicodedata.normalize("NFC", part).casefold(), part)
            if other != part:
                found.update(dict.fromkeys((other, part)))
    return list(found)


def _refuse(names: Iterable[str], failure: Failure) -> None:
    found = [name.encode("utf-8", "backslashreplace").decode() for name in sorted(names)]
    if found:
        more = f" and {len(found) - LISTED} more" if len(found) > LISTED else ""
        raise PublishError(failure, names=f"{', '.join(found[:LISTED])}{more}")
