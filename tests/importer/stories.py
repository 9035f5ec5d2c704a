"""The site of the tests, one story of the corpus by short names, and the cases, each a page with what becomes of it."""

from __future__ import annotations

from pathlib import Path

from plugins.cyrillic import to_cyrillic
from plugins.importer import site_of
from tests.importer.corpus import read_yaml, stories
from tests.importer.harness import CATEGORIES, LANGUAGES

SITE = site_of(LANGUAGES, CATEGORIES, {"date": "", "slug": "", "category": "", "goals": ""})
FERRY = next(story for story in stories() if story.name == "ferry")
# The title is "a" in English, "b" in Serbian and "c" in Cyrillic; the paragraphs are "a1", "a2", …
STORY = {
    letter + number: text if letter != "c" else to_cyrillic(text)
    for letter, code in (("a", "en"), ("b", "sr"), ("c", "sr"))
    for number, text in [("", FERRY.titles[code]), *((str(at), row[1][code]) for at, row in enumerate(FERRY.rows, 1))]
}
WHOLE = {letter.upper(): "\n\n".join(STORY[key] for key in (letter, f"{letter}1", f"{letter}2")) for letter in "abc"}

CASES = sorted(Path(__file__).with_name("cases").glob("*.yaml"))


def case_of(path: Path) -> dict:
    """The case in a file."""
    return read_yaml(path)
