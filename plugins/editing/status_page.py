"""The page for the newsroom's wall: the same table as one HTML file that needs nothing else."""

from __future__ import annotations

import datetime as dt
from html import escape

from plugins.editing.article_status import STATES, Standing, Survey
from plugins.editing.differences import as_html
from plugins.editing.status_table import label

STYLE = """
:root { color-scheme: light dark; font: 1.1rem/1.5 system-ui, sans-serif; }
body { margin: 2rem auto; max-inline-size: 60rem; padding-inline: 1rem; }
table { border-collapse: collapse; inline-size: 100%; margin-block-end: 2rem; }
caption { font-weight: bold; text-align: start; }
th, td { border-block-end: 1px solid #8886; padding: .3rem .6rem; text-align: start; }
td { text-align: end; }
.missing { color: light-dark(#a40000, #ff9d9d); } .draft { color: light-dark(#7a5200, #ffcf70); }
.scheduled { color: light-dark(#00599c, #8cc8ff); } .behind { color: light-dark(#8a1d8a, #f0a0f0); }
.published { color: light-dark(#1d6b1d, #9be29b); }
del { color: light-dark(#a40000, #ff9d9d); } ins { color: light-dark(#1d6b1d, #9be29b); }
"""


def page(found: Survey, names: dict[str, str], now: dt.datetime) -> str:
    """The whole page."""
    heads = "".join(f'<th scope="col">{escape(names[code])}</th>' for code in found.languages)
    counts = [(state.capitalize(), [str(found.count(state, code)) for code in found.languages]) for state in STATES]
    counts.append(("Undecided words", [str(found.undecided.get(code, 0)) for code in found.languages]))
    goals = [(f"Goal {goal}", [str(row.get(code, 0)) for code in found.languages]) for goal, row in found.goals.items()]
    todo = [standing for standing in found.standings if not standing.settled]
    tables = (
        _table("Texts", heads, "".join(_row(*row) for row in counts)),
        _table("Left to do", heads, "".join(_left(standing, found.languages) for standing in todo)) if todo else "",
        _table("Goals", heads, "".join(_row(*row) for row in goals)),
        "".join(_changes(standing, now.tzinfo) for standing in todo),
    )
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta name="robots" content="noindex">\n'
        '<meta name="viewport" content="width=device-width">\n<title>The newsroom</title>\n'
        f"<style>{STYLE}</style>\n</head>\n<body>\n<h1>The newsroom</h1>\n<p>{now:%Y-%m-%d %H:%M}</p>\n"
        f"{''.join(tables)}</body>\n</html>\n"
    )


def _table(caption: str, heads: str, rows: str) -> str:
    top = f"<caption>{caption}</caption>\n<thead><tr><td></td>{heads}</tr></thead>"
    return f"<table>\n{top}\n<tbody>\n{rows}</tbody>\n</table>\n"


def _row(name: str, cells: list[str]) -> str:
    return f'<tr><th scope="row">{escape(name)}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>\n'


def _left(standing: Standing, languages: tuple[str, ...]) -> str:
    cells = "".join(f'<td class="{standing.states[code]}">{escape(standing.word(code))}</td>' for code in languages)
    return f'<tr><th scope="row">{escape(label(standing))}</th>{cells}</tr>\n'


def _changes(standing: Standing, zone: dt.tzinfo | None) -> str:
    parts = []
    for language, late in standing.behind.items():
        rows = "".join(f"<p>{as_html(change.before, change.after)}</p>\n" for change in late.changes)
        day = late.since.astimezone(zone).date()
        parts.append(f"<h2>{escape(standing.pair.slug)} ({language}), since {day}</h2>\n{rows}")
    return "".join(parts)
