"""The moment is an input: whatever the content and whenever a site is published, readers have what is due then."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st

from plugins.project.build import CACHE
from plugins.project.publish import PublishOptions, publish_site
from plugins.project.publish_events import Done, Event, Outcome
from plugins.project.settings import PUBLISH_SETTINGS
from plugins.project.up_to_date import record_file
from plugins.system.digests import read_sealed
from tests.checkout import Checkout, linked_checkout
from tests.loops import times
from tests.needs import need
from tests.small_site import ROOT, SmallSite

# Each example is several publishes.
EXAMPLES = times(6, 300)
ZONES = ("Europe/Belgrade", "America/New_York", "Australia/Lord_Howe", "Pacific/Kiritimati", "Asia/Kathmandu")
# Both changes of the clocks, the ends of a month and of a year, and a day that few years have.
AROUND = (
    dt.datetime(2026, 3, 29, 2, 30), dt.datetime(2026, 10, 25, 2, 30), dt.datetime(2026, 11, 1, 1, 30),
    dt.datetime(2026, 12, 31, 23, 30), dt.datetime(2028, 2, 29, 23, 30), dt.datetime(2027, 4, 30, 23, 30),
)  # fmt: skip
HOUR = dt.timedelta(hours=1)
# What is due lies within so many half hours around a moment.
HALF_HOURS = st.integers(-100, 100)
EVENTS: dict[str, Callable[[dt.datetime], dict[str, str]]] = {
    "none": lambda _: {},
    "an hour": lambda start: {"event-start": f"{start:%F %R}", "event-end": f"{start + HOUR:%F %R}"},
    "days": lambda start: {"event-start": f"{start:%F}", "event-end": f"{start + 48 * HOUR:%F}"},
    "no end": lambda start: {"event-start": f"{start:%F %R}"},
}
STORIES = st.tuples(HALF_HOURS, st.sampled_from(sorted(EVENTS)), HALF_HOURS, st.sampled_from(["", "held", "corrected"]))
# So many seconds from the moment at which the site changes by itself, or some half hours later.
STEPS = st.one_of(
    st.sampled_from([-1, 0]).map(lambda off: ("timer", off)), st.tuples(st.just("later"), st.integers(1, 60))
)


@contextmanager
def at(place: Checkout, moment: float) -> Iterator[None]:
    """The checkout as the current folder, at a moment that is given."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place.folder)
        patch.syspath_prepend(place.folder)
        patch.delitem(sys.modules, "pelicanconf", raising=False)
        patch.setenv("SOURCE_DATE_EPOCH", str(int(moment)))
        yield
        sys.modules.pop("pelicanconf", None)


def publish(place: Checkout, moment: float) -> tuple[Done, dict[str, bytes]]:
    """Publish as a timer does; the end, and what readers have then."""
    events: list[Event] = []
    with at(place, moment):
        last = publish_site(PublishOptions(check_site=False, is_timed=True), events.append)
    assert isinstance(last, Done), [str(one) for one in events]
    return last, SmallSite.files_of(place.folder / "published" / "current" / "site")


def changes_at(place: Checkout) -> float | None:
    """When the site that was built last changes by itself; None where a story is held back, and nothing is recorded."""
    file = record_file(place.folder / CACHE, PUBLISH_SETTINGS)
    return float(json.loads(read_sealed(file))["until"]) if file.is_file() else None


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a checkout that has drawn what every site draws, and no story."""
    folder = tmp_path_factory.mktemp("moments")
    place = linked_checkout(folder / "empty", stories=0)
    shutil.copyfile(ROOT / "publishconf.py", place.folder / "publishconf.py")
    publish(place, AROUND[0].timestamp())
    return folder


def fresh(places: Path, name: str, content: Path | None, settings_lines: str) -> Checkout:
    """A checkout in which nothing was built, with some content."""
    folder = places / name
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(places / "empty", folder, symlinks=True, ignore=shutil.ignore_patterns("published", "output", ".*"))
    shutil.copytree(places / "empty" / ".cache" / "pictures", folder / ".cache" / "pictures")
    if content:
        shutil.copytree(content, folder / "content", dirs_exist_ok=True)
    with (folder / "pelicanconf.py").open("a", encoding="utf-8") as file:
        file.write(f"NOW = None\n{settings_lines}")
    return Checkout(folder)


def write_stories(site: SmallSite, around: dt.datetime, stories: list[tuple[Any, ...]]) -> None:
    """Stories that come, and invite to events, around a moment on the clocks of the site's zone."""
    for number, (comes, kind, starts, state) in enumerate(stories):
        date = around + comes * HOUR / 2
        fields = {"date": f"{date:%F %R}", "category": "local", "sdgs": "4"}
        fields |= EVENTS[kind](around + starts * HOUR / 2)
        if state == "held":
            # What is held back is no part of the site: its moments are none of the site's.
            fields = {"date": "2026-01-01", "category": "local"}
        if state == "corrected":
            fields |= {"modified": f"{date + 2 * HOUR:%F %R}", "correction": "The number was 12."}
        site.article(f"story-{number}", body="See [it](gone.en.md).\n" if state == "held" else None, **fields)
        if number % 2:
            site.article(f"story-{number}", "sr")


@pytest.mark.long
# To shrink and explain an example takes minutes.
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(
    zone=st.sampled_from(ZONES),
    around=st.sampled_from(AROUND),
    stories=st.lists(STORIES, min_size=1, max_size=4),
    begins=HALF_HOURS,
    steps=st.lists(STEPS, min_size=2, max_size=4),
)
def test_readers_have_what_is_due(
    places: Path, zone: str, around: dt.datetime, stories: list[tuple[Any, ...]], begins: int,
    steps: list[tuple[str, int]],
) -> None:  # fmt: skip
    """Whenever a site is published, it passes its audit and has the bytes of a site that is built from nothing then; it
    stays as it is until the moment that the build has named, and is another one at that moment."""
    lines = f"TIMEZONE = {zone!r}\n"
    place = fresh(places, "site", None, lines)
    write_stories(place.site, around, stories)
    moment = around.replace(tzinfo=dt.UTC).timestamp() + begins * 1800
    _, shown = publish(place, moment)
    for kind, number in steps:
        until, before = changes_at(place), moment
        is_timer = kind == "timer" and until is not None and moment < until + number < moment + 60 * 86_400
        assert until is None or until > moment
        moment = until + number if is_timer and until else moment + 1800 * abs(number)
        done, found = publish(place, moment)
        _, expected = publish(fresh(places, "clean", place.site.content, lines), moment)
        assert [name for name in {*found, *expected} if found.get(name) != expected.get(name)] == []
        if is_timer:
            event(f"{number} s from the change")
            assert (found == shown, done.outcome is Outcome.UNCHANGED) == (number < 0, number < 0)
        elif until is not None and before < moment < until:
            assert found == shown
        shown = found


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """A checkout with the content that the repository ships, in its light form."""
    place = linked_checkout(tmp_path_factory.mktemp("shipped") / "site", "NOW = None\n", stories=0)
    shutil.copyfile(ROOT / "publishconf.py", place.folder / "publishconf.py")
    shutil.copytree(ROOT / "content", place.site.content, dirs_exist_ok=True)
    return place


@pytest.mark.only_long
def test_the_shipped_site_is_published_on_any_day(shipped: Checkout) -> None:
    """By a clock that is given: around the end of its event, around a new year, and on a day that few years have; and
    by processes for which the clock of the computer is another."""
    days = ("2026-12-03T10:30", "2026-12-03T12:30", "2026-12-31T22:30", "2027-01-01T00:00", "2028-02-29T12:00")
    page = "news/media-advisory-open-data-workshop/index.html"
    over = []
    for day in days:
        _, found = publish(shipped, dt.datetime.fromisoformat(f"{day}+00:00").timestamp())
        over.append(b"event-over" in found["events/index.html"] and b"The event is over" in found[page])
        assert b"event.ics" in found[page]
    assert over == [False, True, True, True, True]
    clock = {"LD_PRELOAD": need("libfaketime"), "FAKETIME": "@2029-12-07 12:00:00", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
    place = Checkout(shipped.folder, clock)
    for command, words in (("publish", "has this site already"), ("rollback", "is back at release")):
        process = place.start(f"from plugins.cli.commands.publish import *; raise SystemExit({command}())")
        printed, _ = process.communicate()
        assert (process.returncode, words in printed) == (0, True), printed
