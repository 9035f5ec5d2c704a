"""What Pelican's users rely on: articles, pages, signals, third-party plugins, static files, templates, settings."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from pelican.contents import Article, Page

from plugins.diagnostics import ContentErrors, SettingError, UserError
from plugins.editions.foreign_code import RULE
from tests.loops import times
from tests.newsdesk import write_newsdesk
from tests.small_site import CONF, LIGHT, ROOT, SmallSite, small_site

PLUGINS = ["plugins.newsroom"]
# In the order in which Pelican sends them in a run without further editions.
ORDER = (
    "initialized readers_init article_generator_init page_generator_init static_generator_init "
    "article_generator_preread article_generator_context content_object_init article_generator_pretaxonomy "
    "article_generator_finalized page_generator_preread page_generator_context page_generator_finalized "
    "static_generator_finalized all_generators_finalized feed_generated feed_written article_generator_write_article "
    "content_written article_writer_finalized page_generator_write_page page_writer_finalized finalized"
).split()
SPY = f"""
from pelican import signals

CALLS, GENERATORS, WRITTEN, FEEDS, FOLDERS = [], [], [], [], []

def keep_generator(generator):
    GENERATORS.append(generator)

def keep_page(path, context):
    FOLDERS.append(path.startswith(context["OUTPUT_PATH"]))
    WRITTEN.append((path, sorted(context.keys() & {{"article", "page", "articles", "view", "SITENAME"}})))

def keep_feed(path, context, feed):
    FEEDS.append((path, len(feed.items)))

def note_of(name):
    def note(*given, **named):
        if name not in CALLS:
            CALLS.append(name)
    note.__module__ = __name__
    return note

NOTES = {{name: note_of(name) for name in {ORDER!r}}}

def register():
    for name, note in NOTES.items():
        getattr(signals, name).connect(note)
    signals.article_generator_finalized.connect(keep_generator)
    signals.page_generator_finalized.connect(keep_generator)
    signals.content_written.connect(keep_page)
    signals.feed_written.connect(keep_feed)
"""


# For what has to do with an edition that is derived from another.
EVERY_EDITION = pytest.mark.parametrize("site", [CONF["EDITIONS"]], indirect=True, ids=["editions"])


def desk(folder: Path, **settings: Any) -> SmallSite:
    """The site of `tests/newsdesk.py` with two stories in each of its lists."""
    found = small_site(folder, SOCIAL_CARDS=False, SEARCH=False, **settings)
    write_newsdesk(found, many=2)
    return found


@pytest.fixture
def site(request: pytest.FixtureRequest, tmp_path: Path) -> SmallSite:
    """The desk in the editions that people write, to be built with plugins or settings of its own."""
    return desk(tmp_path, EDITIONS=getattr(request, "param", LIGHT["EDITIONS"]))


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """The desk built without plugins of others, to be read, and for builds that are refused."""
    found = desk(tmp_path_factory.mktemp("plain"))
    found.build(PLUGINS=PLUGINS)
    return found


@pytest.fixture(scope="module")
def spied(tmp_path_factory: pytest.TempPathFactory) -> tuple[SmallSite, Any]:
    """The desk built with a plugin that keeps what Pelican's signals bring, and the plugin's module."""
    site = desk(tmp_path_factory.mktemp("spied"))
    site.build(**own_plugin(site, "spy", SPY))
    return site, sys.modules["spy"]


@pytest.fixture
def spy(spied: tuple[SmallSite, Any]) -> Any:
    """What that plugin has kept."""
    return spied[1]


def own_plugin(site: SmallSite, name: str, code: str) -> dict[str, Any]:
    """The settings of the site with a plugin of its own."""
    folder = site.folder / "mine"
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.py").write_text(code, "utf-8")
    sys.modules.pop(name, None)
    return {"PLUGINS": [*PLUGINS, name], "PLUGIN_PATHS": [str(folder)]}


def articles_of(spy: Any, edition: str) -> dict[str, Any]:
    """The articles of an edition's run by slug."""
    runs = [one for one in spy.GENERATORS if hasattr(one, "articles") and one.settings["EDITION"] == edition]
    return {article.slug: article for article in runs[-1].articles}


def test_stories_are_exact_articles_with_pelicans_attributes(spy: Any) -> None:
    """Each story of a run is an `Article` with all that Pelican's have, in the edition's words."""
    article = articles_of(spy, "sr-cyrl")["fair"]
    assert type(article) is Article
    assert (article.title, article.lang, article.slug) == ("Сајам: пет дана", "sr-cyrl", "fair")
    assert (article.url, article.save_as) == ("news/fair/", "news/fair/index.html")
    assert (str(article.category), article.category.slug) == ("Регион", "regional")
    assert [(str(tag), tag.slug) for tag in article.tags] == [("Родна равноправност", "5")]
    assert [goal.number for goal in article.sdgs] == [5]
    assert article.date.isoformat() == "2026-03-01T00:00:00+01:00"
    assert (str(article.author), [str(author) for author in article.authors]) == ("Ана Петровић", ["Ана Петровић"])
    assert article.source_path.endswith("content/news/2026/fair.sr.md")
    assert article.summary.startswith("Какав је био сајам")
    assert "<h2 id=" in article.content
    assert article.metadata["title"] == article.title


def test_goals_have_one_title_in_an_edition(spy: Any) -> None:
    """The goals of the plugin `sdg`, which Pelican's templates have, are those that our pages show."""
    contexts = {one.settings["EDITION"]: one.context for one in spy.GENERATORS}
    for edition in ("en", "sr", "sr-cyrl"):
        shown = [replace(goal, targets=()) for goal, _ in contexts[edition]["sdgs"]]
        assert shown == [*contexts[edition]["site_context"].goals]


def test_translations_lead_to_the_other_editions(spy: Any) -> None:
    """The counterparts of a story have the title, language and way to the page of their edition."""
    for edition, expected in (
        ("en", {"sr-latn": "sr/news/fair/", "sr-cyrl": "sr-cyrl/news/fair/"}),
        ("sr", {"en": "../news/fair/", "sr-cyrl": "../sr-cyrl/news/fair/"}),
    ):
        found = articles_of(spy, edition)["fair"].translations
        assert {one.lang: one.url for one in found} == expected
    english = next(one for one in articles_of(spy, "sr")["fair"].translations if one.lang == "en")
    assert (type(english), english.title) == (Article, "The fair: five days")
    assert english.content.startswith("<p>The first paragraph")


def test_pages_are_exact_pages(spy: Any) -> None:
    """Fixed pages are `Page`s, in the menu's order."""
    runs = [one for one in spy.GENERATORS if hasattr(one, "pages") and one.settings["EDITION"] == "sr"]
    assert [(type(page), page.title, page.url) for page in runs[-1].pages] == [
        (Page, "O nama", "about/"),
        (Page, "Contact", "contact/"),
    ]


def test_signals_come_in_pelicans_order(spy: Any) -> None:
    """Each signal is sent, for the first time in the order in which a stock Pelican sends them."""
    expected = [name for name in ORDER if name not in ("readers_init", "content_object_init")]
    assert [name for name in spy.CALLS if name in expected and not name.startswith("initialized")] == expected[1:]


def test_content_written_is_sent_once_for_each_page(spied: tuple[SmallSite, Any]) -> None:
    """With the file's path and a context that has Pelican's names, and the article on its page."""
    site, spy = spied
    pages = [path for path, _ in spy.WRITTEN]
    assert len(pages) == len(set(pages)) == len([name for name in site.files() if name.endswith(".html")])
    names = next(names for path, names in spy.WRITTEN if path.endswith("/sr/news/fair/index.html"))
    assert names == ["SITENAME", "article", "articles", "view"]


def test_the_context_names_the_folder_that_pages_are_written_to(spy: Any) -> None:
    """`OUTPUT_PATH` of the context, in each edition's run, as a receiver of `content_written` expects."""
    assert set(spy.FOLDERS) == {True}


def test_feed_written_is_sent_once_for_each_feed(spied: tuple[SmallSite, Any]) -> None:
    """With the feed that was written."""
    site, spy = spied
    assert len(spy.FEEDS) == len([name for name in site.files() if name.endswith(".atom.xml")])
    assert {Path(path).name: count for path, count in spy.FEEDS}["sdg-17.atom.xml"] == 1


def test_a_plugin_that_only_looks_changes_no_byte(spied: tuple[SmallSite, Any], plain: SmallSite) -> None:
    """The output is the same with the plugin as without."""
    assert plain.files() == spied[0].files()


def show(site: SmallSite, block: str, template: str = "article.html") -> None:
    """Let a template of the site's own theme folder show something more, at the end of its content."""
    overrides = site.folder / "overrides"
    overrides.mkdir(exist_ok=True)
    text = f'{{% extends "!theme/{template}" %}}{{% block content %}}{{{{ super() }}}}<i>{block}</i>{{% endblock %}}'
    (overrides / template).write_text(text, "utf-8")


def page_text(site: SmallSite, address: str) -> str:
    """What that template showed."""
    found = re.search(r"<i>(.*?)</i>", site.text(address), re.S)
    assert found is not None
    return " ".join(found[1].split())


CHANGING_FEEDS = """
import datetime as dt
from feedgenerator import Enclosure
from pelican import signals

def change(context, feed):
    if "news.atom" in feed.feed["feed_url"]:
        first = feed.items[0]
        first["author_name"], first["categories"] = "Somebody", ["Another"]
        first["enclosures"] = [Enclosure("https://example.org/a.mp3", "123", "audio/mpeg")]
        words = {"description": "Why & how.", "content": "How."}
        feed.add_item(title="An added item", link="https://example.org/added/", **words)
        feed.items.insert(0, feed.items.pop())

def register():
    signals.feed_generated.connect(change)
"""
READS_PAGES = """
import os
from pelican import signals

def read_articles(generator, writer):
    for article in generator.articles:
        with open(os.path.join(generator.output_path, article.save_as), encoding="utf-8") as page:
            with open(os.path.join(generator.output_path, article.save_as + ".copy"), "w", encoding="utf-8") as copy:
                copy.write(page.read())

def read_pages(generator, writer):
    for page in generator.pages:
        assert os.path.exists(os.path.join(generator.output_path, page.save_as))

def register():
    signals.article_writer_finalized.connect(read_articles)
    signals.page_writer_finalized.connect(read_pages)
"""
# As pelican-similar-posts does; the library by which that one compares takes longer to import than a site to build, in
# every process that runs Pelican.
COMPARES = """
from pelican import signals

def compare(generator):
    names = [{tag.name for tag in article.tags} for article in generator.articles]
    for article, own in zip(generator.articles, names):
        alike = [other for other, its in zip(generator.articles, names) if own & its and other is not article]
        article.similar_posts = sorted(alike, key=lambda other: other.date, reverse=True)

def register():
    signals.article_generator_finalized.connect(compare)
"""
# What plugins of others set, and a pattern of what a template then shows in each edition.
SHOWN = {
    "neighbors": ("{{ (article.prev_article or article.next_article).title }}", r"\S"),
    "similar_posts": ("{{ article.similar_posts|length }}", r"[1-9]"),
    "statistics": ("{{ article.statistics.wc }}", r"[1-9]\d*"),
    "share_post": ("{{ article.share_post.email }}", r"mailto:"),
    "readtime": ("{{ article.readtime_string }}", r"minute"),
    "tag_cloud": ("{% for tag, weight in tag_cloud %}{{ tag.slug }};{% endfor %}", r"\b5;"),
    "series": (
        "{% if article.series is defined %}{{ article.series.index }} of {{ article.series.all|length }} in"
        " {{ article.series.name }}{% endif %}",
        r"^2 of 2 in Fairs$",
    ),
}
WITHOUT_WORDS = "feed_content_footer show_source linkclass pelican_to_sqlite random_article i18n_feeds".split()


@pytest.fixture(scope="module")
def third_party(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """The desk built once with many plugins of others, which are on no list of ours, and what they need."""
    site = desk(tmp_path_factory.mktemp("third-party"))
    for position, slug in enumerate(("market", "fair"), start=1):
        fields = f"Date: 2026-03-01\nCategory: regional\nSdgs: 5\nSeries: Fairs\nSeries_index: {position}\n"
        site.write(f"news/2026/{slug}.en.md", f"Title: The {slug}\n{fields}\nText.\n")
    block = "".join(f"<b id='of-{name}'>{block}</b>" for name, (block, _) in SHOWN.items())
    show(site, f"{block}{{{{ 'x'|doubled }}}} {{{{ place }}}}")
    own = {"feeds_plugin": CHANGING_FEEDS, "copying_plugin": READS_PAGES, "similar_posts": COMPARES}
    folders = [own_plugin(site, name, code)["PLUGIN_PATHS"] for name, code in own.items()]
    others = [f"pelican.plugins.{name}" for name in (*SHOWN, *WITHOUT_WORDS) if name not in own]
    site.build(
        PLUGINS=[*PLUGINS, *own, *others],
        PLUGIN_PATHS=folders[0],
        THEME_TEMPLATES_OVERRIDES=[str(site.folder / "overrides")],
        EXTRA_FIELDS=["series", "series_index"],
        JINJA_FILTERS={"doubled": doubled},
        JINJA_GLOBALS={"place": "Novi Pazar"},
        FEED_CONTENT_FOOTER="<p>the footer</p>",
        SHOW_SOURCE_ALL_POSTS=True,
        DATABASE=str(site.folder / "site.db"),
        RANDOM="random.html",
        FEED_ALL_LANGUAGES_ATOM="feeds/everything.atom.xml",
    )
    return site


@pytest.mark.parametrize("plugin", SHOWN)
def test_what_a_plugin_sets_on_an_article_reaches_templates(third_party: SmallSite, plugin: str) -> None:
    """In each edition, with fields of its own, which `EXTRA_FIELDS` brings to it, and the goals as tags."""
    for prefix in ("", "/sr", "/sr-cyrl"):
        shown = third_party.page(f"{prefix}/news/fair/").find(id=f"of-{plugin}").get_text()
        assert re.search(SHOWN[plugin][1], " ".join(shown.split())), (prefix, shown)


def test_filters_and_globals_of_the_settings_are_seen(third_party: SmallSite) -> None:
    """`JINJA_FILTERS` and `JINJA_GLOBALS` reach our templates."""
    assert page_text(third_party, "/news/fair/").endswith("xx Novi Pazar")


def doubled(text: str) -> str:
    """A filter."""
    return text * 2


def test_injector_changes_the_text_of_an_article(site: SmallSite) -> None:
    """On its page and, where no plugin watches feeds, in the feed, and nowhere twice."""
    plugins = [*PLUGINS, "pelican.plugins.injector"]
    site.build(PLUGINS=plugins, INJECTOR_IN_ARTICLES=True, INJECTOR_ITEMS=[("p", "<b>injected</b>")])
    assert site.text("/news/fair/").count("injected") == 1
    assert "injected" in site.text("/feeds/news.atom.xml")


def test_feed_content_footer_changes_every_feed(third_party: SmallSite) -> None:
    """A receiver of `feed_generated` changes the items of our feeds."""
    for prefix in ("", "/sr", "/sr-cyrl"):
        assert "the footer" in third_party.text(f"{prefix}/feeds/news.atom.xml")


def test_what_a_plugin_does_to_feeds_reaches_readers(third_party: SmallSite) -> None:
    """An item that it adds, in its place, and an author, categories and files that it gives to one of ours."""
    for prefix in ("", "/sr", "/sr-cyrl"):
        feed = BeautifulSoup(third_party.text(f"{prefix}/feeds/news.atom.xml"), "xml")
        added, first = feed.find_all("entry")[:2]
        assert (added.title.text, added.id.text) == ("An added item", "https://example.org/added/")
        assert added.summary.text.startswith("Why & how.")
        assert (first.author.find("name").text, first.category["label"]) == ("Somebody", "Another")
        enclosure = {"rel": "enclosure", "type": "audio/mpeg", "length": "123", "href": "https://example.org/a.mp3"}
        assert first.find("link", rel="enclosure").attrs == enclosure
        assert len(first.find_all("link", hreflang=True)) > 1


def test_show_source_writes_beside_pages(third_party: SmallSite) -> None:
    """At `page_writer_finalized` of the first edition that is written, this plugin writes for all."""
    assert third_party.text("/news/fair/fair.txt").startswith("Title: The fair\n")
    assert "sr/news/fair/fair.txt" in third_party.files()


def test_linkclass_changes_markdown(third_party: SmallSite) -> None:
    """An extension of Markdown that a plugin adds is used."""
    assert '<a class="external" href="https://www.un.org/en">' in third_party.text("/news/local-1/")


def test_sqlite_has_every_article(third_party: SmallSite) -> None:
    """A plugin that writes elsewhere has what it needs of every article and page."""
    with sqlite3.connect(third_party.folder / "site.db") as opened:
        tables = [row[0] for row in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        counts = [opened.execute(f"SELECT count(*) FROM [{table}]").fetchone()[0] for table in tables]
    assert max(counts) >= 16


def test_random_article_and_i18n_feeds_write_their_files(third_party: SmallSite) -> None:
    """Plugins that write pages and feeds of their own do so beside ours."""
    assert [name for name in third_party.files() if "random" in name]
    assert third_party.text("/feeds/everything.atom.xml").count("<entry>") >= 16


def test_pages_are_written_when_pelican_says_so(third_party: SmallSite) -> None:
    """At `article_writer_finalized` those of articles are there, at `page_writer_finalized` fixed pages too."""
    files = third_party.files()
    assert files["sr/news/fair/index.html.copy"] == files["sr/news/fair/index.html"]


def test_with_plugins_of_others_every_page_is_made_in_every_build(site: SmallSite) -> None:
    """The build says so, once; without them a build that finds the same makes none."""
    said: list[str] = []
    with_plugin = {"PLUGINS": [*PLUGINS, "pelican.plugins.neighbors"], "notice": said.append}
    for settings, kept in ((with_plugin, False), (with_plugin, False), ({}, False), ({}, True)):
        build = site.build(**settings)["BUILD"]
        assert any(name.endswith(".html") for name in build.kept) is kept
    assert said == [RULE, RULE]


@EVERY_EDITION
def test_plugin_paths_and_short_names_work(site: SmallSite) -> None:
    """A plugin of a folder of the site's own, and a namespace plugin by its short name."""
    folder = site.folder / "mine"
    folder.mkdir()
    code = "from pelican import signals\ndef mark(generator):\n    for one in generator.articles:\n"
    code += "        one.title += ' (marked)'\ndef register():\n    signals.article_generator_finalized.connect(mark)\n"
    (folder / "marking_plugin.py").write_text(code, "utf-8")
    site.build(PLUGINS=[*PLUGINS, "marking_plugin", "neighbors"], PLUGIN_PATHS=[str(folder)])
    assert "The fair: five days (marked)" in site.text("/news/fair/")
    assert "The fair: five days (marked)" in site.text("/category/regional/")
    assert "The fair: five days (marked)" in site.text("/feeds/news.atom.xml")
    assert "(marked)" in site.text("/sr-cyrl/news/fair/")


WRITER = """
from pelican import signals
from pelican.writers import Writer

class Signing(Writer):
    def _open_w(self, filename, encoding, override=False):
        written = super()._open_w(filename, encoding, override)
        written.write("<!-- signed -->")
        return written

def name_writer(pelican):
    return Signing

def register():
    signals.get_writer.connect(name_writer)
"""
READER = """
from pelican import signals
from pelican.readers import MarkdownReader

class OtherReader(MarkdownReader):
    file_extensions = ["md"]

def add_reader(readers):
    readers.reader_classes["md"] = OtherReader

def register():
    signals.readers_init.connect(add_reader)
"""


@EVERY_EDITION
def test_the_writer_of_a_plugin_writes_our_pages(site: SmallSite) -> None:
    """In every edition, with the view that the theme's templates need, in the first and in later builds."""
    settings = own_plugin(site, "signing_plugin", WRITER)
    for _ in range(2):
        site.build(**settings)
        for address in ("/", "/news/fair/", "/sr/news/fair/", "/sr-cyrl/"):
            assert site.text(address).startswith("<!-- signed -->"), address
            assert site.page(address).find("link", rel="canonical")


SCRIPTED = """
from xml.etree.ElementTree import SubElement

from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from pelican import signals


class Formulas(Treeprocessor):
    def run(self, root):
        if "(x^2" in "".join(root.itertext()):
            SubElement(root, "script").text = "draw()"


class Drawing(Extension):
    def extendMarkdown(self, md):
        md.treeprocessors.register(Formulas(md), "formulas", 0)


def register():
    signals.initialized.connect(add)


def add(pelican):
    pelican.settings["MARKDOWN"]["extensions"].append(Drawing())
"""


def test_a_plugin_that_needs_a_script_is_refused(site: SmallSite) -> None:
    """As pelican-render-math does for a formula: readers would see it as it is written. Texts without one are built."""
    settings = own_plugin(site, "drawing_plugin", SCRIPTED)
    site.build(**settings)
    site.article("sums", body="It is \\\\(x^2\\\\).\n")
    with pytest.raises(SettingError, match=r"^PLUGINS: expected no plugin that needs a script .*'drawing_plugin'$"):
        site.build(**settings)


def test_a_plugin_that_reads_files_is_refused(plain: SmallSite) -> None:
    """A reader that no build would use; one of a plugin that is installed but not named is no matter."""
    settings = own_plugin(plain, "reading_plugin", READER)
    with pytest.raises(SettingError, match=r"^PLUGINS: expected no plugin that reads files: .*, got 'reading_plugin'$"):
        plain.build(**settings)
    plain.build(PLUGINS=PLUGINS)
    with pytest.raises(SettingError, match=r"^PLUGINS: .*, got 'pelican.plugins.yaml_metadata.yaml_metadata'$"):
        plain.build(PLUGINS=[*PLUGINS, "pelican.plugins.yaml_metadata"])


SETTING_ATTRIBUTE = """
from pelican import signals

def mark(generator):
    for article in generator.articles:
        article.photo = "images/of-the-plugin.jpg"
        article.note = "seen"

def register():
    signals.article_generator_finalized.connect(mark)
"""


@EVERY_EDITION
def test_an_attribute_of_a_plugin_changes_no_page_that_does_not_show_it(site: SmallSite, plain: SmallSite) -> None:
    """Only a changed title or text changes the pages with both languages."""
    site.build(**own_plugin(site, "noting_plugin", SETTING_ATTRIBUTE))
    assert site.files() == plain.files()


SUMMARISING = """
from pelican import signals

def summarise(generators):
    for generator in generators:
        for article in getattr(generator, "articles", ()):
            if "summary" not in article.metadata and not hasattr(article, "_summary"):
                article.metadata["summary"] = f"<p>In short &amp; <b>well</b>.</p> <a href='/{article.url}'>More</a>"

def register():
    signals.all_generators_finalized.connect(summarise)
"""


@pytest.mark.parametrize("with_cache", [True, False])
def test_a_plugin_summarises_stories_without_a_summary(site: SmallSite, with_cache: bool) -> None:
    """As on any site it finds none where the header has none; readers see what it writes as plain text."""
    settings = own_plugin(site, "summarising_plugin", SUMMARISING)
    site.build(PLUGINS=PLUGINS)
    site.build(**settings, INCREMENTAL=with_cache)
    for prefix in ("", "/sr"):
        cards = [card.text for card in site.page(f"{prefix}/category/local/").select(".card-summary")]
        assert set(cards) == {"In short & well. More"}
    assert "<summary>In short &amp; well. More</summary>" in site.text("/feeds/news.atom.xml")
    assert "What the fair was." in {card.text for card in site.page("/category/regional/").select(".card-summary")}
    assert site.page("/news/local-1/").find("meta", {"name": "description"})["content"] == "In short & well. More"


def test_a_plugin_that_reads_summaries_changes_no_byte(site: SmallSite) -> None:
    """Pelican makes one of the text for it; readers see ours."""
    site.build(PLUGINS=PLUGINS)
    before = site.files()
    reading = SUMMARISING.replace('article.metadata["summary"] = f', "assert article.summary; _ = f")
    site.build(**own_plugin(site, "reading_plugin_of_summaries", reading))
    assert {name for name, data in site.files().items() if before.get(name) != data} == set()


FAILING = """
from pelican import signals

def fail({arguments}):
    {{}}["a name"]

def register():
    signals.{signal}.connect(fail)
"""


@pytest.mark.parametrize(
    ("signal", "arguments"),
    [
        ("initialized", "pelican"),
        ("content_object_init", "content"),
        ("article_generator_finalized", "generator"),
        ("content_written", "path, context"),
        ("feed_written", "path, context, feed"),
        ("finalized", "pelican"),
    ],
)
def test_a_plugin_that_fails_is_named_with_its_line(plain: SmallSite, signal: str, arguments: str) -> None:
    """In one sentence, whenever it fails; the last good output stays."""
    before = plain.files()
    settings = own_plugin(plain, "failing_plugin", FAILING.format(signal=signal, arguments=arguments))
    expected = r"failing_plugin\.py:5: KeyError: 'a name', in the plugin failing_plugin: correct it, or take it out of"
    with pytest.raises(UserError, match=expected):
        plain.build(**settings)
    assert plain.files() == before


MOVING = """
from pelican import signals

def move_by_metadata(generator, metadata):
    if metadata["slug"] == "fair":
        {metadata}

def move_article(generator):
    for article in generator.articles:
        if article.slug == "fair":
            {article}

def register():
    signals.article_generator_context.connect(move_by_metadata)
    signals.article_generator_finalized.connect(move_article)
"""


@pytest.mark.parametrize(
    "changes",
    [
        {"metadata": "metadata['save_as'] = 'fairs/fair.html'"},
        {"metadata": "metadata['url'] = 'fairs/fair.html'"},
        {"article": "article.override_save_as = 'fairs/fair.html'"},
        {"article": "article.slug = 'other'"},
        {"article": "article.status = 'draft'"},
    ],
)
def test_a_plugin_that_moves_an_article_is_refused(plain: SmallSite, changes: dict[str, str]) -> None:
    """Addresses are the same on every site of Dvoglas: what a plugin does to one is never ignored."""
    code = MOVING.format(**{"metadata": "pass", "article": "pass", **changes})
    expected = r"^PLUGINS: expected plugins that leave the addresses and the status of articles .*news/fair/"
    with pytest.raises(SettingError, match=expected):
        plain.build(**own_plugin(plain, "moving_plugin", code))


WALKING = """
from pathlib import Path
from pelican import signals

def note_files(pelican):
    for file in list(Path(pelican.settings["OUTPUT_PATH"]).rglob("*")):
        if file.is_file() and file.suffix != ".note":
            file.with_name(file.name + ".note").write_text(str(file.stat().st_size))

def register():
    signals.finalized.connect(note_files)
"""


def test_a_plugin_that_walks_the_output_sees_every_file_in_every_build(site: SmallSite) -> None:
    """Pictures, attachments and archives too, which other builds leave where they are."""
    site.write("images/dot.png", (ROOT / "tests/build_cache/dot.png").read_bytes())
    site.write("files/plan.csv", "some;rows\n")
    for language in ("en", "sr"):
        site.write(f"press-office.{language}.txt", "Name: The office\nPhone: 1\n\nAbout us.\n")
    body = "![A dot](images/dot.png)\n\n[Plan]({static}/files/plan.csv)"
    site.article("market", category="local", body=body, press_kit="yes")
    settings = own_plugin(site, "walking_plugin", WALKING)
    site.build(**settings)
    first = site.files()
    assert {".avif.note", ".csv.note", ".zip.note"} <= {"".join(Path(name).suffixes[-2:]) for name in first}
    site.build(**settings)
    assert site.files() == first


def test_static_paths_are_published_once_at_the_root(site: SmallSite) -> None:
    """Files such as a favicon or a proof of ownership, where `EXTRA_PATH_METADATA` puts them, in no other edition."""
    site.write("extra/favicon.ico", b"\0\0\1\0")
    site.write("extra/security.txt", "Contact: mailto:web@example.org\n")
    site.write("extra/google123.html", "google-site-verification: google123.html")
    paths = {
        "extra/favicon.ico": {"path": "favicon.ico"},
        "extra/security.txt": {"path": ".well-known/security.txt"},
        "extra/google123.html": {"path": "google123.html"},
    }
    for _ in range(2):
        site.build(STATIC_PATHS=["extra"], EXTRA_PATH_METADATA=paths)
        names = [name for name in site.files() if "favicon" in name or "security" in name or "google" in name]
        assert names == [".well-known/security.txt", "favicon.ico", "google123.html"]
    site.build(STATIC_PATHS=["extra/favicon.ico"], EXTRA_PATH_METADATA=paths)
    assert "google123.html" not in site.files()


@EVERY_EDITION
@pytest.mark.parametrize("with_cache", [True, False])
def test_a_maintainers_own_templates_see_pelicans_names_beside_ours(site: SmallSite, with_cache: bool) -> None:
    """`DIRECT_TEMPLATES` and `TEMPLATE_PAGES`, extending the theme's base, in each edition, with Pelican's macros."""
    overrides = site.folder / "overrides"
    overrides.mkdir()
    block = "{% block content %}<ul>{% for a in articles %}<li>{{ a.title }}</li>{% endfor %}</ul>{{ SITENAME }}"
    of_simple = '{% from "!simple/translations.html" import translations_for with context %}'
    links = f"{of_simple}{{% for a in articles %}}{{{{ translations_for(a) }}}}{{% endfor %}}"
    text = f'{{% extends "base.html" %}}{block}{{{{ site.t("archive") }}}}{links}{{% endblock %}}'
    (overrides / "everything.html").write_text(text, "utf-8")
    site.write("templates/hello.html", f'{{% extends "base.html" %}}{block} {{{{ site.edition.tag }}}}{{% endblock %}}')
    settings = {
        "THEME_TEMPLATES_OVERRIDES": [str(overrides)],
        "DIRECT_TEMPLATES": ["everything"],
        "EVERYTHING_SAVE_AS": "everything/index.html",
        "EVERYTHING_URL": "everything/",
        "TEMPLATE_PAGES": {"templates/hello.html": "hello/index.html"},
        "INCREMENTAL": with_cache,
    }
    site.build(**settings)
    assert "<li>The fair: five days</li>" in site.text("/everything/")
    assert "<li>Сајам: пет дана</li>" in site.text("/sr-cyrl/everything/")
    assert site.page("/sr/everything/").find("link", rel="canonical")["href"].endswith("/sr/everything/")
    assert "sr-Cyrl" in site.text("/sr-cyrl/hello/")
    assert site.page("/sr/hello/").find("link", rel="canonical")["href"].endswith("/sr/hello/")
    site.article("fair", title="The fair: six days", category="regional", sdgs="5")
    site.build(**settings)
    assert "<li>The fair: six days</li>" in site.text("/everything/")


def test_a_theme_that_lists_pelicans_articles_is_never_stale(site: SmallSite) -> None:
    """A page of ours whose template uses `articles` is made again when any story changes."""
    show(site, "{{ articles|map(attribute='title')|join('; ') }}", "archive.html")
    settings = {"THEME_TEMPLATES_OVERRIDES": [str(site.folder / "overrides")]}
    site.build(**settings)
    assert "The fair: five days" in page_text(site, "/archive/")
    site.article("fair", title="The fair: six days", category="regional", sdgs="5")
    site.build(**settings)
    assert "The fair: six days" in page_text(site, "/archive/")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ARTICLE_URL", "posts/{slug}.html"),
        ("PAGE_SAVE_AS", "p/{slug}.html"),
        ("ARTICLE_PATHS", ["blog"]),
        ("DEFAULT_PAGINATION", 10),
        ("FEED_ALL_ATOM", "feeds/everything.atom.xml"),
        ("TRANSLATION_FEED_ATOM", "feeds/{lang}.atom.xml"),
        ("RELATIVE_URLS", True),
        ("OUTPUT_SOURCES", True),
        ("DELETE_OUTPUT_DIRECTORY", True),
        ("YEAR_ARCHIVE_SAVE_AS", "{date:%Y}/index.html"),
        ("I18N_SUBSITES", {"de": {}}),
    ],
)
def test_an_unsupported_setting_is_refused_by_name(plain: SmallSite, name: str, value: object) -> None:
    """With what is expected and what came; it is never ignored."""
    with pytest.raises(SettingError, match=rf"^{name}: expected .*, got "):
        plain.build(**{name: value})


@pytest.mark.long
def test_pelicans_own_commands_give_the_same_bytes(tmp_path: Path) -> None:
    """`pelican content`, `python -m pelican` and our build; the closing line counts what was built."""
    site = desk(tmp_path / "site")
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1780000000", "PYTHONPATH": str(ROOT)}
    settings = ["SOCIAL_CARDS=false", "SEARCH=false", "WORKERS=1", f'CACHE_PATH="{tmp_path / "cache"}"']
    settings.append(f'THEME="{ROOT / "theme"}"')
    outputs = []
    script = Path(sys.executable).with_name("pelican")
    commands = ([str(script)], [sys.executable, "-m", "pelican"])
    for number, command in enumerate(commands[: times(1, 2)]):
        output = tmp_path / f"output-{number}"
        options = [str(site.content), "-s", str(ROOT / "pelicanconf.py"), "-o", str(output), "-e", *settings]
        done = subprocess.run([*command, *options], cwd=ROOT, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "Processed 15 articles" in " ".join(done.stdout.split())
        outputs.append(site.files_of(output))
    site.build()
    assert [files == site.files() for files in outputs] == [True] * times(1, 2)


def test_one_instance_builds_again_and_again(site: SmallSite, capsys: pytest.CaptureFixture[str]) -> None:
    """`pelican --autoreload` runs one instance after each change: it reads what changed, and goes on after an error;
    `--listen` serves the OUTPUT_PATH of an instance, which is the output folder until it runs."""
    import pelican

    from plugins.project.build import isolated_signals
    from plugins.project.settings import settings_of

    paths = {"PATH": site.content, "OUTPUT_PATH": site.output, "CACHE_PATH": site.folder / ".cache"}
    with isolated_signals():
        overrides = {**site.settings, **{name: str(path) for name, path in paths.items()}, "SEARCH": False}
        instance = pelican.Pelican(settings_of(str(ROOT / "pelicanconf.py"), {**overrides, "SOCIAL_CARDS": False}))
        assert instance.settings["OUTPUT_PATH"] == str(site.output)
        instance.run()
        site.article("added", title="A new one")
        instance.run()
        assert "A new one" in site.text("/")
        assert "A new one" in site.text("/sr/")
        wrong = site.article("wrong", SDGs="99")
        with pytest.raises(ContentErrors, match="goals"):
            instance.run()
        wrong.unlink()
        site.article("added", title="A newer one")
        instance.run()
    assert "A newer one" in site.text("/feeds/news.atom.xml")
    again = site.files()
    site.build(SEARCH=False, SOCIAL_CARDS=False, INCREMENTAL=False, CACHE_PATH=str(site.folder / "other"))
    assert again == site.files()
