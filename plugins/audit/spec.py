"""The input of the audit: public address and editions, and what follows from them for paths and references."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote, urljoin, urlsplit

from plugins.audit.addresses import PLAIN, Target, TargetKind, climbs


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

    @cached_property
    def origin(self) -> str:
        """Scheme and host, as in "https://example.org"."""
        parts = urlsplit(self.base_url)
        return f"{parts.scheme}://{parts.netloc}"

    @cached_property
    def folder(self) -> str:
        """The path of the site's root on its host without a closing slash: "" for most sites."""
        return urlsplit(self.base_url).path.rstrip("/")

    def absolute(self, path: str) -> str:
        """The public address of a path, for messages."""
        return f"{self.origin}{self.folder}{path}"

    def resolve(self, reference: str, page: str) -> Target:
        """The target of a reference on the page at path `page`."""
        reference = reference.strip()
        path = reference.removeprefix(self.origin)
        if PLAIN.fullmatch(path) and not climbs(path):
            return self._target_below(path, "")
        try:
            parts = urlsplit(urljoin(self.absolute(page), reference))
        except ValueError:
            return Target(TargetKind.BROKEN)
        if parts.scheme not in ("http", "https"):
            return Target(TargetKind.OTHER)
        if parts.netloc != urlsplit(self.origin).netloc:
            return Target(TargetKind.EXTERNAL)
        # http:// to an https:// site costs a redirect, and browsers block pictures fetched so
        if parts.scheme != urlsplit(self.origin).scheme:
            return Target(TargetKind.BROKEN)
        return self._target_below(unquote(parts.path) or "/", unquote(parts.fragment))

    def local(self, url: str) -> str | None:
        """The path of an absolute address of this site; None where it is relative, malformed or of another site."""
        if not url.startswith(self.origin + self.folder + "/") or climbs(url):
            return None
        target = self.resolve(url, "/")
        return target.path if target.kind is TargetKind.INTERNAL else None

    def _target_below(self, path: str, fragment: str) -> Target:
        # On a Pages host the site may be in a folder; other folders belong to other sites
        if not path.startswith(self.folder + "/"):
            return Target(TargetKind.BROKEN)
        return Target(TargetKind.INTERNAL, path[len(self.folder) :], fragment)

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
