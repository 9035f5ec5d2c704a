"""Texts in another language than their file's, and languages about which little is known."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from plugins.checker.engine.check_context import contexts_of, read_resources
from plugins.checker.rules.writing.language import wrong_language
from plugins.content.library import ContentLibrary, load_library
from plugins.content.settings.site_config import read_site_config
from plugins.diagnostics import Diagnostic
from plugins.system.clock import Clock
from tests.checker.checking import NOW, MakeLibrary, check
from tests.editions import arabic_site

SENTENCES = tomllib.loads((Path(__file__).parents[1] / "locales" / "sentences.toml").read_text("utf-8"))
HEADER = "Title: {title}\nDate: 2026-03-02\nCategory: local\nSummary: {title}.\n\n"
NAMES = {"hr": "Croatian", "bs": "Bosnian", "cnr": "Montenegrin", "sl": "Slovene", "hu": "Hungarian", "sq": "Albanian"}


def foreign(library: ContentLibrary) -> list[Diagnostic]:
    """What the rule of languages finds."""
    resources = read_resources(library.config, library.links.extract)
    pairs = {pair.slug: pair for pair in library.by_name.values()}
    texts = (text for pair in pairs.values() for text in contexts_of(library.config, pair, resources).values())
    return [one for text in texts for one in wrong_language(text)]


def written(title: str, *paragraphs: str) -> str:
    """A story's file."""
    return HEADER.format(title=title) + "\n\n".join(paragraphs) + "\n"


@pytest.mark.parametrize(("code", "name"), [*NAMES.items(), ("rom", "Romani"), ("mk", "Macedonian")])
def test_another_language_is_not_taken_for_serbian(make_library: MakeLibrary, code: str, name: str) -> None:
    """A paragraph in a neighbour's language in a Serbian file is reported as what it is."""
    library = make_library({"news/2026/room.sr.md": written("Nova čitaonica", SENTENCES["sr"], SENTENCES[code])})
    found = foreign(library)
    assert [one.line for one in found] == [8]
    assert found[0].message.startswith(f"this is {name} in a file of Serbian")


@pytest.mark.parametrize("own", ["en", "sr"])
def test_of_a_paragraph_in_another_language_nothing_else_is_said(make_library: MakeLibrary, own: str) -> None:
    """Whatever the language of a paragraph, no word or sign of it is corrected by the rules of the file's; what stands
    beside it is."""
    others = [code for code in SENTENCES if code.partition("-")[0] != own]
    title = {"en": "A room", "sr": "Soba"}[own]
    texts = {
        f"news/2026/room-{code}.{own}.md": written(title, SENTENCES[own], SENTENCES[code], "Soba  je gooood.")
        for code in others
    }
    found: dict[str, set[tuple[int, str]]] = {}
    for one in check(make_library(texts)):
        found.setdefault(one.path, set()).add((one.line, one.code))
    assert len(found) == len(others)
    for path, places in found.items():
        assert {code for line, code in places if line == 8} == {"wrong-language"}, path
        assert (10, "double-space") in places, path


@pytest.mark.parametrize("code", ["sr", "sr-cyrl"])
def test_serbian_is_serbian(make_library: MakeLibrary, code: str) -> None:
    """Serbian in either script is not reported."""
    library = make_library({"news/2026/room.sr.md": written("Nova čitaonica", SENTENCES[code])})
    assert foreign(library) == []


def test_a_whole_text_shows_what_no_paragraph_does(make_library: MakeLibrary) -> None:
    """A Croatian text whose short paragraphs each have one or two signs of it is reported once, at its beginning."""
    paragraphs = [
        "U četvrtak su se okupili svi koji žele čuti novosti i tko god je došao ostao je do kraja.",
        "Od općine su dobili knjige i stolove, a stolice su donijeli sami iz svojih kuća.",
        "Za glazbu su se pobrinuli učenici i njihovi roditelji, koji su svirali i pjevali do mraka.",
        "Od iduće godine radit će i subotom, pa vlak neće biti izgovor nikome od njih.",
    ]
    library = make_library({"news/2026/room.sr.md": written("Nova soba", *paragraphs)})
    found = foreign(library)
    assert [one.line for one in found] == [6]


def test_a_heading_that_is_not_translated_is_reported(make_library: MakeLibrary) -> None:
    """A short part whose words the other text's language has, and its own has not, is in that language; names are in
    both."""
    english = written("A new room", "## What comes next", "It opens.", "## Radio Free Europe", "It went.")
    serbian = (
        english.replace("It opens", "Otvara se").replace("It went", "Otišao je").replace("A new room", "Nova soba")
    )
    library = make_library({"news/2026/room.en.md": english, "news/2026/room.sr.md": serbian})
    assert [(one.path[-5:], one.line) for one in foreign(library)] == [("sr.md", 6)]


def arabic_library(settings: dict[str, Any], folder: Path, english: str, arabic: str) -> Any:
    """A library of one story in English and Arabic."""
    content = folder / "content"
    (content / "news" / "2026").mkdir(parents=True)
    (content / "news" / "2026" / "room.en.md").write_text(written("A new room", english), "utf-8")
    (content / "news" / "2026" / "room.ar.md").write_text(f"Title: قاعة جديدة\nSummary: قاعة.\n\n{arabic}\n", "utf-8")
    own = {"LANGUAGES": arabic_site.LANGUAGES, "EDITIONS": arabic_site.EDITIONS, "PATH": str(content)}
    return load_library(
        read_site_config({**settings, **own, "THEME": str(arabic_site.theme(folder / "theme"))}), Clock(NOW)
    )


def test_numbers_of_a_language_without_number_words_are_advice(settings: dict[str, Any], tmp_path: Path) -> None:
    """Where nobody has written down how a language writes numbers and dates, a difference is advice, never an error."""
    english = "On 20 November 340 thousand people came, and 47 left."
    library = arabic_library(settings, tmp_path, english, "في 20 تشرين الثاني/نوفمبر جاء 340 ألف شخص وغادر 48.")
    found = [one for one in check(library) if one.code in ("number-parity", "date-parity")]
    assert {one.severity for one in found} <= {"advice"}
    assert any("47" in one.message for one in found)
    assert not any("340" in one.message for one in found)


def test_numbers_of_a_language_with_number_words_are_errors(make_library: MakeLibrary) -> None:
    """Between English and Serbian a different number stays an error."""
    library = make_library(
        {
            "news/2026/room.en.md": written("A new room", "On Monday 47 people came to see it."),
            "news/2026/room.sr.md": "Title: Nova soba\nSummary: Soba.\n\nU ponedeljak je došlo 48 ljudi.\n",
        }
    )
    assert [one.severity for one in check(library) if one.code == "number-parity"] == ["error"]


def test_a_sentence_of_the_interface_without_a_translation_is_advice(settings: dict[str, Any], tmp_path: Path) -> None:
    """An English stand-in in the strings of an edition is reported at its line, as advice."""
    strings = arabic_site.theme(tmp_path / "theme") / "strings" / "ar.toml"
    strings.write_text(strings.read_text("utf-8").replace('"home" = "', 'home = "[English] '), "utf-8")
    content = tmp_path / "content"
    content.mkdir()
    own = {"LANGUAGES": arabic_site.LANGUAGES, "EDITIONS": arabic_site.EDITIONS, "PATH": str(content)}
    library = load_library(read_site_config({**settings, **own, "THEME": str(tmp_path / "theme")}), Clock(NOW))
    line = next(at for at, text in enumerate(strings.read_text("utf-8").splitlines(), 1) if text.startswith("home ="))
    found = [(one.path, one.line, one.severity) for one in check(library) if one.code == "missing-string"]
    assert found == [("theme/strings/ar.toml", line, "advice")]
