"""What the importer refuses, survives, and lets a person change."""

from __future__ import annotations

import io
import os
import re
import sys
import time
from pathlib import Path

import pytest

from plugins.cyrillic import to_cyrillic
from plugins.importer import Overrides, import_document, resolve
from plugins.importer.document import ImportFailure
from plugins.importer.pipeline import PageImport
from plugins.importer.readers import dispatch
from plugins.importer.readers.html import MOST_CLEANED, NESTED, cut_deepest
from plugins.importer.reasons import Reason
from plugins.importer.writers.lost_words import missing_words
from tests.importer.harness import import_bytes, import_files, word_file
from tests.importer.stories import SITE
from tests.loops import times

PAGE = (
    "Local\n3 May 2024\n\nOars for the school\n\nThe joiners of Golubac made forty oars for the rowing school.\n\n"
    "Vesla za školu\n\nStolari iz Golupca napravili su četrdeset vesala za veslačku školu.\n"
)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_refused_at_once(tmp_path: Path) -> None:
    """A named pipe that nobody writes to is not waited for."""
    os.mkfifo(tmp_path / "page.txt")
    result = import_files([tmp_path / "page.txt"], tmp_path)
    assert result.status == 1
    assert "this is no regular file" in result.report


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no devices here")
def test_a_device_is_refused(tmp_path: Path) -> None:
    """A device without end is not read."""
    result = import_files(["/dev/zero"], tmp_path)
    assert result.status == 1
    assert "this is no regular file" in result.report


def test_standard_input_has_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is piped in is read up to a limit, and refused if there is more."""

    class Endless(io.RawIOBase):
        read_bytes = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: bytearray) -> int:
            buffer[:] = b"y" * len(buffer)
            Endless.read_bytes += len(buffer)
            return len(buffer)

    monkeypatch.setattr(dispatch, "LARGEST", 100_000)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(Endless())))
    result = import_files(["-"], tmp_path)
    assert result.status == 1
    assert "save the article alone" in result.report
    assert Endless.read_bytes < 1_000_000


def test_links_out_of_a_folder_are_not_followed(tmp_path: Path) -> None:
    """A link in a folder to be imported that leads elsewhere is left alone."""
    folder = tmp_path / "old"
    folder.mkdir()
    (folder / "page.txt").write_text(PAGE)
    (tmp_path / "secret.txt").write_text("A secret letter that nobody should publish by mistake.")
    (folder / "letter.txt").symlink_to(tmp_path / "secret.txt")
    result = import_files([folder], tmp_path)
    assert (result.status, len(result.files)) == (0, 2)
    assert "letter" not in result.report


def test_a_picture_that_is_a_link_to_itself_is_missing(tmp_path: Path) -> None:
    """A page whose picture leads round in a circle is imported, and its editor is to add the picture."""
    (tmp_path / "round.jpg").symlink_to("round.jpg")
    paragraphs = "".join(f"<p>{line}</p>" for line in PAGE.split("\n") if line)
    (tmp_path / "page.html").write_text(f"<article>{paragraphs}<img src='round.jpg' alt='Oars'></article>", "utf-8")
    result = import_files([tmp_path / "page.html"], tmp_path)
    assert result.status == 0
    assert "the image round.jpg is not beside the page" in result.report


def test_names_cannot_steer_the_terminal(tmp_path: Path) -> None:
    """Control characters of a file's name are shown as escapes."""
    name = "a\x1b]0;owned\x07\nb.txt"
    (tmp_path / name).write_text(PAGE)
    result = import_files([tmp_path / name], tmp_path)
    assert result.status == 0
    assert "\x1b" not in result.report
    assert "\\x1b]0;owned\\x07\\x0ab.txt" in result.report


def test_names_with_brackets_are_names(tmp_path: Path) -> None:
    """Brackets in the names of folders and files are no markup: all pages are written, and the table names them."""
    folder = tmp_path / "a["
    folder.mkdir()
    (folder / "b].txt").write_text(PAGE)
    (folder / "c[red].txt").write_text(PAGE.replace("Oars for", "Boats for"))
    result = import_files([folder], tmp_path)
    assert (result.status, len(result.files)) == (0, 4)
    assert "b].txt" in result.report
    assert "c[red].txt" in result.report


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd"])
def test_a_link_that_leads_to_no_page_is_noted(tmp_path: Path, address: str) -> None:
    """The words of a link that is a script, data or a local file stay, its address does not, and the report says so."""
    text = f"The joiners of Golubac made <a href='{address}'>forty oars</a> for the rowing school. " * 2
    page = f"<article><h1>Oars</h1><p>{text}</p><p><a href='https://un.org'>More</a></p></article>"
    result = import_bytes(page.encode(), tmp_path, name="page.html", date="2024-05-03", category="local")
    assert "forty oars" in result.body("en")
    assert address[:5] not in result.body("en")
    assert f"2 links do something else than lead to a page, such as '{address}'" in result.report


def test_links_to_pages_are_not_noted(tmp_path: Path) -> None:
    """Addresses of the web, of mail and of telephones, and relative ones, are links as all others."""
    links = " ".join(
        f"<a href='{href}'>x</a>" for href in ("HTTPS://un.org", "mailto:a@b.c", "tel:1", "/a:b", "c.html")
    )
    page = f"<article><h1>Oars</h1><p>{'The joiners of Golubac made forty oars. ' * 3}{links}</p></article>"
    result = import_bytes(page.encode(), tmp_path, name="page.html", date="2024-05-03", category="local")
    assert "something else" not in result.report


@pytest.mark.parametrize(
    "inner",
    ["<w:p><w:r><w:t>" + "hello river " * 3_000_000 + "</w:t></w:r></w:p>", "<w:p/>" * 500_000],
    ids=["text", "paragraphs"],
)
def test_word_bombs_are_refused(inner: str) -> None:
    """A small packed file that holds far more than an article is refused before it is read."""
    with pytest.raises(ImportFailure, match="too large when unpacked"):
        import_document(word_file(inner), "page.docx", SITE)


PARAGRAPH = "<w:p><w:r><w:t>hello river</w:t></w:r></w:p>"


@pytest.mark.parametrize(
    ("inner", "parts"),
    [
        ("<w:p>" + "<w:r><w:t>a</w:t></w:r>" * 150_000 + "</w:p>", {}),
        *((PARAGRAPH, {name: "<a>" + "<b/>" * 500_000}) for name in ("word/styles.xml", "word/other.xml", "odd/name")),
        (PARAGRAPH, {f"{number}.xml": "" for number in range(11_000)}),
    ],
    ids=["runs", "styles", "other", "name", "parts"],
)
def test_word_files_of_many_elements_are_refused(inner: str, parts: dict[str, str]) -> None:
    """A file of more elements than mammoth reads in a few seconds is refused, in whichever part they are."""
    with pytest.raises(ImportFailure, match="too large when unpacked"):
        import_document(word_file(inner, parts), "page.docx", SITE)


def test_an_import_is_always_a_draft(tmp_path: Path) -> None:
    """Both files of a page that leaves no doubt are drafts all the same."""
    result = import_bytes(PAGE.encode(), tmp_path)
    assert "to do" not in result.report
    assert all("\nStatus: draft\n" in text for text in result.texts.values())


def test_a_picture_that_is_missing_becomes_a_task(tmp_path: Path) -> None:
    """A picture that is not beside the page is a comment with a task, which builds, and no image."""
    text = "The joiners made forty oars. " * 4
    page = f"<article><h1>Oars</h1><p>{text}</p><img src='oars.jpg' alt='Forty oars'></article>"
    result = import_bytes(page.encode(), tmp_path, name="page.html", date="2024-05-03", category="local")
    assert "<!-- TO DO: add the picture oars.jpg: Forty oars -->" in result.body("en")
    assert "![" not in result.body("en")
    assert "to do: the image oars.jpg is not beside the page" in result.report


def test_a_lost_word_stops_the_import(monkeypatch: pytest.MonkeyPatch) -> None:
    """If a step dropped a paragraph, the import fails and names its words."""
    texts = PageImport._texts

    def forgetful(self: PageImport, units: list) -> dict:
        return texts(self, [unit for unit in units if "joiners" not in unit.text])

    monkeypatch.setattr(PageImport, "_texts", forgetful)
    with pytest.raises(ImportFailure, match=r"words of the page would have been lost \(.*joiners"):
        import_document(PAGE.encode(), "page.txt", SITE)


def test_words_are_counted_as_often_as_they_stand() -> None:
    """A word that the page has twice must be written twice; style within a word does not matter."""
    assert missing_words("oar oar Đačka", ("oar đač**ka**", "")) == ["oar"]
    assert missing_words("oar Đačka", ("oar đač**ka**", "")) == []


def test_a_decision_can_be_changed() -> None:
    """A person's role and language for a line are taken, and the rest is decided again."""
    page = PAGE.replace("Oars for the school", "News from the river\n\nOars for the school and for everyone else")
    first = import_document(page.encode(), "page.txt", SITE)
    line = next(block for block in first.blocks if block.text == "News from the river")
    title = next(block for block in first.blocks if block.text.startswith("Oars for"))
    other = title if line.role == "title" else line
    changed = resolve(first.document, SITE, Overrides(roles={other.id: "title"}))
    assert changed.titles["en"] == other.text
    moved = resolve(first.document, SITE, Overrides(languages={title.id: "sr"}, roles={title.id: "body"}))
    assert title.text in moved.bodies["sr"]


def test_every_line_that_is_in_no_text_has_its_reason() -> None:
    """A browser can show of each line what was decided, and why it is in no text."""
    result = import_document(PAGE.encode(), "page.txt", SITE)
    assert [block.role for block in result.blocks] == ["label", "date", "title", "body", "title", "body"]
    reasons = {left.block: left.reason for left in (*result.facts, *result.left_out)}
    assert [reasons.get(block.id) for block in result.blocks] == [Reason.LABEL, Reason.DATE, None, None, None, None]


# In characters, or nearly.
SIZE = times(30_000, 60_000)
LONG = {
    "one word": "a" * SIZE,
    "an address without end": "a" * SIZE + "@",
    "months": "may " * (SIZE // 4),
    "quotation marks": '"' * SIZE,
    "short paragraphs": "Ab cd\n\n" * (SIZE // 30),
}
MARKED = {
    "abbreviations": "*[A]: x\n" * (SIZE // 10),
    "strokes": "|" * (SIZE * 2 // 3),
    "brackets": "[" * (SIZE * 2 // 3),
    "stars": "*a " * (SIZE // 4),
}


def seconds_of(text: str, name: str) -> float:
    """The processor's time in which a text is read or refused."""
    began = time.process_time()
    try:
        import_document(text.encode(), name, SITE)
    except ImportFailure as failure:
        assert re.search("no article|more than", str(failure))  # noqa: PT017
    return time.process_time() - began


@pytest.mark.parametrize("name", [*LONG, *MARKED])
def test_long_texts_are_read_in_time(name: str) -> None:
    """Texts that quadratic searches take minutes for are read or refused: the work grows as the text does."""
    text, file = LONG.get(name) or MARKED[name], "page.md" if name in MARKED else "page"
    # Other programs may slow down one of the two.
    for _ in range(3):
        quarter, whole = (seconds_of(text[: len(text) // share], file) for share in (4, 1))
        if whole < 5 * quarter + 0.2:
            break
    assert whole < 5 * quarter + 0.2


def test_look_alike_letters(tmp_path: Path) -> None:
    """Icelandic Ð and the letters that Unicode has for pairs become Serbian ones."""
    page = "Ðaci na vodi\n\nÐaci su išli čamcem do ǉetnje škole, koju vodi ǌihov nastavnik iz Ðerdapa."
    result = import_bytes(page.encode(), tmp_path, date="2024-05-03", category="local")
    assert result.title("sr") == "Đaci na vodi"
    assert "was in Cyrillic" not in result.report
    assert "Đaci su išli čamcem do ljetnje škole, koju vodi njihov nastavnik iz Đerdapa." in result.body("sr")


def test_letters_of_the_other_script_in_a_word(tmp_path: Path) -> None:
    """A Cyrillic ј in a Latin word becomes the Latin one, also in the Cyrillic edition; a letter that means another
    sound is left and named in the report."""
    page = "Priјatelјi reke\n\nPriјatelјi reke su se okupili na obali, a Ðorđe je doneo vеsla i kanap za sve сamce."
    result = import_bytes(page.encode(), tmp_path, date="2024-05-03", category="local")
    assert result.title("sr") == "Prijatelji reke"
    assert "Prijatelji reke su se okupili na obali, a Đorđe je doneo vesla" in result.body("sr")
    assert to_cyrillic(result.title("sr")) == "Пријатељи реке"
    assert "letters of both scripts were left as they are" in result.report
    assert "сamce" in result.report


@pytest.mark.parametrize("tag", ["div", "span", "b", "section"])
def test_a_page_nested_without_end_is_cut_before_it_is_cleaned(tag: str) -> None:
    """The cleaner is given no more levels than it reads in no time, and no word is lost."""
    deep = f"<{tag}>" * 100_000 + "<p>The words stay.</p>" + f"</{tag}>" * 100_000
    cut = cut_deepest(f"<p>Before.</p>{deep}<p>After.</p>", NESTED, MOST_CLEANED)
    assert cut.count(f"<{tag}>") == cut.count(f"</{tag}>") == MOST_CLEANED
    assert re.sub("<[^>]*>", " ", cut).split() == "Before. The words stay. After.".split()


def test_many_elements_beside_each_other_are_left() -> None:
    """A long page is no deep one, even where the ends of paragraphs and items are left out."""
    page = "<div><ul>" + "<li><p>One <b>item</b>" * 5000 + "</ul></div>" + "<p>Text<br>" * 5000
    assert cut_deepest(page, NESTED, MOST_CLEANED) == page
