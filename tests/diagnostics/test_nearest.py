"""What was probably meant is found as people mistype it."""

from __future__ import annotations

import pytest

from plugins.diagnostics.errors import nearest


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("bridge", "BRIDGE"), ("Cart", "carts"), ("sitname", "SITENAME"), ("ŠKOLA", "škola"), ("well", "")],
)
def test_small_letters_and_capitals_are_alike(typed: str, meant: str) -> None:
    """A computer that does not distinguish them takes either, and the one that builds the site does not."""
    assert nearest(typed, ["BRIDGE", "carts", "SITENAME", "škola"]) == meant
