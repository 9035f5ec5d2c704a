"""What a template may read is declared, in the classes of `frame` and of its page: no template reads anything else."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

import pytest
from blinker import Signal
from pelican.plugins import signals
from pelican.writers import Writer

from plugins.pages.views import Frame, MonthPage
from tests.build_cache.newsdesk import WITHOUT
from tests.small_site import ROOT, small_site
from tests.theme.declared import undeclared
from tests.theme.newsroom import THEME

TEMPLATES = THEME / "templates"
SOURCES = {path.relative_to(TEMPLATES).as_posix(): path.read_text("utf-8") for path in TEMPLATES.rglob("*.*")}
Pages = set[tuple[str, type]]

# In which template, what, is replaced by what, and what is said of it.
BREAKS = """
partials/social.html | content="{{ head.modified }}" | content="{{ head.modifed }}" | PageHead declares no «modifed»
sitemap.xml | {% if page.index %} | {% if page.indices %} | Sitemap declares no «indices»
partials/footer.html | {{ frame.tagline }} | {{ page.head.title }} | «page» is not given here
macros/dates.html | {{ moment.iso }} | {{ page.head.path }} | «page» is not given here
partials/crumbs.html | {{ crumb.title }} | {{ crum.title }} | «crum» is not given here
archive.html | {% endfor %} | {% endfor %}{{ year }} | «year» is not given here
month.html | page.cards | page.top | MonthPage declares no «top»
partials/heading.html | n=page.count | n=page.intro | MonthPage declares no «intro»
partials/story-head.html | = page.story %} | = page.head %}{{ story.lead }} | PageHead declares no «lead»
feed.xml | entry.alternates | entry.updated.alternates | datetime declares no «alternates»
404.html | page.head.heading | page.head.heading.name | str declares no «name»
goals.html | frame.t("goals_intro") | frame.t("goals_intro").x | str declares no «x»
base.html | frame.edition.tag | frame.edition.__class__ | Edition declares no «__class__»
index.html | page.lead %} | site.stories %} | «site» is not given here
partials/neighbour-months.html | {{ page.newer.title }} | {{ page.older.title }} | «title» is asked of what may be None
goals.html | goal, count in | goal, count, more in | has not 3 parts of declared types
index.html | in page.goal_counts | in page.lead | has no elements of a declared type
list.html | layout="rows" | look="rows" | «cards» takes only stories, level, layout
page.html | import part | import parts | there is no macro «parts»
partials/story-foot.html | join(", ") | join(", ", attribute="x") | the filter «join» cannot be followed
goal.html | page.years | page.years|list | the filter «list» cannot be followed
text.txt | {{ | {% with x = page.x %}{% endwith %}{{ | With cannot be followed
base.html | "partials/footer.html" | page.head.kind | which template this is cannot be known
list.html | {% block content %} | {% block x %}{{ page.x }}{% endblock %}{% block content %} | no page reaches this
"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    """The class of the page in each template, as the sheets of a small site have it, so that no list can be out of
    date."""
    found: Pages = set()

    def note(writer: Writer, name: str, template: Any, context: object, relative: bool, **given: object) -> None:
        assert given.keys() == {"frame", "page"}
        assert type(given["frame"]) is Frame
        found.add((template.name, type(given["page"])))

    site = small_site(tmp_path_factory.mktemp("declared"), SOCIAL_CARDS=False)
    site.article("told", category="local", sdgs="5")
    site.article("told", "sr")
    site.write("pages/about.en.md", "Title: About us\n\nWho we are.\n")
    with pytest.MonkeyPatch.context() as patch:
        # Handlers stay connected from one build to the next; those of other tests are not to be heard in this one.
        for signal, old in vars(signals).items():
            if isinstance(old, Signal):
                patch.setattr(signals, signal, Signal(signal))
        patch.setattr(Writer, "write_file", note)
        site.build(PLUGINS=list(WITHOUT))
    return found


def test_templates_read_only_what_is_declared(pages: Pages) -> None:
    """No template reads a name or an attribute that is not declared, and nothing in any of them cannot be followed."""
    assert {template for template, _ in pages} == {name for name in SOURCES if "/" not in name} - {"base.html"}
    assert undeclared(SOURCES, pages, Frame) == []


@pytest.mark.parametrize("row", BREAKS.strip().splitlines())
def test_a_broken_template_is_found(pages: Pages, row: str) -> None:
    """Whatever a template is made to read beyond that is found, with its template, its line and its name."""
    template, before, after, said = row.split(" | ")
    source = SOURCES[template]
    assert before in source
    line = source[: source.index(before)].count("\n") + 1
    found = undeclared({**SOURCES, template: source.replace(before, after, 1)}, pages, Frame)
    assert [fault for fault in found if fault.startswith(f"{template}:{line}: ") and fault.endswith(said)], found


def test_types_flow_into_macros_and_fragments(pages: Pages) -> None:
    """What a macro or a fragment reads of an argument is asked of what it is given, wherever that comes from."""
    source = SOURCES["partials/story-more.html"].replace("cards(page.related", "cards(page.twins")
    found = undeclared({**SOURCES, "partials/story-more.html": source}, pages, Frame)
    assert "partials/card.html:5: SwitchLink declares no «picture»" in found
    source = SOURCES["base.html"].replace("here=page.head.here", "where=page.head.here")
    found = undeclared({**SOURCES, "base.html": source}, pages, Frame)
    assert "partials/footer.html:10: «here» is not given here" in found


@pytest.mark.parametrize(
    ("source", "faults"),
    [
        ("{% if page.newer and page.newer.title %}{{ page.newer.path }}{% endif %}", ""),
        ("{{ page.newer.path if page.newer else page.older.path }}", "«path» is asked of what may be None"),
        ("{% if page.newer or page.older %}{{ page.newer.path }}{% endif %}", "«path» is asked of what may be None"),
        ("{% if page.newer %}{% set page = page.cards[0] %}{{ page.newer }}{% endif %}", "Card declares no «newer»"),
        ("{% if page.count %}{% set x = page.head %}{% endif %}{{ x.title }}", "«x» is not given here"),
        (
            "{% set x = page.head %}{% if page.count %}{% set x = page %}{% endif %}{{ x.title }}",
            "MonthPage declares no",
        ),
        ("{% for x in page.cards if x.date.year %}{{ loop.index }}{% endfor %}", "Moment declares no «year»"),
        ("{% for x in page.cards %}{{ loop.cycle }}{% endfor %}", "Loop declares no «cycle»"),
        ("{% for x in page.cards %}{% block b %}{{ x }}{% endblock %}{% endfor %}", "«x» is not given here"),
        ("{% block b %}{{ super() }}{% endblock %}", "there is no block above this one"),
        ("{% macro m(a, b=a) %}{{ a }}{{ b }}{% endmacro %}{{ m() }}", "«a» is not given here"),
        ("{% macro m() %}{{ page.x }}{% endmacro %}", "no page reaches this"),
        ("{{ page.head.title.upper() }}", "str declares no «upper»"),
        ("{{ page() }}", "MonthPage is no function"),
        ("{{ frame.t(*page.cards) }}", "* and ** cannot be followed"),
        ("{{ {'a': page.x} }}", "Dict cannot be followed"),
    ],
)
def test_how_types_are_followed(source: str, faults: str) -> None:
    """What is sure in a branch, what is left after one, and what Jinja itself does not hand on."""
    found = undeclared({"month.html": source}, [("month.html", MonthPage)], Frame)
    assert [fault for fault in found if faults and faults in fault] or found == []
    assert bool(found) is bool(faults), found


def test_the_contract_names_what_each_page_has(pages: Pages) -> None:
    """In docs/architecture.md the row of each HTML template names all that its page has."""
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    for template, page in pages:
        if template.endswith(".html"):
            row = re.search(rf"^\| `{re.escape(template)}` \|(.*)$", text, re.M)[1]
            told = {*re.findall(r"\w+", row), "head"}
            assert {field.name for field in dataclasses.fields(page)} <= told, template
