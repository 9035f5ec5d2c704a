"""Builds are reproducible: the bytes depend on the content, and not on who builds it, where, or when in the day."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.checkout import checkout

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
        place = checkout(tmp_path / name, SETTINGS.format(workers=workers), **environment, **moment)
        dot = Path(__file__).parent.parent / "build_cache" / "dot.png"
        place.site.write("images/dot.png", dot.read_bytes())
        place.site.article("evening", date="2026-05-01 23:30", category="local", image="images/dot.png", image_alt="A")
        place.site.article("evening", "sr", title="Veče u Đakovici")
        done = place.run()
        assert done.returncode == 0, done.stderr
        built.append(place.site.files())
    one, other = built
    assert sorted(one) == sorted(other)
    assert [name for name in one if one[name] != other[name]] == []
    assert any(name.endswith(".png") for name in one)


def test_the_order_of_a_folder_is_no_matter(tmp_path: Path) -> None:
    """Files that were written in another order, as a clone of the repository may, give the same bytes."""
    place = checkout(tmp_path / "site", stories=5)
    before = place.clean()
    content = place.site.content
    files = {file.relative_to(content): file.read_bytes() for file in content.rglob("*") if file.is_file()}
    shutil.rmtree(content)
    for name in sorted(files, reverse=True):
        (content / name).parent.mkdir(parents=True, exist_ok=True)
        (content / name).write_bytes(files[name])
    assert place.clean() == before
