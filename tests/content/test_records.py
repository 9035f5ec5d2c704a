"""What is kept of the content between two times that it is loaded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest

from plugins.content.library import ContentLibrary, Record, load_library
from plugins.content.settings.site_config import read_site_config
from plugins.diagnostics import UserError
from plugins.project.settings import settings_of
from plugins.system.clock import Clock
from tests.small_site import ROOT, SmallSite, small_site

NOW = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    """A site with one pair, and one story with an error."""
    site = small_site(tmp_path)
    site.article("fair", "en")
    site.article("fair", "sr")
    site.article("wrong", "en", category="Locla")
    return site


def load(site: SmallSite, records: Mapping[str, Record] | None = None, hold: bool = True) -> ContentLibrary:
    """The site's content, with the records of an earlier time, as they come from the cache."""
    settings: dict[str, Any] = {**settings_of(str(ROOT / "pelicanconf.py")), "PATH": str(site.content)}
    kept = msgspec.msgpack.decode(msgspec.msgpack.encode(records), type=dict[str, Record]) if records else None
    return load_library(read_site_config(settings), Clock(NOW), kept, hold=hold)


def test_a_library_from_records_is_the_same(site: SmallSite) -> None:
    """With all records the pairs, texts and errors are those of a library that was parsed, and no file is new."""
    first = load(site)
    assert first.new == {"news/2026/fair.en.md", "news/2026/fair.sr.md", "news/2026/wrong.en.md"}
    again = load(site, first.records())
    assert again.new == frozenset()
    assert (again.news, again.by_name, again.diagnostics) == (first.news, first.by_name, first.diagnostics)
    dates = [pair.shared.date for library in (first, again) for pair in library.news]
    assert len({(date, date.tzinfo) for date in dates if date}) == 1
    bodies = [
        {name: text.source.body for pair in one.news for name, text in pair.texts.items()} for one in (first, again)
    ]
    assert bodies[0] == bodies[1] != {}


def test_only_a_changed_file_is_new(site: SmallSite) -> None:
    """One file of a pair has changed: that one is parsed, and the pair is made of both."""
    first = load(site)
    file = site.content / "news/2026/fair.sr.md"
    file.write_text(file.read_text("utf-8") + "\nJoš nešto.\n", "utf-8")
    again = load(site, first.records())
    assert again.new == {"news/2026/fair.sr.md"}
    texts = again.by_name["news/2026/fair.en.md"].texts
    assert texts["sr"].source.body.endswith("Još nešto.\n")
    assert texts["en"].source.body == first.by_name["news/2026/fair.en.md"].texts["en"].source.body


LIBRARIES: dict[str, Callable[[SmallSite], ContentLibrary]] = {
    "from records": lambda site: load(site, load(site).records()),
    "of a build": lambda site: load(site, hold=False),
}


@pytest.mark.parametrize("library_of", LIBRARIES.values(), ids=LIBRARIES)
def test_a_file_that_changes_after_it_was_looked_at_is_reported(
    site: SmallSite, library_of: Callable[[SmallSite], ContentLibrary]
) -> None:
    """A text that was kept, or that a build has parsed, is read again only when it is needed. A build never mixes two
    states of a file: it stops and says so."""
    source = library_of(site).by_name["news/2026/fair.en.md"].texts["en"].source
    file = site.content / "news/2026/fair.en.md"
    before = file.read_text("utf-8")
    file.write_text(before + "\nMore.\n", "utf-8")
    sentence = r"fair\.en\.md was changed while it was being read: run the command again"
    with pytest.raises(UserError, match=sentence):
        _ = source.body
    file.unlink()
    with pytest.raises(UserError, match=sentence):
        _ = source.raw
    file.write_text(before, "utf-8")
    assert source.raw.decode("utf-8") == before


def break_header(file: Path) -> None:
    """Take the colon of the first field away."""
    file.write_text(file.read_text("utf-8").replace(":", "", 1), "utf-8")


BREAKS: dict[str, Callable[[Path], object]] = {
    "a header": break_header,
    "an encoding": lambda file: file.write_bytes("Title: Šuma\n\nŠuma.\n".encode("cp1250")),
    "no words": lambda file: file.write_bytes(b""),
    "another ending": lambda file: file.rename(file.with_name(f"{file.name}.txt")),
    "no language": lambda file: file.rename(file.with_name(f"{file.name.partition('.')[0]}.md")),
}


@pytest.mark.parametrize("language", ["en", "sr"])
@pytest.mark.parametrize("way", BREAKS)
def test_a_file_that_cannot_be_read_puts_no_other_one_in_the_wrong(tmp_path: Path, way: str, language: str) -> None:
    """Whatever others have of it, its pair, a link, a table of topics: they may be right, and nothing is said of them
    until it is gone."""
    site = small_site(tmp_path)
    site.article("early", date="", original="sr", event_place="Niš")
    site.article("early", "sr", date="2026-01-01", event_start="2026-12-03")
    for other in ("en", "sr"):
        site.article(f"other-{other}", body=f"See [it](early.{other}.md).")
    words = "".join(f'\n[water.{code}]\nname = "Water"\ntext = "Rivers."\n' for code in ("en", "sr"))
    site.write("topics.toml", f'[water]\nstories = ["early"]\n{words}')
    whole = load(site)
    assert not whole.diagnostics
    BREAKS[way](site.content / f"news/2026/early.{language}.md")
    broken = load(site, whole.records())
    assert [diagnostic.path.partition(".")[0] for diagnostic in broken.diagnostics] == ["content/news/2026/early"]
    next(file for file in site.content.rglob("early*") if broken.diagnostics[0].path.endswith(file.name)).unlink()
    # What the other one lacks is said now.
    gone = {diagnostic.code for diagnostic in load(site, broken.records()).diagnostics}
    assert gone == ({"bad-event", "broken-link", "missing-date", "two-originals"} if language == "sr" else set())
