"""Equality: with the plugin, after any sequence of edits, the output is byte for byte that of a clean build without
it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from plugins.build_cache.protocol import CacheMemory
from plugins.cli.commands.build import build
from plugins.devserver.fast_preview import preview_changes
from plugins.diagnostics import ContentErrors
from tests.build_cache.edited_site import (
    EDITS,
    SETTINGS,
    EditedSite,
    draw,
    edited_site,
    exchange,
    file_of,
    replace_alike,
    restore,
)
from tests.checkout import Checkout, linked_checkout
from tests.loops import IS_LONG, times

# Each example is several builds.
EXAMPLES = times(6, 1000)
# Those of them in one process; each of their steps is compared, which takes several times as long.
SERVED = max(1, EXAMPLES // 10)
Edits = list[tuple[str, int, int]]
SEQUENCES = st.lists(
    st.tuples(st.sampled_from(sorted(EDITS)), st.integers(0, 9), st.integers(0, len(SETTINGS) - 1)),
    min_size=1,
    max_size=4,
)


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> EditedSite:
    """A site built once, from which every sequence starts."""
    edited = edited_site(tmp_path_factory.mktemp("edits") / "site")
    edited.build()
    return edited


@pytest.fixture
def edited(original: EditedSite) -> EditedSite:
    """The site as it was built first."""
    return restore(original)


@pytest.mark.long
@settings(max_examples=max(1, EXAMPLES - SERVED), deadline=None, suppress_health_check=list(HealthCheck))
@given(edits=SEQUENCES)
def test_incremental_build_equals_clean_build(original: EditedSite, edits: Edits) -> None:
    """Whatever is added, changed, removed, renamed, swapped, replaced, translated or set."""
    edited = restore(original)
    setting: dict[str, object] = {}
    for name, number, chosen in edits:
        EDITS[name](edited, number)
        setting = dict(SETTINGS[chosen])
        try_build(edited, setting)
    event("compared" if compare(edited, setting) else "an error in both")


def try_build(edited: EditedSite, setting: dict[str, object]) -> None:
    """Build; what editors got wrong on the way is no matter of this test."""
    try:
        edited.build(**setting)
    except ContentErrors:
        return


def compare(edited: EditedSite, setting: dict[str, object] | None = None, **options: Any) -> dict[str, Any]:
    """Build with the cache, and compare with a clean build: the same error, or the same output."""
    setting = setting or {}
    try:
        expected = edited.clean(edited.site.folder, **setting)
    except Exception as error:
        with pytest.raises(type(error)):
            edited.build(**setting, **options)
        return {}
    ended = edited.build(**setting, **options)
    found = edited.site.files()
    different = [name for name in {*found, *expected} if found.get(name) != expected.get(name)]
    assert different == []
    return ended


@pytest.mark.long
@settings(max_examples=SERVED, deadline=None, suppress_health_check=list(HealthCheck))
@given(edits=SEQUENCES)
def test_builds_of_serve_equal_clean_builds(original: EditedSite, edits: Edits) -> None:
    """The same in one process, as `serve` builds: each build by what the last one left in memory, after a fast preview
    where that one succeeded; and so does a build by another process afterwards, by what was left on disk."""
    edited = restore(original)
    memory = CacheMemory()
    setting: dict[str, object] = {}
    last = edited.build(memory=memory)
    for name, number, chosen in edits:
        before = times(edited)
        EDITS[name](edited, number)
        if last:
            preview_changes(last, {Path(file) for file, _ in before ^ times(edited)})
        setting = dict(SETTINGS[chosen])
        last = compare(edited, setting, memory=memory)
    if last:
        compare(edited, setting)


def times(edited: EditedSite) -> set[tuple[str, int]]:
    """The files of the content and the theme, with the times of their last change."""
    folders = (edited.site.content, edited.theme)
    return {(str(file), file.stat().st_ctime_ns) for folder in folders for file in folder.rglob("*") if file.is_file()}


# Each kind alone or, on each push, two that follow one another in the list.
KINDS = sorted(EDITS)
TOGETHER = [(name,) for name in KINDS] if IS_LONG else [tuple(KINDS[at : at + 2]) for at in range(0, len(KINDS), 2)]


@pytest.mark.parametrize("names", TOGETHER, ids="-".join)
def test_each_kind_of_edit_equals_a_clean_build(edited: EditedSite, names: tuple[str, ...]) -> None:
    """Each kind of edit is made twice, so that the second one finds what the first one left; after each there is a
    build, which is compared with a clean one after the last."""
    *edits, last = [(name, number) for number in (2, 3) for name in names]
    for name, number in edits:
        EDITS[name](edited, number)
        assert compare(edited) if IS_LONG else edited.build()
    EDITS[last[0]](edited, last[1])
    assert compare(edited)


def rename(edited: EditedSite, old: str, new: str) -> None:
    """Rename both languages of a story that no text links to."""
    for language in ("en", "sr"):
        file = file_of(edited, old, language)
        file.rename(file.with_name(f"{new}.{language}.md"))


def unlinked_story(edited: EditedSite, slug: str, **fields: str) -> None:
    """A story in two languages that no text links to."""
    edited.site.article(slug, category="local", sdgs="4", **fields)
    edited.site.article(slug, "sr")


def test_a_renamed_story_leaves_no_old_address(edited: EditedSite) -> None:
    """No page, feed, sitemap, goal's file, open data or search index names the address that it had."""
    search = {"SEARCH": True}
    unlinked_story(edited, "old-name")
    edited.build(**search)
    assert any(b"old-name" in data for data in edited.site.files().values())
    rename(edited, "old-name", "new-name")
    for language in ("en", "sr"):
        file = file_of(edited, "new-name", language)
        file.write_text(file.read_text("utf-8").replace("old-name", "new-name"), "utf-8")
    assert compare(edited, search)
    files = edited.site.files()
    assert [name for name, data in files.items() if b"old-name" in data or "old-name" in name] == []
    kinds = ("sitemap.xml", "feeds/news.atom.xml", "feeds/sdg-4.atom.xml", "sdg/4/index.html")
    assert all(b"/news/new-name/" in files[kind] for kind in kinds)
    assert any(b"new-name" in data for name, data in files.items() if "search" in name)


def test_a_renamed_story_with_unchanged_words(edited: EditedSite) -> None:
    """Where nothing but the file's name changes, every list and feed has the new address."""
    unlinked_story(edited, "old", title="Quiet")
    edited.build()
    rename(edited, "old", "new")
    assert compare(edited, {"SEARCH": True})
    assert compare(edited)
    assert not any(b"/news/old/" in data for data in edited.site.files().values())


def test_two_stories_with_swapped_names(edited: EditedSite) -> None:
    """Stories of one date and title that swap their names, whole or in one language, swap their pages too."""
    for slug, word in (("one", "apple"), ("two", "plum")):
        unlinked_story(edited, slug, title="Same", body=f"About the {word}.")
    edited.build(SEARCH=True)
    for languages, word in ((("en", "sr"), "plum"), (("en",), "apple"), (("sr",), "apple")):
        for language in languages:
            exchange(file_of(edited, "one", language), file_of(edited, "two", language))
        assert compare(edited, {"SEARCH": True})
        assert word in edited.site.text("/news/one/")


def test_a_file_replaced_by_another_of_the_same_size_and_time(edited: EditedSite, tmp_path: Path) -> None:
    """Of every kind, the replacement is what readers get: first of those that all pages have, which a later one would
    put right."""
    site, text = edited.site, file_of(edited, "alpha", "en")
    site.write("files/plan.csv", "some;rows\n")
    site.write("glossary.txt", "Title = Наслов\n")
    site.write("words.txt", "Title\n")
    shown = "![A dot](images/dot.png)\n\n[Plan]({static}/files/plan.csv)"
    text.write_text(f"{text.read_text('utf-8')}\n{shown}\n", "utf-8")
    draw(tmp_path / "other.png", 40, 9)
    edited.build()
    changes: dict[Path, Callable[[bytes], bytes]] = {
        edited.theme / "strings/en.toml": lambda data: data.replace(b'"Front page"', b'"FRONT page"'),
        site.content / "glossary.txt": lambda data: data.replace("Наслов".encode(), "Натпис".encode()),
        site.content / "words.txt": lambda data: data.replace(b"T", b"t"),
        site.content / "pages/about.en.md": lambda data: data.replace(b"o", b"e"),
        text: lambda data: data.replace(b"first", b"FIRST"),
        site.content / "images/dot.png": lambda data: (tmp_path / "other.png").read_bytes(),
        site.content / "files/plan.csv": lambda data: data.replace(b"o", b"e"),
    }
    for file, change in changes.items():
        before = site.files()
        replace_alike(file, change)
        edited.build()
        # The words that the checker passes over are in no page.
        assert (site.files() != before) is (file.name != "words.txt"), file
    assert compare(edited)


def test_a_copy_of_the_folder_builds_its_own_edits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A copy made with its times (`cp -a`) builds what is edited in it, finds its own builds up to date, and neither
    reads nor changes the original, which may be gone."""
    place, copy = linked_checkout(tmp_path / "original"), Checkout(tmp_path / "copy")

    def is_unchanged(site: Checkout) -> bool:
        """Whether a build of it has nothing to do."""
        monkeypatch.chdir(site.folder)
        assert build("pelicanconf.py") == 0, capsys.readouterr()
        return "nothing changed" in capsys.readouterr().out

    assert not is_unchanged(place)
    assert is_unchanged(place)
    subprocess.run(["cp", "-a", place.folder, copy.folder], check=True)
    before = place.site.files()
    story = copy.site.content / "news/2026/story-0.en.md"
    story.write_text(story.read_text("utf-8").replace("second", "copied"), "utf-8")
    assert not is_unchanged(copy)
    assert "copied" in copy.site.text("/news/story-0/")
    assert is_unchanged(copy)
    original = place.site.content / "news/2026/story-0.en.md"
    original.write_text(original.read_text("utf-8").replace("second", "original"), "utf-8")
    assert is_unchanged(copy)
    assert place.site.files() == before
    shutil.rmtree(place.folder)
    (copy.site.content / "news/2026/story-1.sr.md").unlink()
    story.write_text(story.read_text("utf-8").replace("copied", "alone"), "utf-8")
    assert not is_unchanged(copy)
    assert "alone" in copy.site.text("/news/story-0/")
    found = copy.site.files()
    for name in (".cache", "output"):
        shutil.rmtree(copy.folder / name)
    assert not is_unchanged(copy)
    assert copy.site.files() == found
