"""Encodings told from the bytes alone, or from what they say of themselves."""

from __future__ import annotations

import pytest

from plugins.importer.readers.encodings import decode
from plugins.locales.language import load_language

LETTERS = load_language("sr").letters | set("абвгдђежзијклљмнњопрстћуфхцчџш")
SERBIAN = "Šest žena iz Čačka i Požege osnovalo je zadrugu – đurđevak i ćilim."
ENGLISH = "The mayor’s café – “a small place” – is open."
CYRILLIC = "Шест жена из Чачка и Пожеге основало је задругу."
KNOWN = [
    (SERBIAN, "utf-8", "UTF-8"),
    (SERBIAN, "utf-8-sig", "UTF-8 with a mark"),
    (SERBIAN, "utf-16", "UTF-16"),
    (SERBIAN, "utf-16-le", "UTF-16"),
    (SERBIAN, "utf-16-be", "UTF-16"),
    (SERBIAN, "cp1250", "windows-1250"),
    (SERBIAN.replace("–", "-"), "iso8859-2", "ISO-8859-2"),
    (CYRILLIC, "cp1251", "windows-1251"),
]


@pytest.mark.parametrize(("text", "encoding", "name"), KNOWN)
def test_told(text: str, encoding: str, name: str) -> None:
    """The text comes out as it went in, and the encoding is named."""
    assert decode(text.encode(encoding), LETTERS) == (text, name)


@pytest.mark.parametrize("names", ["Köln und Düsseldorf", "Pásztor és Szabó, Törökszentmiklós", "Győr"])
def test_names_of_neighbours_do_not_make_it_cyrillic(names: str) -> None:
    """Serbian with German or Hungarian names in it is read as what it is, declared or not."""
    for text in (f"{names}: {SERBIAN}", f'<meta charset="windows-1250"><p>{names}: {SERBIAN}</p>'):
        assert decode(text.encode("cp1250"), LETTERS) == (text, "windows-1250")


def test_western_punctuation() -> None:
    """English with curly quotation marks reads the same, whichever of the two windows code pages is named."""
    assert decode(ENGLISH.encode("cp1252"), LETTERS)[0] == ENGLISH


@pytest.mark.parametrize(("declared", "name"), [("windows-1250", "windows-1250"), ("iso-8859-2", "ISO-8859-2")])
def test_of_encodings_with_the_same_letters_the_declared_one_is_named(declared: str, name: str) -> None:
    """The letters of some words have the same bytes in both."""
    page = f'<meta charset="{declared}"><p>Čaj i ćilim, đak i čamac.</p>'
    assert decode(page.encode("cp1250"), LETTERS) == (page, name)


def test_a_false_declaration() -> None:
    """A page that says UTF-8 and is not is read by its letters."""
    page = f'<meta charset="utf-8"><p>{SERBIAN}</p>'
    assert decode(page.encode("cp1250"), LETTERS)[0] == page


def test_utf8_with_some_broken_bytes_is_utf8() -> None:
    """A page that was cut off within a letter, wherever, and one with a wrong byte: the rest is read as it was."""
    raw = f"{SERBIAN} 🌉 žena".encode()
    for end in range(3, len(raw)):
        text, name = decode(raw[:end], LETTERS)
        assert (text.removesuffix("\ufffd"), name) == (raw[:end].decode("utf-8", "ignore"), "UTF-8")
    for at in range(len(SERBIAN)):
        damaged = SERBIAN[:at].encode() + b"\xff" + SERBIAN[at:].encode()
        assert decode(damaged, LETTERS) == (f"{SERBIAN[:at]}\ufffd{SERBIAN[at:]}", "UTF-8")
    for encoding, end in (("utf-8-sig", b"\xff"), ("utf-16", b"x"), ("utf-16-le", b"\x00\xd8")):
        assert decode(SERBIAN.encode(encoding) + end, LETTERS)[0] == f"{SERBIAN}\ufffd"


def test_a_declared_encoding_is_tried() -> None:
    """Also one that pages seldom have."""
    page = f'<meta charset="iso-8859-5"><p>{CYRILLIC}</p>'
    assert decode(page.encode("iso8859-5"), LETTERS) == (page, "iso8859-5")


def test_some_letters_that_could_be_utf8_make_no_page_utf8() -> None:
    """Two letters of another encoding may have the bytes of one."""
    text = f"Ĺˇ {SERBIAN}"
    assert decode(text.encode("cp1250"), LETTERS) == (text, "windows-1250")


def test_an_encoding_that_lacks_one_of_the_bytes_is_not_chosen() -> None:
    """And one that is declared and is none of texts is passed over."""
    text = f'<meta charset="hex">{SERBIAN.replace("–", "-")}'
    assert decode(text.encode("iso8859-2") + b"\x98", LETTERS) == (f"{text}\x98", "ISO-8859-2")
