"""Which files of the content folder are texts."""

from __future__ import annotations

import os
from collections.abc import Iterator


def markdown_files(folder: str, base: str = "", linked: bool = False) -> Iterator[tuple[str, bool]]:
    """Every Markdown file below a folder, in a stable order, and whether a symbolic link leads to it; hidden files and
    folders are passed over, and so is a link to a folder that holds it."""
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        link = linked or entry.is_symlink()
        if entry.name.startswith(".") or (link and _loops(entry.path)):
            continue
        if entry.is_dir():
            yield from markdown_files(entry.path, f"{base}{entry.name}/", link)
        elif entry.name.endswith(".md"):
            yield base + entry.name, link


def _loops(path: str) -> bool:
    real = os.path.realpath(path)
    return os.path.isdir(real) and os.path.realpath(os.path.dirname(path)).startswith(real)
