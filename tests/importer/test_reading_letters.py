"""Messages with the text in other places than their body, and marks that generators of sites leave in Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from email.message import EmailMessage

import pytest

from plugins.importer import import_document
from plugins.importer.result import ImportResult
from tests.importer.harness import word_file
from tests.importer.stories import SITE

ENGLISH = (
    "A Footbridge for Two Schools",
    "Children from both banks of the river may walk to school again, since a footbridge was opened beside the mill.",
    "It was built by forty neighbours in nine weekends, with wood that the forest office gave them.",
)
SERBIAN = (
    "Pešački most za dve škole",
    "Deca sa obe obale reke ponovo mogu peške u školu, jer je pored vodenice otvoren pešački most.",
    "Četrdeset komšija gradilo ga je devet vikenda, od drveta koje im je poklonila šumska uprava.",
)
TITLES = {"en": ENGLISH[0], "sr": SERBIAN[0]}
BOTH = "\n\n".join(["News", "Local", "3 May 2024", *ENGLISH, "* * *", *SERBIAN])


def _message(body: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["Subject"], message["Date"] = "a@example.org", "Tekst", "Fri, 03 May 2024 10:00:00 +0200"
    message.set_content(body)
    return message


def _word(paragraphs: Sequence[str]) -> bytes:
    """A Word file with these paragraphs."""
    return word_file("".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs))


def _import(message: EmailMessage) -> ImportResult:
    return import_document(message.as_bytes(), "letter.eml", SITE)


def _assert_whole(result: ImportResult) -> None:
    assert result.titles == TITLES
    for code, text in (("en", ENGLISH), ("sr", SERBIAN)):
        written = next(content for name, content in result.files.items() if name.endswith(f".{code}.md"))
        assert all(paragraph in written for paragraph in text[1:])


@pytest.mark.parametrize("placed", ["attachment", "inline", ""])
@pytest.mark.parametrize("name", ["tekst.txt", "tekst.docx"])
def test_text_attached_to_a_cover_note_is_read(name: str, placed: str) -> None:
    """Wherever the mail program says that it is shown; the note goes to the report."""
    message = _message("Hello,\n\nthe text for the site is attached.\n\nMarko\n")
    data = _word(BOTH.split("\n\n")) if name.endswith(".docx") else BOTH.encode()
    message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    part = message.get_payload()[-1]
    part.set_param("name", name)
    del part["Content-Disposition"]
    if placed:
        part.add_header("Content-Disposition", placed, filename=name)
    result = _import(message)
    _assert_whole(result)
    assert any("Marko" in left.text for left in result.left_out)


def test_one_attached_text_for_each_language_is_read() -> None:
    """They are read one below the other."""
    message = _message("Zdravo, tekstovi su u prilogu.\n")
    for name, text in (("english.docx", ENGLISH), ("srpski.docx", SERBIAN)):
        message.add_attachment(_word(text), maintype="application", subtype="octet-stream", filename=name)
    _assert_whole(_import(message))


def test_text_attached_to_an_article_is_only_named() -> None:
    """The article is in the message."""
    message = _message(BOTH)
    message.add_attachment(b"A list of guests", maintype="text", subtype="plain", filename="guests.txt")
    result = _import(message)
    _assert_whole(result)
    assert any("guests.txt" in str(note) for note in result.notes)


def test_alternatives_in_two_languages_are_both_read() -> None:
    """Some programs send one language as plain text and the other as HTML."""
    message = _message("\n\n".join(ENGLISH))
    message.add_alternative(
        f"<h2>{SERBIAN[0]}</h2>" + "".join(f"<p>{text}</p>" for text in SERBIAN[1:]), subtype="html"
    )
    _assert_whole(_import(message))


def test_notices_below_a_signature_are_left_out_together() -> None:
    """A line below a notice of the sender belongs to the signature too."""
    below = [
        "Srdačno,\nJelena Kostić",
        "This message and its attachments are confidential and intended for the addressee only.",
        "Molimo vas da razmislite o drveću pre nego što odštampate ovu poruku.",
    ]
    result = _import(_message("\n\n".join([BOTH, *below])))
    _assert_whole(result)
    assert "drveću" not in "".join(result.files.values())


@pytest.mark.parametrize(
    ("above", "between"),
    [
        ("<!--:en-->", "<!--:--><!--:sr-->"),
        ("[:en]", "[:sr]"),
    ],
)
def test_marks_of_generators_between_texts_in_markdown_are_no_text(above: str, between: str) -> None:
    """They name what follows, and no reader sees them."""
    halves = ["\n\n".join([f"# {text[0]}", *text[1:]]) for text in (ENGLISH, SERBIAN)]
    page = f"News / Local\n\n{above}{halves[0]}{between}{halves[1]}\n"
    result = import_document(page.encode(), "page.md", SITE)
    _assert_whole(result)
