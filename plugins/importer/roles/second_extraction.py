"""Lines and paragraphs that a second extraction of the page does not keep."""

from __future__ import annotations

from collections.abc import Sequence

from plugins.importer import weights as w
from plugins.importer.roles.line_kinds import SECOND
from plugins.importer.units import Unit


def vote_lines_not_kept(units: Sequence[Unit]) -> None:
    """Lines that a second extraction of the page does not keep, if nothing of their own explains them."""
    filled = [unit for unit in units if unit.words]
    for unit in filled:
        if unit.block.extraction_doubt != "left out" or unit.language_line is not None or unit.goals is not None:
            continue
        explained = max(unit.strength("credit"), unit.strength("contact")) >= w.CONTACT_ADDRESS
        head = unit.strength("title") >= w.TITLE_IN_HEAD
        if not explained and not head and unit.facts is None:
            unit.vote("clutter", w.SECOND_OPINION + max(0.0, unit.strength("body") - w.BODY), SECOND)


def vote_prose_not_kept(units: Sequence[Unit]) -> None:
    """Paragraphs that a second extraction does not keep, where it keeps more of their language's text than it
    lacks."""
    for code in {unit.language for unit in units if unit.block.extraction_doubt == "prose"}:
        prose = [
            unit for unit in units if unit.language == code and unit.words >= w.SECOND_PROSE and not unit.certain_role()
        ]
        lacking = [unit for unit in prose if unit.block.extraction_doubt == "prose"]
        lacks = sum(unit.words for unit in lacking)
        if lacks <= w.SECOND_LACKS * sum(unit.words for unit in prose):
            for unit in lacking:
                unit.vote("clutter", w.SECOND_OPINION + max(0.0, unit.strength("body") - w.BODY), SECOND)
