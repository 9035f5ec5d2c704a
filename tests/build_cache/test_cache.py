"""The cache is believed only as it was written: whatever has become of it, the build succeeds with the same bytes."""

from __future__ import annotations

import contextlib
import functools
import itertools
import logging
import os
import random
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from jinja2 import StrictUndefined

from plugins import cyrillic
from plugins.build_cache import cache, compiled_templates, open_cache
from plugins.build_cache.protocol import BuildOptions, CacheMemory
from plugins.content.markup.markdown import MarkdownRenderer
from plugins.content.sources import Source
from plugins.editions.foreign_code import find_foreign_code
from tests.build_cache.edited_site import EditedSite, edited_site, file_of, write
from tests.loops import times
from tests.newsdesk import write_newsdesk
from tests.small_site import CONF, LIGHT, small_site

CORRUPTIONS = times(2, 200)
DATABASES = "*.build.sqlite3"
DAMAGED = "The cache is damaged: everything is rendered again."


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> EditedSite:
    """A site with a cache."""
    edited = edited_site(tmp_path_factory.mktemp("cache"), **LIGHT)
    edited.build()
    return edited


@pytest.fixture(scope="module")
def expected(built: EditedSite) -> dict[str, bytes]:
    """The files of a build from nothing."""
    return built.clean(built.site.folder)


@pytest.fixture
def notices() -> list[str]:
    """The sentences that builds say about their cache."""
    return []


def database(edited: EditedSite) -> Path:
    """The file of the cache."""
    (file,) = (edited.site.folder / ".cache").glob(DATABASES)
    return file


def flip_bytes(data: bytes, chance: random.Random) -> bytes:
    """Some random bytes changed."""
    raw = bytearray(data)
    for _ in range(chance.choice((1, 3, 40))):
        raw[chance.randrange(len(raw))] ^= chance.randrange(1, 256)
    return bytes(raw)


DAMAGE: dict[str, Callable[[bytes, random.Random], bytes]] = {
    "random bytes": flip_bytes,
    "each hundredth byte": lambda data, chance: bytes(
        255 - one if at % 100 == 7 else one for at, one in enumerate(data)
    ),
    "cut short": lambda data, chance: data[: chance.randrange(len(data))],
    "cut in half": lambda data, chance: data[: len(data) // 2],
    "emptied": lambda data, chance: b"",
    "grown": lambda data, chance: data + bytes(chance.randrange(1, 100)),
    "something else": lambda data, chance: chance.randbytes(len(data)),
    "of no kind": lambda data, chance: b"X" + data[1:],
}
# These are noticed whatever the bytes that they hit.
CERTAIN = ("each hundredth byte", "something else", "of no kind")


def build_again(edited: EditedSite, notices: list[str] | None = None, **overrides: object) -> dict[str, bytes]:
    """Build with whatever is in the cache; the output's files."""
    edited.build(notice=(notices if notices is not None else []).append, **overrides)
    return edited.site.files()


def render_again(edited: EditedSite, notices: list[str] | None = None, **overrides: object) -> dict[str, bytes]:
    """Make every page anew with the cache as it is; the output's files."""
    shutil.rmtree(edited.site.output)
    return build_again(edited, notices, **overrides)


def fail_if_rendered(renderer: MarkdownRenderer, *arguments: object) -> None:
    """Stands in for a renderer whose text need not be rendered."""
    raise AssertionError(f"a text was rendered again: {arguments}")


# On each push the kinds that differ most are met by one process; that others meet it as well is shown by one kind.
DIFFERENT = {("random bytes", 1), ("cut short", 1), ("emptied", 1), ("of no kind", 1), ("of no kind", 2)}
MET = [
    pytest.param(*case, marks=[] if case in DIFFERENT else [pytest.mark.only_long])
    for case in itertools.product(DAMAGE, (1, 2))
]


@pytest.mark.parametrize(("kind", "workers"), MET)
def test_a_damaged_cache_gives_the_same_bytes(
    built: EditedSite,
    expected: dict[str, bytes],
    kind: str,
    workers: int,
    notices: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """However the cache was damaged, the output is a clean build's at once, and by the second build all texts are kept
    again."""
    file = database(built)
    file.write_bytes(DAMAGE[kind](file.read_bytes(), random.Random(kind)))
    assert render_again(built, notices, WORKERS=workers) == expected
    assert len(notices) == 1 if kind in CERTAIN else len(notices) <= 1
    assert build_again(built, notices, WORKERS=workers) == expected
    assert len(notices) <= 1
    monkeypatch.setattr(MarkdownRenderer, "render_source", fail_if_rendered)
    assert render_again(built, notices, WORKERS=workers) == expected
    assert len(notices) <= 1


@pytest.mark.parametrize("workers", [1, 2])
def test_damaged_texts_are_made_anew(
    built: EditedSite, expected: dict[str, bytes], workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the state is whole and every text is another, the output is right, and so is the cache two builds later."""
    connection = sqlite3.connect(database(built))
    with connection:
        connection.execute("UPDATE texts SET text = CAST(upper(CAST(text AS TEXT)) AS BLOB)")
    connection.close()
    assert render_again(built, WORKERS=workers) == expected
    assert build_again(built, WORKERS=workers) == expected
    monkeypatch.setattr(MarkdownRenderer, "render_source", fail_if_rendered)
    assert render_again(built, WORKERS=workers) == expected


@pytest.mark.parametrize("seed", range(CORRUPTIONS))
def test_random_damage_anywhere_in_the_cache(built: EditedSite, expected: dict[str, bytes], seed: int) -> None:
    """With some of its files damaged, one at least, and all pages to make, nothing wrong is made."""
    chance, cache = random.Random(seed), built.site.folder / ".cache"
    files = sorted({*cache.glob("*.build.*"), *cache.glob("templates/*/*")})
    for file in chance.sample(files, chance.randint(1, len(files))):
        file.write_bytes(DAMAGE[chance.choice(list(DAMAGE))](file.read_bytes() or b"empty", chance))
    assert render_again(built) == expected


def test_the_cache_of_another_program_is_dropped_with_one_sentence(
    built: EditedSite, expected: dict[str, bytes], notices: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    """After an update of the program the build says what has happened, and no more; it is logged as a warning where
    nobody else takes notices, and does not stop the build."""
    sentence = "The program or a library has changed: everything is rendered again."
    for build in (lambda: build_again(built, notices), lambda: (built.build(), built.site.files())[1]):
        connection = sqlite3.connect(database(built))
        with connection:
            connection.execute("UPDATE state SET version = 'an earlier one'")
        connection.close()
        assert build() == expected
    assert notices == [sentence]
    assert [(one.levelno, one.message) for one in caplog.records if "cache" in one.name] == [
        (logging.WARNING, sentence)
    ]
    assert build_again(built, notices) == expected
    assert notices == [sentence]


def test_templates_are_compiled_anew_for_other_settings_of_jinja(
    built: EditedSite, expected: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a template compiles to depends on more than its source, in one process and over several; of many settings
    in turn, the compiled templates of the last few are kept."""
    from jinja2 import StrictUndefined

    other = {"JINJA_ENVIRONMENT": {"autoescape": True, "undefined": StrictUndefined, "trim_blocks": False}}
    wanted = built.clean(built.site.folder, **other)
    assert wanted != expected
    for memory in (None, CacheMemory()):
        assert build_again(built) == expected
        built.build(memory=memory)
        assert build_again(built, memory=memory, **other) == wanted
    monkeypatch.setattr(compiled_templates, "KEPT", 2)
    for number in range(2):
        built.build(JINJA_GLOBALS={"number": number})
    assert len(list((built.site.folder / ".cache/templates").iterdir())) == 2
    assert build_again(built) == expected


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ({"JINJA_FILTERS": {"shout": lambda text: text}}, ("JINJA_FILTERS",)),
        ({"JINJA_GLOBALS": {"add": functools.partial(max, 1)}}, ("JINJA_GLOBALS",)),
        ({"JINJA_GLOBALS": {"length": len, "raise": KeyError, "words": ["a", {"b": 1}]}}, ()),
        ({"JINJA_ENVIRONMENT": {"undefined": StrictUndefined}}, ()),
        ({"JINJA_ENVIRONMENT": {"extensions": ["own.tags"]}}, ("JINJA_ENVIRONMENT",)),
        ({"READ_GOALS": "goals:read"}, ("READ_GOALS",)),
        ({"READ_GOALS": "plugins.sdg.tagging:parse_goals"}, ()),
        ({"EDITIONS": {"x": {"script": {"text": "plugins.site.convert:convert"}}}}, ("EDITIONS",)),
        ({"EDITIONS": {"x": {"script": "plugins.site.convert"}, "y": {"script": "plugins.cyrillic"}}}, ("EDITIONS",)),
    ],
)
def test_code_of_a_site_is_known_from_data(setting: dict[str, Any], expected: tuple[str, ...]) -> None:
    """Functions and objects of Python, Jinja and the program are no code of the site's own."""
    assert find_foreign_code(setting) == expected


def test_with_code_of_the_site_every_page_is_rendered(built: EditedSite, notices: list[str]) -> None:
    """The build says so; nothing that was kept is used, since what such code reads is not known."""
    for _ in range(2):
        settings = built.build(JINJA_GLOBALS={"said": lambda: "1"}, notice=notices.append)
        assert not [name for name in settings["BUILD"].kept if name.endswith(".html")]
    assert sum("JINJA_GLOBALS" in notice for notice in notices) == 2


@pytest.mark.parametrize("mode", [0o200, 0o400], ids=["unreadable", "read-only"])
def test_a_cache_that_may_not_be_used(
    built: EditedSite, expected: dict[str, bytes], mode: int, notices: list[str]
) -> None:
    """The build says so once, and the cache is right again after it."""
    database(built).chmod(mode)
    assert build_again(built, notices) == expected
    # The superuser may read and write what nobody may.
    assert len(notices) == (0 if os.getuid() == 0 else 1)
    assert build_again(built, notices) == expected
    assert len(notices) <= 1


def test_a_missing_cache_needs_no_notice(built: EditedSite, expected: dict[str, bytes], notices: list[str]) -> None:
    """Without a cache a build starts from nothing, and says nothing of it."""
    shutil.rmtree(built.site.folder / ".cache")
    assert build_again(built, notices) == expected
    assert notices == []


def test_a_cache_that_is_a_file(
    built: EditedSite, expected: dict[str, bytes], tmp_path: Path, notices: list[str]
) -> None:
    """Where the cache cannot be made, the build says so, succeeds, and leaves what is there alone."""
    place = tmp_path / "cache"
    place.write_text("a file", "utf-8")
    assert build_again(built, notices, CACHE_PATH=str(place)) == expected
    assert "cache cannot be written" in " ".join(notices)
    assert place.read_text("utf-8") == "a file"


def test_a_cache_by_a_link(built: EditedSite, expected: dict[str, bytes], tmp_path: Path) -> None:
    """The cache itself may lie elsewhere; it is used there and stays there."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / "cache").symlink_to(elsewhere)
    for _ in range(2):
        assert render_again(built, CACHE_PATH=str(tmp_path / "cache")) == expected
    assert (tmp_path / "cache").is_symlink()
    assert list(elsewhere.glob(DATABASES))


def uppercase(html: str, glossary: Mapping[str, str]) -> str:
    """Another script's conversion of HTML."""
    return html.replace("pasus", "PASUS")


def test_two_settings_files_in_one_cache(built: EditedSite, expected: dict[str, bytes]) -> None:
    """What was made for one site's settings is not given to another's: neither its Markdown nor its script."""
    editions = {name: dict(edition) for name, edition in CONF["EDITIONS"].items()}
    editions["sr-cyrl"]["script"] = {**cyrillic.SCRIPT, "html": f"{__name__}:uppercase"}
    plain = {"extensions": ["markdown.extensions.toc"], "extension_configs": {}}
    body = "Said[^1] so.\n\n- one\n\n1. two\n\n[^1]: By them.\n"
    built.site.article("marked", "en", body, date="2026-04-04")
    script, usual, markdown = ({"EDITIONS": editions}, {}, {"MARKDOWN": plain})
    wanted = [built.clean(built.site.folder, **overrides) for overrides in (script, usual, markdown)]
    for overrides, files in zip((script, usual, markdown, script, usual), (*wanted, *wanted[:2]), strict=True):
        assert render_again(built, **overrides) == files
    (built.site.content / "news/2026/marked.en.md").unlink()
    assert build_again(built) == expected


def test_a_target_changes_no_page(built: EditedSite, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the settings of a publish, which name its targets, no page of the same site is rendered again; with another
    name of the site each is."""
    rendered: list[str] = []
    add = cache.DiskCache.add_page
    monkeypatch.setattr(cache.DiskCache, "add_page", lambda self, job: (rendered.append(job.file), add(self, job))[1])
    built.build()
    rendered.clear()
    built.build(TARGETS={"here": {"kind": "folder"}})
    assert rendered == []
    built.build(SITENAME="Another")
    assert "index.html" in rendered


def test_builds_in_one_process_open_no_growing_number_of_files(built: EditedSite) -> None:
    """As `serve` builds, so often that one file left open by each would end it."""
    memory, open_files = CacheMemory(), []
    story = file_of(built, "alpha", "en")
    before = story.read_bytes()
    for number in range(4):
        write(built, "alpha", "en", number)
        built.build(memory=memory, WORKERS=2)
        open_files.append(len(os.listdir("/proc/self/fd")))
    assert open_files[-1] <= open_files[1]
    story.write_bytes(before)
    built.build(memory=memory)


def test_a_memory_of_another_site_is_not_used(
    built: EditedSite, expected: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that builds one site and then another takes nothing of the first for the second, and of the same site
    reads nothing again."""
    memory = CacheMemory()
    built.build(memory=memory, SITENAME="Other", OUTPUT_PATH=str(built.site.folder / "other-output"))
    assert render_again(built, memory=memory) == expected
    assert build_again(built, memory=memory) == expected
    monkeypatch.setattr(cache.CacheStore, "load", lambda store: pytest.fail("what is in memory is read again"))
    assert render_again(built, memory=memory) == expected


def test_each_text_is_rendered_once_by_all_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With several workers too, the runs of all editions use what the first one asked for."""
    site = small_site(tmp_path / "site", SEARCH=False, SOCIAL_CARDS=False, WORKERS=2)
    write_newsdesk(site)
    render, log = MarkdownRenderer.render_source, tmp_path / "rendered"
    # However little is kept in memory.
    monkeypatch.setattr(cache, "MOST_FRESH", 100)

    def render_and_note(renderer: MarkdownRenderer, source: Source) -> str:
        with log.open("a", encoding="utf-8") as file:
            file.write(f"{source.name}\n")
        return render(renderer, source)

    monkeypatch.setattr(MarkdownRenderer, "render_source", render_and_note)
    site.build()
    rendered = log.read_text("utf-8").split()
    assert len(rendered) > 60
    assert sorted(rendered) == sorted(set(rendered))


@pytest.mark.parametrize("workers", [1, 2])
def test_a_site_that_is_larger_than_memory(
    built: EditedSite, expected: dict[str, bytes], workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Texts put aside while the build goes on, and pages written before all are known, change no byte, and the next
    build finds the texts."""
    monkeypatch.setattr(cache, "MOST_FRESH", 100)
    monkeypatch.setattr(cache, "MOST_JOBS", 3)
    shutil.rmtree(built.site.folder / ".cache")
    assert build_again(built, WORKERS=workers) == expected
    monkeypatch.setattr(MarkdownRenderer, "render_source", fail_if_rendered)
    assert render_again(built, WORKERS=workers) == expected


def test_texts_that_cannot_be_put_aside_stay_in_memory(
    built: EditedSite, expected: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A database that takes nothing stops no build."""
    monkeypatch.setattr(cache, "MOST_FRESH", 100)
    monkeypatch.setattr(cache.CacheStore, "add", lambda store, texts: False)
    shutil.rmtree(built.site.folder / ".cache")
    assert build_again(built) == expected


def test_without_a_number_of_workers_every_processor_works(built: EditedSite, monkeypatch: pytest.MonkeyPatch) -> None:
    """The setting `WORKERS` is that number, and 0 leaves it to the computer."""
    monkeypatch.setattr("plugins.system.workers.count_processors", lambda: 3)
    with contextlib.ExitStack() as finalizers:
        settings = {**built.build(), "BUILD_OPTIONS": BuildOptions(finalizers=finalizers)}
        assert [open_cache({**settings, "WORKERS": number}).workers for number in (0, 2)] == [3, 2]
