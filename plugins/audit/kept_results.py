"""What an earlier audit read in each file, kept for the bytes that it was read from.

A result is used again only where the file's bytes, the code of the audit and what the audit was given are the same.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import lxml.etree
import msgspec
from msgspec.structs import replace

from plugins.atomic_files import write_atomically
from plugins.audit.built_site import Reading, forbidden_in, read_files
from plugins.audit.spec import SiteSpec
from plugins.digests import FileDigests, code_digest, digest_of

# The packages whose code decides what is found.
CODE = (Path(__file__).parent, Path(__file__).parents[1] / "diagnostics")


class KeptResults:
    """The readings of the last audit of one site, in `file`; `digests` know which bytes its files have."""

    def __init__(self, file: Path, digests: FileDigests) -> None:
        self._file, self._digests = file, digests
        self._code = code_digest(*CODE) + repr(lxml.etree.LXML_VERSION) + sys.version

    def read(self, output: Path, spec: SiteSpec, names: Sequence[str], processes: int) -> Sequence[Reading]:
        """The readings of these files, in order: known ones from the last audit, the others from the files; all are
        kept for the next. Raises OSError."""
        given, hidden = digest_of(self._code + spec.base_url), digest_of(repr(spec), 20)
        last = self._read_last(given)
        keys = {name: f"{self._digests.find(f'{output}/{name}')} {name}" for name in names}
        new = [name for name in names if keys[name] not in last]
        read = dict(zip(new, read_files(output, spec, new, processes), strict=True))
        readings: dict[str, Reading] = {}
        for name, key in keys.items():
            reading = last[key] if key in last else replace(read[name], spec=hidden)
            if reading.spec != hidden:
                reading = replace(reading, forbidden=forbidden_in(output, spec, name), spec=hidden)
            readings[key] = reading
        if len(readings) != len(last) or any(last.get(key) is not one for key, one in readings.items()):
            write_atomically(self._file, msgspec.msgpack.encode((given, readings)))
        return list(readings.values())

    def _read_last(self, given: str) -> dict[str, Reading]:
        """The readings of the last audit, where it was given the same."""
        try:
            kept, readings = msgspec.msgpack.decode(self._file.read_bytes(), type=tuple[str, dict[str, Reading]])
        except (OSError, msgspec.DecodeError):
            return {}
        return readings if kept == given else {}
