"""What was published is fetched as a reader would, and taken back if it is not what was built."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from plugins.publishing import publish
from plugins.publishing.manifest import Manifest, differences, scan
from plugins.publishing.releases import Release
from plugins.publishing.verification import checks, in_ascii
from tests.publishing import sites


class Server(ThreadingHTTPServer):
    """Serves a published folder, unless ``spoiled`` says otherwise, and is a WebSub hub too."""

    spoiled: dict[str, tuple[int, bytes]]
    notices: list[tuple[str, str]]
    asked: list[str]
    site: Path
    hub_status = 204


class Answers(BaseHTTPRequestHandler):
    """A server that can be told to lie."""

    server: Server

    def do_GET(self) -> None:
        """The file, the 404 page, or the lie."""
        self.server.asked.append(self.path)
        path = self.path.lstrip("/") + ("index.html" if self.path.endswith("/") else "")
        file = self.server.site / path
        status, body = (
            (200, file.read_bytes()) if file.is_file() else (404, (self.server.site / "404.html").read_bytes())
        )
        status, body = self.server.spoiled.get(self.path, (status, body))
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
        """Silence."""


@pytest.fixture
def server(tmp_path) -> Iterator[Server]:
    """The server over ``published``."""
    with Server(("127.0.0.1", 0), Answers) as found:
        found.spoiled, found.notices, found.asked = {}, [], []
        found.site = tmp_path / "published" / "current" / "site"
        threading.Thread(target=found.serve_forever, daemon=True).start()
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


def test_a_good_site_is_fetched_and_stays(server, targets, tmp_path, console) -> None:
    """Front pages, newest articles, feeds and something missing are asked for in every edition."""
    assert publish(sites.build(tmp_path / "output", 1), targets, None, dry_run=False, console=console) == 0

    for edition in sites.EDITIONS:
        assert {f"/{edition}", f"/{edition}news/story-0/", f"/{edition}feeds/news.atom.xml"} <= set(server.asked)
    assert len([path for path in server.asked if path.startswith("/sr/") and path.count("/") == 3]) >= 1


def test_a_site_that_is_there_is_fetched_all_the_same(server, targets, tmp_path, console) -> None:
    """A publish with nothing to do still asks whether readers get the site, which the one before may not have done."""
    output = sites.build(tmp_path / "output", 1)
    server.spoiled["/sr/"] = (403, b"")
    assert publish(output, targets, None, dry_run=False, console=console) == 1

    assert publish(output, targets, None, dry_run=False, console=console) == 1
    assert "/sr/ answers 403, expected 200" in console.file.getvalue()
    assert (
        "publish: here has this site already, but readers do not get it: see the addresses" in console.file.getvalue()
    )

    server.spoiled.clear()
    assert publish(output, targets, None, dry_run=False, console=console) == 0
    assert "here has this site already; nothing to publish" in console.file.getvalue()
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
def test_a_bad_answer_takes_the_release_back(address, lie, words, server, targets, tmp_path, console) -> None:
    """One wrong answer and readers get the release before again; the publish says why and forgets the bad release."""
    assert publish(sites.build(tmp_path / "output", 1), targets, None, dry_run=False, console=console) == 0
    server.spoiled[address] = lie

    assert publish(sites.build(tmp_path / "output", 2), targets, None, dry_run=False, console=console) == 1

    assert live(tmp_path) == sites.page_of(1, "index.html")
    assert words in console.file.getvalue()
    assert "so here is back at release 000001-" in console.file.getvalue()
    assert len(list((tmp_path / "published" / "releases").iterdir())) == 1


def test_a_missing_page_must_be_answered_as_missing(server, targets, tmp_path, console, monkeypatch) -> None:
    """A server that answers everything with 200 is found out."""
    publish(sites.build(tmp_path / "output", 1), targets, None, dry_run=False, console=console)
    monkeypatch.setattr("plugins.publishing.verification.secrets.token_hex", lambda _count: "no-such")
    server.spoiled["/no-such/"] = (200, b"welcome")

    assert publish(sites.build(tmp_path / "output", 2), targets, None, dry_run=False, console=console) == 1

    assert "/no-such/ answers 200, expected 404" in console.file.getvalue()


def test_first_release_has_no_way_back(server, targets, tmp_path, console) -> None:
    """If the very first release is wrong, that is said, too."""
    server.spoiled["/"] = (503, b"")

    assert publish(sites.build(tmp_path / "output", 1), targets, None, dry_run=False, console=console) == 1
    assert "there is no earlier release to go back to" in console.file.getvalue()


def test_caches_get_some_time(server, targets, tmp_path, console) -> None:
    """An answer that is right a moment later is right."""
    targets["here"]["verify_seconds"] = 10
    server.spoiled["/sr/"] = (200, b"yesterday's")
    threading.Timer(0.7, server.spoiled.clear).start()

    assert publish(sites.build(tmp_path / "output", 1), targets, None, dry_run=False, console=console) == 0


def test_each_changed_feed_is_told_to_the_hub_once(server, targets, tmp_path, console) -> None:
    """One notice for each changed feed, none if nothing changed, none after a dry run."""
    hub = f"http://127.0.0.1:{server.server_port}/hub"
    output = sites.build(tmp_path / "output", 1)
    url = targets["here"]["url"]
    publish(output, targets, None, dry_run=True, console=console, hub=hub)
    assert server.notices == []

    publish(output, targets, None, dry_run=False, console=console, hub=hub)
    assert sorted(server.notices) == [
        ("publish", f"{url}/feeds/news.atom.xml"),
        ("publish", f"{url}/sr/feeds/news.atom.xml"),
    ]
    server.notices.clear()

    (output / "sr" / "feeds" / "news.atom.xml").write_bytes(sites.feed_of(2, "sr/"))
    publish(output, targets, None, dry_run=False, console=console, hub=hub)
    assert server.notices == [("publish", f"{url}/sr/feeds/news.atom.xml")]


def test_a_hub_in_trouble_is_no_reason_to_go_back(server, targets, tmp_path, console) -> None:
    """The site stays published; the trouble is told."""
    server.hub_status = 500
    hub = f"http://127.0.0.1:{server.server_port}/hub"

    assert publish(sites.build(tmp_path / "output", 1), targets, None, dry_run=False, console=console, hub=hub) == 0
    assert "WebSub: the hub did not take" in console.file.getvalue()


def test_site_below_a_path(tmp_path) -> None:
    """The newest article is found when the site's address has a path of its own."""
    site = sites.build(tmp_path / "site", 1)
    feed = sites.feed_of(1, "").replace(b"https://example.org/", b"https://example.org/paper/")
    (site / "feeds" / "news.atom.xml").write_bytes(feed)
    manifest = Manifest("000001-00000000", "", scan(site))

    found = checks("https://example.org/paper", Release(tmp_path, manifest), differences(manifest, manifest.entries))

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
    assert in_ascii(url) == wire


def test_a_name_in_cyrillic_that_nobody_answers_is_no_traceback(tmp_path, console) -> None:
    """Where such a site cannot be fetched, the release before is live again."""
    targets = {"site": {"kind": "folder", "path": str(tmp_path / "published"), "verify_seconds": 0}}
    assert publish(sites.build(tmp_path / "output", 1), targets, None, dry_run=False, console=console) == 0
    targets["site"]["url"] = "http://вести.invalid"

    assert publish(sites.build(tmp_path / "output", 2), targets, None, dry_run=False, console=console) == 1

    assert "is back at release 000001-" in console.file.getvalue()
    assert (tmp_path / "published/current/site/index.html").read_bytes() == sites.page_of(1, "index.html")
