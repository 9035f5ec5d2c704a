"""The goals as data."""

import re

import pytest

from plugins.sdg.goals import GOALS, Goal, goal


def _luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb` by WCAG 2.2, 0 to 1."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * channel for weight, channel in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_there_are_seventeen_in_order() -> None:
    """The goals are 1 to 17, each at its place, and `goal` finds each."""
    assert [entry.number for entry in GOALS] == list(range(1, 18))
    assert all(goal(entry.number) is entry for entry in GOALS)


@pytest.mark.parametrize("number", [-1, 0, 18])
def test_a_number_outside_is_refused(number: int) -> None:
    """There is no goal 0, no goal 18 and no counting from the end."""
    with pytest.raises(IndexError, match=f"1 to 17, got {number}"):
        goal(number)


@pytest.mark.parametrize("entry", GOALS, ids=lambda entry: str(entry.number))
def test_text_on_the_colour_can_be_read(entry: Goal) -> None:
    """White or black text on a goal's colour has a contrast of at least 4.5 (WCAG AA)."""
    assert re.fullmatch(r"#[0-9a-f]{6}", entry.colour)
    assert entry.ink in ("#ffffff", "#000000")
    assert _contrast(entry.ink, entry.colour) >= 4.5


def test_colours_differ() -> None:
    """No two goals have the same colour."""
    assert len({entry.colour for entry in GOALS}) == len(GOALS)


def test_there_are_169_targets() -> None:
    """The 2030 Agenda has 169 targets, 43 of them lettered; 16 has ten and two, 17 has nineteen and none."""
    targets = [target for entry in GOALS for target in entry.targets]
    assert len(targets) == len(set(targets)) == 169
    assert sum(target[-1].isalpha() for target in targets) == 43
    assert goal(16).targets == (*(f"16.{n}" for n in range(1, 11)), "16.a", "16.b")
    assert goal(17).targets[-1] == "17.19"


def test_addresses_name_the_goal() -> None:
    """A goal has the UN's page about it and its name in the UN's linked data."""
    assert goal(16).un_url == "https://sdgs.un.org/goals/goal16"
    assert goal(7).linked_data == "http://metadata.un.org/sdg/7"
