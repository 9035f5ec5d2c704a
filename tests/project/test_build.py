"""A build among others in one process."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pelican.plugins
import pytest
from pelican.plugins import signals

from plugins.build_cache.cache import DiskCache
from plugins.build_cache.protocol import BuildCache
from plugins.diagnostics import SettingError, UserError
from plugins.project.build import isolated_signals
from plugins.project.settings import settings_of
from tests.small_site import CONF, LIGHT, ROOT, small_site


def test_a_plugin_of_another_build_has_no_part_in_this_one(tmp_path: Path) -> None:
    """With a plugin, without it and with it again, each build uses what its own settings name, and leaves nothing
    connected."""
    site = small_site(tmp_path, **LIGHT)
    site.article("story", category="local")
    before = dict(signals.initialized.receivers)

    with_it = site.build()
    files = site.files()
    without = site.build(INCREMENTAL=False, CACHE_PATH=str(tmp_path / "other"))
    assert site.files() == files
    again = site.build()

    caches = [type(settings["BUILD"].cache) for settings in (with_it, without, again)]
    assert caches == [DiskCache, BuildCache, DiskCache]
    assert site.files() == files
    assert dict(signals.initialized.receivers) == before


OLD_NAMES = [
    "pelican.plugins.i18n_subsites",
    "plugins.build_cache",
    "plugins.editions",
    "plugins.sdg",
    "plugins.images",
    "plugins.pages",
    "plugins.search",
    "plugins.feeds",
]


def test_settings_of_version_1_1_still_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The names of the engine's parts stand for its one name, in any order and with plugins of others; Pelican's own
    commands refuse them, since they would write Pelican's pages over the output."""
    site = small_site(tmp_path, **LIGHT)
    site.article("story", category="local")
    site.build()
    files = site.files()
    settings = site.build(PLUGINS=OLD_NAMES, CACHE_PATH=str(tmp_path / "other"))
    assert settings["PLUGINS"] == ["plugins.newsroom", "plugins.sdg"]
    assert site.files() == files
    site.build(PLUGINS=["plugins.sdg", *CONF["PLUGINS"]], CACHE_PATH=str(tmp_path / "third"))
    assert site.files() == files
    given = settings_of(str(ROOT / "pelicanconf.py"), {"PLUGINS": OLD_NAMES, "OUTPUT_PATH": str(site.output)})
    monkeypatch.chdir(ROOT)
    refusal = r"^PLUGINS: expected \['plugins.newsroom'\] in place of the engine's parts"
    with isolated_signals(), pytest.raises(SettingError, match=refusal):
        pelican.Pelican(given)
    assert site.files() == files


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"PLUGINS": [*CONF["PLUGINS"], "nowhere"]}, "PLUGINS: expected plugins that can be imported, got "),
        (
            {"PLUGINS": [*CONF["PLUGINS"], "needing"]},
            "PLUGINS: expected plugins that can be imported, got \"needing: No module named 'not_there'\"",
        ),
        (
            {"PLUGINS": [*CONF["PLUGINS"], "silent"]},
            "PLUGINS: expected plugins with a function register(), got 'silent'",
        ),
        ({"PLUGINS": []}, "PLUGINS: expected a list of names with 'plugins.newsroom' among them, got []"),
        ({"MARKDOWN": {"extensions": ["nowhere"]}}, "MARKDOWN: expected extensions that can be imported, with options"),
        (
            {"MARKDOWN": {"extensions": ["toc"], "extension_configs": {"toc": {"odd": 1}}}},
            "MARKDOWN: expected extensions that can be imported, with options that they have, got \"KeyError: 'odd'",
        ),
        ({"JINJA_ENVIRONMENT": {"extensions": ["nowhere.X"]}}, "JINJA_ENVIRONMENT: expected a table of the options of"),
        ({"JINJA_ENVIRONMENT": {"undefined": 3}}, "JINJA_ENVIRONMENT: expected a table of the options of"),
        ({"FEED_ATOM": "../../x.xml"}, "FEED_ATOM: expected a path such as 'feeds/all.atom.xml', or None for no feed"),
    ],
)
@pytest.mark.parametrize("workers", [1, 3])
def test_what_cannot_be_loaded_is_an_error_of_its_setting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: dict[str, Any], message: str, workers: int
) -> None:
    """Plugins and extensions that are not there, fail, or have other options, and outputs outside of the output."""
    (tmp_path / "silent.py").write_text("", "utf-8")
    (tmp_path / "needing.py").write_text("import not_there\n", "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    site = small_site(tmp_path, **LIGHT, WORKERS=workers)
    for number in range(5):
        site.article(f"story-{number}", category="local")
    with pytest.raises(SettingError) as caught:
        site.build(**settings)
    assert str(caught.value).startswith(message)
    sys.modules.pop("silent", None)


def test_a_plugin_that_cannot_be_registered_is_named_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As one that fails later is."""
    (tmp_path / "broken.py").write_text("def register():\n    raise OSError('no way')\n", "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    site = small_site(tmp_path, **LIGHT)
    with pytest.raises(
        UserError, match=r"broken\.py:2: OSError: no way, in the plugin broken: correct it, or take it out"
    ):
        site.build(PLUGINS=[*CONF["PLUGINS"], "broken"])
    sys.modules.pop("broken", None)


def test_a_plugin_of_plugin_paths_that_fails_is_named(tmp_path: Path) -> None:
    """The error of a plugin that Pelican finds in `PLUGIN_PATHS` names the plugin's file and line."""
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "failing.py").write_text("raise ValueError('not today')\n", "utf-8")
    site = small_site(tmp_path, **LIGHT)
    with pytest.raises(SettingError, match=r"^PLUGINS: expected .*failing\.py:1: ValueError: not today"):
        site.build(PLUGINS=[*CONF["PLUGINS"], "failing"], PLUGIN_PATHS=[str(tmp_path / "own")])


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
    settings = site.build(PLUGINS=[*CONF["PLUGINS"], "named_one"])
    assert settings["PLUGINS"] == [*CONF["PLUGINS"], "pelican.plugins.named_one"]
    assert sys.modules.pop("pelican.plugins.named_one")
    assert "pelican.plugins.unnamed_one" not in sys.modules
