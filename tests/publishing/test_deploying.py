"""The page on deploying says what the code does."""

import re
from pathlib import Path

import pytest

from plugins.publishing.settings import Table
from plugins.publishing.targets import KINDS

PAGE = (Path(__file__).parents[2] / "docs" / "deploying.md").read_text("utf-8")


class Asking(Table):
    """A table that has whatever is asked for."""

    def text(self, key, default=None, expected="") -> str:
        """A text that suits every setting."""
        return super().text(key, default or "/x")


@pytest.mark.parametrize("kind", KINDS)
def test_every_setting_is_explained(kind) -> None:
    """Each setting of each kind stands in the page, in a table."""
    from importlib import import_module

    table = Asking("live", {"url": "https://example.org"})
    table.address = lambda key: table.asked.append(key) or ""
    import_module(f"plugins.publishing.{kind}").from_table(table)

    explained = set(re.findall(r"`(\w+)`", "\n".join(line for line in PAGE.splitlines() if line.startswith("|"))))
    assert set(table.asked) - {"kind"} <= explained
    assert f"### `{kind}`" in PAGE


def test_every_file_named_is_there() -> None:
    """The page names no file of ``deploy/`` that does not exist."""
    for name in re.findall(r"`(deploy/[\w./-]+)`", PAGE):
        assert (Path(__file__).parents[2] / name).is_file(), name
