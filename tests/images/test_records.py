"""Records of pictures: damaged ones are not used, and unused files leave the cache in time."""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.images import originals as records
from plugins.images.originals import Originals, load_records
from plugins.images.validation import Limits
from plugins.system.digests import digest_of
from tests.images.samples import file_of, snapshot, still
from tests.small_site import LIGHT, SmallSite, small_site

NAMES = ("one.png", "two.jpg")
DAY = 86400


def originals(folder: Path) -> Originals:
    """The pictures of a folder, by what is kept in it."""
    return Originals(folder, load_records(folder / "known.json"), Limits(10, 5), 1)


def exchanged(data: bytes) -> bytes:
    """The digests of the two pictures exchanged, by somebody who knows the format."""
    kept = json.loads(data.partition(b"\n")[2])
    one, two = kept["stamps"].values()
    one[records.DIGEST], two[records.DIGEST] = two[records.DIGEST], one[records.DIGEST]
    return json.dumps(kept).encode()


def flipped(data: bytes) -> bytes:
    """A digit of a digest changed."""
    place = data.index(b'"', data.index(b"[")) + 5
    return data[:place] + (b"0" if data[place : place + 1] != b"0" else b"1") + data[place + 1 :]


HARM: dict[str, Callable[[bytes], bytes]] = {
    "exchanged, under the old seal": lambda data: data.partition(b"\n")[0] + b"\n" + exchanged(data),
    "exchanged, without a seal": exchanged,
    "a digit of a digest": flipped,
    "cut short": lambda data: data[: len(data) // 2],
    "emptied": lambda data: b"",
    "random bytes": lambda data: random.Random(1).randbytes(len(data)),
    "sealed, but of another shape": lambda data: digest_of(b"[7]").encode() + b"\n[7]",
}


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """A folder of two pictures."""
    (tmp_path / "one.png").write_bytes(file_of(still(40, 20), "PNG"))
    (tmp_path / "two.jpg").write_bytes(snapshot(60, 50))
    return tmp_path


@pytest.mark.parametrize("kind", HARM)
def test_what_was_damaged_or_edited_is_not_believed(pictures: Path, kind: str) -> None:
    """Each picture is read again and keeps its own digest and details."""
    before = [originals(pictures).find(name) for name in NAMES]
    file = pictures / "known.json"
    file.write_bytes(HARM[kind](file.read_bytes()))
    assert [originals(pictures).find(name) for name in NAMES] == before
    assert load_records(file).details


def test_an_edit_would_be_believed_under_its_own_seal(pictures: Path) -> None:
    """So that the test before this one can fail."""
    before = [originals(pictures).find(name) for name in NAMES]
    file = pictures / "known.json"
    data = exchanged(file.read_bytes())
    file.write_bytes(digest_of(data).encode() + b"\n" + data)
    assert [originals(pictures).find(name) for name in NAMES] != before


def test_a_full_disk_stops_no_build(pictures: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be kept is looked up anew next time."""

    def full(file: Path, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(records, "write_sealed", full)
    assert originals(pictures).find("one.png")
    assert not (pictures / "known.json").exists()


def on_day(monkeypatch: pytest.MonkeyPatch, site: SmallSite, day: int) -> set[str]:
    """Build on that day; gives the names of what the cache of pictures then holds."""
    monkeypatch.setattr(records, "read_time", lambda: dt.datetime.fromtimestamp(day * DAY, dt.UTC))
    site.build()
    folder = site.folder / ".cache" / "pictures"
    return {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    """A site of one story with a picture."""
    made = small_site(tmp_path / "site", SEARCH=False, EDITIONS=LIGHT["EDITIONS"])
    made.write("images/bridge.png", file_of(still(400, 300), "PNG"))
    made.article("bridge", image="images/bridge.png", image_alt="A bridge")
    return made


def test_what_no_build_used_for_a_month_goes(site: SmallSite, monkeypatch: pytest.MonkeyPatch) -> None:
    """The files of a picture that no page shows any more stay for a month, for another branch may; then they go."""
    shown = on_day(monkeypatch, site, 20_000)
    site.article("bridge")
    for day in (20_001, 20_015, 20_030):
        assert shown <= on_day(monkeypatch, site, day)
    assert not [name for name in on_day(monkeypatch, site, 20_031) if name.startswith("bridge-")]
    kept = load_records(site.folder / ".cache/pictures/known.json")
    assert not [path for path in kept.stamps if "bridge" in path and "cards" not in path]
    assert kept.details == {}
    monkeypatch.undo()
    assert site.files() == clean(site)


def test_what_was_used_in_between_stays(site: SmallSite, monkeypatch: pytest.MonkeyPatch) -> None:
    """A month is counted from the last build that asked for a file, not from the one that made it."""
    shown = on_day(monkeypatch, site, 20_000)
    on_day(monkeypatch, site, 20_025)
    site.article("bridge")
    assert shown <= on_day(monkeypatch, site, 20_050)
    assert not shown <= on_day(monkeypatch, site, 20_056)


def test_only_our_own_files_go(site: SmallSite, monkeypatch: pytest.MonkeyPatch) -> None:
    """A half written file of a build that was killed goes after a day; a stranger's stays, and so does what is new."""
    on_day(monkeypatch, site, 20_000)
    folder = site.folder / ".cache" / "pictures"
    for name in (".x-320.0123456789ab.webp.4711", "x-320.0123456789ab.webp", "note.txt", "photo.jpg"):
        (folder / name).write_bytes(b"x")
        os.utime(folder / name, (0, 0))
    (folder / "y-320.0123456789ab.webp").write_bytes(b"just written")
    found = on_day(monkeypatch, site, 20_001)
    assert found >= {"note.txt", "photo.jpg", "y-320.0123456789ab.webp"}
    assert not [name for name in found if "x-320" in name]


def test_a_copy_of_the_site_draws_nothing_again(site: SmallSite, tmp_path: Path) -> None:
    """The pictures of its cache are known there too, although they are other files, and are as they were."""
    site.build()
    drawn = {file: file.stat().st_mtime_ns for file in (site.folder / ".cache/pictures").rglob("*.*.*")}
    shutil.copytree(site.folder, tmp_path / "copy", copy_function=shutil.copy2)
    copied = SmallSite(tmp_path / "copy", site.settings)
    copied.build()
    assert len(drawn) > 5
    for file, moment in drawn.items():
        assert (tmp_path / "copy" / file.relative_to(site.folder)).stat().st_mtime_ns == moment
    assert copied.files() == site.files()


def test_nothing_goes_by_a_link(site: SmallSite, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where the folder is a link, it may be anybody's."""
    other = tmp_path / "other"
    other.mkdir()
    (other / "x-320.0123456789ab.webp").write_bytes(b"x")
    os.utime(other / "x-320.0123456789ab.webp", (0, 0))
    (site.folder / ".cache").mkdir()
    (site.folder / ".cache" / "pictures").symlink_to(other)
    on_day(monkeypatch, site, 20_000)
    assert (other / "x-320.0123456789ab.webp").exists()


def clean(site: SmallSite) -> dict[str, bytes]:
    """The files of a build from nothing."""
    output = site.folder / "clean"
    site.build(OUTPUT_PATH=str(output), CACHE_PATH=str(site.folder / "none"))
    return SmallSite.files_of(output)
