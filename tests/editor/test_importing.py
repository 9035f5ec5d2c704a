"""The import page: the blocks of a page, what a person decides of them, and the pair that is written."""

from __future__ import annotations

import contextlib
import random
import re
import zlib
from base64 import b64encode
from io import BytesIO

import msgspec
import pytest
from PIL import Image

from plugins.diagnostics import Message, UserError
from plugins.editor.http import EDITOR
from plugins.importer.questions import LineDoubt
from tests.editor.imports import PAGE, read, write
from tests.importer.corpus import Page, pages, shapes
from tests.importer.stories import CASES, FERRY, STORY, case_of
from tests.loops import times


def test_a_picture_in_the_page_itself_is_shown_and_kept(client, site_folder):
    """A picture of a Word file has no name: its block shows it instead of its bytes, and the pair has it as a file."""
    stream = BytesIO()
    Image.effect_noise((400, 300), 80).save(stream, "JPEG")
    source = f"data:image/jpeg;base64,{b64encode(stream.getvalue()).decode()}"
    english, serbian = (PAGE.split("\n\n")[at] for at in (2, 5))
    html = f"<h1>The bridge is open again</h1><p>{english}</p><p><img src='{source}'></p><h1>Most je otvoren</h1>"
    _, page = read(client, f"<article>{html}<p>{serbian}</p></article>", "old.html")
    (row,) = (row for row in page["rows"] if row["kind"] == "image")
    assert (row["picture"], row["text"]) == (source, "a picture that is in the page itself")
    status, answer = write(client, page, date="2026-03-01", category="Local")
    assert status == 200, answer
    text = (site_folder.content / f"{answer['stem']}.en.md").read_text("utf-8")
    (name,) = re.findall(r"!\[\]\((\S+)\)", text)
    assert (site_folder.content / answer["stem"]).with_name(name).stat().st_size > 1000
    status, answer = write(client, page, date="2026-03-01", category="Local")
    assert "give another name" not in answer["error"]


def test_every_word_of_a_page_is_in_a_block(client):
    """The blocks have all words of the page, each with a language and a role, or the reason why it has none."""
    _, page = read(client)
    shown = " ".join(row["text"] for row in page["rows"])
    for word in PAGE.replace("–", "").split():
        assert word in shown, word
    roles = [(row["language"], row["role"]) for row in page["rows"]]
    assert roles == [
        ("en", "title"), ("", "date"), ("en", "text"), ("", "goals"), ("sr", "title"), ("sr", "text"), ("", "unplaced"),
    ]  # fmt: skip
    assert page["fields"] == {"date": "2023-08-22", "category": "", "sdgs": "9"}


def test_a_pair_is_written_once_every_word_has_its_place(client, site_folder):
    """While a block has no place the pair is refused; then both files are written, as drafts, and nothing is lost."""
    before = site_folder.files_of(site_folder.content)
    _, page = read(client)
    status, answer = write(client, page)
    assert status == 422
    assert "have no place yet" in answer["error"]
    assert site_folder.files_of(site_folder.content) == before
    for row in page["rows"]:
        if row["role"] == "unplaced":
            row["role"] = "left-out"
    status, answer = write(client, page, category="Local")
    assert (status, answer) == (200, {"stem": "news/2023/the-bridge-is-open-again"})
    english = (site_folder.content / f"{answer['stem']}.en.md").read_text("utf-8")
    assert english == (
        "Title: The bridge is open again\nDate: 2023-08-22\nCategory: Local\nSDGs: 9\nStatus: draft\n\n"
        "The new bridge over the river was opened on Monday, after two years of work by many people.\n"
    )
    serbian = (site_folder.content / f"{answer['stem']}.sr.md").read_text("utf-8")
    assert serbian.startswith("Title: Most je ponovo otvoren\nStatus: draft\n\nNovi most")


def test_a_moved_block_goes_where_it_was_moved(client, site_folder):
    """A block that a person gives another language and role is written there."""
    _, page = read(client)
    for row in page["rows"]:
        if row["role"] == "unplaced":
            row |= {"language": "sr", "role": "summary"}
    status, answer = write(client, page)
    assert status == 200, answer
    assert "Summary: Bonjour à tous" in (site_folder.content / f"{answer['stem']}.sr.md").read_text("utf-8")


def test_a_doubt_of_the_importer_stands_at_its_block(client):
    """A question about one block is shown at that block, and one about the whole page above them all."""
    text = PAGE.replace("22 August 2023\n\n", "").replace("\n\nMost je", "\n\nSednica opštinskog veća.\n\nMost je")
    _, page = read(client, text)
    doubts = {row["text"]: row["doubts"] for row in page["rows"] if row["doubts"]}
    assert doubts["Sednica opštinskog veća."] == [LineDoubt.LEFT_OUT.value]
    assert [question["topic"] for question in page["questions"]] == ["no-date", "no-category"]


def other_words(monkeypatch):
    """Have every sentence of the importer say something else, with the same values in it."""
    new_message = Message.__new__

    def make(kind, template, /, **values):
        places = " ".join(sorted(set(re.findall(r"\{\w+\}", template))))
        return new_message(kind, f"{zlib.crc32(template.encode()):x} {places}", **values)

    monkeypatch.setattr(Message, "__new__", make)


def decided(page):
    """What a page does: all that the page of the editor has of it, but for the sentences."""
    rows = [msgspec.structs.replace(row, reason=bool(row.reason), doubts=len(row.doubts)) for row in page.rows]
    topics = [question.topic for question in page.questions]
    return msgspec.to_builtins(rows), topics, page.slug, page.fields


def test_no_sentence_decides(editor, monkeypatch):
    """Whatever the sentences of the importer say, over its own test pages, of each push some, rows, fields and what is
    asked are the same. Each sentence is a message, so that it has other languages."""
    corpus = [(page.data, page.shape.file) for page in list(pages(1))[:: times(12, 1)]]
    cases = [case_of(path)["input"] for path in CASES[:: times(2, 1)]]
    named = [(text.encode(), "page.html" if text.lstrip().startswith("<") else "page.txt") for text in cases]
    read, said = {}, set()
    for data, name in (*corpus, *named):
        with contextlib.suppress(UserError):
            page = editor.imports.read(data, name)
            texts = {text for row in page.rows for text in (row.reason, *row.doubts) if text}
            texts |= {question.message for question in page.questions}
            if texts - said:
                read[data] = name, decided(page)
            said |= texts
    assert len(said) > 60
    assert [text for text in said if not isinstance(text, Message)] == []
    other_words(monkeypatch)
    for data, (name, before) in read.items():
        assert decided(editor.imports.read(data, name)) == before


def test_errors_have_words_in_the_interface(client):
    """An error of the page is in the interface's language, and without options of the command line."""
    client.cookies.set("editor-interface", "sr")
    _, page = read(client)
    for row in page["rows"]:
        row["role"] = "left-out" if row["role"] == "unplaced" else row["role"]
    answers = [write(client, page, date="soon"), write(client, page, sdgs="99"), write(client, page, category="Moon")]
    assert [answer["error"].split(",")[0].split(";")[0] for _, answer in answers] == [
        "datum: „soon” nije datum",
        "„99” nije nijedan od 17 ciljeva",
        "rubrika „Moon” ne postoji: izaberite jednu od ovih: Local",
    ]
    status, answer = write(client, {**page, "slug": "bridge"})
    assert (status, answer["error"]) == (422, "druga priča već ima adresu bridge: izaberite drugu")
    unreadable = read(client, b"\x00\x01\x02", "old.docx")[1]["error"]
    assert unreadable == "old.docx: ovo nije tekst; sačuvajte stranicu kao tekst, HTML ili `.docx`"


WEB_PAGE = """<html><head><title>Nova škola u Nišu</title></head><body>
<nav><a href="/">Home</a> <a href="/contact">Contact us</a></nav><article>
<h1>New school in Niš</h1><p>The new school was opened on Monday by the mayor of the city and many pupils.</p>
<p><img src="data:image/png;base64,iVBORw0KGgo=" alt="Pupils at the door"></p>
<p>Nova škola otvorena je u ponedeljak, a otvorili su je gradonačelnik i mnogi đaci.</p>
<p>Po rečima direktora, škola ima trideset učionica i veliku salu za sport.</p></article>
<footer>All rights reserved by the municipality</footer></body></html>"""


def test_what_readers_of_pages_leave_out_can_be_taken_back(client, site_folder):
    """A title from the page's head, a menu and a picture are rows too: they are written where a person puts them."""
    _, page = read(client, WEB_PAGE, "old.html")
    rows = {row["text"]: row for row in page["rows"]}
    assert rows["Nova škola u Nišu"]["role"] == "title"
    menu = next(row for text, row in rows.items() if "Contact us" in text)
    assert (menu["role"], menu["reason"]) == ("left-out", "menus, buttons or links beside the text")
    menu |= {"language": "sr", "role": "text"}
    rows["Pupils at the door"] |= {"language": "sr", "role": "text"}
    rows["Nova škola u Nišu"] |= {"language": "sr", "role": "title"}
    status, answer = write(client, page, author="Ana", date="2024-05-06")
    assert status == 200, answer
    serbian = (site_folder.content / f"{answer['stem']}.sr.md").read_text("utf-8")
    assert serbian.startswith("Title: Nova škola u Nišu\n")
    assert "![Pupils at the door](new-school-in-nis-1.png)" in serbian
    assert serbian.rstrip().endswith(menu["text"])
    english = (site_folder.content / f"{answer['stem']}.en.md").read_text("utf-8")
    assert english.startswith("Title: New school in Niš\nDate: 2024-05-06\nAuthor: Ana\nStatus: draft\n")
    assert "Pupils" not in english
    assert (site_folder.content / "news/2024/new-school-in-nis-1.png").is_file()


@pytest.mark.parametrize("seed", range(12))
def test_every_decision_is_followed(client, site_folder, seed):
    """Whatever a person decides, the words of each block stand in the file and the field that were chosen, and
    nowhere else."""
    dice = random.Random(seed)
    _, page = read(client, WEB_PAGE if seed % 2 else PAGE, "old.html" if seed % 2 else "old.txt")
    titled = set()
    for row in page["rows"]:
        row["role"] = dice.choice(["text", "text", "title", "summary", "left-out", "author"])
        row["language"] = dice.choice(["en", "sr"]) if row["role"] in ("text", "title", "summary") else ""
        if row["role"] == "title" and row["language"] in titled:
            row["role"] = "text"
        titled |= {row["language"]} if row["role"] == "title" else set()
    page["rows"][0] |= {"role": "text", "language": "sr"}
    status, answer = write(client, page)
    assert status == 200, answer
    texts = {}
    for code in ("en", "sr"):
        file = site_folder.content / f"{answer['stem']}.{code}.md"
        header, _, body = (file.read_text("utf-8") if file.exists() else "\n\n").partition("\n\n")
        fields = dict(line.split(": ", 1) for line in header.splitlines())
        texts[code] = {"text": body, "title": fields.get("Title", ""), "summary": fields.get("Summary", "")}
    for row in page["rows"]:
        words = row["text"].replace("–", "").split()
        for code, roles in texts.items():
            for role, text in roles.items():
                wanted = (row["role"], row["language"]) == (role, code)
                assert all(word in text for word in words) if wanted else row["text"] not in text, (row, code, role)


def test_fields_that_no_header_can_have_are_refused(client):
    """A date, a category or a goal that cannot be read is refused in the words of the form, not of the command line."""
    _, page = read(client)
    for row in page["rows"]:
        row["role"] = "left-out" if row["role"] == "unplaced" else row["role"]
    for fields in ({"date": "tomorrow"}, {"category": "Weather"}, {"sdgs": "99"}):
        status, answer = write(client, page, **fields)
        assert status == 422
        assert "--" not in answer["error"]


def test_nothing_is_written_over(client, site_folder):
    """An address that a story has is refused, and so are blocks that are not the page's."""
    _, page = read(client)
    for row in page["rows"]:
        row["role"] = "left-out" if row["role"] == "unplaced" else row["role"]
    page["slug"] = "bridge"
    assert "already" in write(client, page)[1]["error"]
    page["slug"] = "../../x"
    assert write(client, page)[0] == 422
    page["slug"] = "fine"
    assert "drop it again" in write(client, page, page["rows"][1:])[1]["error"]


def test_what_is_no_page_is_refused(client):
    """A file that cannot be read as a page says why."""
    status, answer = read(client, b"%PDF-1.4", "old.pdf")
    assert status == 422
    assert "PDF" in answer["error"]


def test_the_date_of_a_page_is_in_the_time_of_the_site(client):
    """A moment with the zone of its page is written as a header has it, so that the form shows day and time."""
    html = (
        "<html><head><meta property='article:published_time' content='2025-07-12T10:00:00+00:00'></head><body><article>"
        "<h1>The bridge is open again</h1><p>The new bridge over the river was opened on Monday by many people.</p>"
        "<h1>Most je ponovo otvoren</h1><p>Novi most preko reke otvoren je u ponedeljak pred mnogim ljudima.</p>"
        "</article></body></html>"
    )
    assert read(client, html, "page.html")[1]["fields"]["date"] == "2025-07-12 12:00"


def test_the_rest_is_decided_again_by_what_was_settled(client, site_folder):
    """A title that a person takes away is found in another line; what was settled stays, and the pair is written so."""
    kicker = "Building for the people of the valley"
    _, page = read(client, f"{kicker}\n\n{PAGE}")
    first, second = page["rows"][:2]
    assert (first["text"], first["role"], second["role"]) == (kicker, "left-out", "title")
    settled = [{"id": second["id"], "language": "", "role": "left-out"}]
    answer = client.post(f"{EDITOR}/api/import-again", json={"id": page["id"], "rows": settled}).json()
    assert [row["id"] for row in answer["rows"]] == [row["id"] for row in page["rows"]]
    assert [row["role"] for row in answer["rows"][:2]] == ["title", "left-out"]
    assert answer["slug"] == "building-for-the-people-of-the-valley"
    rows = [{**row, "role": "left-out"} if row["role"] == "unplaced" else row for row in answer["rows"]]
    status, written = write(client, page, rows)
    assert status == 200, written
    english = (site_folder.content / f"{written['stem']}.en.md").read_text("utf-8")
    assert f"Title: {kicker}" in english
    assert "The bridge is open again" not in english
    gone = client.post(f"{EDITOR}/api/import-again", json={"id": "page-99", "rows": settled}).json()
    assert gone == {"gone": True}
    bad = client.post(f"{EDITOR}/api/import-again", json={"id": page["id"], "rows": [{"id": "99", "role": "text"}]})
    assert bad.status_code == 422, bad.text


def test_a_block_in_doubt_shows_what_the_other_text_has_there(client):
    """The title that one text may have, with that of the other one."""
    shape = next(shape for shape in shapes() if shape.name == "only one title ends with a full stop")
    _, answer = read(client, Page(shape, FERRY).data.decode())
    (row,) = (row for row in answer["rows"] if row["role"] == "title" and row["doubts"])
    assert STORY["b"] in row["beside"]
