"""Third-party plugins: what they change reaches readers, with the cache as without it, and is never stale."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.build_cache.edited_site import EditedSite, edited_site, restore
from tests.small_site import CONF, LIGHT

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

    def write(self, *kinds: str, number: int = 1, words: dict[str, str] | None = None) -> None:
        """Write the plugin that makes these kinds of changes, and its data."""
        changes = "\n            ".join(CHANGES[kind].format(n=number) for kind in kinds)
        (self.folder / f"{NAME}.py").write_text(CODE.format(change=changes), "utf-8")
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


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> EditedSite:
    """A site whose articles show an attribute that a plugin may set, built without any plugin of others."""
    edited = edited_site(tmp_path_factory.mktemp("plugins") / "site", **LIGHT)
    template = edited.theme / "templates/article.html"
    text = template.read_text("utf-8")
    mark = "{{ article.badge|default('') }}{{ article.tags|map(attribute='name')|join }}"
    assert "{% block content %}" in text
    template.write_text(text.replace("{% block content %}", "{% block content %}" + mark, 1), "utf-8")
    edited.build(SEARCH=True)
    return edited


@pytest.fixture
def edited(original: EditedSite) -> EditedSite:
    """The site as it was built first."""
    return restore(original)


def build(edited: EditedSite, *more: str, **settings: object) -> dict[str, bytes]:
    """Build with the cache and third-party plugins; the output's files."""
    forget()
    edited.build(SEARCH=True, PLUGINS=[*CONF["PLUGINS"], *more], **settings)
    return edited.site.files()


def clean(edited: EditedSite, *more: str, **settings: object) -> dict[str, bytes]:
    """The files of a build from nothing without the cache, with third-party plugins."""
    forget()
    output = edited.site.folder / "clean"
    shutil.rmtree(output, ignore_errors=True)
    pictures = str(edited.site.folder / "pictures")
    paths = {"OUTPUT_PATH": str(output), "CACHE_PATH": pictures}
    edited.build(SEARCH=True, PLUGINS=[*CONF["PLUGINS"], *more], INCREMENTAL=False, **paths, **settings)
    return edited.site.files_of(output)


def differences(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """The files that are not the same in both."""
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))


def holds(files: dict[str, bytes], word: str) -> set[str]:
    """The files that hold a word."""
    return {name for name, data in files.items() if word.encode() in data}


def test_what_a_plugin_changes_reaches_readers(edited: EditedSite, plugin: PluginFolder) -> None:
    """Each change is in the article, its parallel page, lists, feeds and search, as in a clean build; other code and
    other data of the plugin, of one change alone, are seen by the next build; without the plugin all is as before."""
    before = edited.site.files()
    plugin.write(*PLACES)
    files = build(edited, NAME)
    assert [kind for kind in PLACES if not set(PLACES[kind]) <= holds(files, f"marked-{kind} 1")] == []

    plugin.write(*PLACES, number=2)
    files = build(edited, NAME)
    for kind in PLACES:
        assert holds(files, f"marked-{kind} 1") == set()
        assert set(PLACES[kind]) <= holds(files, f"marked-{kind} 2")

    for kind in PLACES:
        plugin.write(*PLACES, number=2, words={**WORDS, kind: f"other-{kind}"})
        files = build(edited, NAME)
        assert holds(files, f"marked-{kind}") == set()
        assert set(PLACES[kind]) <= holds(files, f"other-{kind} 2")
    assert differences(files, clean(edited, NAME)) == []

    assert differences(build(edited), before) == []


@pytest.mark.parametrize("kind", ["title", "content"])
def test_what_a_plugin_changes_is_found_by_search(edited: EditedSite, plugin: PluginFolder, kind: str) -> None:
    """The search index holds the words that the plugin put in."""
    plugin.write(kind, words={**WORDS, kind: "xylophone"})
    files = build(edited, NAME)
    index = {name: data for name, data in files.items() if name.startswith("search/") and not name.endswith(".html")}
    assert holds(index, "xylophon")


def test_a_date_that_a_plugin_changes_reaches_readers(edited: EditedSite, plugin: PluginFolder) -> None:
    """Another year in the data of the plugin moves the story in all lists."""
    for year in ("2024", "2023"):
        plugin.write("date", words={**WORDS, "date": year})
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


MARKED = "{% block content %}{{ 'marked'|numbered }}"
FILTER = """
from pelican import signals

def add(generator):
    generator.env.filters["numbered"] = lambda text: text + " {n}"

def register():
    signals.article_generator_init.connect(add)
"""


def test_a_filter_of_a_plugin_is_never_stale(edited: EditedSite, plugin: PluginFolder) -> None:
    """Jinja calls it of a constant while it compiles a template: that is compiled in each build then."""
    template = edited.theme / "templates/article.html"
    template.write_text(template.read_text("utf-8").replace("{% block content %}", MARKED, 1), "utf-8")
    for number in (1, 2):
        (plugin.folder / f"{NAME}.py").write_text(FILTER.format(n=number), "utf-8")
        assert f"marked {number}" in build(edited, NAME)[PAGE].decode()


EARLY = """
import json
from pathlib import Path
from pelican import signals

def words():
    return json.loads(Path(__file__).with_name("words.json").read_text("utf-8"))

def of_metadata(generator, metadata):
    if metadata["slug"] == "alpha":
        {metadata}

def of_content(content):
    if getattr(content, "slug", "") == "alpha":
        {content}

def of_context(generator):
    {context}

def register():
    signals.article_generator_context.connect(of_metadata)
    signals.content_object_init.connect(of_content)
    signals.article_generator_finalized.connect(of_context)
"""
# Where readers see each change, and the code that makes it; names that no plugin changes twice are changed together.
EARLY_CHANGES = (
    {
        "metadata title": ("title", "metadata", "metadata['title'] = {word}"),
        "metadata summary": ("summary", "metadata", "metadata['summary'] = {word}"),
        "metadata attribute": ("attribute", "metadata", "metadata['badge'] = {word}"),
        "content text": ("content", "content", "content._content += '<p>' + {word} + '</p>'"),
        "context": ("attribute", "context", "generator.context['badge_of_all'] = {word}"),
    },
    {
        "content title": ("title", "content", "content.title = {word}"),
        "content summary": ("summary", "content", "content._summary = {word}"),
        "content attribute": ("attribute", "content", "content.badge = {word}"),
        "context in capitals": ("attribute", "context", "generator.context['BADGE'] = {{'word': {word}}}"),
    },
)
INDENTED = {"metadata": "\n        ", "content": "\n        ", "context": "\n    "}


@pytest.mark.parametrize("changes", EARLY_CHANGES, ids=["first", "second"])
def test_data_of_a_plugin_that_are_seen_early_are_never_stale(
    edited: EditedSite, plugin: PluginFolder, changes: dict[str, tuple[str, str, str]]
) -> None:
    """A change of metadata, of an article that is being made, or of what templates read beside it: other data of one of
    them are seen by the next build, although neither a story nor the plugin's code has changed."""
    template = edited.theme / "templates/article.html"
    mark = "{{ badge_of_all|default('') }}{{ BADGE.word if BADGE is defined }}"
    text = template.read_text("utf-8")
    template.write_text(text.replace("{% block content %}", "{% block content %}" + mark, 1), "utf-8")
    made = {
        place: between.join(
            code.format(word=f"words()[{name!r}]") for name, (_, at, code) in changes.items() if at == place
        )
        for place, between in INDENTED.items()
    }
    code = EARLY.format(**{place: done or "pass" for place, done in made.items()})
    (plugin.folder / f"{NAME}.py").write_text(code, "utf-8")
    words = {name: f"quince{number}" for number, name in enumerate(changes)}
    for number, name in enumerate([None, *changes], -1):
        words |= {name: f"medlar{number}"} if name else {}
        (plugin.folder / "words.json").write_text(json.dumps(words), "utf-8")
        files = build(edited, NAME)
        for changed, (kind, _, _) in changes.items():
            assert set(PLACES[kind]) <= holds(files, words[changed]), changed
        assert holds(files, f"quince{number}") == set()
    assert differences(files, clean(edited, NAME)) == []
    assert holds(files, "quince") == set()


EXTENSION = """
from pathlib import Path
from markdown import Extension
from markdown.preprocessors import Preprocessor
from pelican import signals

class Reading(Preprocessor):
    def run(self, lines):
        word = Path(__file__).with_name("words.json").read_text("utf-8")
        return [line.replace("first", f"first {word}{PREFIX}") for line in lines]

class Words(Extension):
    def extendMarkdown(self, md):
        md.preprocessors.register(Reading(md), "reading", 25)

PREFIX = ""

def add_extension(pelican):
    global PREFIX
    PREFIX = pelican.settings.get("WORDS_PREFIX", "")
    pelican.settings["MARKDOWN"]["extensions"].append(Words())

def register():
    signals.initialized.connect(add_extension)
"""


@pytest.mark.parametrize("changed", ["file", "setting"])
def test_what_an_extension_of_markdown_reads_is_never_stale(
    edited: EditedSite, plugin: PluginFolder, changed: str
) -> None:
    """An extension that a plugin adds may read files and settings of its own: the next build has what they say now, on
    all pages that show the text, and pages of other texts stay."""
    (plugin.folder / f"{NAME}.py").write_text(EXTENSION, "utf-8")
    data = plugin.folder / "words.json"
    for word in ("quince", "medlar"):
        data.write_text(word if changed == "file" else "", "utf-8")
        more = {"WORDS_PREFIX": word} if changed == "setting" else {}
        files = build(edited, NAME, **more)
        assert {PAGE, PARALLEL, FEED, "sr/news/alpha/parallel/index.html"} <= holds(files, f"first {word}".strip())
    assert differences(files, clean(edited, NAME, **more)) == []
    assert holds(files, "quince") == set()
