"""The kinds of files of a site, and what follows from the kind: upload order, HTTP headers, how long it is kept."""

import mimetypes
import re
from enum import IntEnum
from pathlib import PurePosixPath

# The second form is Pagefind's: an underscore and the hash before the suffix.
FINGERPRINTED = re.compile(r"(?:\.[0-9a-f]{8,}\.[^/]+|_[0-9a-f]{6,}\.pf_\w+(?:\.(?:br|gz))?)$")
# Files that stories link to, which keep their addresses though their content changes.
ATTACHMENTS = "files/"
# Style sheets, scripts, fonts and icons.
THEME = "theme/"
# The preview of a draft, in any edition.
PREVIEW = re.compile(r"(?:[^/]+/)?preview/[0-9a-f]{16,}/")
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
    ".md": "text/markdown; charset=utf-8",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
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


class UploadPhase(IntEnum):
    """The order in which files go live: assets before the pages that need them, pages before feeds and lists."""

    ASSET = 0
    PAGE = 1
    LISTING = 2


def upload_phase(path: str) -> UploadPhase:
    """The phase in which a file of the site goes live."""
    if is_attachment(path):
        return UploadPhase.ASSET
    if path.endswith((".html", ".md")):
        return UploadPhase.PAGE
    return UploadPhase.LISTING if path.endswith((".xml", ".txt", ".json")) else UploadPhase.ASSET


def is_fingerprinted(path: str) -> bool:
    """Whether the name carries a hash of the content, so that the content at its address never changes."""
    return FINGERPRINTED.search(path) is not None


def is_shared_asset(path: str) -> bool:
    """Whether pages of an earlier release, which may be open, need the file, and it says nothing of a story: a part of
    the theme. Pictures, cards and the search index go with the pages that name them."""
    return path.startswith(THEME) and is_fingerprinted(path)


def is_feed(path: str) -> bool:
    """Whether the file is an Atom feed."""
    return path.endswith(".atom.xml")


def is_attachment(path: str) -> bool:
    """Whether a story links to the file, and other sites may."""
    return path.startswith(ATTACHMENTS) and not is_precompressed(path)


def is_preview(path: str) -> bool:
    """Whether the file belongs to the preview of a draft, whose address is secret and may change at any time."""
    return PREVIEW.match(path) is not None


def is_precompressed(path: str) -> bool:
    """Whether the file is the compressed form of another, for servers that send such files."""
    return path.endswith((".br", ".gz"))


def content_type(path: str) -> str:
    """The media type of the file; text is always UTF-8."""
    if is_feed(path):
        return "application/atom+xml; charset=utf-8"
    suffix = PurePosixPath(path).suffix.lower()
    return TYPES.get(suffix) or mimetypes.guess_type(path)[0] or "application/octet-stream"


def cache_control(path: str, page_seconds: int) -> str:
    """The Cache-Control header: a year if the name carries a hash of the content, else `page_seconds`."""
    if is_fingerprinted(path):
        return f"public, max-age={YEAR}, immutable"
    return f"public, max-age={page_seconds}, must-revalidate"


def address(path: str) -> str:
    """The address of a file below the site's root: ``news/x/index.html`` is ``/news/x/``."""
    whole = f"/{path}"
    return whole.removesuffix("index.html") if whole.endswith("/index.html") else whole


def file_of(address: str) -> str:
    """The file that an address names: ``/news/x/`` and ``/news/x`` are ``news/x/index.html``."""
    path = address.lstrip("/")
    last = path.rpartition("/")[2]
    if "." in last:
        return path
    return f"{path.rstrip('/')}/index.html".lstrip("/")
