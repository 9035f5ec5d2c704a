"""Bodies with raw HTML are made ready for an edition as those of Markdown are."""

import pytest

from plugins.content.markup.markdown import MarkdownRenderer
from plugins.content.settings.table import DEFAULTS
from plugins.editions.body_html import make_tables_scroll, resolve_links


def lead(name: str) -> tuple[str, str, str, str]:
    """Every file is a story in Serbian."""
    return f"/sr/news/{name.partition('.')[0]}/", "sr-Latn", "ltr", "Srpski"


@pytest.mark.parametrize(
    "opening",
    [
        '<a href="x.sr.md#y">',
        '<a class="k" href="x.sr.md#y">',
        "<a title='a > b, href=' href='{filename}x.sr.md#y'>",
    ],
)
def test_a_link_of_raw_html_leads_to_the_story(opening: str):
    """Wherever among its attributes the address stands."""
    body = MarkdownRenderer(DEFAULTS["MARKDOWN"]).render(f"See {opening}there</a>.")
    found = resolve_links(body, lead)
    assert 'href="/sr/news/x/#y" hreflang="sr-Latn"' in found
    assert 'there</a> <span class="language-mark" lang="sr-Latn" dir="ltr">Srpski</span>.' in found
    assert ".md" not in found


def test_each_table_has_its_region():
    """One that has attributes too; what is opened is closed."""
    table = "<tr><td>1</td></tr></table>"
    body = MarkdownRenderer(DEFAULTS["MARKDOWN"]).render(f"<table>{table}\n\n<table id='q' lang='fr'>{table}\n")
    found = make_tables_scroll(body, "Table")
    assert found.count('<div class="table-scroll" role="region" tabindex="0" aria-label="Table"><table') == 2
    assert found.count("</table></div>") == found.count("</div>") == 2
