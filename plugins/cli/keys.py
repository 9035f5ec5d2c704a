"""Reads one key of the keyboard, without Enter where the terminal supports that."""

from __future__ import annotations

import os
import sys

# More characters than any key sends.
LONGEST = 32


def read_key() -> str:
    """The key that is pressed, in small letters; "" at the end of the input."""
    try:
        return _unix_key()
    except ImportError:
        return _windows_key()


def _unix_key() -> str:
    import termios
    import tty

    stream = sys.stdin.fileno()
    before = termios.tcgetattr(stream)
    try:
        tty.setcbreak(stream)
        # An arrow key sends three characters, the last of them a letter; they are read as one key.
        pressed = os.read(stream, LONGEST).decode(errors="replace").lower()
        return pressed if len(pressed) < 2 else pressed[0] if pressed[0].isalpha() else "\x1b"
    finally:
        termios.tcsetattr(stream, termios.TCSADRAIN, before)


def _windows_key() -> str:
    import msvcrt

    return str(msvcrt.getwch()).lower()  # type: ignore[attr-defined,unused-ignore]
