"""Titles that were typed on several lines are joined, and what only stands below or above a title is not."""

from __future__ import annotations

import email.message

import pytest

from plugins.cyrillic import to_latin
from plugins.importer import ImportResult, import_document
from tests.importer.stories import SITE, STORY

BROKEN = {
    "small letters": ("The ferry of Kladovo returns to\nthe river", "Skela iz Kladova vraća se na\nreku"),
    "three lines": ("The ferry of Kladovo\nreturns to the river\nafter a year", "Skela iz Kladova\nvraća se\nna reku"),
    "a name below": ("Ferry returns to the river at\nKladovo", "Skela se vraća na reku kod\nKladova"),
    "names on two lines": (
        "New ferry joins the towns of\nKladovo, Golubac and\nVeliko Gradište",
        "Skela spaja gradove\nna reci sa selima",
    ),
    "capitals": ("FERRY RETURNS TO THE\nRIVER AT KLADOVO", "SKELA SE VRAĆA NA\nREKU KOD KLADOVA"),
    "quotation and colon": ("'The river is our road':\nKladovo has a ferry", "„Reka je put”:\nKladovo ima skelu"),
    "comma": ("After ten years,\nKladovo has a ferry", "Posle deset godina,\nKladovo ima skelu"),
    "dash": ("Kladovo has a ferry –\nTen Years Late", "Kladovo ima skelu –\ndeset godina kasnije"),
    "hyphen": ("Cross-\nborder ferry returns", "Preko-\ngranična skela se vraća"),
    "question": ("Will the ferry of Kladovo\nreturn to the river?", "Hoće li se skela\nvratiti na reku?"),
    "only English": (
        "Ferry returns to the river at\nKladovo after ten years",
        "Skela se vraća kod Kladova posle deset godina",
    ),
    "only Serbian": ("Ferry returns to the river after ten years", "Skela se vraća na reku kod\nKladova posle godina"),
    "Cyrillic": ("The ferry of Kladovo\nreturns to the river", "Скела из Кладова\nвраћа се на реку"),
    "abbreviation": ("Ferry of St.\nGeorge returns to the river", "Skela Sv.\nĐorđa vraća se na reku"),
}
APART = {
    "subtitle": ("Ten towns of the river paid for its new ropes", "Deset gradova na reci platilo je novu užad"),
    "subtitle with a full stop": ("It was paid for by ten towns.", "Platilo ju je deset gradova."),
    "byline": ("By Ana Marić", "Piše Ana Marić"),
    "place and date": ("Kladovo, 3 May 2024", "Kladovo, 3. maj 2024."),
    "credit": ("Photo: Ana Marić", "Foto: Ana Marić"),
}


def import_titles(english: str, serbian: str, signs: str = "") -> ImportResult:
    """Import the story with these titles, underlined with a row of signs."""
    parts = ["Local"]
    for letter, title in (("a", english), ("b", serbian)):
        parts += [f"{title}\n{signs * max(map(len, title.split(chr(10))))}".rstrip()]
        parts += ["3 May 2024"] if letter == "a" else []
        parts += [STORY[f"{letter}1"], STORY[f"{letter}2"]]
    return import_document("\n\n".join(parts).encode(), "page.txt", SITE)


@pytest.mark.parametrize("signs", ["", "=", "-"])
@pytest.mark.parametrize("name", BROKEN)
def test_a_title_on_several_lines_is_one(name: str, signs: str) -> None:
    """Its lines are one title without a question, and a note names them."""
    result = import_titles(*BROKEN[name], signs)
    titles = [to_latin(" ".join(text.replace("-\n", "-").split())) for text in BROKEN[name]]
    assert result.titles == dict(zip(("en", "sr"), titles, strict=True))
    assert result.questions == ()
    assert any("were read as one" in note for note in result.notes)


@pytest.mark.parametrize("name", APART)
def test_what_stands_below_a_title_is_no_part_of_it(name: str) -> None:
    """A subtitle, a byline, a day or a credit right below a title stays by itself, and nothing is asked."""
    below = APART[name]
    result = import_titles(f"{STORY['a']}\n{below[0]}", f"{STORY['b']}\n{below[1]}")
    assert result.titles == {"en": STORY["a"], "sr": STORY["b"]}
    assert result.questions == ()


@pytest.mark.parametrize(("english", "serbian"), [("IN FOCUS", "U FOKUSU"), ("Interview", "Intervju")])
def test_what_stands_above_a_title_is_no_part_of_it(english: str, serbian: str) -> None:
    """A kicker right above a title stays by itself."""
    result = import_titles(f"{english}\n{STORY['a']}", f"{serbian}\n{STORY['b']}")
    assert result.titles == {"en": STORY["a"], "sr": STORY["b"]}
    assert result.questions == ()


def test_titles_of_two_languages_below_each_other_are_two() -> None:
    """Each is broken, and each is whole."""
    page = "Local\n3 May 2024\n\nFerry returns to\nthe river\nSkela se vraća\nna reku\n\n"
    page += "\n\n".join(STORY[key] for key in ("a1", "a2", "b1", "b2"))
    result = import_document(page.encode(), "page.txt", SITE)
    assert result.titles == {"en": "Ferry returns to the river", "sr": "Skela se vraća na reku"}


@pytest.mark.parametrize(
    ("first", "second"),
    [("Ferry of Kladovo carries", "300 pupils each day"), ("The Ferry of Kladovo Returns", "To The River Danube")],
)
def test_lines_that_may_be_one_title_are_asked_about(first: str, second: str) -> None:
    """What neither the words nor the other title show is a question that names both lines."""
    result = import_titles(f"{first}\n{second}", "Skela iz Kladova prevozi 300 učenika svakog dana")
    assert any(first in str(question) and second in str(question) for question in result.questions)


def test_lines_of_a_heading_in_html_are_one_title() -> None:
    """A break within a heading is no end of the title."""
    texts = [f"<p>{STORY[letter + number]}</p>" for letter in "ab" for number in "12"]
    page = f"<p>Local</p><p>3 May 2024</p><h1>Ferry for Kladovo<br>back on the river</h1>{''.join(texts[:2])}"
    page += f"<h1>Skela za Kladovo<br>ponovo na reci</h1>{''.join(texts[2:])}"
    result = import_document(page.encode(), "page.html", SITE)
    assert result.titles == {"en": "Ferry for Kladovo back on the river", "sr": "Skela za Kladovo ponovo na reci"}
    assert result.questions == ()


def test_a_broken_title_below_the_note_of_a_message_is_one() -> None:
    """A sentence above the labels is no text below which titles are not looked for."""
    message = email.message.EmailMessage()
    message["From"], message["To"], message["Subject"] = "ana@example.org", "web@example.org", "text"
    titles = ("The ferry of Kladovo returns\nfinally", "Skela iz Kladova vraća se\nnajzad")
    halves = [f"{title}\n\n{STORY[k + '1']}\n\n{STORY[k + '2']}" for title, k in zip(titles, "ab", strict=True)]
    message.set_content(f"Hi Jelena,\n\nhere are both versions.\n\nLocal\n3 May 2024\n\n{halves[0]}\n\n{halves[1]}\n")
    result = import_document(bytes(message), "page.eml", SITE)
    assert result.titles == {"en": "The ferry of Kladovo returns finally", "sr": "Skela iz Kladova vraća se najzad"}


def test_broken_lines_inside_a_text_stay() -> None:
    """Lines of a poem between two paragraphs keep their breaks."""
    poem = "the river runs\nbelow the bridge\nand takes us all"
    halves = (
        f"{STORY['a']}\n\n{STORY['a1']}\n\n{poem}\n\n{STORY['a2']}\n\n{STORY['b']}\n\n{STORY['b1']}\n\n{STORY['b2']}"
    )
    result = import_document(f"Local\n3 May 2024\n\n{halves}".encode(), "page.txt", SITE)
    assert "the river runs  \nbelow the bridge  \nand takes us all" in result.bodies["en"]


def test_address_below_a_title_is_no_part_of_it() -> None:
    """A title with the address of its page below it stays as it is."""
    result = import_titles(f"{STORY['a']}\nhttp://example.org/ferry", f"{STORY['b']}\nhttp://example.org/skela")
    assert result.titles == {"en": STORY["a"], "sr": STORY["b"]}
    assert not any("were read as one" in note for note in result.notes)
