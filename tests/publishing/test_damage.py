"""Files damaged at the target: the error names the remedy, and a rollback still works."""

import os
import re
import shutil

import pytest

from plugins.publishing.backends import read_target
from plugins.publishing.failures import PublishError
from tests.publishing import sites
from tests.publishing.attempts import plans, publishes, rolls_back

GARBAGE = {"binary": b"\xff\xfe\x00", "something else": b"[]", "without an end": b"[" * 100_000, "gone": None}
WORDS = "the manifest of the live release cannot be read: roll back to another release with --to"
S3_WORDS = "is not in the bucket or cannot be read: delete .dvoglas/state.json and .dvoglas/releases/000002-"


@pytest.fixture
def published(request, target_of, tmp_path, log):
    """A target with two releases, and a function that puts something in the place of the live one's manifest."""
    settings = target_of(request.param)
    for version in (1, 2):
        assert publishes(sites.build(tmp_path / "output", version), {"site": settings}, log)

    def spoil(data: bytes | None) -> None:
        if settings["kind"] == "s3":
            delete(request, [only_key(request, ".dvoglas/releases/000002")])
            return
        file = tmp_path / "published" / "current" / "manifest.json"
        file.unlink(missing_ok=True)
        if data is not None:
            file.write_bytes(data)

    return {"site": settings}, spoil


def only_key(request, beginning: str) -> str:
    """The first key of the bucket with this beginning."""
    client, bucket = (request.getfixturevalue(name) for name in ("client", "bucket"))
    return client.list_objects_v2(Bucket=bucket["bucket"], Prefix=beginning)["Contents"][0]["Key"]


def delete(request, keys) -> None:
    """Delete objects of the bucket."""
    client, bucket = (request.getfixturevalue(name) for name in ("client", "bucket"))
    for key in keys:
        client.delete_object(Bucket=bucket["bucket"], Key=key)


# What other targets have in its place is read by the same code.
CASES = [*(("folder", what) for what in GARBAGE), ("ssh", "without an end"), ("s3", "gone")]


@pytest.mark.parametrize(("published", "what"), CASES, indirect=["published"])
def test_manifest_that_cannot_be_read(published, what, tmp_path, log, request) -> None:
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
        delete(request, re.search(r"delete (\S+) and (\S+), then", said).groups())
    else:
        assert rolls_back(targets, log, to="1")
    assert publishes(output, targets, log)
    assert rolls_back(targets, log, to="1")


def test_release_that_is_gone(here, tmp_path, log) -> None:
    """A live release that somebody deleted is reported as such, and another can be gone back to."""
    for version in (1, 2):
        assert publishes(sites.build(tmp_path / "output", version), here, log)
    shutil.rmtree((tmp_path / "published" / "current").resolve())

    assert not publishes(tmp_path / "output", here, log)
    assert WORDS in log.text
    assert rolls_back(here, log, to="1")
    assert os.readlink(tmp_path / "published" / "current").startswith("releases/000001-")


OWNER = b'{"live": [], "headers": "", "owner": {"who": "x", "machine": "y", "process": "", "token": "", "beat": ""}}'


STATES = (b"\xff", b"[]", b'{"live": 3}', b"[" * 100_000, OWNER)


def test_state_of_a_bucket_that_cannot_be_read(bucket, client, tmp_path, log) -> None:
    """Whatever stands there is an error that names the remedy; publishing and rolling back are refused with it, and it
    works."""
    targets = {"site": bucket}
    assert publishes(sites.build(tmp_path / "output", 1), targets, log)
    output = sites.build(tmp_path / "output", 2)
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
