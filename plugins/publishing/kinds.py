"""What sort of file a path of the site is, and what follows from that: its order, its headers, its life."""

import mimetypes
import re
from enum import IntEnum
from pathlib import PurePosixPath

# The second form is Pagefind's, which puts its hash before the suffix with an underscore.
FINGERPRINTED = re.compile(r"(?:\.[0-9a-f]{8,}\.[^/]+|_[0-9a-f]{6,}\.pf_\w+(?:\.(?:br|gz))?)$")
# Files that stories link to, which keep their addresses though their content changes.
ATTACHMENTS = "files/"
YEAR = 31_536_000
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".epub": "application/epub+zip",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/vnd.microsoft.icon",
    ".ics": "text/calendar",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".m4a": "audio/mp4",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".odp": "application/vnd.oasis.opendocument.presentation",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".pdf": "application/pdf",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".rtf": "application/rtf",
    ".svg": "image/svg+xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".avif": "image/avif",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json; charset=utf-8",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xml": "application/xml; charset=utf-8",
    ".zip": "application/zip",
}


class Turn(IntEnum):
    """When a file goes live, so that nobody meets a page before its parts or a feed before its pages."""

    PART = 0
    PAGE = 1
    LISTING = 2


def turn(path: str) -> Turn:
    """The turn of a file of the site by its name."""
    if is_attachment(path):
        return Turn.PART
    if path.endswith(".html"):
        return Turn.PAGE
    return Turn.LISTING if path.endswith((".xml", ".txt", ".json")) else Turn.PART


def is_fingerprinted(path: str) -> bool:
    """Whether the name carries a hash of the content, so that the address never changes its meaning."""
    return FINGERPRINTED.search(path) is not None


def is_feed(path: str) -> bool:
    """Whether the file is an Atom feed."""
    return path.endswith(".atom.xml")


def is_attachment(path: str) -> bool:
    """Whether a story links to the file, and other sites may."""
    return path.startswith(ATTACHMENTS) and not is_precompressed(path)


def is_precompressed(path: str) -> bool:
    """Whether the file is a sibling for servers that send compressed files from disk."""
    return path.endswith((".br", ".gz"))


def content_type(path: str) -> str:
    """The media type to serve the file with; text always in UTF-8."""
    if is_feed(path):
        return "application/atom+xml; charset=utf-8"
    suffix = PurePosixPath(path).suffix.lower()
    return TYPES.get(suffix) or mimetypes.guess_type(path)[0] or "application/octet-stream"


def cache_control(path: str, page_seconds: int) -> str:
    """How long a reader's browser may keep the file: a year if its name tells its content, else briefly."""
    if is_fingerprinted(path):
        return f"public, max-age={YEAR}, immutable"
    return f"public, max-age={page_seconds}, must-revalidate"


def address(path: str) -> str:
    """The address of a file below the site's root: ``news/x/index.html`` is ``/news/x/``."""
    return (
        "/" + path.removesuffix("index.html") if path.endswith(("/index.html",)) or path == "index.html" else "/" + path
    )


def file_of(address: str) -> str:
    """The file that an address names: ``/news/x/`` and ``/news/x`` are ``news/x/index.html``."""
    path = address.lstrip("/")
    last = path.rpartition("/")[2]
    if "." in last:
        return path
    return f"{path.rstrip('/')}/index.html".lstrip("/")
