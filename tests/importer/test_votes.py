"""Votes for the roles of lines: their order does not matter, and what is in doubt leans."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from plugins.importer.document import Block, Run
from plugins.importer.reasons import Reason
from plugins.importer.units import KEPT, NOT_TEXT, Unit, Vote
from plugins.importer.weights import LEAN

ROLES = ("title", "kicker", *sorted(KEPT - {"rule"}), *NOT_TEXT)
WEIGHTS = st.integers(-60, 60).map(lambda number: number / 4)
VOTES = st.lists(st.builds(Vote, st.sampled_from(ROLES), WEIGHTS, st.sampled_from(Reason)), max_size=12)
LEANING = st.lists(
    st.builds(Vote, st.sampled_from(NOT_TEXT), WEIGHTS, st.sampled_from(Reason), st.just(True)), max_size=4
)


def weighed(votes: list[Vote]) -> Unit:
    """A line with these votes."""
    unit = Unit("1", Block("paragraph", (Run("A line"),)), votes=list(votes))
    unit.weigh()
    return unit


@given(VOTES, LEANING, st.data())
def test_order_of_votes_does_not_matter(votes: list[Vote], leaning: list[Vote], data: st.DataObject) -> None:
    """Whichever rule is asked first, the sums and the role that is certain are the same."""
    first = weighed(votes + leaning)
    other = weighed(data.draw(st.permutations(votes + leaning)))
    assert [first.strength(role) for role in ROLES] == [other.strength(role) for role in ROLES]
    assert first.certain_role() == other.certain_role()


@given(VOTES)
def test_vote_counts_only_when_weighed(votes: list[Vote]) -> None:
    """A rule reads what was found before, not what the rules beside it have just said."""
    unit = weighed(votes)
    before = [unit.strength(role) for role in ROLES]
    unit.vote("body", 3.0, Reason.TEXT)
    unit.lean(3.0, Reason.LONE)
    assert [unit.strength(role) for role in ROLES] == before


@given(VOTES, st.sampled_from((LEAN, -LEAN)))
def test_line_that_leans_is_that_much_likelier_out_than_kept(votes: list[Vote], leans: float) -> None:
    """Unless more speaks for leaving it out, whatever speaks for keeping it."""
    kept = [vote for vote in votes if vote.role != "clutter"]
    unit = weighed([*kept, Vote("clutter", leans, Reason.LONE, leans=True)])
    strongest = max(max(weighed(kept).strength(role) for role in KEPT), 0.0)
    assert unit.strength("clutter") == max(strongest + leans, 0.0)
