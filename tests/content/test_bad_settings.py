"""Settings that cannot be used: the message names the setting, what was expected and what came."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from plugins.content.settings.site_config import SiteConfig, read_site_config
from plugins.diagnostics import ContentErrors, SettingError
from plugins.editions.pelican_settings import check_settings
from plugins.project.settings import settings_of
from tests.small_site import ROOT

Table = dict[str, Any]
ONE_ROOT = "one edition with the prefix '' and all others with prefixes of their own"
FUNCTIONS = "a module that has SCRIPT, such as 'plugins.cyrillic', or such a table"
IMPORTED = "the name of something to import, such as 'package.module:function'"
A_ROOT = "an address without a path or a closing slash, such as 'https://news.example.org'"
OWN = (
    "404, archive, author, category, digest, events, feeds, files, follow, news, pagefind, pictures, preview, sdg, "
    "search, theme"
)
ENDINGS = "a list of small endings without dots such as ['pdf', 'csv']"
BY_HAND = "an edition written by hand for each language ('hu' has none)"


def table(**rows: dict[str, Any]) -> Callable[[Table], Table]:
    """A change to EDITIONS: fields of editions are replaced, those that are None are taken out."""

    def changed(editions: Table) -> Table:
        found = {name: dict(row) for name, row in editions.items()}
        for name, row in rows.items():
            found[name.replace("_", "-")] = {**found.get(name.replace("_", "-"), {}), **row}
        return {name: {key: value for key, value in row.items() if value is not None} for name, row in found.items()}

    return changed


@pytest.fixture(scope="module")
def settings() -> Table:
    """The site's own settings, which are good."""
    return settings_of(str(ROOT / "pelicanconf.py"))


def read_checked(settings: Table) -> SiteConfig:
    """The configuration in settings, which are checked before."""
    check_settings(settings, ROOT)
    return read_site_config(settings)


def test_own_settings_are_good(settings: Table) -> None:
    """What is in pelicanconf.py can be used as it is."""
    assert [edition.name for edition in read_checked(settings).editions] == ["en", "sr", "sr-cyrl"]


@pytest.mark.parametrize("url", ["http://localhost:8000", "https://вести.срб"])
def test_addresses_that_will_do(settings: Table, url: str) -> None:
    """A port and a name in another script are no errors."""
    assert read_checked({**settings, "SITEURL": url})


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        *(
            ({"SITEURL": url}, f"SITEURL: expected {A_ROOT}, got {url!r}")
            for url in (
                "",
                None,
                5,
                "news.example.org",
                "https://example.org/news",
                "https://example.org/",
                "https://a b",
                "ftp://a",
                "https://[",
            )
        ),
        ({"LANGUAGES": {}}, "LANGUAGES: expected a table such as {'xx': {'name': 'The name'}}, got {}"),
        (
            {"EDITIONS": {}},
            "EDITIONS: expected a table such as {'xx': {'language': 'xx', 'tag': 'xx', 'prefix': ''}}, got {}",
        ),
        (
            {"EDITIONS": table(sr={"tag": "en"})},
            "EDITIONS: expected a tag of its own for each edition, got ['en', 'en', 'sr-Cyrl']",
        ),
        (
            {"EDITIONS": table(sr={"tag": "sr_Latn"})},
            "EDITIONS['sr']['tag']: expected a language tag with hyphens, such as 'sr-Latn', got 'sr_Latn'",
        ),
        ({"EDITIONS": table(sr={"language": "hr"})}, "EDITIONS['sr']['language']: expected one of en, sr, got 'hr'"),
        (
            {"EDITIONS": table(sr={"prefix": "Sr/"})},
            "EDITIONS['sr']['prefix']: expected small letters, digits and hyphens, got 'Sr/'",
        ),
        (
            {"EDITIONS": table(sr={"prefix": ""})},
            f"EDITIONS: expected {ONE_ROOT}, got ['', '', 'sr-cyrl']",
        ),
        (
            {"EDITIONS": table(sr={"prefix": "sr-cyrl"})},
            f"EDITIONS: expected {ONE_ROOT}, got ['', 'sr-cyrl', 'sr-cyrl']",
        ),
        (
            {"EDITIONS": table(en={"cldr": "en_XX_YY_ZZ"})},
            "EDITIONS['en']['cldr']: expected a CLDR locale such as 'en_GB' or 'sr_Latn_RS', got 'en_XX_YY_ZZ'",
        ),
        (
            {"EDITIONS": table(sr_cyrl={"derived_from": "hr"})},
            "EDITIONS['sr-cyrl']['derived_from']: expected the name of an edition that is written by hand, got 'hr'",
        ),
        (
            {"EDITIONS": table(sr_cyrl={"script": None})},
            f"EDITIONS['sr-cyrl']['script']: expected {FUNCTIONS}, got None",
        ),
        (
            {"EDITIONS": table(sr_cyrl={"script": {"text": len}})},
            f"EDITIONS['sr-cyrl']['script']: expected {FUNCTIONS}, got {{'text': <built-in function len>}}",
        ),
        (
            {"EDITIONS": table(sr_cyrl={"script": {"text": "plugins.nowhere:to_cyrillic"}})},
            f"EDITIONS['sr-cyrl']['script']['text']: expected {IMPORTED}, got 'plugins.nowhere:to_cyrillic'",
        ),
        (
            {"EDITIONS": table(sr_cyrl={"script": "plugins.nowhere"})},
            f"EDITIONS['sr-cyrl']['script']: expected {IMPORTED}, got 'plugins.nowhere:SCRIPT'",
        ),
        (
            {"LANGUAGES": lambda rows: {**rows, "hu": {"name": "magyar"}}},
            f"EDITIONS: expected {BY_HAND}, got ['en', 'sr', 'sr-cyrl']",
        ),
        *(
            (
                {"EDITIONS": table(sr={"prefix": name})},
                f"EDITIONS: expected prefixes other than the site's own {OWN}, got ['{name}']",
            )
            for name in ("files", "news")
        ),
        *(
            ({"ATTACHMENT_TYPES": types}, f"ATTACHMENT_TYPES: expected {ENDINGS}, got {types!r}")
            for types in ("pdf", None, [".pdf"], ["PDF"], [1], {"pdf"})
        ),
        (
            {"ATTACHMENT_TYPES": ["pdf", "svg", "jpg", "html", "gz"]},
            "ATTACHMENT_TYPES: expected no pictures, and nothing that a browser or a server runs, "
            "got ['svg', 'jpg', 'html', 'gz']",
        ),
        *(
            (
                {"ATTACHMENT_MEGABYTES": most},
                f"ATTACHMENT_MEGABYTES: expected a number above 0 and up to 1000, got {most!r}",
            )
            for most in (0, -1, 1001, True, "50")
        ),
        (
            {"PREVIEW_KEY": "abc"},
            "PREVIEW_KEY: expected a secret word of at least 16 characters, or '', got 'one of 3'",
        ),
        ({"PREVIEW_KEY": None}, "PREVIEW_KEY: expected a secret word of at least 16 characters, or '', got 'NoneType'"),
        ({"UNTRANSLATED": "show"}, "UNTRANSLATED: expected one of hide, link, notice, got 'show'"),
        (
            {"CATEGORIES": "local"},
            "CATEGORIES: expected a list of slugs such as ['local', 'global'], each once, got 'local'",
        ),
        (
            {"CATEGORIES": ("local", "sport")},
            "theme/site/strings/en.toml [categories]: expected a name for 'sport', "
            "got ['global', 'local', 'press-releases', 'regional', 'statements', 'stories']",
        ),
        ({"TIMEZONE": "Serbia/Nis"}, "TIMEZONE: expected a zone such as 'Europe/Belgrade', got 'Serbia/Nis'"),
        (
            {"READ_GOALS": "goals"},
            f"READ_GOALS: expected {IMPORTED}, got 'goals'",
        ),
    ],
)
def test_setting_is_refused(settings: Table, changes: dict[str, Any], message: str) -> None:
    """A setting that cannot be used is named, with what was expected and what came."""
    given = {name: change(settings[name]) if callable(change) else change for name, change in changes.items()}
    with pytest.raises(SettingError) as caught:
        read_checked({**settings, **given})
    assert str(caught.value) == message


def test_edition_without_optional_fields(settings: Table) -> None:
    """Only the prefix of the root must be said: tag, label, locale and direction follow from the language."""
    bare = {"en": {"prefix": ""}, "sr": {}}
    english, serbian = read_site_config({**settings, "EDITIONS": bare}).editions
    assert (english.tag, english.label, english.cldr, english.direction) == ("en", "English", "en_GB", "ltr")
    assert (serbian.tag, serbian.label, serbian.prefix, serbian.og_locale) == ("sr", "srpski", "sr", "sr_RS")


def test_missing_string_file(settings: Table, tmp_path: Path) -> None:
    """For an edition without a file of strings the message names the missing file."""
    (tmp_path / "strings").mkdir()
    with pytest.raises(SettingError, match=r"a file theme/site/strings/en\.toml for the edition 'en', got 'no such"):
        read_site_config({**settings, "THEME": str(tmp_path)})


def test_string_file_that_does_not_parse(settings: Table, tmp_path: Path) -> None:
    """A file of strings that is not TOML is named, with the line."""
    (tmp_path / "strings").mkdir()
    (tmp_path / "strings" / "en.toml").write_text("home = Front page\n")
    with pytest.raises(SettingError, match=r"theme/strings/en\.toml:1: expected a TOML file, got 'Invalid value"):
        read_site_config({**settings, "THEME": str(tmp_path)})


def test_glossary_that_cannot_be_read(settings: Table, tmp_path: Path) -> None:
    """An incomplete line of the glossary is an error in the content, reported with its line."""
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "glossary.txt").write_text("UNDP = УНДП\nUNHCR\n", "utf-8")
    with pytest.raises(ContentErrors, match=r"content/glossary\.txt:2: .* \(bad-glossary\)"):
        read_site_config({**settings, "PATH": str(tmp_path / "content")})
