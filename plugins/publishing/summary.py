"""Summaries of a publish or a dry run: changed stories, pages and files."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .manifest import STORY, Changes, Entry, Manifest
from .media_types import is_precompressed, is_preview


@dataclass(frozen=True)
class StoryChange:
    """A story and the editions in which it changes; an edition is its prefix, such as `sr/`, empty at the root."""

    slug: str
    editions: tuple[str, ...]


@dataclass(frozen=True)
class StoryChanges:
    """The stories that a release adds, changes in their own text, and takes down."""

    new: tuple[StoryChange, ...] = ()
    changed: tuple[StoryChange, ...] = ()
    removed: tuple[StoryChange, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.removed)


def story_changes(old: Manifest | None, new: Mapping[str, Entry]) -> StoryChanges:
    """Compare the stories of two releases, by the text of their articles where both have it."""
    before = stories_of(old.entries if old else {})
    after = stories_of(new)
    return StoryChanges(
        new=group_by_slug(path for path in after if path not in before),
        changed=group_by_slug(path for path in after if path in before and is_rewritten(before[path], after[path])),
        removed=group_by_slug(path for path in before if path not in after),
    )


def stories_of(entries: Mapping[str, Entry]) -> dict[str, Entry]:
    """The pages of stories, without redirect pages."""
    return {path: entry for path, entry in entries.items() if STORY.fullmatch(path) and not entry.location}


def is_rewritten(old: Entry, new: Entry) -> bool:
    """Whether the story itself differs, not only the page around it."""
    if old.article and new.article:
        return old.article != new.article
    return old.digest != new.digest


def group_by_slug(paths: Iterable[str]) -> tuple[StoryChange, ...]:
    """One change for each slug, with all editions."""
    by_slug: dict[str, list[str]] = {}
    for path in paths:
        if match := STORY.fullmatch(path):
            by_slug.setdefault(match["slug"], []).append(match["edition"] or "")
    return tuple(StoryChange(slug, tuple(editions)) for slug, editions in by_slug.items())


def count_pages(manifest: Manifest) -> int:
    """The pages of a release that readers can find: no redirect pages, no previews."""
    entries = manifest.entries.items()
    return sum(path.endswith(".html") and not entry.location and not is_preview(path) for path, entry in entries)


def count_files(changes: Changes) -> int:
    """The files that differ, compressed forms not counted."""
    return sum(not is_precompressed(path) for path in (*changes.added, *changes.changed, *changes.removed))


def list_files(changes: Changes) -> tuple[str, ...]:
    """Every changed file, one a line; previews are counted, since their addresses are secret."""
    lines = []
    for word, paths in (("add", changes.added), ("change", changes.changed), ("remove", changes.removed)):
        shown = [path for path in paths if not is_preview(path)]
        lines += [f"{word} {path}" for path in shown]
        if len(shown) < len(paths):
            rest = len(paths) - len(shown)
            lines.append(f"{word} {rest:,} {'file of a preview' if rest == 1 else 'files of previews'}")
    return tuple(lines)
