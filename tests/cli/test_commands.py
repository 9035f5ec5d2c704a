"""Commands as the command line calls them."""

from __future__ import annotations

import pytest

from plugins.cli.commands.check import check


def test_the_audit_has_two_formats(capsys: pytest.CaptureFixture[str]) -> None:
    """A format that the audit does not have is refused, and no table printed in its place."""
    assert check((), "github", strict=False, fix=False, accept="", site=True, list_rules=False) == 1
    output = capsys.readouterr()
    assert (output.out, output.err) == ("", "--format: expected one of text and json with --site, got 'github'\n")
