"""Names of releases and the way back."""

import pytest

from plugins.publishing.failures import PublishError
from plugins.publishing.manifest import Entry
from plugins.publishing.releases import find_release, is_name, next_name, releases_to_prune
from tests.publishing import sites
from tests.publishing.attempts import publishes, rolls_back

NAMES = ("000001-aaaaaaaa", "000002-bbbbbbbb", "000012-cccccccc")


def test_names_count_up() -> None:
    """The next name has the next number, whatever the clock, and tells contents apart."""
    one, other = {"a": Entry("1", 1)}, {"a": Entry("2", 1)}

    assert next_name(NAMES, one).startswith("000013-")
    assert next_name([], one).startswith("000001-")
    assert next_name([], one) != next_name([], other)
    assert is_name(next_name(["999999-aaaaaaaa"], one))


def test_last_are_kept() -> None:
    """Beyond the last ``keep`` everything goes, except what is needed."""
    assert releases_to_prune(NAMES, 2, []) == ("000001-aaaaaaaa",)
    assert releases_to_prune(NAMES, 2, ["000001-aaaaaaaa"]) == ()
    assert releases_to_prune(NAMES, 5, []) == ()


@pytest.mark.parametrize("wanted", ["000012-cccccccc", "12", "000012"])
def test_find(wanted) -> None:
    """A release is found by its name or number."""
    assert find_release(NAMES, wanted) == "000012-cccccccc"


def test_find_nothing() -> None:
    """An unknown release lists the known."""
    with pytest.raises(PublishError, match="choose one of: 000001-aaaaaaaa, 000002-bbbbbbbb"):
        find_release(NAMES, "7")


def version(tmp_path) -> int:
    """Which version readers get."""
    page = (tmp_path / "published" / "current" / "site" / "index.html").read_bytes()
    return next(number for number in range(1, 9) if page == sites.page_of(number, "index.html"))


def test_rollback_goes_to_what_was_live_before(here, tmp_path, log) -> None:
    """One step back, then a publish, then one step back: never to the release that was left, of whose pages readers get
    none."""
    newest = tmp_path / "published" / "current" / "site" / "news" / "story-2" / "index.html"
    for number, stories in ((1, 2), (2, 2), (3, 3)):
        assert publishes(sites.build(tmp_path / "output", number, stories), here, log)
    assert newest.exists()

    assert rolls_back(here, log)
    assert version(tmp_path) == 2
    assert not newest.exists()
    assert publishes(sites.build(tmp_path / "output", 4), here, log)
    assert rolls_back(here, log)
    assert version(tmp_path) == 2
    assert rolls_back(here, log, to="3")
    assert version(tmp_path) == 3


def test_rollback_with_nothing_before(here, tmp_path, log) -> None:
    """One release has no way back, and that is said."""
    assert not rolls_back(here, log)
    assert publishes(sites.build(tmp_path / "output", 1), here, log)

    assert not rolls_back(here, log)
    assert "there is no earlier release at the target" in log.text


def test_only_the_last_releases_are_kept(tmp_path, log) -> None:
    """``keep`` releases stay in the folder, the live one among them."""
    targets = {"here": {"kind": "folder", "path": str(tmp_path / "published"), "keep": 2}}
    for number in range(1, 6):
        assert publishes(sites.build(tmp_path / "output", number), targets, log)

    names = sorted(path.name for path in (tmp_path / "published" / "releases").iterdir())
    assert [name[:6] for name in names] == ["000004", "000005"]
    assert version(tmp_path) == 5
