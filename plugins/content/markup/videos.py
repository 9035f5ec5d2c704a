"""Videos: addresses of YouTube and Vimeo and files of the content folder that a text shows as videos.

An address alone on its line, or written as a picture, is a video. Nothing is fetched: an address is recognised by its
form.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlencode, urlsplit

from msgspec import Struct

# A line that may be nothing but the address of a video, or the name of its file; `video_at` decides.
VIDEO_LINE = re.compile(
    r"^ {0,3}(?P<open><)?(?P<target>https?://[^\s<>]+|[^\s<>()\[\]!*_`][^\s<>()\[\]]*\.(?:mp4|webm))(?(open)>)[ \t]*$",
    re.M | re.I,
)
# No text without one of these, in small letters, has a video.
SIGNS = ("youtu", "vimeo.com", ".mp4", ".webm")
FILE = re.compile(
    r"(?:[{|](?:filename|static|attach)[}|])?(?P<name>(?![a-z][a-z0-9+.-]*:|//)[^#?]+\.(?:mp4|webm))(?:[#?].*)?", re.I
)
YOUTUBE_HOSTS = {"youtube.com", "m.youtube.com", "music.youtube.com", "youtube-nocookie.com", "youtu.be"}
YOUTUBE_PATH = re.compile(r"/(?P<kind>shorts|live|embed|v)/(?P<id>[\w-]{11})/?")
YOUTUBE_ID = re.compile(r"[\w-]{11}")
VIMEO_HOSTS = {"vimeo.com", "player.vimeo.com"}
VIMEO_PATH = re.compile(r"/(?:video/|channels/[\w-]+/|groups/[\w-]+/videos/)?(?P<id>\d+)(?:/(?P<hash>[0-9a-f]{6,}))?/?")


class Video(Struct, frozen=True):
    """A video: `site` is the name of the site that has it, "" for a file of the content folder; `id` its name there, or
    the file as the text names it; `address` is where it is watched, without what only follows the reader ("" for a
    file)."""

    site: str
    id: str
    address: str = ""


def video_at(target: str) -> Video | None:
    """The video at an address or in a file, as a text names it; None where it is none."""
    if file := FILE.fullmatch(target):
        # A path from the first slash is an address, not a file.
        return None if target.startswith("/") else Video("", file["name"])
    if not target.lower().startswith(("http://", "https://", "//")):
        return None
    try:
        parts = urlsplit(target)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return None
    if host in YOUTUBE_HOSTS:
        return _youtube(host, parts.path, parse_qs(parts.query))
    return _vimeo(parts.path, parse_qs(parts.query)) if host in VIMEO_HOSTS else None


def _youtube(host: str, path: str, query: dict[str, list[str]]) -> Video | None:
    match = YOUTUBE_PATH.fullmatch(path)
    if host == "youtu.be":
        id_ = path.strip("/")
    else:
        id_ = match["id"] if match else query.get("v", [""])[0] if path.rstrip("/") == "/watch" else ""
    if not YOUTUBE_ID.fullmatch(id_):
        return None
    start = next((query[name][0] for name in ("t", "start") if re.fullmatch(r"[\dhms]+", query.get(name, [""])[0])), "")
    if match and match["kind"] == "shorts":
        return Video("YouTube", id_, f"https://www.youtube.com/shorts/{id_}")
    return Video(
        "YouTube", id_, f"https://www.youtube.com/watch?{urlencode({'v': id_} | ({'t': start} if start else {}))}"
    )


def _vimeo(path: str, query: dict[str, list[str]]) -> Video | None:
    match = VIMEO_PATH.fullmatch(path)
    if match is None:
        return None
    hidden = match["hash"] or next((word for word in query.get("h", []) if re.fullmatch("[0-9a-f]{6,}", word)), "")
    return Video("Vimeo", match["id"], f"https://vimeo.com/{match['id']}{f'/{hidden}' if hidden else ''}")


def video_lines(text: str) -> list[re.Match[str]]:
    """The lines of a text that are nothing but a video's address; the group `target` is the address."""
    small = text.lower()
    if not any(sign in small for sign in SIGNS):
        return []
    return [match for match in VIDEO_LINE.finditer(text) if video_at(match["target"])]
