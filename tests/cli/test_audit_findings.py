"""What the audit finds holds the story that it is about, and stops no other: the planted faults of all its checks."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from plugins.project import publish as publishing_of_site
from plugins.project.build import SiteReading
from plugins.project.events import Built, Failed
from plugins.project.publish import PublishOptions, publish_site
from plugins.project.publish_events import Done, Event, Held
from tests.audit.audit_site.editions import BASE
from tests.audit.audit_site.mutations import MUTATIONS, Mutation
from tests.audit.audit_site.site import write_site
from tests.checkout import Checkout, linked_checkout
from tests.cli.conftest import as_current_folder
from tests.cli.publishing import SETTINGS
from tests.snapshot import Snapshot

FAULTY = "A text that makes the build go wrong."
STORIES = ("story-1", "story-2", "story-3")
SEEN = Path("published/current/site/seen")


class Builder:
    """In the place of a build: writes the correct site of the audit's tests, and the text of each story; plants a fault
    where the content has a text that is to have it, or everywhere."""

    def __init__(self) -> None:
        self.mutation: Mutation | None = None
        self.is_of_site = False

    def __call__(self, settings_file: str, emit: Any, *, locked: bool, reading: SiteReading) -> Built:
        """Build."""
        output = Path("output")
        shutil.rmtree(output, ignore_errors=True)
        write_site(output)
        bodies = {pair.slug: pair.main_text.source.body for pair in reading.build.library.news}
        for slug, body in bodies.items():
            (output / "seen").mkdir(exist_ok=True)
            (output / "seen" / f"{slug}.txt").write_text(body, "utf-8")
        if self.mutation and (self.is_of_site or any(FAULTY in body for body in bodies.values())):
            self.mutation.plant(output)
        return Built(1, 1, 0.0)


def publish(*names: str) -> tuple[Done | Failed, dict[str, bool], list[Event]]:
    """Publish; the last event, the stories that are held back, and all events."""
    events: list[Event] = []
    last = publish_site(PublishOptions(names), events.append)
    return last, {one.stem.rpartition("/")[2]: one.is_kept for one in events if isinstance(one, Held)}, events


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Checkout, Snapshot, Builder]]:
    """A site that was published once, with the builder that built it, in the current folder."""
    folder = tmp_path_factory.mktemp("findings")
    place = linked_checkout(folder / "site", f"SITEURL = {BASE!r}\n", stories=0, has_derived=True)
    (place.folder / "publishconf.py").write_text(SETTINGS + f"SITEURL = {BASE!r}\n", "utf-8")
    builder = Builder()
    with as_current_folder(place), pytest.MonkeyPatch.context() as patch:
        patch.setattr(publishing_of_site, "build_site", builder)
        for story in STORIES:
            place.site.article(story, category="local", date="2026-04-01", body="The first day.")
        # Some faults are the address of a draft.
        place.site.article("secret-plan", category="local", date="2026-04-01", status="draft")
        last, _, _ = publish()
        assert isinstance(last, Done), last
        yield place, Snapshot(place.folder, folder / "before"), builder


@pytest.fixture
def site(built: tuple[Checkout, Snapshot, Builder]) -> tuple[Checkout, Builder]:
    """The site as it was after its first publish."""
    place, before, builder = built
    before.restore()
    builder.mutation, builder.is_of_site = None, False
    return place, builder


def write(place: Checkout, faulty: str) -> None:
    """All stories with new texts, of which one makes the build go wrong."""
    for story in STORIES:
        body = FAULTY if story == faulty else "The second day."
        place.site.article(story, category="local", date="2026-04-01", body=body)


def readers_have() -> dict[str, str]:
    """The texts that readers have, by their stories."""
    return {file.stem: file.read_text("utf-8").strip() for file in SEEN.iterdir()}


@pytest.mark.parametrize("number", range(len(MUTATIONS)), ids=lambda number: f"{MUTATIONS[number].check}-{number}")
def test_a_fault_holds_the_story_that_makes_it(site: tuple[Checkout, Builder], number: int) -> None:
    """Whichever story makes whichever fault, in whichever file: it is held, said with the fault and with what to do,
    and all others go out, alone too; a fault that no text makes stops everything, and says what to do. With and
    without a cache."""
    place, builder = site
    builder.mutation = MUTATIONS[number]
    faulty = STORIES[number % len(STORIES)]
    if number % 2:
        shutil.rmtree(".cache")
    write(place, faulty)
    alone = STORIES[(number + 1) % len(STORIES)]
    expected = dict.fromkeys(STORIES, "The first day.")

    if number % 4 > 1:
        last, held, _ = publish(alone)
        assert isinstance(last, Done), last
        assert held == {}
        expected[alone] = "The second day."
        assert readers_have() == expected
        last, _, _ = publish(faulty)
        assert isinstance(last, Failed)
        assert "correct what the audit found" in str(last)
    last, held, events = publish()
    assert isinstance(last, Done), last
    assert held == {faulty: True}
    expected |= {story: "The second day." for story in STORIES if story != faulty}
    assert readers_have() == expected
    (said,) = (event.message for event in events if isinstance(event, Held))
    assert "stays as readers have it" in said
    assert "send this line to the maintainer" in said

    builder.is_of_site = True
    write(place, "")
    last, held, _ = publish()
    assert isinstance(last, Failed)
    assert held == {}
    assert "send all that stands here to the maintainer" in str(last)
    assert readers_have() == expected
