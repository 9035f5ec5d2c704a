"""The setting DIAGNOSTICS in a build."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.diagnostics import ContentErrors, SettingError
from tests.small_site import LIGHT, small_site

FIELD = {"editor": "Mina"}


def test_an_error_that_is_switched_off_does_not_stop_a_build(tmp_path: Path) -> None:
    """A field that the site does not use stops a build, unless the settings allow it; its page is then written."""
    site = small_site(tmp_path, **LIGHT)
    site.article("story", category="local", **FIELD)
    with pytest.raises(ContentErrors, match="unknown-field"):
        site.build()
    with pytest.raises(ContentErrors, match="unknown-field"):
        site.build(DIAGNOSTICS={"double-space": "off"})
    assert not site.output.exists()
    for level in ("off", "warning", "advice"):
        site.build(DIAGNOSTICS={"unknown-field": level})
    assert (site.output / "news" / "story" / "index.html").is_file()
    with pytest.raises(ContentErrors, match="unknown-field"):
        site.build()


def test_a_setting_that_cannot_be_used_stops_a_build(tmp_path: Path) -> None:
    """An error without which the site would be wrong cannot be switched off."""
    site = small_site(tmp_path, **LIGHT)
    site.article("story")
    with pytest.raises(SettingError, match="the link would lead nowhere"):
        site.build(DIAGNOSTICS={"broken-link": "off"})
