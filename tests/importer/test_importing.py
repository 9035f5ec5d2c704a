"""Importing as an editor does it: files, folders, standard input, options and what goes wrong."""

from __future__ import annotations

import io
import sys
from email.message import EmailMessage
from pathlib import Path

import pytest

from plugins.importer import import_document
from tests.importer.harness import Result, import_bytes, import_files, word_file
from tests.importer.stories import SITE

PAGE = """News / Local
3 May 2024

Ferry {name}

The ferry to the {name} side of the river runs again from Monday.

Skela

Skela na drugu obalu reke ponovo saobraća od ponedeljka.
"""
WORD = """<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>New ferry for pupils</w:t></w:r></w:p>
<w:p><w:r><w:t>The ferry carries forty pupils across the river every morning.</w:t></w:r></w:p>
<w:p><w:r><w:t>Nova skela za đake</w:t></w:r></w:p>
<w:p><w:r><w:t>Skela svakog jutra prevozi četrdeset đaka preko reke.</w:t></w:r>"""


def page(name: str) -> bytes:
    """A page whose title has that name in it."""
    return PAGE.format(name=name).encode()


@pytest.mark.parametrize(("folder", "category"), [("Lokalno", "Local"), ("saopštenja", "Press releases"), ("x", "")])
def test_a_page_has_the_category_of_its_folder(tmp_path: Path, folder: str, category: str) -> None:
    """Where the page itself names none, and the folder is called as a category is."""
    place = tmp_path / folder
    place.mkdir()
    (place / "page.txt").write_bytes(page("north").partition(b"\n")[2])
    result = import_files([place], tmp_path)
    assert result.category == category
    assert ("by its folder" in result.report) == bool(category)


def test_the_category_of_a_page_wins_over_that_of_its_folder(tmp_path: Path) -> None:
    """A folder only says what the page does not."""
    place = tmp_path / "global"
    place.mkdir()
    (place / "page.txt").write_bytes(page("north"))
    assert import_files([place], tmp_path).category == "Local"


def test_the_category_is_asked_once_of_many_pages(tmp_path: Path) -> None:
    """Each page that names none notes it, and one line asks for all."""
    place = tmp_path / "old"
    place.mkdir()
    for name in ("north", "south", "west"):
        (place / f"{name}.txt").write_bytes(page(name) if name == "west" else page(name).partition(b"\n")[2])
    report = import_files([place], tmp_path).report
    assert report.count("note: the page names no category") == 2
    assert [line for line in report.splitlines() if "to do: " in line] == [
        line for line in report.splitlines() if line.startswith("to do: 2 pages name no category")
    ]


def test_the_date_is_asked_once_of_many_pages(tmp_path: Path) -> None:
    """Each page that does not say when it was published notes it, and one line asks for all of them."""
    place = tmp_path / "old"
    place.mkdir()
    for name in ("north", "south", "west"):
        text = page(name) if name == "west" else page(name).replace(b"3 May 2024\n", b"")
        (place / f"{name}.txt").write_bytes(text)
    report = import_files([place], tmp_path).report
    assert report.count("note: the page has no sure date: it does not say when it was published") == 2
    assert [line for line in report.splitlines() if "to do: " in line] == [
        "to do: 2 pages do not say when they were published: write it there, or give it with --date, such as "
        "--date 2026-09-03 and --force"
    ]
    one = import_files([place / "north.txt"], tmp_path, slug="north-alone").report
    assert "  to do: the page has no sure date: it does not say when it was published" in one


def test_existing_files_are_kept(tmp_path: Path) -> None:
    """Nothing is overwritten without force, and both files of a pair are kept or replaced together."""
    first = import_bytes(page("north"), tmp_path)
    file = first.content / "news/2024/ferry-north.sr.md"
    file.write_text("mine")
    names = " ".join(file.relative_to(tmp_path).as_posix() for file in sorted(first.content.glob("news/*/*.md")))
    assert first.report.endswith(
        f"Next: run ./inv check {names}, look through each file, then delete its line `Status: draft` to publish it\n"
    )
    again = import_bytes(page("north"), tmp_path)
    assert "  not imported: content/news/" in again.report
    assert "Next:" not in again.report
    assert (again.status, file.read_text()) == (1, "mine")
    assert "ferry-north.en.md is already there: give another name with --slug, or --force to replace it" in again.report
    assert import_bytes(page("north"), tmp_path, force=True).status == 0
    assert "Skela na drugu obalu" in file.read_text()


def test_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """With what to look at; nothing is written."""
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "news").write_text("a file in its place")
    result = import_bytes(page("north"), tmp_path)
    assert result.status == 1
    assert "content/news/2024: the files could not be written (" in result.report


def test_same_address_in_another_year(tmp_path: Path) -> None:
    """A slug is one address whatever the year, so a second one is refused even with force."""
    import_bytes(page("north"), tmp_path)
    other = import_bytes(page("north"), tmp_path, date="2025-01-01", force=True)
    assert other.status == 1
    assert "content/news/2024/ferry-north.en.md has the same address" in other.report


def test_folder_goes_on_after_a_bad_page(tmp_path: Path) -> None:
    """Every good page of a folder is imported, the bad ones are named, and the status is 1."""
    folder = tmp_path / "old"
    folder.mkdir()
    for name in ("north", "south"):
        (folder / f"{name}.txt").write_bytes(page(name))
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 no zip")
    (folder / "empty.html").write_bytes(b"")
    result = import_files([folder], tmp_path)
    assert result.status == 1
    assert len(result.files) == 4
    assert "4 pages: 2 ready, 0 with something to do, 2 failed; all are drafts" in result.report
    reason = "the Word file is damaged: open it in Word and save it again"
    assert f"{folder}/broken.docx\n  not imported: {reason}" in result.report


def test_many_pages_in_processes(tmp_path: Path) -> None:
    """A large folder is shared among processes and comes out in order."""
    folder = tmp_path / "old"
    folder.mkdir()
    for number in range(60):
        (folder / f"{number:02}.txt").write_bytes(page(f"number {number}"))
    result = import_files([folder], tmp_path)
    assert (result.status, len(result.files)) == (0, 120)
    assert result.report.index("/old/09.txt") < result.report.index("/old/10.txt")


def test_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dash reads what is piped in."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(page("east"))))
    result = import_files(["-"], tmp_path)
    assert (result.status, result.slug) == (0, "ferry-east")


def import_word(body: str, folder: Path, **parts: str) -> Result:
    """Import a Word document."""
    raw = word_file(body, {f"word/{name}.xml": text for name, text in parts.items()})
    return import_bytes(raw, folder, name="ferry.docx", date="2024-05-03", category="local")


def test_word_comments_and_changes(tmp_path: Path) -> None:
    """A reviewer's comment is no text but is told, and so is that changes were read as accepted."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    comment = '<w:comment w:id="1"><w:p><w:r><w:t>Is this still true?</w:t></w:r></w:p></w:comment>'
    changed = '<w:ins w:id="2" w:author="x"><w:r><w:t> It is full.</w:t></w:r></w:ins></w:p>'
    result = import_word(WORD + changed, tmp_path, comments=f"<w:comments {space}>{comment}</w:comments>")
    assert "comments in the Word file were left out: “Is this still true?”" in result.report
    assert "tracked changes; they were read as if all were accepted" in result.report
    assert "It is full." in result.texts["en"] + result.texts["sr"]
    assert (result.title("en"), result.title("sr")) == ("New ferry for pupils", "Nova skela za đake")


def test_hidden_text_of_word_is_told(tmp_path: Path) -> None:
    """What Word hides is in neither text, and the report shows it."""
    hidden = "<w:r><w:rPr><w:b/><w:vanish/></w:rPr><w:t>Ask Marko!</w:t></w:r><w:r><w:t> It is full.</w:t></w:r></w:p>"
    result = import_word(WORD + hidden, tmp_path)
    both = result.texts["en"] + result.texts["sr"]
    assert "hidden text in the Word file was left out: “Ask Marko!”" in result.report
    assert "Marko" not in both
    assert "It is full." in both


def test_markdown_file(tmp_path: Path) -> None:
    """A Markdown file is read as such, and its header is told."""
    text = (
        "---\ntitle: The school garden\ndate: 2024-05-03\nlayout: post\n---\n\nPupils grow *tomatoes* and "
        "[herbs](https://example.org/herbs).\n\n## Školska bašta\n\nĐaci gaje *paradajz* i začine.\n"
    )
    result = import_bytes(text.encode(), tmp_path, name="garden.md", category="local")
    assert (result.title("en"), result.title("sr")) == ("The school garden", "Školska bašta")
    assert result.date == "2024-05-03"
    assert "Pupils grow *tomatoes* and [herbs](https://example.org/herbs)." in result.body("en")
    assert "Đaci gaje *paradajz* i začine." in result.body("sr")
    assert "left out (the file's header): title: The school garden date: 2024-05-03 layout: post" in result.report


def test_saved_message(tmp_path: Path) -> None:
    """A page that a browser saved as one file (.mhtml) is unpacked."""
    raw = (
        b"From: <Saved by a browser>\r\nSubject: Ferry\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; boundary="x"\r\n\r\n--x\r\nContent-Type: text/html; charset="utf-8"\r\n'
        b"Content-Transfer-Encoding: quoted-printable\r\n\r\n<html><body><h1>=C4=8Camac</h1><p>=C4=8Camac za "
        b"spasavanje stigao je na Drinu i =C4=8Deka prvu posadu.</p></body></html>\r\n--x--\r\n"
    )
    result = import_bytes(raw, tmp_path, name="page.mhtml", date="2024-05-03", category="local")
    assert result.title("sr") == "Čamac"


def test_images_beside_the_page_are_copied(tmp_path: Path) -> None:
    """An image in the folder that the browser saved goes beside the article; one outside that folder does not."""
    (tmp_path / "page_files").mkdir()
    (tmp_path / "page_files/boat.png").write_bytes(b"\x89PNG\r\n\x1a\n0")
    (tmp_path.parent / "secret.png").write_bytes(b"\x89PNG\r\n\x1a\n0")
    html = (
        '<article><h1>Boat</h1><p>The boat was painted by the pupils of the school.</p><img src="page_files/boat.png" '
        'alt="A blue boat"><img src="../secret.png" alt="no"></article>'
    )
    result = import_bytes(html.encode(), tmp_path, name="page.html", date="2024-05-03", category="local")
    assert "![A blue boat](boat-1.png)" in result.body("en")
    assert [name for name in result.files if name.endswith(".png")] == ["boat-1.png"]


MISTAKES = {
    "date": ({"date": "soon"}, "--date 'soon' is not a date: write year-month-day, such as 2026-09-03"),
    "slug": (
        {"slug": "../x"},
        "--slug '../x' cannot be an address: write small letters, digits and hyphens, such as x",
    ),
    "category": ({"category": "Weather"}, "--category: category 'Weather' is not known: use one of Local, Regional"),
    "goals": ({"goals": "SDG 18"}, "--sdg: “18” is not one of the 17 goals"),
    "language": ({"titles": {"de": "x"}}, "--title de=…: 'de' is not a language of this site, which has en, sr"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_wrong_options(name: str, tmp_path: Path) -> None:
    """A wrong option is refused in words that say what is valid, and nothing is written."""
    options, message = MISTAKES[name]
    result = import_bytes(page("west"), tmp_path, **options)
    assert (result.status, result.files) == (1, [])
    assert message in result.report


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("3.9.2024", "2024-09-03"),
        ("3. 9. 2024. 10:30", "2024-09-03 10:30"),
        ("2024-9-3", "2024-9-3"),
        ("2024-09-03T10:00:00+02:00", "2024-09-03T10:00:00+02:00"),
    ],
)
def test_a_date_is_given_as_the_header_takes_it(given: str, written: str, tmp_path: Path) -> None:
    """Every form that `new` and the header take is taken, and the files lie in its year."""
    result = import_bytes(page("west"), tmp_path, date=given)
    assert result.date == written
    assert len(list((tmp_path / "content" / "news" / "2024").glob("*.md"))) == 2


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ("20240903", "is not a date"),
        ("2024-W36-2", "is not a date"),
        ("3.13.2024", "is not a date"),
        ("1930-01-01", "is before 1946: correct the year"),
    ],
)
def test_a_date_that_the_header_would_refuse_is_refused(given: str, reason: str, tmp_path: Path) -> None:
    """What the build would stop at is not written into a file."""
    result = import_bytes(page("west"), tmp_path, date=given)
    assert (result.status, result.files) == (1, [])
    assert f"--date '{given}' {reason}" in result.report


REFUSED = {
    b"%PDF-1.4": "this PDF cannot be read: open it, and save its text as a .txt or .docx file",
    b"\xd0\xcf\x11\xe0\xa1": "this is an old Word file (.doc): open it and save it as .docx",
    b"\x89PNG\r\n": "this is a picture: import the page that it belongs to",
    b" \n ": "the file is empty: choose the file that has the article",
    b"<html><body><nav>Home</nav></body></html>": "no article was found in it",
}


@pytest.mark.parametrize("raw", REFUSED)
def test_refused_files(raw: bytes, tmp_path: Path) -> None:
    """A file that is no page is named with the cure."""
    result = import_bytes(raw, tmp_path)
    assert result.status == 1
    assert REFUSED[raw] in result.report


def test_a_page_in_other_languages_alone(tmp_path: Path) -> None:
    """A page of which nothing can be written is said to be not imported; its words are in the report, and no to-dos."""
    words = "Die Stadt hat am Montag vierzig neue Haltestellen eröffnet, und die Kinder warten nicht mehr im Schnee."
    result = import_bytes(words.encode(), tmp_path)
    assert (result.status, result.files) == (1, [])
    assert "not imported" in result.report
    assert "it has no text in English or Serbian, and nothing was written" in result.report
    assert words in result.report
    assert "to do" not in result.report


def test_missing_file(tmp_path: Path) -> None:
    """A file that is not there is named."""
    result = import_files([tmp_path / "none.txt"], tmp_path)
    assert result.status == 1
    assert f"{tmp_path}/none.txt\n  not imported: the file cannot be read (No such file or directory)" in result.report


def test_a_text_that_may_be_bosnian_is_asked_about(tmp_path: Path) -> None:
    """A text with a word that Serbian lacks and none that only Serbian has is not taken for Serbian in silence."""
    page = (
        "Skup u općini\n\nU sali su bili gosti iz grada, a govorili su i učenici koji su došli sa svojim roditeljima."
    )
    result = import_bytes(page.encode(), tmp_path, date="2024-05-03", category="local")
    assert (
        "may be in a language like it" in result.report or "kept aside" in result.report or "Bosnian" in result.report
    )


@pytest.mark.parametrize("data", [b" \n", b"***\n", b"PK\x03\x04 broken", b"\x00\x01\x02", b"<p></p>"])
@pytest.mark.parametrize("name", ["logo.txt", "logo.docx", "logo.html"])
def test_an_attachment_without_words_takes_nothing_from_its_message(data: bytes, name: str) -> None:
    """Its message is imported, however short, and the file is named as one that was not read."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", "Nova skela"
    message.set_content("Gradsko veće saopštilo je da će nova skela prevoziti decu preko reke svakog dana.\n")
    message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    result = import_document(bytes(message), "mail.eml", SITE)
    assert "nova skela prevoziti decu" in result.bodies["sr"]
    assert any(name in note and "were not read" in note for note in result.notes)
