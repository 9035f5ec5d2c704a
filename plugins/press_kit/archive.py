"""ZIP archives that are the same bytes whenever and wherever they are made from the same files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

# The first day that the format has.
MOMENT = (1980, 1, 1, 0, 0, 0)
UNIX = 3
MODE = 0o644


def make_archive(folder: str, files: Mapping[str, bytes]) -> bytes:
    """An archive of files by their paths, in order, each below `folder` ("" for none), without times of their own."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(files):
            entry = zipfile.ZipInfo(f"{folder}/{path}" if folder else path, MOMENT)
            entry.create_system, entry.external_attr, entry.compress_type = UNIX, MODE << 16, zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[path])
    return buffer.getvalue()
