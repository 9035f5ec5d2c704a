"""The style sheet: its layers, its colours, its directions."""

import re

import pytest

from plugins.sdg.goals import GOALS
from tests.theme.rendering import IMPORT
from tests.theme.sample_edition import THEME

CSS = THEME / "static" / "css"
SHEETS = sorted(CSS.rglob("*.css"))
PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:(?:margin|padding|border)-)?(?:left|right)\b|(?:float|text-align)\s*:\s*(?:left|right))"
)
PROPERTY = re.compile(r"--([\w-]+): (#\w+);")


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it, of #rgb or #rrggbb."""
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_every_file_is_imported_once_in_a_declared_layer():
    """No style sheet is forgotten, and each is in one of the layers named first."""
    index = (CSS / "site.css").read_text("utf-8")
    layers = re.search(r"@layer ([^;]+);", index)[1].split(", ")
    imports = IMPORT.findall(index)
    assert sorted(file for file, _ in imports) == [
        str(path.relative_to(CSS)) for path in SHEETS if path != CSS / "site.css"
    ]
    assert {layer for _, layer in imports} == set(layers)


def test_goal_colours_are_those_of_the_data():
    """The rules of the 17 goals carry the colours and inks of the goals' data."""
    sheet = (CSS / "blocks" / "goal-colours.css").read_text("utf-8")
    rules = re.findall(r'\[data-goal="(\d+)"\] {\s+--goal: (#\w+);\s+--goal-ink: (#\w+);', sheet)
    assert rules == [(str(goal.number), goal.colour, goal.ink) for goal in GOALS]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_sides_are_logical(sheet):
    """No rule names left or right, so that right-to-left needs no sheet of its own."""
    assert not PHYSICAL.findall(sheet.read_text("utf-8"))


def test_inks_of_goals_read_on_their_colours():
    """The name of a goal on its colour reaches 4.5."""
    assert min(contrast(goal.colour, goal.ink) for goal in GOALS) >= 4.5
