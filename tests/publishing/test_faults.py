"""Errors during a publish: the message names the cause and what to do, and the old site is still served."""

import errno
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from plugins.publishing.backends.s3 import storage_errors
from plugins.publishing.failures import Failure, PublishError, error_from_output
from tests.needs import need_root
from tests.ports import free_port
from tests.publishing import sites
from tests.publishing.attempts import publishes, rolls_back
from tests.publishing.proxies import Proxy


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """A mounted disk of this size."""
    need_root()
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def served(published: Path) -> bytes:
    """What readers get for the front page."""
    return (published / "current" / "site" / "index.html").read_bytes()


def fails(output: Path, targets: dict, log) -> str:
    """Publish, which must fail without a traceback; returns what was reported."""
    before = len(log.text)
    assert not publishes(output, targets, log)
    return log.text[before:]


@pytest.mark.parametrize("kind", ["folder", "ssh"])
def test_full_disk(kind, tmp_path, log, request) -> None:
    """A full disk is reported with what to do; the old site stays, and publishing works again once there is room."""
    with small_disk(tmp_path / "disk", "600k") as disk:
        settings = request.getfixturevalue("ssh_server") if kind == "ssh" else {"kind": "folder"}
        targets = {"site": {**settings, "path": str(disk / "published")}}
        assert publishes(sites.build(tmp_path / "output", 1), targets, log)

        said = fails(sites.build(tmp_path / "output", 2, kilobytes=140), targets, log)

        assert "the disk of the target is full: free some space" in said
        assert served(disk / "published") == sites.page_of(1, "index.html")
        sites.build(tmp_path / "output", 3)
        assert publishes(tmp_path / "output", targets, log), log.text
        assert served(disk / "published") == sites.page_of(3, "index.html")


def test_full_disk_that_rsync_does_not_report(ssh_server, tmp_path, log, monkeypatch) -> None:
    """The last message of a failing rsync may get lost: then the disk itself is tried."""
    mute = tmp_path / "bin" / "rsync"
    mute.parent.mkdir()
    mute.write_text(f'#!/bin/sh\nexec {shutil.which("rsync")} "$@" >/dev/null 2>&1\n')
    mute.chmod(0o755)
    with small_disk(tmp_path / "disk", "600k") as disk:
        published = disk / "published"
        targets = {"site": {**ssh_server, "path": str(published)}}
        assert publishes(sites.build(tmp_path / "output", 1), targets, log)
        monkeypatch.setenv("PATH", f"{mute.parent}{os.pathsep}{os.environ['PATH']}")

        said = fails(sites.build(tmp_path / "output", 2, kilobytes=140), targets, log)

        assert "the disk of the target is full: free some space" in said
        assert served(published) == sites.page_of(1, "index.html")
        assert not (published / ".room").exists()


@pytest.mark.parametrize("kind", ["folder", "ssh"])
def test_read_only_target(kind, tmp_path, log, request) -> None:
    """A target mounted read-only is reported; the old site stays."""
    with small_disk(tmp_path / "disk", "2m") as disk:
        settings = request.getfixturevalue("ssh_server") if kind == "ssh" else {"kind": "folder"}
        targets = {"site": {**settings, "path": str(disk / "published")}}
        assert publishes(sites.build(tmp_path / "output", 1), targets, log)
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)

        said = fails(sites.build(tmp_path / "output", 2), targets, log)

        assert "the target is read-only: have it mounted for writing" in said
        assert served(disk / "published") == sites.page_of(1, "index.html")


@pytest.mark.parametrize("share", [0.6, *(pytest.param(share, marks=pytest.mark.only_long) for share in (0.2, 0.9))])
def test_lost_connection(share, ssh_server, tmp_path, log) -> None:
    """A connection cut during an upload is reported; the old site stays, and the next publish, which has what arrived,
    succeeds."""
    published = tmp_path / "published"
    direct = {"site": {**ssh_server, "path": str(published)}}
    assert publishes(sites.build(tmp_path / "output", 1), direct, log)
    output = sites.build(tmp_path / "output", 2)
    (output / "pictures" / "large.webp").write_bytes(os.urandom(2_000_000))
    with Proxy(int(str(ssh_server["port"])), int(2_000_000 * share)) as proxy:
        config = tmp_path / "ssh_config"
        config.write_text(f"HostKeyAlias [127.0.0.1]:{ssh_server['port']}\nGlobalKnownHostsFile /dev/null\n")
        cut = {"site": {**direct["site"], "port": proxy.port, "config": str(config)}}

        said = fails(output, cut, log)

    assert "the connection was lost: publish again" in said
    assert served(published) == sites.page_of(1, "index.html")
    assert [path for path in (published / "releases").iterdir() if path.name.endswith(".part")]
    assert publishes(output, direct, log)
    assert served(published) == sites.page_of(2, "index.html")
    assert not [path for path in (published / "releases").iterdir() if path.name.endswith(".part")]


def test_refused_key(ssh_server, tmp_path, log) -> None:
    """A key that the server does not know is named as the cause."""
    key = tmp_path / "other_key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    config = tmp_path / "ssh_config"
    config.write_text("IdentitiesOnly yes\nIdentityAgent none\n")
    targets = {"site": {**ssh_server, "path": str(tmp_path / "published"), "key": str(key), "config": str(config)}}

    said = fails(sites.build(tmp_path / "output", 1), targets, log)

    assert 'the server refused the key: check "user" and "key"' in said


def test_unknown_host_key(ssh_server, tmp_path, log) -> None:
    """Nothing is sent to a server with an unknown host key."""
    (tmp_path / "known_hosts").write_text("")
    targets = {"site": {**ssh_server, "path": str(tmp_path / "p"), "known_hosts": str(tmp_path / "known_hosts")}}

    said = fails(sites.build(tmp_path / "output", 1), targets, log)

    assert "the server's host key is not the one that is known" in said
    assert not (tmp_path / "p").exists()


def test_server_that_does_not_answer(ssh_server, tmp_path, log) -> None:
    """A closed port is reported."""
    targets = {"site": {**ssh_server, "path": "/nowhere", "port": free_port()}}

    assert "the server does not answer" in fails(sites.build(tmp_path / "output", 1), targets, log)


@pytest.mark.parametrize(
    "wrong", [{"port": 99999}, {"host": "two words"}, {"user": "-x"}, {"config": "/nowhere/ssh_config"}]
)
def test_settings_that_ssh_refuses(wrong, ssh_server, tmp_path, log) -> None:
    """An option that ssh refuses is reported as an error in the settings, not of the network."""
    targets = {"site": {**ssh_server, "path": "/nowhere", **wrong}}

    said = fails(sites.build(tmp_path / "output", 1), targets, log)

    assert 'ssh does not take a setting of the target: check "host", "port", "user" and "config"' in said


@pytest.mark.parametrize(
    ("program", "settings"),
    [("git", {"kind": "git", "remote": "x"}), ("ssh", {"kind": "ssh", "host": "x", "path": "/x"})],
)
def test_missing_program(program, settings, tmp_path, log, monkeypatch) -> None:
    """A missing program is reported, by rollbacks too."""
    monkeypatch.setenv("PATH", str(tmp_path))
    words = "this machine lacks a program that publishing needs: install it"

    said = fails(sites.build(tmp_path / "output", 1), {"site": settings}, log)
    assert not rolls_back({"site": settings}, log)

    assert words in said
    assert log.text.count(words) == 2
    assert log.text.count(f"'{program}'") == 2


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"bucket": "no-such-bucket"}, 'the bucket does not exist: check "bucket"'),
        ({"endpoint": "http://127.0.0.1:{free}"}, "the storage cannot be reached or used"),
        # boto3 takes no name with an underscore.
        ({"endpoint": "http://min_io:9000"}, 'check "endpoint" (Invalid endpoint'),
    ],
)
def test_wrong_settings_of_a_bucket(wrong, words, bucket, tmp_path, log) -> None:
    """A bucket or a storage that is not there is reported with the settings to check; no secret is shown."""
    settings = {**bucket, **{name: value.format(free=free_port()) for name, value in wrong.items()}}

    said = fails(sites.build(tmp_path / "output", 1), {"site": settings}, log)

    assert words in said
    assert os.environ["AWS_SECRET_ACCESS_KEY"] not in said


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("RequestTimeTooSkewed", "this machine's clock is wrong: set the clock"),
        ("AccessDenied", "the storage does not let us do that"),
        ("XMinioStorageFull", "the storage is full"),
        ("Unheard", "the storage refused"),
    ],
)
def test_what_storage_says(code, words) -> None:
    """Each error code of the S3 API has a cause and a correction."""
    from botocore.exceptions import ClientError

    with pytest.raises(PublishError, match=words), storage_errors():
        raise ClientError({"Error": {"Code": code}}, "PutObject")


@pytest.mark.parametrize("kind", ["folder", "ssh", "s3"])
def test_clock_moved_back(kind, target_of, tmp_path, log, monkeypatch) -> None:
    """Releases are in order whatever the clock says, on this side and at the target."""
    settings = target_of(kind)
    assert publishes(sites.build(tmp_path / "output", 1), {"site": settings}, log)
    if kind != "s3":
        future = time.time() + 10 * 365 * 86400
        for path in (tmp_path / "published").rglob("*"):
            os.utime(path, (future, future), follow_symlinks=False)
        monkeypatch.setattr(time, "time", lambda: 86400.0)

    assert publishes(sites.build(tmp_path / "output", 2), {"site": settings}, log)

    assert "release 000002-" in log.text
    if kind != "s3":
        assert served(tmp_path / "published") == sites.page_of(2, "index.html")


def test_no_built_site(here, tmp_path, log) -> None:
    """Without a built site nothing is published."""
    assert "build it first" in fails(tmp_path / "output", here, log)


def test_unknown_output_is_passed_on() -> None:
    """Output that matches no pattern is shown as it is."""
    error = error_from_output("odd: the moon is in the wrong place\n", Failure.UPLOAD_FAILED)

    assert str(error) == "the upload did not succeed: odd: the moon is in the wrong place"
    assert "full" in str(error_from_output(os.strerror(errno.ENOSPC), Failure.UPLOAD_FAILED))
    several = f"sending files\nwrite: {os.strerror(errno.ENOSPC)} (28)\nrsync error: some files were not sent\n"
    assert error_from_output(several, Failure.UPLOAD_FAILED).output == f"write: {os.strerror(errno.ENOSPC)} (28)"
    assert error_from_output(several.replace("space", "spaces"), Failure.UPLOAD_FAILED).output.startswith(
        "write: No sp"
    )
