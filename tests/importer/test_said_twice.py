"""A page that says everything twice: what one text alone has stays in no file without a word to the editor."""

from __future__ import annotations

import html

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from plugins.importer import ImportResult, import_document
from tests.importer.corpus import LANGUAGES, stories
from tests.importer.scoring import WORDS_NAMED, plain
from tests.importer.stories import SITE
from tests.loops import times

STORIES = [story for story in stories() if len(story.rows) > 2]
# Lines as pages have them around articles, and free text.
KNOWN_WORDS = "Share Edit Members Owner Status Version Views Rubrika Lektura Strana Urednik 3 2024 17:20 € (draft) |"
LETTERS = "abcdefghijklmnoprstuvzčćđšžABČŠ0123456789"
WORDS = st.one_of(st.sampled_from(KNOWN_WORDS.split()), st.text(LETTERS, min_size=1))
LINES = st.tuples(st.lists(WORDS, min_size=1, max_size=12).map(" ".join), st.sampled_from(["", "", ":", ".", "!"]))


def rows_of(number: int, language: str) -> list[str]:
    """The title and the text of a story, line by line."""
    story = STORIES[number]
    return [story.titles[language], *(texts[language] for _, texts in story.rows)]


def page_of(halves: list[list[str]], saved: bool) -> ImportResult:
    """Import a page of some lines."""
    if saved:
        lines = "\n".join(f"<p>{html.escape(line)}</p>" for half in halves for line in half)
        return import_document(f"<html><body>{lines}</body></html>".encode(), "page.html", SITE)
    return import_document("\n\n".join(line for half in halves for line in half).encode(), "page.txt", SITE)


@settings(max_examples=times(60, 400), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, len(STORIES) - 1), st.sampled_from(LANGUAGES), st.integers(0, 20), LINES, st.booleans())
@example(0, "en", 1, ("Word count: 214", ""), False)
@example(1, "sr", 9, ("Checklist", ""), False)
@example(2, "en", 2, ("No Refunds", ""), True)
@example(3, "sr", 0, ("Verzija 3 (draft)", ""), True)
@example(4, "en", 2, ("This page was printed by the office of towns on its own paper", "."), False)
def test_line_that_one_text_alone_has_is_in_no_file_or_named(
    number: int, language: str, place: int, line: tuple[str, str], saved: bool
) -> None:
    """Wherever a line stands, above, between, in or below the texts: it is left out, or a question or a note names
    it; and no line of the article is left out without one."""
    halves = [rows_of(number, code) for code in LANGUAGES]
    strange = "".join(line)
    own = halves[LANGUAGES.index(language)]
    own.insert(min(place, len(own)), strange)
    result = page_of(halves, saved)
    named = " ".join(plain(str(message)) for message in (*result.questions, *result.notes))
    files = plain(" | ".join((*result.titles.values(), *result.bodies.values())))
    page = plain(" | ".join(line for half in halves for line in half))

    def is_named(text: str) -> bool:
        return " ".join(plain(text).split()[:WORDS_NAMED]) in named

    words = plain(strange)
    extra = bool(words.strip()) and files.count(words) > page.count(words) - 1
    assert not extra or is_named(strange), result.bodies
    for half in halves:
        for text in half:
            assert text == strange or plain(text) in files or is_named(text), text


@settings(max_examples=times(40, 300), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.integers(0, len(STORIES) - 1),
    st.sampled_from(LANGUAGES),
    st.integers(0, 20),
    st.integers(3_000, 8_999),
    st.sampled_from(["{}", "{} / 5,000", "{} %", "00:{}:07,000 --> 00:{}:11,500"]),
)
def test_line_without_a_letter_that_one_text_alone_has_is_in_no_file(
    number: int, language: str, place: int, count: int, form: str
) -> None:
    """Wherever it stands: the times of subtitles, a count of letters or of how much of a list is done."""
    halves = [rows_of(number, code) for code in LANGUAGES]
    own = halves[LANGUAGES.index(language)]
    own.insert(min(place, len(own)), form.replace("{}", str(count)))
    result = page_of(halves, saved=False)
    assert str(count) not in "\n".join(result.bodies.values())


@settings(max_examples=times(40, 300), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, len(STORIES) - 1), LINES, st.booleans())
@example(0, ("Status: Published", ""), False)
@example(1, ("We hope that both texts reach you in good order and on time", "."), False)
@example(2, ("You get this since you once gave your name", "."), True)
def test_line_below_both_texts_that_one_alone_has_is_in_no_file(
    number: int, line: tuple[str, str], saved: bool
) -> None:
    """Whatever it says, a line that stands below all text is of the page around it, and a sentence is asked about."""
    strange = "".join(line)
    halves = [rows_of(number, code) for code in LANGUAGES]
    result = page_of([*halves, [strange]], saved)
    words, page = plain(strange), plain(" | ".join(text for half in halves for text in half))
    assert not words.strip() or plain(" | ".join(result.bodies.values())).count(words) <= page.count(words)
    asked = plain(" ".join(map(str, (*result.questions, *result.notes))))
    assert strange.count(" ") < 8 or not strange.endswith(".") or " ".join(words.split()[:WORDS_NAMED]) in asked


@settings(max_examples=times(20, 150), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, len(STORIES) - 1), st.sampled_from(["Card {}", "Guest 1 00:{}:10", "{} views"]), st.booleans())
def test_line_that_comes_back_with_other_numbers_is_in_no_file(number: int, form: str, saved: bool) -> None:
    """Above each pair of paragraphs a program writes what differs in its numbers alone."""
    counted = iter(form.replace("{}", str(count)) for count in (17, 24, 25, 31, *range(40, 80)))
    rows = zip(*(rows_of(number, code) for code in LANGUAGES), strict=True)
    result = page_of([[text for row in rows for text in (next(counted), *row)]], saved)
    files = "\n".join((*result.titles.values(), *result.bodies.values()))
    assert not any(form.replace("{}", str(count)) in files for count in (17, 24, 25, 31))


@settings(max_examples=times(20, 150), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.integers(0, len(STORIES) - 1), st.sampled_from(["[COPY {}]", "Artboard {}", "Copy ({}) below"]), st.booleans()
)
def test_line_that_comes_back_with_the_code_of_a_language_is_in_no_file(number: int, form: str, saved: bool) -> None:
    """Above each text a program, or whoever fills in a form, writes which language it is in."""
    names = [form.replace("{}", code.upper()) for code in LANGUAGES]
    result = page_of([[name, *rows_of(number, code)] for name, code in zip(names, LANGUAGES, strict=True)], saved)
    files = "\n".join((*result.titles.values(), *result.bodies.values()))
    assert not any(name in files for name in names)


NOTES = (
    "CAUTION: This email originated from outside of the organization. Do not open attachments unless you expect them.",
    "Please publish the below on the website today, both language versions. Photos follow tomorrow morning.",
    "The text was approved by everybody on Monday, so that nothing in it may be changed without asking us.",
)


@settings(max_examples=times(20, 150), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.integers(0, len(STORIES) - 1),
    st.lists(st.sampled_from(NOTES), min_size=1, max_size=3, unique=True),
    st.booleans(),
)
def test_titles_are_found_below_sentences_that_the_other_text_lacks(number: int, notes: list[str], saved: bool) -> None:
    """However long a note stands above both texts, it is no part of the first one, whose title is below it."""
    result = page_of([notes, *(rows_of(number, code) for code in LANGUAGES)], saved)
    assert result.titles == {code: rows_of(number, code)[0] for code in LANGUAGES}


HEADINGS = (
    ("The boats", "Čamci"),
    ("The brigades", "Brigade"),
    ("The question", "Pitanje"),
    ("Snow and milk", "Sneg i mleko"),
)


@settings(max_examples=times(20, 150), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.integers(0, len(STORIES) - 1),
    st.sampled_from(["", "PANEL {}", "PANEL {} / PANO {}"]),
    st.permutations(HEADINGS),
    st.booleans(),
)
def test_heading_is_in_the_language_of_the_paragraph_below_where_languages_take_turns(
    number: int, form: str, headings: list[tuple[str, str]], saved: bool
) -> None:
    """A heading in each language stands above each paragraph, and a line with a number above each pair."""
    titles, *rows = zip(*(rows_of(number, code) for code in LANGUAGES), strict=True)
    long = [row for row in rows if min(text.count(" ") for text in row) > 8]
    parts = [*zip(long, headings, strict=False)]
    page = [list(titles)]
    for at, (row, heads) in enumerate(parts, 1):
        page += [[form.replace("{}", str(at))], *(list(pair) for pair in zip(heads, row, strict=True))]
    result = page_of(page, saved)
    found = {block.text: block.language for block in result.blocks}
    for lines in (line for part in parts for line in part):
        assert [found[text] for text in lines] == list(LANGUAGES)


NOTICES = (
    ("We and our partners keep data on your device in order to measure how this site is used.",
     "Mi i naši partneri čuvamo podatke na vašem uređaju da bismo merili kako se ovaj sajt koristi."),
    ("This message is meant for its receiver alone and may hold what nobody else should read.",
     "Ova poruka je namenjena samo primaocu i može da sadrži ono što niko drugi ne treba da čita."),
)  # fmt: skip


@settings(max_examples=times(20, 120), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, len(STORIES) - 1), st.sampled_from(NOTICES), st.booleans(), st.booleans())
def test_notice_in_both_languages_below_both_texts_is_left_out_or_asked_about(
    number: int, notice: tuple[str, str], saved: bool, turned: bool
) -> None:
    """That each is the other's translation shows no part of the article where both stand below all text: it is left
    out, as in the page of a site, or asked about."""
    rows = zip(LANGUAGES, notice, strict=True)
    below = [text for _, text in sorted(rows, reverse=turned)]
    result = page_of([*(rows_of(number, code) for code in LANGUAGES), below], saved)
    asked = plain(" ".join(map(str, result.questions)))
    kept = [text for text in below if any(text in body for body in result.bodies.values())]
    assert not (kept and saved)
    assert all(" ".join(plain(text).split()[:WORDS_NAMED]) in asked for text in kept)
