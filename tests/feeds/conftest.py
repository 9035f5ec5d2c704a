"""A small site, built once, whose machine-read files the tests of this folder ask."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.feeds.stories import NOW, write_stories
from tests.small_site import SmallSite


@pytest.fixture(scope="session")
def site(built_once: Callable[..., SmallSite]) -> SmallSite:
    """The site as it was on 3 March 2026."""
    return built_once("feeds", write_stories, NOW=int(NOW.timestamp()), UNTRANSLATED="notice")
