"""Small pictures for lists: made once, kept in the cache by the state of the file."""

from __future__ import annotations

import hashlib
from pathlib import Path

from plugins.atomic_files import write_atomically
from plugins.editor.pictures import open_picture, to_jpeg

# Pixels of the longer side: twice what a row of the list shows.
WIDTH = 240


def thumbnail(file: Path, cache: Path) -> tuple[bytes, str]:
    """A small JPEG of a picture, and its tag, which changes with the file. Raises UserError, OSError."""
    stat = file.stat()
    tag = hashlib.sha256(f"{file} {stat.st_size} {stat.st_mtime_ns}".encode()).hexdigest()[:32]
    kept = cache / "thumbnails" / f"{tag}.jpg"
    try:
        return kept.read_bytes(), tag
    except OSError:
        pass
    with open_picture(file.name, file, WIDTH) as picture:
        picture.image.thumbnail((WIDTH, WIDTH))
        data = to_jpeg(picture.image)
    kept.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(kept, data)
    return data, tag
