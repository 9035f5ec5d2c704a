"""The files of a built site, as every target can hold them."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from .failures import Failure, PublishError

# The number of names that an error lists.
LISTED = 10


def output_files(output: Path) -> dict[str, str]:
    """The files below a folder by their path in it, with forward slashes, in order.

    Raises PublishError where not every target would serve what is there: a symbolic link, which leads somewhere else on
    a server, a name that is not UTF-8, and names that one folder cannot hold on a system that ignores case or the way
    in which accents are encoded.
    """
    files: dict[str, str] = {}
    links, colliding = list[str](), list[str]()
    folders = [("", os.fspath(output))]
    while folders:
        base, folder = folders.pop()
        first: dict[str, str] = {}
        with os.scandir(folder) as entries:
            # A folder collides too: `News/a.html` and `news/b.html`.
            for entry in sorted(entries, key=lambda entry: entry.name):
                name = base + entry.name
                if entry.is_symlink():
                    links.append(name)
                elif entry.is_dir():
                    folders.append((f"{name}/", entry.path))
                elif entry.is_file():
                    files[name] = entry.path
                plain = entry.name if entry.name.isascii() else unicodedata.normalize("NFC", entry.name)
                other = first.setdefault(plain.casefold(), name)
                if other != name:
                    colliding += (other, name)
    _refuse(links, Failure.LINKS_IN_SITE)
    # Half of a pair of surrogates, which is no UTF-8, cannot be printed either.
    _refuse((name for name in files if not name.isprintable()), Failure.BROKEN_NAMES)
    _refuse(set(colliding), Failure.COLLIDING_NAMES)
    return dict(sorted(files.items()))


def _refuse(names: Iterable[str], failure: Failure) -> None:
    shown = [name.encode("utf-8", "backslashreplace").decode() for name in sorted(names)]
    if shown:
        more = f" and {len(shown) - LISTED} more" if len(shown) > LISTED else ""
        raise PublishError(failure, names=f"{', '.join(shown[:LISTED])}{more}")
