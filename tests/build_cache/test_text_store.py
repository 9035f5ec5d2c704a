"""The file of long texts is believed only text by text: whatever has become of it, the build gives the same bytes, and
after the next one the cache is right again."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plugins.build_cache.text_store import Place, Texts

from plugins.build_cache import text_store as texts_module
from plugins.build_cache.fingerprints import code_version
from plugins.build_cache.store import load
from plugins.content.markdown import MarkdownRenderer
from tests.build_cache.newsdesk import NewsDesk, file_of, newsdesk, write
from tests.small_site import SmallSite

OUTSIDE = "somebody's own file, out of the cache\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> NewsDesk:
    """A site with a cache."""
    desk = newsdesk(tmp_path_factory.mktemp("texts"))
    desk.build()
    return desk


@pytest.fixture(scope="module")
def expected(built: NewsDesk) -> dict[str, bytes]:
    """The files of a build from nothing."""
    return built.clean(built.site.folder)


def texts_file(desk: NewsDesk) -> Path:
    """The file of texts, whether it is there or not."""
    (store,) = (desk.site.folder / ".cache").glob("*.build.cache")
    return store.with_suffix(".texts")


def outside(file: Path) -> Path:
    """A file that is none of the cache's."""
    other = file.parent.parent / "outside.txt"
    other.write_text(OUTSIDE, "utf-8")
    return other


def emptied(file: Path) -> None:
    """Nothing is in it."""
    file.write_bytes(b"")


def cut_short(file: Path) -> None:
    """Half of it is gone."""
    os.truncate(file, file.stat().st_size // 2)


def flipped(file: Path) -> None:
    """Each hundredth byte is another, so that many texts are wrong and some are right."""
    data = bytearray(file.read_bytes())
    data[::100] = bytes(255 - byte for byte in data[::100])
    file.write_bytes(data)


def grown(file: Path) -> None:
    """A build was killed as it wrote a text at the end."""
    with file.open("ab") as opened:
        opened.write(b"<p>Half of a para")


def of_another(file: Path) -> None:
    """The file of another store, of the same length."""
    file.write_bytes((b"<p>Another site's text.</p>" * (file.stat().st_size // 20))[: file.stat().st_size])


def a_folder(file: Path) -> None:
    """There is a folder in its place, and something in that."""
    file.unlink()
    file.mkdir()
    (file / "note").write_text("what?", "utf-8")


def a_link_out(file: Path) -> None:
    """There is a link to a file out of the cache."""
    file.unlink()
    file.symlink_to(outside(file))


def a_link_to_itself(file: Path) -> None:
    """The same bytes, but by a link."""
    kept = file.with_name("kept")
    file.rename(kept)
    file.symlink_to(kept)


def a_dead_link(file: Path) -> None:
    """There is a link to nothing."""
    file.unlink()
    file.symlink_to(file.with_name("nowhere"))


def a_pipe(file: Path) -> None:
    """There is a pipe, from which nobody will ever write."""
    file.unlink()
    os.mkfifo(file)


def unreadable(file: Path) -> None:
    """Nobody may read it."""
    file.chmod(0o200)


def unwritable(file: Path) -> None:
    """Nobody may write it."""
    file.chmod(0o400)


HARM: tuple[Callable[[Path], None], ...] = (
    Path.unlink,
    emptied,
    cut_short,
    flipped,
    grown,
    of_another,
    a_folder,
    a_link_out,
    a_link_to_itself,
    a_dead_link,
    a_pipe,
    unreadable,
    unwritable,
)


def pages_anew(desk: NewsDesk, **overrides: object) -> dict[str, bytes]:
    """Build every page anew with the cache as it is, and give the output's files."""
    shutil.rmtree(desk.site.output)
    desk.build(**overrides)
    return SmallSite(desk.site.folder, {}).files_of(desk.site.output)


def all_kept(desk: NewsDesk) -> bool:
    """Whether every text that the store knows is read as it was written, and there are some."""
    file = texts_file(desk)
    places = load(file.with_suffix(".cache"), code_version())["places"]
    texts = Texts(file, places)
    return len(places) > 5 and texts.places == places and all(texts.get(key) is not None for key in places)


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("harm", HARM, ids=lambda harm: harm.__name__)
def test_a_harmed_file_of_texts(
    built: NewsDesk,
    expected: dict[str, bytes],
    harm: Callable[[Path], None],
    workers: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The output is a clean build's at once; by the second build all texts are kept again, and no file is read anew."""
    harm(texts_file(built))
    other = outside(texts_file(built))
    assert pages_anew(built, WORKERS=workers) == expected
    built.build(WORKERS=workers)
    assert all_kept(built)
    assert not texts_file(built).is_symlink()
    assert other.read_text("utf-8") == OUTSIDE
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(MarkdownRenderer, "read", not_again)
    assert pages_anew(built, WORKERS=workers) == expected


def not_again(reader: MarkdownRenderer, source_path: str) -> None:
    """Stands in for a reader whose file need not be read."""
    raise AssertionError(f"{source_path} was read again")


def test_new_texts_are_kept_with_the_old_ones(
    built: NewsDesk, expected: dict[str, bytes], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where the disk is full the build says so and the texts of before stay; the next build keeps what is new."""
    file = file_of(built, "alpha", "en")
    before = file.read_text("utf-8")
    write(built, "alpha", "en", 7)

    def full(texts: Mapping[str, str], start: int, places: dict[str, Place]) -> Iterator[bytes]:
        yield b"half a te"
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(texts_module, "laid", full)
        built.build()
    assert "No space left on device" in capsys.readouterr().err
    assert all_kept(built)
    built.build()
    assert all_kept(built)
    changed = built.clean(built.site.folder)
    monkeypatch.setattr(MarkdownRenderer, "read", not_again)
    assert pages_anew(built) == changed
    monkeypatch.undo()
    file.write_text(before, "utf-8")
    assert pages_anew(built) == expected


def test_a_cache_by_a_link(built: NewsDesk, expected: dict[str, bytes], tmp_path: Path) -> None:
    """The cache itself may lie elsewhere; it is used there and stays there."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / "cache").symlink_to(elsewhere)
    for _ in range(2):
        assert pages_anew(built, CACHE_PATH=str(tmp_path / "cache")) == expected
    assert (tmp_path / "cache").is_symlink()
    assert list(elsewhere.glob("*.build.texts"))


def loud(html: str, glossary: Mapping[str, str]) -> str:
    """Another script's conversion of HTML."""
    return html.replace("pasus", "PASUS")


def test_two_settings_files_in_one_cache(built: NewsDesk) -> None:
    """What was made for one site's settings is not given to another's: neither its Markdown nor its script."""
    read = built.site.build  # The settings of pelicanconf.py, from which those of the others differ.
    usual = read(THEME=str(built.theme))
    editions = {name: dict(edition) for name, edition in usual["EDITIONS"].items()}
    editions["sr-cyrl"]["script"] = {**editions["sr-cyrl"]["script"], "html": f"{__name__}:loud"}
    plain = {"extensions": ["markdown.extensions.extra"], "extension_configs": {}}
    built.site.article("marked", "en", "- one\n\n1. two\n", date="2026-04-04")
    for overrides in ({"EDITIONS": editions}, {}, {"MARKDOWN": plain}, {"EDITIONS": editions}, {}):
        expected = built.clean(built.site.folder, **overrides)
        assert pages_anew(built, **overrides) == expected
    (built.site.content / "news/2026/marked.en.md").unlink()
    built.build()


def test_builds_in_one_process_open_no_more_and_more_files(built: NewsDesk) -> None:
    """As `serve` builds, so often that one file left open by each would end it."""
    state: dict[str, object] = {"live": True}
    open_files = []
    for number in range(4):
        write(built, "alpha", "en", number)
        built.build(BUILD_STATE=state)
        open_files.append(len(os.listdir("/proc/self/fd")))
    assert open_files[-1] <= open_files[1]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.dictionaries(st.text(max_size=3), st.text(max_size=9), max_size=4), max_size=5))
def test_what_is_put_comes_back(tmp_path_factory: pytest.TempPathFactory, builds: list[dict[str, str]]) -> None:
    """Whatever is put is there in the next build, whichever bytes it has; what was of no use is forgotten."""
    file = tmp_path_factory.mktemp("put") / "x.build.texts"
    places: dict[str, Place] = {}
    for put in builds:
        texts = Texts(file, places)
        for key, text in put.items():
            texts.put(key, text)
        places = texts.save()
        again = Texts(file, places)
        assert {key: again.get(key) for key in put} == put
        assert set(places) == set(put)
