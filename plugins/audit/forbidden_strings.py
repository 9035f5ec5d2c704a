"""Finds strings that must not be published: addresses of the build machine, and those of hidden articles and pages."""

from __future__ import annotations

import gzip
import re
import zlib
from functools import lru_cache

from plugins.audit.spec import SiteSpec

GZIP = b"\x1f\x8b"
LOOPBACK = ("//localhost", "//127.0.0.1", "//0.0.0.0", "//[::1]", "file:///")
UNPUBLISHED = "data-unpublished"
"""The attribute of an element that only pages of the preview server have."""
UNPUBLISHED_ELEMENT = re.compile(rb"<\w+\b[^<>]*\s" + UNPUBLISHED.encode() + b'="')
# Before an address, a character of a longer one.
WITHIN = rb"(?<![\w.~%-])"


def find_forbidden_strings(name: str, data: bytes, spec: SiteSpec) -> tuple[str, ...]:
    """The forbidden strings in a file: addresses of the build machine, the address of each hidden article or page that
    it has or names, and `data-unpublished` where it is a page of the preview server."""
    # A site built for this machine may contain its own address.
    machine = (word for word in LOOPBACK if word not in spec.base_url)
    # A draft's page need not contain its own address, so the file's name is searched too.
    text = f"/{name}".encode(errors="surrogateescape") + b"\n" + decompress(data)
    words = [word for word in machine if word.encode() in text]
    words += [
        address
        for address in spec.hidden_addresses
        if address.encode() in text and _pattern(address, spec).search(text)
    ]
    if UNPUBLISHED.encode() in text and UNPUBLISHED_ELEMENT.search(text):
        words.append(UNPUBLISHED)
    return tuple(dict.fromkeys(words))


@lru_cache(maxsize=4096)
def _pattern(address: str, spec: SiteSpec) -> re.Pattern[bytes]:
    """Matches an address where it is whole: `about/` is also the end of other addresses, such as `/news/about/`."""
    if "/" in address.rstrip("/"):
        return re.compile(WITHIN + re.escape(address).encode())
    base = re.escape(spec.base_url.rstrip("/")).encode()
    homes = b"|".join(re.escape(edition.home).encode() for edition in spec.editions)
    return re.compile(rb"(?:(?<=" + base + rb")|(?<![\w.~%/-]))(?:" + homes + b")" + re.escape(address).encode())


def decompress(data: bytes) -> bytes:
    """The bytes, decompressed where they are gzip, as in a search index."""
    if not data.startswith(GZIP):
        return data
    try:
        return gzip.decompress(data)
    except (OSError, EOFError, zlib.error):
        return data
