"""A small site, built once, whose machine-read files the tests of this folder ask."""

from __future__ import annotations

import pytest

from tests.feeds.stories import NOW, write_stories
from tests.small_site import SmallSite, small_site


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """The site as it was on 3 March 2026."""
    made = small_site(tmp_path_factory.mktemp("machines"), NOW=int(NOW.timestamp()), UNTRANSLATED="notice")
    write_stories(made)
    made.build()
    return made
