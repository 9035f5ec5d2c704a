"""Words as the index has them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.cyrillic import to_cyrillic
from plugins.search.word_keys import Words, read_rules

SERBIAN, ENGLISH, ARABIC = (Words(read_rules(language)) for language in ("sr", "en", "ar"))
ASCII = str.maketrans({"š": "s", "č": "c", "ć": "c", "ž": "z", "Š": "S", "Č": "C", "Ć": "C", "Ž": "Z"})
# No word has đj, which would be typed djj. Function words have keys of their own.
LETTERS = st.text("abcčćdđefghijklmnoprsštuvzžABCČĆDĐEŠŽ", min_size=1, max_size=14)
STOP = {SERBIAN.fold(word) for word in SERBIAN.rules.stop}
LATIN = LETTERS.filter(lambda word: "đj" not in word.lower() and SERBIAN.fold(word) not in STOP)
CONVERTED = "zaštita đaci škola Đorđe ljubav konj džep čovek injekcija Njegoš nadživeti".split()


def one_key(words, text):
    """All words of the text have one key; gives it."""
    keys = set(words.keys(text))
    assert len(keys) == 1, keys
    return keys.pop()


@pytest.mark.parametrize(
    "spellings",
    [
        "zaštita zastita заштита ЗАШТИТА ZAŠTITA Заштита",
        "đaci djaci daci ђаци ĐACI DJACI Ђаци",
        "Đorđe Djordje Dorde Ђорђе đorđe",
        "Novčić novcic Новчић",
        "džep dzep џеп ǆep DŽEP Џеп",
        "ljubav љубав ǉubav Љубав LJUBAV",
        "njiva њива ЊИВА",
    ],
)
def test_all_spellings_of_a_serbian_word_are_one(spellings):
    """Latin, without marks, and Cyrillic, in any case, are the same word."""
    one_key(SERBIAN, spellings)


@pytest.mark.parametrize(
    "forms",
    [
        "zaštita zaštite zaštiti zaštitu zaštito zaštitom zaštitama",
        "đak đaka đaku đače đakom đaci đacima đake",
        "knjiga knjige knjizi knjigu knjigom knjigama",
        "grad grada gradu gradom gradovi gradova gradovima gradove",
        "škola škole školi školu školom školama",
        "program programa programu programom programi programima programe",
        "problem problema problemu problemom problemi problemima",
        "zdravstveni zdravstvenog zdravstvenom zdravstvenim zdravstvene zdravstvenoj zdravstvenih",
        "radnik radnika radniku radnikom radnici radnicima radnike",
        "Srbija Srbije Srbiji Srbiju Srbijom",
        "razvoj razvoja razvoju razvojem",
        "posao posla poslu poslovi poslova poslovima",
        "radim radi rade radimo",
        "Šabac Šapca Šapcu Šapcem Шабац Шапцу sabac sapcu",
        "Kragujevac Kragujevca Kragujevcu Kragujevcem",
        "otac oca ocu ocem očevi očeva očevima očeve",
        "novac novca novcu novcem",
        "čitalac čitaoca čitaocu čitaoci čitalaca čitaocima",
        "ministar ministra ministru ministri ministara ministrima",
        "septembar septembra septembru",
        "sastanak sastanka sastanku sastanci sastanaka sastancima",
        "podatak podatka podatku podaci podataka podacima podatke",
        "početak početka početku počeci početaka",
        "napredak napretka napretku napretkom",
        "migrant migranta migranti migranata migrantima",
        "projekat projekta projektu projekti projekata projektima",
        "građanin građanina građani građana građanima",
        "kratak kratka kratko kratki",
    ],
)
def test_forms_of_a_serbian_word_are_one(forms):
    """The endings of cases do not tell words apart, nor do consonants that soften before them."""
    one_key(SERBIAN, forms)


@pytest.mark.parametrize(
    "forms",
    [
        "migrant migrants",
        "train trains trained training",
        "plan plans planned planning",
        "make makes making made",
        "city cities",
        "school schools",
        "class classes",
        "child children",
        "agree agrees agreed agreeing",
        "carry carries carried carrying",
        "teach teaches taught teaching",
        "box boxes",
        "Đorđe Djordje Dorde",
    ],
)
def test_forms_of_an_english_word_are_one(forms):
    """Plurals, -ing, -ed and irregular forms are the same word."""
    one_key(ENGLISH, forms)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (ENGLISH, "news new"),
        (ENGLISH, "bus business"),
        (SERBIAN, "grad grana"),
        (SERBIAN, "zaštita zastava"),
        (SERBIAN, "granata grant"),
        (SERBIAN, "čestice čestitke"),
        (SERBIAN, "Snežana snežna"),
        (SERBIAN, "brak brk"),
        (SERBIAN, "lekar lek"),
    ],
)
def test_different_words_stay_apart(words, text):
    """What is alike in its first letters only is not taken for one word."""
    assert len(set(words.keys(text))) == 2


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (SERBIAN, "Niš nisu"),
        (SERBIAN, "Нишу нису"),
        (SERBIAN, "dug duž"),
        (SERBIAN, "sto što"),
        (SERBIAN, "vek već"),
        (SERBIAN, "bič biće"),
        (SERBIAN, "ćuk ću"),
        (SERBIAN, "svet sve"),
        (ENGLISH, "hi his"),
        (ENGLISH, "WHO who"),
    ],
)
def test_a_short_word_never_meets_a_function_word(words, text):
    """Without marks and ending a short word may look like a function word, and is not taken for it."""
    assert len(set(words.keys(text))) == 2


def test_a_spelling_has_its_marks_in_one_script():
    """A word's spelling is its small letters in the language's own script, with their marks."""
    spellings = [spelling for _, spelling in SERBIAN.forms("Ниш NIŠ Џеп Đorđe Ђорђе ǆep")]
    assert spellings == ["niš", "niš", "džep", "đorđe", "đorđe", "džep"]


def test_serbian_names_in_cyrillic_are_found_in_english_texts():
    """The English edition has Serbian names in Latin letters only."""
    assert one_key(ENGLISH, "Niš Ниш Nis") == "nis"


def test_a_language_without_rules_has_its_words_without_case_and_marks():
    """Arabic vowel signs and Latin accents do not tell words apart."""
    assert one_key(ARABIC, "كِتَابٌ كتاب كتـاب") == "كتاب"
    assert one_key(ARABIC, "Café CAFE cafe\u0301 ｃａｆｅ") == "cafe"
    assert list(ARABIC.keys("Straße, œuvre_øre (2030)!")) == ["strasse", "oeuvre", "ore", "2030"]


@given(LATIN)
def test_any_serbian_word_without_its_marks_is_the_same_word(word):
    """Whatever the word, typing it without marks and with d or dj for đ finds it."""
    key = list(SERBIAN.keys(word))
    assert list(SERBIAN.keys(word.translate(ASCII))) == key
    assert list(SERBIAN.keys(word.replace("đ", "dj").replace("Đ", "DJ"))) == key
    assert list(SERBIAN.keys(word.upper())) == key


@given(st.lists(st.sampled_from(CONVERTED), min_size=1))
def test_a_converted_text_has_the_same_words(words):
    """The Cyrillic edition's words have the keys of the Latin ones."""
    text = " ".join(words)
    assert list(SERBIAN.keys(to_cyrillic(text))) == list(SERBIAN.keys(text))


@given(st.text())
def test_any_text_has_keys_that_are_words(text):
    """No text breaks it, and a key is never empty and never holds a space."""
    for words in (SERBIAN, ENGLISH, ARABIC):
        assert all(key and key == key.strip() and not key.isspace() for key in words.keys(text))


@pytest.mark.parametrize("words", [SERBIAN, ENGLISH, ARABIC])
@pytest.mark.parametrize(
    "word", ["ovima" * 240, "a" * 1200, "ings" * 25_000, "љубавима" * 5_000, "a" + "\u0301" * 1200]
)
def test_a_word_without_end_has_a_key(words, word):
    """What is too long to be a word is its own key, with no ending taken off."""
    assert [key for key in words.keys(word) if len(key) < len(words.fold(word))] == []


def test_a_long_word_is_stemmed_as_any_other():
    """The longest compound that anybody writes loses its ending."""
    assert one_key(SERBIAN, "najnerazumljivijegosvetskoistorijskog najnerazumljivijegosvetskoistorijskom")
