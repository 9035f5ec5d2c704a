"""The bucket as target: what is sent, in which order, with which headers, and what happens to what was interrupted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from plugins.publishing.backends import read_target, s3
from plugins.publishing.backends.s3 import Bucket
from plugins.publishing.failures import Failure, PublishError
from tests.publishing import servers, sites
from tests.publishing.attempts import publishes, rolls_back

YEAR, MINUTE = "public, max-age=31536000, immutable", "public, max-age=60, must-revalidate"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Orders:
    """The writes and deletions of a bucket, in order; `stop` says before which one the connection is lost."""

    def __init__(self) -> None:
        self.done: list[tuple[str, str]] = []
        self.stop: Any = lambda what, key: False

    def public(self) -> list[tuple[str, str]]:
        """Those that readers see."""
        return [(what, key) for what, key in self.done if not key.startswith(".dvoglas/")]

    def note(self, what: str, keys: Any) -> None:
        """Called before each."""
        for key in keys:
            if self.stop(what, key):
                raise PublishError(Failure.CONNECTION_LOST)
            self.done.append((what, key))


@pytest.fixture
def orders(monkeypatch) -> Orders:
    """What is written and deleted from now on."""
    orders = Orders()
    for what, keys in (("put", lambda key, *_: [key]), ("copy", lambda _, key, *__: [key]), ("delete", sorted)):
        real = getattr(Bucket, what)

        def noted(self, *given, what=what, keys=keys, real=real, **rest) -> Any:
            orders.note(what, keys(*given))
            return real(self, *given, **rest)

        monkeypatch.setattr(Bucket, what, noted)
    return orders


def put(output, bucket, log, **more) -> None:
    """Publish, which must succeed."""
    assert publishes(output, {"site": bucket}, log, **more), log.text


def keys_of(client, bucket) -> Iterator[str]:
    """All keys of the bucket."""
    yield from (item["Key"] for item in client.list_objects_v2(Bucket=bucket["bucket"]).get("Contents", ()))


def test_objects_have_headers_by_their_names(bucket, client, tmp_path, log) -> None:
    """A fingerprinted asset is cached for a year, all else for a minute; each has its media type; an alias redirects on
    the bucket's website endpoint, and is a redirect page elsewhere. A change of `page_seconds` is applied to pages
    whose bytes did not change, and nothing outside of the prefix is touched."""
    client.put_object(Bucket=bucket["bucket"], Key="other/index.html", Body=b"not ours")
    output = sites.build(tmp_path / "output", 1)
    report = output / "files" / "news" / "report.docx"
    report.parent.mkdir(parents=True)
    report.write_bytes(b"words")
    settings = {**bucket, "prefix": "site"}
    put(output, settings, log, redirects={"/news/old/": "/news/story-1/"})

    def head(key: str) -> tuple[str, str]:
        found = client.head_object(Bucket=bucket["bucket"], Key=f"site/{key}")
        return found["ContentType"], found["CacheControl"]

    assert head(sites.style_name(1)) == ("text/css; charset=utf-8", YEAR)
    assert head("sr/index.html") == ("text/html; charset=utf-8", MINUTE)
    assert head("feeds/news.atom.xml") == ("application/atom+xml; charset=utf-8", MINUTE)
    assert head("files/news/report.docx") == (WORD, MINUTE)
    redirect = client.get_object(Bucket=bucket["bucket"], Key="site/news/old/index.html")
    assert redirect["WebsiteRedirectLocation"] == "/news/story-1/"
    assert b'rel="canonical"' in redirect["Body"].read()
    (output / "robots.txt").write_bytes(b"User-agent: *\nDisallow:\n")
    put(output, {**settings, "page_seconds": 5}, log, redirects={"/news/old/": "/news/story-1/"})
    assert head("index.html")[1] == "public, max-age=5, must-revalidate"
    assert {key for key in keys_of(client, bucket) if not key.startswith("site/")} == {"other/index.html"}


def test_assets_come_first_and_deletions_last(bucket, tmp_path, log, orders) -> None:
    """Assets, then pages, then feeds and lists, then deletions; of a build with one changed page that page alone,
    whatever the files' times."""
    (sites.build(tmp_path / "output", 1) / "pictures" / "gone.webp").write_bytes(b"old")
    put(tmp_path / "output", bucket, log)
    orders.done.clear()
    sites.build(tmp_path / "output", 2)
    (tmp_path / "output" / "pictures" / "gone.webp").unlink()
    put(tmp_path / "output", bucket, log)
    turns = [
        "delete" if what == "delete" else "part" if "theme/" in key else "page" if key.endswith(".html") else "list"
        for what, key in orders.public()
    ]
    assert turns == sorted(turns, key=["part", "page", "list", "delete"].index)
    assert set(turns) == {"part", "page", "list", "delete"}
    orders.done.clear()
    sites.build(tmp_path / "output", 2)
    (tmp_path / "output" / "news" / "story-1" / "index.html").write_bytes(b"<!doctype html>mended")
    put(tmp_path / "output", bucket, log)
    assert orders.public() == [("copy", "news/story-1/index.html")]


def test_what_was_interrupted_is_gone_on_with(bucket, client, tmp_path, log, orders) -> None:
    """What arrived before an interruption is not sent again; after one of the switch, publishing the old build restores
    every page, and what a reader may have of the new one stays. No more is kept than releases name."""
    settings, output = {**bucket, "threads": 1, "keep": 2}, sites.build(tmp_path / "output", 1)
    orders.stop = lambda what, key: what == "put" and len([1 for _, key in orders.done if s3.CONTENT in key]) == 9
    assert not publishes(output, {"site": settings}, log)
    first, orders.stop = set(orders.done), lambda what, key: False
    orders.done.clear()
    put(output, settings, log)
    sent = {key for _, key in orders.done if key.startswith(s3.CONTENT)}
    assert len({key for _, key in first if key.startswith(s3.CONTENT)} - sent) == 9

    orders.done.clear()
    orders.stop = lambda what, key: what == "copy" and len(orders.public()) == 8
    assert not publishes(sites.build(output, 2), {"site": settings}, log)
    orders.stop = lambda what, key: False
    put(sites.build(output, 1), settings, log)
    for path in sites.paths():
        found = client.get_object(Bucket=bucket["bucket"], Key=path)["Body"].read()
        assert found == sites.page_of(1, path)
    assert sites.style_name(2) in keys_of(client, bucket)

    for version in (3, 4):
        put(sites.build(output, version), settings, log)
    with read_target("site", settings).open(log, locked=False) as session:
        releases = [session.read_release(name) for name in session.list_releases()]
        assert len(releases) == 2
        assert {key for one in releases for key in one.contents.values()} == set(session.bucket.keys(s3.CONTENT))


def test_rollback_sends_nothing(bucket, tmp_path, log, orders) -> None:
    """It copies within the bucket."""
    for version in (1, 2):
        put(sites.build(tmp_path / "output", version), bucket, log)
    orders.done.clear()
    assert rolls_back({"site": bucket}, log)
    assert {key for what, key in orders.done if what == "put"} == {s3.STATE}


def test_storage_that_deletes_nothing_or_shows_too_much(bucket, storage, tmp_path, log, monkeypatch) -> None:
    """Storage that refuses deletions below `.dvoglas/` after the switch is a warning: the site is live, and the next
    publish deletes them. So is one where readers can fetch the publish's own files, which name previews."""
    settings = {**bucket, "keep": 2}
    for version in (1, 2):
        put(sites.build(tmp_path / "output", version), settings, log)
    real = Bucket.delete

    def refusing(self, keys) -> None:
        if any(key.startswith(".dvoglas/") for key in keys):
            raise ClientError({"Error": {"Code": "AccessDenied"}}, "DeleteObjects")
        real(self, keys)

    with monkeypatch.context() as patch:
        patch.setattr(Bucket, "delete", refusing)
        put(sites.build(tmp_path / "output", 3), settings, log)
    assert "old releases could not be deleted (the storage does not let us do that" in log.result.warnings[0]
    assert log.result.deployed
    with servers.nginx_before_bucket(storage, bucket["bucket"], tmp_path / "nginx") as port:
        put(sites.build(tmp_path / "output", 4), {**settings, "url": f"http://127.0.0.1:{port}"}, log)
    (warning,) = log.result.warnings
    assert "anybody can read /.dvoglas/state.json" in warning
