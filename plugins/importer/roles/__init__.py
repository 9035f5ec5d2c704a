"""What each line of a page is, decided over the whole page by weighted votes.

A rule gives a unit votes for roles, with reasons, and reads of other units only what earlier steps found: of the line
alone (`line_votes`), beside others (`neighbour_votes`), and, with its language and its translation known, of its place
and the other text (`place_votes`). `decoder` finds the titles and roles that all lines together speak for, so that each
decision has a margin. `features` are what rules ask of a line."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from plugins.importer.document import Document
from plugins.importer.metadata.goals import GoalReader
from plugins.importer.metadata.line_reader import LineReader
from plugins.importer.reasons import Reason
from plugins.importer.roles.decoder import Overrides, TitleChoice, decode
from plugins.importer.roles.features import set_zones
from plugins.importer.roles.line_votes import LineVotes
from plugins.importer.roles.neighbour_votes import NeighbourVotes
from plugins.importer.roles.place_votes import PlaceVotes
from plugins.importer.units import Unit

__all__ = ["Overrides", "RoleResolver", "TitleChoice"]


class RoleResolver:
    """Decides the roles of the units of one page."""

    def __init__(self, line_reader: LineReader, goals: GoalReader) -> None:
        self.lines = LineVotes(line_reader, goals)
        self.neighbours = NeighbourVotes(line_reader, goals)
        self.places = PlaceVotes(line_reader)

    def vote(self, units: Sequence[Unit], document: Document, boilerplate: Mapping[int, Reason]) -> None:
        """Give every unit the votes that it has before languages are known; `boilerplate` are reasons by the places of
        blocks."""
        self.lines.vote(units, document, boilerplate)
        self.neighbours.vote(units, document.sent)
        for unit in units:
            unit.weigh()

    def resolve(
        self,
        units: Sequence[Unit],
        own: Sequence[str],
        habit: str,
        overrides: Overrides,
        titled: Collection[str] = (),
        saved: bool = False,
    ) -> dict[str, TitleChoice]:
        """Give every unit its role and margin; returns each language's title, see `decoder.decode`."""
        set_zones(units, own, habit)
        self.places.vote(units, own, habit, saved)
        return decode(units, own, overrides, titled, saved)
