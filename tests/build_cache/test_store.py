"""The file of a cache: what is kept comes back, and damage is noticed."""

from __future__ import annotations

import errno
import os
import sqlite3
import tracemalloc
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.build_cache.store import PORTION, CacheStore
from plugins.system.digests import digest_of
from tests.loops import times

VERSION = "one"
NAME = "x.build.sqlite3"
TYPES = {"pages": dict[str, str], "content": dict[str, tuple[int, str]]}


def store_in(folder: Path, version: str = VERSION, types: Mapping[str, Any] = TYPES) -> tuple[CacheStore, list[str]]:
    """A store in a folder, and the notices that it gives."""
    notices: list[str] = []
    return CacheStore(folder / NAME, version, notices.append, types), notices


def put_state(file: Path, data: bytes, version: str = VERSION) -> None:
    """Put bytes in the place of the state, with a good checksum."""
    CacheStore(file, version, print, TYPES).save({}, {}, ())
    with sqlite3.connect(file) as database:
        database.execute("UPDATE state SET checksum = ?, data = ?", (digest_of(data), data))
    database.close()


@pytest.mark.parametrize(
    "kept",
    [[], 7, {"pages": {}}, ("pages", 7), ("pages", {"a": 7}), ("content", {"a": (1, 2)}), ("content", {"a": None}),
     ("other", {})],
)  # fmt: skip
def test_a_state_of_another_shape_is_nothing(tmp_path: Path, kept: Any) -> None:
    """What was saved by some other program is not taken for what this one keeps."""
    put_state(tmp_path / NAME, msgspec.msgpack.encode(kept))
    store, notices = store_in(tmp_path)
    assert store.load() == ({}, set())
    assert notices == ["The cache is damaged: everything is rendered again."]
    assert not (tmp_path / NAME).exists()


@settings(max_examples=times(25, 60), deadline=None)
@given(st.dictionaries(st.text(max_size=5), st.dictionaries(st.text(max_size=5), st.text(max_size=9), max_size=3)))
def test_a_state_comes_back(tmp_path_factory: pytest.TempPathFactory, kept: dict[str, dict[str, str]]) -> None:
    """What was saved is loaded for the same version, and for no other, which drops it."""
    folder, types = tmp_path_factory.getbasetemp() / "kept", dict.fromkeys(kept, dict[str, str])
    kept = {table: entries for table, entries in kept.items() if table}
    store_in(folder)[0].save(kept, {}, ())
    assert store_in(folder, types=types)[0].load() == (kept, set())
    other, notices = store_in(folder, "two")
    assert other.load() == ({}, set())
    assert notices == ["The program or a library has changed: everything is rendered again."]
    assert store_in(folder)[0].load() == ({}, set())


def test_texts_are_kept_before_any_build_has_ended(tmp_path: Path) -> None:
    """What a first build that failed, or a first publish that stopped at its check, put there is found by the next."""
    store_in(tmp_path)[0].add({"a": "one"})
    store_in(tmp_path)[0].add({"b": "two"})
    again, notices = store_in(tmp_path)
    assert again.load() == ({}, {"a", "b"})
    assert again.text("b") == "two"
    assert notices == []


@settings(max_examples=times(40, 100), deadline=None)
@given(st.lists(st.dictionaries(st.text(max_size=3), st.text(max_size=9), max_size=4), max_size=5))
def test_texts_come_back(tmp_path_factory: pytest.TempPathFactory, builds: list[dict[str, str]]) -> None:
    """Whatever text is put is there in the next build, lone surrogates too; what was of no use is forgotten."""
    folder = tmp_path_factory.mktemp("put")
    for texts in builds:
        texts = {key: f"{text}\ud800" for key, text in texts.items()}
        store_in(folder)[0].save({}, texts, texts)
        again, notices = store_in(folder)
        assert again.load() == ({}, set(texts))
        assert {key: again.text(key) for key in texts} == texts
        assert again.text("no such key") is None
        again.close()
        assert notices == []


def test_a_large_state_comes_back_in_its_order(tmp_path: Path) -> None:
    """A table of more entries than are kept together, beside an empty one."""
    kept = {"content": {str(number): (number, "x") for number in range(2 * PORTION + 1)}, "pages": {}}
    store_in(tmp_path)[0].save(kept, {}, ())
    state, _ = store_in(tmp_path)[0].load()
    assert state == kept
    assert list(state["content"]) == list(kept["content"])


def test_a_state_with_one_damaged_portion_is_nothing(tmp_path: Path) -> None:
    """No part of a state is used where another part is damaged."""
    store_in(tmp_path)[0].save({"pages": {str(number): "x" for number in range(2 * PORTION)}}, {}, ())
    with sqlite3.connect(tmp_path / NAME) as database:
        (last,) = database.execute("SELECT max(rowid) FROM state").fetchone()
        database.execute("UPDATE state SET data = data || 'x' WHERE rowid = ?", (last,))
    database.close()
    store, notices = store_in(tmp_path)
    assert store.load() == ({}, set())
    assert notices == ["The cache is damaged: everything is rendered again."]


def test_saving_takes_little_memory_beside_the_state(tmp_path: Path) -> None:
    """The state is not held a second time: what is encoded together is a small part of it."""
    kept = {"content": {str(number): (f"{number} " * 200,) for number in range(20 * PORTION)}}
    store = store_in(tmp_path)[0]
    size = len(msgspec.msgpack.encode(kept))
    tracemalloc.start()
    try:
        store.save(kept, {}, ())
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < size / 2


def test_a_state_that_is_not_given_stays(tmp_path: Path) -> None:
    """As where one process builds again and again; texts are kept anyway."""
    store_in(tmp_path)[0].save({"pages": {"a": "b"}}, {"one": "1"}, ["one"])
    store_in(tmp_path)[0].save(None, {"two": "2"}, ["one", "two"])
    assert store_in(tmp_path)[0].load() == ({"pages": {"a": "b"}}, {"one", "two"})


def test_a_full_disk_is_reported_and_leaves_nothing_half_written(tmp_path: Path) -> None:
    """Where there is no room, a sentence says so, and the next build starts from nothing."""
    store_in(tmp_path)[0].save({"pages": {"a": "b"}}, {}, ())
    store, notices = store_in(tmp_path)
    store.load()
    # A database that may not grow beyond its present size is as good as a full disk.
    store._connection().execute("PRAGMA max_page_count = 1")
    store.save({"pages": {"a": "c" * 100_000}}, {"key": "x" * 100_000}, ["key"])
    (notice,) = notices
    assert notice.startswith("The cache cannot be written (database or disk is full)")
    assert list(tmp_path.iterdir()) == []
    assert store_in(tmp_path)[0].load() == ({}, set())


def test_the_reason_is_that_of_the_system(tmp_path: Path) -> None:
    """Without the number and the place of its error."""
    (tmp_path / "file").touch()
    store, notices = store_in(tmp_path / "file")
    store.save({}, {}, ())
    reason = os.strerror(errno.EEXIST)
    assert notices == [f"The cache cannot be written ({reason}): the next build renders everything."]


def write_empty_rows(file: Path) -> None:
    """Rows that hold nothing."""
    change_texts(file, lambda text: b"")


def write_other_text(file: Path) -> None:
    """Rows that hold another text."""
    change_texts(file, bytes.upper)


def write_non_utf_8(file: Path) -> None:
    """Rows that hold no UTF-8."""
    change_texts(file, lambda text: b"\xff\xfe" + text)


def write_numbers(file: Path) -> None:
    """Rows that hold a number."""
    change_texts(file, lambda text: 7)


def change_texts(file: Path, change: Callable[[bytes], object]) -> None:
    """Change every text of a database behind the store's back."""
    with sqlite3.connect(file) as database:
        rows = database.execute("SELECT key, text FROM texts").fetchall()
        database.executemany("UPDATE texts SET text = ? WHERE key = ?", [(change(text), key) for key, text in rows])
    database.close()


@pytest.mark.parametrize(
    "harm", [write_empty_rows, write_other_text, write_non_utf_8, write_numbers], ids=lambda harm: harm.__name__
)
def test_a_text_that_cannot_be_read_is_none(tmp_path: Path, harm: Callable[[Path], None]) -> None:
    """It is made again, and the whole file with it at the end of the build."""
    store_in(tmp_path)[0].save({}, {"key": "text", "other": "text"}, ["key", "other"])
    harm(tmp_path / NAME)
    store, _ = store_in(tmp_path)
    store.load()
    assert store.text("key") is None
    store.save({}, {"key": "new"}, ["key", "other"])
    again, _ = store_in(tmp_path)
    assert again.load() == ({}, {"key"})
    assert again.text("key") == "new"
