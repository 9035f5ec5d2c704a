"""Finds strings that must not be published: addresses of the build machine, and slugs of hidden articles."""

from __future__ import annotations

import gzip
import zlib

from plugins.audit.spec import SiteSpec

GZIP = b"\x1f\x8b"
LOOPBACK = ("//localhost", "//127.0.0.1", "//0.0.0.0", "//[::1]", "file:///")


def find_forbidden_strings(name: str, data: bytes, spec: SiteSpec) -> tuple[str, ...]:
    """The forbidden strings in a file: addresses of the build machine, and `/slug/` of each hidden article."""
    # A site built for this machine may contain its own address.
    machine = (word for word in (*LOOPBACK, *spec.dev_addresses) if word not in spec.base_url)
    slugs = (f"/{slug}/" for slug in spec.hidden_slugs)
    # A draft's page need not contain its own address, so the file's name is searched too.
    text = f"/{name}".encode() + b"\n" + decompress(data)
    return tuple(dict.fromkeys(word for word in (*machine, *slugs) if word.encode() in text))


def decompress(data: bytes) -> bytes:
    """The bytes, decompressed where they are gzip, as in a search index."""
    if not data.startswith(GZIP):
        return data
    try:
        return gzip.decompress(data)
    except (OSError, EOFError, zlib.error):
        return data
