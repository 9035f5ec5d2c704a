"""Every setting of Pelican's `DEFAULT_CONFIG` is honoured, read by templates, or refused by name."""

from __future__ import annotations

import logging
import runpy
from pathlib import Path
from typing import Any

import pytest
from pelican.settings import __file__ as settings_module
from pelican.settings import read_settings

from plugins.content.settings.table import REFUSED
from plugins.diagnostics import SettingError
from plugins.editions.pelican_settings import FIXED, OFF_BY_NOTHING, check_settings, complete_settings
from tests.newsdesk import write_newsdesk
from tests.small_site import ROOT, SmallSite, small_site

# Plugins of other tests add to the table of the module that is imported already.
DEFAULT_CONFIG: dict[str, Any] = runpy.run_path(settings_module)["DEFAULT_CONFIG"]
# Values of refused settings that a site elsewhere may have, where another of the same type would mean nothing.
OTHERS: dict[str, Any] = {
    "DEFAULT_LANG": "de",
    "ARTICLE_PATHS": ["blog"],
    "PAGE_PATHS": ["static-pages"],
    "ARTICLE_EXCLUDES": ["old"],
    "PAGE_EXCLUDES": ["old"],
    "DEFAULT_DATE": "fs",
    "READERS": {"txt": None},
    "I18N_SUBSITES": {"de": {}},
    "I18N_GENERATORS_INFO": {"x": {}},
}


def desk(folder: Path) -> SmallSite:
    """The site of `tests/newsdesk.py` with two stories in each of its lists."""
    found = small_site(folder, SOCIAL_CARDS=False, SEARCH=False, WORKERS=1, EXTRA_FIELDS=["series"])
    write_newsdesk(found, many=2)
    return found


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    """The desk, to be built with settings of its own."""
    return desk(tmp_path)


def settings_with(**changed: Any) -> dict[str, Any]:
    """The settings of this site as Pelican reads them, with some changed."""
    return {**read_settings(str(ROOT / "pelicanconf.py")), **changed}


def other_value(name: str) -> Any:
    """A value of a setting that is not its default, nor ours."""
    if name in OTHERS:
        return OTHERS[name]
    default = DEFAULT_CONFIG.get(name)
    if isinstance(default, bool):
        return not default
    if isinstance(default, int):
        return default + 1
    if isinstance(default, list | tuple):
        return [*default, "other"]
    if isinstance(default, dict):
        return {**default, "other": "x"}
    return "other/{slug}"


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_a_changed_value_of_a_refused_setting_is_refused(name: str) -> None:
    """With its name, what is expected and what came."""
    with pytest.raises(SettingError, match=rf"^{name}: expected .*, got "):
        check_settings(settings_with(**{name: other_value(name)}), ROOT)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WITH_FUTURE_DATES", False),
        ("ARTICLE_SAVE_AS", ""),
        ("PAGE_URL", None),
        ("SUMMARY_MAX_LENGTH", None),
        ("GZIP_CACHE", False),
    ],
)
def test_an_empty_value_that_means_something_is_refused(name: str, value: object) -> None:
    """Nothing is ignored because it is False or empty."""
    with pytest.raises(SettingError, match=rf"^{name}: expected .*, got {value!r}$"):
        check_settings(settings_with(**{name: value}), ROOT)


def test_values_that_change_nothing_are_accepted() -> None:
    """Pelican's defaults, ours, and nothing where a page or feed of Pelican's own is off."""
    settings = settings_with()
    for _ in range(2):
        check_settings(settings, ROOT)
        complete_settings(settings)
    assert settings["AUTHOR"] == settings["SITENAME"]
    for table in (
        {name: DEFAULT_CONFIG[name] for name in REFUSED if name in DEFAULT_CONFIG},
        {name: value for name, value in FIXED.items() if name in REFUSED},
        dict.fromkeys(OFF_BY_NOTHING, None),
    ):
        check_settings(settings_with(**table), ROOT)


def show(site: SmallSite, template: str, text: str) -> dict[str, Any]:
    """Write a template of the site's own; returns the settings with which it is used at /NAME/."""
    folder = site.folder / "overrides"
    folder.mkdir(exist_ok=True)
    (folder / template).write_text(text, "utf-8")
    name = template.partition(".")[0]
    return {
        "THEME_TEMPLATES_OVERRIDES": [str(folder)],
        "DIRECT_TEMPLATES": [name],
        f"{name.upper()}_SAVE_AS": f"{name}/index.html",
        f"{name.upper()}_URL": f"{name}/",
    }


FACTS = "{{ dates[0].locale_date }}|{{ categories[0][0].slug }}|{{ DISPLAY_PAGES_ON_MENU }}|{{ MENUITEMS[0][0] }}"
PAGINATED = (
    '{% extends "base.html" %}{% block content %}<ul>{% for a in articles_page.object_list %}<li>{{ a.title }}</li>'
    "{% endfor %}</ul>{{ articles_page.number }} of {{ articles_paginator.num_pages }}{% endblock %}"
)
PATTERNS = [
    (1, "{base_name}/", "{base_name}/index.html"),
    (2, "{base_name}/p{number}/", "{base_name}/p{number}/index.html"),
]


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """The desk, built once with other values of many settings that do not touch each other."""
    site = desk(tmp_path_factory.mktemp("changed"))
    for name in ("extra/one.txt", "extra/two.psd", "extra/old/three.txt"):
        site.write(name, "x")
    pages = [
        show(site, name, text)
        for name, text in (("facts.html", FACTS), ("everything.html", PAGINATED), ("plain.jinja", "{{ SITENAME }}"))
    ]
    settings = {name: value for one in pages for name, value in one.items()}
    settings["DIRECT_TEMPLATES"] = [name for one in pages for name in one["DIRECT_TEMPLATES"]]
    site.build(
        **settings,
        NEWEST_FIRST_ARCHIVES=False,
        REVERSE_CATEGORY_ORDER=True,
        DEFAULT_DATE_FORMAT="%Y/%m/%d",
        DATE_FORMATS={"sr-latn": "%d.%m.%Y"},
        DISPLAY_PAGES_ON_MENU=False,
        MENUITEMS=[("Two", "/two/")],
        PAGINATED_TEMPLATES={"everything": 8},
        PAGINATION_PATTERNS=PATTERNS,
        FEED_ATOM="feeds/more.atom.xml",
        FEED_RSS="feeds/more.rss.xml",
        FEED_DOMAIN="https://feeds.example",
        FEED_MAX_ITEMS=2,
        FEED_APPEND_REF=True,
        RSS_FEED_SUMMARY_ONLY=False,
        STATIC_PATHS=["extra"],
        STATIC_EXCLUDES=["extra/old"],
        STATIC_SAVE_AS="static/{path}",
        STATIC_URL="static/{path}",
        IGNORE_FILES=["**/.*", "*.psd"],
        THEME_STATIC_PATHS=["strings"],
        THEME_STATIC_DIR="theme-files",
        TEMPLATE_EXTENSIONS=[".jinja"],
    )
    return site


def test_order_dates_and_slices_follow_the_settings(site: SmallSite, changed: SmallSite) -> None:
    """`NEWEST_FIRST_ARCHIVES`, `REVERSE_CATEGORY_ORDER`, `DEFAULT_DATE_FORMAT`, `DATE_FORMATS`, and settings that only
    templates read."""
    site.build(**show(site, "facts.html", FACTS), MENUITEMS=[("One", "/one/")])
    category, pages, menu = site.text("/facts/").strip().split("|")[1:]
    assert category != "stories"
    assert (pages, menu) == ("True", "One")
    assert changed.text("/facts/").strip() == "2025/02/02|stories|False|Two"
    assert changed.text("/sr/facts/").startswith("02.02.2025|")


def test_paginated_templates_have_pages(changed: SmallSite) -> None:
    """`PAGINATED_TEMPLATES` and `PAGINATION_PATTERNS` paginate a maintainer's template, in each edition."""
    for prefix in ("", "/sr", "/sr-cyrl"):
        pages = [changed.page(f"{prefix}/everything/{rest}") for rest in ("", "p2/")]
        assert [len(page.find("ul", class_=False, recursive=True).find_all("li")) > 0 for page in pages] == [True, True]
        canonical = [page.find("link", rel="canonical")["href"] for page in pages]
        assert canonical[0].endswith(f"{prefix}/everything/")
        assert canonical[1].endswith(f"{prefix}/everything/p2/")


def test_feeds_of_pelicans_writer_follow_their_settings(changed: SmallSite) -> None:
    """`FEED_ATOM`, `FEED_RSS`, `FEED_MAX_ITEMS`, `FEED_APPEND_REF`, `RSS_FEED_SUMMARY_ONLY` and `FEED_DOMAIN`."""
    atom, rss = changed.text("/feeds/more.atom.xml"), changed.text("/sr/feeds/more.rss.xml")
    assert atom.count("<entry>") == rss.count("<item>") == 2
    assert "?ref=feed" in atom
    assert "https://feeds.example/feeds/more.atom.xml" in atom
    assert "&lt;p&gt;" in rss


def test_static_files_follow_their_settings(changed: SmallSite) -> None:
    """`STATIC_EXCLUDES`, `STATIC_EXCLUDE_SOURCES`, `STATIC_SAVE_AS`, `STATIC_URL` and `IGNORE_FILES`."""
    assert [name for name in changed.files() if "extra" in name] == ["static/extra/one.txt"]


def test_files_of_the_theme_are_copied(changed: SmallSite) -> None:
    """`THEME_STATIC_PATHS` and `THEME_STATIC_DIR` publish further files of the theme once, at the root."""
    found = [name for name in changed.files() if "theme-files" in name]
    assert "theme-files/en.toml" in found
    assert all(name.startswith("theme-files/") for name in found)


def test_templates_may_have_other_endings(changed: SmallSite) -> None:
    """`TEMPLATE_EXTENSIONS` adds endings to those of the theme."""
    assert changed.text("/plain/") == "UN Serbia News"
    assert "/feeds/news.atom.xml" in changed.text("/")


def test_log_filter_silences_a_message(site: SmallSite) -> None:
    """A warning that `LOG_FILTER` names stops no build; any other does."""
    from plugins.diagnostics import UserError

    settings = show(site, "plain.html", "x")
    settings["DIRECT_TEMPLATES"] = ["plain"]
    plugin = site.folder / "warns"
    plugin.mkdir()
    code = "import logging\nfrom pelican import signals\ndef warn(generator):\n"
    code += "    logging.getLogger('pelican.more').warning('about %s', 'this')\n"
    (plugin / "warning_plugin.py").write_text(
        code + "def register():\n    signals.article_generator_init.connect(warn)\n"
    )
    given = {"PLUGINS": ["plugins.newsroom", "warning_plugin"], "PLUGIN_PATHS": [str(plugin)]}
    with pytest.raises(UserError, match="about this"):
        site.build(**given)
    site.build(**given, LOG_FILTER=[(logging.WARN, "about %s")])


def test_further_fields_are_attributes_and_metadata(site: SmallSite) -> None:
    """`EXTRA_FIELDS` names fields of the header for plugins and templates; a translation has those of its original."""
    site.article("fair", title="The fair", category="regional", sdgs="5", series="Fairs: 1")
    site.article("river", "sr", date="2026-03-01", category="local", title="Reka", series="Reke")
    block = "{% for a in articles if a.series is defined %}{{ a.slug }}: {{ a.metadata.series }}; {% endfor %}"
    settings = show(site, "series.html", block)
    site.build(**settings)
    assert site.text("/series/").strip() == "fair: Fairs: 1; river: Reke;"
    assert site.text("/sr-cyrl/series/").strip() == "fair: Fairs: 1; river: Reke;"
    site.article("fair", title="The fair", category="regional", sdgs="5", series="Fairs: 2")
    site.build(**settings)
    assert "Fairs: 2" in site.text("/sr/series/")


@pytest.mark.parametrize(
    ("name", "expected"), [("Series", "small letters"), ("url", "no article has"), ("date", "no ar")]
)
def test_a_further_field_needs_a_name_of_its_own(site: SmallSite, name: str, expected: str) -> None:
    """A name that an article has already, or that no header could have, is refused."""
    with pytest.raises(SettingError, match=f"^EXTRA_FIELDS: expected names .*{expected}.*, got {name!r}$"):
        site.build(EXTRA_FIELDS=[name])


MAPS = """
import markdown
from markdown.preprocessors import Preprocessor

FRAME = '<iframe src="https://maps.example/x" title="A map" width="9"></iframe>'

class Frames(Preprocessor):
    def run(self, lines):
        return [self.md.htmlStash.store(FRAME) if line == "(map)" else line for line in lines]

class Maps(markdown.Extension):
    def extendMarkdown(self, md):
        md.preprocessors.register(Frames(md), "frames", 25)
"""


def test_further_html_may_remain_in_texts(site: SmallSite, monkeypatch: pytest.MonkeyPatch) -> None:
    """`EXTRA_HTML` lets the elements and attributes remain that an extension of Markdown makes; no others."""
    (site.folder / "maps_extension.py").write_text(MAPS, "utf-8")
    monkeypatch.syspath_prepend(str(site.folder))
    site.article("fair", title="The fair", category="regional", sdgs="5", body="Where it is:\n\n(map)\n\nText.")
    markdown = {"extensions": ["markdown.extensions.extra", "maps_extension:Maps"], "extension_configs": {}}
    site.build(MARKDOWN=markdown)
    assert site.page("/news/fair/").find("iframe") is None
    site.build(MARKDOWN=markdown, EXTRA_HTML={"iframe": ["src"], "*": ["title"]})
    assert site.page("/news/fair/").find("iframe").attrs == {"src": "https://maps.example/x", "title": "A map"}


@pytest.mark.parametrize("table", [{"script": ["src"]}, {"a": ["onclick"]}, {"iframe": ["srcdoc"]}, {"A!": []}])
def test_html_that_runs_in_browsers_cannot_be_allowed(table: dict[str, list[str]], site: SmallSite) -> None:
    """Scripts and attributes with scripts are refused, whatever the settings say."""
    with pytest.raises(SettingError, match=r"^EXTRA_HTML: expected elements with their attributes, none of which runs"):
        site.build(EXTRA_HTML=table)
