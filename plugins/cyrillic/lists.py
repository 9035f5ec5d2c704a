"""The word lists in `data`: words parted by spaces, under headings in square brackets; # opens a comment."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).with_name("data")


def sections(name: str) -> dict[str, frozenset[str]]:
    """The words of one list by heading; a list without headings has them all under the empty one."""
    found: dict[str, frozenset[str]] = {}
    heading = ""
    for line in (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            heading = line.strip("[]")
        elif not line.startswith("#"):
            found[heading] = found.get(heading, frozenset()) | frozenset(line.split())
    return found


def phrases(name: str) -> tuple[str, ...]:
    """The lines of a list whose entries are several words each."""
    lines = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))


def any_of(stems: str) -> str:
    """A pattern that matches any of the stems, which may themselves be patterns."""
    return "(?:" + "|".join(stems.split()) + ")"
