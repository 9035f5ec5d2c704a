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
from plugins.publishing.summary import list_files
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
        body = self.server.rewrite(body)
        self.send_response(status)
        self.end_headers()
        self.wfile.write(body)

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


def live(tmp_path: Path) -> bytes:
    """The front page that readers get."""
    return (tmp_path / "published" / "current" / "site" / "index.html").read_bytes()


def test_a_good_site_is_fetched_and_stays(server, targets, tmp_path, log) -> None:
    """Front pages, newest articles, feeds and something missing are asked for in every edition."""
    assert publishes(sites.build(tmp_path / "output", 1), targets, log)

    for edition in sites.EDITIONS:
        assert {f"/{edition}", f"/{edition}news/story-0/", f"/{edition}feeds/news.atom.xml"} <= set(server.asked)
    assert len([path for path in server.asked if path.startswith("/sr/") and path.count("/") == 3]) >= 1


def test_a_site_that_is_there_is_fetched_all_the_same(server, targets, tmp_path, log) -> None:
    """A publish with nothing to do still asks whether readers get the site, which the one before may not have done."""
    output = sites.build(tmp_path / "output", 1)
    assert publishes(output, targets, log)
    server.spoiled["/sr/"] = (403, b"")

    assert not publishes(output, targets, log)
    assert "/sr/ answers 403, expected 200" in log.text
    assert "here has this site already, but readers do not get it: see the addresses" in log.text

    server.spoiled.clear()
    assert publishes(output, targets, log)
    assert not log.result.deployed
    assert live(tmp_path) == sites.page_of(1, "index.html")


@pytest.mark.parametrize(
    ("address", "lie", "words"),
    [
        ("/sr/", (200, b"something else"), "/sr/ has other bytes than the built page"),
        ("/", (500, b""), "/ answers 500, expected 200"),
        ("/sr/news/story-0/", (404, b""), "/sr/news/story-0/ answers 404, expected 200"),
        ("/feeds/news.atom.xml", (200, b"<feed/>"), "/feeds/news.atom.xml has other bytes"),
    ],
)
def test_a_bad_answer_takes_the_release_back(address, lie, words, server, targets, tmp_path, log) -> None:
    """One wrong answer and readers get the release before again; the publish says why and forgets the bad release."""
    assert publishes(sites.build(tmp_path / "output", 1), targets, log)
    server.spoiled[address], server.spoiled_from = lie, 2

    assert not publishes(sites.build(tmp_path / "output", 2), targets, log)

    assert live(tmp_path) == sites.page_of(1, "index.html")
    assert words in log.text
    assert "so here is back at release 000001-" in log.text
    assert len(list((tmp_path / "published" / "releases").iterdir())) == 1


def test_a_missing_page_must_be_answered_as_missing(server, targets, tmp_path, log, monkeypatch) -> None:
    """A server that answers everything with 200 is found out."""
    assert publishes(sites.build(tmp_path / "output", 1), targets, log)
    monkeypatch.setattr("plugins.publishing.verification.secrets.token_hex", lambda _count: "no-such")
    server.spoiled["/no-such/"], server.spoiled_from = (200, b"welcome"), 2

    assert not publishes(sites.build(tmp_path / "output", 2), targets, log)

    assert "/no-such/ answers 200, expected 404" in log.text


def test_caches_get_some_time(server, targets, tmp_path, log) -> None:
    """An answer that is right a moment later is right."""
    targets["here"]["verify_seconds"] = 60
    server.spoiled = Once({"/sr/": (200, b"yesterday's")})

    assert publishes(sites.build(tmp_path / "output", 1), targets, log)
    assert server.spoiled == {}


class Once(dict[str, tuple[int, bytes]]):
    """Wrong answers, each of which is given once."""

    def get(self, address, otherwise=None):
        """The wrong answer, which is right from then on."""
        return self.pop(address, otherwise)


def test_each_changed_feed_is_announced_once(server, targets, tmp_path, log) -> None:
    """One notice for each changed feed, none if nothing changed, none after a dry run."""
    hub = f"http://127.0.0.1:{server.server_port}/hub"
    output = sites.build(tmp_path / "output", 1)
    url = targets["here"]["url"]
    assert plans(output, targets, log)
    assert server.notices == []

    assert publishes(output, targets, log, hub=hub)
    assert sorted(server.notices) == [
        ("publish", f"{url}/feeds/news.atom.xml"),
        ("publish", f"{url}/sr/feeds/news.atom.xml"),
    ]
    server.notices.clear()

    (output / "sr" / "feeds" / "news.atom.xml").write_bytes(sites.feed_of(2, "sr/"))
    assert publishes(output, targets, log, hub=hub)
    assert server.notices == [("publish", f"{url}/sr/feeds/news.atom.xml")]


def test_a_failing_hub_takes_nothing_back(server, targets, tmp_path, log) -> None:
    """The site stays published, and the result warns."""
    server.hub_status = 500
    hub = f"http://127.0.0.1:{server.server_port}/hub"

    assert publishes(sites.build(tmp_path / "output", 1), targets, log, hub=hub)
    assert "WebSub: the hub did not accept" in log.text


def test_site_below_a_path(tmp_path) -> None:
    """The newest article is found when the site's address has a path of its own."""
    site = sites.build(tmp_path / "site", 1)
    feed = sites.feed_of(1, "").replace(b"https://example.org/", b"https://example.org/paper/")
    (site / "feeds" / "news.atom.xml").write_bytes(feed)
    manifest = Manifest("000001-00000000", "", sites.scan(site))

    changes = differences(manifest, manifest.entries)

    found = make_checks("https://example.org/paper", manifest, changes, lambda path: (site / path).read_bytes())

    assert "/news/story-0/" in [check.address for check in found]


@pytest.mark.parametrize(
    ("url", "wire"),
    [
        ("https://вести.срб/", "https://xn--b1agj9af.xn--90a3ac/"),
        ("https://вести.срб:8080/a/", "https://xn--b1agj9af.xn--90a3ac:8080/a/"),
        ("https://example.org/вести/x y%20z.webp", "https://example.org/%D0%B2%D0%B5%D1%81%D1%82%D0%B8/x%20y%20z.webp"),
        ("http://[::1]:80/a,b/", "http://[::1]:80/a,b/"),
    ],
)
def test_addresses_go_out_in_ascii(url, wire) -> None:
    """Names and paths in other scripts are written as servers are asked for them; all else stays as it is."""
    assert ascii_url(url) == wire


def test_a_fault_of_the_network_takes_nothing_back(tmp_path, log) -> None:
    """Where the site cannot be fetched at all, the new release stays, and the result says that nobody looked."""
    targets = {"site": {"kind": "folder", "path": str(tmp_path / "published"), "verify_seconds": 0}}
    assert publishes(sites.build(tmp_path / "output", 1), targets, log)
    targets["site"]["url"] = "http://вести.invalid"

    assert publishes(sites.build(tmp_path / "output", 2), targets, log)

    assert log.result.verification is VerificationStatus.UNREACHABLE
    assert "/ cannot be fetched" in log.text
    assert live(tmp_path) == sites.page_of(2, "index.html")


def test_a_server_that_wants_fewer_requests_takes_nothing_back(server, targets, tmp_path, log) -> None:
    """Status 429 says nothing of the site."""
    assert publishes(sites.build(tmp_path / "output", 1), targets, log)
    server.spoiled["*"] = (429, b"slow down")

    assert publishes(sites.build(tmp_path / "output", 2), targets, log)
    assert log.result.verification is VerificationStatus.UNREACHABLE
    assert live(tmp_path) == sites.page_of(2, "index.html")


def test_a_fault_from_before_takes_nothing_back(server, targets, tmp_path, log) -> None:
    """A gateway that refuses this computer before and after the switch is not caused by the new release."""
    assert publishes(sites.build(tmp_path / "output", 1), targets, log)
    server.spoiled["*"] = (403, b"are you a robot?")

    assert publishes(sites.build(tmp_path / "output", 2), targets, log)
    assert log.result.verification is VerificationStatus.UNCLEAR
    assert live(tmp_path) == sites.page_of(2, "index.html")


def minified(body: bytes) -> bytes:
    """What a delivery network makes of a page: no comments, less space, a script of its own."""
    if not body.startswith(b"<!doctype html>"):
        return body
    shorter = re.sub(rb"<!--.*?-->", b"", body).replace(b"\n", b" ")
    return shorter + b'<script src="https://beacon.example/x.js"></script>'


def test_a_network_that_rewrites_html_takes_nothing_back(server, targets, tmp_path, log) -> None:
    """Pages with the same text and style sheets are the published ones; the result mentions it."""
    server.rewrite = minified

    assert publishes(sites.build(tmp_path / "output", 1), targets, log)
    assert log.result.verification is VerificationStatus.YES
    assert "a network in between rewrites HTML" in log.text

    assert publishes(sites.build(tmp_path / "output", 2), targets, log)
    assert publishes(tmp_path / "output", targets, log)
    assert not log.result.deployed


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


def test_verification_can_be_switched_off(server, targets, tmp_path, log) -> None:
    """Nothing is fetched, and the release stays."""
    server.spoiled["*"] = (500, b"")

    assert publishes(sites.build(tmp_path / "output", 1), targets, log, check_site=False)
    assert publishes(sites.build(tmp_path / "output", 2), targets, log, check_site=False)
    assert rolls_back(targets, log, check_site=False)
    assert log.result.verification is VerificationStatus.SKIPPED
    assert server.asked == []


def test_rollbacks_are_verified(server, targets, tmp_path, log) -> None:
    """After a rollback the same addresses are fetched; what readers do not get is named, and nothing is undone."""
    for version in (1, 2):
        assert publishes(sites.build(tmp_path / "output", version), targets, log)
    server.asked.clear()
    assert rolls_back(targets, log)
    assert log.result.verification is VerificationStatus.YES
    assert {"/", "/sr/", "/news/story-0/"} <= set(server.asked)

    server.spoiled["/sr/"] = (200, sites.page_of(1, "sr/index.html"))
    assert rolls_back(targets, log, to="2")
    assert log.result.problems == ("/sr/ has other bytes than the built page",)
    assert log.result.verification is VerificationStatus.NO
    assert live(tmp_path) == sites.page_of(2, "index.html")


def test_old_releases_that_cannot_be_deleted_fail_nothing(server, targets, tmp_path, log, monkeypatch) -> None:
    """The site is live: the result warns, the hub is still notified, and the next publish deletes them."""
    hub = f"http://127.0.0.1:{server.server_port}/hub"
    targets["here"]["keep"] = 2
    for version in (1, 2):
        assert publishes(sites.build(tmp_path / "output", version), targets, log)
    with monkeypatch.context() as patch:
        patch.setattr("plugins.publishing.backends.local.remove_tree", refuse)
        assert publishes(sites.build(tmp_path / "output", 3), targets, log, hub=hub)

    assert log.result.deployed
    assert log.result.warnings[0].startswith("old releases could not be deleted")
    assert len(server.notices) == 2
    assert publishes(sites.build(tmp_path / "output", 4), targets, log)
    assert log.result.warnings == ()
    assert len(list((tmp_path / "published" / "releases").iterdir())) == 2


def refuse(path: Path) -> None:
    """A disk that deletes nothing."""
    raise PermissionError(13, "Permission denied", str(path))


def test_previews_are_not_fetched_and_not_named(server, targets, tmp_path, log) -> None:
    """The address of a preview is secret: no check and no list of files has it."""
    output = sites.build(tmp_path / "output", 1)
    preview = output / "preview" / ("0" * 32) / "index.html"
    preview.parent.mkdir(parents=True)
    preview.write_bytes(b"<!doctype html>draft")

    assert publishes(output, targets, log)

    assert not [path for path in server.asked if "preview" in path]
    assert not [line for line in list_files(log.result.changes) if "0" * 32 in line]
    assert "add 1 file of a preview" in list_files(log.result.changes)
