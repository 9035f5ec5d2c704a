"""Resolves the references in attributes to paths in the output."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum, auto
from functools import cached_property
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

# Most addresses are a path from the root, or one of this site in full, and need no joining
PLAIN = re.compile(r"/(?!/)[^?#%:\\]*")
CLIMBING = re.compile(r"(^|/)\.\.(/|$|[?#])")


class TargetKind(StrEnum):
    """Where a reference leads: into this site, to another, to no page at all (mail, data), or nowhere."""

    INTERNAL = auto()
    EXTERNAL = auto()
    OTHER = auto()
    BROKEN = auto()


class Target(NamedTuple):
    """The target of a reference; `path` is decoded."""

    kind: TargetKind
    path: str = ""
    fragment: str = ""


@dataclass(frozen=True)
class Addresses:
    """The public address of the site; resolves references to paths below it."""

    base_url: str

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


def climbs(reference: str) -> bool:
    """Whether a reference has a step `..` in it."""
    return ".." in reference and CLIMBING.search(reference) is not None


def file_of(path: str) -> str:
    """The file in the output that answers a path: "/news/x/" is answered by "news/x/index.html"."""
    return path[1:] + ("index.html" if path.endswith("/") else "")


def path_of(file: str) -> str:
    """The path that a file of the output answers: "sr/index.html" answers "/sr/"."""
    return "/" + (file[: -len("index.html")] if file == "index.html" or file.endswith("/index.html") else file)
