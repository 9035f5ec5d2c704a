"""Translating a story: the counterpart inherits the shared facts and shows the original's paragraphs."""

from __future__ import annotations

from plugins.checker import check
from plugins.content.outdated import decoded
from plugins.content.paragraphs import paragraphs
from plugins.editing import translate

HEAD = "Title: The bridge\nDate: 2026-03-02\nCategory: Local\nSDGs: 9\nSummary: It is open.\n"
BODY = (
    "Carts --> came.\n\n## Noon\n\n- cars\n- buses\n\n<!-- check the name -->\n\n```\ncode --> here\n\nand here\n```\n"
)
ENGLISH, SERBIAN = "news/2026/bridge.en.md", "news/2026/bridge.sr.md"


def test_the_counterpart_is_a_draft_that_inherits(office):
    """The new file has the same slug, a language's own fields and the status draft; the original stays published."""
    office.lay(ENGLISH, f"{HEAD}\n{BODY}")
    assert office.say(translate, "bridge", to="sr") == 0
    text = (office.content / SERBIAN).read_text("utf-8")
    assert text.split("\n\n")[0] == "Title:\nSummary:\nStatus: draft"
    library = office.library()
    assert library.diagnostics == ()
    (pair,) = library.news
    assert pair.texts["sr"].draft
    assert list(pair.published) == ["en"]
    assert [finding for finding in check(library) if finding.path.endswith(".sr.md")] == []


def test_each_paragraph_stands_as_a_comment_above_empty_lines(office):
    """Every block of the original is one comment, which nothing in it ends; to the site the file is still empty."""
    office.lay(ENGLISH, f"{HEAD}\n{BODY}")
    office.say(translate, "bridge")
    body = office.library().news[0].texts["sr"].source.body
    assert paragraphs(body) == ()
    shown = [block.text for block in paragraphs(BODY)]
    assert shown[0] == "Carts --> came."
    assert [body.count(f"<!-- {words.replace('-->', '--&gt;')} -->\n\n\n\n") for words in shown] == [1] * len(shown)
    assert "<!-- Title: The bridge\nSummary: It is open. -->" in body


def test_the_basis_is_recorded(office):
    """Beside the new file lies what it is made from, which is no article and no fault."""
    office.lay(ENGLISH, f"{HEAD}\n{BODY}")
    office.say(translate, "bridge", to="sr")
    basis = decoded((office.content / "news/2026/bridge.sr.basis").read_text("utf-8"))
    assert basis is not None
    assert basis.original == "en"
    assert basis.paragraphs[:3] == ("The bridge", "It is open.", "Carts --> came.")


def test_a_translation_into_the_first_language_does_not_become_the_original(office):
    """Where the site's first language is the translation, the file says which is the original."""
    office.lay("pages/about.sr.md", "Title: O nama\n\nMi smo ovde.\n")
    assert office.say(translate, "about", to="en") == 0
    (page,) = office.library().pages
    assert page.original == "sr"
    assert list(page.published) == ["sr"]


def test_wrong_arguments_list_the_valid_ones(office):
    """A slug or a language that is none is refused with the nearest or the valid ones; what is there is left alone."""
    file = office.lay(ENGLISH, f"{HEAD}\n{BODY}")
    assert office.say(translate, "brigde", to="sr") == 1
    assert "the nearest are bridge" in office.said
    office.lay("news/2026/forty-new-bus-stops-for-novi-pazar.en.md", f"{HEAD}\n{BODY}")
    assert office.say(translate, "stops", to="sr") == 1
    assert "the nearest are forty-new-bus-stops-for-novi-pazar" in office.said
    assert office.say(translate, "bridge", to="de") == 1
    assert "--to with sr" in office.said
    assert office.say(translate, "bridge", to="en") == 1
    office.say(translate, "content/news/2026/bridge.en.md")
    assert office.say(translate, "bridge") == 1
    assert "in every language" in office.said
    assert file.read_text("utf-8") == f"{HEAD}\n{BODY}"
