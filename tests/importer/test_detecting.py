"""The language of short texts: right where it is sure, and unsure of names and numbers."""

from __future__ import annotations

import pytest

from plugins.cyrillic import to_cyrillic
from plugins.importer import import_document
from plugins.importer.language.data import read_language
from plugins.importer.language.detection import SiteDetector
from plugins.locales.language import known_codes
from tests.importer.stories import SITE

DETECTOR = SiteDetector(
    [read_language("en"), read_language("sr")], [read_language(c) for c in known_codes() if c not in ("en", "sr")]
)
SURE = {
    "en": ["New clinic opens in Niš", "How it works", "“We believe in you,” she said.", "MORE MONEY FOR RURAL SCHOOLS"],
    "sr": [
        "Nova ambulanta u Nišu",
        "Kako to radi",
        "„Verujemo u vas“, rekla je.",
        "zastita zivotne sredine",
        "Отворена нова школа у Нишу",
    ],
    "hu": ["Megnyílt az új iskola, ahol a gyerekek tanulnak"],
    "sq": ["U hap shkolla e re në Preshevë për të gjithë fëmijët"],
    "de": ["Die neue Schule wurde für alle Kinder eröffnet"],
    "mk": ["Отворено ново училиште во Скопје за сите деца"],
    "bg": ["Откриха ново училище в София за всички деца"],
    "ru": ["Открыта новая школа в Москве для всех детей"],
    "ro": ["Noua școală a fost deschisă pentru toți copiii"],
    "sk": ["Nová škola bola otvorená pre všetky deti v meste"],
    "rom": ["E čhave gilabade thaj o foro sas šukar, numa vi amen samas okote"],
    "it": ["La nuova scuola è stata aperta per tutti i bambini"],
    "es": ["La nueva escuela fue inaugurada para todos los niños"],
    "tr": ["Yeni okul bütün çocuklar için dün açıldı"],
    "uk": ["Нову школу відкрили вчора для всіх дітей міста"],
    "other script": ["新しい学校が開校しました"],
}
UNSURE = ["UNDP, UNICEF, WHO", "Ana Petrović, Marko Jovanović", "+381 11 33 22 111", "IOM Serbia", "", "2030", "***"]


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in SURE.items() for text in texts])
def test_sure(code: str, text: str) -> None:
    """A short sentence or title is told, whatever its script."""
    assert DETECTOR.sure_language(text) == code


@pytest.mark.parametrize("text", UNSURE)
def test_unsure(text: str) -> None:
    """Names, acronyms and numbers are the same in every language."""
    assert not DETECTOR.sure_language(text)


def test_other_languages_of_a_site() -> None:
    """Another table of languages is told apart by the same code."""
    detector = SiteDetector([read_language("en"), read_language("ar")])
    assert detector.sure_language("افتتح المركز الجديد للشباب أمس") == "ar"
    assert detector.sure_language("The new centre for young people has opened.") == "en"


def test_third_language_beside_english_makes_no_serbian_file() -> None:
    """A page in English and Slovene has no Serbian text, though a sentence of it may look Serbian by itself."""
    page = "\n\n".join(
        (
            "Local\n3 May 2024",
            "Ferry returns to the river",
            "People of both villages had waited all summer for the ferry, and on Sunday they met it with songs.",
            "\nTrajekt se vrača na reko",
            "Prebivalci obeh vasi so vse poletje čakali na trajekt. Trajekt je nova radost, a stara briga.",
            "Otroci bodo spet prihajali v šolo v desetih minutah, vožnja pa bo en teden brezplačna.",
        )
    )
    result = import_document(page.encode(), "page.txt", SITE)
    assert list(result.bodies) == ["en"]
    assert any("Slovene" in str(question) for question in result.questions)


def test_usual_serbian_words_are_no_marks_of_croatian() -> None:
    """Words that Serbian has too, such as "voditeljka", "travnjak" and "računala", do not speak for its relatives."""
    page = (
        "Local\n3 May 2024\n\nVoditeljka na travnjaku\n\nVoditeljka je na travnjaku ispred škole računala koliko je "
        "sedmica ostalo do praznika, a publika je pevala i tražila da se pesma ponovi."
    )
    result = import_document(page.encode(), "page.txt", SITE)
    assert not any("may be in a language like it" in str(question) for question in result.questions)


def languages_asked(text: str) -> list[str]:
    """What the importer asks, or notes, about the language of a page with this Serbian or similar text."""
    page = f"Local\n3 May 2024\n\nThe ropes\n\nThe new ropes were paid for by eleven towns.\n\n***\n\nUžad\n\n{text}"
    result = import_document(page.encode(), "page.txt", SITE)
    noted = [note for note in result.notes if "may be in a language like it" in note]
    return [*(str(question) for question in result.questions if question.topic == "language"), *noted]


@pytest.mark.parametrize(
    "text",
    [
        "Na obali se okupilo mnogo ljudi iz oba grada, a muzika je svirala do ponoći. Skelar je pozdravio goste i "
        "rekao da je posao bio težak, ali da su svi majstori radili bez odmora i da je užad stigla na vrijeme.",
        "Stara skela čuvala se u muzeju, a nova plovi od subote. Brodari iz dvije obitelji podijelili su posao i svaki "
        "tjedan netko drugi stoji za kormilom, dok ostali popravljaju motor i paze na putnike.",
        "Skela je opet na vodi i vozi svakog dana osim petka. Nova užad je duga osamdeset metara, a platio ju je fond "
        "gradova. Skelar kaže da ljudi stoje na obali, mašu i pitaju kada kreće, a on samo pokaže na sat.",
        "Skela je ponovno na vodi in vozi vsak dan razen v petek. Nova vrv je dolga osemdeset metrov, plačal pa jo je "
        "sklad mest ob reki. Skipper pravi, da ljudje stojijo na bregu in sprašujejo, kdaj odpelje.",
    ],
    ids=["Bosnian", "Croatian", "without marks", "Slovene"],
)
def test_text_that_may_be_in_a_similar_language_is_asked_about(text: str) -> None:
    """A text of forty words is never taken for Serbian in silence unless its words show that it is."""
    assert languages_asked(text)


@pytest.mark.parametrize(
    "text",
    [
        "Deca su ceo dan sedela na obali i čekala. U nedelju je prva skela prešla reku, a posle nje još dve. Skelar je "
        "rekao da je srećan što su svi uspeli i da će voziti sve dok bude putnika koji žele da pređu.",
        "Nova užad je od čelika. Sledeće nedelje skelari će je zategnuti, a onda počinje probna vožnja. Svi koji žive "
        "pored reke mogu da dođu i vide kako skela radi, a posle podne biće i muzike na obali.",
    ],
)
def test_serbian_text_is_not_asked_about(text: str) -> None:
    """Serbian words such as "nedelja" and "posle" leave no doubt."""
    assert languages_asked(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "U trci je već bilo sedam drugih kandidata, a poslednje što im je trebalo je bio još jedan. Neko je to nazvao "
        "Snježana i sedam patuljaka. Budući da je kampanja već bila poodmakla, ona je zaostajala.",
        "Severin i Cvetković bili su na skeli kad je stigla užad. Skelar kaže da ljudi stoje na obali i pitaju kada "
        "kreće, a on samo pokaže na sat. Karta je besplatna za sve koji rade u gradu, a ostali plaćaju na brodu.",
        "Univerzitet će instalirat najveći teleskop u zemlji. Skelar kaže da ljudi stoje na obali i pitaju kada "
        "kreće, a on samo pokaže na sat. Karta je besplatna za sve koji rade u gradu, a ostali plaćaju na brodu.",
    ],
    ids=["one slip and a Croatian name", "names that look Serbian", "an infinitive without its end"],
)
def test_one_word_that_looks_serbian_is_not_enough(text: str) -> None:
    """Names count for no language, and one word only where nothing in the text is rare in Serbian."""
    assert languages_asked(text)


@pytest.mark.parametrize(
    "text",
    [
        "Докторката од градот рекла дека бродот е нов и дека патниците се задоволни, а билетот за сите е бесплатен.",
        "„Решив да дојдам со нив затоа што мислам дека така ќе биде подобро“, рече скелаџијата пред домот на младите "
        "во градот, каде што го чекаа многу луѓе со цвеќе.",
    ],
)
def test_macedonian_is_compared_in_its_own_letters(text: str) -> None:
    """Macedonian that was taken for Serbian, and is stored in Latin letters, is asked about."""
    page = f"Local\n3 May 2024\n\nThe ropes\n\nThe new ropes were paid for by eleven towns.\n\n***\n\n{text}"
    result = import_document(page.encode(), "page.txt", SITE)
    said = [*map(str, result.questions), *result.notes]
    assert "sr" not in result.bodies or any("Macedonian" in line or "like it" in line for line in said)


@pytest.mark.parametrize(
    "head",
    [
        '<html lang="bs">',
        '<html><meta property="og:locale" content="bs_BA">',
        '<html><base href="https://novine.ba/1">',
    ],
)
def test_head_that_names_a_similar_language_makes_the_text_asked_about(head: str) -> None:
    """A text with few words that only Serbian has is asked about if the page's head or domain names another one."""
    words = (
        "Skelar kaže da ljudi stoje na obali, mašu i pitaju kada kreće, a on samo pokaže na sat. Karta je besplatna, i "
        "dete od pet godina je vozi se sa njima. Nova užad je duga osamdeset metara, a platio ju je fond gradova ovde."
    )
    asked = []
    for opening in ("<html>", head):
        page = (
            f"{opening}<h1>The ropes</h1><p>The new ropes were paid for by eleven towns.</p><h1>Užad</h1><p>{words}</p>"
        )
        result = import_document(page.encode(), "page.html", SITE)
        asked.append([str(question) for question in result.questions if "like it" in str(question)])
    assert asked[0] == []
    assert asked[1]


@pytest.mark.parametrize(
    ("heading", "sentence"),
    [("Crnogorski", "Skela vozi đecu."), ("Bosanski", "Skela vozi ljude."), ("Na hrvatskom", "Brod prima goste.")],
)
def test_a_short_sentence_below_the_name_of_another_language_is_set_aside(heading: str, sentence: str) -> None:
    """A third version of one short sentence is in no file if its heading names its language."""
    page = (
        "The ropes\n\nThe new ropes were paid for by eleven towns, and the ferry sails again from Monday.\n\n***\n\n"
        "Užad\n\nNovu užad platilo je jedanaest gradova, a skela ponovo plovi od ponedeljka i prevozi decu.\n\n***\n\n"
        f"{heading}\n\n{sentence}\n"
    )
    result = import_document(page.encode(), "page.txt", SITE)
    assert not any(sentence in body for body in result.bodies.values())
    assert any(sentence in text for _, text in result.aside)


TITLE = "Novi brod za putnike"
UNMARKED = (
    "Grad je kupio novi brod za putnike i automobile. Kapetan Petar Savić rekao je da brod može da primi stotinu "
    "putnika i deset automobila. Karte se kupuju na obali, a brod polazi svaki sat od jutra do kraja dana. Putnici "
    "čekaju na trgu pored stare luke."
)


@pytest.mark.parametrize(
    ("name", "page", "said"),
    [
        ("page.txt", f"{TITLE}\n\n{UNMARKED}", "noted"),
        ("page.txt", f"{TITLE}\n\n{UNMARKED} To je prvak sveta u plovidbi.", ""),
        ("page.txt", to_cyrillic(f"{TITLE}\n\n{UNMARKED}"), ""),
        ("page.txt", to_cyrillic(f"{TITLE}\n\n{UNMARKED} Prije toga nije bilo broda."), "asked"),
        ("page.txt", f"Srpski\n\n{TITLE}\n\n{UNMARKED}", ""),
        ("page.txt", f"Srpski\n\n{TITLE}\n\n{UNMARKED} Prije toga nije bilo broda.", "asked"),
        ("page.html", f"<html lang='sr'><body><h1>{TITLE}</h1><p>{UNMARKED}</p>", ""),
        ("page.html", f"<html lang='hr'><body><h1>{TITLE}</h1><p>{UNMARKED}</p>", "asked"),
    ],
)
def test_text_without_words_of_one_language_alone(name: str, page: str, said: str) -> None:
    """It is noted, since it is right in both, unless its script, a heading or the page's head shows that it is Serbian;
    it is asked about where something speaks against that."""
    result = import_document(page.encode(), name, SITE)
    lines = {"asked": result.questions, "noted": result.notes}
    found = [how for how, some in lines.items() if any("may be in a language like it" in str(line) for line in some)]
    assert "".join(found) == said


@pytest.mark.parametrize("word", ["službenom", "točkovima", "dijetetske", "velečasni", "kolovoze", "žurnal"])
def test_serbian_words_that_begin_like_croatian_ones_count_for_neither(word: str) -> None:
    """A stem of another language may be that of a Serbian word as well."""
    page = f"{TITLE}\n\n{UNMARKED} Posle dve nedelje {word} je bilo sve.\n\nI to je {word} na obali.\n"
    questions = import_document(page.encode(), "page.txt", SITE).questions
    assert not any("may be in a language like it" in str(question) for question in questions)
