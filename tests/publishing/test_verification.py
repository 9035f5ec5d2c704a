"""What was published is fetched as a reader would, and taken back if it is not what was built."""

import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from plugins.publishing import VerificationStatus
from plugins.publishing.manifest import Manifest, differences
from plugins.publishing.verification import ascii_url, make_checks, visible_text
from tests.publishing import sites
from tests.publishing.attempts import plans, publishes, rolls_back


class Server(ThreadingHTTPServer):
    """Serves a published folder, and is a hub. `spoiled` are wrong answers, given from release `spoiled_from` on."""

    spoiled: dict[str, tuple[int, bytes]]
    notices: list[tuple[str, str]]
    asked: list[str]
    site: Path
    hub_status = 204
    spoiled_from = 0
    rewrite = staticmethod(lambda body: body)


class Answers(BaseHTTPRequestHandler):
    """A server that can be made to answer wrongly."""

    server: Server

    def do_GET(self) -> None:
        """The file, the 404 page, or the wrong answer."""
        self.server.asked.append(self.path)
        path = self.path.lstrip("/") + ("index.html" if self.path.endswith("/") else "")
        file = self.server.site / path
        status, body = (
            (200, file.read_bytes()) if file.is_file() else (404, (self.server.site / "404.html").read_bytes())
        )
        if int((self.server.site.parent).readlink().name[:6]) >= self.server.spoiled_from:
            status, body = self.server.spoiled.get(self.path, self.server.spoiled.get("*", (status, body)))
        self.send_response(status)
        self.end_headers()
        self.wfile.write(self.server.rewrite(body))

    def do_POST(self) -> None:
        """A notice to the hub."""
        fields = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.server.notices.append((fields["hub.mode"][0], fields["hub.url"][0]))
        self.send_response(self.server.hub_status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Write no log."""


@pytest.fixture
def server(tmp_path) -> Iterator[Server]:
    """The server over ``published``."""
    with Server(("127.0.0.1", 0), Answers) as found:
        found.spoiled, found.notices, found.asked = {}, [], []
        found.site = tmp_path / "published" / "current" / "site"
        threading.Thread(target=found.serve_forever, args=[0.01], daemon=True).start()
        yield found
        found.shutdown()


@pytest.fixture
def targets(server, tmp_path) -> dict[str, dict[str, object]]:
    """A folder that the server serves."""
    url = f"http://127.0.0.1:{server.server_port}"
    return {"here": {"kind": "folder", "path": str(tmp_path / "published"), "url": url, "verify_seconds": 0}}


@pytest.fixture
def first(targets, tmp_path, log) -> None:
    """A first release."""
    assert publishes(sites.build(tmp_path / "output", 1), targets, log)


def live(tmp_path: Path) -> bytes:
    """The front page that readers get."""
    return (tmp_path / "published" / "current" / "site" / "index.html").read_bytes()


@pytest.mark.usefixtures("first")
def test_a_good_site_is_fetched_and_stays(server, targets, tmp_path, log) -> None:
    """Front pages, newest articles, feeds and something missing are asked for in every edition, and no preview, whose
    address is secret; after a rollback too, and by a publish with nothing to do, for which the one before may not
    have. Where that is switched off nothing is fetched."""
    output = sites.build(tmp_path / "output", 2)
    preview = output / "preview" / ("0" * 32) / "index.html"
    preview.parent.mkdir(parents=True)
    preview.write_bytes(b"<!doctype html>draft")
    pages = {f"/{edition}{page}" for edition in sites.EDITIONS for page in ("", "news/story-0/", "feeds/news.atom.xml")}
    for attempt in (
        lambda: publishes(output, targets, log),
        lambda: publishes(output, targets, log),
        lambda: rolls_back(targets, log),
    ):
        server.asked.clear()
        assert attempt()
        assert log.result.verification is VerificationStatus.YES
        assert pages <= set(server.asked)
        assert [path for path in server.asked if path not in pages and re.fullmatch(r"/sr/\w+/", path)]
        assert not [path for path in server.asked if "preview" in path]
    server.asked.clear()
    server.spoiled["*"] = (500, b"")
    assert publishes(output, targets, log, check_site=False)
    assert rolls_back(targets, log, check_site=False)
    assert log.result.verification is VerificationStatus.SKIPPED
    assert server.asked == []


@pytest.mark.usefixtures("first")
@pytest.mark.parametrize(
    ("address", "lie", "words"),
    [
        ("/sr/", (200, b"something else"), "/sr/ has other bytes than the built page"),
        ("/", (500, b""), "/ answers 500, expected 200"),
        ("/sr/news/story-0/", (404, b""), "/sr/news/story-0/ answers 404, expected 200"),
        ("/feeds/news.atom.xml", (200, b"<feed/>"), "/feeds/news.atom.xml has other bytes"),
        ("/no-such/", (200, b"welcome"), "/no-such/ answers 200, expected 404"),
    ],
)
def test_a_bad_answer_takes_the_release_back(address, lie, words, server, targets, tmp_path, log, monkeypatch) -> None:
    """One wrong answer and readers get the release before again; the publish says why and forgets the bad release.
    Where nothing is to be published, or a release is gone back to, it is said, and nothing undone."""
    monkeypatch.setattr("plugins.publishing.verification.secrets.token_hex", lambda _count: "no-such")
    server.spoiled[address], server.spoiled_from = lie, 2
    assert not publishes(sites.build(tmp_path / "output", 2), targets, log)
    assert live(tmp_path) == sites.page_of(1, "index.html")
    assert words in log.text
    assert "so here is back at release 000001-" in log.text
    assert len(list((tmp_path / "published" / "releases").iterdir())) == 1

    assert publishes(sites.build(tmp_path / "output", 3), targets, log, check_site=False)
    assert not publishes(tmp_path / "output", targets, log)
    assert "here has this site already, but readers do not get it: see the addresses" in log.text
    server.spoiled_from = 0
    assert rolls_back(targets, log)
    assert words in "".join(log.result.problems)
    assert log.result.verification is VerificationStatus.NO
    assert live(tmp_path) == sites.page_of(1, "index.html")


class Once(dict[str, tuple[int, bytes]]):
    """Wrong answers, each of which is given once."""

    def get(self, address, otherwise=None):
        """The wrong answer, which is right from then on."""
        return self.pop(address, otherwise)


@pytest.mark.usefixtures("first")
@pytest.mark.parametrize(
    ("seconds", "spoiled", "status"),
    [
        # Caches get some time.
        (60, Once({"/sr/": (200, b"yesterday's")}), VerificationStatus.YES),
        # A server that wants fewer requests says nothing of the site.
        (0, {"*": (429, b"slow down")}, VerificationStatus.UNREACHABLE),
        # A gateway that refuses this computer before and after the switch is not caused by the new release.
        (0, {"*": (403, b"are you a robot?")}, VerificationStatus.UNCLEAR),
        # The site cannot be fetched at all.
        (0, None, VerificationStatus.UNREACHABLE),
    ],
)
def test_what_is_no_fault_of_the_release_takes_nothing_back(
    seconds, spoiled, status, server, targets, tmp_path, log
) -> None:
    """The new release stays, and the result says what was seen."""
    targets["here"]["verify_seconds"] = seconds
    if spoiled is None:
        targets["here"]["url"] = "http://вести.invalid"
    server.spoiled = spoiled or {}
    assert publishes(sites.build(tmp_path / "output", 2), targets, log)
    assert log.result.verification is status
    assert live(tmp_path) == sites.page_of(2, "index.html")
    assert server.spoiled != {} or spoiled is None or seconds


def minified(body: bytes) -> bytes:
    """What a delivery network makes of a page: no comments, less space, a script of its own."""
    if not body.startswith(b"<!doctype html>"):
        return body
    shorter = re.sub(rb"<!--.*?-->", b"", body).replace(b"\n", b" ")
    return shorter + b'<script src="https://beacon.example/x.js"></script>'


def test_a_network_that_rewrites_html_takes_nothing_back(server, targets, tmp_path, log) -> None:
    """Pages with the same text and style sheets are the published ones; the result mentions it."""
    server.rewrite = minified
    for version in (1, 2, 2):
        assert publishes(sites.build(tmp_path / "output", version), targets, log)
        assert log.result.verification is VerificationStatus.YES
        assert "a network in between rewrites HTML" in "".join(log.result.warnings)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (b"<p>A  b</p>\n<!-- c -->", b"<p>A b", True),
        (b"<p>Write to a@b.org.", b'<p>Write to <a href="/cdn-cgi/x">[email&#160;protected]</a>.', True),
        (b"<p>A</p>", b"<p>A</p><script>x</script><style>y</style>", True),
        (b"<p>A</p>", b'<link rel="preconnect" href="https://network.example"><p>A</p>', True),
        (b"<p>A</p>", b"<p>B</p>", False),
        (b'<link rel="stylesheet" href="/a.css"><p>A', b'<link rel="stylesheet" href="/b.css"><p>A', False),
        (b'<html lang="sr"><p>A', b'<html lang="en"><p>A', False),
    ],
)
def test_text_of_a_page(one: bytes, other: bytes, same: bool) -> None:
    """What minifiers and hiders of mail addresses do makes no difference; words, style sheets and language do."""
    assert (visible_text(one) == visible_text(other)) is same


def test_feeds_are_announced_once_and_nothing_after_the_switch_fails_a_publish(
    server, targets, tmp_path, log, monkeypatch
) -> None:
    """One notice for each changed feed, none after a dry run. A hub that fails, and a disk that deletes no old release,
    are warnings; the next publish deletes them."""
    hub, url = f"http://127.0.0.1:{server.server_port}/hub", targets["here"]["url"]
    targets["here"]["keep"] = 2
    output = sites.build(tmp_path / "output", 1)
    assert plans(output, targets, log, hub=hub)
    assert server.notices == []
    assert publishes(output, targets, log, hub=hub)
    both = [("publish", f"{url}/{edition}feeds/news.atom.xml") for edition in sites.EDITIONS]
    assert sorted(server.notices) == both
    (output / "sr" / "feeds" / "news.atom.xml").write_bytes(sites.feed_of(2, "sr/"))
    server.hub_status = 500
    assert publishes(output, targets, log, hub=hub)
    assert server.notices == [*server.notices[:2], both[1]]
    assert "WebSub: the hub did not accept" in log.text

    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    server.hub_status = 204
    with monkeypatch.context() as patch:
        patch.setattr("plugins.publishing.backends.local.remove_tree", refuse)
        assert publishes(sites.build(tmp_path / "output", 3), targets, log, hub=hub)
    assert log.result.deployed
    assert log.result.warnings[0].startswith("old releases could not be deleted")
    assert len(server.notices) == 5
    assert publishes(sites.build(tmp_path / "output", 4), targets, log)
    assert log.result.warnings == ()
    assert len(list((tmp_path / "published" / "releases").iterdir())) == 2


def test_addresses_of_requests(tmp_path) -> None:
    """Names and paths in other scripts are written as servers are asked for them; the newest article is found where the
    site's address has a path of its own."""
    for url, wire in (
        ("https://вести.срб/", "https://xn--b1agj9af.xn--90a3ac/"),
        ("https://вести.срб:8080/a/", "https://xn--b1agj9af.xn--90a3ac:8080/a/"),
        ("https://example.org/вести/x%20z", "https://example.org/%D0%B2%D0%B5%D1%81%D1%82%D0%B8/x%20z"),
        ("http://[::1]:80/a,b/", "http://[::1]:80/a,b/"),
    ):
        assert ascii_url(url) == wire
    site = sites.build(tmp_path / "site", 1)
    feed = sites.feed_of(1, "").replace(b"https://example.org/", b"https://example.org/paper/")
    (site / "feeds" / "news.atom.xml").write_bytes(feed)
    manifest = Manifest("000001-00000000", "", sites.scan(site))
    changes = differences(manifest, manifest.entries)
    found = make_checks("https://example.org/paper", manifest, changes, lambda path: (site / path).read_bytes())
    assert "/news/story-0/" in [check.address for check in found]
