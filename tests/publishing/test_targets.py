"""What every kind of target does alike: whatever is published and gone back to, readers get exactly that."""

from __future__ import annotations

import os
import random
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from plugins.publishing import open_live
from plugins.publishing.backends import read_target
from plugins.publishing.media_types import is_shared_asset
from tests.loops import times
from tests.publishing import sites
from tests.publishing.attempts import Log, plans, publishes, rolls_back

KINDS = ("folder", "ssh", "s3", "git")
KEEP = 3
# Each step comes at least once; what follows which is drawn by lot.
STEPS = ("new", "new", "new", "new", "same", "plan", "back", "to", *("new", "back", "to", "same") * times(0, 20))
# Names and contents that a server, a shell or Git's settings might change; the second outlives its build.
ODD = {
    "pictures/it's 50% + слика?.webp": b"picture",
    'theme/it\'s a "слика" $(x).0123456789ab.webp': b"picture",
    ".gitattributes": b"* text eol=crlf\n",
    ".gitignore": b"*.html\n",
    "crlf.txt": b"a\r\nb\n",
}


def shown(settings: dict[str, Any]) -> dict[str, bytes]:
    """What readers can get of a target."""
    if settings["kind"] == "s3":
        with read_target("x", settings).open(Log(), locked=False) as session:
            public = [key for key in session.bucket.keys("") if not key.startswith(".dvoglas/")]
            return {key: session.bucket.get(key)[0] for key in public}
    if settings["kind"] == "git":
        git = ["git", "-C", settings["remote"]]
        if not subprocess.run([*git, "branch", "--list"], check=True, capture_output=True).stdout:
            return {}
        listed = subprocess.run([*git, "ls-tree", "-rz", "--name-only", "gh-pages"], check=True, capture_output=True)
        names = [name for name in listed.stdout.decode().split("\0") if name not in ("", ".nojekyll", "_redirects")]
        asked = "".join(f"gh-pages:{name}\n" for name in names).encode()
        read = subprocess.run([*git, "cat-file", "--batch"], input=asked, check=True, capture_output=True).stdout
        files = {}
        for name in names:
            head, _, read = read.partition(b"\n")
            size = int(head.split()[2])
            files[name], read = read[:size], read[size + 1 :]
        return files
    site = Path(settings["path"], "current", "site")
    return {str(file.relative_to(site)): file.read_bytes() for file in site.rglob("*") if file.is_file()}


@pytest.fixture(params=KINDS)
def settings(
    request: pytest.FixtureRequest,
    target_of: Callable[[str], dict[str, Any]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> dict[str, Any]:
    """An empty target of each kind; the sources of a branch are kept in the folder of the site."""
    monkeypatch.chdir(tmp_path)
    return {**target_of(request.param), "keep": KEEP, "withdrawn": ["*"]}


class Model:
    """What is to be at a target: the files of each release by its name, and which of them is live."""

    def __init__(self, folder: Path, settings: dict[str, Any], log: Log) -> None:
        self.folder, self.settings, self.log = folder, settings, log
        self.versions = 0
        self.files: dict[str, dict[str, bytes]] = {}
        # Assets of the theme that a release keeps of those before it, with the number of releases.
        self.kept: dict[str, dict[str, int]] = {}
        self.version: dict[str, int] = {}
        self.live, self.left = "", ""

    @property
    def targets(self) -> dict[str, Any]:
        """The setting."""
        return {"here": self.settings}

    def build(self, version: int) -> Path:
        """A version of the site with its compressed pages and, now and then, odd names and more stories."""
        output = sites.build(self.folder / f"output-{version}", version, stories=1 + version % 3)
        (output / "index.html.br").write_bytes(b"pressed %d" % version)
        for name, data in ODD.items() if version % 2 else ():
            (output / name).write_bytes(data)
        return output

    def sources(self, version: int) -> dict[str, bytes]:
        """The texts that a version was made from, changed, new and unchanged ones; one has the bytes of a page."""
        more = {f"news/2026/šuma-{version}.sr.md": b"Dva \xff."} if version % 2 else {}
        page = {"news/page.en.md": sites.page_of(version, "index.html")}
        return {"news/2026/a.en.md": b"Always.", "images/x.jpg": b"\x00%d" % version, **more, **page}

    def publish(self, version: int) -> None:
        """Publish a version, which is or is not what readers have."""
        content = self.folder / f"content-{version}"
        for name, data in self.sources(version).items():
            (content / name).parent.mkdir(parents=True, exist_ok=True)
            (content / name).write_bytes(data)
        sources = {name: content / name for name in self.sources(version)}
        output = self.build(version)
        assert publishes(output, self.targets, self.log, sources=sources), self.log.text
        files = {str(file.relative_to(output)): file.read_bytes() for file in output.rglob("*") if file.is_file()}
        if self.settings["kind"] in ("s3", "git"):
            del files["index.html.br"]
        result = self.log.result
        assert result.deployed == (self.files.get(self.live) != files)
        if result.deployed:
            before = self.kept.get(self.live, {})
            assets = {name: before.get(name, 0) + 1 for name in (*self.files.get(self.live, ()), *before)}
            self.kept[result.release] = {
                name: age for name, age in assets.items() if is_shared_asset(name) and name not in files and age <= KEEP
            }
            assert result.previous == self.live
            self.live, self.left = result.release, ""
            self.files[self.live], self.version[self.live] = files, version

    def roll_back(self, to: str) -> None:
        """Go back to a release, or to the one before."""
        assert rolls_back(self.targets, self.log, to=to or None), self.log.text
        self.left, self.live = self.live, self.log.result.release
        assert not to or self.live == to

    def check(self) -> None:
        """Readers get the live release, all of it and nothing else but assets that open pages need."""
        found, files = shown(self.settings), self.files[self.live]
        assert {name: data for name, data in found.items() if name in files} == files
        more = found.keys() - files.keys()
        needed = {*self.kept[self.live], *filter(is_shared_asset, self.files.get(self.left, ()))}
        assert needed <= more | files.keys()
        assert all(map(is_shared_asset, more))
        with open_live(self.targets) as live:
            assert live.name == self.live
            assert {path: live.read_source(path) for path in live.sources} == self.sources(self.version[self.live])
        with read_target("here", self.settings).open(self.log, locked=False) as session:
            names = session.list_releases()
            assert all(session.manifest(name).name == name for name in names)
        assert self.settings["kind"] == "git" or len(names) <= KEEP + 1
        self.names = names


def test_readers_get_what_was_published_or_gone_back_to(settings, tmp_path: Path, log: Log) -> None:
    """New and unchanged sites, dry runs and ways back in any order: readers get those bytes, and the assets of pages
    that they may have open; each release has its own sources, and no more are kept than is set."""
    model, chance = Model(tmp_path, settings, log), random.Random(settings["kind"])
    with open_live(model.targets) as live:
        assert (live.name, live.sources) == ("", {})
    assert not rolls_back(model.targets, log)
    assert plans(model.build(1), model.targets, log)
    assert shown(settings) == {}
    assert "there is no earlier release at the target" in log.text
    for step in ("new", "new", *chance.sample(STEPS, len(STEPS))):
        if step == "new":
            model.versions += 1
            model.publish(model.versions)
        elif step == "same":
            model.publish(model.version[model.live])
        elif step == "plan":
            before = shown(settings)
            assert plans(model.build(model.versions + 1), model.targets, log)
            assert shown(settings) == before
        else:
            model.roll_back(chance.choice(model.names) if step == "to" else "")
        model.check()
    assert not rolls_back(model.targets, log, to="999")
    assert "choose one of: 0000" in log.text


@pytest.fixture(params=[0o077, 0o022, 0o002])
def umask(request) -> Iterator[None]:
    """The masks of careful, usual and shared computers."""
    before = os.umask(request.param)
    yield
    os.umask(before)


@pytest.mark.usefixtures("umask")
@pytest.mark.parametrize("kind", ["folder", "ssh"])
def test_a_web_server_can_read_a_folder(kind: str, target_of, tmp_path: Path, log: Log) -> None:
    """Folders and files are open whatever the umask, and unchanged files, sources too, are the same in both releases
    though they were written anew."""
    published = tmp_path / "a folder" / "published"
    source = tmp_path / "a.en.md"
    for version in (1, 2):
        source.unlink(missing_ok=True)
        source.write_bytes(b"One.")
        output = sites.build(tmp_path / str(version), version)
        targets = {"live": {**target_of(kind), "path": str(published)}}
        assert publishes(output, targets, log, sources={"news/a.en.md": source}), log.text
    modes = {(path.is_dir(), path.stat().st_mode & 0o777) for path in (published, *published.glob("releases/**/*"))}
    assert modes == {(True, 0o755), (False, 0o644)}
    for name in ("site/pictures/steady.webp", "sources/news/a.en.md"):
        assert (published / "current" / name).stat().st_nlink == 2
    assert log.result.pages == 8


@contextmanager
def nothing_served(folder: Path) -> Iterator[str]:
    """The address of a server that has nothing."""
    folder.mkdir()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Nothing, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class Nothing(SimpleHTTPRequestHandler):
    """Answers that there is nothing."""

    def log_message(self, *_: object) -> None:
        """Print nothing."""


def test_a_first_release_that_readers_do_not_get_is_taken_back(settings, tmp_path: Path, log: Log) -> None:
    """Nothing of it is left for readers; the next publish is a first one again, and succeeds."""
    output = sites.build(tmp_path / "output", 1)
    with nothing_served(tmp_path / "nothing") as url:
        assert not publishes(output, {"site": {**settings, "url": url, "verify_seconds": 0}}, log)
    assert "so site is empty again" in log.text
    assert shown(settings) == {}
    assert publishes(output, {"site": settings}, log), log.text
    assert log.result.previous == ""
    assert shown(settings)["index.html"] == sites.page_of(1, "index.html")
