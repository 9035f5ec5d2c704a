"""One key of the keyboard, without Enter where the terminal can do that."""

from __future__ import annotations

import sys


def one_key() -> str:
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
        return sys.stdin.read(1).lower()
    finally:
        termios.tcsetattr(stream, termios.TCSADRAIN, before)


def _windows_key() -> str:
    import msvcrt

    return str(msvcrt.getwch()).lower()  # type: ignore[attr-defined,unused-ignore]
