"""The cache is believed only as it was written: whatever has become of it, the build succeeds with the same bytes."""

from __future__ import annotations

import os
import pickle
import random
import runpy
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.build_cache.fingerprints import code_version, settings_version
from plugins.build_cache.store import load, save, sealed, unsealed
from tests.build_cache.newsdesk import NewsDesk, newsdesk
from tests.small_site import SmallSite

VERSION = "one"
# A longer run: CORRUPTIONS=200 ./inv test --only tests/build_cache/test_cache.py
CORRUPTIONS = int(os.environ.get("CORRUPTIONS", "6"))
STORES = "*.build.cache"


class Call:
    """Pickles as a call of a function that it names by module and name, as an attacker would write it."""

    def __init__(self, module: str, name: str, *arguments: object) -> None:
        self.module, self.name, self.arguments = module, name, arguments

    def pickled(self, protocol: int) -> bytes:
        """Bytes that make a loader call the function."""
        given = pickle.dumps(self.arguments, protocol)[(2 if protocol >= 2 else 0) : -1]
        if protocol >= 4:
            given = pickle.dumps(self.arguments, 3)[2:-1]
            names = b"".join(b"\x8c" + bytes([len(part)]) + part.encode() for part in (self.module, self.name))
            return b"\x80\x04" + names + b"\x93" + given + b"R."
        return f"c{self.module}\n{self.name}\n".encode() + given + b"R."


CALLS = (
    ("os", "system"),
    ("posix", "system"),
    ("builtins", "eval"),
    ("builtins", "exec"),
    ("builtins", "__import__"),
    ("builtins", "getattr"),
    ("subprocess", "Popen"),
    ("plugins.content.config", "os.system"),
    ("plugins.content.config", "os"),
    ("plugins.content.config", "named"),
    ("plugins.content.config", "import_module"),
    ("plugins.build_cache.store", "os.system"),
    ("plugins.build_cache.store", "say"),
    ("plugins.build_cache.store", "pickle.loads"),
    ("plugins.build_cache.store", "Path"),
    ("plugins.build_cache.store", "SafeUnpickler.find_class"),
    ("plugins.publishing.backends.git", "subprocess"),
    ("plugins.project.build", "run"),
    ("plugins", "console.building.run"),
    ("pluginsx.evil", "run"),
    ("zoneinfo", "ZoneInfo._unpickle.__globals__"),
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> NewsDesk:
    """A site with a cache, left by a build with and without templates to compile."""
    desk = newsdesk(tmp_path_factory.mktemp("cache"))
    desk.build()
    return desk


@pytest.fixture
def expected(built: NewsDesk) -> dict[str, bytes]:
    """The files of a build from nothing."""
    return built.clean(built.site.folder)


def caches(desk: NewsDesk, pattern: str) -> list[Path]:
    """The files of the cache of one kind, which are there."""
    files = sorted((desk.site.folder / ".cache").glob(pattern))
    assert files
    return files


def flipped(data: bytes, chance: random.Random) -> bytes:
    """Some random bytes changed."""
    raw = bytearray(data)
    for _ in range(chance.choice((1, 3, 40))):
        raw[chance.randrange(len(raw))] ^= chance.randrange(1, 256)
    return bytes(raw)


DAMAGE: dict[str, Callable[[bytes, random.Random], bytes]] = {
    "random bytes": flipped,
    "cut short": lambda data, chance: data[: chance.randrange(1, len(data))],
    "emptied": lambda data, chance: b"",
    "grown": lambda data, chance: data + bytes(chance.randrange(1, 100)),
    "something else": lambda data, chance: chance.randbytes(len(data)),
    "of no version": lambda data, chance: data.partition(b"\n")[2],
    "said to be of another version": lambda data, chance: data.replace(b"dvoglas cache ", b"dvoglas cache 0", 1),
    "sealed, and no pickle": lambda data, chance: sealed(bytes([0, *chance.randbytes(200)]), code_version()),
}


def damage(file: Path, kind: str, chance: random.Random) -> None:
    """Damage one file of the cache."""
    file.write_bytes(DAMAGE[kind](file.read_bytes(), chance))


def build_anew(desk: NewsDesk) -> dict[str, bytes]:
    """Build with whatever is in the cache, and give the output's files."""
    desk.build()
    return SmallSite(desk.site.folder, {}).files_of(desk.site.output)


@pytest.mark.parametrize("kind", DAMAGE)
def test_a_damaged_cache_is_dropped_with_a_word(
    built: NewsDesk, expected: dict[str, bytes], kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """However the cache was damaged, the build says that it begins anew and gives a clean build's bytes."""
    for file in caches(built, STORES):
        damage(file, kind, random.Random(kind))
    assert build_anew(built) == expected
    said = "The cache cannot be understood" if "sealed" in kind else "The cache is damaged"
    assert capsys.readouterr().err.startswith(said)
    assert build_anew(built) == expected
    assert capsys.readouterr().err == ""


def test_the_cache_of_another_program_is_no_damage(
    built: NewsDesk, expected: dict[str, bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    """After an update of the program, whose cache is whole, the build says what has happened, and no more."""
    (file,) = caches(built, STORES)
    found = unsealed(file.read_bytes())
    assert found
    file.write_bytes(sealed(found[1], "an earlier one"))
    assert build_anew(built) == expected
    assert capsys.readouterr().err == "The program or a library has changed: everything is made anew.\n"
    assert build_anew(built) == expected
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("seed", range(CORRUPTIONS))
def test_random_damage_anywhere_in_the_cache(built: NewsDesk, expected: dict[str, bytes], seed: int) -> None:
    """With some of its files damaged, one at least, and all pages to make, nothing wrong is made."""
    chance = random.Random(seed)
    kinds = [kind for kind in DAMAGE if "sealed" not in kind]
    files = caches(built, "*.build.*")
    for file in chance.sample(files, chance.randint(1, len(files))):
        damage(file, chance.choice(kinds), chance)
    shutil.rmtree(built.site.output)
    assert build_anew(built) == expected


def test_templates_are_compiled_anew_for_other_settings_of_jinja(built: NewsDesk, expected: dict[str, bytes]) -> None:
    """What a template compiles to depends on more than its source, in one process and over several."""
    from jinja2 import StrictUndefined

    other = {"JINJA_ENVIRONMENT": {"autoescape": True, "undefined": StrictUndefined, "trim_blocks": False}}
    clean = built.site.build(
        THEME=str(built.theme),
        OUTPUT_PATH=str(built.site.folder / "other"),
        CACHE_PATH=str(built.site.folder / "other-cache"),
        **other,
    )
    wanted = SmallSite(built.site.folder, {}).files_of(Path(clean["SITE_OUTPUT"]))
    assert wanted != expected
    for state in ({}, {"live": True}):
        assert build_anew(built) == expected
        built.build(BUILD_STATE=state)
        built.build(BUILD_STATE=state, **other)
        assert built.site.files() == wanted
        built.build(BUILD_STATE=state)
        assert built.site.files() == expected


def test_a_filter_counts_by_the_file_it_stands_in(tmp_path: Path) -> None:
    """Its name may stay the same while what it does changes; where the file is the same, so is the version."""

    def version(code: str) -> str:
        (tmp_path / "pelicanconf.py").write_text(code, "utf-8")
        conf = runpy.run_path(str(tmp_path / "pelicanconf.py"))
        return settings_version({"JINJA_FILTERS": {"shout": conf["shout"]}, "JINJA_GLOBALS": {"length": len}})

    loud = version("def shout(text): return text.upper()")
    assert loud == version("def shout(text): return text.upper()")
    assert loud != version("def shout(text): return text.title()")


def test_what_a_killed_build_left_half_written_goes(built: NewsDesk, expected: dict[str, bytes]) -> None:
    """The next build clears away what one before it wrote beside the cache's files and never put in place."""
    (store,) = caches(built, STORES)
    half = store.with_name(f"{store.name}.12345.new")
    half.write_bytes(store.read_bytes()[:100])
    assert build_anew(built) == expected
    assert not half.exists()


@pytest.mark.parametrize("kind", ["folder", "link", "pipe"])
def test_something_else_in_the_place_of_the_store(
    built: NewsDesk, expected: dict[str, bytes], kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is not waited for, nothing is written through it, and the cache is right again after the build."""
    (store,) = caches(built, STORES)
    other = tmp_path / "other"
    other.write_bytes(b"somebody's own")
    store.unlink()
    {"folder": store.mkdir, "link": lambda: store.symlink_to(other), "pipe": lambda: os.mkfifo(store)}[kind]()
    assert build_anew(built) == expected
    assert "everything is made anew" in capsys.readouterr().err
    assert other.read_bytes() == b"somebody's own"
    assert build_anew(built) == expected
    assert capsys.readouterr().err == ""


def test_a_missing_cache_is_no_word_worth(
    built: NewsDesk, expected: dict[str, bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a cache a build begins from nothing, and says nothing of it."""
    shutil.rmtree(built.site.folder / ".cache")
    assert build_anew(built) == expected
    assert capsys.readouterr().err == ""


def test_a_cache_that_is_a_file(
    built: NewsDesk, expected: dict[str, bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where the cache cannot be made, the build says so, succeeds, and leaves what is there alone."""
    place = tmp_path / "cache"
    place.write_text("a file", "utf-8")
    built.build(CACHE_PATH=str(place))
    assert SmallSite(built.site.folder, {}).files_of(built.site.output) == expected
    assert "cache cannot be written" in capsys.readouterr().err
    assert place.read_text("utf-8") == "a file"


@pytest.mark.parametrize("protocol", [0, 2, 4])
@pytest.mark.parametrize(("module", "name"), CALLS)
def test_a_foreign_pickle_runs_nothing(
    tmp_path: Path, module: str, name: str, protocol: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """A cache under a good seal that names a function, by whatever way through our modules, calls nothing."""
    mark = tmp_path / "ran"
    file = tmp_path / "x.build.cache"
    file.write_bytes(sealed(Call(module, name, f"touch {mark}").pickled(protocol), VERSION))
    assert load(file, VERSION) == {}
    assert not mark.exists()
    assert "cannot be understood" in capsys.readouterr().err


def test_the_foreign_pickles_are_live(tmp_path: Path) -> None:
    """An ordinary loader would have run them, so that the test before this one can fail."""
    for protocol in (0, 2, 4):
        mark = tmp_path / f"ran-{protocol}"
        pickle.loads(Call("posix", "system", f"touch {mark}").pickled(protocol))
        assert mark.exists()


@pytest.mark.parametrize("kept", [[], 7, {"pages": 7}, {"sources": [1]}, {"texts": None}])
def test_a_sealed_cache_of_another_shape_is_nothing(tmp_path: Path, kept: Any) -> None:
    """What was sealed by some other program is not taken for what this one keeps."""
    file = tmp_path / "x.build.cache"
    save(file, VERSION, kept)
    assert load(file, VERSION) == {}


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.text(max_size=5), st.dictionaries(st.text(max_size=5), st.text(max_size=9), max_size=3)))
def test_what_is_kept_comes_back(tmp_path_factory: pytest.TempPathFactory, kept: dict[str, dict[str, str]]) -> None:
    """What was saved is loaded for the same version, and for no other."""
    file = tmp_path_factory.getbasetemp() / "kept" / "x.build.cache"
    save(file, VERSION, kept)
    assert load(file, VERSION) == kept
    assert load(file, "two") == {}


def test_a_disk_that_is_full_leaves_the_last_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where there is no room, the cache of the build before stays whole and nothing half written lies beside it."""
    file = tmp_path / "x.build.cache"
    save(file, VERSION, {"texts": {"a": "b"}})

    def full(source: str, target: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    save(file, VERSION, {"texts": {"a": "c"}})
    assert "No space left on device" in capsys.readouterr().err
    assert load(file, VERSION) == {"texts": {"a": "b"}}
    assert list(tmp_path.iterdir()) == [file]
