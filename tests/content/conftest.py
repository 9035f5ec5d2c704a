"""A site without an error, whose content a test may spoil."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests.small_site import LIGHT, SmallSite, small_site


def write_fair_site(folder: Path) -> SmallSite:
    """A site of a published pair and a picture."""
    site = small_site(folder, **LIGHT)
    site.article("fair")
    site.article("fair", "sr")
    (site.content / "images").mkdir()
    Image.new("RGB", (60, 40), "teal").save(site.content / "images" / "bridge.jpg")
    return site


@pytest.fixture(scope="module")
def built_once_a_module(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """The site, built with its drafts."""
    site = write_fair_site(tmp_path_factory.mktemp("fair"))
    site.build(show_drafts=True)
    return site


@pytest.fixture
def built_site(built_once_a_module: SmallSite) -> Iterator[SmallSite]:
    """The built site of a module's tests, whose content is as it was afterwards."""
    site = built_once_a_module
    copy = Path(shutil.copytree(site.content, site.folder / "copy"))
    yield site
    shutil.rmtree(site.content)
    copy.rename(site.content)
