"""`import` as an editor runs it: files, folders, standard input, options, what is refused, and what may not do harm."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from plugins.cyrillic import to_cyrillic
from plugins.importer import Overrides, import_document, resolve
from plugins.importer.document import ImportFailure
from plugins.importer.pipeline import PageImport
from plugins.importer.readers import dispatch
from plugins.importer.reasons import Reason
from plugins.importer.writers.lost_words import missing_words
from tests.importer.harness import Result, import_bytes, import_files, word_file
from tests.importer.stories import SITE

PAGE = """Local
3 May 2024

Oars for the {name}

The joiners of Golubac made forty oars for the rowing school of the {name}.

Vesla za školu

Stolari iz Golupca napravili su četrdeset vesala za veslačku školu.
"""
GIVEN = {"date": "2024-05-03", "category": "local"}


def page(name: str = "north", *without: str) -> bytes:
    """A page whose title has that name in it, without some of its lines."""
    return "\n".join(line for line in PAGE.format(name=name).split("\n") if line not in without).encode()


def folder_of(tmp_path: Path, files: dict[str, bytes], name: str = "old") -> Path:
    """A folder with these files."""
    folder = tmp_path / name
    folder.mkdir()
    for file, data in files.items():
        (folder / file).write_bytes(data)
    return folder


@pytest.mark.parametrize(
    ("folder", "said", "category"),
    [("Lokalno", False, "Local"), ("saopštenja", False, "Press releases"), ("x", False, ""), ("global", True, "Local")],
)
def test_a_page_has_the_category_of_its_folder(tmp_path: Path, folder: str, said: bool, category: str) -> None:
    """Where the page itself names none, and the folder is called as a category is."""
    place = folder_of(tmp_path, {"page.txt": page("north", *([] if said else ["Local"]))}, folder)
    result = import_files([place], tmp_path)
    assert result.category == category
    assert ("by its folder" in result.report) == (bool(category) and not said)


@pytest.mark.parametrize(
    ("line", "noted", "asked"),
    [
        ("Local", "the page names no category", "to do: 2 pages name no category"),
        ("3 May 2024", "the page has no sure date: it does not say when", "to do: 2 pages do not say when they were"),
    ],
)
def test_a_fact_is_asked_once_of_many_pages(tmp_path: Path, line: str, noted: str, asked: str) -> None:
    """Each page that lacks it notes it, and one line asks for all; a page by itself is asked."""
    pages = {f"{name}.txt": page(name, *([] if name == "west" else [line])) for name in ("north", "south", "west")}
    folder = folder_of(tmp_path, pages)
    report = import_files([folder], tmp_path).report
    assert report.count(f"note: {noted}") == 2
    todo = [row for row in report.splitlines() if "to do: " in row]
    assert len(todo) == 1
    assert todo[0].startswith(asked)
    assert f"  to do: {noted}" in import_files([folder / "north.txt"], tmp_path, slug="alone").report


def test_existing_files_are_kept(tmp_path: Path) -> None:
    """Nothing is overwritten without force, both files of a pair are kept or replaced together, and a slug is one
    address whatever the year."""
    first = import_bytes(page(), tmp_path)
    file = first.content / "news/2024/oars-for-the-north.sr.md"
    assert "to do" not in first.report
    assert all("\nStatus: draft\n" in text for text in first.texts.values())
    file.write_text("mine")
    names = " ".join(file.relative_to(tmp_path).as_posix() for file in sorted(first.content.glob("news/*/*.md")))
    assert f"Next: run ./inv check {names}, look through each file, then delete its line" in first.report
    again = import_bytes(page(), tmp_path)
    assert (again.status, file.read_text(), "Next:" in again.report) == (1, "mine", False)
    assert "oars-for-the-north.en.md is already there: give another name with --slug, or --force" in again.report
    assert import_bytes(page(), tmp_path, force=True).status == 0
    assert "Stolari iz Golupca" in file.read_text()
    other = import_bytes(page(), tmp_path, date="2025-01-01", force=True)
    assert other.status == 1
    assert "content/news/2024/oars-for-the-north.en.md has the same address" in other.report


def test_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """With what to look at; nothing is written."""
    folder_of(tmp_path, {"news": b"a file in its place"}, "content")
    result = import_bytes(page(), tmp_path)
    assert result.status == 1
    assert "content/news/2024: the files could not be written (" in result.report


def test_folder_goes_on_after_a_bad_page(tmp_path: Path) -> None:
    """Every good page is imported, in order and by several processes, the bad ones are named, and the status is 1;
    what a link leads to outside of the folder is not read."""
    (tmp_path / "secret.txt").write_text("A secret letter that nobody should publish by mistake.")
    pages = {f"{number:02}.txt": page(f"{chr(97 + number // 26)}{chr(97 + number % 26)}") for number in range(60)}
    folder = folder_of(tmp_path, {**pages, "broken.docx": b"PK\x03\x04 no zip", "empty.html": b""})
    (folder / "letter.txt").symlink_to(tmp_path / "secret.txt")
    result = import_files([folder], tmp_path)
    assert (result.status, len(result.files)) == (1, 120)
    assert "62 pages: 60 ready, 0 with something to do, 2 failed; all are drafts" in result.report
    reason = "the Word file is damaged: open it in Word and save it again"
    assert f"{folder}/broken.docx\n  not imported: {reason}" in result.report
    assert result.report.index("/old/09.txt") < result.report.index("/old/10.txt")
    assert "letter" not in result.report


def test_names_are_shown_as_they_are(tmp_path: Path) -> None:
    """Control characters are escapes and steer no terminal; brackets are no markup."""
    folder = folder_of(tmp_path, {"a\x1b]0;owned\x07\nb.txt": page("a"), "c[red].txt": page("b")}, "a[")
    result = import_files([folder], tmp_path)
    assert (result.status, "\x1b" in result.report) == (0, False)
    assert "\\x1b]0;owned\\x07\\x0ab.txt" in result.report
    assert "c[red].txt" in result.report


class Endless(io.RawIOBase):
    """A stream without an end."""

    count = 0

    def readable(self) -> bool:  # noqa: D102
        return True

    def readinto(self, buffer: bytearray) -> int:  # noqa: D102
        buffer[:] = b"y" * len(buffer)
        Endless.count += len(buffer)
        return len(buffer)


def test_standard_input_is_read_up_to_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dash reads what is piped in, and refuses more than a page has."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(page("east"))))
    assert import_files(["-"], tmp_path).slug == "oars-for-the-east"
    monkeypatch.setattr(dispatch, "LARGEST", 100_000)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(Endless())))
    assert "save the article alone" in import_files(["-"], tmp_path).report
    assert Endless.count < 1_000_000


def test_what_is_no_file_is_refused_at_once(tmp_path: Path) -> None:
    """A pipe that nobody writes to, a device without end, and a file that is not there."""
    os.mkfifo(tmp_path / "page.txt")
    reasons = {str(tmp_path / "page.txt"): "this is no regular file", "/dev/zero": "this is no regular file",
               str(tmp_path / "none.txt"): "the file cannot be read (No such file or directory)"}  # fmt: skip
    for name, reason in reasons.items():
        result = import_files([name], tmp_path)
        assert (result.status, reason in result.report) == (1, True), result.report


REFUSED = {
    b"%PDF-1.4": "this PDF cannot be read: open it, and save its text as a .txt or .docx file",
    b"\xd0\xcf\x11\xe0\xa1": "this is an old Word file (.doc): open it and save it as .docx",
    b"\x89PNG\r\n": "this is a picture: import the page that it belongs to",
    b" \n ": "the file is empty: choose the file that has the article",
    b"<html><body><nav>Home</nav></body></html>": "no article was found in it",
    "Die Stadt hat am Montag vierzig neue Haltestellen eröffnet, und die Kinder warten nicht mehr.".encode():
        "it has no text in English or Serbian, and nothing was written: what it has is shown below",
}  # fmt: skip


@pytest.mark.parametrize("raw", REFUSED)
def test_refused_files(raw: bytes, tmp_path: Path) -> None:
    """A file that is no page is named with the cure, and not with something to do."""
    result = import_bytes(raw, tmp_path)
    assert (result.status, result.files, "to do" in result.report) == (1, [], False)
    assert REFUSED[raw] in result.report


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"date": "soon"}, "--date 'soon' is not a date: write year-month-day, such as 2026-09-03"),
        ({"date": "2024-W36-2"}, "--date '2024-W36-2' is not a date"),
        ({"date": "1930-01-01"}, "--date '1930-01-01' is before 1946: correct the year"),
        ({"slug": "../x"}, "--slug '../x' cannot be an address: write small letters, digits and hyphens, such as x"),
        ({"category": "Weather"}, "--category: category 'Weather' is not known: use one of Local, Regional"),
        ({"goals": "SDG 18"}, "--sdg: “18” is not one of the 17 goals"),
        ({"titles": {"de": "x"}}, "--title de=…: 'de' is not a language of this site, which has en, sr"),
    ],
)
def test_wrong_options(options: dict, message: str, tmp_path: Path) -> None:
    """A wrong option is refused in words that say what is valid, and nothing is written."""
    result = import_bytes(page(), tmp_path, **options)
    assert (result.status, result.files) == (1, [])
    assert message in result.report


@pytest.mark.parametrize(
    ("given", "written"),
    [("3. 9. 2024. 10:30", "2024-09-03 10:30"), ("2024-9-3", "2024-9-3"), ("2024-09-03T10:00:00+02:00",) * 2],
)
def test_a_date_is_given_as_the_header_takes_it(given: str, written: str, tmp_path: Path) -> None:
    """Every form that `new` and the header take is taken, and the files lie in its year."""
    result = import_bytes(page(), tmp_path, date=given)
    assert (result.date, result.year) == (written, "2024")


# ---- what may not do harm, and what is said of it


def article(inner: str) -> bytes:
    """A page with a title, a text, and more."""
    text = "The joiners of Golubac made forty oars for the rowing school. " * 3
    return f"<article><h1>Oars</h1><p>{text}</p>{inner}</article>".encode()


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd"])
def test_a_link_that_leads_to_no_page_is_noted(tmp_path: Path, address: str) -> None:
    """Its words stay, its address does not, and the report says so; other links are as they were."""
    links = f"<p><a href='{address}'>forty oars</a> <a href='mailto:a@b.c'>mail</a> <a href='HTTPS://un.org'>UN</a></p>"
    result = import_bytes(article(links), tmp_path, name="page.html", **GIVEN)
    assert "forty oars" in result.body("en")
    assert address[:5] not in result.body("en")
    assert f"1 links do something else than lead to a page, such as '{address}'" in result.report


def test_pictures_beside_the_page_are_copied(tmp_path: Path) -> None:
    """One in the folder that the browser saved goes beside the article; one outside that folder, one that leads to
    itself and one that is not there become tasks, and no images."""
    folder_of(tmp_path, {"boat.png": b"\x89PNG\r\n\x1a\n0"}, "page_files")
    (tmp_path.parent / "secret.png").write_bytes(b"\x89PNG\r\n\x1a\n0")
    (tmp_path / "round.jpg").symlink_to("round.jpg")
    sources = ("page_files/boat.png", "../secret.png", "round.jpg", "oars.jpg")
    images = "".join(f"<img src='{source}' alt='A blue boat'>" for source in sources)
    result = import_bytes(article(images), tmp_path, name="page.html", **GIVEN)
    assert result.body("en").count("![A blue boat](oars-1.png)") == 1
    assert [name for name in result.files if name.endswith(".png")] == ["oars-1.png"]
    assert "<!-- TO DO: add the picture oars.jpg: A blue boat -->" in result.body("en")
    assert "to do: 3 images are not beside the page (../secret.png, round.jpg, oars.jpg)" in result.report


PARAGRAPH = "<w:p><w:r><w:t>hello river</w:t></w:r></w:p>"


@pytest.mark.parametrize(
    ("inner", "parts"),
    [
        ("<w:p><w:r><w:t>" + "hello river " * 3_000_000 + "</w:t></w:r></w:p>", {}),
        ("<w:p>" + "<w:r><w:t>a</w:t></w:r>" * 150_000 + "</w:p>", {}),
        (PARAGRAPH, {"word/styles.xml": "<a>" + "<b/>" * 500_000}),
        (PARAGRAPH, {f"{number}.xml": "" for number in range(11_000)}),
    ],
    ids=["text", "runs", "styles", "parts"],
)
def test_word_bombs_are_refused(inner: str, parts: dict[str, str]) -> None:
    """A small packed file that holds far more than an article is refused before it is read."""
    with pytest.raises(ImportFailure, match="too large when unpacked"):
        import_document(word_file(inner, parts), "page.docx", SITE)


def import_word(more: str, folder: Path, **parts: str) -> Result:
    """Import a Word document with two titles and texts, and more runs in the last paragraph."""
    *lines, last = [line for line in page().decode().split("\n") if line][2:]
    runs = [f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines]
    body = "".join(runs) + f"<w:p><w:r><w:t>{last}</w:t></w:r>{more}</w:p>"
    raw = word_file(body, {f"word/{name}.xml": text for name, text in parts.items()})
    return import_bytes(raw, folder, name="ferry.docx", **GIVEN)


def test_what_word_keeps_beside_its_text_is_said(tmp_path: Path) -> None:
    """A reviewer's comment and hidden words are no text, changes are read as accepted, and the report says so."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    comment = '<w:comment w:id="1"><w:p><w:r><w:t>Is this still true?</w:t></w:r></w:p></w:comment>'
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>Ask Marko!</w:t></w:r>"
    more = "<w:ins w:id='2'><w:r><w:t> Vesla.</w:t></w:r></w:ins>"
    result = import_word(hidden + more, tmp_path, comments=f"<w:comments {space}>{comment}</w:comments>")
    for said in ("comments in the Word file were left out: “Is this still true?”", "read as if all were accepted",
                 "hidden text in the Word file was left out: “Ask Marko!”"):  # fmt: skip
        assert said in result.report
    assert "Vesla." in result.body("sr")
    assert "Marko" not in result.body("sr")
    assert (result.title("en"), result.title("sr")) == ("Oars for the north", "Vesla za školu")


def test_letters_that_look_like_serbian_ones(tmp_path: Path) -> None:
    """A Cyrillic ј in a Latin word, an Icelandic Ð and the letters that Unicode has for pairs become Serbian ones; a
    letter that means another sound is left and named in the report."""
    text = "Priјatelјi reke\n\nPriјatelјi reke su na obali, a Ðorđe je doneo vеsla i kanap za ǌihove сamce."
    result = import_bytes(text.encode(), tmp_path, **GIVEN)
    assert to_cyrillic(result.title("sr")) == "Пријатељи реке"
    assert "Prijatelji reke su na obali, a Đorđe je doneo vesla i kanap za njihove" in result.body("sr")
    assert "letters of both scripts were left as they are" in result.report
    assert "сamce" in result.report


def test_a_lost_word_stops_the_import(monkeypatch: pytest.MonkeyPatch) -> None:
    """If a step dropped a paragraph, the import fails and names its words; each counts as often as it stands."""
    assert missing_words("oar oar Đačka", ("oar đač**ka**", "")) == ["oar"]
    texts = PageImport._texts
    monkeypatch.setattr(
        PageImport, "_texts", lambda self, units: texts(self, [unit for unit in units if "joiners" not in unit.text])
    )
    with pytest.raises(ImportFailure, match=r"words of the page would have been lost \(.*joiners"):
        import_document(page(), "page.txt", SITE)


def test_a_decision_can_be_changed() -> None:
    """A person's role and language for a line are taken, and the rest is decided again; each line that is in no text
    has its reason."""
    first = import_document(page(), "page.txt", SITE)
    assert [block.role for block in first.blocks] == ["label", "date", "title", "body", "title", "body"]
    reasons = {left.block: left.reason for left in (*first.facts, *first.left_out)}
    assert [reasons.get(block.id) for block in first.blocks[:3]] == [Reason.LABEL, Reason.DATE, None]
    title, text = first.blocks[2:4]
    assert resolve(first.document, SITE, Overrides(roles={text.id: "title"})).titles["en"] == text.text
    moved = resolve(first.document, SITE, Overrides(languages={title.id: "sr"}, roles={title.id: "body"}))
    assert title.text in moved.bodies["sr"]
