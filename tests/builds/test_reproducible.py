"""Builds are reproducible: the bytes depend on the content, and not on who builds it, where, or when in the day."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.checkout import checkout
from tests.small_site import small_site

# Two computers that have nothing in common but the checkout.
HERE = {"TZ": "Pacific/Kiritimati", "LANG": "C", "LC_ALL": "C", "PYTHONHASHSEED": "1", "HOME": "/nonexistent"}
THERE = {
    "TZ": "America/Anchorage",
    "LANG": "tr_TR.UTF-8",
    "LC_ALL": "C.UTF-8",
    "LANGUAGE": "sr",
    "PYTHONHASHSEED": "4242",
    "COLUMNS": "20",
}
SETTINGS = "NOW = None\nSOCIAL_CARDS = True\nWORKERS = {workers}\n"


@pytest.mark.long
def test_two_computers_give_the_same_bytes(tmp_path: Path) -> None:
    """Another folder, zone, language, order of hashing and number of workers give the same files, pictures
    too."""
    built = []
    for name, environment, workers in (("one", HERE, 1), ("an other/folder ž", THERE, 2)):
        moment = {"SOURCE_DATE_EPOCH": "1780000000"}
        place = checkout(tmp_path / name, SETTINGS.format(workers=workers), has_derived=True, **environment, **moment)
        dot = Path(__file__).parent.parent / "build_cache" / "dot.png"
        place.site.write("images/dot.png", dot.read_bytes())
        place.site.article("evening", date="2026-05-01 23:30", category="local", image="images/dot.png", image_alt="A")
        place.site.article("evening", "sr", title="Veče u Đakovici")
        build = place.start()
        printed, _ = build.communicate()
        assert build.returncode == 0, printed
        built.append(place.site.files())
    one, other = built
    assert sorted(one) == sorted(other)
    assert [name for name in one if one[name] != other[name]] == []
    assert any(name.endswith(".png") for name in one)


def test_the_order_of_a_folder_is_no_matter(tmp_path: Path) -> None:
    """Files that were written in another order, as a clone of the repository may, give the same bytes."""
    site = small_site(tmp_path, INCREMENTAL=False)
    for number in range(5):
        site.article(f"story-{number}", category="local", sdgs="4", date=f"2026-03-{1 + number:02d}")
        site.article(f"story-{number}", "sr")
    site.build()
    before = site.files()
    files = site.files_of(site.content)
    for folder in (site.content, site.output):
        shutil.rmtree(folder)
    for name in sorted(files, reverse=True):
        site.write(name, files[name])
    site.build()
    assert site.files() == before
