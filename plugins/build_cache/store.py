"""The file of a cache: one SQLite database with long texts by key, and the state of the last build.

The state is kept as MessagePack in portions, so that saving and loading take little memory, and comes back with the
types that the caller names. A database that cannot be read, or is of another version of the program, is thrown away.
"""

from __future__ import annotations

import contextlib
import itertools
import mmap
import os
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from plugins.build_cache.protocol import OnNotice
from plugins.system.digests import digest_of

TABLES = """
CREATE TABLE IF NOT EXISTS texts (key TEXT PRIMARY KEY, checksum TEXT NOT NULL, text BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS state (version TEXT NOT NULL, checksum TEXT NOT NULL, data BLOB NOT NULL);
"""
# What a database brings along.
SUFFIXES = ("", "-wal", "-shm", "-journal")

# Entries of a table of the state that are kept together, with its name.
PORTION = 250
NAMED_PORTION = msgspec.msgpack.Decoder(tuple[str, msgspec.Raw])


class CacheStore:
    """One database file; `types` are those of the tables of the state, each a `dict` by key. Reading may be done in
    forked processes; each has its own connection."""

    def __init__(self, file: Path, version: str, notice: OnNotice, types: Mapping[str, Any]) -> None:
        self.file, self.version, self.notice, self.types = file, version, notice, types
        self._connections: dict[int, sqlite3.Connection] = {}
        # Shared with forked processes, so that the writing process sees what another found.
        self._damage = mmap.mmap(-1, 1)

    @property
    def is_damaged(self) -> bool:
        """Whether this process, or one forked from it, found the file damaged."""
        return self._damage[0] != 0

    @is_damaged.setter
    def is_damaged(self, value: bool) -> None:
        self._damage[0] = value

    def load(self) -> tuple[dict[str, Any], set[str]]:
        """The state of the last build and the keys of all texts; both empty where there is none of this version."""
        try:
            if not os.path.lexists(self.file):
                return {}, set()
            database = self._connection()
            state: dict[str, Any] = {}
            decoders = {table: msgspec.msgpack.Decoder(kind) for table, kind in self.types.items()}
            reason = "The cache is incomplete"
            for version, checksum, data in database.execute("SELECT version, checksum, data FROM state"):
                if version != self.version:
                    reason = "The program or a library has changed"
                elif digest_of(data) != checksum:
                    reason = "The cache is damaged"
                else:
                    table, entries = NAMED_PORTION.decode(data)
                    if table:
                        state.setdefault(table, {}).update(decoders[table].decode(entries))
                    reason = ""
                    continue
                break
            if not reason:
                return state, {key for (key,) in database.execute("SELECT key FROM texts")}
        except OSError as error:
            reason = f"The cache cannot be read ({error.strerror})"
        except (sqlite3.Error, msgspec.DecodeError, KeyError, TypeError):
            reason = "The cache is damaged"
        self.notice(f"{reason}: everything is rendered again.")
        self.remove()
        return {}, set()

    def text(self, key: str) -> str | None:
        """The text of that key; None where there is none or it cannot be read, and then the file is thrown away at the
        end of the build."""
        try:
            row = self._connection().execute("SELECT checksum, text FROM texts WHERE key = ?", (key,)).fetchone()
            if row is None:
                return None
            if digest_of(key.encode() + row[1]) == row[0]:
                return str(row[1], "utf-8", "surrogatepass")
        except (sqlite3.Error, UnicodeDecodeError, TypeError, OSError):
            pass
        self.is_damaged = True
        return None

    def add(self, texts: Mapping[str, str]) -> bool:
        """Keep texts before the build has ended; False where they cannot be written. A build that fails leaves them to
        the next, which drops what it does not use."""
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            database = self._connection()
            with database:
                database.executescript(f"BEGIN IMMEDIATE;{TABLES}")
                # Without any state the next build would take the file for half a one.
                if not database.execute("SELECT 1 FROM state").fetchone():
                    self._insert_state(database, {})
                self._insert(database, texts)
        except (OSError, sqlite3.Error):
            return False
        finally:
            # Processes that are forked from this one must not inherit an open connection.
            self.close()
        return True

    def _insert(self, database: sqlite3.Connection, texts: Mapping[str, str]) -> None:
        rows = ((key, text.encode("utf-8", "surrogatepass")) for key, text in texts.items())
        checked = ((key, digest_of(key.encode() + data), data) for key, data in rows)
        database.executemany("INSERT OR REPLACE INTO texts VALUES (?, ?, ?)", checked)

    def _insert_state(self, database: sqlite3.Connection, state: Mapping[str, Mapping[str, Any]]) -> None:
        encoded = map(msgspec.msgpack.encode, _portions(state))
        rows = ((self.version, digest_of(data), data) for data in encoded)
        database.executemany("INSERT INTO state VALUES (?, ?, ?)", rows)

    def save(
        self, state: Mapping[str, Mapping[str, Any]] | None, fresh: Mapping[str, str], used: Collection[str]
    ) -> None:
        """Keep a state, tables of entries (None: leave the one that is there), and fresh texts, and drop texts that are
        not `used`, all in one transaction; where the cache cannot be written the next build starts from nothing.

        An object that entries share may come back as several.
        """
        try:
            if self.is_damaged:
                self.remove()
            self.file.parent.mkdir(parents=True, exist_ok=True)
            database = self._connection()
            with database:
                database.executescript(f"BEGIN IMMEDIATE;{TABLES}")
                unused = [key for (key,) in database.execute("SELECT key FROM texts") if key not in used]
                database.executemany("DELETE FROM texts WHERE key = ?", ((key,) for key in unused))
                self._insert(database, {key: text for key, text in fresh.items() if key in used})
                if state is not None:
                    database.execute("DELETE FROM state")
                    self._insert_state(database, state)
        except (OSError, sqlite3.Error, UnicodeEncodeError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            self.notice(f"The cache cannot be written ({reason}): the next build renders everything.")
            self.remove()
        finally:
            self.close()

    def remove(self) -> None:
        """Remove the database."""
        self.close()
        for suffix in SUFFIXES:
            with contextlib.suppress(OSError):
                os.unlink(f"{self.file}{suffix}")
        self.is_damaged = False

    def close(self) -> None:
        """Close this process's connection; it is opened again when it is needed."""
        database = self._connections.pop(os.getpid(), None)
        if database:
            with contextlib.suppress(sqlite3.Error):
                database.close()

    def _connection(self) -> sqlite3.Connection:
        process = os.getpid()
        if process not in self._connections:
            # A fork must not use, and cannot close, its parent's connection: it is only forgotten.
            database = sqlite3.connect(self.file, timeout=5, isolation_level=None, check_same_thread=False)
            # Builds that are killed leave a whole database; one that loses power may leave a damaged one, which is
            # noticed.
            database.execute("PRAGMA journal_mode=WAL")
            database.execute("PRAGMA synchronous=OFF")
            # 256 KiB of pages: each text is read once.
            database.execute("PRAGMA cache_size=-256")
            self._connections[process] = database
        return self._connections[process]


def _portions(state: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Some entries of one table at a time, with its name; a state begins with a portion of none, and each table with no
    entries."""
    yield "", {}
    for table, entries in state.items():
        yield table, {}
        left = iter(entries.items())
        while portion := dict(itertools.islice(left, PORTION)):
            yield table, portion
