"""No text, HTML or bytes makes the importer crash or lose a word."""

from __future__ import annotations

import html
import re
from collections import Counter

import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from plugins.importer import ImportFailure, ImportResult, import_document
from plugins.importer.document import clean
from plugins.importer.pipeline import importer_of
from plugins.importer.readers.dispatch import BINARY, is_html
from plugins.importer.readers.encodings import repair
from plugins.importer.readers.html import safe
from plugins.importer.readers.language_tags import part_languages
from tests.importer.corpus import pages as corpus_pages
from tests.importer.harness import words
from tests.importer.stories import SITE
from tests.loops import times

QUICK = settings(max_examples=times(50, 150), deadline=None, suppress_health_check=[HealthCheck.too_slow])

SENTENCES = st.sampled_from(
    [
        "The school has opened its doors to two hundred children.",
        "Škola je otvorila vrata za dve stotine dece.",
        "Школа је отворила врата за две стотине деце.",
        "Az iskola megnyitotta kapuit a gyerekek előtt.",
        "Belgrade, 12",
        "SDG 16",
        "News",
        "Vesti / Lokalno",
        "22. avgusta 2023. godine",
        "Related news",
        "Srpski",
        "* star",
        "1. one",
        "2. two",
        "# hash",
        "> quoted",
        "- dash",
        "- dot",
        "|| a | b |",
        "From: desk",
        "Subject: hello",
        "<b>bold</b>",
        "___",
        "„Da“, rekla je.",
        "kraj",
        "On Tue, 3 Sep 2024 Ana wrote:",
        "Dear Ana,",
        "Best regards,",
        "Tags: rivers, SDG 6",
        "Press release | 3 May 2024 | 2 min read",
        "Belgrade, 8 March 2024 – It has been raining for a week.",
        "EN: The school has opened its doors to two hundred children.",
        "EMBARGOED UNTIL NOON",
        "=====",
        "one\ttwo\tthree",
        "• point",
        "[1]",
        "The school / Škola",
    ]
)
JOINTS = st.sampled_from(["\n", "\n\n", " ", "\t", "\r\n", "\n\u00a0\n"])
TEXTS = st.lists(st.tuples(st.one_of(SENTENCES, st.text(max_size=30)), JOINTS), max_size=12).map(
    lambda pieces: "".join(line + joint for line, joint in pieces)
)
# The paragraphs of all plain pages of the corpus.
PARAGRAPHS = sorted(
    {
        piece
        for page in corpus_pages(1)
        if page.shape.file.endswith(".txt")
        for piece in page.text.split("\n\n")
        if piece.strip()
    }
)
TAGS = [
    *("p", "div", "span", "b", "i", "a", "ul", "ol", "li", "table", "tr", "td", "th", "h1", "h2", "h3", "blockquote"),
    *("section", "article", "main", "nav", "footer", "aside", "header", "figure", "figcaption", "sup", "pre", "br"),
    *("hr", "img", "em", "strong", "center", "dl", "dt", "dd", "button", "form", "label", "time", "font"),
]
NAMES = [
    'class="share"',
    'href="#_ftn1"',
    'href="#_ftnref1"',
    'id="1"',
    'class="gmail_quote"',
    'class="related"',
    'class="content"',
    'lang="sr"',
    'href="/x"',
    'style="display:none"',
    "",
]
BYTES = st.binary(max_size=60)
STARTS = st.sampled_from(
    [b"", b"<html><body><p>", b"PK\x03\x04", b"From: x\nMIME-Version: 1.0\n", b"\xff\xfe", b"\xef\xbb\xbf"]
)


@st.composite
def pages(draw: st.DrawFn) -> str:
    """HTML of any nesting, closed or not, with classes that sites use."""
    pieces = []
    for _ in range(draw(st.integers(1, 25))):
        tag = draw(st.sampled_from(TAGS))
        name = " " + draw(st.sampled_from(NAMES))
        end = draw(st.sampled_from([f"</{tag}>", ""]))
        pieces.append(f"<{tag}{name}>{draw(st.one_of(SENTENCES, st.text(max_size=12)))} {end}")
    return "<html><body>" + "".join(pieces) + "</body></html>"


def right_letters(text: str) -> str:
    """A text with the letters put right that look as if they had been read in a wrong encoding, as the note says."""
    return repair(text, importer_of(SITE).reading.letters)[0]


def written_words(result: ImportResult) -> Counter[str]:
    """All words that a result's files and report hold."""
    marked = re.sub(r"\\(.)", r"\1", "\n".join([*result.bodies.values(), *(text for _, text in result.aside)]))
    reported = [left.text for left in (*result.facts, *result.left_out)]
    return words(html.unescape(marked)) + words("\n".join([*result.titles.values(), *reported]))


@QUICK
@example("0\x00\x80\n00\x00\n")
@example("00\x00\n00\x000\n")
@example("Vesti / Lokalno Belgrade, 12 ")
@example("0<C\n<b>bold</b>\n")
@example("Škola je otvorila vrata za dve stotine dece.\nǄ\n")
@example("Æ\nÆ\nÆ\nÈ\n")
@given(TEXTS)
def test_text_loses_no_word(text: str) -> None:
    """Every word of a text is in the draft or its report."""
    raw = text.encode("utf-8", "replace")
    try:
        result = import_document(raw, "page", SITE)
    except ImportFailure:
        facts_only = all(
            len(line.split()) <= 4 or importer_of(SITE).is_fact(line) or line.strip().endswith("wrote:")
            for line in text.split("\n")
        )
        refused = raw.startswith(tuple(magic for magic, _ in BINARY)) or any(letter < " " for letter in text)
        assert facts_only or refused
        return
    visible = BeautifulSoup(safe(text), "lxml").get_text(" ") if is_html(text) else text
    assert words(clean(right_letters(visible))) - written_words(result) == Counter()


@settings(QUICK, max_examples=times(25, 60))
@given(st.lists(st.sampled_from(PARAGRAPHS), min_size=2, max_size=16))
def test_recombined_pages_lose_no_word(pieces: list[str]) -> None:
    """However the paragraphs of pages of all layouts are mixed, each word is in the draft or its report; a tag of a
    language is no word."""
    text = "\n\n".join(pieces)
    try:
        result = import_document(text.encode(), "page.txt", SITE)
    except ImportFailure as failure:
        refusal = str(failure)
        assert "no article was found" in refusal
        return
    shown = part_languages(text, is_html=False)
    assert words(clean(right_letters(shown))) - written_words(result) == Counter()


@QUICK
@example("<html><body><p>¨Ð </p><p>³Öÿ </p><p>²´µÑ </p></body></html>")
@example("<table><b>bold</b> <span>Belgrade, 12</span><p>The school has opened its doors to two hundred.</table>")
@given(pages())
def test_html_loses_no_word(page: str) -> None:
    """Every word that a page shows is in the draft or its report, whatever its tags."""
    try:
        result = import_document(page.encode("utf-8", "replace"), "page", SITE)
    except ImportFailure as failure:
        refusal = str(failure)
        assert re.search("no article|not text", refusal)
        return
    strings = BeautifulSoup(safe(right_letters(page)), "lxml").find_all(string=True)
    written = written_words(result)
    lost = words(" ".join(clean(string) for string in strings)) - written
    # Elements within a line that no space parts are one word to readers.
    assert {word for word in lost if not any(word in other for other in written)} == set()


@QUICK
@given(STARTS, BYTES)
def test_bytes_never_crash(start: bytes, rest: bytes) -> None:
    """Any bytes are read or refused in words that begin with the page's name."""
    message = "page: "
    try:
        import_document(start + rest, "page", SITE)
    except ImportFailure as failure:
        message = str(failure)
    assert message.startswith("page: ")


NESTED = ["<div>" * 5000, "<b>" * 20000, "<table><tr><td>" * 400, "<ul><li>" * 500, "<blockquote>" * 300]


@pytest.mark.parametrize("start", NESTED, ids=["div", "b", "table", "list", "quote"])
def test_endless_nesting(start: str) -> None:
    """Tags nested thousands deep are read in time, and their words are there."""
    result = import_document(f"<html>{start}hello river".encode(), "page", SITE)
    assert words("hello river") - written_words(result) == Counter()


@pytest.mark.parametrize("part", ["multipart/mixed; boundary=b\n\n--b", "message/rfc822\n"])
def test_messages_within_messages_are_refused(part: str) -> None:
    """A message that holds hundreds of others does not end the parser."""
    raw = "From: a@example.org\n" + f"Content-Type: {part}\n" * 2000 + "Nova skela vozi decu preko reke svakog dana.\n"
    with pytest.raises(ImportFailure, match="too many messages"):
        import_document(raw.encode(), "page.eml", SITE)


def test_note_that_reads_like_a_button_stays_with_its_mark() -> None:
    """The words of a footnote are the author's, whatever they say."""
    page = "Nova skela\n\nGradsko veće saopštilo je[^1] da će nova skela prevoziti decu preko reke.\n\n[^1]: Share\n"
    assert "[^1]: Share" in import_document(page.encode(), "page.md", SITE).bodies["sr"]
