"""Third-party plugins: what they change reaches readers, with the cache as without it, and is never stale."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.build_cache.edited_site import PLUGINS, EditedSite, edited_site

NAME = "plugin_of_somebody"
CODE = """
import json
from pathlib import Path
from pelican import signals

def change(generator):
    words = json.loads(Path(__file__).with_name("words.json").read_text("utf-8"))
    for article in generator.articles:
        if article.slug == "alpha":
            {change}

def register():
    signals.article_generator_finalized.connect(change)
"""
CHANGES = {
    "title": "article.title = words['title'] + ' {n}'",
    "summary": "article._summary = words['summary'] + ' {n}'",
    "content": "article._content += '<p>' + words['content'] + ' {n}</p>'",
    "attribute": "article.badge = words['attribute'] + ' {n}'",
    "byline": "article.byline = words['byline'] + ' {n}'",
    "date": "article.date = article.date.replace(year=int(words['date'][-4:]))",
    "list": "article.labels = ['{n}']; article.tags[0:] = [type(article.category)(words['list'] + ' {n}', {{}})]",
}
WORDS = {name: f"marked-{name}" for name in CHANGES}
PAGE, PARALLEL, FRONT, FEED = (
    "news/alpha/index.html",
    "news/alpha/parallel/index.html",
    "index.html",
    "feeds/news.atom.xml",
)
# Where readers of the English edition see each change.
PLACES = {
    "title": (PAGE, PARALLEL, FRONT, FEED),
    "summary": (FRONT, FEED),
    "content": (PAGE, PARALLEL, FEED),
    "attribute": (PAGE,),
    "byline": (PAGE, FEED),
    "list": (PAGE,),
}


class PluginFolder:
    """A plugin module and its data in a folder that Python imports from."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, kind: str, number: int = 1, words: dict[str, str] | None = None) -> None:
        """Write the plugin that makes one kind of change, and its data."""
        import json

        (self.folder / f"{NAME}.py").write_text(CODE.format(change=CHANGES[kind].format(n=number)), "utf-8")
        (self.folder / "words.json").write_text(json.dumps(words or WORDS), "utf-8")
        forget()


def forget() -> None:
    """Let the next build import the plugin as it is now."""
    sys.modules.pop(NAME, None)
    sys.path_importer_cache.clear()


@pytest.fixture
def plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PluginFolder]:
    """The plugin's folder."""
    monkeypatch.syspath_prepend(str(tmp_path / "somebody"))
    # A module of the same size, written twice in one second, would else be taken from its compiled form.
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    (tmp_path / "somebody").mkdir()
    yield PluginFolder(tmp_path / "somebody")
    forget()


@pytest.fixture
def edited(tmp_path: Path) -> EditedSite:
    """A site whose articles show an attribute that a plugin may set, built without any plugin of others."""
    edited = edited_site(tmp_path / "site")
    template = edited.theme / "templates/article.html"
    text = template.read_text("utf-8")
    mark = "{{ article.badge|default('') }}{{ article.tags|map(attribute='name')|join }}"
    assert "{% block content %}" in text
    template.write_text(text.replace("{% block content %}", "{% block content %}" + mark, 1), "utf-8")
    edited.build(SEARCH=True)
    return edited


def build(edited: EditedSite, *more: str) -> dict[str, bytes]:
    """Build with the cache and third-party plugins; the output's files."""
    forget()
    edited.build(SEARCH=True, PLUGINS=[*PLUGINS, *more])
    return edited.site.files()


def clean(edited: EditedSite, *more: str) -> dict[str, bytes]:
    """The files of a build from nothing without the cache, with third-party plugins."""
    forget()
    output = edited.site.folder / "clean"
    shutil.rmtree(output, ignore_errors=True)
    names = [name for name in PLUGINS if name != "plugins.build_cache"]
    edited.build(
        SEARCH=True, PLUGINS=[*names, *more], OUTPUT_PATH=str(output), CACHE_PATH=str(edited.site.folder / "pictures")
    )
    return edited.site.files_of(output)


def differences(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """The files that are not the same in both."""
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))


def holds(files: dict[str, bytes], word: str) -> set[str]:
    """The files that hold a word."""
    return {name for name, data in files.items() if word.encode() in data}


@pytest.mark.parametrize("kind", PLACES)
def test_what_a_plugin_changes_reaches_readers(edited: EditedSite, plugin: PluginFolder, kind: str) -> None:
    """The change is in the article, its parallel page, lists, feeds and search, as in a clean build; other code and
    other data of the plugin are seen by the next build, and without the plugin all is as before."""
    before = edited.site.files()
    plugin.write(kind)
    files = build(edited, NAME)
    assert set(PLACES[kind]) <= holds(files, f"marked-{kind} 1")
    assert differences(files, clean(edited, NAME)) == []

    plugin.write(kind, 2)
    files = build(edited, NAME)
    assert holds(files, f"marked-{kind} 1") == set()
    assert set(PLACES[kind]) <= holds(files, f"marked-{kind} 2")
    assert differences(files, clean(edited, NAME)) == []

    plugin.write(kind, 2, {**WORDS, kind: f"other-{kind}"})
    files = build(edited, NAME)
    assert holds(files, f"marked-{kind}") == set()
    assert set(PLACES[kind]) <= holds(files, f"other-{kind} 2")
    assert differences(files, clean(edited, NAME)) == []

    assert differences(build(edited), before) == []


@pytest.mark.parametrize("kind", ["title", "content"])
def test_what_a_plugin_changes_is_found_by_search(edited: EditedSite, plugin: PluginFolder, kind: str) -> None:
    """The search index holds the words that the plugin put in."""
    plugin.write(kind, 1, {**WORDS, kind: "xylophone"})
    files = build(edited, NAME)
    index = {name: data for name, data in files.items() if name.startswith("search/") and not name.endswith(".html")}
    assert holds(index, "xylophon")


def test_a_date_that_a_plugin_changes_reaches_readers(edited: EditedSite, plugin: PluginFolder) -> None:
    """Another year in the data of the plugin moves the story in all lists."""
    for year in ("2024", "2023"):
        plugin.write("date", 1, {**WORDS, "date": year})
        files = build(edited, NAME)
        assert differences(files, clean(edited, NAME)) == []
        assert f'datetime="{year}-' in files[PAGE].decode()


@pytest.mark.parametrize("signal", ["page_generator_finalized", "all_generators_finalized"])
def test_a_plugin_that_changes_pages(edited: EditedSite, plugin: PluginFolder, signal: str) -> None:
    """Fixed pages are changed as articles are, by other signals too."""
    for word in ("quince", "medlar"):
        code = CODE.format(change="").replace("article_generator_finalized", signal)
        change = f"[setattr(page, '_content', '<p>{word}</p>') for page in getattr(one, 'pages', [])]"
        start, end = code.index("def change"), code.index("def register")
        body = (
            f"def change(given):\n    for one in given if isinstance(given, list) else [given]:\n        {change}\n\n"
        )
        (plugin.folder / f"{NAME}.py").write_text(code[:start] + body + code[end:], "utf-8")
        files = build(edited, NAME)
        assert "about/index.html" in holds(files, word)
        assert differences(files, clean(edited, NAME)) == []
