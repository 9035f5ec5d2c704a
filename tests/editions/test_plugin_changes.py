"""What third-party plugins change on articles, and the signals by which they do: as on a stock Pelican site."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from blinker import Signal
from pelican.generators import ArticlesGenerator, PagesGenerator, StaticGenerator
from pelican.plugins import signals
from pelican.writers import Writer

from plugins.diagnostics import SettingError, UserError
from plugins.editions.foreign_code import is_own
from tests.build_cache.edited_site import draw
from tests.sdg.stock_site import StockSite
from tests.small_site import SmallSite, small_site

PLUGINS = ["plugins.newsroom"]
STORIES = "author category content date image modified note other related sdgs summary tags template title".split()
# Each story has the name of what the plugin changes on it; `value` is the text of a file beside the plugin.
CHANGING = """
import datetime as dt
from pathlib import Path
from pelican import signals
from pelican.urlwrappers import Author, Category, Tag
from plugins.sdg import goals_for, parse_goals

def change(generator):
    value = Path({data!r}).read_text("utf-8")
    by_slug = {{article.slug: article for article in generator.articles}}
    settings = generator.settings
    by_slug["author"].authors = [Author("Ana " + value, settings)]
    by_slug["category"].category = Category({{"one": "Global", "two": "stories"}}[value], settings)
    by_slug["content"]._content += "<p>Appended " + value + ".</p>"
    by_slug["date"].date = dt.datetime(2024, {{"one": 2, "two": 5}}[value], 1)
    by_slug["image"].image = "images/" + value + ".png"
    by_slug["modified"].modified = dt.datetime(2026, 4, {{"one": 2, "two": 5}}[value])
    by_slug["note"].note = by_slug["note"].metadata["note"] = "note " + value
    by_slug["related"].related = [by_slug["other"]]
    by_slug["other"].rank = "rank " + value
    by_slug["other"].author.name = "Pera " + value
    by_slug["sdgs"].sdgs = goals_for(parse_goals({{"one": "13.2", "two": "14"}}[value]), "en", settings)
    by_slug["summary"]._summary = "Summary " + value
    by_slug["tags"].tags = [*by_slug["tags"].tags, Tag({{"one": "11", "two": "12"}}[value], settings)]
    by_slug["template"].template = "special_" + value
    by_slug["title"].title = "Title " + value

def register():
    signals.article_generator_finalized.connect(change)
"""
SHOWN = """{% extends "!theme/article.html" %}{% block content %}{{ super() }}<i>{{ article.author }}
{{ article.note|default("") }} {{ article.metadata.note|default("") }}
{% for one in article.related|default(()) %}{{ one.rank }}{% endfor %}
{% for goal in article.sdgs %}goal {{ goal.number }}{% endfor %}</i>{% endblock %}"""


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    """A story for each kind of change, in both languages."""
    found = small_site(tmp_path, SOCIAL_CARDS=False)
    for at, name in enumerate(STORIES, 1):
        found.article(name, date=f"2026-03-{at:02d}", category="local", sdgs="5.1", author="Petar", title=f"Of {name}")
    found.article("title", "sr", title="O naslovu")
    found.article("category", "sr", title="O kategoriji")
    for colour, name in enumerate(("one", "two")):
        draw(found.content / "images" / f"{name}.png", 40, colour)
    templates = tmp_path / "templates"
    templates.mkdir()
    (templates / "article.html").write_text(SHOWN, "utf-8")
    for name in ("one", "two"):
        text = f'{{% extends "article.html" %}}{{% block content %}}special {name}{{% endblock %}}'
        (templates / f"special_{name}.html").write_text(text, "utf-8")
    return found


def use_plugin(site: SmallSite, code: str, name: str = "changing_plugin") -> dict[str, Any]:
    """Settings with a plugin of this code."""
    folder = site.folder / "mine"
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.py").write_text(code, "utf-8")
    sys.modules.pop(name, None)
    return {"PLUGINS": [*PLUGINS, name], "PLUGIN_PATHS": [str(folder)]}


def build(site: SmallSite, **settings: Any) -> dict[str, bytes]:
    """The files of a build."""
    sys.modules.pop("changing_plugin", None)
    site.build(**settings, THEME_TEMPLATES_OVERRIDES=[str(site.folder / "templates")])
    return site.files()


def test_what_a_plugin_changes_on_an_article_reaches_readers(site: SmallSite) -> None:
    """Its author, category, text, dates, goals, summary, tags, template and title, attributes of its own, and those of
    articles that it names: on pages, in lists, feeds and search, and never stale when the plugin changes its mind."""
    data = site.folder / "value.txt"
    plugin = use_plugin(site, CHANGING.format(data=str(data)))
    before = build(site)
    for value, category, month, day, goal, tag in (
        ("one", "global", "02", "02", 13, 11),
        ("two", "stories", "05", "05", 14, 12),
    ):
        data.write_text(value, "utf-8")
        found = build(site, **plugin)
        assert f"Ana {value}" in site.page("/news/author/").select_one(".story").text
        assert f"<name>Ana {value}</name>" in site.text("/feeds/news.atom.xml")
        assert "/news/author/" not in site.text("/author/petar/")
        for prefix in ("", "/sr", "/sr-cyrl"):
            assert f'href="{prefix}/news/category/"' in site.text(f"{prefix}/category/{category}/")
            assert f'href="{prefix}/news/category/"' not in site.text(f"{prefix}/category/local/")
        assert "/news/category/" in site.text(f"/feeds/category-{category}.atom.xml")
        for file in ("/news/content/", "/news/content/index.md", "/feeds/news.atom.xml"):
            assert f"Appended {value}." in site.text(file)
        assert "/news/date/" in site.text(f"/archive/2024/{month}/")
        assert f'src="/pictures/{value}' in site.text("/news/image/")
        assert f"/pictures/{value}" in site.text("/category/local/")
        assert f'datetime="2026-04-{day}' in site.text("/news/modified/")
        assert f"note {value} note {value}" in " ".join(site.text("/news/note/").split())
        assert f"rank {value}" in site.text("/news/related/")
        assert f"Pera {value}" in site.text("/news/other/")
        assert "/news/sdgs/" in site.text(f"/sdg/{goal}/")
        assert "/news/sdgs/" not in site.text("/sdg/5/")
        assert "/news/tags/" in site.text(f"/sdg/{tag}/")
        assert f"goal {tag}" in site.text("/news/tags/")
        assert "/news/tags/" in site.text(f"/feeds/sdg-{tag}.atom.xml")
        assert f"Summary {value}" in site.text("/category/local/")
        assert f"special {value}" in site.text("/news/template/")
        assert f"Title {value}" in site.text("/sr/news/title/parallel/")
        searched = "".join(text.decode() for name, text in site.files().items() if name.startswith("search/stories/"))
        assert f"Title {value}" in searched
        assert f"Appended {value}." in searched
    assert build(site) == before
    assert build(site, **plugin, CACHE_PATH=str(site.folder / "empty-cache")) == found


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        (
            'article.category = Category("Sport", generator.settings)',
            SettingError,
            r"^PLUGINS: expected plugins that give articles the categories of CATEGORIES \(local.*'Sport for news/",
        ),
        (
            'article.image = "images/nowhere.png"',
            SettingError,
            r"^PLUGINS: expected plugins that give articles pictures of the content folder.*nowhere.png for news/",
        ),
        (
            'article.template = "nowhere"',
            UserError,
            r"^theme/templates: there is no template nowhere, while the page /.*news/\w+/ of .*\.md was",
        ),
    ],
)
def test_what_the_site_has_not_is_refused(site: SmallSite, change: str, error: type[Exception], message: str) -> None:
    """A category that is no category of the site, a picture and a template that it lacks."""
    code = f"""
from pelican import signals
from pelican.urlwrappers import Category

def change(generator):
    for article in generator.articles:
        {change}

def register():
    signals.article_generator_finalized.connect(change)
"""
    with pytest.raises(error, match=message):
        site.build(**use_plugin(site, code))


def test_plugins_of_the_sites_own_are_third_party() -> None:
    """Those in `plugins/site/`, where docs/upgrading.md has them: what they change counts as of any other plugin."""
    assert not is_own("plugins.site.footnotes")
    assert is_own("plugins.sdg")
    assert is_own("plugins.sdg.articles")


PROBE = f"""
from blinker import Signal
from pelican.plugins import signals

CALLS = []

def note_of(name):
    def note(sender, **named):
        CALLS.append((name, sender, named))
    note.__module__ = __name__
    return note

NOTES = {{name: note_of(name) for name in {sorted(n for n, s in vars(signals).items() if isinstance(s, Signal))!r}}}

def register():
    for name, note in NOTES.items():
        getattr(signals, name).connect(note)
"""
BASES = (ArticlesGenerator, PagesGenerator, StaticGenerator, Writer)


def kind_of(value: Any) -> Any:
    """The type of an argument of a signal: Pelican's class where ours is made from it."""
    if isinstance(value, list):
        return [kind for kind in map(kind_of, value) if kind in BASES]
    return next((base for base in BASES if isinstance(value, base)), type(value).__name__.removeprefix("Site"))


def sent(calls: list[Any]) -> Iterator[Any]:
    """The signals with the types of their arguments, in order; what our own generators add left out, and a signal
    that is sent many times in a row once."""
    found = [(name, kind_of(one), {key: kind_of(value) for key, value in named.items()}) for name, one, named in calls]
    shown = [one for one in found if one[0] != "readers_init" and (one[0] != "generator_init" or one[1] in BASES)]
    feeds = [at for at, one in enumerate(shown) if one[0].startswith("feed_")]
    # Each edition has a feed for each category and goal.
    once = [one for at, one in enumerate(shown) if at not in feeds[2:]]
    yield from (one for one, _ in groupby(once))


def test_signals_are_those_of_a_stock_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All signals of Pelican, in its order and with its arguments; pages are written one by one between them."""
    (tmp_path / "probe_of_signals.py").write_text(PROBE, "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    stock = StockSite(tmp_path / "stock")
    for name in ("a", "b"):
        stock.article(name)
    stock.write("pages/about.md", "Title: About\n\nAbout us.\n")
    stock.write("favicon.ico", "icon")
    more = {"STATIC_PATHS": ["favicon.ico"], "DIRECT_TEMPLATES": ["archives"], "FEED_ALL_ATOM": "all.xml"}
    off = dict.fromkeys("CATEGORY_FEED_ATOM AUTHOR_FEED_ATOM AUTHOR_FEED_RSS TRANSLATION_FEED_ATOM".split())
    pages = {f"{kind}_SAVE_AS": "" for kind in ("AUTHOR", "CATEGORY", "TAG")}
    stock.build(PLUGINS=["probe_of_signals"], **more, **off, **pages)
    expected = list(sent(sys.modules.pop("probe_of_signals").CALLS))
    site = small_site(tmp_path / "site", SOCIAL_CARDS=False, SEARCH=False)
    for name in ("a", "b"):
        site.article(name, category="local")
    site.write("pages/about.en.md", "Title: About\n\nAbout us.\n")
    site.write("favicon.ico", "icon")
    site.build(
        PLUGINS=[*PLUGINS, "probe_of_signals"],
        LANGUAGES={"en": {"site_name": "One"}},
        EDITIONS={"en": {"language": "en", "prefix": ""}},
        STATIC_PATHS=["favicon.ico"],
    )
    ours = list(sent(sys.modules.pop("probe_of_signals").CALLS))
    assert [name for name, _, _ in ours].count("article_generator_write_article") == 2
    assert ours == expected
