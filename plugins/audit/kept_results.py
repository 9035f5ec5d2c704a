"""What an audit found in each file, kept for the bytes that it was found in.

A file's findings follow from its own bytes and from what its checks asked about other files (`Site.asked`). They are
taken from the last audit while the file's digest is the same and the same is known of every path that was asked about;
else the file is read and checked again. The strings that must not be published change with each draft, and are looked
for again in all files then.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from zlib import crc32

import lxml.etree
import msgspec

from plugins.audit.addresses import path_of
from plugins.audit.built_site import Facts
from plugins.audit.spec import SiteSpec
from plugins.diagnostics import Diagnostic
from plugins.system.digests import FileDigests, code_digest, key_of, read_cached, write_cached

# The packages whose code decides what is found.
CODE = (Path(__file__).parent, Path(__file__).parents[1] / "diagnostics")
OTHER_FILE = Facts()


class FileResult(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What an audit found in a file with this SHA-256; `asked` are the checksums of the paths that were asked about."""

    digest: str
    facts: Facts
    findings: tuple[Diagnostic, ...]
    asked: bytes
    forbidden: tuple[str, ...]

    def has_asked(self, checksums: set[int]) -> bool:
        """Whether a path with one of these checksums was asked about. Of two paths with the same one, both count."""
        return not checksums.isdisjoint(array("I", self.asked))


class AuditRecord(msgspec.Struct, array_like=True):
    """The results of one audit by the names of files that were read, and the names of all `others`; `given` is the key
    of what it was given but for the `hidden` addresses, which must not be published."""

    given: str = ""
    hidden: tuple[str, ...] = ()
    files: dict[str, FileResult] = {}
    others: tuple[str, ...] = ()

    @property
    def facts(self) -> dict[str, Facts]:
        """What was known of all files, by path."""
        return facts_by_path({name: result.facts for name, result in self.files.items()}, self.others)


def facts_by_path(read: Mapping[str, Facts], others: Iterable[str]) -> dict[str, Facts]:
    """What is known of files by path, from that of those that were read and the names of others."""
    known = {path_of(name): OTHER_FILE for name in others}
    return known | {path_of(name): facts for name, facts in read.items()}


def find_changed(before: Mapping[str, Facts], now: Mapping[str, Facts]) -> set[int]:
    """The checksums of the paths of which something else is known now."""
    return checksums(path for path in before.keys() | now.keys() if before.get(path) != now.get(path))


def checksums(paths: Iterable[str]) -> set[int]:
    """The checksums of paths, as `FileResult.asked` has them."""
    return {crc32(path.encode("utf-8", "surrogatepass")) for path in paths}


class KeptResults:
    """The results of the last audit of one site, in `file`; `digests` know which bytes its files have."""

    def __init__(self, file: Path, digests: FileDigests) -> None:
        self._file, self.digests = file, digests
        self._code = code_digest(*CODE) + repr(lxml.etree.LXML_VERSION) + sys.version

    def read(self, spec: SiteSpec) -> AuditRecord:
        """The last audit that was given the same, but for what is hidden; one without files where there is none."""
        kept = read_cached(self._file, AuditRecord, AuditRecord())
        return kept if kept.given == self._given(spec) else AuditRecord()

    def keep(self, spec: SiteSpec, files: dict[str, FileResult], others: tuple[str, ...]) -> None:
        """Keep results for the next audit."""
        write_cached(self._file, AuditRecord(self._given(spec), spec.hidden_addresses, files, others))

    def _given(self, spec: SiteSpec) -> str:
        return key_of(self._code, replace(spec, hidden_addresses=()))
