"""Releases: their names, which of them are kept, and how one is prepared on this machine.

A name is a number and the beginning of a hash. It does not depend on the clock, which may be wrong or go back.
"""

import os
import re
import shutil
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from plugins.system.atomic_files import write_atomically
from plugins.system.digests import FileDigests, sha256
from plugins.system.progress import OnProgress

from .failures import Failure, PublishError
from .folder_lock import folder_lock
from .manifest import Changes, Entry, Manifest, differences
from .media_types import address, file_of, is_precompressed, is_shared_asset
from .redirects import caddy_redirects, nginx_map, redirect_page, underscore_redirects

NAME = re.compile(r"\d{6,}-[0-9a-f]{8}")
# The folders of a release: the web root, the redirect pages where a server of one's own looks for them, and the files
# that the site was made from, which readers do not get.
SITE, MOVED, SOURCES = "site", "moved", "sources"


@dataclass(frozen=True)
class Release:
    """A prepared release: its manifest, the folders of this machine with the files to serve and their sources, and the
    `folder` of redirect pages and what else is beside them; `live` is what the target has now, None before the first
    release; after a switch that `was_interrupted` readers may have parts of another too."""

    manifest: Manifest
    folder: Path
    site: Path
    sources: Path
    live: Manifest | None
    was_interrupted: bool = False

    @property
    def name(self) -> str:
        """The release's name at the target."""
        return self.manifest.name

    @cached_property
    def changes(self) -> Changes:
        """How it differs from what the target has now."""
        return differences(self.live, self.manifest.entries)

    @property
    def differs(self) -> bool:
        """Whether readers would notice a change, or something must not stay there; that old assets of the theme go does
        not count."""
        return bool(
            self.live is None
            or self.was_interrupted
            or self.live.sources.keys() - self.manifest.sources.keys()
            or self.changes.added
            or self.changes.changed
            or any(not (self.live.entries[path].kept and is_shared_asset(path)) for path in self.changes.removed)
        )

    def file(self, path: str) -> Path:
        """The prepared file of a path in the manifest."""
        return (self.folder / MOVED if self.manifest.entries[path].location else self.site) / path


def stage_sources(sources: Mapping[str, Path], folder: Path, digests: FileDigests) -> dict[str, str]:
    """Make `folder` hold the files that the site was made from, which may change meanwhile, and nothing else; returns
    their SHA-256 by path."""
    keep_only(folder, sources)
    for path, file in sources.items():
        if not is_copy(f"{folder}/{path}", file, digests):
            write_atomically(folder / path, file.read_bytes())
    return {path: digests.find(f"{folder}/{path}") for path in sources}


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
    matching = [name for name in known if wanted in (name, name.partition("-")[0].lstrip("0"), name.partition("-")[0])]
    if matching:
        return matching[0]
    listing = ", ".join(known) or "none"
    raise PublishError(Failure.NO_SUCH_RELEASE, release=wanted, names=listing)


@contextmanager
def working_folder(output: Path, seconds: int, progress: OnProgress) -> Iterator[Path]:
    """An empty folder for preparing a release of this output, for one publish at a time; deleted afterwards."""
    if not (output / "index.html").is_file():
        raise PublishError(Failure.NOT_BUILT, folder=str(output))
    place = output.resolve().parent / ".publishing" / output.name
    place.mkdir(parents=True, exist_ok=True)
    with folder_lock(place / "lock", seconds, progress):
        shutil.rmtree(place / "release", ignore_errors=True)
        try:
            yield place / "release"
        finally:
            shutil.rmtree(place / "release", ignore_errors=True)


def stage_site(site: Path, folder: Path, redirects: Mapping[str, str], url: str, *, own_server: bool) -> dict[str, str]:
    """Write the redirect pages to `folder/moved`, and return these and all files of `site`, by their path in a release.

    A server of one's own finds existing files first, and gets the compressed ones. `PublishError` if an old address is
    that of a page of the site.
    """
    files = output_files(site)
    if not own_server:
        compressed = {name for name in files if is_precompressed(name) and name.rpartition(".")[0] in files}
        files = {name: file for name, file in files.items() if name not in compressed}
    refuse_taken_addresses(files, redirects)
    pages = {file_of(old): os.path.join(folder, MOVED, file_of(old)) for old in redirects}
    for old, new in redirects.items():
        page = Path(pages[file_of(old)])
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(redirect_page(new, url), "utf-8")
    return {**files, **pages}


def refuse_taken_addresses(files: Collection[str], redirects: Iterable[str]) -> None:
    """`PublishError` if an old address is that of a page or file of the site, or below a file."""
    folders = {str(folder) for name in files for folder in PurePosixPath(name).parents} if redirects else set()
    taken = [
        address(page)
        for page in map(file_of, redirects)
        if page in folders or any(str(place) in files for place in (page, *PurePosixPath(page).parents))
    ]
    if taken:
        raise PublishError(Failure.ADDRESSES_TAKEN, addresses=", ".join(sorted(taken)))


def is_copy(goal: Path | str, source: Path | str, digests: FileDigests) -> bool:
    """Whether a file is a copy of another as that is now."""
    try:
        return digests.find(goal) == digests.find(source)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return False


def keep_only(folder: Path, wanted: Collection[str]) -> None:
    """Delete the files and links below `folder` whose path there is not among the wanted, and folders that are empty
    then."""
    root = os.path.join(folder, "")
    for place, folders, files in os.walk(folder, topdown=False):
        names = [*files, *(name for name in folders if os.path.islink(os.path.join(place, name)))]
        base = os.path.join(place, "").removeprefix(root).replace(os.sep, "/")
        unwanted = [name for name in names if base + name not in wanted]
        for name in unwanted:
            os.unlink(os.path.join(place, name))
        if len(unwanted) == len(names):
            with suppress(OSError):
                os.rmdir(place)


def link(source: Path | str, goal: Path | str) -> None:
    """Make a hard link, or a copy where the file system has no hard links."""
    try:
        os.link(source, goal)
    except OSError:
        shutil.copy2(source, goal)


def write_beside(folder: Path, manifest: Manifest, redirects: Mapping[str, str]) -> None:
    """Write the files beside the site: the manifest, and the redirects for nginx, Caddy and Pages hosts."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = {
        "manifest.json": manifest.to_json(),
        "redirects.map": nginx_map(redirects),
        "redirects.caddy": caddy_redirects(redirects),
        "_redirects": underscore_redirects(redirects),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")


# The number of names that an error lists.
LISTED = 10


def output_files(output: Path) -> dict[str, str]:
    """The files below a folder by their path in it, with forward slashes, in order.

    Raises PublishError where not every target would serve what is there: a symbolic link, which leads somewhere else on
    a server, a name that is not UTF-8, and names that one folder cannot hold on a system that ignores case or the way
    in which accents are encoded.
    """
    files: dict[str, str] = {}
    links, colliding = list[str](), list[str]()
    folders = [("", os.fspath(output))]
    while folders:
        base, folder = folders.pop()
        first: dict[str, str] = {}
        with os.scandir(folder) as entries:
            # A folder collides too: `News/a.html` and `news/b.html`.
            for entry in sorted(entries, key=lambda entry: entry.name):
                name = base + entry.name
                if entry.is_symlink():
                    links.append(name)
                elif entry.is_dir():
                    folders.append((f"{name}/", entry.path))
                elif entry.is_file():
                    files[name] = entry.path
                plain = entry.name if entry.name.isascii() else unicodedata.normalize("NFC", entry.name)
                other = first.setdefault(plain.casefold(), name)
                if other != name:
                    colliding += (other, name)
    _refuse(links, Failure.LINKS_IN_SITE)
    # Half of a pair of surrogates, which is no UTF-8, cannot be printed either.
    _refuse((name for name in files if not name.isprintable()), Failure.BROKEN_NAMES)
    _refuse(set(colliding), Failure.COLLIDING_NAMES)
    return dict(sorted(files.items()))


def _refuse(names: Iterable[str], failure: Failure) -> None:
    shown = [name.encode("utf-8", "backslashreplace").decode() for name in sorted(names)]
    if shown:
        more = f" and {len(shown) - LISTED} more" if len(shown) > LISTED else ""
        raise PublishError(failure, names=f"{', '.join(shown[:LISTED])}{more}")
