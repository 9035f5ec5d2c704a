"""The site's own content: read without an error, and its Cyrillic goes back to its Latin exactly."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

from plugins.content.library import ContentLibrary, load_library
from plugins.content.markup.markdown import MarkdownRenderer
from plugins.content.settings.site_config import read_site_config
from plugins.cyrillic import html_to_cyrillic, parse_glossary, strip_marks, to_cyrillic, to_latin
from plugins.cyrillic.letters import normalize
from plugins.project.settings import settings_of
from plugins.system.clock import Clock
from tests.small_site import ROOT

# After the newest story, so that none waits.
NOW = dt.datetime(2026, 12, 31, tzinfo=dt.UTC)
TAG = re.compile(r"<[^>]*>")


@cache
def library() -> ContentLibrary:
    """All content of the repository."""
    settings = settings_of(str(ROOT / "pelicanconf.py"))
    return load_library(
        read_site_config({**settings, "PATH": str(ROOT / "content"), "THEME": str(ROOT / "theme")}), Clock(NOW)
    )


def glossary() -> dict[str, str]:
    """The editors' glossary."""
    return dict(parse_glossary((ROOT / "content" / "glossary.txt").read_text("utf-8")))


def test_content_has_no_fault() -> None:
    """The content of the repository can be built."""
    assert [str(diagnostic) for diagnostic in library().diagnostics] == []


def test_content_is_enough() -> None:
    """There are two dozen pairs, over most goals, in every category, and untranslated stories in each language."""
    found = library()
    pairs = [pair for pair in found.news if len(pair.published_texts) == 2]
    assert len(pairs) >= 24
    assert len({tag.number for pair in pairs for tag in pair.shared.goals}) >= 12
    assert {pair.shared.category for pair in pairs} == set(found.config.categories)
    assert {pair.original for pair in found.news if len(pair.published_texts) == 1} == {"en", "sr"}
    assert len([page for page in found.pages if len(page.published_texts) == 2]) >= 2


def test_every_picture_is_described() -> None:
    """A story with a picture describes it in each of its languages."""
    lacking = [
        text.source.path
        for pair in library().news
        for text in pair.published_texts.values()
        if pair.shared.image and not text.image_alt
    ]
    assert lacking == []


def test_cyrillic_goes_back() -> None:
    """The Cyrillic of a title, a summary, a description and a whole text goes back to the source, letter for letter."""
    words, renderer = glossary(), MarkdownRenderer(settings_of(str(ROOT / "pelicanconf.py"))["MARKDOWN"])
    texts = [text for text in library().texts() if text.language == "sr"]
    assert len(texts) > 20
    for text in texts:
        for source in (text.title, text.summary, text.image_alt, text.image_credit):
            assert to_latin(to_cyrillic(source, words), words) == strip_marks(normalize(source)), text.source.slug
        body = renderer.render(text.source.body)
        back = to_latin(html_to_cyrillic(body, words), words)
        assert TAG.sub("", back) == TAG.sub("", strip_marks(normalize(body))), text.source.slug


def test_strings_go_back() -> None:
    """The Cyrillic words of the interface go back to the Latin ones."""
    config, words = library().config, glossary()

    def flat(value: object) -> str:
        return " | ".join(map(flat, value.values())) if isinstance(value, dict) else str(value)

    latin, cyrillic = (flat(dict(config.strings[name].entries)) for name in ("sr", "sr-cyrl"))
    assert to_latin(cyrillic, words) == latin
