"""The plugin on a site of stock Pelican, built by the command `pelican` and in this process."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from jinja2 import StrictUndefined
from pelican import signals
from pelican.settings import DEFAULT_CONFIG

from plugins.sdg import GOALS, GoalErrors, GoalTag, ShownGoal, goals_for
from plugins.sdg.settings import DEFAULTS
from tests.sdg.stock_site import ROOT, StockSite

README = ROOT / "plugins" / "sdg" / "README.md"
OFF: dict[str, Any] = {"SDG_SAVE_AS": "", "SDGS_SAVE_AS": "", "SDG_JSON_SAVE_AS": "", "SDG_FEED_ATOM": None}
PELICANS = DEFAULT_CONFIG["PAGINATED_TEMPLATES"]
REST = "{title}\n#####\n\n:date: 2026-02-01\n:SDGs: {sdgs}\n\nText.\n"


@pytest.fixture
def site(tmp_path: Path) -> StockSite:
    """A stock site without content."""
    (tmp_path / "content").mkdir()
    return StockSite(tmp_path)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[StockSite, dict[str, Any]]:
    """A stock site with articles of all kinds, built once, and its context."""
    site = StockSite(tmp_path_factory.mktemp("stock"))
    site.article("old", "SDG 16 - Peace, Justice and Strong Institutions; 10.7", "2026-01-01")
    site.article("new", "Target 16.2", "2026-03-01")
    site.write("rest.rst", REST.format(title="Rest", sdgs="cilj 5, 16"))
    site.write(
        "meta.html",
        "<html><head><title>meta</title><meta name='date' content='2026-02-02'>"
        "<meta name='SDGs' content='3'></head><body>Text.</body></html>",
    )
    site.article("new.sr", "Циљ 16", slug="new", lang="sr")
    site.article("new.sr-cyrl", "16", slug="new", lang="sr-Cyrl")
    site.article("nemacki", "16", lang="de")
    site.article("draft", "1, 16", status="draft")
    site.article("hidden", "2, 16", status="hidden")
    site.article("none")
    site.write("pages/about.md", "Title: About\nSDGs: 4\n\nText.\n")
    return site, site.build()


def by_slug(context: dict[str, Any], slug: str) -> Any:
    """The article of that slug in the site's language."""
    return next(article for article in context["articles"] if article.slug == slug)


def test_an_article_has_its_goals_in_order_with_targets(built: tuple[StockSite, dict[str, Any]]) -> None:
    """`article.sdgs` has each goal once, by number, with all that the README lists."""
    ten, sixteen = by_slug(built[1], "old").sdgs
    assert ten == ShownGoal(
        number=10,
        title="Reduced Inequalities",
        full_title="Reduce inequality within and among countries",
        colour="#dd1367",
        ink="#ffffff",
        targets=("10.7",),
        url="sdg/10/",
        path="/sdg/10/",
        un_url="https://sdgs.un.org/goals/goal10",
        lang="en",
    )
    assert (sixteen.number, sixteen.targets) == (16, ())
    assert by_slug(built[1], "none").sdgs == ()


@pytest.mark.parametrize(("slug", "numbers"), [("rest", [5, 16]), ("meta", [3])])
def test_the_field_is_read_from_every_kind_of_file(
    built: tuple[StockSite, dict[str, Any]], slug: str, numbers: list[int]
) -> None:
    """reStructuredText and HTML name goals as Markdown does."""
    assert [goal.number for goal in by_slug(built[1], slug).sdgs] == numbers


def test_pages_have_goals(built: tuple[StockSite, dict[str, Any]]) -> None:
    """`page.sdgs` is as `article.sdgs`."""
    (about,) = built[1]["pages"]
    assert [goal.title for goal in about.sdgs] == ["Quality Education"]


def test_a_translation_has_goals_in_its_own_language(built: tuple[StockSite, dict[str, Any]]) -> None:
    """Serbian articles have Serbian titles, each in its script."""
    titles = {article.lang: article.sdgs[0].title for article in by_slug(built[1], "new").translations}
    assert titles == {"sr": "Mir, pravda i snažne institucije", "sr-Cyrl": "Мир, правда и снажне институције"}


def test_an_unknown_language_has_english_titles(built: tuple[StockSite, dict[str, Any]]) -> None:
    """An article in a language without titles has English ones, and `lang` is `en`."""
    (goal,) = by_slug(built[1], "nemacki").sdgs
    assert (goal.title, goal.lang) == ("Peace, Justice and Strong Institutions", "en")


def test_the_context_lists_all_goals_with_published_articles(built: tuple[StockSite, dict[str, Any]]) -> None:
    """`sdgs` has 17 goals in order, each with its published articles, newest first, translations left out."""
    sdgs = built[1]["sdgs"]
    assert [goal.number for goal, _ in sdgs] == list(range(1, 18))
    articles = {goal.number: [article.slug for article in articles] for goal, articles in sdgs}
    assert articles[16] == ["nemacki", "new", "rest", "old"] or articles[16] == ["new", "nemacki", "rest", "old"]
    assert articles[10] == ["old"]
    assert articles[1] == articles[2] == []
    assert sdgs[15][0].targets == ("16.2",)


def test_drafts_and_hidden_articles_have_goals_of_their_own(built: tuple[StockSite, dict[str, Any]]) -> None:
    """What is not listed still has its `sdgs`, for its own page."""
    (draft,), (hidden,) = built[1]["drafts"], built[1]["hidden_articles"]
    assert [goal.number for goal in draft.sdgs] == [1, 16]
    assert [goal.number for goal in hidden.sdgs] == [2, 16]


def test_the_page_of_a_goal_shows_it_and_its_articles(built: tuple[StockSite, dict[str, Any]]) -> None:
    """The goal's page in the simple theme has number, titles, the UN's colour with its ink, articles and links."""
    page = built[0].page("sdg/16/index.html")
    number = page.select_one("main h2 .sdg-number")
    assert number is not None
    assert number.text == "16"
    assert "background-color: #00689d; color: #ffffff" in number["style"]
    assert "Peace, Justice and Strong Institutions" in page.select_one("main h2").text
    assert "Promote peaceful and inclusive societies" in page.main.text
    assert {a["href"] for a in page.select("main article h3 a")} == {
        f"https://stock.example.org/{slug}.html" for slug in ("new", "rest", "old", "nemacki-de")
    }
    links = [a["href"] for a in page.select("main .sdg-links a")]
    assert links == [
        "https://sdgs.un.org/goals/goal16",
        "https://stock.example.org/sdg/",
        "https://stock.example.org/feeds/sdg-16.atom.xml",
    ]
    assert page.select_one("head link[href$='feeds/sdg-16.atom.xml'][rel=alternate]")
    assert page.html["lang"] == "en"


def test_the_page_of_all_goals_links_those_with_articles(built: tuple[StockSite, dict[str, Any]]) -> None:
    """The page lists 17 goals with the number of articles; only goals that have a page are links."""
    page = built[0].page("sdg/index.html")
    rows = page.select("main .sdgs > li")
    assert [row.select_one(".sdg-number").text for row in rows] == [str(number) for number in range(1, 18)]
    assert " ".join(rows[15].text.split()) == "16 Peace, Justice and Strong Institutions (4)"
    linked = {int(row.select_one(".sdg-number").text) for row in rows if row.a}
    assert linked == {3, 5, 10, 16}
    assert rows[15].a["href"] == "https://stock.example.org/sdg/16/"


def test_the_feed_of_a_goal_has_its_articles(built: tuple[StockSite, dict[str, Any]]) -> None:
    """Pelican's own writer makes the feed: title, own address, entries newest first."""
    feed = BeautifulSoup(built[0].text("feeds/sdg-16.atom.xml"), "xml")
    assert feed.feed.title.text == "Stock - Peace, Justice and Strong Institutions"
    assert feed.feed.find("link", rel="self")["href"] == "https://stock.example.org/feeds/sdg-16.atom.xml"
    assert [entry.title.text for entry in feed.find_all("entry")][2:] == ["Rest", "old"]


def test_the_data_count_articles_by_language(built: tuple[StockSite, dict[str, Any]]) -> None:
    """`sdg/index.json` has every goal; `counts` are articles of each language, translations included."""
    data = json.loads(built[0].text("sdg/index.json"))
    assert data["address"] == "https://stock.example.org/sdg/index.json"
    assert [goal["number"] for goal in data["goals"]] == list(range(1, 18))
    sixteen = data["goals"][15]
    assert sixteen["counts"] == {"de": 1, "en": 3, "sr": 1, "sr-Cyrl": 1}
    assert sixteen["count"] == len(sixteen["stories"]) == 4
    old = sixteen["stories"][-1]
    assert (old["title"], old["address"], old["targets"]) == ("old", "https://stock.example.org/old.html", [])
    assert old["date"] == "2026-01-01T00:00:00+01:00"
    assert data["goals"][0]["counts"] == {"de": 0, "en": 0, "sr": 0, "sr-Cyrl": 0}


def test_a_serbian_site_is_serbian(site: StockSite) -> None:
    """The plugin's own templates are in the site's language."""
    site.article("vest", "16")
    site.build(DEFAULT_LANG="sr-Cyrl")
    page = site.page("sdg/16/index.html")
    assert "Мир, правда и снажне институције" in page.select_one("main h2").text
    assert not page.select("main section[lang]")
    assert "Циљеви одрживог развоја" in site.page("sdg/index.html").main.h2.text


def test_english_titles_are_marked_on_a_site_in_another_language(site: StockSite) -> None:
    """Where the site's language has no titles, the page marks the English ones by `lang`."""
    site.article("nachricht", "16")
    site.build(DEFAULT_LANG="de")
    assert site.page("sdg/16/index.html").select_one("main section")["lang"] == "en"


def test_templates_of_the_theme_come_first(site: StockSite) -> None:
    """A theme's `sdg.html` and `sdgs.html` take the place of the plugin's, and its article template has `sdgs`."""
    site.article("one", "16.2")
    site.template("sdg.html", "{{ goal.number }} {{ goal.title }} {{ articles|map(attribute='slug')|join }}")
    site.template("sdgs.html", "{% for goal, articles in sdgs if articles %}{{ goal.number }}{% endfor %}")
    site.template(
        "article.html", "{% for goal in article.sdgs %}{{ goal.url }} {{ goal }} {{ goal.targets[0] }}{% endfor %}"
    )
    site.build()
    assert site.text("sdg/16/index.html") == "16 Peace, Justice and Strong Institutions one"
    assert site.text("sdg/index.html") == "16"
    assert site.text("one.html") == "sdg/16/ Peace, Justice and Strong Institutions 16.2"


def test_strict_templates_with_autoescape_work(site: StockSite) -> None:
    """The plugin's templates use no name that is not there, and escape what is not HTML, in strict environments too."""
    site.template(
        "base.html", "<title>{% block title %}{% endblock %}</title>{% block head %}{% endblock %}{% block content %}"
        "{% endblock %}",
    )  # fmt: skip
    for name in ("article", "category", "author"):
        site.template(f"{name}.html", "")
    site.article("one", "16")
    titles = {"en": {16: ("Peace & <Justice>", "Full")}}
    strict = {"autoescape": True, "undefined": StrictUndefined}
    site.build(JINJA_ENVIRONMENT=strict, DIRECT_TEMPLATES=[], SDG_TITLES=titles)
    assert "Peace &amp; &lt;Justice&gt;" in site.text("sdg/16/index.html")
    assert "<p>Text of one.</p>" in site.text("sdg/16/index.html")
    assert "Peace &amp; &lt;Justice&gt;" in site.text("sdg/index.html")


def test_relative_addresses_lead_from_the_page(site: StockSite) -> None:
    """With `RELATIVE_URLS` links go up from the goal's folder."""
    site.article("one", "16")
    site.build(RELATIVE_URLS=True)
    assert site.page("sdg/16/index.html").select_one("article h3 a")["href"] == "../../one.html"


@pytest.mark.parametrize(
    ("settings", "pages"),
    [
        ({"DEFAULT_PAGINATION": 2}, {"sdg/16/index.html", "sdg/16/index2.html"}),
        ({"PAGINATED_TEMPLATES": {**PELICANS, "sdg": 1}}, {f"sdg/16/index{n}.html" for n in ("", 2, 3)}),
        ({"DEFAULT_PAGINATION": 2, "PAGINATED_TEMPLATES": {**PELICANS, "index": 9}}, {"sdg/16/index.html"}),
        ({}, {"sdg/16/index.html"}),
    ],
)
def test_pages_of_goals_are_paginated_as_pelican_does(
    site: StockSite, settings: dict[str, Any], pages: set[str]
) -> None:
    """`DEFAULT_PAGINATION` and `PAGINATED_TEMPLATES` hold for `sdg` as for Pelican's own lists."""
    for day in range(1, 4):
        site.article(f"story-{day}", "16", f"2026-03-0{day}")
    site.build(**settings)
    assert site.files("sdg/16/*") == pages
    if "sdg/16/index2.html" in pages:
        first, second = site.page("sdg/16/index.html"), site.page("sdg/16/index2.html")
        assert first.select_one("article h3").text == "story-3"
        assert first.select_one("a[rel=next]")["href"] == "https://stock.example.org/sdg/16/index2.html"
        assert second.select_one("a[rel=prev]")["href"] == "https://stock.example.org/sdg/16/index.html"


def test_settings_choose_the_places(site: StockSite) -> None:
    """Addresses and files follow the settings, with `{number}` or `{slug}`."""
    site.article("one", "16")
    context = site.build(
        SDG_URL="goals/{slug}.html",
        SDG_SAVE_AS="goals/{number}.html",
        SDGS_URL="goals/",
        SDGS_SAVE_AS="goals/index.html",
        SDG_JSON_SAVE_AS="goals.json",
        SDG_FEED_ATOM="goals/{number}.xml",
        SDG_FEED_ATOM_URL="goals/feed/{number}",
    )
    page = site.page("goals/16.html")
    assert [a["href"].removeprefix("https://stock.example.org/") for a in page.select(".sdg-links a")][1:] == [
        "goals/",
        "goals/feed/16",
    ]
    assert by_slug(context, "one").sdgs[0].url == "goals/16.html"
    assert site.page("goals/index.html").select_one("main a")["href"] == "https://stock.example.org/goals/16.html"
    assert json.loads(site.text("goals.json"))["goals"][15]["address"] == "https://stock.example.org/goals/16.html"
    feed = BeautifulSoup(site.text("goals/16.xml"), "xml")
    assert feed.find("link", rel="self")["href"] == "https://stock.example.org/goals/feed/16"


@pytest.mark.parametrize("nothing", ["", None])
@pytest.mark.parametrize(
    ("name", "gone"),
    [
        ("SDG_SAVE_AS", {"sdg/16/index.html"}),
        ("SDGS_SAVE_AS", {"sdg/index.html"}),
        ("SDG_JSON_SAVE_AS", {"sdg/index.json"}),
        ("SDG_FEED_ATOM", {"feeds/sdg-16.atom.xml"}),
    ],
)
def test_each_output_can_be_switched_off(site: StockSite, name: str, nothing: str | None, gone: set[str]) -> None:
    """ "" and None switch one output off and leave the others, without a link to what is not there."""
    site.article("one", "16")
    site.build(**{name: nothing})
    everything = {"sdg/16/index.html", "sdg/index.html", "sdg/index.json", "feeds/sdg-16.atom.xml"}
    assert site.files() == everything - gone
    pages = "".join(site.text(file) for file in site.files("**/*.html"))
    links = set(re.findall(r'href="https://stock.example.org/([^"]*(?:sdg)[^"]*)"', pages))
    assert links <= {file.removesuffix("index.html") for file in everything - gone}


def test_with_all_outputs_off_the_field_is_still_read(site: StockSite) -> None:
    """A plugin that writes the pages itself finds `article.sdgs` and the context's `sdgs`."""
    site.article("one", "16")
    context = site.build(**OFF)
    assert site.files() == set()
    assert [article.slug for article in context["sdgs"][15][1]] == ["one"]
    assert by_slug(context, "one").sdgs[0].url == "sdg/16/"


def test_a_wrong_value_ends_the_command_with_file_and_line(site: StockSite) -> None:
    """`SDGs: 18` ends `pelican` with a status that is not zero, and writes nothing."""
    site.article("good", "16")
    site.article("x", "18")
    result = site.run_pelican()
    assert result.returncode != 0
    message = "content/x.md:3: SDGs: “18” is not one of the 17 goals; valid are goals 1 to 17"
    assert message in re.sub(r"\s+", " ", result.stdout + result.stderr)
    assert not site.output.exists()


def test_all_wrong_files_are_listed_at_once(site: StockSite) -> None:
    """All that is published with a wrong field is in one error, sorted by place."""
    site.article("good", "16")
    site.article("b", "human rights")
    site.article("a", "16.99")
    site.article("good.sr", "18", slug="good", lang="sr")
    site.article("hidden", "18", status="hidden")
    site.write("rest.rst", REST.format(title="X", sdgs="18"))
    site.write("pages/c.md", "Title: C\nSDGs: SDG 16 - Quality Education\n\nText.\n")
    with pytest.raises(GoalErrors) as error:
        site.build()
    places = [re.search(r"content/\S+?:\d+:", line)[0] for line in error.value.errors]
    names = ("a.md:3", "b.md:3", "good.sr.md:3", "hidden.md:3", "pages/c.md:2", "rest.rst:5")
    assert places == [f"content/{name}:" for name in names]
    assert str(error.value).startswith("6 files have a wrong SDGs field; nothing was written:\n")
    assert "“human rights” is not understood" in error.value.errors[1]
    assert not site.output.exists()


def test_a_wrong_value_in_a_draft_is_a_warning(site: StockSite, caplog: pytest.LogCaptureFixture) -> None:
    """A draft with a wrong field is built without goals, and named in a warning."""
    site.article("later", "18", status="draft")
    site.build()
    (said,) = [one for one in caplog.records if "SDGs" in one.getMessage()]
    assert said.levelname == "WARNING"
    assert re.match(r"\S*content/later.md:3: SDGs: “18” is not one of the", said.getMessage())
    assert (site.output / "drafts" / "later.html").exists()


@pytest.mark.parametrize("layer", ["reader", "generator"])
def test_pelicans_cache_keeps_nothing_of_older_settings(site: StockSite, layer: str) -> None:
    """With Pelican's content cache goals are made again, with the titles and addresses of today's settings."""
    site.article("one", "16")
    cache = {"CACHE_CONTENT": True, "LOAD_CONTENT_CACHE": True, "CONTENT_CACHING_LAYER": layer}
    site.build(**cache)
    context = site.build(**cache, SDG_TITLES={"en": {16: "Peace"}}, SDG_URL="peace/{number}/")
    assert (site.folder / "cache").exists()
    (goal,) = by_slug(context, "one").sdgs
    assert (goal.title, goal.url) == ("Peace", "peace/16/")


def test_goals_of_another_plugin_are_kept(site: StockSite) -> None:
    """A plugin that makes articles gives them goals by `goals_for`, and the field is not read a second time."""

    class MakesArticles:
        """Takes the place of the field, as a plugin with a content library of its own does."""

        def register(self) -> None:
            signals.content_object_init.connect(self.set_goals)

        def set_goals(self, content: Any) -> None:
            if "sdgs" in content.metadata:
                content.metadata["sdgs"] = goals_for([GoalTag(4, ("4.1",))], "sr", content.settings)
                content.sdgs = content.metadata["sdgs"]

    site.article("one", "18")
    maker = MakesArticles()
    context = site.build(PLUGINS=[maker, "plugins.sdg"])
    assert [(goal.title, goal.targets) for goal in by_slug(context, "one").sdgs] == [
        ("Kvalitetno obrazovanje", ("4.1",))
    ]
    assert [article.slug for article in context["sdgs"][3][1]] == ["one"]


def test_a_list_in_the_metadata_is_read(site: StockSite) -> None:
    """Lines of a field that goes on, as Python-Markdown gives them, and a default for all files name goals too."""
    site.write("lines.md", "Title: lines\nDate: 2026-01-01\nSDGs: 16\n    Target 10.7\n\nText.\n")
    site.article("default")
    context = site.build(DEFAULT_METADATA={"sdgs": "4"})
    assert [goal.number for goal in by_slug(context, "lines").sdgs] == [10, 16]
    assert [goal.number for goal in by_slug(context, "default").sdgs] == [4]


def test_titles_of_the_settings_are_shown_and_understood(site: StockSite) -> None:
    """`SDG_TITLES` gives titles in a further language, which the field takes as a spelling."""
    site.article("frieden", "Frieden und Gerechtigkeit", lang="de-AT")
    titles = {"de": {"16": ["Frieden und Gerechtigkeit", "Friedliche Gesellschaften"]}}
    context = site.build(SDG_TITLES=titles)
    (goal,) = by_slug(context, "frieden").sdgs
    assert (goal.title, goal.full_title, goal.lang) == ("Frieden und Gerechtigkeit", "Friedliche Gesellschaften", "de")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SDG_URL", "sdg/"),
        ("SDG_URL", ""),
        ("SDG_SAVE_AS", "sdg/{goal}/index.html"),
        ("SDG_FEED_ATOM", "feeds/sdg.xml"),
        ("SDG_TITLES", {"de": {18: "Ziel"}}),
        ("SDG_TITLES", {"de": {1: ""}}),
        ("SDG_TITLES", ["de"]),
    ],
)
def test_wrong_settings_are_refused(site: StockSite, name: str, value: Any) -> None:
    """A setting that cannot work names itself, what was expected and what came."""
    with pytest.raises(ValueError, match=f"^{name}: expected .*, got {re.escape(repr(value))}$"):
        site.build(**{name: value})


def test_every_setting_and_attribute_is_documented() -> None:
    """The README has a row for each setting with its default, each attribute of a goal, and no other setting."""
    text = README.read_text("utf-8")
    for name, default in DEFAULTS.items():
        shown = f'"{default}"' if isinstance(default, str) else repr(default)
        assert f"| `{name}` | `{shown}` |" in text
    assert set(re.findall(r"SDGS?_[A-Z_]+", text)) == set(DEFAULTS)
    attributes = text.partition("| attribute |")[2].partition("\n\n")[0]
    assert set(re.findall(r"`(\w+)`", "".join(re.findall(r"^\|([^|]*)\|", attributes, re.M)))) == set(
        ShownGoal.__dataclass_fields__
    )


def copy_plugin(folder: Path) -> None:
    """A copy of the plugin's folder, without compiled files."""
    shutil.copytree(ROOT / "plugins" / "sdg", folder, ignore=shutil.ignore_patterns("__pycache__"))


@pytest.mark.parametrize("plugins", [["sdg"], pytest.param(None, marks=pytest.mark.only_long)])
def test_a_copy_in_pelicans_namespace_is_installed(tmp_path: Path, site: StockSite, plugins: list[str] | None) -> None:
    """The folder copied to `pelican/plugins/sdg` is found by its short and full name, and without `PLUGINS`."""
    copy_plugin(tmp_path / "packages" / "pelican" / "plugins" / "sdg")
    site.article("one", "16")
    # Without `PLUGINS` Pelican runs every plugin that is installed, and one of those of the tests needs an author.
    result = site.run_pelican(tmp_path / "packages", PLUGINS=... if plugins is None else plugins, AUTHOR="Newsroom")
    assert result.returncode == 0, result.stdout
    assert "sdg/16/index.html" in site.files()


@pytest.mark.parametrize(
    "settings", [{"PLUGINS": ["sdg"], "PLUGIN_PATHS": ["plugins"]}, pytest.param({}, marks=pytest.mark.only_long)]
)
def test_a_copy_in_the_sites_folder_works(tmp_path: Path, site: StockSite, settings: dict[str, Any]) -> None:
    """The folder copied into a site's `plugins` works with nothing of this project on Python's path: the command
    `pelican` writes what the README lists, and nothing for goals without articles."""
    copy_plugin(site.folder / "plugins" / "sdg")
    site.article("one", "16, 10.7")
    site.article("two", "16")
    result = site.run_pelican(tmp_path / "nothing", **settings)
    assert result.returncode == 0, result.stdout
    assert "ERROR" not in result.stdout
    assert site.files() == {
        "sdg/index.html",
        "sdg/index.json",
        "sdg/10/index.html",
        "sdg/16/index.html",
        "feeds/sdg-10.atom.xml",
        "feeds/sdg-16.atom.xml",
    }


def test_goals_for_without_settings_uses_the_defaults() -> None:
    """Goals can be made before Pelican's settings are completed."""
    assert [goal.url for goal in goals_for([GoalTag(7)], "en", {})] == ["sdg/7/"]
    assert len(GOALS) == 17
