"""A page that says everything twice: what one text alone has stays in no file without a word to the editor."""

from __future__ import annotations

import html

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from plugins.importer import ImportResult, import_document
from tests.importer.corpus import LANGUAGES, stories
from tests.importer.scoring import WORDS_NAMED, plain
from tests.importer.stories import SITE
from tests.loops import times

STORIES = [story for story in stories() if len(story.rows) > 2]
NUMBERS = st.integers(0, len(STORIES) - 1)
# Lines as pages have them around articles, and free text.
KNOWN_WORDS = "Share Edit Members Owner Status Version Views Rubrika Lektura Strana Urednik 3 2024 17:20 € (draft) |"
LETTERS = "abcdefghijklmnoprstuvzčćđšžABČŠ0123456789"
WORDS = st.one_of(st.sampled_from(KNOWN_WORDS.split()), st.text(LETTERS, min_size=1))
LINES = st.tuples(st.lists(WORDS, min_size=1, max_size=12).map(" ".join), st.sampled_from(["", "", ":", ".", "!"]))
SLOW = settings(max_examples=times(30, 300), deadline=None, suppress_health_check=[HealthCheck.too_slow])


def halves_of(number: int) -> list[list[str]]:
    """The title and the text of a story, line by line, in each language."""
    story = STORIES[number]
    return [[story.titles[code], *(texts[code] for _, texts in story.rows)] for code in LANGUAGES]


def page_of(parts: list[list[str]], saved: bool) -> ImportResult:
    """Import a page of some lines, plain or of a site."""
    lines = [line for part in parts for line in part]
    if not saved:
        return import_document("\n\n".join(lines).encode(), "page.txt", SITE)
    elements = "\n".join(f"<p>{html.escape(line)}</p>" for line in lines)
    return import_document(f"<html><body>{elements}</body></html>".encode(), "page.html", SITE)


def named_in(result: ImportResult) -> str:
    """The words of all questions and notes."""
    return " ".join(plain(str(message)) for message in (*result.questions, *result.notes))


def is_named(text: str, named: str) -> bool:
    """Whether a question or a note names a line, by its first words."""
    return " ".join(plain(text).split()[:WORDS_NAMED]) in named


@SLOW
@given(NUMBERS, st.sampled_from((0, 1)), st.integers(0, 20), LINES, st.booleans())
@example(0, 0, 1, ("Word count: 214", ""), False)
@example(1, 1, 9, ("Checklist", ""), False)
@example(2, 0, 2, ("No Refunds", ""), True)
@example(3, 1, 0, ("Verzija 3 (draft)", ""), True)
@example(4, 0, 2, ("This page was printed by the office of towns on its own paper", "."), False)
@example(5, 1, 99, ("Status: Published", ""), False)
@example(1, 1, 99, ("We hope that both texts reach you in good order and on time", "."), False)
def test_line_that_one_text_alone_has_is_in_no_file_or_named(
    number: int, side: int, place: int, line: tuple[str, str], saved: bool
) -> None:
    """Wherever a line stands, above, between, in or below the texts: it is left out, or a question or a note names
    it; and no line of the article is left out without one."""
    halves, strange = halves_of(number), "".join(line)
    halves[side].insert(min(place, len(halves[side])), strange)
    result = page_of(halves, saved)
    named = named_in(result)
    files = plain(" | ".join((*result.titles.values(), *result.bodies.values())))
    page = plain(" | ".join(line for half in halves for line in half))
    words = plain(strange)
    extra = bool(words.strip()) and files.count(words) > page.count(words) - 1
    assert not extra or is_named(strange, named), result.bodies
    lost = [text for half in halves for text in half if text != strange and plain(text) not in files]
    assert [text for text in lost if not is_named(text, named)] == []


# Lines of a program: counts and the times of subtitles; names of fields that come back with another number, or with the
# code of a language.
WORDLESS = ("{} / 5,000", "{} %", "00:{}:07,000 --> 00:{}:11,500")
COUNTED, CODED = ("Card {}", "Guest 1 00:{}:10"), ("[COPY {}]", "Artboard {}", "Copy ({}) below")


@SLOW
@given(NUMBERS, st.sampled_from((*WORDLESS, *COUNTED, *CODED)), st.integers(0, 20), st.booleans())
def test_line_of_a_program_is_in_no_file(number: int, form: str, place: int, saved: bool) -> None:
    """One without a letter wherever it stands, one with a number above each pair of paragraphs, one with a code above
    each text."""
    halves = halves_of(number)
    names = [form.replace("{}", code.upper()) for code in LANGUAGES]
    page = [[name, *half] for name, half in zip(names, halves, strict=True)]
    if form in COUNTED:
        names = [form.replace("{}", str(count)) for count in (17, 24, 25, 31, *range(40, 80))]
        page = [[name, *row] for name, row in zip(names, zip(*halves, strict=True), strict=False)]
    elif form in WORDLESS:
        names = [form.replace("{}", "4127")]
        halves[0].insert(min(place, len(halves[0])), names[0])
        page, saved = halves, False
    result = page_of(page, saved)
    files = "\n".join((*result.titles.values(), *result.bodies.values()))
    assert [name for name in names if name in files] == []


NOTES = (
    "CAUTION: This email originated from outside of the organization. Do not open attachments unless you expect them.",
    "Please publish the below on the website today, both language versions. Photos follow tomorrow morning.",
    "The text was approved by everybody on Monday, so that nothing in it may be changed without asking us.",
)


@pytest.mark.parametrize("saved", [False, True])
@pytest.mark.parametrize("count", [1, 3])
def test_titles_are_found_below_sentences_that_the_other_text_lacks(count: int, saved: bool) -> None:
    """However long a note stands above both texts, it is no part of the first one, whose title is below it."""
    for number in range(times(4, len(STORIES))):
        halves = halves_of(number)
        result = page_of([list(NOTES[:count]), *halves], saved)
        assert result.titles == dict(zip(LANGUAGES, (half[0] for half in halves), strict=True))


HEADINGS = (("The boats", "Čamci"), ("The question", "Pitanje"), ("Snow and milk", "Sneg i mleko"))


@pytest.mark.parametrize("saved", [False, True])
@pytest.mark.parametrize("form", ["", "PANEL {}", "PANEL {} / PANO {}"])
def test_heading_is_in_the_language_of_the_paragraph_below_where_languages_take_turns(form: str, saved: bool) -> None:
    """A heading in each language stands above each paragraph, and a line with a number above each pair."""
    for number in range(times(4, len(STORIES))):
        titles, *rows = zip(*halves_of(number), strict=True)
        parts = [*zip((row for row in rows if min(text.count(" ") for text in row) > 8), HEADINGS, strict=False)]
        page = [list(titles)]
        for at, (row, heads) in enumerate(parts, 1):
            page += [[form.replace("{}", str(at))], *(list(pair) for pair in zip(heads, row, strict=True))]
        found = {block.text: block.language for block in page_of(page, saved).blocks}
        assert [[found[text] for text in lines] for part in parts for lines in part] == [list(LANGUAGES)] * 2 * len(
            parts
        )


NOTICES = (
    ("We and our partners keep data on your device in order to measure how this site is used.",
     "Mi i naši partneri čuvamo podatke na vašem uređaju da bismo merili kako se ovaj sajt koristi."),
    ("This message is meant for its receiver alone and may hold what nobody else should read.",
     "Ova poruka je namenjena samo primaocu i može da sadrži ono što niko drugi ne treba da čita."),
)  # fmt: skip


@pytest.mark.parametrize("saved", [False, True])
@pytest.mark.parametrize("notice", [*NOTICES, *(notice[::-1] for notice in NOTICES)])
def test_notice_in_both_languages_below_both_texts_is_left_out_or_asked_about(notice: tuple, saved: bool) -> None:
    """That each is the other's translation shows no part of the article where both stand below all text."""
    for number in range(times(3, len(STORIES))):
        result = page_of([*halves_of(number), list(notice)], saved)
        kept = [text for text in notice if any(text in body for body in result.bodies.values())]
        assert not (kept and saved)
        assert all(is_named(text, plain(" ".join(map(str, result.questions)))) for text in kept)
