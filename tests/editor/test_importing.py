"""Import by eye: the blocks of a page, what a person decides of them, and the pair that is written."""

from __future__ import annotations

from plugins.editor.security import EDITOR

PAGE = """The bridge is open again

22 August 2023

The new bridge over the river was opened on Monday, after two years of work by many people.

SDG 9 – Industry, Innovation and Infrastructure

Most je ponovo otvoren

Novi most preko reke otvoren je u ponedeljak, posle dve godine rada mnogih ljudi.

Bonjour à tous, ceci est un paragraphe en français pour voir.
"""


def read(client, text=PAGE, name="old.txt"):
    """A page as it is shown."""
    answer = client.post(
        f"{EDITOR}/api/import-read",
        params={"name": name},
        content=text.encode() if isinstance(text, str) else text,
        headers={"content-type": "application/octet-stream"},
    )
    return answer.status_code, answer.json()


def write(client, page, rows=None, **fields):
    """Ask for the pair."""
    rows = page["rows"] if rows is None else rows
    decided = [{name: row[name] for name in ("id", "language", "role")} for row in rows]
    data = {"id": page["id"], "rows": decided, "fields": {**page["fields"], **fields}, "slug": page["slug"]}
    answer = client.post(f"{EDITOR}/api/import-write", json=data)
    return answer.status_code, answer.json()


def test_every_word_of_a_page_is_in_a_block(client):
    """The blocks have all words of the page, each with a language and a role, or the reason why it has none."""
    _, page = read(client)
    shown = " ".join(row["text"] for row in page["rows"])
    for word in PAGE.replace("–", "").split():
        assert word in shown, word
    roles = {(row["language"], row["role"]) for row in page["rows"]}
    assert {("en", "title"), ("sr", "title"), ("en", "text"), ("sr", "text"), ("", "unplaced")} <= roles
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
    assert "missing" in write(client, page, page["rows"][1:])[1]["error"]


def test_what_is_no_page_is_refused(client):
    """A file that cannot be read as a page says why."""
    status, answer = read(client, b"%PDF-1.4", "old.pdf")
    assert status == 422
    assert "PDF" in answer["error"]
