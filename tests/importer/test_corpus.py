"""The pages of the corpus: what is wrong of each is what is known to be wrong, and no less."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import pytest

from tests.importer.corpus import Page, pages, read_yaml, shapes
from tests.importer.scoring import judge_page

FAULTS = {name: fault for fault, names in read_yaml(Path(__file__).with_name("faults.yaml")).items() for name in names}
PAGES = list(pages())


def marked(page: Page, first: bool) -> object:
    """A page, which each push tries if it is the first one of its shape that is right."""
    name = page.name.replace(" ", "_")
    return pytest.param(page, id=name) if first else pytest.param(page, id=name, marks=pytest.mark.only_long)


def parameters() -> list[object]:
    """All pages."""
    found = []
    for _, group in groupby(PAGES, key=lambda page: page.shape.name):
        row = list(group)
        first = next((page for page in row if page.name not in FAULTS), row[0])
        found += [marked(page, page is first) for page in row]
    return found


@pytest.mark.parametrize("page", parameters())
def test_page_is_right_unless_its_fault_is_known(page: Page) -> None:
    """Its titles, lines and fields are those of the story, and it is asked what the page lacks, and nothing else. A
    page of `faults.yaml` that has become right leaves the list."""
    complaints = judge_page(page).complaints
    assert bool(complaints) == (page.name in FAULTS), complaints or f"delete it: {FAULTS[page.name]}"


def test_corpus_is_large() -> None:
    """It has at least four hundred pages in a hundred and fifty shapes, each with a name of its own."""
    assert len({page.name for page in PAGES}) == len(PAGES) >= 400
    assert len({shape.name for shape in shapes()}) == len(shapes()) >= 150
    assert set(FAULTS) <= {page.name for page in PAGES}
