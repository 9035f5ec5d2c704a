"""Settings of a wrong type: each is named, with what is expected and what came, before Pelican meets it."""

from __future__ import annotations

import runpy
import shutil
from pathlib import Path
from typing import Any

import pytest
from pelican import Pelican
from pelican.settings import __file__ as settings_module
from pelican.settings import read_settings

from plugins.content.settings import table
from plugins.content.settings.checks import check_folders, check_types
from plugins.content.settings.site_config import read_clock
from plugins.content.settings.table import REFUSED
from plugins.diagnostics import SettingError
from plugins.locales.strings import read_strings
from plugins.project.build import isolated_signals
from plugins.project.settings import settings_of
from tests.small_site import ROOT, SmallSite, small_site

# Plugins of other tests add to the table of the module that is imported already.
DEFAULT_CONFIG: dict[str, Any] = runpy.run_path(settings_module)["DEFAULT_CONFIG"]
SETTINGS = str(ROOT / "pelicanconf.py")
WRONG: tuple[Any, ...] = (None, 3, 1.5, True, "", "nope", b"x", {}, [], {"en": None}, ["a", 3], {"a": 3}, object())


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """A site of one story."""
    site = small_site(tmp_path_factory.mktemp("site"), SOCIAL_CARDS=False, SEARCH=False)
    site.article("fair")
    return site


def test_no_value_of_any_type_is_a_traceback(site: SmallSite) -> None:
    """Each setting with a value of each type is either used or refused under its own name."""
    used = []
    for name in table.SETTINGS:
        for value in WRONG:
            try:
                check_types({name: value})
                used.append((name, value))
            except SettingError as error:
                assert str(error).startswith(f"{name}")  # noqa: PT017
                assert "expected" in str(error)  # noqa: PT017
    assert len(used) < len(table.SETTINGS) * len(WRONG) / 2
    assert ("SITENAME", "nope") in used


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("LANGUAGES", {"en": {"name": 3}}, "LANGUAGES['en']['name']: expected a text, got 3"),
        (
            "LANGUAGES",
            {"../en": {}},
            "LANGUAGES: expected codes of letters, digits and hyphens, such as 'sr-cyrl', got",
        ),
        (
            "CATEGORIES",
            ["local", "local"],
            "CATEGORIES: expected a list of slugs such as ['local', 'global'], each once",
        ),
        ("THEME", "nope", "THEME: expected a folder that is there, with templates/ in it, got 'nope'"),
        ("CACHE_PATH", ".", "CACHE_PATH: expected a folder of its own (it would hold content/), got '.'"),
        (
            "OUTPUT_PATH",
            "theme/out",
            "OUTPUT_PATH: expected a folder of its own (it is inside theme/), got 'theme/out'",
        ),
        ("JINJA_ENVIRONMENT", {"odd": 1}, "JINJA_ENVIRONMENT: expected a table of the options of Jinja's Environment"),
        ("PLUGINS", "plugins.sdg", "PLUGINS: expected a list of names such as ['plugins.newsroom'], got 'plugins.sdg'"),
        ("ARTICLE_URL", 3, "ARTICLE_URL: expected nothing: the addresses of pages are the same on every site"),
        ("STATIC_SAVE_AS", "{}/x", "STATIC_SAVE_AS: expected a path such as '{slug}/index.html', with names in braces"),
        ("UNTRANSLATD", "hide", "UNTRANSLATD: expected the name UNTRANSLATED, or one that is less like it, got 'hide'"),
        ("EDITIONS", {"en": {"lable": "x"}}, "EDITIONS['en']['lable']: expected the name label, or one that is less"),
    ],
)
def test_a_setting_is_refused_before_pelican_reads_it(name: str, value: Any, message: str) -> None:
    """The message begins with the setting, says what is expected, and shows what came."""
    with pytest.raises(SettingError) as caught:
        settings_of(SETTINGS, {name: value})
    assert str(caught.value).startswith(message)


def test_every_setting_of_pelican_has_a_type() -> None:
    """Each setting that Pelican has a default for is in the table, where its default is accepted, or refused."""
    defaults = {name: value for name, value in DEFAULT_CONFIG.items() if name not in ("SITEURL", "PLUGINS", "THEME")}
    assert set(defaults) - {*table.SETTINGS, *REFUSED} == set()
    assert not table.SETTINGS.keys() & REFUSED
    accepted = {
        name: table.SETTINGS[name].type.accepts(value) for name, value in defaults.items() if name in table.SETTINGS
    }
    assert [name for name, is_accepted in accepted.items() if not is_accepted] == []


@pytest.mark.parametrize("now", ["soon", 10**30])
def test_a_moment_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, now: Any) -> None:
    """SOURCE_DATE_EPOCH in the environment is a number of seconds, of a day that calendars have."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(now))
    with pytest.raises(SettingError, match="SOURCE_DATE_EPOCH: expected seconds since 1970"):
        read_clock({})


def test_folders_that_do_not_overlap_are_used(tmp_path: Path) -> None:
    """Folders whose names only begin alike are no folders within each other."""
    for name in ("content", "theme/templates", "theme/strings"):
        (tmp_path / name).mkdir(parents=True)
    for name in ("base.html", "feed.xml"):
        (tmp_path / "theme/templates" / name).touch()
    names = {"PATH": "content", "THEME": "theme", "OUTPUT_PATH": "content-output", "CACHE_PATH": "theme.cache"}
    check_folders({**names, "PLUGIN_PATHS": ["."]}, tmp_path)


OVERLAPS = [
    (".", "hold content"),
    ("content", "hold content"),
    ("..", "hold content"),
    ("content/out", "is inside content"),
    ("content/news/../out", "is inside content"),
    ("linked/out", "is inside content"),
    ("theme/out", "is inside theme"),
    ("own", "hold own"),
    ("more", "hold templates"),
    (str(ROOT), "hold plugins"),
    (str(ROOT / "plugins/out"), "is inside plugins"),
]


@pytest.mark.parametrize("by_pelican", [False, True])
@pytest.mark.parametrize(("output", "message"), OVERLAPS)
def test_an_output_within_what_is_read_or_around_it_is_refused(
    tmp_path: Path, output: str, message: str, by_pelican: bool
) -> None:
    """Whatever command gives it, also `pelican -o`, before anything is made or removed."""
    for name in ("content", "theme/templates", "own", "more/templates"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "linked").symlink_to(tmp_path / "content")
    names = {"PATH": "content", "THEME": "theme", "OUTPUT_PATH": output, "CACHE_PATH": "cache"}
    given: dict[str, Any] = {name: str(tmp_path / folder) for name, folder in names.items()}
    given |= {
        "THEME_TEMPLATES_OVERRIDES": [str(tmp_path / "more/templates")],
        "PLUGIN_PATHS": [str(tmp_path / "own")],
    }
    before = sorted(tmp_path.rglob("*"))
    settings = read_settings(SETTINGS, override=given) if by_pelican else given
    with (
        isolated_signals(),
        pytest.raises(SettingError, match=rf"^OUTPUT_PATH: expected a folder of its own \(it (would )?{message}"),
    ):
        Pelican(settings) if by_pelican else check_folders(settings, tmp_path)
    assert sorted(file for file in tmp_path.rglob("*") if "cache" not in file.parts) == before


@pytest.mark.parametrize(
    "strings",
    [
        "latest = 5",
        "latest = ['a']",
        "[latest]\nother = 'x'",
        "stories = 'x'",
        "categories = 'x'",
        "[stories]\none = 1",
    ],
)
def test_a_string_of_the_site_that_is_no_text_is_refused(site: SmallSite, strings: str) -> None:
    """A sentence of the interface that is a number, a list or a table is named with its file and line."""
    theme = site.folder / "theme"
    if not theme.exists():
        theme.mkdir()
        for name in ("templates", "static", "strings"):
            (theme / name).symlink_to(ROOT / "theme" / name)
    (theme / "site" / "strings").mkdir(parents=True, exist_ok=True)
    (theme / "site" / "strings" / "en.toml").write_text(strings)
    with pytest.raises(SettingError, match=r"theme/site/strings/en\.toml:\d \["):
        site.build(THEME=str(theme))


@pytest.mark.parametrize(
    ("strings", "message"),
    [
        (
            'untranslated_notise = "x"',
            "[untranslated_notise]: expected the name untranslated_notice (theme/strings/",
        ),
        ('[goals_ful]\n1 = "x"', "[goals_ful]: expected the name goals_full"),
    ],
)
def test_a_misspelt_key_of_the_strings_is_named(tmp_path: Path, strings: str, message: str) -> None:
    """With the nearest one; names that are like none are the site's own."""
    folder = tmp_path / "theme" / "strings"
    shutil.copytree(ROOT / "theme" / "strings", folder)
    own = tmp_path / "theme" / "site" / "strings" / "en.toml"
    own.parent.mkdir(parents=True)
    own.write_text('my_words = "x"\n', "utf-8")
    assert read_strings(folder, "en").entries["my_words"] == "x"
    own.write_text(strings, "utf-8")
    with pytest.raises(SettingError) as caught:
        read_strings(folder, "en")
    assert message in str(caught.value)
