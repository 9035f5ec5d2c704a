"""The order of results, and what is said where there are none, in Chromium over a site made for one word."""

import pytest

pytestmark = pytest.mark.browser

EXACT = ["exact-title", "exact-summary", "exact-text"]
INFLECTED = ["inflected-title", "inflected-text"]


def answered(page, text):
    """The page with the answer to a question."""
    page.fill("#query", text)
    page.wait_for_function(
        "asked => new URL(location).searchParams.get('q') === asked && document.querySelector('[aria-busy=false]')",
        arg=text,
    )
    return page


def found(page):
    """The slugs of the results in their order."""
    return page.eval_on_selector_all("[data-title]", "links => links.map(a => a.pathname.split('/').at(-2))")


@pytest.mark.parametrize("path", ["/sr/search/", "/sr-cyrl/search/"])
def test_the_exact_spelling_comes_first_then_other_marks_then_other_endings(visit_ranked, path):
    """What was typed ranks first, in either script and any case; within that, the title is above summary and text.
    Typed without marks, the word without marks is the exact one, and those with marks come before other endings. A form
    of a word that is typed as it stands is the exact spelling."""
    page = visit_ranked(path)
    for text in ("Niš", "niš", "НИШ"):
        assert found(answered(page, text)) == [*EXACT, "plain-title", *INFLECTED]
    assert found(answered(page, "nis")) == ["plain-title", *EXACT, *INFLECTED]
    assert found(answered(page, "Nišu"))[:2] == INFLECTED


def test_a_function_word_is_found_alone_and_meets_no_name(visit_ranked):
    """The function word leads to its own stories only; typed without its marks it leads to the function word, unless a
    story has that very spelling."""
    page = visit_ranked("/sr/search/")
    answers = {text: found(answered(page, text)) for text in ("nisu", "jer", "sto", "što", "vec")}
    assert answers == {
        "nisu": ["function-word"],
        "jer": ["function-word"],
        "sto": ["inflected-text"],
        "što": ["exact-text"],
        "vec": ["exact-text"],
    }


def test_other_editions_say_how_many_stories_they_have(visit_ranked):
    """Where an edition has none, links with the others' numbers and names carry the question to them."""
    page = answered(visit_ranked("/search/"), "Niš")
    links = page.locator("[data-search-elsewhere] a")
    links.first.wait_for()
    assert links.all_inner_texts() == ["6 stories in Srpski", "6 stories in Српски"]
    assert links.locator("[lang=sr-Cyrl]").inner_text() == "Српски"
    links.first.click()
    page.wait_for_selector("[data-title]")
    assert page.url.endswith("/sr/search/?q=Ni%C5%A1")
    assert found(page)[0] == "exact-title"
    assert page.locator("[data-search-elsewhere] a").count() == 0


def test_other_editions_are_counted_under_the_same_filters(visit_ranked):
    """A choice of category holds for the other editions too."""
    page = visit_ranked("/search/?q=Ni%C5%A1&category=local")
    page.wait_for_selector("[data-search-elsewhere] a")
    assert page.locator("[data-search-elsewhere] a").first.inner_text() == "2 stories in Srpski"
    assert page.locator("[data-search-elsewhere] a").first.get_attribute("href").endswith("?q=Ni%C5%A1&category=local")


def test_nothing_of_other_editions_is_loaded_while_there_are_results(visit_ranked):
    """The other editions' indexes are asked for only when this one has no answer."""
    page = answered(visit_ranked("/sr/search/", alone=True), "Niš")
    assert not [path for path in page.requested if path.startswith(("/search/", "/sr-cyrl/"))]


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [("?q=zzqxjvwk", "another word", "fewer"), ("?q=zzqxjvwk+vvkzqx", "fewer words", "another word")],
)
def test_what_may_help_fits_the_question(visit_ranked, question, said, unsaid):
    """The message for one word without results does not suggest fewer words."""
    page = visit_ranked(f"/search/{question}")
    page.wait_for_selector("[data-search-status]:has-text('Nothing found')")
    status = page.inner_text("[data-search-status]")
    assert said in status
    assert unsaid not in status


def test_filters_that_leave_nothing_are_named_as_the_cause(visit_ranked):
    """A word that has results under another choice needs another choice, not other words."""
    page = visit_ranked("/sr/search/?q=nisu&category=local")
    page.wait_for_selector("[data-search-status]:has-text('Nema rezultata')")
    assert "drugim ciljem, rubrikom ili godinom" in page.inner_text("[data-search-status]")


def test_the_empty_page_says_that_any_spelling_will_do(visit_ranked):
    """Before anything is typed one line says so, and it describes the field to those who listen. WHO, alone in any
    case, is the organisation; the pronoun says little."""
    page = visit_ranked("/search/")
    line = page.locator("#query-hint")
    assert "Any script and spelling" in line.inner_text()
    assert line.bounding_box()["height"] < 30
    assert page.get_attribute("#query", "aria-describedby") == "query-hint"
    for text in ("WHO", "who"):
        assert found(answered(page, text)) == ["english"]
