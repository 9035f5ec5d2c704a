"""Starting a translation: the new file inherits the shared fields and shows the original's paragraphs."""

from __future__ import annotations

import pytest

from plugins.content.markup.source_map import paragraphs
from plugins.content.outdated import decode_snapshot
from plugins.diagnostics import UserError
from plugins.editing.translation import start_translation
from tests.checker.checking import check

HEAD = "Title: The bridge\nDate: 2026-03-02\nCategory: Local\nSDGs: 9\nSummary: It is open.\n"
BODY = (
    "Carts --> came.\n\n## Noon\n\n- cars\n- buses\n\n<!-- check the name -->\n\n```\ncode --> here\n\nand here\n```\n"
)
ENGLISH, SERBIAN = "news/2026/bridge.en.md", "news/2026/bridge.sr.md"


def test_the_translation_is_a_draft_that_inherits(content_folder):
    """The new file has the same slug, a language's own fields and the status draft; the original stays published."""
    content_folder.write(ENGLISH, f"{HEAD}\n{BODY}")
    translation = content_folder.run(start_translation, "bridge", to="sr")
    assert translation.path == f"content/{SERBIAN}"
    assert translation.paragraphs == 4
    text = (content_folder.content / SERBIAN).read_text("utf-8")
    assert text.split("\n\n")[0] == "Title:\nSummary:\nStatus: draft"
    library = content_folder.library()
    assert library.diagnostics == ()
    (pair,) = library.news
    assert pair.texts["sr"].draft
    assert list(pair.published_texts) == ["en"]
    assert [finding for finding in check(library) if finding.path.endswith(".sr.md")] == []


def test_each_paragraph_is_a_comment_above_empty_lines(content_folder):
    """Every block of the original is one comment, which nothing in it ends; to the site the file is still empty."""
    content_folder.write(ENGLISH, f"{HEAD}\n{BODY}")
    content_folder.run(start_translation, "bridge")
    library = content_folder.library()
    body, renderer = library.news[0].texts["sr"].source.body, library.config.renderer
    assert paragraphs(body, renderer) == ()
    shown = [block.text for block in paragraphs(BODY, renderer)]
    assert shown[0] == "Carts --> came."
    assert [body.count(f"<!-- {words.replace('-->', '--&gt;')} -->\n\n\n\n") for words in shown] == [1] * len(shown)
    assert "<!-- Title: The bridge\nSummary: It is open. -->" in body


def test_the_snapshot_is_recorded(content_folder):
    """Beside the new file lies a snapshot of its source, which is no article and no error."""
    content_folder.write(ENGLISH, f"{HEAD}\n{BODY}")
    content_folder.run(start_translation, "bridge", to="sr")
    basis = decode_snapshot((content_folder.content / "news/2026/bridge.sr.basis").read_text("utf-8"))
    assert basis is not None
    assert basis.original == "en"
    assert basis.text.startswith("The bridge\n\nIt is open.\n\nCarts --> came.\n")


def test_a_translation_into_the_first_language_does_not_become_the_original(content_folder):
    """Where the translation is in the site's first language, its file names the original."""
    content_folder.write("pages/about.sr.md", "Title: O nama\n\nMi smo ovde.\n")
    content_folder.run(start_translation, "about", to="en")
    (page,) = content_folder.library().pages
    assert page.original == "sr"
    assert list(page.published_texts) == ["sr"]


def test_wrong_arguments_list_the_valid_ones(content_folder):
    """A slug or a language that does not exist is refused with the nearest or the valid ones; no file is changed."""
    file = content_folder.write(ENGLISH, f"{HEAD}\n{BODY}")
    content_folder.write("news/2026/forty-new-bus-stops-for-novi-pazar.en.md", f"{HEAD}\n{BODY}")
    for slug, to, message in (
        ("brigde", "sr", "the nearest are bridge"),
        ("stops", "sr", "the nearest are forty-new-bus-stops-for-novi-pazar"),
        ("bridge", "de", r"^'de' is not a language of this site: use --to with sr \(srpski\)$"),
        ("bridge", "en", "exists already"),
    ):
        with pytest.raises(UserError, match=message):
            content_folder.run(start_translation, slug, to=to)
    content_folder.run(start_translation, "content/news/2026/bridge.en.md")
    with pytest.raises(UserError, match="in every language"):
        content_folder.run(start_translation, "bridge")
    assert file.read_text("utf-8") == f"{HEAD}\n{BODY}"


def test_an_original_without_text_is_not_translated(content_folder):
    """Before the original has text there is nothing to translate: no file is written, and the error says what to do."""
    content_folder.write(ENGLISH, f"{HEAD}Status: draft\n\n<!-- write here -->\n")
    with pytest.raises(UserError, match="the original has no text yet: write it, then run translate again"):
        content_folder.run(start_translation, "bridge", to="sr")
    assert [file.name for file in (content_folder.content / "news/2026").iterdir()] == ["bridge.en.md"]
