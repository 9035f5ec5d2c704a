"""The style sheet: its layers, its colours, its directions."""

import re

import pytest

from plugins.sdg.goals import GOALS
from tests.theme.rendering import IMPORT
from tests.theme.sheets import CSS, contrast

SHEETS = sorted(CSS.rglob("*.css"))
PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:(?:margin|padding|border)-)?(?:left|right)\b|(?:float|text-align)\s*:\s*(?:left|right))"
)


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
