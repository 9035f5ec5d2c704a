"""The language of short texts, texts in a language like Serbian, and texts that stand twice or in a third language."""

from __future__ import annotations

import pytest

from plugins.content.settings.site_config import read_languages
from plugins.cyrillic import to_cyrillic, to_latin
from plugins.importer import import_document
from plugins.importer.asked import Topic
from plugins.importer.language.data import read_language
from plugins.importer.language.detection import SiteDetector
from plugins.importer.options import site_of
from plugins.locales.language import known_codes
from tests.importer.harness import CATEGORIES
from tests.importer.stories import SITE

DETECTOR = SiteDetector(
    [read_language("en"), read_language("sr")], [read_language(c) for c in known_codes() if c not in ("en", "sr")]
)
SURE = {
    "en": ["New clinic opens in Niš", "How it works", "“We believe in you,” she said.", "MORE MONEY FOR RURAL SCHOOLS"],
    "sr": ["Nova ambulanta u Nišu", "Kako to radi", "„Verujemo u vas“, rekla je.", "zastita zivotne sredine",
           "Отворена нова школа у Нишу"],
    "hu": ["Megnyílt az új iskola, ahol a gyerekek tanulnak"],
    "sq": ["U hap shkolla e re në Preshevë për të gjithë fëmijët"],
    "de": ["Die neue Schule wurde für alle Kinder eröffnet"],
    "mk": ["Отворено ново училиште во Скопје за сите деца"],
    "bg": ["Откриха ново училище в София за всички деца"],
    "ru": ["Открыта новая школа в Москве для всех детей"],
    "ro": ["Noua școală a fost deschisă pentru toți copiii"],
    "rom": ["E čhave gilabade thaj o foro sas šukar, numa vi amen samas okote"],
    "tr": ["Yeni okul bütün çocuklar için dün açıldı"],
    "other script": ["新しい学校が開校しました"],
    # Names, acronyms and numbers are the same in every language.
    "": ["UNDP, UNICEF, WHO", "Ana Petrović, Marko Jovanović", "+381 11 33 22 111", "IOM Serbia", "", "2030", "***"],
}  # fmt: skip


def test_language_of_a_short_text() -> None:
    """A short sentence or title has its language, whatever its script, or none."""
    read = {text: DETECTOR.sure_language(text) for texts in SURE.values() for text in texts}
    assert read == {text: code for code, texts in SURE.items() for text in texts}
    arabic = SiteDetector([read_language("en"), read_language("ar")])
    assert arabic.sure_language("افتتح المركز الجديد للشباب أمس") == "ar"


TITLE = "Novi brod za putnike"
UNMARKED = (
    "Grad je kupio novi brod za putnike i automobile. Kapetan Petar Savić rekao je da brod može da primi stotinu "
    "putnika i deset automobila. Karte se kupuju na obali, a brod polazi svaki sat od jutra do kraja dana. Putnici "
    "čekaju na trgu pored stare luke."
)
BEFORE = "Prije toga nije bilo broda."
CLOCK = "Skelar kaže da ljudi stoje na obali i pitaju kada kreće, a on samo pokaže na sat."
# Texts below an English one, and whether the editor is asked about their language, or reads a note on it.
LIKE_SERBIAN = {
    "Na obali se okupilo mnogo ljudi iz oba grada, a muzika je svirala do ponoći. Skelar je rekao da je posao bio "
    "težak, ali da su svi majstori radili bez odmora i da je užad stigla na vrijeme.": True,
    "Stara skela čuvala se u muzeju, a nova plovi od subote. Brodari iz dvije obitelji podijelili su posao i svaki "
    "tjedan netko drugi stoji za kormilom, dok ostali popravljaju motor i paze na putnike.": True,
    f"Skela je opet na vodi i vozi svakog dana osim petka. Nova užad je duga, a platio ju je fond. {CLOCK}": True,
    "Skela je ponovno na vodi in vozi vsak dan razen v petek. Nova vrv je dolga osemdeset metrov, plačal pa jo je "
    "sklad mest ob reki. Skipper pravi, da ljudje stojijo na bregu in sprašujejo, kdaj odpelje.": True,
    f"Severin i Cvetković bili su na skeli kad je stigla užad. {CLOCK} Karta je besplatna za sve.": True,
    f"Univerzitet će instalirat najveći teleskop u zemlji. {CLOCK} Karta je besplatna za sve.": True,
    "Deca su ceo dan sedela na obali i čekala. U nedelju je prva skela prešla reku, a posle nje još dve. Skelar je "
    "rekao da je srećan što su svi uspeli i da će voziti sve dok bude putnika koji žele da pređu.": False,
    "Nova užad je od čelika. Sledeće nedelje skelari će je zategnuti, a onda počinje probna vožnja. Svi koji žive "
    "pored reke mogu da dođu i vide kako skela radi, a posle podne biće i muzike na obali.": False,
    **{f"{UNMARKED} Posle dve nedelje {word} je bilo sve. I to je {word} na obali.": False
       for word in ("službenom", "točkovima", "dijetetske", "kolovoze", "žurnal")},
}  # fmt: skip


@pytest.mark.parametrize("text", LIKE_SERBIAN)
def test_text_is_never_taken_for_serbian_in_silence(text: str) -> None:
    """Unless its words show that it is; names, and words that only begin like Croatian ones, show nothing."""
    page = f"Local\n3 May 2024\n\nThe ropes\n\nThe new ropes were paid for by eleven towns.\n\n***\n\nUžad\n\n{text}"
    result = import_document(page.encode(), "page.txt", SITE)
    noted = [note for note in result.notes if "may be in a language like it" in note]
    asked = [question for question in result.questions if question.topic == "language"]
    assert bool(asked or noted) == LIKE_SERBIAN[text]


@pytest.mark.parametrize(
    ("name", "page", "said"),
    [
        ("page.txt", f"{TITLE}\n\n{UNMARKED}", "noted"),
        ("page.txt", f"{TITLE}\n\n{UNMARKED} To je prvak sveta u plovidbi.", ""),
        ("page.txt", to_cyrillic(f"{TITLE}\n\n{UNMARKED}"), ""),
        ("page.txt", to_cyrillic(f"{TITLE}\n\n{UNMARKED} {BEFORE}"), "asked"),
        ("page.txt", f"Srpski\n\n{TITLE}\n\n{UNMARKED}", ""),
        ("page.txt", f"Srpski\n\n{TITLE}\n\n{UNMARKED} {BEFORE}", "asked"),
        ("page.html", f"<html lang='sr'><body><h1>{TITLE}</h1><p>{UNMARKED}</p>", ""),
        ("page.html", f"<html lang='hr'><body><h1>{TITLE}</h1><p>{UNMARKED}</p>", "asked"),
        ("page.html", f"<base href='https://novine.ba/1'><h1>{TITLE}</h1><p>{UNMARKED}</p>", "asked"),
    ],
)
def test_text_without_words_of_one_language_alone(name: str, page: str, said: str) -> None:
    """It is noted, since it is right in both, unless its script, a heading or the page's head shows that it is Serbian;
    it is asked about where something speaks against that."""
    result = import_document(page.encode(), name, SITE)
    lines = {"asked": result.questions, "noted": result.notes}
    found = [how for how, some in lines.items() if any("may be in a language like it" in str(line) for line in some)]
    assert "".join(found) == said


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
CYRILLIC = [to_cyrillic(line) for line in SERBIAN]
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
    "sk": [
        "Z mlyna je škola remesiel",
        "Starý mlyn nad dedinou premenili na školu, v ktorej sa mladí ľudia učia pracovať s drevom a železom.",
        "Vyučovanie býva každý večer a náradie darovali obyvatelia dediny a dve továrne.",
    ],
}


def page_of(*texts: list[str]) -> bytes:
    """Texts below each other, with labels above the first one and signs between them."""
    return "\n\n* * *\n\n".join("\n\n".join(text) for text in (["News", "Local", *texts[0]], *texts[1:])).encode()


@pytest.mark.parametrize("size", [2, 4])
@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("repeated", [ENGLISH, SERBIAN, CYRILLIC], ids=["en", "sr", "sr-cyrl"])
def test_text_that_stands_twice_is_taken_once_and_noted(size: int, place: int, repeated: list[str]) -> None:
    """Below itself, between the texts or at the end: one of two copies is left out, with a note and no question."""
    other = ENGLISH if repeated is not ENGLISH else SERBIAN
    texts = [repeated, other] if place != 1 else [other, repeated]
    texts.insert(min(place + 1, 2) if place != 1 else 1, repeated[:size])
    result = import_document(page_of(*texts), "page.txt", SITE)
    for code, text in (("en", ENGLISH), ("sr", SERBIAN)):
        assert result.titles[code] == text[0]
        assert [result.bodies[code].count(to_latin(line)[10:40]) for line in text[1:]] == [1, 1, 1]
    assert any("stands twice" in note or "both scripts" in note for note in map(str, result.notes))
    assert {question.topic for question in result.questions} <= {Topic.NO_DATE, Topic.NO_CATEGORY}


def test_what_the_author_says_twice_stays() -> None:
    """A lone paragraph that stands twice is asked about; two lines of a long text that come back are its author's."""
    page = "\n\n".join(["News", "Local", *ENGLISH, ENGLISH[2], "", *SERBIAN])
    result = import_document(page.encode(), "page.txt", SITE)
    assert any("stands twice" in str(question.message) for question in result.questions)
    assert not result.left_out
    days = [
        f"The lesson of day {day} begins at eight in the mill and ends when all tools are clean." for day in range(9)
    ]
    repeated = ["Bring your own lunch", "A pair of gloves and a pencil are needed too, and old shoes."]
    result = import_document(
        page_of([ENGLISH[0], *days[:4], *repeated, *days[4:], *repeated], SERBIAN), "page.txt", SITE
    )
    assert result.bodies["en"].count("A pair of gloves") == 2


@pytest.mark.parametrize("size", [1, 3])
@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("code", OTHERS)
def test_third_version_is_kept_aside_and_named(size: int, place: int, code: str) -> None:
    """Whatever its length and place, no line of it is in a file; it is asked about where it is short, or in a language
    like Serbian."""
    other = OTHERS[code][:size] if size > 1 else OTHERS[code][1:2]
    texts = [ENGLISH, SERBIAN]
    texts.insert(place, other)
    result = import_document(page_of(["3 May 2024", *texts[0]], *texts[1:]), "page.txt", SITE)
    assert result.titles == {"en": ENGLISH[0], "sr": SERBIAN[0]}
    assert not [line for line in other if line in "".join(result.files.values())]
    said = result.notes if code == "sq" and size == 3 else [str(question) for question in result.questions]
    assert any("is in no file" in line for line in said)


@pytest.mark.parametrize(
    ("heading", "sentence"),
    [("Crnogorski", "Skela vozi đecu."), ("Bosanski", "Skela vozi ljude."), ("Na hrvatskom", "Brod prima goste.")],
)
def test_a_short_sentence_below_the_name_of_another_language_is_set_aside(heading: str, sentence: str) -> None:
    """A third version of one short sentence is in no file if its heading names its language."""
    result = import_document(page_of(ENGLISH, SERBIAN, [heading, sentence]), "page.txt", SITE)
    assert not any(sentence in body for body in result.bodies.values())
    assert any(sentence in text for _, text in result.aside)


@pytest.mark.parametrize("code", ["hr", "bs"])
def test_site_in_croatian_or_bosnian_keeps_its_text_and_sets_serbian_aside(code: str) -> None:
    """Serbian is a language like it there."""
    own = {
        "hr": "Stari mlin iznad sela pretvoren je u školu u kojoj mladi uče raditi s drvom i željezom, a tijekom "
        "siječnja održana je i izložba dječjih radova.",
        "bs": "Stari mlin iznad sela pretvoren je u školu u kojoj mladi uče raditi sa drvetom i željezom, a u augustu "
        "je održana i izložba dječjih radova, koju je općina htjela vidjeti.",
    }[code]
    languages = {"hr": ("Hrvatski", "hr_HR"), "bs": ("Bosanski", "bs_Latn_BA"), "en": ("English", "en_GB")}
    settings = {one: dict(zip(("name", "cldr"), languages[one], strict=True)) for one in (code, "en")}
    site = site_of(read_languages(settings), CATEGORIES, {"date": "", "slug": "", "category": "", "goals": ""})
    result = import_document(page_of(["Mlin je postao škola", own], ENGLISH, SERBIAN), "page.txt", site)
    assert own in "".join(result.files.values())
    assert SERBIAN[1] not in "".join(result.files.values())
    assert any("Serbian" in str(question.message) for question in result.questions)
