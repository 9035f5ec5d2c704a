"""The table that `status` prints: what there is, what is left to do, and goals by language."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text as Styled

from plugins.editing.article_status import STATES, Standing, Survey

COLOURS = {"published": "green", "missing": "red", "draft": "yellow", "scheduled": "cyan", "behind": "magenta"}


def table(found: Survey, names: dict[str, str]) -> Table:
    """One column a language; counts first, then goals, then each pair that is not settled."""
    shown = Table(title="The newsroom", title_justify="left")
    shown.add_column("")
    for code in found.languages:
        shown.add_column(names[code], justify="right")
    for state in STATES:
        shown.add_row(state.capitalize(), *(str(found.count(state, code)) for code in found.languages))
    shown.add_row("Undecided words", *(str(found.undecided.get(code, 0)) for code in found.languages), end_section=True)
    for goal, counts in found.goals.items():
        shown.add_row(
            f"Goal {goal}",
            *(str(counts.get(code, 0)) for code in found.languages),
            end_section=goal == max(found.goals),
        )
    for standing in found.standings:
        if not standing.settled:
            shown.add_row(Styled(label(standing)), *(_cell(standing, code) for code in found.languages))
    return shown


def label(standing: Standing) -> str:
    """The pair's name, with its date where it has one."""
    date = standing.pair.shared.date
    return f"{date:%Y-%m-%d} {standing.pair.slug}" if date else standing.pair.slug


def _cell(standing: Standing, code: str) -> Styled:
    return Styled(standing.word(code), style=COLOURS[standing.states[code]])
