"""A document changes in the bytes that were edited, and in no other."""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from plugins.editing.document import Document, DocumentError
from tests.small_site import ROOT

# Both in one file, as several programs leave them; the oldest kind is never mixed with others.
STYLES = st.sampled_from([("\n", "\r\n"), ("\r",)])
# Letters, signs that Markdown and headers use, spaces at either end, and what is easily lost.
PLAIN = st.text(st.sampled_from("aZšĐжé:#*_-[]()<>!`\"' \t\u00a0\u200b\u2028\x85"), max_size=30)
TEXT_LINES = st.lists(PLAIN, max_size=12)
VALUES = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp")), max_size=40).map(
    lambda text: " ".join(text.split())
)
NAMES = st.sampled_from(["title", "summary", "image-alt", "date", "sdgs"])


@st.composite
def files(draw):
    """A file with a plain header, mixed line ends, perhaps a byte order mark and trailing spaces."""
    names = draw(st.lists(NAMES, unique=True, min_size=1))
    rows = [f"{name.title()}: {draw(VALUES)}{draw(st.sampled_from(['', ' ', '  ']))}" for name in names]
    lines = [*rows, "", "x", *draw(TEXT_LINES)]
    ends = st.sampled_from(draw(STYLES))
    mark = draw(st.sampled_from(["", "\ufeff"]))
    return (mark + "".join(line + draw(ends) for line in lines) + draw(st.sampled_from(["", "end"]))).encode()


def test_every_text_of_the_content_is_saved_unchanged():
    """Each file of content/, opened and saved with nothing changed, has the same bytes."""
    found = sorted((ROOT / "content").rglob("*.md"))
    assert len(found) > 50
    for file in found:
        document = Document(file.read_bytes())
        same = document.replace_fields(document.fields).replace_body(document.body).replace_text(document.text)
        assert same.raw == file.read_bytes(), file


@given(files())
def test_nothing_changed_is_nothing_written(raw):
    """A document that is given its own text, body and fields keeps its bytes."""
    document = Document(raw)
    assert document.replace_text(document.text).raw == raw
    assert document.replace_body(document.body).raw == raw
    assert document.replace_fields(document.fields).raw == raw


@given(files(), st.integers(0, 30), PLAIN)
def test_an_edited_line_leaves_all_other_bytes(raw, at, words):
    """Where one line of the body changes, what stands before and after it has the same bytes, ends included."""
    document = Document(raw)
    lines = document.body.split("\n")
    at %= len(lines)
    assume("\n" not in words)
    changed_lines = [*lines[:at], words, *lines[at + 1 :]]
    assume(changed_lines[0].strip() and at)
    changed = document.replace_body("\n".join(changed_lines))
    start = raw.rfind(lines[at].encode()) if lines[at] else None
    before = _bytes_of_lines(raw, document.body_line - 1 + at)
    after = _bytes_after_line(raw, document.body_line - 1 + at)
    assert changed.raw.startswith(before), start
    assert changed.raw.endswith(after)
    assert changed.raw == before + words.encode() + after


@given(files(), VALUES)
@example(b"Title: a\r\nSummary: b  \r\n\r\nx\r\n", "c: d")
def test_an_edited_field_leaves_all_other_bytes(raw, value):
    """Where one field changes, every other line has the same bytes."""
    document = Document(raw)
    name = next(iter(document.fields))
    line = next(field.line for field in document.header.fields if field.name == name)
    try:
        changed = document.replace_fields({name: value})
    except DocumentError:
        return
    assert changed.fields == {**document.fields, name: value}
    assert changed.raw.startswith(_bytes_of_lines(raw, line - 1))
    assert changed.raw.endswith(_bytes_after_line(raw, line - 1))


@given(files(), st.lists(st.tuples(st.integers(0, 400), st.integers(0, 8), PLAIN), max_size=6))
def test_any_edits_keep_the_ends_of_untouched_lines(raw, edits):
    """After any edits of the text, the text is what was asked for, and lines before the first and after the last edit
    keep their bytes."""
    document = Document(raw)
    text = document.text
    for at, length, words in edits:
        at %= len(text) + 1
        text = text[:at] + words + text[at + length :]
    changed = document.replace_text(text)
    assert changed.text == text or "\r" in text
    same = 0
    while same < min(len(text), len(document.text)) and text[same] == document.text[same]:
        same += 1
    whole = document.text.count("\n", 0, same)
    assert changed.raw.startswith(_bytes_of_lines(raw, whole))


def _bytes_of_lines(raw: bytes, count: int) -> bytes:
    """The bytes of so many lines from the beginning, mark and ends included."""
    at = 0
    for _ in range(count):
        at = _after_end(raw, at)
    return raw[:at]


def _bytes_after_line(raw: bytes, number: int) -> bytes:
    """The bytes from the end of a line (counted from 0) on, the line's own end included."""
    at = len(_bytes_of_lines(raw, number))
    while at < len(raw) and raw[at : at + 1] not in (b"\n", b"\r"):
        at += 1
    return raw[at:]


def _after_end(raw: bytes, at: int) -> int:
    while raw[at : at + 1] not in (b"\n", b"\r"):
        at += 1
    return at + (2 if raw[at : at + 2] == b"\r\n" else 1)


@pytest.mark.parametrize(
    ("before", "changes", "after"),
    [
        ("Title: a\nDate: 2026-01-01\n\nx\n", {"title": "b"}, "Title: b\nDate: 2026-01-01\n\nx\n"),
        ("TITLE :a \n\nx", {"title": "b"}, "TITLE : b \n\nx"),
        ("Title: a\n  goes on\nDate: 1\n\nx", {"title": "b"}, "Title: b\nDate: 1\n\nx"),
        ("Title: a\n\nx", {"summary": "s"}, "Title: a\nSummary: s\n\nx"),
        ("Title: a\nImage: i\n\nx", {"summary": "s"}, "Title: a\nSummary: s\nImage: i\n\nx"),
        ("Title: a\nStatus: draft\n\nx", {"status": None}, "Title: a\n\nx"),
        ("Title: a\n\nx", {"summary": ""}, "Title: a\n\nx"),
        ("Title: a\nSummary: s\n\nx", {"summary": ""}, "Title: a\nSummary:\n\nx"),
        ("\nTitle: a\n\nx", {"title": "b"}, "\nTitle: b\n\nx"),
        ("Some text.\n", {"title": "b"}, "Title: b\n\nSome text.\n"),
        ("Title: a", {"date": "2026-01-01"}, "Title: a\nDate: 2026-01-01"),
        (
            "---\ntitle: a # why\ndate: 2026-01-01\n---\nx",
            {"title": "b"},
            "---\ntitle: b # why\ndate: 2026-01-01\n---\nx",
        ),
        ("---\ntitle: 'a'\n---\nx", {"title": "it's: b"}, "---\ntitle: 'it''s: b'\n---\nx"),
        ("---\ntitle: a\n---\nx", {"title": "b: c"}, "---\ntitle: 'b: c'\n---\nx"),
        ("---\nsdgs:\n  - 16\n  - 4\n# end\n---\nx", {"sdgs": "5"}, "---\nsdgs: '5'\n# end\n---\nx"),
        ("---\nsdgs: [16, 4]\ntitle: a\n---\nx", {"title": "b"}, "---\nsdgs: [16, 4]\ntitle: b\n---\nx"),
        ("---\ntitle: a\n---\nx", {"summary": "s"}, "---\ntitle: a\nSummary: s\n---\nx"),
        ("---\ntitle: a\nstatus: draft\n---\nx", {"status": None}, "---\ntitle: a\n---\nx"),
        ("---\nsummary: >\n  a\n  b\ntitle: t\n---\nx", {"summary": "c"}, "---\nsummary: c\ntitle: t\n---\nx"),
        ("---\nsummary:\ntitle: t\n---\nx", {"summary": "c"}, "---\nsummary: c\ntitle: t\n---\nx"),
    ],
)
def test_fields_are_changed_in_place(before, changes, after):
    """A field is changed where it stands, whatever the form of its header; a new one stands among its neighbours."""
    assert Document(before.encode()).replace_fields(changes).raw.decode() == after


@pytest.mark.parametrize(
    ("before", "body", "after"),
    [
        ("Title: a\n\nx\n", "y\n", "Title: a\n\ny\n"),
        ("Title: a\n\n\n\nx\n", "y\n", "Title: a\n\n\n\ny\n"),
        ("Title: a\n", "y", "Title: a\n\ny"),
        ("Title: a", "y", "Title: a\n\ny"),
        ("---\ntitle: a\n---\n", "y", "---\ntitle: a\n---\ny"),
        ("Title: a\r\n\r\nx\r\n", "x\ny\n", "Title: a\r\n\r\nx\r\ny\r\n"),
    ],
)
def test_a_body_follows_its_header(before, body, after):
    """A body takes the place of the one before, below the header and the empty lines after it."""
    assert Document(before.encode()).replace_body(body).raw.decode() == after


def test_what_a_header_cannot_say_is_refused():
    """A text that is not UTF-8, or whose header cannot be read, is refused with the reason."""
    for raw in (b"\xff\xfeT", b"---\ntitle: [\n---\n", b"Title: a\n what is this\n\nx"):
        with pytest.raises(DocumentError):
            _ = Document(raw).replace_fields({"title": "b"}).fields
