"""From bytes to lines: encodings, texts that were once read in a wrong one, and lines that a program broke."""

from __future__ import annotations

import textwrap
from functools import reduce

import pytest

from plugins.importer import ImportResult, import_document
from plugins.importer.document import Block, Run
from plugins.importer.language.data import read_language
from plugins.importer.readers.broken_words import BrokenWords, join_lines
from plugins.importer.readers.encodings import decode, repair
from plugins.importer.readers.text import read_plain
from plugins.locales.language import load_language
from tests.importer.stories import SITE, STORY

LETTERS = load_language("sr").letters | set("абвгдђежзијклљмнњопрстћуфхцчџш")
SERBIAN = "Šest žena iz Čačka i Požege osnovalo je zadrugu – đurđevak i ćilim."
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
    # Names of neighbours, what a page says of itself, rightly or not, and letters that UTF-8 could have.
    (f'<meta charset="windows-1250"><p>Köln, Győr, Pásztor: {SERBIAN}</p>', "cp1250", "windows-1250"),
    ('<meta charset="iso-8859-2"><p>Čaj i ćilim, đak i čamac.</p>', "iso8859-2", "ISO-8859-2"),
    (f'<meta charset="iso-8859-5"><p>{CYRILLIC}</p>', "iso8859-5", "iso8859-5"),
    (f'<meta charset="utf-8"><p>{SERBIAN}</p>', "cp1250", "windows-1250"),
    (f"Ĺˇ {SERBIAN}", "cp1250", "windows-1250"),
]


@pytest.mark.parametrize(("text", "encoding", "name"), KNOWN)
def test_bytes_are_read_in_their_encoding(text: str, encoding: str, name: str) -> None:
    """The text comes out as it went in, and the encoding is named."""
    assert decode(text.encode(encoding), LETTERS) == (text, name)


def test_utf8_with_some_broken_bytes_is_utf8() -> None:
    """A page that was cut off within a letter, wherever, and one with a wrong byte: the rest is read as it was."""
    raw = f"{SERBIAN} 🌉 žena".encode()
    for end in range(3, len(raw)):
        text, name = decode(raw[:end], LETTERS)
        assert (text.removesuffix("\ufffd"), name) == (raw[:end].decode("utf-8", "ignore"), "UTF-8")
    for at in range(len(SERBIAN)):
        damaged = SERBIAN[:at].encode() + b"\xff" + SERBIAN[at:].encode()
        assert decode(damaged, LETTERS) == (f"{SERBIAN[:at]}\ufffd{SERBIAN[at:]}", "UTF-8")


MARKED = "Četrdeset đaka iz Šida uči žongliranje, kaže učiteljica Đurđa Savić - doviđenja, čaj, ćutanje, žena"
SPOILED = "Вести из Београда и околине: школа, ђак, ћирилица, џеп, љубав"
WRONG = [
    *((text, "utf-8", wrong) for text in (MARKED, SPOILED) for wrong in ("cp1252", "cp1250", "cp1251", "latin-1")),
    (MARKED, "cp1250", "cp1252"), (MARKED, "iso8859-2", "latin-1"), (SPOILED, "cp1251", "cp1252"),
    (SPOILED, "iso8859-5", "latin-1"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "right", "wrong"), WRONG)
def test_text_read_in_another_encoding_is_put_right_and_said(text: str, right: str, wrong: str) -> None:
    """The bytes of each letter became two letters, or one other."""
    spoiled = "".join(bytes([byte]).decode(wrong, "ignore") or chr(byte) for byte in text.encode(right))
    repaired, note = repair(spoiled, LETTERS)
    assert (repaired, note != "") == (text, True)


@pytest.mark.parametrize(
    "text",
    [
        MARKED,
        SPOILED,
        "Das Gebäude in Köln: Größe, Übung und Müller – „schön“",
        "«Lekari» obilaze sela: 13½, 14½, 15¼ i 16¾ «sati» za ½ dana",
        "Savić i Þór, père et mère, élève, très: đak, čaj",
    ],
)
def test_text_that_is_right_stays(text: str) -> None:
    """Letters of other languages and signs are no mistakes."""
    assert repair(text, LETTERS) == (text, "")


OWN = [read_language(*language) for language in SITE.languages]
WHOLE = ("announced", "programima", "kragujevačkom", "школама", "ZAŠTITA")
COMPOUNDS = ("long-term", "srpsko-mađarski", "UN-Habitat", "COVID-19", "двадесет-тридесет")


def joined(*lines: str, beside: str = "") -> tuple[str, list[str]]:
    """Some lines as one text, on a page that has another one too, and the words of which nothing shows the hyphen."""
    blocks = [Block("paragraph", (Run(text),)) for text in (reduce(join_lines, lines), beside)]
    words = BrokenWords(blocks, OWN)
    return words.settle_all()[0].text, words.unsure


@pytest.mark.parametrize("word", [*WHOLE, *COMPOUNDS])
def test_a_word_is_whole_wherever_its_line_ends(word: str) -> None:
    """A word that a dictionary has loses the hyphen of the line, and a compound that is broken at its own keeps it."""
    for at in [word.index("-") + 1] if "-" in word else range(2, len(word) - 1):
        line = word[:at] if "-" in word else f"{word[:at]}-"
        assert joined(f"One {line}", f"{word[at:]} more.") == (f"One {word} more.", [])


@pytest.mark.parametrize("word", ["zurgofalt", "zurgo-falt"])
def test_another_place_of_the_page_shows_how_a_word_is_written(word: str) -> None:
    """Also in the other text, and with another ending; what stands before "and" keeps its hyphen."""
    assert joined("One zurgo-", "falt more.", beside=f"{word}u u Kladovu") == (f"One {word} more.", [])
    assert joined("for pre-", "and post-war houses")[0] == "for pre- and post-war houses"


def test_a_word_that_nothing_shows_keeps_its_hyphen_and_is_asked_about() -> None:
    """The question names it, and a note the compounds that keep theirs."""
    lines = ["Children of the village came to see the long-", "term works and a zurgo-", "falt that nobody had seen."]
    page = ["Local\n3 May 2024", STORY["a"], STORY["a1"], "\n".join(lines), STORY["b"], STORY["b1"], STORY["b2"]]
    result = imported("\n\n".join(page))
    assert "".join(lines) in result.bodies["en"]
    assert [question.message for question in result.questions if "zurgo-falt" in question.message]
    assert [note for note in result.notes if "long-term" in note]


def imported(page: str) -> ImportResult:
    """The result for a plain page."""
    return import_document(page.encode(), "page.txt", SITE)


@pytest.mark.parametrize("width", [46, 60, 84])
@pytest.mark.parametrize("gap", ["\n\n", "\n"])
def test_wrapped_paragraphs_are_joined(width: int, gap: str) -> None:
    """Whatever the width, with empty lines between them or without, and though a title is longer than a line."""
    titles = {
        "a": "Ferry returns to the river at Kladovo after eleven months of mending",
        "b": "Skela se vraća na reku kod Kladova posle jedanaest meseci popravke",
    }
    texts = {key: [STORY[f"{key}{number}"] for number in "123"] for key in "ab"}
    halves = [line for key, title in titles.items() for line in (title, *texts[key])]
    width = 58 if gap == "\n" else width
    result = imported(gap.join(["Local\n3 May 2024", *(textwrap.fill(text, width) for text in halves)]))
    assert result.titles == {"en": titles["a"], "sr": titles["b"]}
    if gap != "\n":
        assert [
            text for key, code in (("a", "en"), ("b", "sr")) for text in texts[key] if text not in result.bodies[code]
        ] == []


def test_lines_that_an_author_broke_stay() -> None:
    """Lines that have room for more are lines of their own, as a poem's; those that break before a name are wrapped."""
    blocks = read_plain("the oars\nthe boat\nthe river\nthe bank\nthe school and the children of the town\nthe feast")
    assert [block.text.count("\n") for block in blocks] == [5]
    text = (
        "The only ferry of the middle Danube whose ropes are still turned by hand has been mended in Golubac. Captain "
        "Rade Vujić rang its bell on 29 September in front of Veliko Gradište."
    )
    assert [block.text for block in read_plain(textwrap.fill(text, 58) + "\n\n" + textwrap.fill(text, 58))] == [
        text,
        text,
    ]
    poem = "the river runs\nbelow the bridge\nand takes us all"
    half = [STORY["b"], STORY["b1"], STORY["b2"]]
    result = imported("\n\n".join(["Local\n3 May 2024", STORY["a"], STORY["a1"], poem, STORY["a2"], *half]))
    assert poem.replace("\n", "  \n") in result.bodies["en"]
