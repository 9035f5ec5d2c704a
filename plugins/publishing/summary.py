"""Summaries of a publish or a dry run: changed stories, pages and files."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from .manifest import STORY, Changes, Entry, Manifest
from .media_types import is_precompressed, is_preview


class ChangeKind(Enum):
    """What readers notice of a story."""

    NEW = "new"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True)
class StoryChange:
    """A story that a release adds, changes in its own text, or takes down, and the editions in which it does; an
    edition is its prefix, such as `sr/`, empty at the root, or what people call it."""

    kind: ChangeKind
    slug: str
    editions: tuple[str, ...]


def story_changes(old: Manifest | None, new: Mapping[str, Entry]) -> tuple[StoryChange, ...]:
    """Compare the stories of two releases, by the text of their articles where both have it."""
    before, after = stories_of(old.entries if old else {}), stories_of(new)
    rewritten = [path for path in after if path in before and is_rewritten(before[path], after[path])]
    return (
        *group_by_slug(ChangeKind.NEW, (path for path in after if path not in before)),
        *group_by_slug(ChangeKind.CHANGED, rewritten),
        *group_by_slug(ChangeKind.REMOVED, (path for path in before if path not in after)),
    )


def stories_of(entries: Mapping[str, Entry]) -> dict[str, Entry]:
    """The pages of stories, without redirect pages."""
    return {path: entry for path, entry in entries.items() if STORY.fullmatch(path) and not entry.location}


def is_rewritten(old: Entry, new: Entry) -> bool:
    """Whether the story itself differs, not only the page around it."""
    if old.article and new.article:
        return old.article != new.article
    return old.digest != new.digest


def group_by_slug(kind: ChangeKind, paths: Iterable[str]) -> tuple[StoryChange, ...]:
    """One change for each slug, with all editions."""
    by_slug: dict[str, list[str]] = {}
    for path in paths:
        if match := STORY.fullmatch(path):
            by_slug.setdefault(match["slug"], []).append(match["edition"] or "")
    return tuple(StoryChange(kind, slug, tuple(editions)) for slug, editions in by_slug.items())


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
