"""The site's own content: read without a fault, and its Cyrillic goes back to its Latin exactly."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

import pytest
from pelican.settings import read_settings

from plugins.cyrillic import html_to_cyrillic, parse_glossary, strip_marks, to_cyrillic, to_latin
from plugins.cyrillic.letters import normalize
from plugins.languages import DEFAULTS
from plugins.languages.desk import read_desk
from plugins.languages.newsroom import Newsroom, read_newsroom
from tests.small_site import ROOT

# After the newest story, so that none waits.
NOW = dt.datetime(2026, 12, 31, tzinfo=dt.UTC)
TAG = re.compile(r"<[^>]*>")


@cache
def newsroom() -> Newsroom:
    """All content of the repository."""
    settings = {**DEFAULTS, **read_settings(str(ROOT / "pelicanconf.py"))}
    return read_newsroom(read_desk({**settings, "PATH": str(ROOT / "content"), "THEME": str(ROOT / "theme")}), NOW)


def glossary() -> dict[str, str]:
    """The editors' glossary."""
    return dict(parse_glossary((ROOT / "content" / "glossary.txt").read_text("utf-8")))


def test_content_has_no_fault() -> None:
    """The content of the repository can be built."""
    assert [str(fault) for fault in newsroom().faults] == []


def test_content_is_enough() -> None:
    """There are two dozen pairs, over most goals, in every category, and untranslated stories in each language."""
    found = newsroom()
    pairs = [pair for pair in found.news if len(pair.published) == 2]
    assert len(pairs) >= 24
    assert len({tag.number for pair in pairs for tag in pair.facts.goals}) >= 12
    assert {pair.facts.category for pair in pairs} == set(found.desk.categories)
    assert {pair.original for pair in found.news if len(pair.published) == 1} == {"en", "sr"}
    assert len([page for page in found.pages if len(page.published) == 2]) >= 2


def test_every_picture_is_described() -> None:
    """A story with a picture describes it in each of its languages."""
    lacking = [
        text.source.path
        for pair in newsroom().news
        for text in pair.published.values()
        if pair.facts.image and not text.image_alt
    ]
    assert lacking == []


@pytest.mark.parametrize(
    "text", [text for text in newsroom().texts() if text.language == "sr"], ids=lambda text: text.source.slug
)
def test_cyrillic_goes_back(text: object) -> None:
    """The Cyrillic of a title, a summary, a description and a whole text goes back to the source, letter for letter."""
    from plugins.languages.bodies import PairReader

    words = glossary()
    for source in (text.title, text.summary, text.image_alt, text.image_credit):
        assert to_latin(to_cyrillic(source, words), words) == strip_marks(normalize(source))
    body = PairReader(read_settings(str(ROOT / "pelicanconf.py"))).rendered(text.source.body)
    back = to_latin(html_to_cyrillic(body, words), words)
    assert TAG.sub("", back) == TAG.sub("", strip_marks(normalize(body)))


def test_strings_go_back() -> None:
    """The Cyrillic words of the interface go back to the Latin ones."""
    desk, words = newsroom().desk, glossary()

    def flat(value: object) -> str:
        return " | ".join(map(flat, value.values())) if isinstance(value, dict) else str(value)

    latin, cyrillic = (flat(dict(desk.strings[name].entries)) for name in ("sr", "sr-cyrl"))
    assert to_latin(cyrillic, words) == latin
