"""What somebody spoiled at the target: told with its cure, and the way back stays open."""

import os
import re
import shutil

import boto3
import pytest

from plugins.publishing import publish, rollback
from tests.publishing import sites

GARBAGE = {"binary": b"\xff\xfe\x00", "something else": b"[]", "without an end": b"[" * 100_000, "gone": None}
WORDS = "the manifest of the live release cannot be read: roll back to another release with --to"
S3_WORDS = "is not in the bucket or cannot be read: delete .dvoglas/state.json and .dvoglas/releases/000002-"


@pytest.fixture(params=["folder", "ssh", "s3"])
def published(request, tmp_path, console):
    """A target with two releases, and what replaces the manifest of the live one."""
    bucket = request.getfixturevalue("bucket") if request.param == "s3" else {}
    server = request.getfixturevalue("ssh_server") if request.param == "ssh" else {"kind": "folder"}
    settings = bucket or {**server, "path": str(tmp_path / "published")}
    for version in (1, 2):
        output = sites.build(tmp_path / "output", version)
        assert publish(output, {"site": settings}, None, dry_run=False, console=console) == 0

    def spoil(data: bytes | None) -> None:
        if bucket:
            spoil_object(bucket, data)
            return
        file = tmp_path / "published" / "current" / "manifest.json"
        file.unlink()
        if data is not None:
            file.write_bytes(data)

    return {"site": settings}, spoil


def spoil_object(bucket, data: bytes | None) -> None:
    """Replace the live release's manifest in a bucket."""
    client = boto3.client("s3", endpoint_url=bucket["endpoint"], region_name="us-east-1")
    found = client.list_objects_v2(Bucket=bucket["bucket"], Prefix=".dvoglas/releases/000002")["Contents"]
    client.delete_object(Bucket=bucket["bucket"], Key=found[0]["Key"])
    if data is not None:
        client.put_object(Bucket=bucket["bucket"], Key=found[0]["Key"], Body=data)


def delete(bucket, keys) -> None:
    """Do what the message says."""
    client = boto3.client("s3", endpoint_url=bucket["endpoint"], region_name="us-east-1")
    for key in keys:
        client.delete_object(Bucket=bucket["bucket"], Key=key)


@pytest.mark.parametrize("what", GARBAGE)
def test_manifest_that_cannot_be_read(what, published, tmp_path, console) -> None:
    """Publishing and looking are refused with the way out; the way out works."""
    targets, spoil = published
    spoil(GARBAGE[what])
    output = sites.build(tmp_path / "output", 3)
    for dry_run in (True, False):
        before = len(console.file.getvalue())
        assert publish(output, targets, None, dry_run=dry_run, console=console) == 1
        said = console.file.getvalue()[before:]
        assert (S3_WORDS if targets["site"]["kind"] == "s3" else WORDS) in said
    assert rollback(targets, None, to=None, console=console) == 1
    if targets["site"]["kind"] == "s3":
        delete(targets["site"], re.search(r"delete (\S+) and (\S+), then", said).groups())
    else:
        assert rollback(targets, None, to="1", console=console) == 0
    assert publish(output, targets, None, dry_run=False, console=console) == 0
    assert rollback(targets, None, to="1", console=console) == 0


def test_release_that_is_gone(tmp_path, console) -> None:
    """A live release that somebody deleted is told as such, and another can be gone back to."""
    targets = {"site": {"kind": "folder", "path": str(tmp_path / "published")}}
    for version in (1, 2):
        publish(sites.build(tmp_path / "output", version), targets, None, dry_run=False, console=console)
    shutil.rmtree((tmp_path / "published" / "current").resolve())

    assert publish(tmp_path / "output", targets, None, dry_run=False, console=console) == 1
    assert WORDS in console.file.getvalue()
    assert rollback(targets, None, to="1", console=console) == 0
    assert os.readlink(tmp_path / "published" / "current").startswith("releases/000001-")


@pytest.mark.parametrize("data", [b"\xff", b"[]", b'{"live": 3}'])
def test_state_of_a_bucket_that_cannot_be_read(data, bucket, tmp_path, console) -> None:
    """What is live is asked for in plain words, and the cure that is named works."""
    targets = {"site": bucket}
    assert publish(sites.build(tmp_path / "output", 1), targets, None, dry_run=False, console=console) == 0
    client = boto3.client("s3", endpoint_url=bucket["endpoint"], region_name="us-east-1")
    place = {"Bucket": bucket["bucket"], "Key": ".dvoglas/state.json"}
    client.put_object(**place, Body=data)

    assert publish(sites.build(tmp_path / "output", 2), targets, None, dry_run=False, console=console) == 1

    assert "delete .dvoglas/state.json and publish again" in console.file.getvalue()
    client.delete_object(**place)
    assert publish(tmp_path / "output", targets, None, dry_run=False, console=console) == 0


@pytest.mark.parametrize("data", [b"", b"\xff", b"[]", b'{"who": "x", "machine": "y", "process": ""}', b"[" * 100_000])
def test_lock_of_a_bucket_that_cannot_be_read(data, bucket, tmp_path, console) -> None:
    """Nobody can tell whether its holder lives: publishing and going back are refused, and the named cure works."""
    targets, output = {"site": bucket}, sites.build(tmp_path / "output", 1)
    boto3.client("s3", endpoint_url=bucket["endpoint"], region_name="us-east-1").put_object(
        Bucket=bucket["bucket"], Key=".dvoglas/lock", Body=data
    )

    assert publish(output, targets, None, dry_run=False, console=console) == 1
    assert rollback(targets, None, to=None, console=console) == 1

    cure = "the lock in the bucket cannot be read: make sure that no other publish is under way, delete .dvoglas/lock, "
    assert console.file.getvalue().count(cure) == 2
    delete(bucket, [".dvoglas/lock"])
    assert publish(output, targets, None, dry_run=False, console=console) == 0
