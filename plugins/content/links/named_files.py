"""The files that texts name: which path is meant, which file is shown where a text names a picture or a video, and
where in the text the name stands."""

from __future__ import annotations

import difflib
import html
import posixpath
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Container, Iterable
from typing import TYPE_CHECKING
from urllib.parse import unquote

from plugins.content.markup.videos import Video, video_at
from plugins.diagnostics import Message

if TYPE_CHECKING:
    from plugins.content.markup.rendered import Reference
    from plugins.content.sources import Source


# How alike the names of two files are, from 0 to 1, for one to be a misspelling of the other.
ALIKE = 0.75
# Where a picture that is nowhere belongs.
ADD_PICTURE = Message("put the picture into content/images/, or correct the name")
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


def nearest_file(name: str, files: Iterable[str]) -> str:
    """The file that a name that is not there most likely means, whichever folder and ending it has; "" where the names
    of all are too unlike."""
    by_stem: dict[str, list[str]] = defaultdict(list)
    for file in sorted(files):
        by_stem[_stem(file)].append(file)
    stem = difflib.get_close_matches(_stem(name), by_stem, 1, ALIKE)
    return difflib.get_close_matches(name, by_stem[stem[0]], 1, 0)[0] if stem else ""


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


# What is put behind a name, with a number; and the most of them in one text.
MARK = re.compile(r"q([0-9]{1,9})z")
MOST_MARKS = 2_000


def find_places(
    source: Source, references: tuple[Reference, ...], read: Callable[[str], tuple[Reference, ...]]
) -> list[tuple[int, int]]:
    """The line and the column at which a source names each of its `references`. `read` returns those of another text.

    A mark is put behind all places where their names stand, and the text is read once more: a reference then has the
    mark of its place. One that is none any more with a mark in it stands at the first place of its name."""
    body = source.body
    starts: dict[int, int] = {}
    for name in {spelling: None for reference in references for spelling in _spellings(_name(reference))}:
        for match in re.finditer(re.escape(name), body):
            starts[match.end()] = min(match.start(), starts.get(match.end(), match.start()))
    ends = sorted(starts)[:MOST_MARKS]
    pieces = [f"{body[before:end]}q{end}z" for before, end in zip([0, *ends], ends, strict=False)]
    marked = [_name(reference) for reference in read("".join(pieces) + body[ends[-1] :])] if ends else []
    names, places, passed = [MARK.sub("", name) for name in marked], [], 0
    for reference in references:
        name = _name(reference)
        at = next((body.find(spelling) for spelling in _spellings(name) if spelling in body), -1)
        if name in names[passed:]:
            passed = names.index(name, passed) + 1
            marks = MARK.findall(marked[passed - 1])
            at = starts.get(int(marks[-1]), at) if marks else at
        line, column = body.count("\n", 0, max(at, 0)), at - (body.rfind("\n", 0, max(at, 0)) + 1) + 1
        places.append((source.body_line + line, max(column, 1)))
    return places


def _name(reference: Reference) -> str:
    """What a text says of a reference: its target, or its words where that is nothing."""
    return reference.target if reference.target.strip("# ") else reference.words


def _spellings(name: str) -> list[str]:
    """The ways in which a name may be written."""
    plain = unquote(name)
    return [
        spelling for spelling in dict.fromkeys((name, html.escape(name), plain, plain.rpartition("/")[2])) if spelling
    ]
