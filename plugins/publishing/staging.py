"""The release made ready on our side: hard links to the built files, stubs for moved pages, the manifest.

The built output itself is never touched.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from .diagnosis import explain
from .errors import PublishError
from .folder import take
from .kinds import file_of, is_precompressed
from .manifest import Entry, Manifest, scan
from .progress import Reporter
from .redirects import caddy, nginx_map, stub, underscore_redirects
from .releases import Release


@contextmanager
def desk(output: Path, reporter: Reporter, wait: int) -> Iterator[Path]:
    """A folder for one publish of this output at a time, empty now and gone afterwards."""
    if not (output / "index.html").is_file():
        raise PublishError(f"there is no built site in {output}", "build it first")
    place = output.resolve().parent / ".publishing" / output.name
    try:
        place.mkdir(parents=True, exist_ok=True)
        with (place / "lock").open("a+") as file:
            take(file.fileno(), place / "lock", wait, reporter)
            shutil.rmtree(place / "release", ignore_errors=True)
            try:
                yield place / "release"
            finally:
                shutil.rmtree(place / "release", ignore_errors=True)
                fcntl.flock(file, fcntl.LOCK_UN)
    except OSError as error:
        raise explain(str(error), "the release could not be made ready on this machine") from error


def lay_out(
    output: Path, folder: Path, redirects: Mapping[str, str], url: str, *, precompressed: bool
) -> dict[str, Entry]:
    """Fill ``folder/site`` and give its entries."""
    for path in sorted(output.rglob("*")):
        name = path.relative_to(output).as_posix()
        if path.is_file() and (precompressed or not sibling(output, name)):
            link(path, folder / "site" / name)
    for old, new in redirects.items():
        page = folder / "site" / file_of(old)
        if not page.exists():
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(stub(new, url), "utf-8")
    return scan(folder / "site", {file_of(old): new for old, new in redirects.items()})


def sibling(output: Path, name: str) -> bool:
    """Whether the file is the compressed form of another."""
    return is_precompressed(name) and (output / name.rpartition(".")[0]).is_file()


def link(source: Path, goal: Path) -> None:
    """A hard link, or a copy where the file system knows none."""
    goal.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, goal)
    except OSError:
        shutil.copy2(source, goal)


def describe(folder: Path, manifest: Manifest, redirects: Mapping[str, str]) -> Release:
    """Write what stands beside the site: the manifest, and the redirects for nginx, Caddy and Pages hosts."""
    texts = {
        "manifest.json": manifest.to_json(),
        "redirects.map": nginx_map(redirects),
        "redirects.caddy": caddy(redirects),
        "_redirects": underscore_redirects(redirects),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    return Release(folder, manifest)
