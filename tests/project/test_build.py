"""A build among others in one process."""

from __future__ import annotations

import sys
from pathlib import Path

import pelican.plugins
import pytest
from pelican.plugins import signals

from plugins.build_cache.cache import DiskCache
from plugins.build_cache.interface import NullCache
from tests.build_cache.edited_site import WITHOUT
from tests.small_site import small_site


def test_a_plugin_of_another_build_has_no_part_in_this_one(tmp_path: Path) -> None:
    """With a plugin, without it and with it again, each build uses what its own settings name, and leaves nothing
    connected."""
    site = small_site(tmp_path, SEARCH=False, SOCIAL_CARDS=False, WORKERS=1)
    site.article("story", category="local")
    before = dict(signals.initialized.receivers)

    with_it = site.build()
    files = site.files()
    without = site.build(PLUGINS=list(WITHOUT), CACHE_PATH=str(tmp_path / "other"))
    assert site.files() == files
    again = site.build()

    caches = [type(settings["BUILD"].cache) for settings in (with_it, without, again)]
    assert caches == [DiskCache, NullCache, DiskCache]
    assert site.files() == files
    assert dict(signals.initialized.receivers) == before


def test_a_plugin_that_is_installed_but_not_named_is_not_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A plugin of Pelican's namespace is imported where the settings name it, and only there."""
    for name in ("unnamed_one", "named_one"):
        package = tmp_path / "installed" / name
        package.mkdir(parents=True)
        (package / "__init__.py").write_text("def register(): pass\n", "utf-8")
    installed = [*pelican.plugins.__path__, str(tmp_path / "installed")]
    monkeypatch.setattr(pelican.plugins, "__path__", installed)
    site = small_site(tmp_path / "site", SEARCH=False, SOCIAL_CARDS=False, WORKERS=1)
    site.article("story", category="local")
    settings = site.build(PLUGINS=[*WITHOUT, "named_one"])
    assert settings["PLUGINS"] == [*WITHOUT, "pelican.plugins.named_one"]
    assert sys.modules.pop("pelican.plugins.named_one")
    assert "pelican.plugins.unnamed_one" not in sys.modules
