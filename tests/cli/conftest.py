"""Sites for commands: a content folder for the editing tools, and checkouts that are published."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from plugins.cli.commands.publish import publish
from plugins.project.settings import settings_of
from tests.checkout import Checkout, linked_checkout
from tests.cli.publishing import SETTINGS, STORIES, write_story
from tests.editing.content_folder import ROOT, ContentFolder
from tests.snapshot import Snapshot


@pytest.fixture
def content_folder(tmp_path: Path) -> ContentFolder:
    """An empty content folder."""
    (tmp_path / "content").mkdir()
    return ContentFolder(tmp_path / "content", settings_of(str(ROOT / "pelicanconf.py")))


@contextmanager
def as_current_folder(place: Checkout) -> Iterator[Checkout]:
    """The checkout as the current folder; its settings, which Python imports by name, are unloaded afterwards."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place.folder)
        patch.syspath_prepend(place.folder)
        patch.delitem(sys.modules, "pelicanconf", raising=False)
        yield place
        sys.modules.pop("pelicanconf", None)


@pytest.fixture
def new_place(tmp_path: Path) -> Iterator[Checkout]:
    """A checkout with one story, from which nothing was published."""
    with as_current_folder(with_target(tmp_path / "site")) as place:
        yield place


@pytest.fixture(scope="session")
def published(
    made_once: Callable[[str, Callable[[Path], object]], Path], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Checkout, Snapshot]:
    """A checkout with some stories that was published once, and how it was then: what is kept of files is of their
    folder, in which it stays."""

    def fill(folder: Path) -> None:
        with as_current_folder(with_target(folder / "site")) as place:
            for number in range(STORIES):
                write_story(place, f"bridge-{number}", f"Text {number} of the first day.")
            assert publish() == 0

    folder = tmp_path_factory.mktemp("published")
    copy = Checkout(made_once("published", fill) / "site").copied(folder / "site")
    with as_current_folder(copy):
        assert publish() == 0
    return copy, Snapshot(copy.folder, folder / "before")


@pytest.fixture
def place(published: tuple[Checkout, Snapshot]) -> Iterator[Checkout]:
    """A checkout with some stories that was published once."""
    checkout, before = published
    before.restore()
    with as_current_folder(checkout) as place:
        yield place


def with_target(folder: Path) -> Checkout:
    """A checkout with one story and a folder as its target."""
    made = linked_checkout(folder, stories=1)
    (folder / "publishconf.py").write_text(SETTINGS, "utf-8")
    return made
