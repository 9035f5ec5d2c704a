"""The lines of a publish that another program reads, and what a computer remembers of the releases that it made."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from plugins.diagnostics import Diagnostic, Message, Place
from plugins.project.publish_events import Event, from_line, to_line
from plugins.project.publish_record import KEPT, PublishRecord, live_state, read_record, write_record

WORDS = st.text(st.characters(exclude_categories=["Cs"]))
# A finding without a place to compare has no other; a fix and the traceback are not for readers of the lines.
FINDINGS = st.builds(
    Diagnostic,
    path=WORDS,
    line=st.integers(0),
    column=st.integers(1),
    message=WORDS | st.builds(lambda word: Message("no {word}", word=word), WORDS),
    code=WORDS,
    other=st.none() | st.builds(Place, WORDS.filter(bool), st.integers(0)),
)
OTHERS = st.one_of(st.from_type(kind) for kind in get_args(Event) if kind is not Diagnostic)


@given(st.tuples(FINDINGS, OTHERS).filter(lambda events: "nan" not in repr(events)))
def test_an_event_comes_back_whole(events: tuple[Event, ...]) -> None:
    """Whatever an event holds, its line is one line and gives all of it again."""
    for event in events:
        line = to_line(event)
        assert len(line.splitlines()) == 1
        assert vars(from_line(line)) == vars(event)


def test_the_newest_releases_are_remembered_whatever_the_order(tmp_path: Path) -> None:
    """Stories of the newest releases are known again where a rollback makes one live, those of the oldest are not."""
    names = [f"{number:06}" for number in range(KEPT + 5)]
    moment = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
    in_any_order = random.Random(1).sample(names, len(names))
    for name in [*in_any_order, names[-1]]:
        write_record(tmp_path, PublishRecord("here", "", "", name, moment, {"news/bridge": name}))
    known = {}
    for name in names:
        write_record(tmp_path, PublishRecord("here", "", "", name, moment))
        record = read_record(tmp_path, "here")
        assert record is not None
        assert record.release == name
        known[name] = live_state(record, "news/bridge", name)
    assert known == dict.fromkeys(names[:5], "") | dict.fromkeys(names[5:], "same")
