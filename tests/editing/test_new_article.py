"""Starting a story: the first file is ready to write in, and no file is ever written over."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.content.sources import SLUG
from plugins.diagnostics import UserError
from plugins.editing.new_article import new_article
from plugins.locales.letters import slug_of


def test_the_first_file_has_every_line_of_the_header(content_folder):
    """A new story is a draft with what was given filled in and the other lines empty, in its year's folder."""
    article = content_folder.run(
        new_article, "Most: otvoren!", category="local", goals="9, 11.2", date="2026-09-03 10:00"
    )
    text = (content_folder.content / "news/2026/most-otvoren.en.md").read_text("utf-8")
    header = text.split("\n\n")[0].splitlines()
    assert header[:4] == ["Title: Most: otvoren!", "Date: 2026-09-03 10:00", "Category: Local", "SDGs: 9, 11.2"]
    assert header[4:] == ["Author:", "Summary:", "Image:", "Image-Alt:", "Image-Credit:", "Status: draft"]
    library = content_folder.library()
    assert library.diagnostics == ()
    assert [pair.slug for pair in library.drafts] == ["most-otvoren"]
    assert [tag.number for tag in library.drafts[0].shared.goals] == [9, 11]
    assert (article.path, article.slug) == ("content/news/2026/most-otvoren.en.md", "most-otvoren")
    assert (article.address, article.language, article.translations) == ("/news/most-otvoren/", "en", ("sr",))


def test_the_second_language_is_marked_as_the_original(content_folder):
    """A story that was started in another language than the first stays the original, whatever is added later; one
    without an opening is a header alone."""
    content_folder.run(new_article, "Most je otvoren", language="sr", date=" ", opening="")
    content_folder.write("news/2026/most-je-otvoren.en.md", "Title: Open\n\nThe bridge.\n")
    (pair,) = content_folder.library().drafts
    assert pair.original == "sr"
    text = (content_folder.content / "news/2026/most-je-otvoren.sr.md").read_text("utf-8")
    assert text.count("Date: 2026-11-01 13:00") == 1
    assert text.endswith("\nStatus: draft\n\n")


@pytest.mark.parametrize(
    ("options", "valid"),
    [
        ({"category": "locla"}, "Local, Regional, Global"),
        ({"goals": "18"}, "1 to 17"),
        ({"language": "de"}, "en (English) or sr"),
        ({"date": "tomorrow"}, "such as 2026-09-03"),
    ],
)
def test_wrong_arguments_list_the_valid_ones(content_folder, options, valid):
    """A category, goal, language or date that is none is refused with the valid ones, and nothing is written."""
    with pytest.raises(UserError) as refused:
        content_folder.run(new_article, "The bridge", **options)
    assert valid in str(refused.value)
    assert not list(content_folder.content.rglob("*.md"))


def test_a_story_that_exists_is_not_written_over(content_folder):
    """A title whose address is taken, in any year and language, is refused with the name of the file that has it."""
    file = content_folder.write("news/2024/the-bridge.sr.md", "Title: Most\nDate: 2024-01-01\n\nMost.\n")
    with pytest.raises(UserError, match=r"^content/news/2024/the-bridge\.sr\.md has this address"):
        content_folder.run(new_article, "The bridge")
    assert file.read_text() == "Title: Most\nDate: 2024-01-01\n\nMost.\n"


def test_a_file_that_cannot_be_read_is_not_written_over_either(content_folder):
    """A file of that name that has an error is left as it is."""
    file = content_folder.write("news/2026/the-bridge.en.md", "")
    with pytest.raises(UserError, match="stays as it is"):
        content_folder.run(new_article, "The bridge")
    assert file.read_text() == ""


def test_titles_become_addresses():
    """Letters of both scripts become plain ones, signs hyphens, and a long title is cut between words."""
    assert slug_of("Đačka kuća – „Šuma“, 2. deo") == "djacka-kuca-suma-2-deo"
    assert slug_of("Најлепше љубави") == "najlepse-ljubavi"
    assert slug_of("The women’s team") == "the-womens-team"
    assert slug_of("word " * 30) == "-".join(["word"] * 14)


def test_a_title_without_letters_is_refused(content_folder):
    """A title from which no address can be made is refused with an example."""
    with pytest.raises(UserError, match="The bridge is open"):
        content_folder.run(new_article, "!!!")


@given(st.text())
def test_any_title_gives_an_address_or_none(title):
    """Whatever the title, its address is one that the site takes, or empty."""
    slug = slug_of(title)
    assert slug == "" or SLUG.fullmatch(slug)
    assert len(slug) <= 70
