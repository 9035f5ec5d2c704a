"""Beginning a story: the first file is ready to write in, and nothing is ever written over."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.content.sources import SLUG
from plugins.editing import new
from plugins.editing.new_article import slug_of


def test_the_first_file_has_every_line_of_the_header(office):
    """A new story is a draft with its facts filled in and the other lines waiting, in its year's folder."""
    assert office.say(new, "Most: otvoren!", category="local", goals="9, 11.2", date="2026-09-03 10:00") == 0
    text = (office.content / "news/2026/most-otvoren.en.md").read_text("utf-8")
    header = text.split("\n\n")[0].splitlines()
    assert header[:4] == ["Title: Most: otvoren!", "Date: 2026-09-03 10:00", "Category: Local", "SDGs: 9, 11.2"]
    assert header[4:] == ["Author:", "Summary:", "Image:", "Image-Alt:", "Image-Credit:", "Status: draft"]
    library = office.library()
    assert library.diagnostics == ()
    assert [pair.slug for pair in library.drafts] == ["most-otvoren"]
    assert [tag.number for tag in library.drafts[0].shared.goals] == [9, 11]
    assert "/news/most-otvoren/" in office.said
    assert "--to sr" in office.said


def test_the_second_language_says_that_it_is_the_original(office):
    """A story begun in another language than the first stays the pair's original, whatever is added later."""
    assert office.say(new, "Most je otvoren", language="sr") == 0
    office.lay("news/2026/most-je-otvoren.en.md", "Title: Open\n\nThe bridge.\n")
    (pair,) = office.library().drafts
    assert pair.original == "sr"
    assert (office.content / "news/2026/most-je-otvoren.sr.md").read_text().count("Date: 2026-11-01 13:00") == 1


@pytest.mark.parametrize(
    ("options", "valid"),
    [
        ({"category": "locla"}, "Local, Regional, Global"),
        ({"goals": "18"}, "1 to 17"),
        ({"language": "de"}, "en (English) or sr"),
        ({"date": "tomorrow"}, "such as 2026-09-03"),
    ],
)
def test_wrong_arguments_list_the_valid_ones(office, options, valid):
    """A category, goal, language or date that is none is refused with the valid ones, and nothing is written."""
    assert office.say(new, "The bridge", **options) == 1
    assert valid in office.said
    assert not list(office.content.rglob("*.md"))


def test_a_story_that_is_there_is_not_written_over(office):
    """A title whose address is taken, in any year and language, is refused with the name of the file that has it."""
    file = office.lay("news/2024/the-bridge.sr.md", "Title: Most\nDate: 2024-01-01\n\nMost.\n")
    assert office.say(new, "The bridge") == 1
    assert "content/news/2024/the-bridge.sr.md has this address" in office.said
    assert file.read_text() == "Title: Most\nDate: 2024-01-01\n\nMost.\n"


def test_a_file_that_cannot_be_read_is_not_written_over_either(office):
    """A file of that name that is at fault is left as it is."""
    file = office.lay("news/2026/the-bridge.en.md", "")
    assert office.say(new, "The bridge") == 1
    assert file.read_text() == ""
    assert "stays as it is" in office.said


def test_titles_become_addresses():
    """Letters of both scripts become plain ones, signs hyphens, and a long title is cut between words."""
    assert slug_of("Đačka kuća – „Šuma“, 2. deo") == "djacka-kuca-suma-2-deo"
    assert slug_of("Најлепше љубави") == "najlepse-ljubavi"
    assert slug_of("The women’s team") == "the-womens-team"
    assert slug_of("word " * 30) == "-".join(["word"] * 14)


def test_a_title_without_letters_is_refused(office):
    """A title from which no address can be made is refused with an example."""
    assert office.say(new, "!!!") == 1
    assert "The bridge is open" in office.said


@given(st.text())
def test_any_title_gives_an_address_or_none(title):
    """Whatever the title, its address is one that the site takes, or empty."""
    slug = slug_of(title)
    assert slug == "" or SLUG.fullmatch(slug)
    assert len(slug) <= 70
