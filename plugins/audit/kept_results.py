"""What an earlier audit found, kept for the bytes that it was found on.

A result is used again only where the file's bytes, the code of the audit and what the audit was given are the same;
where the whole site is the same, so is the report.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import lxml.etree
import msgspec

from plugins.atomic_files import write_atomically
from plugins.audit.addresses import path_of
from plugins.audit.built_site import Reading, forbidden_in, read_files
from plugins.audit.markdown_files import MarkdownFile
from plugins.audit.pages import Page
from plugins.audit.press_files import CalendarEntry, PressKit
from plugins.audit.report import Finding
from plugins.audit.spec import SiteSpec
from plugins.audit.xml_files import Feed, Sitemap, Unreadable
from plugins.code_digest import code_digest

# The packages whose code decides what is found.
CODE = (Path(__file__).parent, Path(__file__).parents[1] / "diagnostics")
DECODERS: Mapping[str, msgspec.msgpack.Decoder[Any]] = {
    kind.__name__: msgspec.msgpack.Decoder(kind)
    for kind in (Page, Feed, Sitemap, MarkdownFile, PressKit, CalendarEntry, Unreadable)
}


class Findings(msgspec.Struct, frozen=True):
    """What the checks found on a site of `pages` pages: the code of a check, and its findings."""

    pages: int
    by_check: tuple[tuple[str, tuple[Finding, ...]], ...]


class KeptReading(msgspec.Struct, frozen=True, array_like=True):
    """One file as it was read: the `kind` of its `content`, "" for none, and the `forbidden` strings that were found
    in it for a site with the key `spec`."""

    kind: str
    content: bytes
    spec: str
    forbidden: tuple[str, ...]


class _Record(msgspec.Struct, frozen=True):
    """The file of kept results: what was found on the site with the key `site`, and readings by their keys."""

    site: str
    findings: Findings
    readings: dict[str, KeptReading]


class KeptResults:
    """The results of the last audit of one site, in `file`. Every file of the output is read: its time says nothing of
    its bytes."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._digests: dict[str, str] = {}
        self._code = code_digest(*CODE) + repr(lxml.etree.LXML_VERSION) + sys.version
        self._last = _read(file)
        self._readings: dict[str, KeptReading] = {}

    def site_key(self, output: Path, spec: SiteSpec, names: Iterable[str]) -> str:
        """The key of a whole site: its files, the audit's code, and what the audit was given. Raises OSError."""
        self._digests = {name: hashlib.sha256((output / name).read_bytes()).hexdigest() for name in names}
        return _digest(self._code, repr(spec), *(f"{name} {digest}" for name, digest in self._digests.items()))

    def findings(self, site: str) -> Findings | None:
        """What was found on the site with this key; None where the last audit was of another."""
        return self._last.findings if self._last.site == site else None

    def read(self, output: Path, spec: SiteSpec, names: Sequence[str], processes: int) -> Sequence[Reading]:
        """The readings of these files, in order, of the site whose key was made last: known ones from the last audit,
        the others from the files."""
        keys = {name: _digest(self._code, spec.base_url, name, self._digests[name]) for name in names}
        new = [name for name in names if keys[name] not in self._last.readings]
        readings = dict(zip(new, read_files(output, spec, new, processes), strict=True))
        hidden = _digest(repr(spec))
        for name in names:
            kept = self._last.readings.get(keys[name])
            if kept is not None:
                is_same_spec = kept.spec == hidden
                forbidden = kept.forbidden if is_same_spec else forbidden_in(output, spec, name)
                readings[name] = Reading(path_of(name), _content(kept), forbidden)
            if kept is None or kept.spec != hidden:
                kept = _keep(readings[name], hidden)
            self._readings[keys[name]] = kept
        return [readings[name] for name in names]

    def save(self, site: str, findings: Findings) -> None:
        """Keep what was found on the site with this key, and its readings, for the next audit."""
        write_atomically(self._file, msgspec.msgpack.encode(_Record(site, findings, self._readings)))


def _keep(reading: Reading, spec: str) -> KeptReading:
    kind = "" if reading.content is None else type(reading.content).__name__
    return KeptReading(kind, msgspec.msgpack.encode(reading.content), spec, reading.forbidden)


def _content(kept: KeptReading) -> Any:
    return DECODERS[kept.kind].decode(kept.content) if kept.kind else None


def _digest(*parts: str) -> str:
    return hashlib.blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()


def _read(file: Path) -> _Record:
    try:
        return msgspec.msgpack.decode(file.read_bytes(), type=_Record)
    except (OSError, msgspec.DecodeError):
        return _Record("", Findings(0, ()), {})
