"""The input of the audit: public address and editions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class EditionSpec:
    """One published version of the site: `prefix` is its folder without slashes, "" at the root."""

    name: str
    tag: str
    prefix: str
    label: str
    direction: str = "ltr"

    @property
    def home(self) -> str:
        """The path of its front page: "/" or "/sr/"."""
        return f"/{self.prefix}/" if self.prefix else "/"


@dataclass(frozen=True)
class SiteSpec:
    """The expected site: public address and editions.

    `base_url` is the public address, with or without a closing slash; it may have a path. `hidden_addresses` are those
    of drafts and of articles whose date has not come, below the home of any edition, such as "news/x/".
    """

    base_url: str
    editions: tuple[EditionSpec, ...]
    hidden_addresses: tuple[str, ...] = ()

    def is_preview(self, path: str) -> bool:
        """Whether a page is the preview of a draft, at an address that only editors are given."""
        return path.startswith(f"{self.edition_of(path).home}preview/")

    def edition_of(self, path: str) -> EditionSpec:
        """The edition that a root-relative path belongs to: that with the longest prefix that fits."""
        home = path[: path.find("/", 1) + 1]
        return self._by_home.get(home) or self._by_home.get(path[:1], self.editions[0])

    @cached_property
    def _by_home(self) -> Mapping[str, EditionSpec]:
        return {edition.home: edition for edition in self.editions}

    def counterpart(self, path: str, edition: EditionSpec) -> str:
        """The path of the same page in another edition."""
        return edition.home + path[len(self.edition_of(path).home) :]
