"""Three-way merges."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.editor.files.merging import Merge, merge

LINES = st.lists(st.sampled_from(["a", "b", "c", "d", ""]), max_size=8).map("\n".join)


@pytest.mark.parametrize(
    ("base", "own", "other", "merged", "conflicts"),
    [
        ("a\nb\nc", "A\nb\nc", "a\nb\nC", "A\nb\nC", 0),
        ("a\nb\nc", "a\nb\nc\nd", "z\na\nb\nc", "z\na\nb\nc\nd", 0),
        ("a\nb\nc", "a\nc", "a\nb\nC", "a\nc\n\nb\nC", 1),
        ("a\nb\nc", "a\nc", "a\nX\nc", "a\nX\nc", 1),
        ("a\nb\nc", "a\nX\nc", "a\nc", "a\nX\nc", 1),
        ("a\nb\nc", "a\nX\nc", "a\nY\nc", "a\nX\n\nY\nc", 1),
        ("a", "a", "b", "b", 0),
        ("a\nb", "a\nX", "a\nX", "a\nX", 0),
    ],
)
def test_what_one_side_changed_is_taken(base, own, other, merged, conflicts):
    """Changes of one side are taken; where both changed the same lines, both are kept, one's own first."""
    found = merge(base, own, other)
    assert (found.text, found.conflicts) == (merged, conflicts)


@given(LINES, LINES)
def test_a_side_that_changed_nothing_has_no_say(base, other):
    """Where only one side changed, or both alike, that text is the outcome."""
    for own, theirs in ((base, other), (other, base), (other, other)):
        assert merge(base, own, theirs) == Merge(other, 0)


@given(LINES, LINES, LINES)
def test_no_line_of_a_conflict_is_lost(base, own, other):
    """Every line that one side wrote anew is in the outcome."""
    found = merge(base, own, other).text.split("\n")
    for side in (own, other):
        for line in set(side.split("\n")) - set(base.split("\n")):
            assert line in found
