"""The editors' verbs as the console calls them."""

from __future__ import annotations

import pytest

from plugins.cli.commands import check


def test_the_audit_knows_two_formats(capsys: pytest.CaptureFixture[str]) -> None:
    """A format that the audit does not have is refused, and no table printed in its place."""
    assert check((), "github", strict=False, accept="", site=True, list_rules=False) == 1
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", "--format: expected one of text and json with --site, got 'github'\n")
