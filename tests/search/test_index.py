"""The index of one edition, and what it costs."""

import datetime as dt
import gzip
import itertools
import json
import random
import re
from types import SimpleNamespace

import pytest

from plugins.build_cache.protocol import BuildCache
from plugins.content.markup.rendered import text_lines
from plugins.diagnostics import SettingError
from plugins.editions.page_keys import EditionKeys
from plugins.search.index import Entry, Index, part_of
from plugins.search.word_keys import Words, read_rules
from tests.loops import IS_LONG
from tests.small_site import ROOT, small_site

BODIES = SimpleNamespace(html=lambda text, edition: text.html, renderer=SimpleNamespace(is_stock=True, key=""))
SITE = SimpleNamespace(
    glossary="", edition=None, build=SimpleNamespace(bodies=BODIES, has_plugins=False, cache=BuildCache())
)
SITE.part = {EditionKeys: EditionKeys(SITE)}.get
WORDS = Words(read_rules("en"))
# What a first search of so many stories may load, in bytes.
STORIES, BUDGET = (5000, 150_000) if IS_LONG else (300, 50_000)


def entry(title, body, number=0, category="local", goals=(), summary=""):
    """A story with what an index reads of it."""
    date = dt.datetime(2020, 1, 1, tzinfo=dt.UTC) + dt.timedelta(days=number)
    text = SimpleNamespace(words_digest=f"{title} {body}", html=body)
    words = {"title": title, "summary": summary, "text": text, "form": "own", "category_slug": category, "subjects": ()}
    words["goals"] = tuple(SimpleNamespace(number=goal) for goal in goals)
    return Entry(SITE, SimpleNamespace(**words, page_path=f"/{number}/", date=date))


def index(*entries, words=WORDS):
    """An index of them."""
    return Index(entries, words, ("local", "global"))


def stories(made, word, key=None):
    """The stories of a spelling with its places: 8 for the title, 4 for the summary, 1 to 3 for the text."""
    parts = json.loads(made.part(part_of(key or word, made.parts))).get(key or word, "").split(" ")
    steps = dict(zip(parts[::2], parts[1::2], strict=False)).get(word if key else "", "")
    numbers, number = {}, 0
    for step, letter in re.findall(r"(\d+)([A-P])", steps):
        number += int(step)
        numbers[number] = ord(letter) - 65
    return numbers


def test_a_word_leads_to_its_stories_and_to_the_places_where_it_stands():
    """Every story of a word is there, with title, summary and text distinguished."""
    made = index(
        entry("Rain", "<p>Water falls.</p>"),
        entry("None", "<p>Nothing</p>"),
        entry("Water", "<p>Water, water, water, water.</p>"),
        entry("None", "", summary="Water"),
    )
    assert stories(made, "water") == {0: 1, 2: 8 + 3, 3: 4 + 1}


def test_each_spelling_of_a_word_has_its_own_stories():
    """Under one key each spelling leads to the stories that have it."""
    made = index(entry("Trains", ""), entry("Training", "<p>train</p>"), words=WORDS)
    found = {word: stories(made, word, "train") for word in ("trains", "training")}
    assert found == {"trains": {0: 8}, "training": {1: 8}}
    assert stories(made, "train") == {1: 1}


def test_words_that_readers_may_have_meant_are_listed_by_their_length():
    """Each begins with the number of letters of the word before it; function words and numbers are none of them."""
    made = index(entry("Water and waters", "<p>Waste in Café Šabac, 12345 for those and these.</p>"))
    assert [json.loads(made.dictionary(letters)) for letters in (3, 4, 6)] == ["", "0cafe", "0waters"]
    assert json.loads(made.dictionary(5)) == "0sabac 0waste 2ter"


def test_the_summary_says_what_can_be_filtered():
    """Years, categories and goals of each story are in the file that every search loads."""
    made = index(entry("A", "", 0), entry("B", "", 366, "global", (1, 17)), entry("C", "", 367, ""))
    summary = json.loads(made.summary())
    assert summary["months"] == [["2020-01", 1], ["2021-01", 2]]
    assert summary["category"] == [0, 1, -1]
    assert summary["goals"] == [0, 1 << 1 | 1 << 17, 0]


def test_the_version_follows_the_words_and_nothing_else():
    """Parts that browsers keep for a year get new names as soon as a word has changed, and only then."""
    one = index(entry("A", "<p>water</p>"))
    assert one.digest == index(entry("A", "<p>water</p>")).digest
    assert one.digest != index(entry("A", "<p>waters</p>")).digest


def test_html_becomes_the_lines_that_a_reader_sees():
    """Paragraphs are lines, words in bold stay whole, and marks of footnotes are no words."""
    note = '<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup>'
    body = f"<h2>Head</h2><p>One <b>bo</b>ld &amp; two{note}</p><ul><li>a</li><li>b</li></ul>"
    assert text_lines(body) == ["Head", "One bold & two", "a", "b"]


@pytest.mark.long
def test_a_first_search_costs_little_however_many_stories_there_are():
    """Scripts, summary, the two largest parts and the ten longest stories; words as frequent as in a language."""
    chance = random.Random(7)
    vocabulary = ["".join(chance.choices("aeiounrtslkmdpvzjbg", k=chance.randint(3, 10))) for _ in range(40_000)]
    shares = [*itertools.accumulate(1 / rank for rank in range(1, len(vocabulary) + 1))]
    texts = [" ".join(chance.choices(vocabulary, cum_weights=shares, k=300)) for _ in range(STORIES)]
    goals = [(1 + at % 17, 1 + at % 5) for at in range(len(texts))]
    made = index(*(entry(text[:60], f"<p>{text}</p>", at, goals=goals[at]) for at, text in enumerate(texts)))
    parts = sorted((packed(made.part(number)) for number in range(made.parts)), reverse=True)
    scripts = [ROOT / "theme" / "static" / "search.js", *(ROOT / "theme" / "static" / "search").glob("*.js")]
    script = sum(packed(file.read_text("utf-8")) for file in scripts)
    shown = sum(sorted(map(packed, texts))[-10:])
    assert packed(made.summary()) + sum(parts[:2]) + script + shown < BUDGET


def packed(text):
    """Bytes on the way to a reader."""
    return len(gzip.compress(text.encode()))


def test_without_the_incremental_plugin_the_index_is_the_same(tmp_path):
    """The index is byte for byte the same, built at once, built again after a change, or without the plugin."""
    site = small_site(tmp_path / "one", SOCIAL_CARDS=False)
    site.article("first", date="2026-01-01")
    site.article("first", "sr")
    site.build()
    site.article("second", category="local", sdgs="6")
    site.build()
    plain = small_site(tmp_path / "two", SOCIAL_CARDS=False)
    plain.article("first", date="2026-01-01")
    plain.article("first", "sr")
    plain.article("second", category="local", sdgs="6")
    plain.build(INCREMENTAL=False)
    found = {name: data for name, data in site.files().items() if "search/" in name}
    assert found == {name: data for name, data in plain.files().items() if "search/" in name}
    assert {"search/stories/1.json", "sr/search/stories/0.json", "sr-cyrl/search/index.json"} <= found.keys()
    assert "sr/search/stories/1.json" not in found


def test_pages_are_found_by_their_names_in_every_language(tmp_path):
    """Goals, categories, subjects, months and fixed pages of an edition, in that order, each with the stories that are
    its own; an edition has the pages that it has words for."""
    site = small_site(tmp_path, SOCIAL_CARDS=False, UNTRANSLATED="hide")
    site.article("first", date="2026-01-01", author="Ana Ilić", event_start="2026-04-01")
    site.article("second", "sr", date="2026-03-01", category="local")
    site.write("pages/about.en.md", "Title: About us\n\nWe.\n")
    site.build()
    english, serbian = (
        {place["path"]: place for place in json.loads(site.text(f"{prefix}/search/index.json"))["places"]}
        for prefix in ("", "/sr")
    )
    labels = {" ".join(words) for words in json.loads(site.text("/search/index.json"))["labels"]}
    assert labels >= {"sdg", "sustainabl development goal", "cilj", "ciljeva odrzivog razvoja"}
    assert all(word.isascii() for word in labels)
    goals = [f"/sdg/{number}/" for number in range(1, 18)]
    categories = [f"/category/{slug}/" for slug in json.loads(site.text("/search/index.json"))["categories"]]
    fixed = ["/follow/", "/digest/", "/events/", "/about/"]
    assert list(english) == ["/sdg/", *goals, *categories, "/author/ana-ilic/", "/archive/2026/01/", *fixed]
    months = ["/archive/2026/03/"]
    assert [path.removeprefix("/sr") for path in serbian] == ["/sdg/", *goals, *categories, *months, *fixed[:3]]
    assert english["/sdg/6/"] == {
        "title": "Goal 6: Clean Water and Sanitation",
        "path": "/sdg/6/",
        "keys": [["clean", "water", "sanitation"], ["cista", "voda", "sanitarni", "uslovi"]],
        "facet": "goal",
        "value": "6",
    }
    assert serbian["/sr/archive/2026/03/"]["keys"] == [["march", "2026"], ["mart", "2026"]]
    found = {
        path: tuple(english[path].values())[2:]
        for path in ("/sdg/", "/category/local/", "/author/ana-ilic/", "/about/")
    }
    assert found == {
        "/sdg/": ([["sustainabl", "development", "goal"], ["ciljevi", "odrzivog", "razvoja"], ["goal"], ["ciljevi"]],),
        "/category/local/": ([["local"], ["iz", "srbij"]], "category", "local"),
        "/author/ana-ilic/": ([["ana", "ilic"]], "author", "ana-ilic"),
        "/about/": ([["us"]],),
    }


def test_search_can_be_switched_off(tmp_path):
    """Without an index the site is built anyway; a setting that is neither True nor False is refused."""
    site = small_site(tmp_path, SOCIAL_CARDS=False)
    site.article("first")
    site.build(SEARCH=False)
    assert "search/index.json" not in site.files()
    with pytest.raises(SettingError, match="SEARCH"):
        site.build(SEARCH="no")
