"""Manifests: every file of a release with the hash of its content."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import msgspec

from plugins.system.digests import FileDigests, digest_of, sha256

from .failures import Failure, PublishError
from .media_types import is_shared_asset

# The page of a story, in any edition, and the element of it that holds the story itself.
STORY = re.compile(r"(?P<edition>[^/]+/)?news/(?P<slug>[^/]+)/index\.html")
ARTICLE = (b"<article", b"</article>")


class Entry(msgspec.Struct, frozen=True, gc=False):
    """One file: `digest` is its SHA-256 in hex, `size` in bytes, `location` the new address if it is a redirect page.

    `kept` is the number of releases for which the file was kept after the build dropped it. `article` is the hash of
    the article on the page of a story, so that a changed menu around it does not count as a changed story.
    """

    digest: str
    size: int
    location: str = ""
    kept: int = 0
    article: str = ""


@dataclass(frozen=True)
class Manifest:
    """A release's name, the release that was live when it was made, and its files by path.

    `sources` are the files that the site was made from, by their path in the content folder, with their SHA-256.
    """

    name: str
    previous: str
    entries: Mapping[str, Entry] = field(repr=False)
    sources: Mapping[str, str] = field(default_factory=dict, repr=False)

    def to_json(self) -> str:
        """One line of JSON, the same for the same release."""
        entries = sorted(self.entries.items())
        files = {path: (entry.digest, entry.size, entry.location, entry.kept) for path, entry in entries}
        articles = {path: entry.article for path, entry in entries if entry.article}
        sources = dict(sorted(self.sources.items()))
        return msgspec.json.encode(_Fields(self.name, self.previous, files, articles, sources)).decode()

    @property
    def key(self) -> str:
        """Equal only for the same release, whether its sources are at hand or not."""
        return digest_of(replace(self, sources={}).to_json())

    @classmethod
    def from_json(cls, text: str | bytes) -> "Manifest":
        """Parse what `to_json` wrote; `PublishError` if it is anything else."""
        try:
            fields = msgspec.json.decode(text, type=_Fields)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise PublishError(Failure.MANIFEST_UNREADABLE, output=str(error)) from error
        entries = {path: Entry(*entry, fields.articles.get(path, "")) for path, entry in fields.files.items()}
        return cls(fields.name, fields.previous, entries, fields.sources)


class _Fields(msgspec.Struct, omit_defaults=True):
    """A manifest as JSON has it: `files` by path as the first four fields of `Entry`."""

    name: str
    previous: str
    files: dict[str, tuple[str, int, str, int]]
    articles: dict[str, str] = {}
    sources: dict[str, str] = {}


@dataclass(frozen=True)
class Changes:
    """The paths that differ between two releases; `size` is the number of new bytes."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    size: int


NO_CHANGES = Changes((), (), (), 0)


def read_entries(
    files: Mapping[str, str],
    digests: FileDigests,
    redirects: Mapping[str, str] | None = None,
    live: Manifest | None = None,
) -> dict[str, Entry]:
    """The entries of files by their path in a release, in order, a folder's beside each other. `redirects` leads from
    pages to new addresses; the `live` release knows the articles on pages that have not changed."""
    entries, moved, before = {}, redirects or {}, live.entries if live else {}
    for name, file in sorted(files.items(), key=lambda item: item[0].split("/")):
        (size, digest), known, article = digests.find_with_size(file), before.get(name), ""
        if STORY.fullmatch(name):
            article = known.article if known and known.digest == digest else article_hash(Path(file).read_bytes())
        entries[name] = Entry(digest, size, moved.get(name, ""), article=article)
    return entries


def article_hash(data: bytes) -> str:
    """The hash of the first article on a page; empty where there is none."""
    opening, closing = ARTICLE
    start = data.find(opening)
    end = data.find(closing, start)
    return sha256(data[start:end])[:16] if 0 <= start < end else ""


def keep_assets(entries: Mapping[str, Entry], live: Iterable[Manifest], keep: int) -> dict[str, Entry]:
    """Add the theme's assets of the `live` releases, each for at most `keep` releases: a reader who opened a page just
    before the switch requests its assets just after it."""
    result = dict(entries)
    for manifest in live:
        for path, old in manifest.entries.items():
            if path not in entries and is_shared_asset(path) and old.kept < keep:
                result[path] = msgspec.structs.replace(old, kept=old.kept + 1)
    return result


def differences(old: Manifest | None, new: Mapping[str, Entry]) -> Changes:
    """Compare by content: a file written again with the same bytes is not a change."""
    before = old.entries if old else {}
    added = tuple(path for path in new if path not in before)
    changed = tuple(path for path in new if path in before and not same(new[path], before[path]))
    removed = tuple(path for path in before if path not in new)
    return Changes(added, changed, removed, sum(new[path].size for path in (*added, *changed)))


def same(entry: Entry, other: Entry | None) -> bool:
    """Whether readers get the same response for both."""
    return other is not None and (entry.digest, entry.location) == (other.digest, other.location)
