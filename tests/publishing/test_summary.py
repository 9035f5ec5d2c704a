"""What a publish did, in stories and for people."""

from plugins.publishing.manifest import Manifest
from plugins.publishing.summary import ChangeKind, StoryChange, list_files, story_changes
from tests.publishing import sites
from tests.publishing.attempts import plans, publishes


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
    """Each story is named once with its editions; a page on which only the menu changed is no changed story."""
    both = {name: page("one") for name in ("bridge", "sr/bridge", "river", "sr/river", "road")}
    old = Manifest("000001-00000000", "", write(tmp_path / "old", both))
    now = {"bridge": page("two"), "sr/bridge": page("one", "other menu"), "road": page("one"), "sr/road": page("new")}
    new = write(tmp_path / "new", now)

    assert story_changes(old, new) == (
        StoryChange(ChangeKind.NEW, "road", ("sr/",)),
        StoryChange(ChangeKind.CHANGED, "bridge", ("",)),
        StoryChange(ChangeKind.REMOVED, "river", ("", "sr/")),
    )
    assert not story_changes(Manifest("x", "", new), new)


def test_stories_of_old_manifests_are_compared_by_page(tmp_path) -> None:
    """A manifest of an earlier version has no hashes of articles."""
    entries = write(tmp_path, {"bridge": page("one")})
    plain = Manifest.from_json(Manifest("x", "", entries).to_json().replace('"articles":{"', '"articles":{"_'))
    assert not story_changes(plain, entries)
    changed = StoryChange(ChangeKind.CHANGED, "bridge", ("",))
    assert story_changes(plain, write(tmp_path, {"bridge": page("two")})) == (changed,)


def test_result_and_plan_count_stories(here, tmp_path, log) -> None:
    """A dry run and a publish give the same stories and files; redirect pages of old stories are no stories."""
    output = sites.build(tmp_path / "output", 1, stories=2)
    redirects = {"/news/old/": "/news/story-1/"}
    assert plans(output, here, log, redirects=redirects)
    assert publishes(output, here, log, redirects=redirects)
    plan, result = log.results
    assert [change.slug for change in result.stories] == ["story-0", "story-1"]
    assert (plan.stories, plan.changes) == (result.stories, result.changes)
    assert "add index.html" in list_files(result.changes)
