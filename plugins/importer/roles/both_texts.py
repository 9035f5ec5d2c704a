"""What the two texts show about each other: lines in the same place, and translations in one line."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence

from plugins.importer import weights as w
from plugins.importer.document import ENDED
from plugins.importer.language.counterparts import align
from plugins.importer.roles.line_kinds import ABOVE_LINKS, LINK, SECOND, may_be_paired
from plugins.importer.roles.titles import TitleChoice
from plugins.importer.units import KEPT, STOPPED, Unit

BOTH = "the other text has such a line too"
# A link to a document rather than to a page.
DOCUMENT_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|od[tsp]|rtf|zip|csv)(?:$|[?#])", re.IGNORECASE)
COUNTERPART = "stands where the other title does"


def keep_counterparts(*texts: Sequence[Unit]) -> None:
    """A short line that is left out, or kept, in doubt is kept where the other text keeps a line of that kind in its
    place."""
    rows = [[unit for unit in row if may_be_paired(unit) and unit.role != "kicker"] for row in texts]
    if len(rows) != 2 or not all(rows) or len(rows[0]) * len(rows[1]) > w.PAIR_MOST:
        return
    for ours, theirs in align(*rows):
        for unit, other in ((ours, theirs), (theirs, ours)):
            if unit is None or other is None or not (_is_doubted(unit) or _is_kept_in_doubt(unit, other, rows)):
                continue
            ends = [ENDED.search(one.text) is not None for one in (unit, other)]
            alike = unit.block.kind == other.block.kind and ends[0] == ends[1] and _link_alike(unit, other)
            if alike and (other.role in KEPT or (_is_doubted(other) and _stand_apart(unit, other, rows))):
                unit.role, unit.margin, unit.reason = "body", w.FACT, BOTH


def _is_doubted(unit: Unit) -> bool:
    """Whether a line is left out in doubt, for nothing that it says."""
    return unit.role == "clutter" and unit.margin < w.ROLE_ASKED and unit.strength("clutter") < w.CLUTTER_INSIDE


def _is_kept_in_doubt(unit: Unit, other: Unit, rows: Sequence[Sequence[Unit]]) -> bool:
    """Whether a line above text is kept with a small margin, and one of the other text with a large one."""
    if unit.role != "body" or other.role != "body" or not unit.margin < w.ROLE_ASKED <= other.margin:
        return False
    return any(
        one.is_prose and one.language == unit.language and one.block.place > unit.block.place
        for row in rows
        for one in row
    )


def _stand_apart(unit: Unit, other: Unit, rows: Sequence[Sequence[Unit]]) -> bool:
    """Whether text stands between two lines, so that each is in its own half."""
    first, last = sorted((unit.block.place, other.block.place))
    return any(one.is_prose and first < one.block.place < last for row in rows for one in row)


def _link_alike(unit: Unit, other: Unit) -> bool:
    """Whether both lines are links, or none is."""
    return bool(unit.link_share) == bool(other.link_share)


def keep_leads(*texts: Sequence[Unit]) -> None:
    """Sentences right below the title that only a second extraction leaves out are kept where both texts have them."""
    leads = [_find_doubted_lead(row) for row in texts]
    if len(leads) == 2 and len(leads[0]) == len(leads[1]):
        for unit in itertools.chain(*leads):
            unit.role, unit.margin, unit.reason = "body", w.FACT, BOTH


def _find_doubted_lead(row: Sequence[Unit]) -> list[Unit]:
    """The sentences between the title and the first line that is kept, if only a second extraction leaves them out."""
    below = [*itertools.dropwhile(lambda unit: unit.role != "title", row)][1:]
    below = [*itertools.takewhile(lambda unit: unit.role not in KEPT, (unit for unit in below if unit.words))]
    return [
        unit
        for unit in below
        if unit.reason.startswith(SECOND)
        and unit.words >= w.SENTENCE_WORDS
        and STOPPED.search(unit.text)
        and not unit.link_share
    ]


def keep_documents(*texts: Sequence[Unit]) -> None:
    """Rows of links to files that both texts have, as many each, are the article's documents, with the line above."""
    rows = [[unit for unit in row if unit.words] for row in texts]
    places = [[at for at, unit in enumerate(row) if _links_to_file(unit)] for row in rows]
    if len(rows) != 2 or not places[0] or len(places[0]) != len(places[1]):
        return
    for row, found in zip(rows, places, strict=True):
        above = [row[at - 1] for at in found if at and row[at - 1].reason.startswith(ABOVE_LINKS)]
        for unit in (*above, *(row[at] for at in found)):
            unit.role, unit.margin, unit.reason = "body", w.FACT, BOTH


def _links_to_file(unit: Unit) -> bool:
    """Whether a line is left out for being a link, and leads to a document."""
    hrefs = [run.href for run in unit.block.runs if run.href]
    return unit.role == "clutter" and unit.reason.startswith(LINK) and all(map(DOCUMENT_FILE.search, hrefs))


def keep_translations(units: Sequence[Unit]) -> None:
    """The other half of a line in two languages, or of two lines that are about as long, such as a caption's, is no
    kicker where the first one is kept."""
    lines = Counter(unit.block.place for unit in units)
    for first, second in itertools.pairwise(units):
        halves = first.block.place == second.block.place and first.language != second.language
        in_one_line = first.said_language and second.said_language and not second.joined
        captions = first.below_image and second.below_image
        if not halves or not (in_one_line or captions or (lines[first.block.place] == 2 and _as_long(first, second))):
            continue
        for unit, other in ((first, second), (second, first)):
            if unit.role == "kicker" and other.role in KEPT and unit.strength("kicker") <= 0:
                unit.role, unit.margin, unit.reason = "body", w.FACT, "stands in one line with its translation"


def _as_long(one: Unit, other: Unit) -> bool:
    """Whether neither line has many more letters than the other."""
    return 1 / w.TITLES_AS_LONG <= len(one.text) / max(1, len(other.text)) <= w.TITLES_AS_LONG


def vote_for_counterpart(
    row: Sequence[Unit], other: Sequence[Unit], theirs: TitleChoice, ours: TitleChoice, remote: frozenset[str]
) -> bool:
    """Whether the other language's title is sure and this one's is not; then the line in the same place as theirs, if
    it is about as long, gets a vote."""
    if theirs.unit is None or theirs.margin < w.TITLE_LIKELY or (ours.unit is not None and ours.margin >= w.TITLE_SURE):
        return False
    if theirs.unit.certain_role() or not theirs.unit.words:
        # A person has chosen a line that no rule would take for a title.
        return False
    others = [unit for unit in other if unit.words and not unit.certain_role() and not unit.lone]
    if theirs.unit not in others:
        return False
    place = others.index(theirs.unit)
    mine = [
        unit for unit in row if unit.words and not unit.certain_role() and unit.strength("credit") < w.CREDIT_NO_TITLE
    ]
    mine = [unit for unit in mine if not unit.lone]
    mine = [unit for unit in mine if unit.id not in remote]
    if place >= len(mine):
        return False
    length = len(theirs.unit.text)
    alike = (
        one
        for one in mine[place : place + 2]
        if 1 / w.TITLES_AS_LONG <= len(one.text) / length <= w.TITLES_AS_LONG
        and one.block.kind in ("paragraph", "heading")
    )
    unit = next(alike, None)
    if (
        unit is None
        or unit.strength("title") < w.TITLE_OPEN_END
        or any(vote.reason == COUNTERPART for vote in unit.votes)
    ):
        return False
    in_row = _has_same_rows(mine, [unit for unit in other if unit.words and not unit.certain_role()])
    unit.vote("title", w.TITLE_AS_COUNTERPART + (w.TITLE_IN_ROWS if in_row else 0.0), COUNTERPART)
    unit.vote("body", w.BODY_AS_COUNTERPART - (w.TITLE_IN_ROWS if in_row else 0.0), COUNTERPART)
    return True


def _has_same_rows(row: Sequence[Unit], other: Sequence[Unit]) -> bool:
    """Whether two texts have as many lines, nearly all about as long as the one in the same place."""
    if len(row) != len(other) or len(row) < w.FEWEST_ROWS:
        return False
    alike = sum(map(_as_long, row, other))
    return alike >= w.ROWS_ALIKE * len(row)
