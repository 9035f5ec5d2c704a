"""What is known of releases: their files, names and stories, and how two differ."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.publishing import PublishError
from plugins.publishing.manifest import Entry, Manifest, differences
from plugins.publishing.releases import find_release, is_name, next_name, releases_to_prune
from plugins.publishing.summary import ChangeKind, StoryChange, list_files, story_changes
from tests.publishing import sites

NAMES = ("000001-aaaaaaaa", "000002-bbbbbbbb", "000012-cccccccc")
ENTRIES = st.builds(Entry, st.sampled_from(["a" * 64, "b" * 64]), st.integers(0, 99), st.just(""), st.integers(0, 3))
FILES = st.dictionaries(st.sampled_from(["index.html", "theme/x.0123456789.css", "вести/index.html"]), ENTRIES)


@given(FILES, FILES, st.text(), st.text())
def test_a_manifest_is_one_line_that_gives_all_of_it_again(old, new, name, previous) -> None:
    """Whatever the names; and each path of two is added, changed, removed or the same."""
    manifest = Manifest(name, previous, old)
    assert Manifest.from_json(manifest.to_json()) == manifest
    assert "\n" not in manifest.to_json()
    changes = differences(manifest, new)
    assert set(changes.added) == new.keys() - old.keys()
    assert set(changes.removed) == old.keys() - new.keys()
    assert set(changes.changed) == {path for path in old.keys() & new.keys() if old[path].digest != new[path].digest}


def test_names_of_releases() -> None:
    """The next has the next number, whatever the clock, and tells contents apart; one is found by name or number; the
    last stay, with what is needed."""
    one, other = {"a": Entry("1", 1)}, {"a": Entry("2", 1)}
    assert next_name(NAMES, one).startswith("000013-")
    assert next_name([], one) != next_name([], other)
    assert is_name(next_name(["999999-aaaaaaaa"], one))
    assert {find_release(NAMES, wanted) for wanted in (NAMES[2], "12", "000012")} == {NAMES[2]}
    with pytest.raises(PublishError, match="choose one of: 000001-aaaaaaaa, 000002-bbbbbbbb"):
        find_release(NAMES, "7")
    assert releases_to_prune(NAMES, 2, []) == NAMES[:1]
    assert releases_to_prune(NAMES, 2, NAMES[:1]) == releases_to_prune(NAMES, 5, []) == ()


def page(text: str, menu: str = "menu") -> bytes:
    """The page of a story, with a menu around the story."""
    return f"<!doctype html><nav>{menu}</nav><article>{text}</article>".encode()


def write(output, files: dict[str, bytes]) -> dict:
    """Write stories by edition and slug; returns the entries of the site."""
    for name, data in files.items():
        edition, _, slug = name.rpartition("/")
        file = output / edition / "news" / slug / "index.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return sites.scan(output)


def test_stories_are_new_changed_and_taken_down(tmp_path) -> None:
    """Each is named once with its editions; a page on which only the menu changed is no changed story, but where an
    earlier version has not recorded the article. Files are listed, those of a preview only counted."""
    both = {name: page("one") for name in ("bridge", "sr/bridge", "river", "sr/river", "road")}
    old = Manifest("000001-00000000", "", write(tmp_path / "old", both))
    now = {"bridge": page("two"), "sr/bridge": page("one", "other menu"), "road": page("one"), "sr/road": page("new")}
    new = write(tmp_path / "new", now)
    changed = StoryChange(ChangeKind.CHANGED, "bridge", ("",))
    others = StoryChange(ChangeKind.NEW, "road", ("sr/",)), StoryChange(ChangeKind.REMOVED, "river", ("", "sr/"))
    assert story_changes(old, new) == (others[0], changed, others[1])
    assert not story_changes(Manifest("x", "", new), new)
    plain = Manifest("x", "", {path: msgspec.structs.replace(entry, article="") for path, entry in old.entries.items()})
    assert StoryChange(ChangeKind.CHANGED, "bridge", ("", "sr/")) in story_changes(plain, new)
    previewed = {**new, f"preview/{'0' * 32}/index.html": Entry("1", 1)}
    listed = list_files(differences(old, previewed))
    assert "add sr/news/road/index.html" in listed
    assert "add 1 file of a preview" in listed
    assert not [line for line in listed if "0" * 32 in line]
