"""The store: saved in one step, never over what another wrote, with the versions before, and journals that last."""

from __future__ import annotations

import itertools
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.editing.document import Document
from plugins.editor.files import store as store_module
from plugins.editor.files.store import Conflict, Store, StoreError
from plugins.system import atomic_files, kept_work
from tests.small_site import ROOT

NAME = "news/2026/bridge.en.md"
WATCHED = {store_module.__file__, atomic_files.__file__}


@pytest.fixture
def store(tmp_path):
    """A store with one story."""
    (tmp_path / "content/news/2026").mkdir(parents=True)
    (tmp_path / "content" / NAME).write_bytes(b"Title: a\r\n\r\nx\r\n")
    return Store(tmp_path / "content", tmp_path / ".editor")


def write_in_place(file, data):
    """As many programs do."""
    with open(file, "r+b") as stream:
        stream.truncate()
        stream.write(data)


def write_beside(file, data):
    """As other programs do."""
    part = file.with_name("theirs")
    part.write_bytes(data)
    part.replace(file)


def open_before(file):
    """A program that has a file open, and writes later."""
    stream = open(file, "r+b")  # noqa: SIM115

    def write(_, data):
        with stream:
            stream.write(data)

    return write


@pytest.mark.parametrize("way", ["in place", "beside", "opened before"])
@pytest.mark.parametrize("exchanges", [True, False])
def test_what_another_program_writes_during_a_save_is_never_lost(tmp_path, monkeypatch, way, exchanges):
    """At whichever step of a save another program writes the file, what it wrote is in the file or among the versions;
    and the save has written its text, or says that there is another. Without an exchange in one step, as on other
    systems, this holds for what is written in place."""
    if not exchanges:
        monkeypatch.setattr(atomic_files, "_exchange", lambda *_: False)
    step, conflicts = 0, 0
    while True:
        folder = Path(tempfile.mkdtemp(dir=tmp_path))
        store, calls = Store(folder / "content", folder / ".editor"), itertools.count()
        file = folder / "content" / NAME
        file.parent.mkdir(parents=True)
        file.write_bytes(b"Title: a\n\nfirst\n")
        before, theirs = store.read(NAME), b"Title: b\n\nfrom another program\n"
        write = {"in place": write_in_place, "beside": write_beside}.get(way) or open_before(file)

        def watch(frame, event, _, at=step, write=write, file=file, calls=calls, theirs=theirs):
            if frame.f_code.co_filename in WATCHED and event in ("call", "c_call", "c_return") and next(calls) == at:
                sys.setprofile(None)
                write(file, theirs)

        ours = before.replace_body("ours\n")
        sys.setprofile(watch)
        try:
            store.save(NAME, ours, before.version)
            saved = True
        except Conflict:
            saved = False
        finally:
            sys.setprofile(None)
        if next(calls) <= step:
            break
        now, versions = file.read_bytes(), [version.document.raw for version in store.versions(NAME)]
        assert theirs in (now, *versions) or (way == "beside" and not exchanges), (step, now, versions)
        assert (now in (ours.raw, theirs)) if saved else now == theirs, (step, saved, now)
        assert sorted(os.listdir(file.parent)) == ["bridge.en.md"], step
        conflicts += not saved
        step += 1
    assert 0 < conflicts < step
    assert versions_of_save(store) == [before.raw]


def versions_of_save(store):
    """What the versions of the story have."""
    return [version.document.raw for version in store.versions(NAME)]


def test_the_same_bytes_are_no_conflict(store):
    """Where the file already holds what is to be saved, all is well."""
    before = store.read(NAME)
    changed = before.replace_body("mine")
    store.path(NAME).write_bytes(changed.raw)
    assert store.save(NAME, changed, before.version).raw == changed.raw


def test_a_file_that_was_deleted_is_a_conflict(store):
    """A file that is gone does not come back unasked."""
    before = store.read(NAME)
    store.path(NAME).unlink()
    with pytest.raises(Conflict):
        store.save(NAME, before.replace_body("mine"), before.version)


def test_a_read_only_file_stays(store):
    """A write-protected file is not replaced, although its folder would allow that."""
    before = store.read(NAME)
    store.path(NAME).chmod(0o444)
    with pytest.raises(StoreError, match="write-protected"):
        store.save(NAME, before.replace_body("mine"), before.version)
    assert store.read(NAME).raw == before.raw


@pytest.mark.parametrize(("room", "named"), [(0, r"\.editor/versions/"), (1, re.escape(NAME))])
def test_a_full_disk_leaves_the_file(store, monkeypatch, room, named):
    """Where the disk takes no more, what it took no more of is named, the file is as it was and nothing half-written
    lies beside it."""
    before, calls = store.read(NAME), itertools.count()

    def full(_: int) -> None:
        if next(calls) >= room:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match=rf"^{named} cannot be written \(No space left"):
        store.save(NAME, before.replace_body("mine"), before.version)
    monkeypatch.undo()
    assert store.read(NAME).raw == before.raw
    assert [file.name for file in store.path(NAME).parent.iterdir()] == ["bridge.en.md"]


def test_a_save_keeps_the_rights_of_the_file(store):
    """Who may read a file may read it after a save too."""
    before = store.read(NAME)
    store.path(NAME).chmod(0o640)
    store.save(NAME, before.replace_body("mine"), before.version)
    assert store.path(NAME).stat().st_mode & 0o777 == 0o640


def test_a_journal_is_kept_until_it_is_dropped(store):
    """Unsaved work of each window is there for whoever opens the story next."""
    stem = "news/2026/bridge"
    store.write_journal(stem, "one", {"texts": {"en": {"body": "typed š \ud800"}}})
    store.write_journal(stem, "two", {"texts": {}})
    again = Store(store.content, store.folder)
    assert [entry.window for entry in again.journals(stem)] == ["two", "one"]
    assert again.journals(stem)[1].state["texts"]["en"]["body"] == "typed š \ud800"
    assert again.list_unsaved().keys() == {stem}
    again.drop_journal(stem, "one")
    again.drop_journal(stem, "two")
    assert again.list_unsaved() == {}


def test_unsaved_work_follows_a_story_to_another_address_and_back(store):
    """It is not taken for something that was carried out there before."""
    bridge, arch = "news/2026/bridge", "news/2026/arch"
    store.write_journal(bridge, "one", {"body": "typed"}, 3)
    for old, new in ((bridge, arch), (arch, bridge), (bridge, arch)):
        store.note_rename(old, new)
        store.path(f"{old}.en.md").rename(store.path(f"{new}.en.md"))
        store.follow_rename(old, new)
        assert [entry.state for entry in store.journals(new)] == [{"body": "typed"}]
        assert store.list_unsaved().keys() == {new}


@pytest.mark.parametrize("name", ["renamed.json", "journal", "started"])
def test_what_cannot_be_read_of_peoples_work_is_set_aside_and_said(store, name):
    """Nothing is written over it, all goes on without it, and it is named until somebody has taken it away."""
    store.write_journal("news/2026/bridge", "one", {})
    file = next((store.folder / "journal").glob("*/*.json")) if name == "journal" else store.folder / name
    for times in (1, 2):
        file.write_bytes(b"{ a word \xff")
        assert store.journals("news/2026/bridge") == [] or name != "journal"
        store.note_rename("news/2026/old", "news/2026/bridge")
        store.write_journal("news/2026/bridge", "one", {"body": "typed"})
        store.prune()
        assert bodies(store) == {"one": "typed"}
        aside = sorted(store.folder.rglob("*.unreadable"))
        assert [one.read_bytes() for one in aside] == [b"{ a word \xff"] * times
        assert [one.name in str(said) for one, said in zip(aside, store.set_aside(), strict=True)] == [True] * times


def test_what_may_not_be_read_is_set_aside(store, monkeypatch):
    """As where another user has written it."""
    store.write_journal("news/2026/bridge", "one", {"body": "theirs"})
    read = Path.read_bytes

    def forbid(file):
        if file.suffix == ".json":
            raise PermissionError(13, "Permission denied")
        return read(file)

    monkeypatch.setattr(Path, "read_bytes", forbid)
    Store(store.content, store.folder).write_journal("news/2026/bridge", "one", {"body": "mine"}, 1)
    monkeypatch.undo()
    assert bodies(store) == {"one": "mine"}
    assert b"theirs" in next(store.folder.rglob("*.unreadable")).read_bytes()


def test_without_a_content_folder_every_write_is_refused_alike(store):
    """No file, and no new folder, is in the way of the one that comes back."""
    before, key = store.read(NAME), store.delete([NAME])
    store.content.rename(store.content.with_name("away"))
    changed = before.replace_body("y")
    for write in (
        lambda: store.save(NAME, changed, before.version),
        lambda: store.keep(NAME, changed),
        lambda: store.delete([NAME]),
        lambda: store.restore(key),
        lambda: store.note_rename("news/2026/bridge", "news/2026/arch"),
    ):
        with pytest.raises(StoreError, match="the folder content/ is not there: bring it back"):
            write()
    assert not store.content.exists()


def test_processes_that_write_the_same_file_wait_for_each_other(store):
    """Of saves that begin with the same bytes one alone succeeds, whichever process makes it: none is written over."""
    code = """if True:
        import os, sys
        from pathlib import Path
        from plugins.editing.document import Document
        from plugins.editor.files.store import Conflict, Store
        store, made = Store(Path(sys.argv[1]), Path(sys.argv[2])), 0
        while made < 8:
            before = store.read("news/2026/count.en.md")
            # Whoever writes what is there already has nothing to wait for: no two of these write the same.
            after = f"{int(before.raw.split()[0] if before.raw else 0) + 1} {os.getpid()}"
            try:
                store.save("news/2026/count.en.md", Document(after.encode()), before.version)
                made += 1
            except Conflict:
                pass
    """
    command = [sys.executable, "-c", code, os.fspath(store.content), os.fspath(store.folder)]
    processes = [subprocess.Popen(command, env={**os.environ, "PYTHONPATH": os.fspath(ROOT)}) for _ in range(3)]
    assert [process.wait(120) for process in processes] == [0, 0, 0]
    assert store.read("news/2026/count.en.md").raw.split()[0] == b"24"


def test_deleted_files_come_back(store):
    """A deletion can be undone, byte for byte, unless something has taken the file's place."""
    before = store.read(NAME).raw
    key = store.delete([NAME, NAME.replace(".md", ".basis")])
    assert not store.path(NAME).exists()
    assert store.restore(key) == [NAME]
    assert store.read(NAME).raw == before
    with pytest.raises(StoreError, match="no longer kept"):
        store.restore(key)
    key = store.delete([NAME])
    store.path(NAME).write_bytes(b"Title: Another\n\nx")
    with pytest.raises(StoreError, match="there again"):
        store.restore(key)


@given(st.lists(st.sampled_from(["delete", "restore", "lost", "written", "undelete"]), max_size=9))
def test_undoing_a_deletion_works_whatever_other_windows_have_done(tmp_path_factory, steps):
    """A story that was deleted in the editor can be brought back as it was deleted last: also where another window has
    brought it back, and it was deleted again, or lost by another program. One that is there stays as it is."""
    store = Store(tmp_path_factory.mktemp("site") / "content", tmp_path_factory.mktemp("kept"), ["en", "sr"])
    file = store.content / NAME
    file.parent.mkdir(parents=True)
    file.write_bytes(b"0")
    deleted = b""
    for number, step in enumerate([*steps, "undelete"], 1):
        before = file.read_bytes() if file.exists() else b""
        if step == "delete" and before:
            store.delete([NAME])
            deleted = before
        elif step == "restore" and not before and (listed := store.list_deletions()):
            store.restore(listed[0].key)
        elif step == "lost":
            file.unlink(missing_ok=True)
        elif step == "written":
            file.write_bytes(str(number).encode())
        elif step == "undelete" and (before or deleted):
            store.undelete("news/2026/bridge")
            assert file.read_bytes() == (before or deleted)
        elif step == "undelete":
            with pytest.raises(StoreError, match="no longer kept"):
                store.undelete("news/2026/bridge")


def test_old_versions_are_forgotten(store):
    """Versions and deleted stories are kept for 30 days, and until the next start after that."""
    before = store.read(NAME)
    store.save(NAME, before.replace_body("y"), before.version)
    store.prune(time.time() + 29 * 86400)
    assert len(store.versions(NAME)) == 1
    for _ in range(2):
        store.prune(time.time() + 31 * 86400)
    assert store.versions(NAME) == []


def test_a_clock_that_was_wrong_takes_no_version(store):
    """While the clock is years ahead nothing is forgotten for it, and afterwards all is there; a clock that is years
    behind hides nothing either, and unsaved work is offered under any."""
    before = store.read(NAME)
    second = store.save(NAME, before.replace_body("y"), before.version)
    store.write_journal("news/2026/bridge", "w", {"texts": {}})
    store.prune()
    for wrong in (5 * 365 * 86400, -20 * 365 * 86400):
        store.prune(time.time() + wrong)
        store.prune()
        assert len(store.versions(NAME)) == 1
        assert len(store.journals("news/2026/bridge")) == 1
    key = store.delete([NAME])
    store.prune(time.time() + 5 * 365 * 86400)
    assert store.restore(key) == [NAME]
    assert store.read(NAME) == second


@pytest.mark.parametrize(
    "name", ["../x.en.md", "news/../../x.en.md", "news/2026/x.md", "images/x.en.md", "news/x.en.txt"]
)
def test_only_texts_have_names(store, name):
    """A name that is not one of a text of the content folder is refused."""
    with pytest.raises(StoreError):
        store.save(name, Document(b"x"), "")


def test_a_link_to_itself_is_unreadable(store):
    """A name that leads round in a circle is reported like any file that cannot be read."""
    (store.content / "news/2026/round.en.md").symlink_to("round.en.md")
    with pytest.raises(StoreError, match="cannot be read"):
        store.read("news/2026/round.en.md")


def bodies(store, stem="news/2026/bridge"):
    """What the journals of a story have, by window."""
    return {entry.window: entry.state["body"] for entry in store.journals(stem)}


def test_a_request_that_comes_late_undoes_none_that_was_sent_after_it(store):
    """On a busy computer requests of one window overtake each other: what was sent last stays, also where the server
    was started again in between, and each window has numbers of its own."""
    stem = "news/2026/bridge"
    for number, text in ((5, "five"), (4, "four"), (7, "seven"), (6, "six")):
        store.write_journal(stem, "w", {"body": text}, number)
    store.drop_journal(stem, "w", 6)
    store.write_journal(stem, "other", {"body": "another window"}, 1)
    assert bodies(store) == {"w": "seven", "other": "another window"}
    again = Store(store.content, store.folder)
    again.write_journal(stem, "w", {"body": "six"}, 6)
    again.drop_journal(stem, "w", 5)
    assert bodies(again)["w"] == "seven"
    again.drop_journal(stem, "w", 8)
    again.write_journal(stem, "w", {"body": "seven"}, 7)
    assert "w" not in bodies(again)
    again.write_journal(stem, "w", {"body": "nine"}, 9)
    again.drop_journal(stem, "w")
    assert "w" not in bodies(again), "another window has taken it over"


def test_what_fails_is_not_counted_as_kept(store, monkeypatch):
    """Where the disk was full for what was sent last, what was sent before it is kept all the same when it comes."""

    def fail(_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fail)
        with pytest.raises(StoreError, match="No space"):
            store.write_journal("news/2026/bridge", "w", {"body": "two"}, 2)
    store.write_journal("news/2026/bridge", "w", {"body": "one"}, 1)
    assert bodies(store) == {"w": "one"}


def test_nothing_is_kept_where_the_site_was(store):
    """Where the site's folder is moved or renamed while the editor runs, a window hears that, instead of having its
    text kept where nobody looks; started there, the editor has all that was kept."""
    store.write_journal("news/2026/bridge", "w", {"body": "before"}, 1)
    home, moved = store.content.parent, store.content.parent.with_name("moved")
    home.rename(moved)
    with pytest.raises(StoreError, match="not where it was"):
        store.write_journal("news/2026/bridge", "w", {"body": "after"}, 2)
    assert not home.exists()
    assert bodies(Store(moved / "content", moved / ".editor")) == {"w": "before"}


def test_what_is_kept_while_a_story_gets_another_address_goes_with_it(store, monkeypatch):
    """A request that is under way when the story is renamed is kept under the new stem."""
    old, new = "news/2026/bridge", "news/2026/crossing"
    write = kept_work.write_atomically

    def rename_meanwhile(file, data, **options):
        write(file, data, **options)
        if "journal" in file.parts and store.path(NAME).exists():
            store.path(NAME).rename(store.content / f"{new}.en.md")
            store._turns.clear()
            monkeypatch.setattr(kept_work, "write_atomically", write)
            (store.folder / "renamed.json").write_text(f'{{"{old}": "{new}"}}', "utf-8")

    monkeypatch.setattr(kept_work, "write_atomically", rename_meanwhile)
    store.write_journal(old, "w", {"body": "typed"}, 3)
    assert (bodies(store, old), bodies(store, new)) == ({}, {"w": "typed"})
