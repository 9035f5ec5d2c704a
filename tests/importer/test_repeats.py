"""Texts that stand twice on a page, and further versions, of any length at any place."""

from __future__ import annotations

import pytest

from plugins.content.settings.site_config import read_languages
from plugins.cyrillic import to_latin
from plugins.importer import import_document
from plugins.importer.asked import Topic
from plugins.importer.options import site_of
from tests.importer.harness import CATEGORIES
from tests.importer.stories import SITE

GIVEN = {"date": "", "slug": "", "category": "", "goals": ""}
ENGLISH = [
    "The Mill Becomes a School of Crafts",
    "The old mill above the village has been turned into a school where young people learn to work with wood and iron.",
    "Lessons are held every evening, and the tools were given by the people of the village and by two factories.",
    "“I have made my first chair, and it even stands straight,” says Petar, who is sixteen years old.",
]
SERBIAN = [
    "Vodenica postala škola zanata",
    "Stara vodenica iznad sela pretvorena je u školu u kojoj mladi uče da rade sa drvetom i gvožđem.",
    "Nastava se održava svake večeri, a alat su poklonili meštani sela i dve fabrike.",
    "„Napravio sam svoju prvu stolicu, i ona čak stoji uspravno“, kaže šesnaestogodišnji Petar.",
]
CYRILLIC = [
    "Воденица постала школа заната",
    "Стара воденица изнад села претворена је у школу у којој млади уче да раде са дрветом и гвожђем.",
    "Настава се одржава сваке вечери, а алат су поклонили мештани села и две фабрике.",
    "„Направио сам своју прву столицу, и она чак стоји усправно“, каже шеснаестогодишњи Петар.",
]
OTHERS = {
    "hu": [
        "A malom kézműves iskola lett",
        "A falu feletti régi malmot iskolává alakították, ahol a fiatalok fával és vassal tanulnak dolgozni.",
        "Az órákat minden este megtartják, a szerszámokat pedig a falu lakói és két gyár adományozta.",
    ],
    "sq": [
        "Mulliri u bë shkollë e zanateve",
        "Mulliri i vjetër mbi fshat u shndërrua në një shkollë ku të rinjtë mësojnë të punojnë me dru dhe hekur.",
        "Mësimet mbahen çdo mbrëmje, ndërsa veglat i dhuruan banorët e fshatit dhe dy fabrika.",
    ],
    "de": [
        "Aus der Mühle wird eine Schule des Handwerks",
        "Die alte Mühle über dem Dorf ist jetzt eine Schule, in der junge Leute mit Holz und Eisen arbeiten.",
        "Der Unterricht findet jeden Abend statt, und die Werkzeuge haben die Leute aus dem Dorf gestiftet.",
    ],
    "sk": [
        "Z mlyna je škola remesiel",
        "Starý mlyn nad dedinou premenili na školu, v ktorej sa mladí ľudia učia pracovať s drevom a železom.",
        "Vyučovanie býva každý večer a náradie darovali obyvatelia dediny a dve továrne.",
    ],
}


def _page(*texts: list[str]) -> bytes:
    return "\n\n* * *\n\n".join(
        "\n\n".join(["News", "Local", *texts[0]] if not at else text) for at, text in enumerate(texts)
    ).encode()


@pytest.mark.parametrize("size", [2, 3, 4])
@pytest.mark.parametrize("place", ["below itself", "between", "at the end"])
@pytest.mark.parametrize("repeated", [ENGLISH, SERBIAN, CYRILLIC], ids=["en", "sr", "sr-cyrl"])
def test_text_that_stands_twice_is_taken_once_and_noted(size: int, place: str, repeated: list[str]) -> None:
    """One of two copies is left out, with a note and no question."""
    pages = {
        "below itself": (repeated, repeated[:size], ENGLISH if repeated is not ENGLISH else SERBIAN),
        "between": (SERBIAN, repeated[:size], ENGLISH)
        if repeated is not ENGLISH
        else (ENGLISH, ENGLISH[:size], SERBIAN),
        "at the end": (ENGLISH, SERBIAN, repeated[:size]),
    }
    result = import_document(_page(*pages[place]), "page.txt", SITE)
    for code, text in (("en", ENGLISH), ("sr", SERBIAN)):
        written = next(content for name, content in result.files.items() if name.endswith(f".{code}.md"))
        assert result.titles[code] == text[0]
        for paragraph in text[1:]:
            assert written.count(to_latin(paragraph)[10:40]) == 1, paragraph
    assert any("stands twice" in note or "both scripts" in note for note in map(str, result.notes))
    assert not result.questions or all(
        question.topic in (Topic.NO_DATE, Topic.NO_CATEGORY) for question in result.questions
    )


@pytest.mark.parametrize("place", [0, 2], ids=["above", "below"])
def test_whole_text_in_one_paragraph_is_a_copy_for_machines(place: int) -> None:
    """Wherever it stands, the paragraphs of the text stay, each once, and the copy is in no file."""
    texts = [ENGLISH, SERBIAN]
    texts.insert(place, [" ".join(ENGLISH[1:])])
    result = import_document("\n\n".join(line for text in texts for line in text).encode(), "page.txt", SITE)
    assert [result.bodies["en"].count(line[:40]) for line in ENGLISH[1:]] == [1, 1, 1]


def test_lone_paragraph_that_stands_twice_stays_and_is_asked_about() -> None:
    """Nobody knows whether it was meant."""
    page = "\n\n".join(["News", "Local", *ENGLISH, ENGLISH[2], "", *SERBIAN])
    result = import_document(page.encode(), "page.txt", SITE)
    assert any("stands twice" in str(question.message) for question in result.questions)
    assert not result.left_out


def test_section_that_the_author_repeats_stays() -> None:
    """Two lines of a long text, as of a plan, stand twice in it because its author says them twice."""
    days = [
        f"The lesson of day {day} begins at eight in the mill and ends when all tools are clean again."
        for day in range(9)
    ]
    repeated = ["Bring your own lunch", "A pair of gloves and a pencil are needed too, and old shoes."]
    text = [ENGLISH[0], *days[:4], *repeated, *days[4:], *repeated]
    result = import_document(_page(text, SERBIAN), "page.txt", SITE)
    written = next(content for name, content in result.files.items() if name.endswith(".en.md"))
    assert written.count("A pair of gloves") == 2


@pytest.mark.parametrize("size", [1, 2, 3])
@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("code", OTHERS)
def test_third_version_is_kept_aside_and_named(size: int, place: int, code: str) -> None:
    """Whatever its length and place, no line of it is in a file; it is asked about where it is short, or in a language
    like Serbian."""
    other = OTHERS[code][:size] if size > 1 else OTHERS[code][1:2]
    texts = [ENGLISH, SERBIAN]
    texts.insert(place, other)
    page = "News\n\nLocal\n\n3 May 2024\n\n" + "\n\n* * *\n\n".join("\n\n".join(text) for text in texts)
    result = import_document(page.encode(), "page.txt", SITE)
    assert result.titles == {"en": ENGLISH[0], "sr": SERBIAN[0]}
    written = "".join(result.files.values())
    assert not [line for line in other if line in written]
    sure = code in ("sq", "de") and size == 3
    said = result.notes if sure else [str(question) for question in result.questions]
    assert any("is in no file" in line for line in said)


@pytest.mark.parametrize("code", ["hr", "bs"])
def test_site_in_croatian_or_bosnian_keeps_its_text_and_sets_serbian_aside(code: str) -> None:
    """Serbian is a language like it there."""
    own = {
        "hr": "Stari mlin iznad sela pretvoren je u školu u kojoj mladi uče raditi s drvom i željezom, a tijekom "
        "siječnja održana je i izložba dječjih radova.",
        "bs": "Stari mlin iznad sela pretvoren je u školu u kojoj mladi uče raditi sa drvetom i željezom, a u augustu "
        "je održana i izložba dječjih radova, koju je općina htjela vidjeti.",
    }[code]
    names = {"hr": "Hrvatski", "bs": "Bosanski", "en": "English"}
    cldr = {"hr": "hr_HR", "bs": "bs_Latn_BA", "en": "en_GB"}
    languages = read_languages({one: {"name": names[one], "cldr": cldr[one]} for one in (code, "en")})
    site = site_of(languages, CATEGORIES, GIVEN)
    page = "\n\n".join(["Mlin je postao škola", own, "* * *", *ENGLISH, "* * *", *SERBIAN])
    result = import_document(page.encode(), "page.txt", site)
    assert own in "".join(result.files.values())
    assert SERBIAN[1] not in "".join(result.files.values())
    assert any("Serbian" in str(question.message) for question in result.questions)
