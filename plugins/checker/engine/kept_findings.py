"""What a check found, kept for as long as all that it was found in is the same: the diagnostics of each pair, and what
each text names. What was found before is counted, and read again only where an error is among it.

Rules read a pair, the settings of the content, the editors' lists and the data of languages, and nothing of other pairs
(`CheckContext` has nothing of them).
"""

from __future__ import annotations

import pickle
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from plugins.atomic_files import write_atomically
from plugins.content.outdated import snapshot_name
from plugins.content.pairs import Pair
from plugins.content.regular_files import read_regular_file
from plugins.content.settings.site_config import SiteConfig
from plugins.content.sources import Source
from plugins.diagnostics import Diagnostic, Severity
from plugins.digests import code_digest, key_of
from plugins.workers import start_jobs

PLUGINS = Path(__file__).parents[2]
# Packages whose code and data decide what is found.
PACKAGES = ("chunspell", "babel", "markdown")


class PairFindings(NamedTuple):
    """What was found in a pair: how many of each code and severity, and all of it, pickled."""

    counts: Counter[tuple[str, Severity]]
    pickled: bytes

    @classmethod
    def of(cls, found: Iterable[Diagnostic]) -> PairFindings:
        """Those of a pair in which this was found."""
        every = tuple(found)
        return cls(Counter((one.code, one.severity) for one in every), pickle.dumps(every))

    @property
    def has_error(self) -> bool:
        """Whether an error is among them."""
        return any(severity == "error" for _, severity in self.counts)

    def read(self) -> tuple[Diagnostic, ...]:
        """All that was found."""
        found: tuple[Diagnostic, ...] = pickle.loads(self.pickled)
        return found


class KeptFindings:
    """The findings in one site, in `file`."""

    def __init__(self, file: Path, config: SiteConfig) -> None:
        self._file, self._config, self._site = file, config, _site_key(config)
        self._known, self._used = _read(file), dict[str, Any]()

    def find(
        self, pairs: Iterable[Pair], check: Callable[[Sequence[Pair]], Sequence[Iterable[Diagnostic]]]
    ) -> tuple[list[Diagnostic], Counter[tuple[str, Severity]]]:
        """What `check` finds in the pairs that are not as they were or had an error then, and how much of each code and
        severity was found in the others. Raises what it raises, and OSError."""
        keys = {self._pair_key(pair): pair for pair in pairs}
        new = {key: pair for key, pair in keys.items() if key not in self._known}
        self._used.update(zip(new, map(PairFindings.of, check(list(new.values()))), strict=True))
        found, counted = list[Diagnostic](), Counter[tuple[str, Severity]]()
        for key in keys:
            if key not in new:
                self._used[key] = self._known[key]
            of_pair: PairFindings = self._used[key]
            if key in new or of_pair.has_error:
                found += of_pair.read()
            else:
                counted += of_pair.counts
        return found, counted

    def prepare(self, sources: Iterable[Source], processes: int) -> None:
        """Let the renderer know what each text names; those of which it is not known are rendered, in so many processes
        where they are many."""
        renderer, keys = self._config.renderer, [(f"{self._site} {source.digest}", source) for source in sources]
        missing = {key: source for key, source in keys if key not in self._known}
        found = zip(missing, start_jobs(list(missing.values()), renderer.references, processes)(), strict=True)
        self._used |= {key: self._known[key] for key, _ in keys if key in self._known} | dict(found)
        for key, source in keys:
            renderer.learn(source, self._used[key])

    def save(self) -> None:
        """Keep what was found this time for the next one."""
        write_atomically(self._file, pickle.dumps(self._used))

    def _pair_key(self, pair: Pair) -> str:
        files = [text.source.path for text in pair.texts.values()]
        snapshots = [self._config.content / snapshot_name(text.source.name) for text in pair.texts.values()]
        basis = [read_regular_file(snapshot) if snapshot.is_file() else b"" for snapshot in snapshots]
        return key_of(self._site, pair.kind, pair.slug, pair.digest, files, basis)


def _site_key(config: SiteConfig) -> str:
    """The key of what rules read beside a pair: code with its data, packages, settings, strings and editors' lists."""
    lists = sorted(file for file in config.content.iterdir() if file.is_file())
    settings = (config.key, config.renderer.key, config.languages, config.editions, config.policy, config.attachable)
    strings = sorted((name, strings.digest) for name, strings in config.strings.items())
    own = [(file.name, read_regular_file(file)) for file in lists]
    packages = [version(name) for name in PACKAGES]
    return key_of(code_digest(PLUGINS), sys.version, packages, settings, sorted(config.reserved), strings, own)


def _read(file: Path) -> dict[str, Any]:
    """What the file holds; nothing where it is damaged. Whoever writes to the cache runs code (docs/security.md)."""
    try:
        return dict(pickle.loads(file.read_bytes()))
    except Exception:
        return {}
