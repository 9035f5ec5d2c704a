"""One key: what somebody presses at a terminal, without Enter."""

from __future__ import annotations

import os
import sys
import threading
import time

import pytest

from plugins.editing.keys import one_key

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
    """Each key that is pressed is read at once and by itself; the letter that an arrow ends with is no answer."""
    master, slave = pty.openpty()
    with os.fdopen(slave, "r") as terminal:
        monkeypatch.setattr(sys, "stdin", terminal)
        for data, key in zip(sent, keys, strict=True):
            # Pressed while it is waited for: what was typed before the question is no answer either.
            later = threading.Timer(0.2, os.write, (master, data))
            later.start()
            began = time.monotonic()
            assert one_key() == key
            assert time.monotonic() - began < 10
            later.join()
    os.close(master)
