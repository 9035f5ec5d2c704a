"""Files damaged at the target: the error names the remedy, and a rollback still works."""

import os
import re
import shutil

import boto3
import pytest

from plugins.publishing.backends import read_target
from plugins.publishing.failures import PublishError
from tests.publishing import sites
from tests.publishing.attempts import plans, publishes, rolls_back

GARBAGE = {"binary": b"\xff\xfe\x00", "something else": b"[]", "without an end": b"[" * 100_000, "gone": None}
WORDS = "the manifest of the live release cannot be read: roll back to another release with --to"
S3_WORDS = "is not in the bucket or cannot be read: delete .dvoglas/state.json and .dvoglas/releases/000002-"


@pytest.fixture
def published(request, tmp_path, log):
    """A target with two releases, and what replaces the manifest of the live one."""
    bucket = request.getfixturevalue("bucket") if request.param == "s3" else {}
    server = request.getfixturevalue("ssh_server") if request.param == "ssh" else {"kind": "folder"}
    settings = bucket or {**server, "path": str(tmp_path / "published")}
    for version in (1, 2):
        output = sites.build(tmp_path / "output", version)
        assert publishes(output, {"site": settings}, log)

    def spoil(data: bytes | None) -> None:
        if bucket:
            spoil_object(bucket, data)
            return
        file = tmp_path / "published" / "current" / "manifest.json"
        file.unlink(missing_ok=True)
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


# What other targets have in its place is read by the same code.
CASES = [*(("folder", what) for what in GARBAGE), ("ssh", "without an end"), ("s3", "gone")]


@pytest.mark.parametrize(("published", "what"), CASES, indirect=["published"])
def test_manifest_that_cannot_be_read(published, what, tmp_path, log) -> None:
    """Publishing, looking and going back are refused with the way out, whatever stands there; the way out works."""
    targets, spoil = published
    output = sites.build(tmp_path / "output", 3)
    spoil(GARBAGE[what])
    for attempt in (plans, publishes):
        before = len(log.text)
        assert not attempt(output, targets, log)
        said = log.text[before:]
        assert (S3_WORDS if targets["site"]["kind"] == "s3" else WORDS) in said
    assert not rolls_back(targets, log)
    if targets["site"]["kind"] == "s3":
        delete(targets["site"], re.search(r"delete (\S+) and (\S+), then", said).groups())
    else:
        assert rolls_back(targets, log, to="1")
    assert publishes(output, targets, log)
    assert rolls_back(targets, log, to="1")


def test_release_that_is_gone(tmp_path, log) -> None:
    """A live release that somebody deleted is reported as such, and another can be gone back to."""
    targets = {"site": {"kind": "folder", "path": str(tmp_path / "published")}}
    for version in (1, 2):
        assert publishes(sites.build(tmp_path / "output", version), targets, log)
    shutil.rmtree((tmp_path / "published" / "current").resolve())

    assert not publishes(tmp_path / "output", targets, log)
    assert WORDS in log.text
    assert rolls_back(targets, log, to="1")
    assert os.readlink(tmp_path / "published" / "current").startswith("releases/000001-")


OWNER = b'{"live": [], "headers": "", "owner": {"who": "x", "machine": "y", "process": "", "token": "", "beat": ""}}'


STATES = (b"\xff", b"[]", b'{"live": 3}', b"[" * 100_000, OWNER)


def test_state_of_a_bucket_that_cannot_be_read(bucket, tmp_path, log) -> None:
    """Whatever stands there is an error that names the remedy; publishing and rolling back are refused with it, and it
    works."""
    targets = {"site": bucket}
    assert publishes(sites.build(tmp_path / "output", 1), targets, log)
    output = sites.build(tmp_path / "output", 2)
    client = boto3.client("s3", endpoint_url=bucket["endpoint"], region_name="us-east-1")
    place = {"Bucket": bucket["bucket"], "Key": ".dvoglas/state.json"}
    with read_target("site", bucket).open(log, locked=False) as session:
        for data in STATES:
            client.put_object(**place, Body=data)
            with pytest.raises(PublishError, match=r"delete \.dvoglas/state\.json, then publish again"):
                session.state()
    for attempt in (lambda: publishes(output, targets, log), lambda: rolls_back(targets, log)):
        before = len(log.text)
        assert not attempt()
        assert "delete .dvoglas/state.json, then publish again" in log.text[before:]
    client.delete_object(**place)
    assert publishes(output, targets, log)
