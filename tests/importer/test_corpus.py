"""The pages of the corpus: what is wrong of each is what is known to be wrong, and no less."""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

import pytest

from tests.importer.corpus import Page, pages, read_yaml, shapes
from tests.importer.scoring import judge_page
from tests.loops import IS_LONG

FAULTS = {name: fault for fault, names in read_yaml(Path(__file__).with_name("faults.yaml")).items() for name in names}
PAGES = list(pages())
BY_SHAPE = [list(row) for _, row in groupby(PAGES, key=lambda page: page.shape.name)]
# To hand out and to report a test takes longer than to read most pages.
PARTS = 24


def tried(row: list[Page]) -> list[Page]:
    """The pages of a shape that this run tries: all, or the first one that is right."""
    return row if IS_LONG else [next((page for page in row if page.name not in FAULTS), row[0])]


def complaints_of(page: Page) -> Sequence[str]:
    """What is wrong with what an import makes of a page; where it fails, how."""
    try:
        return judge_page(page).complaints
    except Exception:
        return [traceback.format_exc()]


@pytest.mark.parametrize("part", range(PARTS))
def test_pages_are_right_unless_their_fault_is_known(part: int) -> None:
    """Their titles, lines and fields are those of the story, and they are asked what they lack, and nothing else. A
    page of `faults.yaml` that has become right leaves the list."""
    found = {page.name: complaints_of(page) for row in BY_SHAPE[part::PARTS] for page in tried(row)}
    wrong = {name: complaints for name, complaints in found.items() if complaints and name not in FAULTS}
    assert wrong == {}, "\n".join(f"{name}: {complaints}" for name, complaints in wrong.items())
    assert [name for name, complaints in found.items() if not complaints and name in FAULTS] == [], "delete them"


def test_corpus_is_large() -> None:
    """It has at least four hundred pages in a hundred and fifty shapes, each with a name of its own."""
    assert len({page.name for page in PAGES}) == len(PAGES) >= 400
    assert len({shape.name for shape in shapes()}) == len(shapes()) >= 150
    assert set(FAULTS) <= {page.name for page in PAGES}
