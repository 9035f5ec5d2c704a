"""A folder as target, here and over SSH; errors, locks and kills have files of their own."""

import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from plugins.publishing.backends import ssh
from tests.publishing import sites
from tests.publishing.attempts import plans, publishes, rolls_back


def put(output, targets, log, **more) -> None:
    """Publish, which must succeed."""
    assert publishes(output, targets, log, **more), log.text


@pytest.fixture(params=[0o077, 0o022, 0o002])
def umask(request) -> Iterator[None]:
    """The masks of careful, usual and shared computers."""
    before = os.umask(request.param)
    yield
    os.umask(before)


@pytest.mark.usefixtures("umask")
@pytest.mark.parametrize("kind", ["folder", "ssh"])
def test_release_is_the_built_site(kind, target_of, tmp_path, log) -> None:
    """What readers get is what was built, unchanged files are hard links even where the build wrote them anew, and the
    folder is readable for a server."""
    published = tmp_path / "a folder" / "published"
    targets = {"live": {**target_of(kind), "path": str(published)}}
    put(sites.build(tmp_path / "output", 1), targets, log)
    output = sites.build(tmp_path / "other", 2)
    put(output, targets, log)

    site = published / "current" / "site"
    built = {path.relative_to(output): path.read_bytes() for path in output.rglob("*") if path.is_file()}
    # A reader may hold a page of the release before.
    kept = {Path(sites.style_name(1)): sites.style_of(1)}
    assert {path.relative_to(site): path.read_bytes() for path in site.rglob("*") if path.is_file()} == built | kept
    assert (site / "pictures" / "steady.webp").stat().st_nlink == 2
    assert (published / "current").readlink().as_posix().startswith("releases/000002-")
    modes = {(path.is_dir(), path.stat().st_mode & 0o777) for path in (published, *published.glob("releases/**/*"))}
    assert modes == {(True, 0o755), (False, 0o644)}
    assert log.result.pages == 8
    if kind == "folder":
        assert log.result.location == str(published.resolve() / "current" / "site")


def test_unusual_names_arrive(ssh_server, tmp_path, log) -> None:
    """Spaces, quotes and Cyrillic letters in file names, also of parts that outlive their build."""
    targets = {"live": {**ssh_server, "path": str(tmp_path / "published")}}
    output = sites.build(tmp_path / "output", 1)
    odd = output / "theme" / 'it\'s a "слика" $(x).0123456789ab.webp'
    odd.write_bytes(b"picture")
    put(output, targets, log)
    odd.unlink()

    put(sites.build(output, 2), targets, log)

    assert (tmp_path / "published" / "current" / "site" / "theme" / odd.name).read_bytes() == b"picture"


def test_damage_at_the_server_is_reported(ssh_server, tmp_path, log) -> None:
    """A part that somebody deleted from the live release is named."""
    published = tmp_path / "published"
    targets = {"live": {**ssh_server, "path": str(published)}}
    put(sites.build(tmp_path / "output", 1), targets, log)
    (published / "current" / "site" / sites.style_name(1)).unlink()
    assert not publishes(sites.build(tmp_path / "output", 2), targets, log)
    assert sites.style_name(1) in log.text


def test_rollback_is_quick(ssh_server, tmp_path, log, monkeypatch) -> None:
    """Going back is one connection and one rename."""
    targets = {"live": {**ssh_server, "path": str(tmp_path / "published")}}
    for version in (1, 2):
        put(sites.build(tmp_path / "output", version), targets, log)
    commands, popen = [], subprocess.Popen
    monkeypatch.setattr(
        ssh.subprocess, "Popen", lambda *given, **options: commands.append(given) or popen(*given, **options)
    )

    assert rolls_back(targets, log)

    assert len(commands) == 1
    site = tmp_path / "published" / "current" / "site"
    assert (site / "index.html").read_bytes() == sites.page_of(1, "index.html")
    assert (site / sites.style_name(2)).read_bytes() == sites.style_of(2), "for pages that are open"


def test_reload_follows_each_switch(ssh_server, tmp_path, log) -> None:
    """The server's own command runs after the switch; if it fails, readers keep the old release."""
    settings = {**ssh_server, "path": str(tmp_path / "published")}
    note = tmp_path / "note"
    put(sites.build(tmp_path / "output", 1), {"live": {**settings, "reload": f"readlink current > {note}"}}, log)
    assert note.read_text().startswith("releases/000001-")
    failing = {"live": {**settings, "reload": "echo the map is wrong; false"}}

    assert not publishes(sites.build(tmp_path / "output", 2), failing, log)

    assert "a command failed on the server: the map is wrong" in log.text
    assert (tmp_path / "published" / "current" / "site" / "index.html").read_bytes() == sites.page_of(1, "index.html")


@pytest.mark.parametrize("kind", ["folder", "ssh"])
def test_dry_run_leaves_no_trace(kind, target_of, tmp_path, log) -> None:
    """Before the first publish there is nothing to compare with, and nothing is made."""
    assert plans(sites.build(tmp_path / "output", 1), {"live": target_of(kind)}, log)
    assert not (tmp_path / "published").exists()
    assert len(log.result.changes.added) == 13


def test_command_that_hangs_is_ended(ssh_server, tmp_path, log) -> None:
    """A `reload` that never ends is reported after `timeout_seconds`."""
    settings = {**ssh_server, "path": str(tmp_path / "published"), "reload": "sleep 40", "timeout_seconds": 4}
    started = time.monotonic()

    assert not publishes(sites.build(tmp_path / "output", 1), {"live": settings}, log)

    assert time.monotonic() - started < 35
    assert "the server did not answer for 4 seconds: look for a command that hangs there" in log.text
