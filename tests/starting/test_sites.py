"""A new site in other languages builds, passes check and audit, and is published to a folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.starting.sites import read, run_command, started

NAME, LANGUAGES = "UN Vojvodina", ("en", "sr", "hu", "sq", "ar")
EDITIONS = {"": "en", "sr": "sr-Latn", "sr-cyrl": "sr-Cyrl", "hu": "hu", "sq": "sq", "ar": "ar"}


@pytest.mark.long
def test_a_new_site_is_published_as_it_is(tmp_path: Path) -> None:
    """Check has nothing to report of a site just started; publish audits it and brings each edition to readers."""
    folder = started(tmp_path / "site", NAME, LANGUAGES)
    checked = run_command(folder, "check", "--strict", "--format", "json")
    assert json.loads(checked.stdout) == []
    assert checked.returncode == 0
    published = run_command(folder, "publish")
    assert published.returncode == 0, published.stdout + published.stderr
    for prefix, tag in EDITIONS.items():
        page = read(folder, prefix)
        assert f'<html lang="{tag}"' in page
        assert NAME in page or tag == "sr-Cyrl"
        assert "[English]" not in page
        live = list((folder / "published").rglob(f"{prefix}/index.html" if prefix else "index.html"))
        assert live
    prefixes = {path.name for path in (folder / "output").iterdir() if (path / "404.html").is_file()}
    assert prefixes == set(EDITIONS) - {""}


@pytest.mark.long
def test_the_look_of_a_site_is_in_one_place(tmp_path: Path) -> None:
    """Colours, logo and templates in theme/site take the place of those of the theme."""
    folder = started(tmp_path / "site", "UN Albania", ("en", "sq"))
    own = folder / "theme" / "site"
    (own / "colours.css").write_text(":root { --accent: #123456; }\n", "utf-8")
    (own / "templates" / "partials").mkdir(parents=True, exist_ok=True)
    (own / "templates" / "partials" / "footer.html").write_text("<footer data-own></footer>\n", "utf-8")
    assert run_command(folder, "build").returncode == 0
    page = read(folder, "sq")
    assert "data-own" in page
    sheet = next((folder / "output" / "theme").glob("site.*.css")).read_text("utf-8")
    assert sheet.index("--accent:#123456") > sheet.index("--accent:#a23720")
    icons = [file.read_text("utf-8") for file in (folder / "output" / "theme").glob("icon.*.svg")]
    assert icons == [(own / "icon.svg").read_text("utf-8")]
