"""What is left out since a second extraction of a page does not keep it, and what is kept all the same."""

from __future__ import annotations

import pytest

from plugins.importer import ImportResult, import_document
from plugins.importer.boilerplate.lines import BoilerplateFilter
from plugins.importer.boilerplate.second_opinion import find_doubtful
from plugins.importer.document import Block, Kind, Run
from plugins.importer.language.data import read_language
from plugins.importer.reasons import Reason
from tests.importer.stories import SITE, STORY

FIRST = "The joiners of Golubac have made forty oars for the rowing school, and each of them is numbered by hand."
SECOND = "On Sunday the children carried them to the bank in one long row, and the whole town walked behind them."
THIRD = "The oldest oar hangs in the hall of the school; nobody remembers who made it, but everybody has held it."
LEAD = (
    "Forty oars, forty children and one very old boat: this is how the rowing school of Golubac begins its ninth "
    "year on the river, with a feast to which the whole town was asked."
)
KEPT = "\n".join((FIRST, SECOND, THIRD))


def _blocks(*texts: str | Block) -> list[Block]:
    return [text if isinstance(text, Block) else Block("paragraph", (Run(text),)) for text in texts]


def _block(kind: Kind, text: str, href: str = "") -> Block:
    return Block(kind, (Run(text, href=href),), level=1 if kind == "heading" else 0)


def test_lead_above_the_text_is_kept() -> None:
    """A long sentence between the title and the first paragraph that both keep is the article's."""
    blocks = _blocks(_block("heading", "Oars for the school"), "Vera Ilić", LEAD, "A small boat", FIRST, SECOND, THIRD)
    doubts = find_doubtful(blocks, KEPT + "\nOars for the school")
    assert 2 not in doubts
    assert doubts[1] == doubts[3] == "left out"


def test_linked_teaser_above_the_text_is_left_out() -> None:
    """The same words are a teaser if they are a link."""
    blocks = _blocks(_block("paragraph", LEAD, "https://example.org/other"), FIRST, SECOND, THIRD)
    assert find_doubtful(blocks, KEPT) == {0: "left out"}


def test_question_over_a_paragraph_is_kept() -> None:
    """A question between two paragraphs that both keep is a heading of the article; other short lines are not."""
    blocks = _blocks(FIRST, "Who made the oldest oar?", SECOND, "Read on below", THIRD)
    assert find_doubtful(blocks, KEPT) == {3: "left out"}


def test_paragraph_below_the_text_is_doubtful() -> None:
    """A paragraph after the text that only we keep is left out if its language's text is known."""
    blocks = _blocks(FIRST, SECOND, THIRD, LEAD)
    assert find_doubtful(blocks, KEPT) == {3: "prose"}


@pytest.mark.parametrize("other", ["", "Something else entirely is on this page.", FIRST])
def test_another_extraction_that_has_little_of_the_text_says_nothing(other: str) -> None:
    """Where it keeps none, or one of several long paragraphs, no line is doubtful."""
    assert find_doubtful(_blocks(FIRST, SECOND, THIRD, LEAD), other) == {}


def test_notice_inside_a_long_paragraph_is_text() -> None:
    """Words of a notice in the middle of a long paragraph do not make it one."""
    english = read_language("en", "English", "en_GB")
    known = BoilerplateFilter([english], lambda text: False, lambda text: False)
    text = f"{FIRST} The boat that waits for them is powered by nobody but the children, as it was a hundred years ago."
    reasons = [reason for _, reason in known.reasons(_blocks(text, "Powered by Oarsmen CMS"))]
    assert reasons == [None, Reason.NOTICE]


def test_lead_in_both_texts_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sentence below each title that only the other extraction lacks is the article's."""
    monkeypatch.setattr("plugins.importer.weights.SECOND_FEWEST_WORDS", 40)
    lead = {"a": "One rope and many hands brought the boat back.", "b": "Jedno uže i mnogo ruku vratili su brod."}
    halves = [
        f"<h1>{STORY[key]}</h1><p>{lead[key]}</p><p>{STORY[key + '1']}</p><p>{STORY[key + '2']}</p>" for key in "ab"
    ]
    page = f"<nav>Menu</nav><div><p>Local</p><p>3 May 2024</p>{''.join(halves)}</div>"
    other = "\n".join(STORY[key] for key in ("a1", "a2", "b1", "b2"))
    monkeypatch.setattr("plugins.importer.readers.html.other_extraction", lambda html: other)
    result = import_document(page.encode(), "page.html", SITE)
    assert lead["a"] in result.bodies["en"]
    assert lead["b"] in result.bodies["sr"]
    assert not result.questions


@pytest.mark.parametrize("heading", ["<h1>{a}</h1><h2>{b}</h2>", "<h1>{a} | {b}</h1>", "<h1>{b}<br>{a}</h1>"])
@pytest.mark.parametrize("number", ["", "2024: "])
def test_translation_of_the_title_beside_it_is_kept(monkeypatch: pytest.MonkeyPatch, heading: str, number: str) -> None:
    """The other title in one heading with that of the page's head, or in a heading below it, is a title, though the
    other extraction keeps one of them."""
    monkeypatch.setattr("plugins.importer.weights.SECOND_FEWEST_WORDS", 40)
    titles = {key: number + STORY[key] for key in "ab"}
    columns = [f"<div><p>{STORY[key + '1']}</p><p>{STORY[key + '2']}</p></div>" for key in "ab"]
    page = (
        f"<html><head><title>{titles['a']}</title></head><body><nav>Menu</nav><main><p>Local</p>"
        f"{heading.format(**titles)}<time>3 May 2024</time>{''.join(columns)}</main></body></html>"
    )
    other = "\n".join((titles["a"], *(STORY[key] for key in ("a1", "a2", "b1", "b2"))))
    monkeypatch.setattr("plugins.importer.readers.html.other_extraction", lambda html: other)
    result = import_document(page.encode(), "page.html", SITE)
    assert result.titles == {"en": titles["a"], "sr": titles["b"]}
    assert not result.questions


def import_with_second(monkeypatch: pytest.MonkeyPatch, page: str, *kept: str) -> ImportResult:
    """Import a page of which the other extraction keeps only these lines of the story."""
    monkeypatch.setattr("plugins.importer.weights.SECOND_FEWEST_WORDS", 40)
    monkeypatch.setattr("plugins.importer.readers.html.other_extraction", lambda html: "\n".join(kept))
    return import_document(f"<nav>Menu</nav><div><p>Local</p><p>3 May 2024</p>{page}</div>".encode(), "page.html", SITE)


def test_a_line_that_the_other_text_keeps_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lead that the other extraction keeps in one language only is the article's in both."""
    lead = {"a": "One rope and many hands brought the boat back.", "b": "Jedno uže i mnogo ruku vratili su brod."}
    page = "".join(f"<h1>{STORY[k]}</h1><p>{lead[k]}</p><p>{STORY[k + '1']}</p><p>{STORY[k + '2']}</p>" for k in "ab")
    result = import_with_second(monkeypatch, page, *(STORY[key] for key in ("a1", "a2", "b1", "b2")), lead["b"])
    assert lead["a"] in result.bodies["en"]
    assert lead["b"] in result.bodies["sr"]
    assert not result.questions


@pytest.mark.parametrize("title", ["Skela se vraća na reku kod Kladova", "Kladovo 38 - 17 Golubac: skela opet prva"])
@pytest.mark.parametrize("together", [False, True])
def test_a_heading_is_the_title_though_the_other_extraction_lacks_it(
    monkeypatch: pytest.MonkeyPatch, title: str, together: bool
) -> None:
    """A second title is one right below the first and above its text, with a number in it or not; it is asked about."""
    texts = ["".join(f"<p>{STORY[key + number]}</p>" for number in "123") for key in "ab"]
    parts = [f"<h1>{STORY['a']}</h1>", f"<h1>{title}</h1>", *texts]
    page = "".join(parts if together else [parts[0], texts[0], parts[1], texts[1]])
    kept = (STORY[key + number] for key in "ab" for number in "123")
    result = import_with_second(monkeypatch, page, STORY["a"], *kept)
    assert result.titles == {"en": STORY["a"], "sr": title}
