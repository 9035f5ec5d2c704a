"""The search page in Chromium, over the site's own content."""

import re

import pytest
from babel import Locale
from playwright.sync_api import expect

from plugins.cyrillic import to_cyrillic
from plugins.search.word_keys import Words, read_rules

pytestmark = pytest.mark.browser

EDITIONS = {"sr": "/sr/search/", "sr-cyrl": "/sr-cyrl/search/"}
WORDS = (
    "zaštita kuća žena čovek međunarodna voda građani škola zdravlje mreža mladi nasilje podrška već "
    "godišnje život izveštaj rođenoj uređaj veštine"
).split()
TITLES = "els => els.map(el => el.getAttribute('href'))"


def ask(page, text):
    """Type a text and wait for the answer; gives the addresses of all results."""
    page.fill("#query", text)
    page.wait_for_function(
        "asked => new URL(location).searchParams.get('q') === asked && document.querySelector('[aria-busy=false]')",
        arg=text,
    )
    while page.locator("[data-search-more]").is_visible():
        before = page.locator("[data-title]").count()
        page.click("[data-search-more]")
        page.wait_for_function(f"() => document.querySelectorAll('[data-title]').length > {before}")
    return page.eval_on_selector_all("[data-title]", TITLES)


def spellings(word):
    """Four ways to type a word: with marks, without, in Cyrillic, in capitals of Cyrillic."""
    plain = word.translate(str.maketrans("šžčć", "szcc"))
    return word, plain.replace("đ", "dj"), to_cyrillic(word), to_cyrillic(word).upper(), plain.replace("đ", "d")


def slugs(addresses):
    """What is the same in all editions of an address."""
    return {address.rstrip("/").rpartition("/")[2] for address in addresses}


FOUND = """async ([folder, questions]) => {
    const { SearchIndex } = await import("/modules/index.js");
    const index = await SearchIndex.load(new URL(folder, location));
    return Promise.all(questions.map((texts) => Promise.all(texts.map(async (text) => {
        const { stories } = await index.find(text);
        return Promise.all(stories.map(async (story) => (await index.story(story)).path));
    }))));
}"""


def test_every_spelling_finds_the_same_stories(modules_page):
    """Words in each spelling give equal sets of stories that are not empty, the same in both Serbian editions."""
    found = {}
    for edition, path in EDITIONS.items():
        of_words = modules_page.evaluate(FOUND, [path, [spellings(word) for word in WORDS]])
        for word, answers in zip(WORDS, of_words, strict=True):
            assert all(answer == answers[0] for answer in answers), (word, answers)
            assert all(address.startswith(f"/{edition}/news/") for address in answers[0])
            found.setdefault(word, []).append(slugs(answers[0]))
    assert [word for word, sets in found.items() if sets[0] != sets[1] or not sets[0]] == []


def test_browser_and_build_agree_on_every_word(modules_page, news_site):
    """Each word of the site's content has the key in the browser that the build gave it."""
    for language, prefix in (("en", ""), ("sr", "/sr"), ("sr", "/sr-cyrl")):
        files = (news_site.output / prefix.strip("/") / "search" / "stories").glob("*.json")
        texts = (
            "\n".join(sorted(file.read_text("utf-8") for file in files))
            + " 610.000 610 000 1'000 12.5 2,000x ٦١٠.٠٠٠ ǅep Straße_x nisu Nišu NISU WHO who ½ cafe\u0301 ŠABAC İ"
        )
        keys = modules_page.evaluate(
            """async ([prefix, text]) => {
                const { Words } = await import("/modules/word-keys.js");
                const { rules } = await (await fetch(`${prefix}/search/index.json`)).json();
                return new Words(rules).pieces(text).flatMap(([, keys]) => keys);
            }""",
            [prefix, texts],
        )
        assert keys == list(Words(read_rules(language)).keys(texts))


def test_all_that_a_search_needs_first_is_asked_for_at_once(visit, news_site):
    """One script and the index are named in the page's head; a query on a small site loads nothing else but stories."""
    page = visit("/search/", alone=True)
    loaded = [path for path in page.requested if path.endswith((".js", ".json"))]
    html = (news_site.output / "search" / "index.html").read_text("utf-8").partition("</head>")[0]
    assert len(loaded) == 2
    assert all(f'"{path}"' in html for path in loaded)
    assert ask(page, "vacine")
    asked = {path.partition("?")[0] for path in page.requested if path.startswith("/search/")}
    assert {path for path in asked if "/stories/" not in path} == {"/search/", "/search/index.json"}


def test_the_language_switch_keeps_query_and_filters(visit):
    """The same question is asked in the other edition, and the title of the page says it."""
    page = visit("/search/?q=voda&year=2025")
    page.wait_for_function("() => document.title.startsWith('voda')")
    page.click("[data-switch] a[lang=sr-Latn]")
    page.wait_for_selector("[data-title]")
    assert page.url.endswith("/sr/search/?q=voda&year=2025")
    assert page.title().startswith("voda · ")
    assert page.input_value("select[name=year]") == "2025"


def test_a_wrong_letter_is_reported_and_what_was_meant_is_a_link(visit):
    """The word that no story has is named; the one that was meant is spelled as the stories spell it."""
    page = visit("/sr-cyrl/search/?q=kragujevcc&year=2025")
    link = page.locator("[data-search-meant] a")
    link.wait_for()
    assert "kragujevcc" in page.inner_text("[data-search-status]")
    assert link.inner_text().startswith("Крагујев")
    assert "year=2025" in link.get_attribute("href")
    link.click()
    expect(page.locator("[data-search-status]")).to_contain_text("1")
    assert page.locator("[data-search-meant] a").count() == 0


def test_a_story_with_some_of_the_words_says_which_it_lacks(visit):
    """Partial matches are named as such, and each says what it lacks."""
    page = visit("/search/?q=raspberries+Arilje+zzqxjvwk")
    assert "No story has all of these words" in page.inner_text("[data-search-status]")
    assert page.locator("[data-lacking]").first.inner_text() == "Without: zzqxjvwk"


def test_a_page_that_is_asked_for_by_name_comes_first(visit):
    """The goal's page stands above the stories and is the first that Enter leads to."""
    page = visit("/sr/search/")
    page.fill("#query", "cilj 6")
    page.press("#query", "Enter")
    page.wait_for_function("() => document.activeElement.matches('[data-search-places] a')")
    assert page.evaluate("document.activeElement.pathname") == "/sr/sdg/6/"
    assert page.locator("[data-title]").count() > 0


def test_results_are_reported_in_the_editions_script(visit):
    """A Latin question in the Cyrillic edition gives Cyrillic titles, dates and passages, the words marked."""
    page = visit("/sr-cyrl/search/?q=zastita")
    assert re.search("^[Зз]ашти", page.inner_text("mark"))
    first = page.inner_text("[data-search-results] li")
    assert re.search("[а-я]{5}", first)
    assert not re.search("zašti|zasti", first)


@pytest.mark.parametrize(
    ("path", "words", "forms"),
    [("/search/", ["water"], {"other"}), ("/sr/search/", ["voda", "čovek", "građani"], {"other", "few", "one"})],
)
def test_the_number_of_results_is_said_in_the_right_plural(visit, path, words, forms):
    """The status counts the results in the words of the edition, in the form that CLDR has for the number."""
    page, said = visit(path), set()
    status = page.locator("[data-search-status]")
    for word in words:
        n = len(ask(page, word))
        form = Locale.parse("sr" if "sr" in path else "en").plural_form(n)
        assert status.inner_text() == status.get_attribute(f"data-results-{form}").replace("{n}", str(n))
        said.add(form)
    assert said == forms


def test_the_number_of_results_stays_while_stories_are_slow(visit):
    """What was said when the first story came is not said over while the others are on their way."""
    page = visit("/search/", alone=True)
    held = []
    page.route(
        re.compile("/search/stories/"),
        lambda route: held.append(route) if held else (held.append(None), route.continue_()),
    )
    page.fill("#query", "water")
    page.wait_for_selector("[data-title]")
    page.locator("[data-search-status]", has_text=re.compile(r"\d+ stories found")).wait_for()
    page.wait_for_timeout(600)
    assert page.get_attribute("[data-search-results]", "aria-busy") == "true"
    assert re.search(r"\d+ stories found", page.inner_text("[data-search-status]"))
    for route in held[1:]:
        route.continue_()
    page.wait_for_selector("[aria-busy=false]")
    assert re.search(r"\d+ stories found", page.inner_text("[data-search-status]"))


def test_a_question_has_the_answer_that_readers_expect(visit):
    """Goal, category and year can be chosen at once, but for a page without its script. A word that no story has, or a
    sign that is no word, leaves the list empty and is named. Words that say little change no answer, and alone they are
    searched for; while a word is being typed its beginning is enough."""
    assert not visit("/search/", java_script_enabled=False).locator("select[name=goal]").is_visible()
    page = visit("/search/")
    assert page.locator("select[name=goal]").is_visible()
    for text in ("zzqxjvwk", "%", "🙂"):
        assert ask(page, text) == []
        assert text in page.inner_text("[data-search-status]")
    plain = ask(page, "water children")
    assert plain
    assert ask(page, "where is the water for these children") == plain
    assert ask(page, "the") != []
    assert set(ask(page, "migran")) >= set(ask(page, "migrants")) != set()


def test_an_open_question_in_markup_is_only_text(visit):
    """What a reader types is never taken for HTML or for a pattern of text."""
    page = visit("/search/?q=%3Cimg+src%3Dx%3E+zzqxjvwk+%24%26")
    expect(page.locator("[data-search-status]")).not_to_be_empty()
    assert "<img src=x> zzqxjvwk $&" in page.inner_text("[data-search-status]")
    assert page.locator("[data-search-status] img").count() == 0


def test_filters_narrow_the_results_and_stand_in_the_address(visit):
    """A word in Latin and in Cyrillic letters has the same stories. A choice leaves as many as it said, is in the
    address, and comes back with it."""
    page = visit("/sr/search/")
    assert ask(page, "заштита") == ask(page, "zaštita") != []
    everything = ask(page, "voda")
    page.wait_for_selector("select[name=year] option:not(:first-child):not([disabled])", state="attached")
    option = page.locator("select[name=year] option:not(:first-child):not([disabled])").first
    year, count = option.get_attribute("value"), int(re.search(r"\((\d+)\)", option.text_content())[1])
    page.select_option("select[name=year]", year)
    page.wait_for_url(f"**/sr/search/?q=voda&year={year}")
    page.wait_for_function(f"() => document.querySelectorAll('[data-title]').length === {min(count, 10)}")
    left = page.eval_on_selector_all("[data-title]", TITLES)
    assert set(left) <= set(everything)
    page.reload()
    page.answered()
    assert page.eval_on_selector_all("[data-title]", TITLES) == left
    assert page.input_value("#query") == "voda"
    assert page.input_value("select[name=year]") == year


def test_a_filter_alone_lists_its_stories(visit):
    """Without words a choice shows all its stories, from the newest."""
    page = visit("/search/?category=stories")
    assert set(page.locator("[data-category]").all_inner_texts()) == {"Stories"}


def test_the_keyboard_is_enough(visit):
    """Enter leads to the first result, arrows walk, Escape leads back to the field."""
    page = visit("/search/")
    page.focus("#query")
    page.keyboard.type("water")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement.matches('[data-title]')")
    first = page.evaluate("document.activeElement.href")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.href") != first
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.href") == first
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "query"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(first)


def test_more_results_come_when_asked_for(visit):
    """Ten are shown; the button adds the next ones and leads to the first of them."""
    page = visit("/search/?q=the")
    assert page.locator("[data-title]").count() == 10
    page.click("[data-search-more]")
    page.wait_for_function("() => document.querySelectorAll('[data-title]').length > 10")
    assert page.evaluate("[...document.querySelectorAll('[data-title]')].indexOf(document.activeElement)") == 10


def test_the_small_form_of_the_404_page_leads_to_an_answer(visit):
    """Its words come to the search page in the address."""
    page = visit("/sr/404.html")
    page.fill("#query", "zastita")
    page.press("#query", "Enter")
    page.wait_for_selector("[data-search-results] [data-title]")
    assert page.url.endswith("/sr/search/?q=zastita")


def test_without_javascript_the_form_leads_to_the_archive_and_says_so(visit):
    """The reader is reported, and the button works."""
    page = visit("/sr/search/", java_script_enabled=False)
    assert "JavaScript" in page.inner_text("noscript .search-form-notice")
    page.fill("#query", "voda")
    page.press("#query", "Enter")
    page.wait_for_url("**/sr/archive/?q=voda*")


@pytest.mark.parametrize(
    ("path", "files", "said", "query"),
    [
        ("/search/", "**/stories/*.json*", "could not be loaded", "school"),
        ("/sr/search/", "**/words/*.json", "nije mogla da se učita", "škola"),
    ],
)
def test_an_index_that_cannot_be_loaded_is_said(visit, path, files, said, query):
    """The reader learns that the search failed, not that nothing was found; the next try may succeed."""
    page = visit(path, alone=True)
    page.route(files, lambda route: route.abort())
    page.fill("#query", "UN")
    page.wait_for_selector(f"[data-search-status]:has-text('{said}')")
    page.unroute(files)
    assert ask(page, query)


def test_a_page_left_open_over_a_publish_goes_on(visit):
    """Where the index has changed under the page, it is loaded again."""
    page = visit("/sr/search/", alone=True)

    def old(route):
        route.fulfill(body=re.sub(r'"version":"\w+"', '"version":"0"', route.fetch().text()))

    page.route("**/index.json", old, times=1)
    assert ask(page, "voda")
