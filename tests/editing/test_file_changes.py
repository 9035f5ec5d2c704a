"""Changes of several files that are made as a whole, whenever they are interrupted, and by whatever a command does."""

from __future__ import annotations

import contextlib
import itertools
import os
import threading

import pytest

from plugins.editing.renaming import plan_renaming
from plugins.editing.translation import accept_translation, start_translation
from plugins.editor.files.store import Store, StoreError
from plugins.importer.writers import files
from plugins.system import file_changes
from plugins.system.file_changes import LOCK, NOTE, FilesChange, complete_change, make_change, replace_files, writing
from plugins.system.file_lock import file_lock
from plugins.system.kept_work import FOLDER
from tests.editing.content_folder import NOW
from tests.editing.test_renaming import ENGLISH, NEW_ENGLISH, files_in, pair
from tests.importer.harness import import_bytes


class Killed(BaseException):
    """The process ended at this moment."""


class Steps:
    """Lets some steps of writing, renaming and deleting files be done, each with a moment before and one after it."""

    def __init__(self, monkeypatch, left: int, cause: type[BaseException]) -> None:
        self.left, self.cause = left, cause
        monkeypatch.setattr(file_changes, "write_atomically", self.limit(file_changes.write_atomically))
        monkeypatch.setattr(os, "replace", self.limit(os.replace))

    def limit(self, work):
        """The same function, interrupted where no step is left."""

        def run(*arguments, **options):
            self.go_on()
            work(*arguments, **options)
            self.go_on()

        return run

    def go_on(self) -> None:
        """Come to the next moment; only one is the last."""
        self.left -= 1
        if self.left == -1:
            raise self.cause(5, "Input/output error")


def rename(folder):
    """Give the story of the folder another name, in links too."""
    make_change(folder.run(plan_renaming, "bridge", "new-bridge"), folder.content)


def bring_in(folder):
    """Import a page in two languages."""
    page = "The river is clean\n\nWe have cleaned the river.\n\nReka je čista\n\nOčistili smo reku i njene obale.\n"
    import_bytes(page.encode(), folder.content.parent, date="2026-03-01", category="local")


def delete(folder):
    """Delete a story with all its files."""
    store_of(folder).delete([ENGLISH, "news/2026/bridge.sr.md", "news/2026/bridge.sr.basis"])


def translate(folder):
    """Begin a translation, with the snapshot of its source."""
    folder.run(start_translation, "alone", to="sr")


def store_of(folder):
    """The editor's store of a content folder."""
    return Store(folder.content, folder.content.parent / FOLDER, ("en", "sr"))


@pytest.mark.parametrize("cause", [Killed, OSError])
@pytest.mark.parametrize("change", [rename, bring_in, delete, translate])
def test_a_change_that_is_interrupted_is_completed_or_undone(content_folder, monkeypatch, cause, change):
    """Whenever the process is killed, whoever reads the content next has all of the change or nothing of it; where a
    file cannot be written or renamed, nothing has changed."""
    pair(content_folder, "See [the Serbian text](bridge.sr.md).\n")
    content_folder.write("news/2026/road.en.md", "Title: A road\nDate: 2026-01-01\n\n[Bridge](bridge.en.md)\n")
    content_folder.write("news/2026/road.sr.md", "Title: Put\n\n[Most](bridge.sr.md)\n")
    content_folder.write("news/2026/alone.en.md", "Title: Alone\nDate: 2026-01-01\n\nIn English.\n")
    content_folder.run(accept_translation, "road")
    # An import records when it was; it is the same each time.
    monkeypatch.setattr(files, "read_time", lambda: NOW)
    before, found = files_in(content_folder), []
    for step in itertools.count():
        with monkeypatch.context() as patch:
            steps = Steps(patch, step, cause)
            with contextlib.suppress(cause, StoreError):
                change(content_folder)
        if steps.left >= 0:
            break
        content_folder.library()
        found.append(files_in(content_folder))
        assert not (content_folder.content.parent / FOLDER / NOTE).exists()
        for name in found[-1]:
            (content_folder.content / name).unlink()
        for name, raw in before.items():
            content_folder.write(name, raw.decode())
    after = files_in(content_folder)
    assert after != before
    assert len(found) > 3
    assert all(one == before or (cause is Killed and one == after) for one in found)


def test_a_change_that_goes_on_leaves_what_was_written_meanwhile(content_folder, monkeypatch):
    """A text that another program has written since keeps every byte of it, and so does a file that was not there."""
    pair(content_folder)
    with monkeypatch.context() as patch:
        patch.setattr(FilesChange, "carry_out", lambda *_: (_ for _ in ()).throw(Killed))
        with pytest.raises(Killed):
            rename(content_folder)
    content_folder.write(ENGLISH, "Title: Another\n\nMeanwhile.\n")
    complete_change(content_folder.content)
    names = {file.name for file in (content_folder.content / "news/2026").iterdir()}
    assert names == {"new-bridge.en.md", "new-bridge.sr.md", "new-bridge.sr.basis"}
    assert (content_folder.content / NEW_ENGLISH).read_text("utf-8") == "Title: Another\n\nMeanwhile.\n"
    with monkeypatch.context() as patch:
        patch.setattr(FilesChange, "carry_out", lambda *_: (_ for _ in ()).throw(Killed))
        with pytest.raises(Killed):
            replace_files(content_folder.content, {"news/2026/a.en.md": b"New.", "news/2026/b.en.md": b"New too."})
    content_folder.write("news/2026/a.en.md", "Meanwhile.")
    complete_change(content_folder.content)
    found = files_in(content_folder)
    assert (found["news/2026/a.en.md"], found["news/2026/b.en.md"]) == (b"Meanwhile.", b"New too.")


def test_who_reads_the_content_meanwhile_waits_for_the_change(content_folder, monkeypatch):
    """Another process that reads the content while several files are written sees all of them, and writes nothing over
    what was saved after them."""
    first, go_on, read = threading.Event(), threading.Event(), []
    write = file_changes.write_atomically

    def write_slowly(file, data, **options):
        write(file, data, **options)
        if file.suffix == ".md":
            first.set()
            assert go_on.wait(60)

    monkeypatch.setattr(file_changes, "write_atomically", write_slowly)
    files = {f"news/2026/many.{code}.md": f"Title: {code}\n\nText.\n".encode() for code in ("en", "sr")}
    writing = threading.Thread(target=replace_files, args=(content_folder.content, files))
    reading = threading.Thread(target=lambda: read.append(content_folder.library()))
    writing.start()
    assert first.wait(60)
    reading.start()
    go_on.set()
    writing.join()
    reading.join()
    assert files.keys() <= read[0].by_name.keys()


def test_each_writer_of_a_process_holds_the_lock(tmp_path):
    """The second as the first, so that another program waits for it too."""
    for _ in range(2):
        with writing(tmp_path / "content"), file_lock(tmp_path / FOLDER / LOCK, 0) as is_free:
            assert not is_free
