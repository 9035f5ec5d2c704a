"""A build: the plugins that it uses and no others, what cannot be loaded, and what it warns of."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pelican.plugins
import pytest
from pelican.plugins import signals

from plugins.build_cache.cache import DiskCache
from plugins.build_cache.protocol import BuildCache
from plugins.content.library import ContentLibrary, Record, load_library
from plugins.content.settings.site_config import read_clock, read_site_config
from plugins.diagnostics import SettingError, UserError
from plugins.project.build import isolated_signals
from plugins.project.build_warnings import script_warnings
from plugins.project.settings import settings_of
from tests.small_site import CONF, LIGHT, ROOT, small_site

OLD_NAMES = [
    "pelican.plugins.i18n_subsites",
    *(f"plugins.{name}" for name in "build_cache editions sdg images pages search feeds".split()),
]
OWN = {
    "silent.py": "",
    "needing.py": "import not_there\n",
    "broken.py": "def register():\n    raise OSError('no way')\n",
    "own/failing.py": "raise ValueError('not today')\n",
    "installed/unnamed_one/__init__.py": "def register(): pass\n",
    "installed/named_one/__init__.py": "def register(): pass\n",
}


@pytest.fixture
def plugins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with plugins of the site's own, and some that are installed in Pelican's namespace."""
    for name, text in OWN.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(pelican.plugins, "__path__", [*pelican.plugins.__path__, str(tmp_path / "installed")])
    yield tmp_path
    for name in ("silent", "broken"):
        sys.modules.pop(name, None)


def test_each_build_has_the_plugins_that_its_settings_name(plugins: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a plugin, without it and with it again, and nothing stays connected; one that is installed is imported where
    it is named and only there; the names of the engine's parts, as version 1.1 has them, stand for its one name in any
    order. Pelican's own commands refuse them, since they would write Pelican's pages over the output."""
    site = small_site(plugins / "site", **LIGHT)
    site.article("story", category="local")
    before = dict(signals.initialized.receivers)
    caches, files = [type(site.build()["BUILD"].cache)], site.files()
    for number, (more, names) in enumerate((
        ({"INCREMENTAL": False}, CONF["PLUGINS"]),
        ({}, CONF["PLUGINS"]),
        ({"PLUGINS": OLD_NAMES}, ["plugins.newsroom", "plugins.sdg"]),
        ({"PLUGINS": ["plugins.sdg", *CONF["PLUGINS"]]}, ["plugins.sdg", *CONF["PLUGINS"]]),
        ({"PLUGINS": [*CONF["PLUGINS"], "named_one"]}, [*CONF["PLUGINS"], "pelican.plugins.named_one"]),
    )):  # fmt: skip
        settings = site.build(**more, CACHE_PATH=str(plugins / f"cache-{number}"))
        caches.append(type(settings["BUILD"].cache))
        assert settings["PLUGINS"] == names
        assert site.files() == files
        assert dict(signals.initialized.receivers) == before
    assert caches[:3] == [DiskCache, BuildCache, DiskCache]
    assert sys.modules.pop("pelican.plugins.named_one")
    assert "pelican.plugins.unnamed_one" not in sys.modules
    given = settings_of(str(ROOT / "pelicanconf.py"), {"PLUGINS": OLD_NAMES, "OUTPUT_PATH": str(site.output)})
    monkeypatch.chdir(ROOT)
    refusal = r"^PLUGINS: expected \['plugins.newsroom'\] in place of the engine's parts"
    with isolated_signals(), pytest.raises(SettingError, match=refusal):
        pelican.Pelican(given)


def with_plugin(name: str, **more: Any) -> dict[str, Any]:
    """Settings that name a plugin more."""
    return {"PLUGINS": [*CONF["PLUGINS"], name], **more}


IMPORTED = "PLUGINS: expected plugins that can be imported, got "
EXTENSIONS = "MARKDOWN: expected extensions that can be imported, with options"
ODD_OPTION = {"MARKDOWN": {"extensions": ["toc"], "extension_configs": {"toc": {"odd": 1}}}}


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (with_plugin("nowhere"), IMPORTED),
        (with_plugin("needing"), f"{IMPORTED}\"needing: No module named 'not_there'\""),
        (with_plugin("silent"), "PLUGINS: expected plugins with a function register(), got 'silent'"),
        (with_plugin("failing", PLUGIN_PATHS=["{folder}/own"]), "failing.py:1: ValueError: not today"),
        (with_plugin("broken"), "broken.py:2: OSError: no way, in the plugin broken: correct it, or take it out"),
        ({"PLUGINS": []}, "PLUGINS: expected a list of names with 'plugins.newsroom' among them, got []"),
        ({"MARKDOWN": {"extensions": ["nowhere"]}}, EXTENSIONS),
        (ODD_OPTION, f"{EXTENSIONS} that they have, got \"KeyError: 'odd'"),
        ({"JINJA_ENVIRONMENT": {"extensions": ["nowhere.X"]}}, "JINJA_ENVIRONMENT: expected a table of the options of"),
        ({"JINJA_ENVIRONMENT": {"undefined": 3}}, "JINJA_ENVIRONMENT: expected a table of the options of"),
        ({"FEED_ATOM": "../../x.xml"}, "FEED_ATOM: expected a path such as 'feeds/all.atom.xml', or None for no feed"),
    ],
)
@pytest.mark.parametrize("workers", [1, 3])
def test_what_cannot_be_loaded_is_an_error_of_its_setting(
    plugins: Path, settings: dict[str, Any], message: str, workers: int
) -> None:
    """Plugins and extensions that are not there, fail, which names their line, or have other options, and outputs
    outside of the output."""
    site = small_site(plugins, **LIGHT, WORKERS=workers)
    for number in range(5):
        site.article(f"story-{number}", category="local")
    if paths := settings.get("PLUGIN_PATHS"):
        settings = {**settings, "PLUGIN_PATHS": [path.format(folder=plugins) for path in paths]}
    with pytest.raises(UserError) as caught:
        site.build(**settings)
    assert message in str(caught.value)


def library_of(folder: Path, body: str, records: Mapping[str, Record] | None = None) -> ContentLibrary:
    """A library of one Serbian story with this body."""
    site = small_site(folder)
    site.write("news/2026/most.sr.md", f"Title: Novi most\nDate: 2026-03-02\nSummary: Most je otvoren.\n\n{body}\n")
    settings = settings_of(str(ROOT / "pelicanconf.py"), {"PATH": str(site.content), "THEME": str(ROOT / "theme")})
    return load_library(read_site_config(settings), read_clock(settings), records)


def test_words_that_no_rule_puts_into_the_other_script(tmp_path: Path) -> None:
    """Where one stands, and the line of the glossary or the spelling that decides it, as `check` says it; only what a
    build reads for the first time is news to its editor, and letters of two scripts are left to `check`."""
    for word, fix in (
        ("MINUSCA", "add the line `MINUSCA = МИНУСЦА` to content/glossary.txt"), ("nadju", "write 'nađu'"),
    ):  # fmt: skip
        library = library_of(tmp_path, f"Most je otvoren.\n\nOvo je {word}.")
        (one,) = script_warnings(SimpleNamespace(library=library))
        place = ("content/news/2026/most.sr.md", 7, "warning", "undecided-word")
        assert (one.path, one.line, one.severity, one.code) == place
        assert one.message.startswith(f"'{word}' is not decided for ")
        assert fix in one.message
    for body, number in (("nadju.", 0), ("i nadju.", 1), ("M\u043e\u0441\u0442.", 0)):
        again = library_of(tmp_path, f"Most je otvoren.\n\nOvo je {body}", library.records())
        assert len(list(script_warnings(SimpleNamespace(library=again)))) == number
