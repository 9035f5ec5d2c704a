"""Where references lead, and the paths that files of the output answer."""

from __future__ import annotations

import re
from enum import StrEnum, auto
from typing import NamedTuple

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


def climbs(reference: str) -> bool:
    """Whether a reference has a step `..` in it."""
    return ".." in reference and CLIMBING.search(reference) is not None


def file_of(path: str) -> str:
    """The file in the output that answers a path: "/news/x/" is answered by "news/x/index.html"."""
    return path[1:] + ("index.html" if path.endswith("/") else "")


def path_of(file: str) -> str:
    """The path that a file of the output answers: "sr/index.html" answers "/sr/"."""
    return "/" + (file[: -len("index.html")] if file == "index.html" or file.endswith("/index.html") else file)
