"""How often a long loop runs: with one seed on every push, whole with `./inv test --long`."""

from __future__ import annotations

import os

VARIABLE = "LONG_LOOPS"
IS_LONG = VARIABLE in os.environ


def times(each_push: int, whole: int) -> int:
    """The number of rounds, kills or examples of this run."""
    return whole if IS_LONG else each_push
