"""Bodies are filled for an edition, those with raw HTML as those of Markdown."""

from __future__ import annotations

import pytest

from plugins.content.markup.markdown import MarkdownRenderer
from plugins.content.markup.rendered import split_text
from plugins.content.settings.table import DEFAULTS
from plugins.editions.text_filling import StoryTarget, fill_text
from tests.editions.filling import Lead, LinkFilling


def filled(body: str, lead: Lead = lambda _: None) -> str:
    """A Markdown text, rendered and filled."""
    return fill_text(split_text(MarkdownRenderer(DEFAULTS["MARKDOWN"]).render(body)), LinkFilling(lead))


@pytest.mark.parametrize(
    "opening",
    [
        '<a href="x.sr.md#y">',
        '<a class="k" href="x.sr.md#y">',
        "<a title='a > b, href=' href='{filename}x.sr.md#y'>",
        "<a title=' href=' href='x.sr.md#y'>",
        "<A HREF=x.sr.md#y>",
    ],
)
def test_a_link_of_raw_html_leads_to_the_story(opening: str):
    """Wherever among its attributes the address stands."""
    found = filled(
        f"See {opening}there</a>.",
        lambda name: StoryTarget(f"/sr/news/{name.partition('.')[0]}/", "sr-Latn", "ltr", "Srpski"),
    )
    assert 'href="/sr/news/x/#y" hreflang="sr-Latn"' in found
    assert 'there</a> <span class="language-mark" lang="sr-Latn" dir="ltr">Srpski</span>.' in found
    assert ".md" not in found


def test_a_table_is_named_by_its_caption_or_its_heading():
    """Readers who listen hear which table it is: its caption, else the heading that it stands under."""
    found = filled(
        "## The *cost*\n\n| a |\n| - |\n| 1 |\n\n<table><caption>By <b>year</b></caption><tr><td>1</td></tr></table>\n"
    )
    assert 'aria-label="Table: The cost"><table>' in found
    assert 'aria-label="Table: By year"><table>' in found


def test_each_table_has_its_region():
    """One that has attributes too; what is opened is closed."""
    table = "<tr><td>1</td></tr></table>"
    found = filled(f"<table>{table}\n\n<table id='q' lang='fr'>{table}\n")
    assert found.count('<div class="table-scroll" role="region" tabindex="0" aria-label="Table"><table') == 2
    assert found.count("</table></div>") == found.count("</div>") == 2


def test_what_stands_alone_is_a_figure():
    """With its caption, whatever stands in it; a picture within a paragraph is no figure."""
    found = filled('![a](b.png "The "big" > one")\n\nSee ![c](d.png) there.\n')
    assert '<figure class="figure">[b.png]<figcaption>The &quot;big&quot; &gt; one</figcaption></figure>' in found
    assert "See [d.png] there." in found


def test_a_way_back_from_a_footnote_is_in_the_words_of_the_edition():
    """Not in those of Python-Markdown."""
    found = filled("A note.[^1]\n\n[^1]: Words.\n")
    assert 'title="Back"' in found
    assert "Jump" not in found
