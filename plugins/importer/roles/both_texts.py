"""What the two texts show about each other: a line and its translation have one role."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product

from plugins.importer import weights as w
from plugins.importer.roles.line_kinds import TRANSLATED, is_only_lacking, is_only_named
from plugins.importer.roles.titles import Overrides
from plugins.importer.units import KEPT, Role, Unit

BOTH = "the other text has such a line too"


def vote_for_translated(units: Sequence[Unit], zones: Sequence[str]) -> None:
    """A line inside a text whose translation stands inside the other one is the author's; so, with less weight, are a
    few words, a line below its text whose translation stands below the other one, and two lines anywhere of which the
    words show that they say the same."""
    places = {id(unit): at for at, unit in enumerate(units)}
    role: Role
    for unit, zone in zip(units, zones, strict=True):
        partner = unit.partner
        if partner is None:
            continue
        other = zones[places[id(partner)]]
        for role in ("boilerplate", "clutter"):
            if unit.strength(role) > 0 >= partner.strength(role) and is_only_named(unit, role) and not unit.link_share:
                # The lists have such words in both languages, and know those of one line only.
                unit.vote(role, -unit.strength(role) / 2 * _confidence(unit), TRANSLATED)
        few = min(unit.words, partner.words) <= w.FEW_WORDS_INSIDE
        inside = zone == other == "inside" and not few
        apart = inside or _stand_apart(units, *sorted((places[id(unit)], places[id(partner)])))
        if not apart and (few or _margin(unit) < w.PAIR_BY_WORDS):
            continue
        weight = (w.PAIR_INSIDE if inside else w.PAIR_APART) * _confidence(unit)
        if is_only_lacking(unit) and weight >= w.PAIR_APART:
            # The second extraction often loses a translation, or the original.
            unit.vote("clutter", -unit.strength("clutter"), TRANSLATED)
        if "opening" in (zone, other):
            # It may be a title.
            unit.vote("clutter", -min(weight, max(0.0, unit.strength("clutter"))), TRANSLATED)
        else:
            unit.vote("body", weight, TRANSLATED if apart else BOTH)


def _stand_apart(units: Sequence[Unit], first: int, last: int) -> bool:
    """Whether text stands between two lines, so that each is with its own one."""
    return any(unit.is_prose and not unit.certain_role() for unit in units[first + 1 : last])


def agree(units: Sequence[Unit], overrides: Overrides) -> None:
    """Weigh the roles of each line and its translation together: both are kept, or both are left out."""
    for unit in units:
        partner = unit.partner
        if partner is not None and unit.language < partner.language and not _are_fixed(overrides, unit, partner):
            _agree(unit, partner)


def _are_fixed(overrides: Overrides, *pair: Unit) -> bool:
    """Whether a line of a pair is a title, or what a person says, or was not weighed."""
    return any(unit.role == "title" or unit.id in overrides.roles or not unit.strengths for unit in pair)


def _agree(unit: Unit, partner: Unit) -> None:
    best = [{kept: _best_role(one.strengths, kept) for kept in (True, False)} for one in (unit, partner)]
    bond = w.HALVES_BOND if _margin(unit) >= w.PAIR_OF_HALVES else w.PAIR_BOND * _confidence(unit)
    totals = {
        (ours, theirs): best[0][ours][0] + best[1][theirs][0] + (bond if ours == theirs else 0.0)
        for ours, theirs in product((True, False), repeat=2)
    }
    chosen = max(totals, key=lambda pair: totals[pair])
    for side, one in enumerate((unit, partner)):
        kept = chosen[side]
        rival = max(total for pair, total in totals.items() if pair[side] != kept)
        if (one.role in KEPT) != kept:
            one.role, one.reason, one.second = best[side][kept][1], BOTH, best[side][not kept][1]
        one.margin = totals[chosen] - rival


def _margin(unit: Unit) -> float:
    return unit.counterpart.margin if unit.counterpart is not None else 0.0


def _confidence(unit: Unit) -> float:
    """How sure a pair is, from 0 to 1."""
    return min(1.0, max(0.0, _margin(unit) / w.PAIR_SURE))


def _best_role(strengths: Mapping[str, float], kept: bool) -> tuple[float, Role]:
    found: list[tuple[float, Role]] = [
        (strength, role)  # type: ignore[misc]
        for role, strength in strengths.items()
        if (role in KEPT) == kept
    ]
    return max(found, default=(-2 * w.FACT, "body" if kept else "clutter"))
