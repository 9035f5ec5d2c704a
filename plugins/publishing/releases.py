"""Releases: their names, which of them are kept, and how one is prepared on this machine.

A name is a number and the beginning of a hash. It does not depend on the clock, which may be wrong or go back.
"""

import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .error_hints import error_from_output
from .errors import PublishError
from .failures import Failure
from .locks import file_lock
from .manifest import Entry, Manifest, scan, sha256
from .media_types import address, file_of, is_precompressed
from .output_files import output_files
from .progress import Progress
from .redirects import caddy_redirects, nginx_map, redirect_page, underscore_redirects

NAME = re.compile(r"\d{6,}-[0-9a-f]{8}")
# The folders of a release: the web root, the redirect pages where a server of one's own looks for them, and the files
# that the site was made from, which readers do not get.
SITE, MOVED, SOURCES = "site", "moved", "sources"


@dataclass(frozen=True)
class Release:
    """A prepared release: its folder on this machine, with `site/` and the files beside it, and its manifest."""

    folder: Path
    manifest: Manifest

    @property
    def name(self) -> str:
        """The release's name at the target."""
        return self.manifest.name

    @property
    def site(self) -> Path:
        """The folder of the files to serve."""
        return self.folder / SITE

    def file(self, path: str) -> Path:
        """The prepared file of a path in the manifest."""
        moved = self.folder / MOVED / path
        return moved if self.manifest.entries[path].location and moved.exists() else self.site / path


def stage_sources(sources: Mapping[str, Path], folder: Path) -> dict[str, str]:
    """Fill `folder/sources` with the files that the site was made from; returns their SHA-256 by path."""
    digests = {}
    for path, file in sources.items():
        link(file, folder / SOURCES / path)
        digests[path] = sha256((folder / SOURCES / path).read_bytes())
    return digests


def is_name(text: str) -> bool:
    """Whether a folder or object of this name is a whole release."""
    return NAME.fullmatch(text) is not None


def next_name(names: Iterable[str], entries: Mapping[str, Entry]) -> str:
    """One more than the highest number so far, and eight digits of the content's hash."""
    number = 1 + max((int(name.partition("-")[0]) for name in names), default=0)
    content = "\n".join(f"{path} {entry.digest}" for path, entry in sorted(entries.items()))
    return f"{number:06d}-{sha256(content.encode())[:8]}"


def releases_to_prune(names: Iterable[str], keep: int, needed: Iterable[str]) -> tuple[str, ...]:
    """The releases beyond the last `keep`, except those that are `needed`."""
    spared = set(needed)
    return tuple(name for name in sorted(names)[:-keep] if name not in spared)


def find_release(names: Iterable[str], wanted: str) -> str:
    """The release with this name or number; `PublishError` lists the known ones."""
    known = sorted(names)
    found = [name for name in known if wanted in (name, name.partition("-")[0].lstrip("0"), name.partition("-")[0])]
    if found:
        return found[0]
    listing = ", ".join(known) or "none"
    raise PublishError(Failure.NO_SUCH_RELEASE, release=wanted, names=listing)


@contextmanager
def working_folder(output: Path, seconds: int, progress: Progress) -> Iterator[Path]:
    """An empty folder for preparing a release of this output, for one publish at a time; deleted afterwards."""
    if not (output / "index.html").is_file():
        raise PublishError(Failure.NOT_BUILT, folder=str(output))
    place = output.resolve().parent / ".publishing" / output.name
    try:
        place.mkdir(parents=True, exist_ok=True)
        with file_lock(place / "lock", seconds, progress):
            shutil.rmtree(place / "release", ignore_errors=True)
            try:
                yield place / "release"
            finally:
                shutil.rmtree(place / "release", ignore_errors=True)
    except OSError as error:
        raise error_from_output(str(error), Failure.PREPARING_FAILED) from error


def stage_site(
    output: Path, folder: Path, redirects: Mapping[str, str], url: str, *, own_server: bool
) -> dict[str, Entry]:
    """Fill `folder/site` with hard links to the built files, add the redirect pages, and return all entries.

    For a server of one's own compressed files are included, and redirect pages are in `folder/moved`, so that the
    server finds existing files first. `PublishError` if an old address is that of a page of the site.
    """
    for name, path in output_files(output).items():
        if own_server or not is_compressed_form(output, name):
            link(path, folder / SITE / name)
    refuse_taken_addresses(folder / SITE, redirects)
    pages = folder / MOVED if own_server else folder / SITE
    for old, new in redirects.items():
        page = pages / file_of(old)
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(redirect_page(new, url), "utf-8")
    locations = {file_of(old): new for old, new in redirects.items()}
    return {**scan(folder / SITE, locations), **(scan(pages, locations) if own_server else {})}


def refuse_taken_addresses(site: Path, redirects: Mapping[str, str]) -> None:
    """`PublishError` if an old address is that of a page or file of the site, or below a file."""
    taken = []
    for old in redirects:
        page = site / file_of(old)
        blocked = any(parent.is_file() for parent in page.parents if parent.is_relative_to(site))
        if os.path.lexists(page) or blocked:
            taken.append(address(file_of(old)))
    if taken:
        raise PublishError(Failure.ADDRESSES_TAKEN, addresses=", ".join(sorted(taken)))


def is_compressed_form(output: Path, name: str) -> bool:
    """Whether the file is the compressed form of another."""
    return is_precompressed(name) and (output / name.rpartition(".")[0]).is_file()


def link(source: Path, goal: Path) -> None:
    """Make a hard link, or a copy where the file system has no hard links."""
    goal.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, goal)
    except OSError:
        shutil.copy2(source, goal)


def write_release(folder: Path, manifest: Manifest, redirects: Mapping[str, str]) -> Release:
    """Write the files beside the site: the manifest, and the redirects for nginx, Caddy and Pages hosts."""
    texts = {
        "manifest.json": manifest.to_json(),
        "redirects.map": nginx_map(redirects),
        "redirects.caddy": caddy_redirects(redirects),
        "_redirects": underscore_redirects(redirects),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    return Release(folder, manifest)
