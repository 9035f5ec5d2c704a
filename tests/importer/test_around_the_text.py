"""What stands around a text: paths, menus, links to the top, and the ends of messages."""

from __future__ import annotations

import email.message

import pytest

from plugins.importer import ImportResult, import_document
from tests.importer.stories import SITE, STORY

HALVES = ["\n\n".join(STORY[letter + number] for number in ("", "1", "2")) for letter in "ab"]


def import_html(above: str = "", below: str = "", between: str = "", head: str = "3 May 2024") -> ImportResult:
    """Import the story as a page, with HTML above, between and below its texts."""
    first, second = ("".join(f"<p>{STORY[letter + number]}</p>" for number in "12") for letter in "ab")
    titles = [f"<h2>{STORY[letter]}</h2>" for letter in "ab"]
    body = f"{above}{titles[0]}<p>{head}</p>{first}{between}{titles[1]}{second}{below}"
    return import_document(f"<html><body>{body}</body></html>".encode(), "page.html", SITE)


@pytest.mark.parametrize(
    "path",
    [
        "Home &gt; News &gt; Local",
        "Home / News / Local",
        "Home » Local",
        "Naslovna › Vesti › Lokalno",
        "You are here: Home &gt; News &gt; Local",
        "Nalazite se ovde: Početna » Lokalno",
        "Home &gt; Local &gt; Ferry returns to the river at Kladovo",
        "Home&gt;News&gt;Local",
    ],
)
def test_a_path_that_is_left_out_says_the_category(path: str) -> None:
    """Where nothing else names a category, the end of the path to the page does."""
    result = import_html(f'<div class="print-breadcrumb">{path}</div>')
    assert (result.fields.category, result.questions) == ("Local", ())
    assert not any("Home" in body or "Naslovna" in body for body in result.bodies.values())


@pytest.mark.parametrize("name", ["with-sidebar", "social page", "has_comments"])
def test_a_box_around_the_article_stays_whatever_it_is_called(name: str) -> None:
    """Themes name the box around all by what is beside the text."""
    result = import_html(f"<p>Local</p><div class='{name}'><div>", "</div></div>")
    assert all(
        STORY[key] in result.bodies[code] for code, keys in (("en", "a1 a2"), ("sr", "b1 b2")) for key in keys.split()
    )


@pytest.mark.parametrize("style", ["style='display: none'", "style='visibility:hidden'", "hidden"])
def test_words_that_no_reader_sees_are_left_out(style: str) -> None:
    """A few hidden words are no text; more of them may be the tab of another language."""
    result = import_html("<p>Local</p>", f"<div><p {style}>Leave this field empty, please, if you are human.</p></div>")
    assert not any("Leave this field" in body for body in result.bodies.values())
    assert result.questions == ()


@pytest.mark.parametrize(
    ("english", "serbian", "href"),
    [
        ("Top of the page", "Na početak strane", "#top"),
        ("Up", "Gore", "#"),
        ("Go up again", "Idi gore", "#start"),
        ("^ Start ^", "^ Početak ^", "#TOP"),
        ("To the beginning", "Do početka", "#pocetak"),
    ],
)
@pytest.mark.parametrize("box", ["p", "div align='right'", "center"])
def test_a_link_to_the_top_of_its_page_is_left_out(english: str, serbian: str, href: str, box: str) -> None:
    """A line that only leads up again is the page's, whatever it says."""
    place = f"<a name='{href[1:].lower() or 'x'}'></a><p>Local</p>"
    links = [f"<{box}><a href='{href}'>{text}</a></{box.split()[0]}>" for text in (english, serbian)]
    result = import_html(place, links[1], links[0])
    both = "".join(result.bodies.values())
    assert (english in both, serbian in both, result.questions) == (False, False, ())


def test_a_link_into_the_text_stays() -> None:
    """A link of a paragraph to another place of the text keeps its words."""
    texts = ("The ropes and who paid", "Užad i ko ih je platio")
    links = [
        f"<p id='{key}'>{STORY[key]}</p><p><a href='#{key}'>{text}</a></p>"
        for key, text in zip(("a3", "b3"), texts, strict=True)
    ]
    result = import_html("<p>Local</p>", links[1], links[0])
    assert not any(text in left.text for text in texts for left in result.left_out)
    assert texts[0] in result.bodies["en"]


@pytest.mark.parametrize("menu", ["Naslovna\nO nama\nKontakt", "Kontakt\n\nVesti", "Home\nContact", "Contact\n\nHome"])
def test_contact_in_a_menu_is_no_part_of_the_text(menu: str) -> None:
    """The word alone, with no address below it, is a menu's."""
    result = import_document(f"{menu}\n\nLocal\n3 May 2024\n\n{HALVES[0]}\n\n{HALVES[1]}".encode(), "page.txt", SITE)
    assert not any("ontact" in body or "Kontakt" in body for body in result.bodies.values())
    assert result.questions == ()


def test_contact_above_an_address_stays() -> None:
    """The word above a name and an address opens the contacts of a release."""
    people = "Kontakt\nVesna Gajić\nvesna.gajic@example.org"
    result = import_document(f"Local\n3 May 2024\n\n{HALVES[0]}\n\n{HALVES[1]}\n\n{people}".encode(), "page.txt", SITE)
    assert "Kontakt" in result.bodies["sr"]


@pytest.mark.parametrize(
    "closing",
    [
        "Pozdrav, Milena",
        "Pozdrav Milena",
        "Pozdrav! Milena",
        "Hvala, Milena",
        "Srdačan pozdrav, Milena Ilić",
        "S poštovanjem, Milena",
        "Lep pozdrav – Milena",
        "LP, Milena",
        "Svako dobro, M.",
        "Best, Ana",
        "Best regards, Ana Ilić",
        "Kind regards, Ana M. Ilić",
        "Thanks, Ana",
        "Many thanks – Ana",
        "Cheers, Ana",
        "All the best, Ana",
    ],
)
def test_the_end_of_a_message_in_one_line_is_left_out(closing: str) -> None:
    """Words that close a message, with the name behind them, are no part of the text."""
    message = email.message.EmailMessage()
    message["From"], message["To"], message["Subject"] = "milena@example.org", "web@example.org", "vest"
    message.set_content(f"Zdravo,\n\nLocal\n3 May 2024\n\n{HALVES[0]}\n\n{HALVES[1]}\n\n{closing}\n")
    result = import_document(bytes(message), "page.eml", SITE)
    assert result.titles == {"en": STORY["a"], "sr": STORY["b"]}
    assert not any(closing.split()[-1] in body for body in result.bodies.values())
    assert result.questions == ()


def test_the_same_words_below_a_text_that_was_not_sent_are_asked_about() -> None:
    """In a page, a line of thanks with a name may be the author's."""
    page = f"Local\n3 May 2024\n\n{HALVES[0]}\n\n{HALVES[1]}\n\nHvala, Milena"
    result = import_document(page.encode(), "page.txt", SITE)
    assert any("Hvala, Milena" in str(question) for question in result.questions)
