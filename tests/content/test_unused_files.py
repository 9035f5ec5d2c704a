"""Files beside the texts: each is a text, is used by one, or is named."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.content.library import ContentLibrary, load_library
from plugins.content.settings.site_config import read_site_config
from plugins.project.settings import settings_of
from plugins.system.clock import Clock
from tests.small_site import ROOT, SmallSite, small_site

NOW = dt.datetime(2026, 5, 28, tzinfo=dt.UTC)
# Ways in which a text uses a file beside it, "" where it does not.
USES = {
    "": "",
    "link": "See [it]({name}).",
    "picture": "![What is seen]({name})",
    "raw": '<p><a href="{name}">it</a></p>',
    "header": "Image: {name}",
}
NAMES = st.sampled_from(
    "table.csv,bridge.en.txt,notes.doc,old.en.markdown,a b.pdf,žaba.png,photo.jpg,x.sr.basis,LICENSE".split(",")
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """A site, whose content each test writes anew."""
    return small_site(tmp_path_factory.mktemp("unused"))


@pytest.fixture(scope="module")
def settings() -> dict[str, Any]:
    """The site's own settings."""
    return settings_of(str(ROOT / "pelicanconf.py"))


def unused(site: SmallSite, settings: dict[str, Any]) -> list[str]:
    """The files that are reported."""
    library: ContentLibrary = load_library(read_site_config({**settings, "PATH": str(site.content)}), Clock(NOW))
    found = [diagnostic for diagnostic in library.diagnostics if diagnostic.code == "unused-file"]
    assert {diagnostic.severity for diagnostic in found} <= {"warning"}
    return [diagnostic.path.removeprefix("content/") for diagnostic in found]


def write(site: SmallSite, files: dict[str, str], folder: str, status: str) -> None:
    """A pair whose English text uses these files in these ways."""
    shutil.rmtree(site.content, ignore_errors=True)
    uses = {name: USES[use].format(name=name.replace(" ", "%20")) for name, use in files.items()}
    head = [line for name, line in uses.items() if files[name] == "header"][-1:]
    body = [line for name, line in uses.items() if files[name] != "header" and line]
    fields = "".join(f"{line}\n" for line in ("Title: A", "Date: 2026-03-01", status, *head) if line)
    site.write(f"{folder}/fair.en.md", f"{fields}\n" + "\n\n".join(["Words.", *body]) + "\n")
    site.write(f"{folder}/fair.sr.md", "Title: B\n\nTekst.\n")
    site.write(f"{folder}/fair.sr.basis", "Words.\n")
    for name in files:
        site.write(f"{folder}/{name}", "x")


@given(
    st.dictionaries(NAMES, st.sampled_from(sorted(USES))),
    st.sampled_from(["news/2026", "news/2026/deeper", "pages"]),
    st.sampled_from(["", "Status: draft"]),
)
def test_each_file_is_used_or_named(
    site: SmallSite, settings: dict[str, Any], files: dict[str, str], folder: str, status: str
) -> None:
    """Whatever lies beside a text: what it links to or shows is used, also by a draft, and all else is named."""
    write(site, files, folder, status)
    headed = [name for name, use in files.items() if use == "header"][:-1]
    wanted = [name for name, use in files.items() if not use or name in headed]
    assert unused(site, settings) == sorted(f"{folder}/{name}" for name in wanted)


def test_a_video_of_a_site_its_poster_and_a_picture_of_a_topic_are_used(
    site: SmallSite, settings: dict[str, Any]
) -> None:
    """So is what settings publish as it is; hidden files and Word's own are nobody's."""
    write(site, {}, "news/2026", "")
    site.article("film", body="![A film](film.mp4)\n\n![Another](https://www.youtube.com/watch?v=dQw4w9WgXcQ)\n")
    for name in ("film.mp4", "film.jpg", "dQw4w9WgXcQ.jpg", ".DS_Store", "~$idge.docx", "water.jpg", "plain/x.txt"):
        site.write(f"news/2026/{name}", "x")
    names = "".join(f'[water.{code}]\nname = "{code}"\ntext = "x"\nimage-alt = "x"\n' for code in ("en", "sr"))
    site.write("topics.toml", f'[water]\nimage = "news/2026/water.jpg"\n{names}')
    assert unused(site, {**settings, "STATIC_PATHS": ["news/2026/plain"]}) == []
    assert unused(site, settings) == ["news/2026/plain/x.txt"]


def test_a_file_of_words_that_no_edition_reads_is_named(
    site: SmallSite, settings: dict[str, Any], tmp_path: Path
) -> None:
    """Of an edition that there is no more, or one that is derived: its words are those of its base."""
    write(site, {}, "news/2026", "")
    shutil.copytree(ROOT / "theme" / "strings", tmp_path / "strings")
    own = tmp_path / "site" / "strings"
    own.mkdir(parents=True)
    for name in ("en", "sr", "sr-cyrl", "de"):
        (own / f"{name}.toml").write_text("")
    library = load_library(
        read_site_config({**settings, "PATH": str(site.content), "THEME": str(tmp_path)}), Clock(NOW)
    )
    paths = [diagnostic.path for diagnostic in library.diagnostics]
    assert paths == ["theme/site/strings/de.toml", "theme/site/strings/sr-cyrl.toml"]


@pytest.mark.parametrize("text", [b"Title: \xe9\n\n[x](table.csv)\n", b"[x](table.csv)\n\nTitle: A\n"])
def test_nothing_is_said_while_a_text_cannot_be_read(site: SmallSite, settings: dict[str, Any], text: bytes) -> None:
    """It may be the one that uses the file."""
    write(site, {"table.csv": ""}, "news/2026", "")
    site.write("news/2026/other.en.md", text)
    assert unused(site, settings) == []
    (Path(site.content) / "news/2026/other.en.md").unlink()
    assert unused(site, settings) == ["news/2026/table.csv"]
