"""Compressed forms of the built files (`.br`, `.gz`) for servers that send them from disk."""

import gzip
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli

from plugins.system.digests import FileDigests

from .media_types import is_fingerprinted
from .releases import is_copy, keep_only, output_files

SUFFIXES = (
    ".html",
    ".css",
    ".js",
    ".json",
    ".xml",
    ".svg",
    ".txt",
    ".md",
    ".csv",
    ".ics",
    ".wasm",
    ".webmanifest",
    ".ico",
)
WORTH_IT = 512
FORMS = (".br", ".gz")


def compress(output: Path, copy: Path, digests: FileDigests) -> Path:
    """Make the folder `copy` one of `output` with `.br` and `.gz` beside each text; returns it.

    Raises PublishError for files that not every target can hold.

    What is in the copy already stays as it is. The copy is updated file by file and is never empty while another
    publish may read it.
    """
    files = output_files(output)
    keep_only(copy, {f"{name}{form}" for name in files for form in ("", *FORMS)})
    changed = {f"{copy}/{name}": file for name, file in files.items() if not is_copy(f"{copy}/{name}", file, digests)}
    for folder in {os.path.dirname(goal) for goal in changed}:
        os.makedirs(folder, exist_ok=True)
    with ThreadPoolExecutor() as pool:
        for _ in pool.map(stage, changed.values(), changed):
            pass
    return copy


def stage(file: str, goal: str) -> None:
    """Bring one file and its compressed forms into a folder of the copy."""
    data = Path(file).read_bytes()
    is_text = file.endswith(SUFFIXES) and len(data) >= WORTH_IT
    forms = pack(data, best=is_fingerprinted(file)) if is_text else (b"", b"")
    # It comes last: where it is, its forms are those of its bytes.
    Path(goal).unlink(missing_ok=True)
    for form, packed in zip(FORMS, forms, strict=True):
        if packed and len(packed) < len(data):
            Path(goal + form).write_bytes(packed)
        else:
            Path(goal + form).unlink(missing_ok=True)
    Path(goal).write_bytes(data)


def pack(data: bytes, *, best: bool) -> tuple[bytes, bytes]:
    """The bytes as Brotli and as gzip have them."""
    # The highest quality takes ten times as long: worth it only for files cached for a year. The steps between take
    # half as long again, for a five-hundredth of the bytes. A window no larger than the file takes a tenth of the time,
    # to the same size.
    window = min(max(len(data).bit_length(), 16), 22)
    return brotli.compress(data, quality=11 if best else 8, lgwin=window), gzip.compress(data, 7, mtime=0)
