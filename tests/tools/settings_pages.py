"""The lists of settings in docs/settings.md and docs/pelican.md, made of the table of settings.

`python -m tests.tools.settings_pages` writes them; `tests/test_docs.py` holds the pages to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import Any

from plugins.content.settings.table import PELICAN, PELICANS, REFUSED, SETTINGS, Setting

DOCS = Path(__file__).parents[2] / "docs"
BEGIN, END = "<!-- made of plugins/content/settings/table.py: python -m tests.tools.settings_pages -->", "<!-- end -->"


def _written(value: Any) -> str:
    """A default as a settings file has it."""
    if value is PELICANS:
        return ""
    if isinstance(value, dict):
        return "{" + ", ".join(f'"{name}": {_written(one)}' for name, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_written, value)) + "]"
    if isinstance(value, tuple):
        return "(" + ", ".join(map(_written, value)) + ("," if len(value) == 1 else "") + ")"
    return value.__name__ if isinstance(value, type) else f'"{value}"' if isinstance(value, str) else repr(value)


def _names(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _grouped(settings: Iterable[Setting]) -> Iterable[list[Setting]]:
    """Settings of one sentence and one default together."""
    return (list(group) for _, group in groupby(settings, lambda one: (one.sentence, repr(one.default))))


def settings_list() -> str:
    """The engine's settings by topic, for docs/settings.md."""
    lines: list[str] = []
    for topic, settings in groupby(SETTINGS.values(), lambda one: one.topic):
        if topic != PELICAN:
            lines += [f"### {topic}", "", "| setting | default | what it is |", "| --- | --- | --- |"]
            for group in _grouped(settings):
                default = _written(group[0].default)
                shown = f"`{default}`" if default else ""
                lines.append(f"| {_names(one.name for one in group)} | {shown} | {group[0].sentence} |")
            lines.append("")
    return "\n".join(lines)


def pelican_list() -> str:
    """Pelican's settings that work, for docs/pelican.md."""
    settings = (one for one in SETTINGS.values() if one.topic == PELICAN)
    rows = (f"| {_names(one.name for one in group)} | {group[0].sentence} |" for group in _grouped(settings))
    return "\n".join(("| setting | here |", "| --- | --- |", *rows, ""))


def refused_list() -> str:
    """Pelican's settings that are refused, for docs/pelican.md."""
    rows = (f"| {_names(names)} | {sentence} |" for sentence, names in groupby(REFUSED, lambda name: REFUSED[name]))
    return "\n".join(("| setting | instead |", "| --- | --- |", *rows, ""))


LISTS = {"settings.md": (settings_list,), "pelican.md": (pelican_list, refused_list)}


def with_lists(name: str) -> str:
    """A page with its lists as the table has them now."""
    head, *parts = (DOCS / name).read_text("utf-8").split(f"{BEGIN}\n")
    made = (f"{BEGIN}\n{make()}{part[part.index(END) :]}" for make, part in zip(LISTS[name], parts, strict=True))
    return head + "".join(made)


if __name__ == "__main__":
    for page in LISTS:
        (DOCS / page).write_text(with_lists(page), "utf-8")
