"""Reading one key at a terminal, without Enter."""

from __future__ import annotations

import os
import sys
import threading
import time
from types import SimpleNamespace

import pytest

from plugins.cli.commands.status import read_key

pty = pytest.importorskip("pty", reason="no terminals of Unix here")


@pytest.mark.parametrize(
    ("sent", "keys"),
    [
        ([b"a"], ["a"]),
        ([b"Q"], ["q"]),
        ([b"\x1b[A", b"x"], ["\x1b", "x"]),
        (["š".encode(), b"a"], ["š", "a"]),
        ([b"\n"], ["\n"]),
    ],
)
def test_a_key_is_one_key(sent: list[bytes], keys: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Each key is read at once and by itself; the letter that an arrow key ends with is not a key."""
    master, slave = pty.openpty()
    with os.fdopen(slave, "r") as terminal:
        monkeypatch.setattr(sys, "stdin", terminal)
        for data, key in zip(sent, keys, strict=True):
            # Pressed while the program waits: what was typed before is not read.
            later = threading.Timer(0.2, os.write, (master, data))
            later.start()
            began = time.monotonic()
            assert read_key() == key
            assert time.monotonic() - began < 10
            later.join()
    os.close(master)


def test_a_key_is_read_where_terminals_are_those_of_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Unix's terminals the key comes from Windows' own function."""
    monkeypatch.setitem(sys.modules, "termios", None)
    monkeypatch.setitem(sys.modules, "msvcrt", SimpleNamespace(getwch=lambda: "Q"))
    assert read_key() == "q"
