"""What a template may read is declared, in the classes of `frame` and of its page: no template reads anything else."""

from __future__ import annotations

import re

import pytest
from jinja2 import Template
from PIL import Image

from plugins.digest.rendering import MailView
from plugins.pages.views import MonthPage, SiteContext
from tests.small_site import ROOT, small_site
from tests.theme.declared import undeclared
from tests.theme.sample_edition import THEME

TEMPLATES = THEME / "templates"
SOURCES = {path.relative_to(TEMPLATES).as_posix(): path.read_text("utf-8") for path in TEMPLATES.rglob("*.*")}
Pages = set[tuple[str, type]]

# In which template, what, is replaced by what, and what is said of it. To read all templates takes half a second:
# those of a paragraph are broken at once; what one of them would hide is in the next.
BREAKS = """
partials/social.html | content="{{ head.modified }}" | content="{{ head.modifed }}" | PageHead declares no «modifed»
sitemap.xml | {% if view.index %} | {% if view.indices %} | Sitemap declares no «indices»
macros/dates.html | {{ moment.iso }} | {{ view.head.path }} | «view» is not given here
partials/breadcrumbs.html | {{ crumb.title }} | {{ crum.title }} | «crum» is not given here
archive.html | {% endfor %} | {% endfor %}{{ year }} | «year» is not given here
month.html | view.cards | view.top | MonthPage declares no «top»
partials/heading.html | n=view.count | n=view.intro | MonthPage declares no «intro»
partials/story-head.html | = view.story %} | = view.head %}{{ story.lead }} | PageHead declares no «lead»
feed.xml | entry.alternates | entry.updated.alternates | datetime declares no «alternates»
404.html | view.head.heading | view.head.heading.name | str declares no «name»
goals.html | site.t("goals_intro") | site.t("goals_intro").x | str declares no «x»
base.html | site.edition.tag | site.edition.__class__ | Edition declares no «__class__»
index.html | view.lead %} | edition.stories %} | «edition» is not given here
partials/neighbour-months.html | {{ view.newer.title }} | {{ view.older.title }} | «title» is asked of what may be None
goals.html | goal, count in | goal, count, more in | has not 3 parts of declared types
index.html | in view.goal_counts | in view.lead | has no elements of a declared type
list.html | layout="rows" | look="rows" | «cards» takes only stories, level, layout
page.html | import part | import parts | there is no macro «parts»
partials/story-foot.html | join(", ") | join(", ", attribute="x") | the filter «join» cannot be followed
goal.html | view.years | view.years|list | the filter «list» cannot be followed
text.txt | {{ | {% with x = view.x %}{% endwith %}{{ | With cannot be followed
base.html | "partials/footer.html" | view.head.kind | which template this is cannot be known
list.html | {% block content %} | {% block x %}{{ view.x }}{% endblock %}{% block content %} | no page reaches this

partials/footer.html | {{ site.tagline }} | {{ view.head.title }} | «view» is not given here
"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    """The class of the page in each template, as the sheets of a small site have it, so that no list can be out of
    date."""
    # An e-mail is no page of a build.
    found: Pages = {("digest.html", MailView)}

    def note(template: Template, *given: object, **named: object) -> str:
        # Fragments and macros are rendered too; only a page has a view.
        if "view" in named:
            assert named.keys() - {"article", "page"} == {"site", "view"}
            assert type(named["site"]) is SiteContext
            found.add((str(template.name), type(named["view"])))
        return render(template, *given, **named)

    render = Template.render

    site = small_site(tmp_path_factory.mktemp("declared"), SOCIAL_CARDS=False)
    kit = {"press_kit": "yes", "event_start": "2026-12-03 11:00", "image": "images/story.jpg"}
    site.article("story", category="local", sdgs="5", **kit)
    for language in ("en", "sr"):
        site.write(f"press-office.{language}.txt", "Name: Office\nPhone: 1\n\nAbout us.\n")
    site.write("images/story.jpg", b"")
    Image.new("RGB", (40, 30)).save(site.content / "images/story.jpg")
    site.article("story", "sr")
    topic = "".join(f'[water.{code}]\nname = "Water"\ntext = "It."\n' for code in ("en", "sr"))
    site.write("topics.toml", f'[water]\nstories = ["story"]\n{topic}')
    site.write("pages/about.en.md", "Title: About us\n\nWho we are.\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "render", note)
        site.article("held", status="draft")
        site.build(INCREMENTAL=False, show_drafts=True)
    return found


def test_templates_read_only_what_is_declared(pages: Pages) -> None:
    """No template reads a name or an attribute that is not declared, and nothing in any of them cannot be followed."""
    assert {template for template, _ in pages} == {name for name in SOURCES if "/" not in name} - {"base.html"}
    assert undeclared(SOURCES, pages, SiteContext) == []


@pytest.mark.parametrize("rows", BREAKS.strip().split("\n\n"))
def test_a_broken_template_is_found(pages: Pages, rows: str) -> None:
    """Whatever a template is made to read beyond that is found, with its template, its line and its name."""
    sources, expected = dict(SOURCES), []
    for template, before, after, said in (row.split(" | ") for row in rows.splitlines()):
        start, found, end = sources[template].partition(before)
        assert found
        sources[template] = f"{start}{after}{end}"
        line = start.count("\n") + 1
        expected.append((f"{template}:{line}: ", said))
    diagnostics = undeclared(sources, pages, SiteContext)
    assert [
        (place, said)
        for place, said in expected
        if not any(one.startswith(place) and one.endswith(said) for one in diagnostics)
    ] == [], diagnostics


def test_types_flow_into_macros_and_fragments(pages: Pages) -> None:
    """What a macro or a fragment reads of an argument is asked of what it is given, wherever that comes from."""
    source = SOURCES["partials/story-more.html"].replace("cards(view.related", "cards(view.translation_links")
    found = undeclared({**SOURCES, "partials/story-more.html": source}, pages, SiteContext)
    assert "partials/card.html:6: SwitchLink declares no «picture»" in found
    source = SOURCES["base.html"].replace("here=view.head.here", "where=view.head.here")
    found = undeclared({**SOURCES, "base.html": source}, pages, SiteContext)
    assert "partials/footer.html:6: «here» is not given here" in found


@pytest.mark.parametrize(
    ("source", "diagnostics"),
    [
        ("{% if view.newer and view.newer.title %}{{ view.newer.path }}{% endif %}", ""),
        ("{{ view.newer.path if view.newer else view.older.path }}", "«path» is asked of what may be None"),
        ("{% if view.newer or view.older %}{{ view.newer.path }}{% endif %}", "«path» is asked of what may be None"),
        ("{% if view.newer %}{% set view = view.cards[0] %}{{ view.newer }}{% endif %}", "Card declares no «newer»"),
        ("{% if view.count %}{% set x = view.head %}{% endif %}{{ x.title }}", "«x» is not given here"),
        (
            "{% set x = view.head %}{% if view.count %}{% set x = view %}{% endif %}{{ x.title }}",
            "MonthPage declares no",
        ),
        ("{% for x in view.cards if x.date.year %}{{ loop.index }}{% endfor %}", "Moment declares no «year»"),
        ("{% for x in view.cards %}{{ loop.cycle }}{% endfor %}", "Loop declares no «cycle»"),
        ("{% for x in view.cards %}{% block b %}{{ x }}{% endblock %}{% endfor %}", "«x» is not given here"),
        ("{% block b %}{{ super() }}{% endblock %}", "there is no block above this one"),
        ("{% macro m(a, b=a) %}{{ a }}{{ b }}{% endmacro %}{{ m() }}", "«a» is not given here"),
        ("{% macro m() %}{{ view.x }}{% endmacro %}", "no page reaches this"),
        ("{{ view.head.title.upper() }}", "str declares no «upper»"),
        ("{{ view() }}", "MonthPage is no function"),
        ("{{ site.t(*view.cards) }}", "* and ** cannot be followed"),
        ("{{ {'a': view.x} }}", "Dict cannot be followed"),
    ],
)
def test_how_types_are_followed(source: str, diagnostics: str) -> None:
    """What is sure in a branch, what is left after one, and what Jinja itself does not hand on."""
    found = undeclared({"month.html": source}, [("month.html", MonthPage)], SiteContext)
    assert [diagnostic for diagnostic in found if diagnostics and diagnostics in diagnostic] or found == []
    assert bool(found) is bool(diagnostics), found


def test_the_contract_names_what_each_page_has(pages: Pages) -> None:
    """In docs/architecture.md the row of each HTML template names all that its page has."""
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    for template, page in pages:
        if template.endswith(".html"):
            row = re.search(rf"^\| `{re.escape(template)}` \|(.*)$", text, re.M)[1]
            documented = {*re.findall(r"\w+", row), "head"}
            assert page.__annotations__.keys() <= documented, template
