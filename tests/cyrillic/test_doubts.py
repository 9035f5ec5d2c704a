"""What the editor is asked, what the glossary decides, and that clean prose raises no doubt."""

import pytest

from plugins.cyrillic import Doubt, GlossaryError, parse_glossary, to_cyrillic, to_latin, undecided
from plugins.cyrillic.glossary import latin_phrases

GLOSSARY = parse_glossary("""\ufeff# kako se piše u ćiriličkom izdanju
UNDP = УНДП
IOM = IOM
Facebook = Фејсбук
Viber = Viber
Human Rights Watch = Human Rights Watch
UN Women = УН Вимен
nadžak-baba = наџак-баба
""")

ASKED = {
    "Stigao je UNHCR danas": ("UNHCR", 10, "acronym", "UNHCR = UNHCR"),
    "iz SDG-ova": ("SDG-ova", 3, "acronym", "SDG = SDG"),
    "misija MINUSCA je": ("MINUSCA", 7, "acronym", "MINUSCA = МИНУСЦА"),
    "Djordje piše": ("Djordje", 0, "spelling", "Đorđe"),
    "da nadju put": ("nadju", 3, "spelling", "nađu"),
    "LJ. Petrović": ("LJ", 0, "spelling", "Lj"),
    "NJegoš piše": ("NJegoš", 0, "spelling", "Njegoš"),
    "LjUBAV": ("LjUBAV", 0, "spelling", "LJUBAV"),
    "stari nadžokalj": ("nadžokalj", 6, "two letters or one", "nadžokalj = наджокаљ"),
    "vest EkoFond": ("EkoFond", 5, "mixed capitals", "EkoFond = EkoFond"),
    "slovo mаma": ("mаma", 6, "mixed scripts", "mama"),
    "I svetski rat": ("I", 0, "a numeral or a word", "I = И"),
    "Pesma „Let it be” otvorila je koncert": ("Let it be", 7, "another language", "Let it be = Лет ит бе"),
}


@pytest.mark.parametrize(("text", "doubt"), ASKED.items())
def test_a_doubt_names_the_token_its_place_and_what_to_write(text, doubt):
    """Each doubt carries the token, its offset, why it is asked, and a line or a spelling to copy."""
    assert undecided(text) == [Doubt(*doubt)]
    assert text[doubt[1] :].startswith(doubt[0])


PROSE = """
BEOGRAD, 12. maj 2026. – Predstavnici Ujedinjenih nacija i Vlade Republike Srbije potpisali su u Palati
„Srbija” novi okvir saradnje za održivi razvoj, vredan 1.200.000 evra. „I naredne godine bićemo uz građane”,
rekla je koordinatorka UN.

U prvoj fazi biće obnovljeno 25 škola, 1.250 m² krovova i 19 km mreže. Leti je bilo 38 °C, a potrošnja 450 kWh
po domaćinstvu. Prema podacima Republičkog zavoda za statistiku (RZS), stopa nezaposlenosti je 8,5%, a BDP je
porastao. U EU, SAD i BiH je slično. Prijave: prijave@primer.org ili www.primer.rs/prijava. Pratite nas na
mrežama Facebook, Instagram, X i YouTube (@UNSrbija).

## MIR I PRAVDA ZA SVE

Prisustvovali su i dr Ana Đorđević, prof. dr Milan Lj. Njegovan, mr Dž. Hadžić i Nj. E. ambasador. U XIX veku,
za kneza Miloša, održano je I zasedanje; IX festival igre počinje u sredu. Rezolucija 1244 (1999), odnosno
S/RES/1244, uspostavila je misiju UNMIK. Svetska zdravstvena organizacija (SZO) i UNICEF nabavili su 5.000
doza vakcine protiv virusa kovid-19, uz 5 ml po injekciji. „Nadjačali smo strah”, kaže Džemila iz Novog
Pazara. Odjednom je podjednako raspodelila poslove: muž pere tanjire, sin čisti odžak. Menadžerka Sanja Vanjić
ističe da budžet nije veliki. TV emiteri, uključujući RTS, Tanjug i BIRN, izveštavali su sa linije E-75.
Dokument je u formatu PDF, snimak na USB-u, a 90-ih je bilo drukčije. Cena je 1.500 RSD, odnosno 12,5 EUR. Vi
ste dobrodošli. Mi jesmo. A šta vi mislite? S poštovanjem, K. M. Članovi MUP-a, NVO sektora i OEBS-a bili su u
OŠ „Vuk Karadžić”, d.o.o. „Izvor”. Posttraumatski stres, vannastavne aktivnosti, interregionalna saradnja,
dvadesettrogodišnja atletičarka, preddiplomske studije.
"""


def test_clean_prose_raises_no_doubt():
    """Ordinary press prose with acronyms, units, numerals, addresses and headings is decided by the rules alone."""
    assert undecided(PROSE) == []
    assert to_latin(to_cyrillic(PROSE)) == PROSE


def test_markdown_code_and_marked_languages_raise_no_doubt():
    """Code spans, fenced code, tags, parts in another language and marked spans are not asked about."""
    text = '`UNHCR` ```\nIOM\n``` <i lang="en">Human IOM</i> [[IOM Live]] [veza](https://iom.int/IOM)'
    assert undecided(text) == []


DECIDED = {
    "UNDP, UNDP-a, UNDP-ovim": "УНДП, УНДП-а, УНДП-овим",
    "IOM-u i IOM": "IOM-у и IOM",
    "Facebook, Facebooka, Facebookom, FACEBOOK": "Фејсбук, Фејсбука, Фејсбуком, ФЕЈСБУК",
    "Viberom, Viber-om": "Viberom, Viber-ом",
    "Human Rights Watch kaže": "Human Rights Watch каже",
    "UN Women i UN": "УН Вимен и УН",
    "nadžak-baba": "наџак-баба",
}


@pytest.mark.parametrize(("latin", "cyrillic"), DECIDED.items())
def test_one_line_of_the_glossary_decides_for_all_forms(latin, cyrillic):
    """An entry holds for the word, for its forms and in capitals, and leaves nothing to ask."""
    assert to_cyrillic(latin, GLOSSARY) == cyrillic
    assert undecided(latin, GLOSSARY) == []


def test_the_glossary_also_leads_back():
    """A name that the glossary spells anew goes back to its Latin spelling with the same glossary."""
    for text in ("UNDP-a i Facebooka", "UN Women na Facebook"):
        assert to_latin(to_cyrillic(text, GLOSSARY), GLOSSARY) == text


def test_a_phrase_of_the_glossary_is_none_in_an_address_a_mark_or_code():
    """What an entry of several words or with a sign decides leaves addresses, marks and code whole."""
    glossary = {"COVID-19": "КОВИД-19", "UN Women": "УН Вимен"}
    text = "na https://who.int/COVID-19/sr, COVID-19.pdf, `UN Women` i [[UN Women]]; COVID-19"
    assert to_cyrillic(text, glossary) == (
        "на https://who.int/COVID-19/sr, COVID-19.pdf, `UN Women` и UN Women; КОВИД-19"
    )


def test_a_phrase_goes_on_over_the_end_of_a_line():
    """A line that ends within a phrase, or a space that holds it together, changes nothing and comes back."""
    text = "Agencija UN\nWomen i UN\u00a0Women, Human Rights\nWatch, New\nYork\nTimes"
    cyrillic = to_cyrillic(text, GLOSSARY)
    assert cyrillic == "Агенција УН\nВимен и УН\u00a0Вимен, Human Rights\nWatch, New\nYork\nTimes"
    assert to_latin(cyrillic, GLOSSARY) == text
    assert undecided(text, GLOSSARY) == []
    assert [doubt.replacement[1] for doubt in undecided("Pesma „Let\nit be” tu")] == ["[[Let it be]]"]


def test_phrases_that_are_latin_everywhere_raise_no_doubt_and_yield_to_the_glossary():
    """Each phrase of the list is kept, at the start of a sentence too, unless a line of the glossary says otherwise."""
    for phrase in latin_phrases():
        assert to_cyrillic(f"{phrase} je tu, a {phrase}-u {phrase}.") == f"{phrase} је ту, а {phrase}-у {phrase}."
        assert undecided(f"kaže {phrase} danas") == []
    assert to_cyrillic("de facto", {"de facto": "де факто"}) == "де факто"


FAULTS = {
    "UNDP УНДП": "line 1: “UNDP УНДП” has no “=”; write it as “UNDP = УНДП” or “Facebook = Facebook”",
    "# x\n\n= УН": "line 3: one side of “=” is empty; write it as “UNDP = УНДП” or “Facebook = Facebook”",
    "УН = UN": "line 1: “УН” is in Cyrillic; put the Latin form left of “=”, the Cyrillic right",
    "UN = УN": "line 1: “УN” mixes Latin and Cyrillic letters; write it in one script",
    "UN = У\u200cН": "line 1: “UN” holds an invisible character; type the line again by hand",
    "UN = УН\nUN = UN": "line 2: “UN” is already “УН” in a line above; keep one of the two",
}


@pytest.mark.parametrize(("text", "message"), FAULTS.items())
def test_a_line_that_cannot_be_read_is_named_with_the_cure(text, message):
    """An error of the glossary file carries its line and says in plain English what to write."""
    with pytest.raises(GlossaryError) as caught:
        parse_glossary(text)
    assert str(caught.value) == message
    assert isinstance(caught.value, ValueError)
