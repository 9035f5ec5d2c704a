"""The output folder: whole or as it was; what no page made goes, what did not change stays, nothing else is written."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from plugins.build_cache.file_stats import stats_below
from plugins.diagnostics import SettingError
from plugins.editions.output_folder import commit, staging_for
from tests.build_cache.edited_site import replace_alike
from tests.needs import missing
from tests.small_site import LIGHT, SmallSite


def write_pair(site: SmallSite) -> None:
    """One pair."""
    site.article("fair")
    site.article("fair", "sr")


@pytest.fixture
def site(as_built: Callable[..., SmallSite]) -> SmallSite:
    """A site of one pair, built."""
    return as_built(write_pair, **LIGHT)


def tree(folder: Path) -> dict[str, int]:
    """Every file below a folder with the moment it was written."""
    return {name: (folder / name).stat().st_mtime_ns for name in stats_below(str(folder))}


def test_unchanged_files_keep_their_time(site: SmallSite) -> None:
    """A second build of the same content writes no file, so that an upload sees no change."""
    before = tree(site.output)
    changes = site.build()["BUILD"].changes
    assert (changes.written, changes.removed) == ((), ())
    assert tree(site.output) == before


def test_a_file_is_compared_by_its_bytes(site: SmallSite) -> None:
    """A process that builds again and again, as `serve` does, sees a file that took the place of one of the same size
    and time, also where it has compared the two places before; a link in the output is no copy."""
    plan = site.write("files/plan.csv", "some;1\n")
    site.article("fair", body="[The plan](../../files/plan.csv).")
    address = "files/files/plan.csv"
    site.build()
    plan.chmod(0o640)
    site.build()
    replace_alike(plan, lambda data: data.replace(b"1", b"2"))
    site.build()
    assert (site.output / address).read_text() == "some;2\n"
    (site.output / address).unlink()
    (site.output / address).symlink_to(plan)
    site.build()
    assert not (site.output / address).is_symlink()


def test_a_folder_of_the_output_that_became_a_link_is_a_folder_again(site: SmallSite, tmp_path: Path) -> None:
    """Its files are written anew; what the link led to is left alone."""
    site.write("files/plan.csv", "some;1\n")
    site.article("fair", body="[The plan](../../files/plan.csv).")
    site.build()
    before = site.files()
    for name in ("news", "files"):
        shutil.move(site.output / name, tmp_path / f"moved-{name}")
        (site.output / name).symlink_to(tmp_path / f"moved-{name}")
    site.build()
    assert site.files() == before
    assert not [name for name in ("news", "files") if (site.output / name).is_symlink()]
    assert (tmp_path / "moved-news/fair/index.html").is_file()


def test_nothing_is_written_elsewhere(site: SmallSite) -> None:
    """A build writes in the output folder and in the cache, and nowhere else beside them."""
    before = {name for name in tree(site.folder) if not name.startswith((".cache/", "output/"))}
    site.article("second")
    site.build()
    after = {name for name in tree(site.folder) if not name.startswith((".cache/", "output/"))}
    assert after - before == {"content/news/2026/second.en.md"}
    assert not list((site.folder / ".cache" / "staging").glob("*"))


def test_what_no_page_made_is_removed(site: SmallSite) -> None:
    """Files of stories that are gone, and files that someone put into the output, are removed with their folders."""
    site.article("second")
    site.build()
    (site.output / "old" / "deep").mkdir(parents=True)
    (site.output / "old" / "deep" / "page.html").write_text("old")
    (site.content / "news" / "2026" / "second.en.md").unlink()
    changes = site.build()["BUILD"].changes
    assert {"news/second/index.html", "sr/news/second/index.html", "old/deep/page.html"} <= set(changes.removed)
    assert not (site.output / "old").exists()
    assert not (site.output / "news" / "second").exists()


def test_damaged_file_is_made_good(site: SmallSite) -> None:
    """A file of the output that someone changed is as it should be after the next build."""
    page = site.output / "sr" / "index.html"
    good = page.read_bytes()
    page.write_text("damaged")
    assert "sr/index.html" in site.build()["BUILD"].changes.written
    assert page.read_bytes() == good


@pytest.mark.parametrize("output", ["content", "."])
def test_output_that_holds_content_is_refused(site: SmallSite, output: str) -> None:
    """A build into the content folder, or into a folder that holds it, is refused and removes nothing."""
    before = tree(site.content)
    with pytest.raises(SettingError, match="OUTPUT_PATH"):
        site.build(OUTPUT_PATH=str(site.folder / output))
    assert tree(site.content) == before


def test_broken_template_leaves_the_output(site: SmallSite, tmp_path: Path) -> None:
    """A theme that fails while pages are being made changes nothing in the output."""
    import shutil

    from plugins.editions.page_writer import PageError
    from tests.small_site import ROOT

    theme = tmp_path / "theme"
    shutil.copytree(ROOT / "theme", theme)
    (theme / "templates" / "archive.html").write_text("{{ page.nothing_of_the_kind }}")
    before = tree(site.output)
    with pytest.raises(PageError, match=r"archive\.html:1"):
        site.build(THEME=str(theme))
    assert tree(site.output) == before


def test_folder_where_a_file_was(tmp_path: Path) -> None:
    """A page may become a folder and a folder a page: the last build's shape does not hinder this one's."""
    output, staging = tmp_path / "output", staging_for(tmp_path / "output", tmp_path)
    (output / "a").mkdir(parents=True)
    (output / "a" / "index.html").write_text("folder")
    (output / "b").write_text("file")
    (staging / "b").mkdir()
    (staging / "b" / "index.html").write_text("folder")
    (staging / "a").write_text("file")
    changes = commit(staging, output)
    assert set(changes.written) == {"a", "b/index.html"}
    assert ((output / "a").read_text(), (output / "b" / "index.html").read_text()) == ("file", "folder")


def test_kept_files_stay(tmp_path: Path) -> None:
    """Files that this build did not make again, but that belong to it, stay."""
    output, staging = tmp_path / "output", staging_for(tmp_path / "output", tmp_path)
    output.mkdir()
    for name in ("kept.html", "left.html"):
        (output / name).write_text(name)
    (staging / "new.html").write_text("new")
    changes = commit(staging, output, {"kept.html"})
    assert sorted(os.listdir(output)) == ["kept.html", "new.html"]
    assert (changes.written, changes.removed, changes.pages) == (("new.html",), ("left.html",), 2)


def test_two_outputs_have_stagings_of_their_own(tmp_path: Path) -> None:
    """Two sites that share a cache do not build into each other's staging folder."""
    assert staging_for(tmp_path / "one", tmp_path) != staging_for(tmp_path / "two", tmp_path)


@pytest.fixture
def other_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on another disk than that of the test's files."""
    places = [place for place in ("/dev/shm", "/tmp", "/var/tmp") if os.access(place, os.W_OK)]
    other = next((place for place in places if os.stat(place).st_dev != tmp_path.stat().st_dev), None)
    if not other:
        missing("a second file system", "mount one at /dev/shm")
    with tempfile.TemporaryDirectory(dir=other) as folder:
        yield Path(folder)


def test_an_output_on_another_disk_is_the_same(site: SmallSite, other_disk: Path) -> None:
    """Where the output cannot be reached by a rename, a build leaves the same files there, and nothing else."""
    output = other_disk / "output"
    site.build(OUTPUT_PATH=str(output))
    assert site.files_of(output) == site.files()
    assert not [name for name in os.listdir(output) if name.startswith(".")]


def test_a_disk_that_gets_full_leaves_the_output_as_it_was(
    site: SmallSite, other_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the disk is full after some files have been copied, no page has changed, and the error says so."""
    output, copied = other_disk / "output", []
    site.build(OUTPUT_PATH=str(output))
    before = site.files_of(output)
    copyfile = shutil.copyfile

    def fill(source: str, target: str, **options: bool) -> str:
        copied.append(target)
        if len(copied) > 3:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), target)
        return str(copyfile(source, target, **options))

    monkeypatch.setattr("plugins.editions.output_folder.shutil.copyfile", fill)
    site.article("third", body="New words on every list.")
    with pytest.raises(OSError, match="No space left on device") as caught:
        site.build(OUTPUT_PATH=str(output))
    assert caught.value.errno == errno.ENOSPC
    assert len(copied) > 3
    assert site.files_of(output) == before
    monkeypatch.undo()
    site.build(OUTPUT_PATH=str(output))
    assert (output / "news/third/index.html").exists()
