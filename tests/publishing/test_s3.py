"""The bucket as target: what is sent, in which order, with which headers, and when it is deleted."""

import re

import pytest
from botocore.exceptions import ClientError

from plugins.publishing.backends import s3
from plugins.publishing.backends.s3 import Bucket
from plugins.publishing.failures import Failure, PublishError
from tests.publishing import sites
from tests.publishing.attempts import publishes, rolls_back


@pytest.fixture
def orders(monkeypatch) -> list[tuple[str, str]]:
    """Writes and deletions of public objects, in order."""
    done: list[tuple[str, str]] = []
    copy, delete = Bucket.copy, Bucket.delete

    def copied(self, source, key, headers) -> None:
        copy(self, source, key, headers)
        done.append(("copy", key))

    def deleted(self, keys) -> None:
        delete(self, keys)
        done.extend(("delete", key) for key in keys if not key.startswith(".dvoglas/"))

    monkeypatch.setattr(Bucket, "copy", copied)
    monkeypatch.setattr(Bucket, "delete", deleted)
    return done


def objects(client, bucket, below: str = "") -> set[str]:
    """All keys of the bucket with this beginning."""
    return {item["Key"] for item in client.list_objects_v2(Bucket=bucket["bucket"], Prefix=below).get("Contents", ())}


def put(output, bucket, log, **more) -> None:
    """Publish, which must succeed."""
    assert publishes(output, {"site": bucket}, log, **more), log.text


def test_objects_are_the_files_with_headers_by_their_names(bucket, client, tmp_path, log) -> None:
    """A fingerprinted asset is cached for a year, a page for a minute; each has its media type. Spaces, signs and
    Cyrillic letters in names stay as they are; compressed forms are not uploaded, since storage cannot choose between
    encodings; an alias is an object that redirects on the bucket's website endpoint, and a redirect page elsewhere. A
    change of `page_seconds` is applied to pages whose bytes did not change."""
    output = sites.build(tmp_path / "output", 1)
    (output / "pictures" / "it's 50% + слика?.webp").write_bytes(b"picture")
    (output / "index.html.br").write_bytes(b"pressed")
    moved = {"/news/old/": "/news/story-1/"}

    put(output, bucket, log, redirects=moved)

    style = client.head_object(Bucket=bucket["bucket"], Key=sites.style_name(1))
    page = client.head_object(Bucket=bucket["bucket"], Key="sr/index.html")
    feed = client.head_object(Bucket=bucket["bucket"], Key="feeds/news.atom.xml")
    assert (style["ContentType"], style["CacheControl"]) == (
        "text/css; charset=utf-8",
        "public, max-age=31536000, immutable",
    )
    assert (page["ContentType"], page["CacheControl"]) == (
        "text/html; charset=utf-8",
        "public, max-age=60, must-revalidate",
    )
    assert feed["ContentType"] == "application/atom+xml; charset=utf-8"
    picture = client.get_object(Bucket=bucket["bucket"], Key="pictures/it's 50% + слика?.webp")
    assert picture["Body"].read() == b"picture"
    assert "index.html.br" not in objects(client, bucket)
    redirect = client.get_object(Bucket=bucket["bucket"], Key="news/old/index.html")
    assert redirect["WebsiteRedirectLocation"] == "/news/story-1/"
    assert b'rel="canonical"' in redirect["Body"].read()

    (output / "robots.txt").write_bytes(b"User-agent: *\nDisallow:\n")
    put(output, {**bucket, "page_seconds": 5}, log, redirects=moved)
    head = client.head_object(Bucket=bucket["bucket"], Key="index.html")
    assert head["CacheControl"] == "public, max-age=5, must-revalidate"


def test_an_attachment_is_replaced_at_its_address(bucket, client, tmp_path, log) -> None:
    """It has its media type and is cached as briefly as a page; a corrected one replaces it, and none is lost."""
    output = sites.build(tmp_path / "output", 1)
    report = output / "files" / "news" / "report.docx"
    report.parent.mkdir(parents=True)
    for text in (b"first", b"second"):
        report.write_bytes(text)
        put(output, bucket, log)
        found = client.get_object(Bucket=bucket["bucket"], Key="files/news/report.docx")
        assert found["Body"].read() == text
        assert found["CacheControl"] == "public, max-age=60, must-revalidate"
        assert found["ContentType"] == "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    report.unlink()
    assert not publishes(output, {"s3": bucket}, log)
    assert "1 address would be lost: /files/news/report.docx" in log.text.replace("\n", " ")


def test_assets_come_first_and_deletions_last(bucket, tmp_path, log, orders) -> None:
    """Assets, then pages, then feeds and lists, then deletions; of a build with one changed page that page alone,
    whatever the files' times."""
    (sites.build(tmp_path / "output", 1) / "pictures" / "gone.webp").write_bytes(b"old")
    put(tmp_path / "output", bucket, log)
    orders.clear()
    sites.build(tmp_path / "output", 2)
    (tmp_path / "output" / "pictures" / "gone.webp").unlink()

    put(tmp_path / "output", bucket, log)

    turns = [
        "delete" if what == "delete" else "part" if "theme/" in key else "page" if key.endswith(".html") else "list"
        for what, key in orders
    ]
    assert turns == sorted(turns, key=["part", "page", "list", "delete"].index)
    assert set(turns) == {"part", "page", "list", "delete"}

    orders.clear()
    sites.build(tmp_path / "output", 2)
    (tmp_path / "output" / "news" / "story-1" / "index.html").write_bytes(b"<!doctype html>mended")
    put(tmp_path / "output", bucket, log)
    assert orders == [("copy", "news/story-1/index.html")]


def test_old_assets_stay_for_some_releases(bucket, client, tmp_path, log) -> None:
    """A fingerprinted asset is kept for `keep` releases, then deleted; other files are deleted at once. Only the
    manifests and contents of the last releases are kept."""
    settings = {**bucket, "keep": 2}
    for version in (1, 2, 3):
        put(sites.build(tmp_path / "output", version), settings, log)
    assert {sites.style_name(version) for version in (1, 2, 3)} <= objects(client, bucket)

    put(sites.build(tmp_path / "output", 4), settings, log)

    assert sites.style_name(1) not in objects(client, bucket)
    assert sites.style_name(2) in objects(client, bucket)
    manifests = objects(client, bucket, ".dvoglas/releases/")
    assert len(manifests) == 2
    texts = [client.get_object(Bucket=bucket["bucket"], Key=key)["Body"].read().decode() for key in manifests]
    named = {digest for text in texts for digest in re.findall(r"[0-9a-f]{64}", text)}
    assert {s3.digest_of(key) for key in objects(client, bucket, ".dvoglas/content/")} == named


def test_rollback_sends_nothing(bucket, client, tmp_path, log, monkeypatch) -> None:
    """A rollback copies within the bucket; exactly the old bytes are served again. What pages of the release need that
    it leaves is there until the next publish, and then deleted."""
    for version in (1, 2):
        put(sites.build(tmp_path / "output", version), bucket, log)
    sent: list[str] = []
    real = Bucket.put
    with monkeypatch.context() as patch:
        patch.setattr(
            Bucket, "put", lambda self, key, body, **rest: (sent.append(key), real(self, key, body, **rest))[1]
        )
        assert rolls_back({"site": bucket}, log)

    assert set(sent) <= {".dvoglas/lock", ".dvoglas/state.json"}
    page = client.get_object(Bucket=bucket["bucket"], Key="index.html")["Body"].read()
    assert page == sites.page_of(1, "index.html")
    assert client.head_object(Bucket=bucket["bucket"], Key="index.html")["ContentType"] == "text/html; charset=utf-8"
    assert {sites.style_name(1), sites.style_name(2)} <= objects(client, bucket)

    put(sites.build(tmp_path / "output", 3), bucket, log)
    assert sites.style_name(2) not in objects(client, bucket)


def test_interrupted_upload_is_continued(bucket, tmp_path, log, monkeypatch) -> None:
    """What arrived before an interruption is not sent again."""
    output = sites.build(tmp_path / "output", 1)
    sent: list[str] = []
    real = Bucket.put

    def failing(self, key, body, **rest) -> str:
        if key.startswith(s3.CONTENT):
            if len(sent) == 10:
                raise PublishError(Failure.CONNECTION_LOST)
            sent.append(key)
        return real(self, key, body, **rest)

    monkeypatch.setattr(Bucket, "put", failing)
    assert not publishes(output, {"site": {**bucket, "threads": 1}}, log)
    first, sent[:] = set(sent), []
    monkeypatch.setattr(
        Bucket, "put", lambda self, key, body, **rest: (sent.append(key), real(self, key, body, **rest))[1]
    )

    put(output, bucket, log)

    assert len(first) == 10
    assert not first & set(sent)


def test_interrupted_switch_is_finished_by_the_next_publish(bucket, client, tmp_path, log, monkeypatch) -> None:
    """After an interrupted switch, publishing the old build restores every page."""
    output = sites.build(tmp_path / "output", 1)
    put(output, bucket, log)
    real, shown = s3.S3Session.publish_path, []

    def failing(self, path, entry, release) -> None:
        if len(shown) == 8:
            raise PublishError(Failure.CONNECTION_LOST)
        real(self, path, entry, release)
        shown.append(path)

    monkeypatch.setattr(s3.S3Session, "publish_path", failing)
    sites.build(output, 2)
    assert not publishes(output, {"site": {**bucket, "threads": 1}}, log)
    monkeypatch.undo()

    put(sites.build(output, 1), bucket, log)

    for path in sites.paths():
        assert client.get_object(Bucket=bucket["bucket"], Key=path)["Body"].read() == sites.page_of(1, path)
    assert sites.style_name(2) in objects(client, bucket), "a reader may hold a page of the interrupted release"


def test_prefix_keeps_to_itself(bucket, client, tmp_path, log) -> None:
    """A site below a prefix changes nothing outside it."""
    client.put_object(Bucket=bucket["bucket"], Key="other/index.html", Body=b"not ours")

    put(sites.build(tmp_path / "output", 1), {**bucket, "prefix": "news-site"}, log)

    outside = {key for key in objects(client, bucket) if not key.startswith("news-site/")}
    assert outside == {"other/index.html"}


def test_old_objects_that_cannot_be_deleted_fail_nothing(bucket, tmp_path, log, monkeypatch) -> None:
    """Storage that refuses deletions below `.dvoglas/` after the switch is a warning: the site is live."""
    for version in (1, 2):
        put(sites.build(tmp_path / "output", version), {**bucket, "keep": 2}, log)
    real = Bucket.delete

    def refusing(self, keys) -> None:
        if any(key.startswith(".dvoglas/") for key in keys):
            raise ClientError({"Error": {"Code": "AccessDenied"}}, "DeleteObjects")
        real(self, keys)

    with monkeypatch.context() as patch:
        patch.setattr(Bucket, "delete", refusing)
        put(sites.build(tmp_path / "output", 3), {**bucket, "keep": 2}, log)
    assert "old releases could not be deleted (the storage does not let us do that" in log.result.warnings[0]
    assert log.result.deployed

    put(sites.build(tmp_path / "output", 4), {**bucket, "keep": 2}, log)
    assert log.result.warnings == ()
