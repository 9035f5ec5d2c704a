"""Compressed forms of the built files (`.br`, `.gz`) for servers that send them from disk."""

import gzip
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli

from plugins.digests import FileDigests

from .media_types import is_fingerprinted
from .output_files import output_files
from .releases import is_copy, keep_only

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
    changed = [name for name, file in files.items() if not is_copy(f"{copy}/{name}", file, digests)]
    with ThreadPoolExecutor() as pool:
        for _ in pool.map(lambda name: stage(output / name, copy / name), changed):
            pass
    return copy


def stage(file: Path, goal: Path) -> None:
    """Bring one file and its compressed forms into the copy."""
    data = file.read_bytes()
    is_text = file.suffix in SUFFIXES and len(data) >= WORTH_IT
    forms = pack(data, best=is_fingerprinted(file.name)) if is_text else (b"", b"")
    goal.parent.mkdir(parents=True, exist_ok=True)
    # It comes last: where it is, its forms are those of its bytes.
    goal.unlink(missing_ok=True)
    for form, packed in zip(FORMS, forms, strict=True):
        sibling = goal.with_name(goal.name + form)
        if packed and len(packed) < len(data):
            sibling.write_bytes(packed)
        else:
            sibling.unlink(missing_ok=True)
    goal.write_bytes(data)


def pack(data: bytes, *, best: bool) -> tuple[bytes, bytes]:
    """The bytes as Brotli and as gzip have them."""
    # The highest quality takes ten times as long as the next: worth it only for files cached for a year. A window no
    # larger than the file takes a tenth of the time, to the same size.
    window = min(max(len(data).bit_length(), 16), 22)
    return brotli.compress(data, quality=11 if best else 9, lgwin=window), gzip.compress(data, 9, mtime=0)
