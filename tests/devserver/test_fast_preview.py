"""The fast preview of a saved story: its pages as the next build makes them, and nothing where more has changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from plugins.build_cache.protocol import CacheMemory
from plugins.devserver.builder import show_build
from plugins.devserver.fast_preview import preview_changes
from plugins.devserver.preview import Preview
from tests.small_site import BODY, ROOT, SmallSite

STORY = "news/2026/story-1.en.md"
Edit = Callable[[str], str]


def put(old: str, new: str) -> Edit:
    """An edit that puts one text in place of another."""
    return lambda text: text.replace(old, new)


# Edits in this order change no page of a story that was edited before.
OF_WORDS: dict[str, tuple[str, Edit, set[str]]] = {
    "the title": (
        "news/2026/title.en.md",
        put("Title: Story title", "Title: Another"),
        {"news/title/", "news/title/parallel/"},
    ),
    "the summary": ("news/2026/summary.en.md", lambda text: f"Summary: Quite short\n{text}", {"news/summary/"}),
    "a word": (
        STORY,
        put("second", "next"),
        {"news/story-1/", "news/story-1/parallel/", "sr/news/story-1/parallel/", "sr-cyrl/news/story-1/parallel/"},
    ),
    "a Serbian word": (
        "news/2026/serbian.sr.md",
        put("Drugi", "Sledeći"),
        {
            *("sr/news/serbian/", "sr-cyrl/news/serbian/", "news/serbian/parallel/"),
            *("sr/news/serbian/parallel/", "sr-cyrl/news/serbian/parallel/"),
        },
    ),
    "a footnote": (
        "news/2026/footnote.en.md",
        lambda text: f"{text}\nSee.[^1]\n\n[^1]: A *note*.\n",
        {"news/footnote/"},
    ),
    "an untranslated story": (
        "news/2026/story-2.en.md",
        put("second", "next"),
        {"news/story-2/", "sr/news/story-2/", "sr-cyrl/news/story-2/"},
    ),
    "a fixed page": ("pages/about.en.md", put("paragraph", "part"), {"about/", "sr/about/", "sr-cyrl/about/"}),
}
OF_MORE: dict[str, tuple[str, Edit]] = {
    "the date": (STORY, put("2026-03-01", "2026-03-02")),
    "a goal": (STORY, lambda text: f"SDGs: 5\n{text}"),
    "now a draft": (STORY, lambda text: f"Status: draft\n{text}"),
    "a link to a story": (STORY, lambda text: f"{text}\n[there](story-2.en.md)\n"),
    "a link to nothing": (STORY, lambda text: f"{text}\n[there](nowhere.en.md)\n"),
    "a picture": (STORY, lambda text: f"{text}\n![A dot](/images/dot.png)\n"),
    "a picture of raw HTML": (STORY, lambda text: f"{text}\n<img src='/images/dot.png' alt='A dot'>\n"),
    "a wrong header": (STORY, put("Title", "Titel")),
    "too deep": (STORY, lambda text: f"{text}\n{'1. ' * 900}x\n"),
    "nothing left": (STORY, lambda text: ""),
    "nothing changed": (STORY, lambda text: text),
}


def write_site(site: SmallSite) -> None:
    """Two stories, one of them untranslated, and a page."""
    site.article("story-1", category="local")
    site.article("story-1", "sr")
    site.article("story-2", category="local")
    site.write("pages/about.en.md", f"Title: About\n\n{BODY['en']}\n")
    site.write("images/dot.png", (ROOT / "tests" / "build_cache" / "dot.png").read_bytes())


@pytest.fixture
def site(as_built: Callable[..., SmallSite]) -> SmallSite:
    """The site, built."""
    return as_built(write_site, SEARCH=False, SOCIAL_CARDS=False, WORKERS=1)


def built(site: SmallSite, memory: CacheMemory) -> Mapping[str, Any]:
    """The settings that a build as `serve` makes it ended with."""
    return site.build(memory=memory, show_drafts=True)


def looked(site: SmallSite, settings: Mapping[str, Any], name: str, edit: Edit) -> set[str]:
    """The addresses that the fast preview of an edit of a file made again."""
    file = site.content / name
    file.write_text(edit(file.read_text("utf-8")), "utf-8")
    made = preview_changes(settings, [file])
    return {path.relative_to(site.output).as_posix().removesuffix("index.html") for path in made}


def test_the_pages_of_the_story_are_those_of_the_build_that_follows(site: SmallSite) -> None:
    """A story's pages in all editions show what was saved; the build finds them as it makes them, and what it makes is
    what a build from nothing makes."""
    for slug in ("title", "summary", "serbian", "footnote"):
        site.article(slug, category="local")
        site.article(slug, "sr")
    memory = CacheMemory()
    settings, previewed = built(site, memory), set[str]()
    for what, (name, edit, wanted) in OF_WORDS.items():
        made = looked(site, settings, name, edit)
        after = site.files()
        settings = built(site, memory)
        changes = settings["BUILD"].changes

        assert made >= wanted, what
        previewed |= {f"{address}index.html" for address in made}
        assert not previewed & {*changes.written, *changes.removed}, what
        assert {key: data for key, data in site.files().items() if key not in changes.written} == {
            key: data for key, data in after.items() if key not in changes.written
        }, what
    clean = SmallSite(site.folder, site.settings)
    found = site.files()
    clean.build(OUTPUT_PATH=str(site.folder / "clean"), CACHE_PATH=str(site.folder / "empty"), show_drafts=True)
    assert SmallSite.files_of(site.folder / "clean") == found


def test_markdown_is_rendered_once_for_all_pages(site: SmallSite, monkeypatch: pytest.MonkeyPatch) -> None:
    """All pages of a saved story share the HTML of its texts; the one that has not changed comes from the cache."""
    settings = built(site, CacheMemory())
    renderer, rendered = type(settings["BUILD"].bodies.renderer), []
    render = renderer.render_source

    def counted(self: Any, source: Any) -> str:
        rendered.append(source.name)
        return str(render(self, source))

    monkeypatch.setattr(renderer, "render_source", counted)
    file = site.content / STORY
    file.write_text(file.read_text("utf-8").replace("second", "next"), "utf-8")
    assert len(preview_changes(settings, {file})) == 4
    assert rendered == [STORY]


def test_a_template_that_reads_pelicans_names_is_rendered(site: SmallSite) -> None:
    """A site's own template may read settings and Pelican's articles; the fast preview shows them as the build does."""
    overrides = site.folder / "overrides"
    overrides.mkdir()
    (overrides / "article.html").write_text(
        "{% extends '!theme/article.html' %}{% block footer %}{{ SITENAME }} {{ articles|length }}{% endblock %}",
        "utf-8",
    )
    site = SmallSite(site.folder, {**site.settings, "THEME_TEMPLATES_OVERRIDES": [str(overrides)], "SITENAME": "Ours"})
    settings = built(site, CacheMemory())
    assert looked(site, settings, STORY, put("second", "next")) >= {"news/story-1/"}
    page = (site.output / "news/story-1/index.html").read_text("utf-8")
    assert "Ours 2" in page
    assert "next" in page


def test_what_touches_more_is_left_to_the_build(site: SmallSite) -> None:
    """Where other pages depend on the change, or there is an error, nothing is shown before the whole site is."""
    settings = built(site, CacheMemory())
    before, texts = site.files(), site.files_of(site.content)
    for what, (name, edit) in OF_MORE.items():
        assert looked(site, settings, name, edit) == set(), what
        assert site.files() == before, what
        site.write(name, texts[name])


def test_other_files_and_many_files_are_left_to_the_build(site: SmallSite) -> None:
    """A template, a new file, a file outside, a link to itself and five stories at once are no editor who saves a
    story."""
    site.write("news/2026/new.en.md", "Title: New\nDate: 2026-03-01\n\nNew.\n")
    settings = built(site, CacheMemory())
    newer = site.write("news/2026/newer.en.md", "Title: x\nDate: 2026-03-01\n\nx\n")
    link = site.content / "news/2026/loop.en.md"
    link.symlink_to(link.name)
    strange = [ROOT / "theme/templates/base.html", newer, site.folder, link]
    story = site.content / STORY
    story.write_text(story.read_text("utf-8").replace("second", "next"), "utf-8")
    for file in strange:
        assert preview_changes(settings, [file]) == []
        assert preview_changes(settings, [story, file]) == []
    assert preview_changes(settings, [story]) != []
    link.unlink()
    many = [site.article(f"more-{number}", category="local") for number in range(5)]
    settings = built(site, CacheMemory())
    for file in many:
        file.write_text(file.read_text("utf-8").replace("second", "next"), "utf-8")
    assert preview_changes(settings, many) == []


def test_browsers_reload_once_for_a_change_of_words(site: SmallSite) -> None:
    """The build that follows a fast preview changes feeds, which no open page shows: browsers do not reload for it; for
    an error and its correction they do."""
    preview, memory = Preview(), CacheMemory()
    before = preview.state.version
    settings = built(site, memory)
    show_build(preview, settings)
    assert preview.state.version == before + 1
    assert looked(site, settings, STORY, put("second", "next"))
    preview.refresh()
    after = built(site, memory)
    assert any(name.endswith(".xml") for name in after["BUILD"].changes.written)
    show_build(preview, after)
    assert preview.state.version == before + 2
    preview.fail("an error")
    show_build(preview, built(site, memory))
    assert preview.state.version == before + 4
