"""The files that texts name: which path is meant, and which file is shown where a text names a picture or a video."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Mapping
from typing import TypeVar
from urllib.parse import unquote

from plugins.content.markup.videos import Video, video_at
from plugins.diagnostics import Message
from plugins.diagnostics.errors import nearest

# How alike the names of two files are, from 0 to 1, for one to be a misspelling of the other.
ALIKE = 0.75
# Where a picture that is nowhere belongs.
ADD_PICTURE = Message("put the picture into content/images/, or correct the name")
Named = TypeVar("Named")
PICTURE_ENDINGS = (".jpg", ".jpeg", ".png", ".webp")
INTERNAL = re.compile(r"[{|](?:filename|static|attach)[}|](?P<path>[^#?]*)(?P<rest>.*)")
SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//|#|\?|/")


def named_file(target: str) -> str | None:
    """The path in `{filename}x.en.md`, `{static}x.jpg`, `x.jpg`; None for addresses such as https://… or /news/."""
    if match := INTERNAL.fullmatch(target):
        return match["path"]
    if not target or SCHEME.match(target):
        return None
    return re.split(r"[#?]", target)[0] or None


def resolve_path(path: str, source_name: str, exists: Container[str] = ()) -> str:
    """Turn a path written in a text into a path from the content folder.

    The path may be relative to the text's file or to the content folder; one of the two that exists is returned, else
    the one that the writer most likely meant. Editing programs write a space as %20, and macOS writes an accent as a
    letter of its own: a file that exists in another spelling of the path is found too.
    """
    resolved = _resolve_spelling(path, source_name, exists)
    if resolved in exists or (path.isascii() and "%" not in path):
        return resolved
    plain = unquote(path)
    others = (plain, *(unicodedata.normalize(form, plain) for form in ("NFC", "NFD")))
    places = (_resolve_spelling(other, source_name, exists) for other in others)
    return next((place for place in places if place in exists), resolved)


def _resolve_spelling(path: str, source_name: str, exists: Container[str]) -> str:
    root = posixpath.normpath(path.lstrip("/"))
    beside = posixpath.normpath(posixpath.join(posixpath.dirname(source_name), path.lstrip("/")))
    if path.startswith("/"):
        return beside if beside in exists and root not in exists else root
    return root if root in exists and beside not in exists else beside


def find_named(name: str, by_name: Mapping[str, Named], languages: Collection[str]) -> Named | None:
    """What has the file of that name; a link may name the file of any language, so that one which is not there means
    the same story in another."""
    stem, _, language = name.removesuffix(".md").rpartition(".")
    is_text = name.endswith(".md") or language in languages
    names = (name, *(f"{stem}.{code}.md" for code in (languages if is_text else ())))
    return next((by_name[text] for text in names if text in by_name), None)


def nearest_file(name: str, files: Iterable[str]) -> str:
    """The file that a name that is not there most likely means, whichever folder and ending it has; "" where the names
    of all are too unlike."""
    by_stem: dict[str, list[str]] = defaultdict(list)
    for file in sorted(files):
        by_stem[_stem(file)].append(file)
    stem = nearest(_stem(name), by_stem, ALIKE)
    return nearest(name, by_stem[stem], 0) if stem else ""


def hint_for(name: str, files: Iterable[str], otherwise: Message = ADD_PICTURE) -> Message:
    """What to do about a name that is not there: the file that is most likely meant."""
    near = nearest_file(name, files)
    return Message("did you mean {near}?", near=near) if near else otherwise


def _stem(name: str) -> str:
    return posixpath.splitext(posixpath.basename(name))[0]


def find_poster(video: Video, source_name: str, files: Container[str]) -> str:
    """The picture that is shown while a video does not play; "" where there is none.

    It is named as the video's file and lies beside it, or is named after the video's id and lies beside the text or in
    `images/`. Names are paths from the content folder."""
    if not video.site:
        stems = [posixpath.splitext(resolve_path(video.id, source_name, files))[0]]
    else:
        stems = [posixpath.join(folder, video.id) for folder in (posixpath.dirname(source_name), "images")]
    return next((stem + ending for stem in stems for ending in PICTURE_ENDINGS if stem + ending in files), "")


def resolve_picture(target: str, source_name: str, files: Container[str]) -> str:
    """The content file that is shown where a text names a picture: the picture itself, or that of a video; "" where a
    video has none."""
    video = video_at(target)
    return (
        find_poster(video, source_name, files)
        if video
        else resolve_path(named_file(target) or target, source_name, files)
    )
