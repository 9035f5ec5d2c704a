"""The order of the rules."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping, Sequence

from plugins.importer import weights as w
from plugins.importer.document import Document
from plugins.importer.metadata.goals import GoalReader
from plugins.importer.metadata.line_reader import LineReader
from plugins.importer.roles.both_texts import agree, vote_for_translated
from plugins.importer.roles.line_votes import LineVotes
from plugins.importer.roles.message_votes import MessageVotes
from plugins.importer.roles.neighbour_votes import NeighbourVotes
from plugins.importer.roles.place_votes import PlaceVotes, zones_of
from plugins.importer.roles.second_extraction import vote_lines_not_kept
from plugins.importer.roles.titles import (
    Overrides,
    TitleChoice,
    choose_titles,
    is_lone_kicker,
    search_title,
    settle,
)
from plugins.importer.units import NOT_TEXT, Unit


class RoleResolver:
    """Decides the roles of the units of one page."""

    def __init__(self, line_reader: LineReader, goals: GoalReader) -> None:
        self.lines = LineVotes(line_reader, goals)
        self.neighbours = NeighbourVotes(line_reader, goals)
        self.messages = MessageVotes(line_reader)
        self.places = PlaceVotes(line_reader)

    def vote(self, units: Sequence[Unit], document: Document, boilerplate: Mapping[int, str]) -> None:
        """Give every unit the votes that it has before languages are known; `boilerplate` are reasons by the places of
        blocks."""
        self.lines.vote(units, document, boilerplate)
        self.neighbours.vote(units)
        self.messages.vote(units, document.sent)
        self.messages.vote_contacts(units)
        vote_lines_not_kept(units)

    def resolve(
        self,
        units: Sequence[Unit],
        own: Sequence[str],
        habit: str,
        overrides: Overrides,
        titled: Collection[str] = (),
        saved: bool = False,
    ) -> dict[str, TitleChoice]:
        """Give every unit its role and margin; returns each language's title. The titles of the languages in `titled`
        are known already, and no line is one; `saved` says that the page is one of a site."""
        zones = zones_of(units, habit)
        if (
            saved
            and sum(zone == "closing" and unit.words > 0 for unit, zone in zip(units, zones, strict=True))
            <= w.FEW_BELOW
        ):
            zones = ["below" if zone == "closing" else zone for zone in zones]
        self.places.vote(units, zones, saved)
        if saved and habit == "halves":
            self.places.vote_lone(units, zones)
        elif habit == "halves":
            self.places.vote_lone_tail(units, zones)
        vote_for_translated(units, zones)
        rows = {code: [unit for unit in units if unit.language == code] for code in own}
        rows = {code: row for code, row in rows.items() if any(unit.words for unit in row)}
        searches = {
            code: search_title(row, zones, units, overrides, code in titled, saved) for code, row in rows.items()
        }
        titles = choose_titles(searches, overrides)
        for code in _find_lone_kickers(titles, overrides) - set(titled):
            kicker = titles[code].unit
            searches[code] = search_title(rows[code], zones, units, overrides, True, saved)
            titles = choose_titles(searches, overrides)
            if kicker is not None:
                kicker.role, kicker.margin, kicker.reason = "kicker", w.FACT, "stands above titles"
        agree(units, overrides)
        _settle_others(units, own, overrides)
        return titles


def _find_lone_kickers(titles: Mapping[str, TitleChoice], overrides: Overrides) -> set[str]:
    """The languages whose title is only a word that stands above titles."""
    pairs = itertools.permutations(titles, 2)
    return {code for code, other in pairs if is_lone_kicker(titles[code], titles[other], overrides)}


def _settle_others(units: Sequence[Unit], own: Sequence[str], overrides: Overrides) -> None:
    """Give roles to rules, and to lines in other languages than the site's."""
    for unit in units:
        if unit.block.kind == "rule":
            unit.role = "rule"
        elif unit.language not in own:
            settle(unit, {role: unit.strength(role) for role in (*NOT_TEXT, "body")}, overrides)
