"""Words in the bytes of a file that belong to the machine that builds, or to articles not yet public."""

from __future__ import annotations

import gzip
import zlib

from plugins.publishing.audit.facts import SiteFacts

GZIP = b"\x1f\x8b"
LOOPBACK = ("//localhost", "//127.0.0.1", "//0.0.0.0", "//[::1]", "file:///")


def read_strays(name: str, data: bytes, facts: SiteFacts) -> tuple[str, ...]:
    """The forbidden words that stand in a file: development addresses, and `/slug/` of what is hidden."""
    # Whoever audits a site built for this machine wants to hear about everything but its own address
    machine = (word for word in (*LOOPBACK, *facts.dev_addresses) if word not in facts.base_url)
    slugs = (f"/{slug}/" for slug in facts.hidden_slugs)
    # The file's own name counts: a draft's page need not name itself
    words = f"/{name}".encode() + b"\n" + unpacked(data)
    return tuple(dict.fromkeys(word for word in (*machine, *slugs) if word.encode() in words))


def unpacked(data: bytes) -> bytes:
    """The bytes themselves, or what is in them where they are gzip, as in a search index."""
    if not data.startswith(GZIP):
        return data
    try:
        return gzip.decompress(data)
    except (OSError, EOFError, zlib.error):
        return data
