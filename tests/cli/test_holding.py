"""A story with errors is held back, and stops no other: readers keep what they have of it, and get all else."""

from __future__ import annotations

import random
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from plugins.project.publish import PublishOptions, publish_site
from plugins.project.publish_events import Done, Event, Failed, Held, Outcome
from tests.checkout import Checkout, checkout

SETTINGS = 'from pelicanconf import *\nTARGETS = {"here": {"kind": "folder", "path": "published", "wait_seconds": 0}}\n'
SITE = Path("published/current/site")
STORIES = 6
FAULTS = ["It opened on 30 February.", "See [the road](gone.en.md).", "![A bridge](gone.jpg)", "D\u0435ca it is."]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Checkout]:
    """A checkout as the current folder, published once."""
    made = checkout(tmp_path / "site", stories=1)
    (made.folder / "publishconf.py").write_text(SETTINGS, "utf-8")
    monkeypatch.chdir(made.folder)
    monkeypatch.syspath_prepend(made.folder)
    monkeypatch.delitem(sys.modules, "pelicanconf", raising=False)
    for number in range(STORIES):
        write(made, f"bridge-{number}", f"Text {number} of the first day.")
    yield made
    sys.modules.pop("pelicanconf", None)


def write(place: Checkout, name: str, body: str) -> None:
    """Write a story."""
    place.site.article(name, category="local", date="2026-04-01", body=body)


def publish(dry_run: bool = False) -> tuple[Done | Failed, dict[str, bool]]:
    """Publish; the last event, and the stories that are held back."""
    events: list[Event] = []
    last = publish_site(PublishOptions(dry_run=dry_run), events.append)
    return last, {one.stem: one.is_kept for one in events if isinstance(one, Held)}


def page(name: str) -> str:
    """The page that readers have of a story; "" for none."""
    file = SITE / "news" / name / "index.html"
    return file.read_text("utf-8") if file.is_file() else ""


@pytest.mark.parametrize("seed", [1, 2])
def test_random_faults_in_random_stories_hold_these_and_no_other(place: Checkout, seed: int) -> None:
    """Each page of a held story is that of the last release, each other page is new, and each held story is said, also
    before, and in a copy of the site that has no cache."""
    chance = random.Random(seed)
    last, _ = publish()
    assert isinstance(last, Done), last
    broken = set(chance.sample(range(STORIES), chance.randint(1, 3)))
    for number in range(STORIES):
        fault = f"\n\n{chance.choice(FAULTS)}" if number in broken else "\n\nTwo  spaces hold nothing."
        write(place, f"bridge-{number}", f"Text {number} of the second day.{fault}")
    write(place, "new-and-wrong", f"Never seen.\n\n{chance.choice(FAULTS)}")
    write(place, "new-and-right", "Seen at once.")
    held = {f"news/2026/bridge-{number}": True for number in broken} | {"news/2026/new-and-wrong": False}

    planned, said = publish(dry_run=True)
    assert isinstance(planned, Done)
    assert said == held
    last, said = publish()
    assert isinstance(last, Done), last
    assert last.outcome is Outcome.PUBLISHED
    assert said == held
    for number in range(STORIES):
        day = "first" if number in broken else "second"
        assert f"Text {number} of the {day} day." in page(f"bridge-{number}")
    assert "Seen at once." in page("new-and-right")
    assert page("new-and-wrong") == ""
    # What is held once stays held until it is corrected, also in a fresh clone of the site.
    for folder in (".cache", "output", ".editor", ".publishing"):
        shutil.rmtree(folder, ignore_errors=True)
    write(place, "new-and-right", "Seen again.")
    last, _ = publish()
    assert isinstance(last, Done)
    assert "Seen again." in page("new-and-right")
    assert all(f"Text {number} of the first day." in page(f"bridge-{number}") for number in broken)


def test_a_draft_and_its_sources_stay_here(place: Checkout) -> None:
    """No draft is among the sources that a release keeps, and a story that links to a held one is built as before."""
    place.site.article("idea", category="local", date="2026-04-01", body="Secret.", status="draft")
    write(place, "bridge-0", "Text 0. See [the other](bridge-1.en.md).")
    assert isinstance(publish()[0], Done)
    write(place, "bridge-1", "It opened on 30 February.")
    assert isinstance(publish()[0], Done)
    assert "Text 1 of the first day." in page("bridge-1")
    assert "/news/bridge-1/" in page("bridge-0")
    kept = "".join(file.read_text("utf-8") for file in Path("published/current/sources").rglob("*.md"))
    assert "Secret." not in kept
    assert "Text 1 of the first day." in kept


def test_what_is_no_error_of_a_story_stops_a_publish(place: Checkout) -> None:
    """An error that no story can be held for, as in the glossary, stops the publish as before."""
    assert isinstance(publish()[0], Done)
    (place.site.content / "glossary.txt").write_text("= nothing\nword\n", "utf-8")
    before = page("bridge-0")
    write(place, "bridge-0", "Another text.")
    assert isinstance(publish()[0], Failed)
    assert page("bridge-0") == before
