"""Lines and paragraphs that a second extraction of the page does not keep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from plugins.importer import weights as w
from plugins.importer.roles.line_kinds import SECOND
from plugins.importer.units import Unit


def vote_lines_not_kept(units: Sequence[Unit]) -> None:
    """Lines that a second extraction of the page does not keep, if nothing of their own explains them."""
    filled = [unit for unit in units if unit.words]
    for above, unit, below in zip((None, *filled), filled, (*filled[1:], None), strict=False):
        beside = (above is not None and _is_second_title(above, unit)) or (
            below is not None and below.block.place == unit.block.place and _is_second_title(below, unit)
        )
        if beside or (above is not None and _heads_title(above, unit)):
            # Right below "Srpski", and beside the other title, stands a title.
            unit.block = replace(unit.block, extraction_doubt="")
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


def _heads_title(above: Unit, unit: Unit) -> bool:
    """Whether a line that may be a title stands right below the heading of a language."""
    line = above.language_line
    return line is not None and line.kind == "heading" and unit.strength("title") > 0 and not unit.link_share


def _is_second_title(title: Unit, unit: Unit) -> bool:
    """Whether a line stands in one heading with the title that the page's head has, or is a heading beside it, and is
    about as long: its translation."""
    if title.strength("title") < w.TITLE_IN_HEAD or unit.strength("title") <= 0 or unit.link_share:
        return False
    in_line = title.block.place == unit.block.place
    alike = 1 / w.TITLES_AS_LONG <= len(unit.text) / len(title.text) <= w.TITLES_AS_LONG
    return alike and (in_line or unit.block.kind == "heading")
