"""Small sites to publish, whose versions differ in every file that matters."""

import hashlib
import shutil
from pathlib import Path

from plugins.publishing.manifest import Entry, read_entries
from plugins.publishing.releases import output_files
from plugins.system.digests import FileDigests

EDITIONS = ("", "sr/")
STYLE = "theme/site.{}.css"


def style_of(version: int) -> bytes:
    """The style sheet of a version; versions differ in it, so its name differs too."""
    return f"/* version {version} */\n".encode() + b"p{margin:0}\n" * 50


def style_name(version: int) -> str:
    """The fingerprinted path of the style sheet."""
    return STYLE.format(hashlib.sha256(style_of(version)).hexdigest()[:12])


def page_of(version: int, path: str, kilobytes: int = 4) -> bytes:
    """A page that says its version first and last, and names its style sheet."""
    filling = f"<p>{path} in version {version}</p>\n" * (kilobytes * 1024 // 40)
    head = f'<!doctype html><!--v{version}--><link rel="stylesheet" href="/{style_name(version)}">'
    return f"{head}{filling}<!--v{version}-->".encode()


def feed_of(version: int, edition: str) -> bytes:
    """A feed whose newest entry is the article ``story-0``."""
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom"><title>v{version}</title>'
        f'<entry><link href="https://example.org/{edition}news/story-0/"/></entry></feed>'
    ).encode()


def paths(stories: int = 2) -> list[str]:
    """All pages of the site."""
    names = ["index.html", *(f"news/story-{n}/index.html" for n in range(stories))]
    return [edition + name for edition in EDITIONS for name in names]


def build(folder: Path, version: int, stories: int = 2, kilobytes: int = 4) -> Path:
    """Write one version of the site, over another if there is one."""
    files = {path: page_of(version, path, kilobytes) for path in paths(stories)}
    files[style_name(version)] = style_of(version)
    files["pictures/steady.webp"] = b"always the same" * 1000
    files["robots.txt"] = b"User-agent: *\n"
    for edition in EDITIONS:
        files[f"{edition}404.html"] = f"<!doctype html><title>{edition or 'en'} not found</title>".encode() * 20
        files[f"{edition}feeds/news.atom.xml"] = feed_of(version, edition)
    shutil.rmtree(folder / "theme", ignore_errors=True)
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


def scan(folder: Path) -> dict[str, Entry]:
    """What a manifest says of the files below a folder."""
    return read_entries(output_files(folder), FileDigests())
