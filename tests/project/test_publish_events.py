"""The lines of a publish that another program reads."""

from __future__ import annotations

from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from plugins.diagnostics import Diagnostic, Message, Place
from plugins.project.publish_events import Event, from_line, to_line

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
