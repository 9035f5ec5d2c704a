"""The digest's files: beside the site, where neither a build nor a publish takes them for its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from plugins.atomic_files import write_atomically
from plugins.digest.mailing import DigestError, Mailing


@dataclass(frozen=True)
class DigestFile:
    """A file of a digest, and whether it was written or found to be there as it should be."""

    path: Path
    is_new: bool


def write_mailings(mailings: Iterable[Mailing], folder: Path, replace: bool = False) -> list[DigestFile]:
    """Write `<day>/<edition>.eml`, `.html` and `.txt` below the folder.

    Raises DigestError, before anything is written, where another file would be replaced, unless `replace` says so.
    """
    wanted = {path: data for mailing in mailings for path, data in _files(mailing, folder)}
    there = {path: path.read_bytes() for path in wanted if path.is_file()}
    others = [path for path, data in there.items() if data != wanted[path]]
    if others and not replace:
        what = f"{others[0]} is already there with other words"
        raise DigestError(f"{what}: move the folder away, or add --force to replace it")
    written = []
    for path, data in wanted.items():
        if there.get(path) != data:
            write_atomically(path, data)
        written.append(DigestFile(path, there.get(path) != data))
    return written


def _files(mailing: Mailing, folder: Path) -> Iterator[tuple[Path, bytes]]:
    stem = folder / mailing.day.isoformat() / mailing.edition
    yield stem.with_suffix(".eml"), mailing.message
    yield stem.with_suffix(".html"), mailing.html.encode()
    yield stem.with_suffix(".txt"), mailing.text.encode()
