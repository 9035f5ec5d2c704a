"""Texts that were once read in a wrong encoding, and then saved so."""

from __future__ import annotations

import pytest

from plugins.importer.readers.encodings import repair

LETTERS = frozenset("čćđšžабвгдђежзијклљмнњопрстћуфхцчџш")
LATIN = "Četrdeset đaka iz Šida uči žongliranje, kaže učiteljica Đurđa Savić - doviđenja, čaj, ćutanje, žena"
CYRILLIC = "Вести из Београда и околине: школа, ђак, ћирилица, џеп, љубав"


def _read_wrongly(text: str, right: str, wrong: str) -> str:
    """The text as a program shows it that takes one encoding for another."""
    return "".join(bytes([byte]).decode(wrong, "ignore") or chr(byte) for byte in text.encode(right))


@pytest.mark.parametrize("wrong", ["cp1252", "cp1250", "cp1251", "latin-1"])
@pytest.mark.parametrize("text", [LATIN, CYRILLIC, f"„{LATIN}“ – {CYRILLIC}"], ids=["latin", "cyrillic", "both"])
def test_utf8_read_in_another_encoding_is_put_right_and_said(text: str, wrong: str) -> None:
    """The bytes of each letter became two letters."""
    repaired, note = repair(_read_wrongly(text, "utf-8", wrong), LETTERS)
    assert repaired == text
    assert note


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (LATIN, "cp1250", "cp1252"),
        (LATIN, "iso8859-2", "latin-1"),
        (CYRILLIC, "cp1251", "cp1252"),
        (CYRILLIC, "iso8859-5", "latin-1"),
    ],
)
def test_letters_of_another_encoding_are_put_right_and_said(text: str, right: str, wrong: str) -> None:
    """Each letter became one other."""
    repaired, note = repair(_read_wrongly(text, right, wrong), LETTERS)
    assert repaired == text
    assert note


@pytest.mark.parametrize(
    "text",
    [
        LATIN,
        CYRILLIC,
        "Das Gebäude in Köln: Größe, Übung und Müller – „schön“",
        "L'élève, la mère, le père, le frère, la forêt, un cœur très fidèle",
        "«Lekari» obilaze sela: 13½, 14½, 15¼ i 16¾ «sati» za ½ dana",
        "Savić i Þór, père et mère, élève, très: đak, čaj",
    ],
)
def test_text_that_is_right_stays(text: str) -> None:
    """Letters of other languages and signs are no mistakes."""
    assert repair(text, LETTERS) == (text, "")
