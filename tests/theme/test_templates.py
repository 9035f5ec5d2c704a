"""The templates: what every page has, and what no template may hold."""

import re

import pytest
from lxml import html

from tests.theme.rendering import rendered
from tests.theme.sample_edition import EDITIONS, THEME

TEMPLATES = sorted((THEME / "templates").rglob("*.html"))
# E-mails are no pages: tests/digest holds their styles against the rules of mail programs.
MAILS = ("digest.html",)
STYLES = re.compile(r"<style>.*?</style>|<!--.*?-->", re.S)
LISTINGS = ("list.html", "goal.html", "month.html")
INLINE = re.compile(r'\sstyle=|\son\w+=|<style|<script(?! type="application/ld\+json"| type="module" src=)')
MARKUP = re.compile(r"{#.*?#}|{{.*?}}|{%.*?%}|<[^>]*>|&\w+;", re.DOTALL)


@pytest.fixture(scope="module", params=EDITIONS)
def pages(request):
    """Every kind of page of an edition, parsed, with the edition's facts."""
    return EDITIONS[request.param], {
        name: html.document_fromstring(text) for name, text in rendered(request.param).items()
    }


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_template_speaks_a_language(template):
    """What a template holds outside its tags has no letters but the number of the error page."""
    text = STYLES.sub(" ", template.read_text("utf-8"))
    text = MARKUP.sub(" ", text).replace("404", "")
    text = re.sub(r'\b[a-z-]+="\s*"', " ", text)
    assert not re.findall(r"\w+", text)


@pytest.mark.parametrize("name", LISTINGS)
def test_listings_are_short(name):
    """A listing template only names its parts, in under ten lines."""
    assert len((THEME / "templates" / name).read_text("utf-8").splitlines()) < 10


def test_dates_and_language_links_go_through_one_macro():
    """Only the macros of dates write <time>, and only those of languages write the lang of a link."""
    writers = {path.name for path in TEMPLATES if "<time" in path.read_text("utf-8")}
    linkers = {path.name for path in TEMPLATES if re.search(r"<a [^>]*\blang=", path.read_text("utf-8"))}
    assert (writers, linkers) == ({"dates.html"}, {"languages.html"})


def test_no_inline_style_or_script():
    """A strict Content-Security-Policy needs no exception: scripts are files or data, nothing is styled in place."""
    for path in (path for path in TEMPLATES if path.name not in MAILS):
        text = path.read_text("utf-8")
        assert not INLINE.search(text), path.name


def test_every_page_says_its_language_and_has_one_headline(pages):
    """html lang and dir are the edition's, and a page has exactly one h1, one main and a way to skip to it."""
    edition, documents = pages
    for name, document in documents.items():
        assert (document.get("lang"), document.get("dir")) == (edition.tag, edition.direction), name
        for path in ("//h1", "//main[@id='main']", "//a[@href='#main']"):
            assert len(document.xpath(path)) == 1, (name, path)


def test_the_switch_names_each_edition_in_its_own_language(pages):
    """The switch in every header has one link an edition, labelled and marked in that edition's language."""
    edition, documents = pages
    current = {True: "true", False: None}
    wanted = [(e.label, e.tag, e.direction, current[e is edition]) for e in EDITIONS.values()]
    for name, document in documents.items():
        links = document.xpath("//header//nav[@data-switch]//a")
        assert [(a.text, a.get("lang"), a.get("dir"), a.get("aria-current")) for a in links] == wanted, name
        assert not document.xpath("//a[@hreflang]"), name


def test_a_story_in_another_language_is_marked(pages):
    """A card in another language marks its words and names that language; the reader's own words carry no mark."""
    edition, documents = pages
    foreign = documents["list"].xpath("//article[.//*[@class='language-mark']]//h2")
    assert [h.get("lang") for h in foreign] == ([None] if edition.tag == "en" else ["en"])
    pictures = documents["list"].xpath("//article[.//*[@class='language-mark']]//img")
    assert [img.xpath("string(ancestor::*[@lang][1]/@lang)") for img in pictures] == ["en"]
    assert not documents["list"].xpath(f"//main//*[@lang='{edition.tag}']")


def test_goals_are_named_in_words(pages):
    """Wherever a goal has its colour, its number and its name stand there as text."""
    _, documents = pages
    for name, document in documents.items():
        for goal in document.xpath("//*[@data-goal]"):
            text = " ".join(goal.text_content().split())
            assert re.search(r"[^\W\d]{3}", text), name
            in_footer = goal.xpath(
                "ancestor::footer[@class='site-footer']"
            )  # where the list's counter shows the number
            assert in_footer or re.search(rf"\b{goal.get('data-goal')}\b", text), (name, text)


def test_the_goals_index_carries_what_the_united_nations_require(pages):
    """The index of the goals links to the UN's page and says that the UN has not approved the content."""
    _, documents = pages
    source = documents["goals"].xpath("//aside[@class='goals-source']")[0]
    assert source.xpath(".//a/@href") == ["https://www.un.org/sustainabledevelopment"]
    assert len(source.xpath("./p")) == 2


def test_the_root_error_page_speaks_every_language(pages):
    """The root's error page speaks each other edition's language in a part of its own."""
    edition, documents = pages
    parts = documents["404"].xpath("//section[@class='not-found-language']/@lang")
    assert parts == [e.tag for e in EDITIONS.values() if e is not edition]


def test_the_search_form_works_without_script(pages):
    """Without JavaScript the form leads to the archive and says so."""
    edition, documents = pages
    form = documents["search"].xpath("//form[@role='search']")[0]
    assert (form.get("action"), form.get("method")) == (f"{edition.prefix}/archive/", "get")
    assert form.xpath(".//noscript//p")
