"""What goes wrong during a publish: the message names the cause and what to do, and the old site is still served."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from plugins.publishing.backends import read_target
from plugins.publishing.backends.s3 import storage_errors
from plugins.publishing.failures import Failure, PublishError, error_from_output
from tests.needs import need_root
from tests.ports import free_port
from tests.publishing import sites
from tests.publishing.attempts import plans, publishes, rolls_back

FULL = "the disk of the target is full: free some space"


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


def fails(output: Path, targets: dict, log, attempt: Callable[..., bool] = publishes) -> str:
    """Publish, which must fail without a traceback; returns what was reported."""
    before = len(log.text)
    assert not attempt(output, targets, log)
    return log.text[before:]


@pytest.mark.parametrize("kind", ["folder", "ssh", "mute"])
def test_disks_that_take_no_more(kind, tmp_path, log, request, monkeypatch) -> None:
    """A full disk is reported with what to do, also where the last message of rsync is lost, and one that is read-only;
    the old site stays, and publishing works again once there is room."""
    with small_disk(tmp_path / "disk", "600k") as disk:
        settings = {"kind": "folder"} if kind == "folder" else request.getfixturevalue("ssh_server")
        published = disk / "published"
        targets = {"site": {**settings, "path": str(published)}}
        assert publishes(sites.build(tmp_path / "output", 1), targets, log)
        with monkeypatch.context() as patch:
            if kind == "mute":
                mute = tmp_path / "bin" / "rsync"
                mute.parent.mkdir()
                mute.write_text(f'#!/bin/sh\nexec {shutil.which("rsync")} "$@" >/dev/null 2>&1\n')
                mute.chmod(0o755)
                patch.setenv("PATH", f"{mute.parent}{os.pathsep}{os.environ['PATH']}")
            assert FULL in fails(sites.build(tmp_path / "output", 2, kilobytes=140), targets, log)
        assert served(published) == sites.page_of(1, "index.html")
        assert not (published / ".room").exists()
        assert publishes(sites.build(tmp_path / "output", 3), targets, log), log.text
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        said = fails(sites.build(tmp_path / "output", 4), targets, log)
        assert "the target is read-only: have it mounted for writing" in said
        assert served(published) == sites.page_of(3, "index.html")


@pytest.mark.parametrize("share", [0.6, *(pytest.param(share, marks=pytest.mark.only_long) for share in (0.2, 0.9))])
def test_lost_connection(share, ssh_server, tmp_path, log) -> None:
    """A connection cut during an upload is reported; the old site stays, and the next publish, which has what arrived,
    succeeds."""
    published = tmp_path / "published"
    direct = {"site": {**ssh_server, "path": str(published)}}
    assert publishes(sites.build(tmp_path / "output", 1), direct, log)
    output = sites.build(tmp_path / "output", 2)
    (output / "pictures" / "large.webp").write_bytes(os.urandom(2_000_000))
    cut = tmp_path / "cut.py"
    cut.write_text(f"import os\nfor _ in range({int(2000 * share)}):\n    os.write(1, os.read(0, 1000))")
    way = "ssh -i {key} -o UserKnownHostsFile={known_hosts} -p {port} -W 127.0.0.1:{port} {host}".format(**ssh_server)
    (tmp_path / "ssh_config").write_text(f"ProxyCommand {sys.executable} {cut} | {way}\n")
    said = fails(output, {"site": {**direct["site"], "config": str(tmp_path / "ssh_config")}}, log)

    assert "the connection was lost: publish again" in said
    assert served(published) == sites.page_of(1, "index.html")
    assert list((published / "releases").glob(".*.part"))
    assert publishes(output, direct, log)
    assert served(published) == sites.page_of(2, "index.html")
    assert not list((published / "releases").glob(".*.part"))


SSH_SETTING = 'ssh does not take a setting of the target: check "host", "port", "user" and "config"'


@pytest.mark.parametrize(
    ("kind", "wrong", "words"),
    [
        ("ssh", {"port": 99999}, SSH_SETTING),
        ("ssh", {"host": "two words"}, SSH_SETTING),
        ("ssh", {"user": "-x"}, SSH_SETTING),
        ("ssh", {"config": "/nowhere/ssh_config"}, SSH_SETTING),
        ("ssh", {"port": "{free}"}, "the server does not answer"),
        ("ssh", {"known_hosts": "{folder}/empty"}, "the server's host key is not the one that is known"),
        ("ssh", {"key": "{folder}/key", "config": "{folder}/config"}, 'the server refused the key: check "user"'),
        ("s3", {"bucket": "no-such-bucket"}, 'the bucket does not exist: check "bucket"'),
        ("s3", {"endpoint": "http://127.0.0.1:{free}"}, "the storage cannot be reached or used"),
        # boto3 takes no name with an underscore.
        ("s3", {"endpoint": "http://min_io:9000"}, 'check "endpoint" (Invalid endpoint'),
        ("git", {"remote": "{folder}/nowhere.git"}, "the Git remote does not exist or is not open to you"),
        ("folder", {"path": "{folder}/empty"}, "the folder {folder}/empty cannot be written: "),
    ],
)
def test_a_wrong_setting_is_the_cause(kind, wrong, words, target_of, tmp_path, log) -> None:
    """What cannot be reached, or lets nobody in, is reported with the settings to check, and shows no secret."""
    (tmp_path / "empty").touch()
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / "key")], check=True)
    (tmp_path / "config").write_text("IdentitiesOnly yes\nIdentityAgent none\n")
    values = {"free": free_port(), "folder": tmp_path}
    filled = {name: value.format(**values) if isinstance(value, str) else value for name, value in wrong.items()}
    filled |= {"port": int(filled["port"])} if "port" in filled else {}
    said = fails(sites.build(tmp_path / "output", 1), {"site": {**target_of(kind), **filled}}, log)
    assert words.format(**values) in said
    assert os.environ["AWS_SECRET_ACCESS_KEY"] not in said
    assert not (tmp_path / "published" / "releases").exists()


@pytest.mark.parametrize(
    ("program", "settings"),
    [("git", {"kind": "git", "remote": "x"}), ("ssh", {"kind": "ssh", "host": "x", "path": "/x"})],
)
def test_missing_program(program, settings, tmp_path, log, monkeypatch) -> None:
    """A missing program is reported, by rollbacks too; and that there is no built site."""
    output = sites.build(tmp_path / "output", 1)
    assert "build it first" in fails(tmp_path / "empty", {"site": {"kind": "folder"}}, log)
    monkeypatch.setenv("PATH", str(tmp_path))
    words = "this machine lacks a program that publishing needs: install it"
    for said in (fails(output, {"site": settings}, log), str(rolls_back({"site": settings}, log)) + log.text):
        assert words in said
        assert f"'{program}'" in said


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
    with pytest.raises(PublishError, match=words), storage_errors():
        raise ClientError({"Error": {"Code": code}}, "PutObject")


@pytest.mark.parametrize("kind", ["folder", "ssh"])
def test_clock_moved_back(kind, target_of, tmp_path, log, monkeypatch) -> None:
    """Releases are in order whatever the clock says, on this side and at the target."""
    targets = {"site": target_of(kind)}
    assert publishes(sites.build(tmp_path / "output", 1), targets, log)
    future = time.time() + 10 * 365 * 86400
    for path in (tmp_path / "published").rglob("*"):
        os.utime(path, (future, future), follow_symlinks=False)
    monkeypatch.setattr(time, "time", lambda: 86400.0)
    assert publishes(sites.build(tmp_path / "output", 2), targets, log)
    assert "release 000002-" in log.text
    assert served(tmp_path / "published") == sites.page_of(2, "index.html")


def test_commands_of_the_server(ssh_server, tmp_path, log) -> None:
    """`reload` runs after the switch; where it fails, or never ends, readers keep the old release. So they do where
    somebody has deleted a part of the live one, which is named."""
    published, note = tmp_path / "published", tmp_path / "note"
    settings = {**ssh_server, "path": str(published)}
    first = {"live": {**settings, "reload": f"readlink current > {note}"}}
    assert publishes(sites.build(tmp_path / "1", 1), first, log)
    assert note.read_text().startswith("releases/000001-")
    output = sites.build(tmp_path / "2", 2)
    said = fails(output, {"live": {**settings, "reload": "echo the map is wrong; false"}}, log)
    assert "a command failed on the server: the map is wrong" in said
    started = time.monotonic()
    said = fails(output, {"live": {**settings, "reload": "sleep 40", "timeout_seconds": 4}}, log)
    assert time.monotonic() - started < 35
    assert "the server did not answer for 3 seconds: look for a command that hangs there" in said
    assert served(published) == sites.page_of(1, "index.html")
    (published / "current" / "site" / sites.style_name(1)).unlink()
    assert sites.style_name(1) in fails(output, {"live": settings}, log)
    assert served(published) == sites.page_of(1, "index.html")


def test_unknown_output_is_passed_on() -> None:
    """Output that matches no pattern is shown as it is; of several lines that which matches, or the last that says
    something."""
    error = error_from_output("odd: the moon is in the wrong place\n", Failure.UPLOAD_FAILED)
    assert str(error) == "the upload did not succeed: odd: the moon is in the wrong place"
    several = "sending files\nwrite: No space left on device (28)\nrsync error: some files were not sent\n"
    full = error_from_output(several, Failure.UPLOAD_FAILED)
    assert (full.failure, full.output) == (Failure.FULL_DISK, "write: No space left on device (28)")
    assert error_from_output(several.replace("No", "Odd"), Failure.UPLOAD_FAILED).output.startswith("write: Odd")


# What stands in the place of a manifest; what other targets have there is read by the same code.
DAMAGED = (
    ("folder", b"\xff\xfe\x00"), ("folder", b"[]"), ("folder", b"[" * 100_000), ("folder", None), ("folder", "all"),
    ("ssh", b"[" * 100_000), ("s3", None),
)  # fmt: skip
REMEDY = "the manifest of the live release cannot be read: roll back to another release with --to"
S3_REMEDY = "is not in the bucket or cannot be read: delete .dvoglas/state.json and .dvoglas/releases/000002-"


@pytest.mark.parametrize(("kind", "what"), DAMAGED)
def test_a_damaged_release(kind, what, target_of, tmp_path, log, request) -> None:
    """Publishing, looking and going back are refused with the way out, whatever stands there; the way out works."""
    settings: dict[str, Any] = target_of(kind)
    targets, output = {"site": settings}, tmp_path / "output"
    for version in (1, 2):
        assert publishes(sites.build(output, version), targets, log)
    client = request.getfixturevalue("client") if kind == "s3" else None
    live = (tmp_path / "published" / "current").resolve()
    if client:
        listed = client.list_objects_v2(Bucket=settings["bucket"], Prefix=".dvoglas/releases/000002")["Contents"]
        client.delete_object(Bucket=settings["bucket"], Key=listed[0]["Key"])
    elif what == "all":
        shutil.rmtree(live)
    else:
        (live / "manifest.json").unlink()
        if what:
            (live / "manifest.json").write_bytes(what)
    sites.build(output, 3)
    for attempt in (plans, publishes):
        said = fails(output, targets, log, attempt)
        assert (S3_REMEDY if client else REMEDY) in said
    assert not rolls_back(targets, log)
    if client:
        for key in re.search(r"delete (\S+) and (\S+), then", said).groups():
            client.delete_object(Bucket=settings["bucket"], Key=key)
    else:
        assert rolls_back(targets, log, to="1")
    assert publishes(output, targets, log)
    assert rolls_back(targets, log, to="1")


OWNER = b'{"live": [], "headers": "", "owner": {"who": "x", "machine": "y", "process": "", "token": "", "beat": ""}}'


def test_state_of_a_bucket_that_cannot_be_read(bucket, client, tmp_path, log) -> None:
    """Whatever stands there is an error that names the remedy; publishing and rolling back are refused with it, and it
    works."""
    targets, output = {"site": bucket}, sites.build(tmp_path / "output", 1)
    place = {"Bucket": bucket["bucket"], "Key": ".dvoglas/state.json"}
    with read_target("site", bucket).open(log, locked=False) as session:
        for data in (b"\xff", b"[]", b'{"live": 3}', b"[" * 100_000, OWNER):
            client.put_object(**place, Body=data)
            with pytest.raises(PublishError, match=r"delete \.dvoglas/state\.json, then publish again"):
                session.state()
    assert "delete .dvoglas/state.json, then publish again" in fails(output, targets, log)
    assert not rolls_back(targets, log)
    client.delete_object(**place)
    assert publishes(output, targets, log)
