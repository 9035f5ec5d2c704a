"""Pasting: what office programs, web pages, PDF readers and messengers put on the clipboard becomes Markdown."""

import pytest

from plugins.editor.pasting import read_paste, read_plain_paste
from plugins.importer.language.data import read_language
from plugins.importer.pipeline import import_document
from plugins.importer.reasons import Reason
from tests.importer.stories import SITE

OWN = [read_language(code) for code in ("en", "sr")]
CASES = [
    pytest.param(
        "<p>Due <ins cite='mailto:A' datetime='2026'>1 March</ins><del cite='mailto:A' datetime='2'>15 May</del>.</p>",
        "Due 1 March.",
        {"changes": 1},
        id="tracked changes",
    ),
    pytest.param(
        "<p>Text<span class=MsoCommentReference><a href='#_msocom_1'>[A1]</a></span></p>"
        "<div style='mso-element:comment-list'><hr><div><p class=MsoCommentText>Ask Marko!</p></div></div>",
        "Text",
        {"comments": 2},
        id="remarks of reviewers",
    ),
    pytest.param(
        "<!--[if gte mso 9]><xml></xml><![endif]--><!--StartFragment--><p>Text</p><!--EndFragment-->",
        "Text",
        {},
        id="what Word and browsers write around a text is no remark",
    ),
    pytest.param(
        "<p><span style='font-size:0.6em;vertical-align:super'>2</span>CO<span style='vertical-align:sub'>2</span> "
        "<span style='text-decoration:line-through'>old</span></p>",
        "<sup>2</sup>CO<sub>2</sub> <del>old</del>",
        {},
        id="styles that change what is said",
    ),
    pytest.param(
        "<table><tr><td><p><b>City</b></p></td><td><p><b>Sum</b></p></td></tr><tr><td>Niš</td><td>5</td></tr></table>",
        "| City | Sum |\n| --- | --- |\n| Niš | 5 |",
        {},
        id="the first row is the head",
    ),
    pytest.param(
        "<table><tr><td>&nbsp;</td><td><p>A letter’s text.</p></td></tr><tr><td></td><td>Its end.</td></tr></table>",
        "A letter’s text.\n\nIts end.",
        {},
        id="a table that only arranges",
    ),
    pytest.param(
        "<p><a href='https://un.org/a?utm_source=x&amp;b=1&amp;fbclid=2#c'>a</a> <a href='/b'>b</a> "
        "<a href='file:///C:/d.docx'>d</a></p>",
        "[a](https://un.org/a?b=1#c) b d",
        {"tracking": 1, "links": 2},
        id="links",
    ),
    pytest.param(
        "<p>Niš<sup class='reference'><a href='https://en.wikipedia.org/#cite-1'>[1]</a></sup> is old.</p>",
        "Niš is old.",
        {"references": 1},
        id="marks of references",
    ),
    pytest.param(
        "<p>Text.<a href='#_ftn1'>[1]</a></p><div style='mso-element:footnote-list'><hr><div id=ftn1><p>"
        "<a href='#_ftnref1'>[1]</a> Source.</p></div></div>",
        "Text.[^1]\n\n[^1]: Source.",
        {},
        id="the line above footnotes goes",
    ),
]


@pytest.mark.parametrize(("html", "markdown", "removed"), CASES)
def test_paste_is_clean(html, markdown, removed):
    """The Markdown has what the text says, and what was taken out is counted."""
    found = read_paste(html)
    assert found.markdown == markdown
    assert {kind: number for kind, number in found.removed.items() if kind != "formatting"} == removed


def test_lines_of_a_pdf_are_joined():
    """Lines that end within a sentence are one paragraph, broken words are whole, and points are a list."""
    text = (
        "The United Nations in Serbia announ-\nced on Monday that six cities would share a \nbudget for the young.\n"
        "Ujedinjene nacije su saopštile da će crno-\n-beli deo otvoriti šest gradova u ponede-\nljak.\n"
        "• First point of\nthe list\n• Second point\n12\n"
    )
    found = read_plain_paste(text, OWN)
    assert found.markdown.split("\n\n") == [
        "The United Nations in Serbia announced on Monday that six cities would share a budget for the young.",
        "Ujedinjene nacije su saopštile da će crno-beli deo otvoriti šest gradova u ponedeljak.",
        "- First point of the list\n- Second point",
        "12",
    ]
    assert found.removed["breaks"] > 3
    lines = "".join(f"<span>{line}</span><br role='presentation'>" for line in text.split("\n"))
    assert read_paste(lines, text, OWN) == found


@pytest.mark.parametrize(
    "text",
    [
        "A line\nof a short\nverse",
        "UN Serbia\nBulevar Mihajla Pupina 10b\n11000 Beograd",
        "## Heading\n\na text that was wrapped in its file\nand goes on in small letters\nas Markdown may",
        "A paragraph of a text, longer than any line of a page in a PDF could ever be, since it is not broken at "
        "all before its end comes, which is here.\nand another\nand another",
        "One line\u00a0alone",
    ],
)
def test_other_plain_text_stays_as_it_is(text):
    """Verses, addresses, Markdown and paragraphs of one line are no pages of a PDF."""
    assert read_plain_paste(text) == type(read_plain_paste(""))(text, {})


HEAD = "From: Ana Petrović <ana@un.org>\nSent: Tuesday, 24 November 2026 10:12\nTo: Press\nSubject: RE: New bridge\n\n"
LETTER = (
    "Dear colleagues,\n\nThe bridge in Niš, which was opened on Monday by the mayor and the UN Resident\nCoordinator, "
    "cost 2.5 million euros:\n\n- half was paid by the city,\n- half by the United Nations.\n\n"
    "Best regards,\nAna Petrović\n"
)


@pytest.mark.parametrize(
    "text", [HEAD + LETTER, LETTER, "\n".join(f"> {line}" for line in (HEAD + LETTER).split("\n"))]
)
def test_an_email_loses_what_is_around_its_text(text):
    """Head, greeting and signature go, quotation marks too, and broken lines are joined; an article that nobody greets
    in stays as it is."""
    found = read_plain_paste(text, OWN)
    assert found.markdown == (
        "The bridge in Niš, which was opened on Monday by the mayor and the UN Resident Coordinator, cost 2.5 million "
        "euros:\n\n- half was paid by the city,\n- half by the United Nations."
    )
    assert set(found.removed) == {"mail"}
    article = "The bridge is open.\n\nBest regards came from the mayor.\n"
    assert read_plain_paste(article, OWN).markdown == article


@pytest.mark.parametrize("gap", ["", "<p>&nbsp;</p>"])
def test_the_first_row_of_a_table_is_its_heading(gap):
    """A table of Word keeps its heading also where a cell of it is empty or goes over two columns."""
    rows = f"<tr><td><p>City</p></td><td>{gap}</td></tr><tr><td>Niš</td><td>5</td></tr>"
    assert read_paste(f"<table>{rows}</table>").markdown == "| City |  |\n| --- | --- |\n| Niš | 5 |"


@pytest.mark.parametrize(
    "text",
    [
        "[23/11/2026, 10:15:32] Ana Ilić: Zdravo!\n[23/11/2026, 10:16:01] Ana Ilić: *Most* je _otvoren_",
        "[10:15, 23.11.2026.] Ana Ilić: Zdravo!\n[10:16, 23.11.2026.] Ana: *Most* je _otvoren_",
        "23.11.2026, 10:15 - Ana Ilić: Zdravo!\n23.11.2026, 10:16 - Ana: *Most* je _otvoren_",
        "Ana Ilić, [23.11.2026 10:15]\nZdravo!\n\nAna Ilić, [23.11.2026 10:16]\n*Most* je _otvoren_",
    ],
)
def test_messages_come_without_names_and_times(text):
    """WhatsApp on telephones, in browsers, exported, and Telegram; bold and italic words are Markdown's."""
    found = read_plain_paste(text)
    assert found.markdown == "Zdravo!\n\n**Most** je *otvoren*"
    assert found.removed == {"messages": 2}


def test_reviews_of_an_imported_page_are_left_out():
    """What Word saves of tracked changes and remarks is in neither text, and is listed with its reason."""
    page = (
        "<p>The bridge over the river is to be opened by <ins cite='mailto:A' datetime='2'>March</ins>"
        "<del cite='mailto:A' datetime='2'>the end of May</del>, as both of the towns have said."
        "<span class=MsoCommentReference><a href='#_msocom_1'>[A1]</a></span></p>"
        "<p>Most preko reke biće otvoren do marta, kako su saopštila oba grada na njegovim obalama.</p>"
        "<div style='mso-element:comment-list'><div><p class=MsoCommentText>Ask Marko!</p></div></div>"
    )
    result = import_document(f"<html><body>{page}</body></html>".encode(), "page.html", SITE)
    assert not any(word in text for word in ("May", "Marko", "A1") for text in result.files.values())
    left = {one.text: one.reason for one in result.left_out}
    assert left["the end of May"] is Reason.DELETED
    assert left["Ask Marko!"] is Reason.REMARK


@pytest.mark.parametrize(
    "start", ["<div>" * 5000, "<table><tr><td>" * 400, "<ul><li>" * 500], ids=["div", "cell", "item"]
)
def test_words_nested_thousands_deep_are_pasted(start):
    """In time, without their tags."""
    assert "hello river" in read_paste(f"{start}hello river").markdown
