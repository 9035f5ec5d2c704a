"""A first release that fails verification is reverted, whatever the kind of target."""

import subprocess

import pytest

from tests.ports import free_port
from tests.publishing import servers, sites
from tests.publishing.attempts import publishes


@pytest.fixture(params=["folder", "ssh", "s3", "git"])
def settings(request, target_of) -> dict[str, object]:
    """An empty target of each kind."""
    return target_of(request.param)


def visible(settings: dict[str, object], request, tmp_path) -> list[str]:
    """What readers could get of the target."""
    if settings["kind"] == "s3":
        client = request.getfixturevalue("client")
        keys = (row["Key"] for row in client.list_objects_v2(Bucket=settings["bucket"]).get("Contents", ()))
        return [key for key in keys if not key.startswith(".dvoglas/")]
    if settings["kind"] == "git":
        command = ["git", "-C", str(settings["remote"]), "ls-tree", "-r", "--name-only", "gh-pages"]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    site = tmp_path / "published" / "current" / "site"
    return [str(path) for path in site.rglob("*")]


def test_first_release_is_taken_back(settings, request, tmp_path, log) -> None:
    """Nothing of it is left for readers; the next publish is a first one again, and succeeds."""
    output = sites.build(tmp_path / "output", 1)
    (tmp_path / "nothing").mkdir()
    with servers.nginx(tmp_path / "nginx", EMPTY.format(port=(port := free_port()), folder=tmp_path), port):
        failing = {"site": {**settings, "url": f"http://127.0.0.1:{port}", "verify_seconds": 0}}
        assert not publishes(output, failing, log)

    assert "so site is empty again" in log.text
    assert visible(settings, request, tmp_path) == []
    assert list((tmp_path / "published" / "releases").glob("*")) == []
    assert publishes(output, {"site": settings}, log), log.text
    assert log.result.previous == ""
    assert visible(settings, request, tmp_path)


EMPTY = "server {{ listen 127.0.0.1:{port}; root {folder}/nothing; }}"


def test_bucket_that_shows_its_manifests_is_warned_of(bucket, storage, tmp_path, log) -> None:
    """Where readers can fetch the publish's own files, which name previews, the result warns."""
    with servers.nginx_before_bucket(storage, bucket["bucket"], tmp_path / "nginx") as port:
        targets = {"site": {**bucket, "url": f"http://127.0.0.1:{port}"}}
        assert publishes(sites.build(tmp_path / "output", 1), targets, log), log.text
    assert "anybody can read /.dvoglas/state.json" in log.text
