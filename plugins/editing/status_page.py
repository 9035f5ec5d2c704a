"""The status report as one HTML page that loads nothing else, for a screen in the newsroom."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable
from html import escape
from pathlib import Path

from plugins.content.library import ContentLibrary
from plugins.diagnostics import UserError
from plugins.editing.article_status import ArticleStatus, StatusReport
from plugins.editing.differences import as_html
from plugins.system.atomic_files import write_atomically

STYLE = """
:root { color-scheme: light dark; font: 1.1rem/1.5 system-ui, sans-serif; }
body { margin: 2rem auto; max-inline-size: 60rem; padding-inline: 1rem; }
table { border-collapse: collapse; inline-size: 100%; margin-block-end: 2rem; }
caption { font-weight: bold; text-align: start; }
th, td { border-block-end: 1px solid #8886; padding: .3rem .6rem; text-align: start; }
td { text-align: end; }
.missing { color: light-dark(#a40000, #ff9d9d); } .draft { color: light-dark(#7a5200, #ffcf70); }
.scheduled { color: light-dark(#00599c, #8cc8ff); } .behind { color: light-dark(#8a1d8a, #f0a0f0); }
.published, .ready, .changed { color: light-dark(#1d6b1d, #9be29b); }
del { color: light-dark(#a40000, #ff9d9d); } ins { color: light-dark(#1d6b1d, #9be29b); }
"""


def status_page(report: StatusReport, now: dt.datetime) -> str:
    """The whole page; `now` in the site's time zone."""
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in report.names.values())
    todo = report.unfinished_articles
    tables = (
        _table("Texts", heads, "".join(_row(*row) for row in report.counts.items())),
        _table("Left to do", heads, "".join(_article_row(article, report.names) for article in todo)) if todo else "",
        _table("Goals", heads, "".join(_row(*row) for row in report.goal_counts.items())),
        "".join(_changes(article, now.tzinfo) for article in todo),
    )
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta name="robots" content="noindex">\n'
        '<meta name="viewport" content="width=device-width">\n<title>Status of the site</title>\n'
        f"<style>{STYLE}</style>\n</head>\n<body>\n<h1>Status of the site</h1>\n<p>{now:%Y-%m-%d %H:%M}</p>\n"
        f"{''.join(tables)}</body>\n</html>\n"
    )


def write_status_page(file: Path, report: StatusReport, *, library: ContentLibrary) -> None:
    """Write the page; raises UserError where the file would be published with the site, is a folder, or cannot be
    written."""
    root = library.config.root.resolve()
    for folder in ("output", library.config.content.name):
        # `Path.resolve` raises RuntimeError for a link to itself before Python 3.13.
        if Path(os.path.realpath(file)).is_relative_to(root / folder):
            raise UserError(f"{file} would be part of the site: name a file outside {folder}/, such as wall.html")
    if file.is_dir():
        raise UserError(f"{file} is a folder: name a file, such as {file / 'wall.html'}")
    try:
        write_atomically(file, status_page(report, library.clock.now.astimezone(library.config.zone)).encode())
    except OSError as error:
        raise UserError(f"{file} cannot be written ({error.strerror}): name another file") from None


def _table(caption: str, heads: str, rows: str) -> str:
    top = f"<caption>{caption}</caption>\n<thead><tr><td></td>{heads}</tr></thead>"
    return f"<table>\n{top}\n<tbody>\n{rows}</tbody>\n</table>\n"


def _row(name: str, cells: list[int]) -> str:
    return f'<tr><th scope="row">{escape(name)}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>\n'


def _article_row(article: ArticleStatus, languages: Iterable[str]) -> str:
    cells = "".join(f'<td class="{article.states[code]}">{escape(article.describe(code))}</td>' for code in languages)
    return f'<tr><th scope="row">{escape(article.label)}</th>{cells}</tr>\n'


def _changes(article: ArticleStatus, zone: dt.tzinfo | None) -> str:
    parts = []
    for language, outdated in article.outdated.items():
        rows = "".join(f"<p>{as_html(change.before, change.after)}</p>\n" for change in outdated.changes)
        day = outdated.since.astimezone(zone).date()
        parts.append(f"<h2>{escape(article.pair.slug)} ({language}), since {day}</h2>\n{rows}")
    return "".join(parts)
