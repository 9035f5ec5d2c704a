"""A text that lies too deep in itself is refused."""

from pathlib import Path

import pytest

from plugins.content.markup.markdown import MarkdownRenderer
from plugins.content.settings.table import DEFAULTS
from plugins.diagnostics import ContentErrors
from tests.content.nested import NESTED
from tests.loops import IS_LONG, times
from tests.small_site import LIGHT, small_site

STEPS = (20, 40, 60, 90, 110, 150, 200, 240) if IS_LONG else (20, 60, 110, 240)


def outcome(reader: MarkdownRenderer, text: str) -> str:
    """The HTML, or that it lies too deep."""
    try:
        return reader.render(text)
    except RecursionError:
        return "too deep"


@pytest.mark.parametrize("name", NESTED)
def test_a_few_steps_are_html_and_hundreds_are_refused(name: str):
    """What lies between is one or the other, as it was for fewer steps or is for more."""
    reader = MarkdownRenderer(DEFAULTS["MARKDOWN"])
    last = []
    # The size of a text with indentation grows with the square of its steps.
    for steps in (*STEPS, *(() if "indentation" in name else (500, 1500))):
        last.append(outcome(reader, NESTED[name](steps)))
    assert last[0] != "too deep" == last[-1]
    refused = [html == "too deep" for html in last]
    assert refused == sorted(refused)


def test_a_text_after_one_that_failed_is_as_ever():
    """Nothing of the one is left in the engine."""
    reader = MarkdownRenderer(DEFAULTS["MARKDOWN"])
    assert outcome(reader, NESTED["points"](500)) == "too deep"
    assert reader.render("A paragraph.") == "<p>A paragraph.</p>"


@pytest.mark.parametrize("with_cache", [True, False])
def test_every_text_that_lies_too_deep_is_reported(tmp_path: Path, with_cache: bool):
    """Not only the first; with the incremental plugin as without."""
    site = small_site(tmp_path, INCREMENTAL=with_cache, **LIGHT, WORKERS=2)
    for number in range(40):
        site.article(f"story-{number}")
    for slug in ("story-3", "story-30"):
        site.article(slug, body=NESTED["quotations"](280))
    with pytest.raises(ContentErrors) as raised:
        site.build()
    message = "lists or quotations lie too deep in one another: take some of the marks away (too-deep)"
    assert [str(diagnostic) for diagnostic in raised.value.diagnostics] == [
        f"content/news/2026/{slug}.en.md:3: {message}" for slug in ("story-3", "story-30")
    ]


# Structures of many parts that are all at one level.
FLAT = {
    "definitions": "Term {0}\n:   Definition {0}\n\n",
    "definitions without empty lines": "Term {0}\n: Definition {0}\n",
    "definitions of paragraphs": "Term {0}\n\n:   Definition {0}\n\n    More of it.\n\n",
    "points": "- point {0}\n",
    "points of paragraphs": "- point {0}\n\n    More of it.\n\n",
    "points with points": "- point {0}\n    - below it\n",
    "numbers": "{0}. point\n",
    "quotations": "> words {0}\n>\n> more\n\n",
    "headings": "## Heading {0}\nwords\n",
    "underlined headings": "Heading {0}\n---\nwords\n",
    "rules": "words\n\n---\n\n",
    "footnotes": "words[^{0}]\n\n[^{0}]: note\n\n",
    "abbreviations": "words A{0}\n\n*[A{0}]: abbreviation\n\n",
    "tables": "a | b\n--- | ---\n{0} | b\n\n",
    "code": "words\n\n    code {0}\n\n",
    "fences": "```\ncode {0}\n```\n",
    "elements": "<div markdown=1>\n\nwords {0}\n\n</div>\n\n",
    "elements without an end": "<p>words {0}\n\n",
    "bold words": "**{0}** *words*\n\n",
}


@pytest.mark.parametrize("name", FLAT)
def test_many_parts_at_one_level_are_no_depth(name: str):
    """However many there are, and however often the text was read before."""
    reader = MarkdownRenderer(DEFAULTS["MARKDOWN"])
    for count in (101, times(400, 1200)):
        assert outcome(reader, "".join(FLAT[name].format(number) for number in range(count))) != "too deep"


def test_a_long_table_is_no_depth():
    """A table of a thousand rows is read."""
    table = "a | b\n--- | ---\n" + "".join(f"{number} | b\n" for number in range(1000))
    assert outcome(MarkdownRenderer(DEFAULTS["MARKDOWN"]), table).count("<tr>") == 1001


def test_definitions_without_empty_lines_are_of_one_list():
    """Each term and its definitions, however many lines they have, are as with an empty line between them."""
    parts = ["One\n: first\n: second", "Two\nor three\n: a definition\n    in two lines", "Four\n:   last"]
    reader = MarkdownRenderer(DEFAULTS["MARKDOWN"])
    tight, apart = (reader.render(between.join(parts)) for between in ("\n", "\n\n"))
    # A line right after a definition belongs to it, unless a definition follows.
    assert tight.replace("<dd>second\nTwo</dd>\n", "<dd>second</dd>\n<dt>Two</dt>\n") == apart
    assert reader.render("A\n: b\n\nC\n: d") == "<dl>\n<dt>A</dt>\n<dd>b</dd>\n<dt>C</dt>\n<dd>d</dd>\n</dl>"
    assert reader.render("A\n: b\nC\n: d") == "<dl>\n<dt>A</dt>\n<dd>b</dd>\n<dt>C</dt>\n<dd>d</dd>\n</dl>"
