"""The preview server: it serves the output and nothing else, to this computer only, and shows the error of a build."""

from __future__ import annotations

import http.client
import logging
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugins.devserver import http_server as server_module
from plugins.devserver.http_server import LONGEST_WAIT, AllowedHosts, PortError, PreviewServer, is_large, listen
from plugins.devserver.preview import Preview, resolve
from plugins.publishing.media_types import TYPES, content_type
from tests.loops import times
from tests.small_site import ROOT

SECRET = "not of the output"
PATHS_OUT_OF_THE_OUTPUT = (
    "/../secret.html",
    "/../",
    "/../nothing",
    "/..",
    "/%2e%2e/secret.html",
    "/%2e%2e%2fsecret.html",
    "/%252e%252e%252fsecret.html",
    "/%2E%2E/",
    "/sr/../../secret.html",
    "/sr/%2e%2e/%2e%2e/secret.html",
    "//etc/passwd",
    "/%2fetc%2fpasswd",
    "/link.html",
    "/folder/secret.html",
    "/folder/",
    "/folder/nothing",
    "/sr%00/../../secret.html",
    "/%ff%fe",
    "/" + "a" * 5000,
    "/..%5c..%5csecret.html",
    "/.hidden",
    "/.git/config",
    "/~preview/../../secret.html",
    "/~preview/%2e%2e%2fserver.py",
)
# A wait so long that what does not wait for it differs from what does, however busy the machine is.
NO_SHORT_WAIT = 60.0


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output folder of a few files, with secrets beside it, hidden ones in it, and links that lead out of it."""
    folder = tmp_path_factory.mktemp("preview")
    output = folder / "output"
    for name in ("sr", ".git", ".well-known", "files", "feeds"):
        (output / name).mkdir(parents=True)
    for name in ("secret.html", "404.html", "index.html", "output/.hidden", "output/.git/config"):
        (folder / name).write_text(SECRET, "utf-8")
    for name in ("index.html", "404.html", "sr/index.html", "sr/404.html"):
        (output / name).write_text(f"<html><body>{name}</body></html>", "utf-8")
    (output / "site.css").write_text("body {}", "utf-8")
    (output / ".well-known/security.txt").write_text("Contact: us", "utf-8")
    (output / "feeds/news.atom.xml").write_text("<feed/>", "utf-8")
    for suffix in TYPES:
        (output / f"files/report{suffix}").write_bytes(b"0123456789")
    (output / "files/report.strange").write_bytes(b"0123456789")
    (output / "large.pdf").write_bytes(bytes(server_module.LARGE + 1))
    (output / "link.html").symlink_to(folder / "secret.html")
    (output / "folder").symlink_to(folder)
    return output


def preview_of(output: Path) -> Preview:
    """A preview of that output, in which an old page has moved."""
    preview = Preview()
    preview.show(output, {"/old/": "/sr/", "/sr/": "/never/", "/stara-priča/": "/sr/?a"})
    return preview


@pytest.fixture
def preview(output: Path) -> Preview:
    """A preview of that output."""
    return preview_of(output)


@pytest.fixture
def server(preview: Preview) -> Iterator[PreviewServer]:
    """A running server of the preview."""
    with PreviewServer(preview, "127.0.0.1", 0) as server:
        yield server


@pytest.fixture(scope="module")
def lasting_server(output: Path) -> Iterator[PreviewServer]:
    """A running server for all tests that change nothing of its preview."""
    with PreviewServer(preview_of(output), "127.0.0.1", 0) as server:
        yield server


@pytest.fixture
def new_connection(lasting_server: PreviewServer) -> Iterator[http.client.HTTPConnection]:
    """A connection to the server of all tests."""
    connection = connect(lasting_server)
    yield connection
    connection.close()


@pytest.fixture
def connection(server: PreviewServer) -> Iterator[http.client.HTTPConnection]:
    """A connection to the server."""
    connection = connect(server)
    yield connection
    connection.close()


def port_of(server: PreviewServer) -> int:
    """The port that a server listens on."""
    return int(server.address.rpartition(":")[2])


def address_of(server: PreviewServer) -> tuple[str, int]:
    """Where connections to a server lead."""
    return "127.0.0.1", port_of(server)


def connect(server: PreviewServer) -> http.client.HTTPConnection:
    """A new connection to a server."""
    return http.client.HTTPConnection("127.0.0.1", port_of(server), timeout=NO_SHORT_WAIT)


def request(
    connection: http.client.HTTPConnection, path: str, method: str = "GET", **headers: str
) -> tuple[int, str, dict[str, str]]:
    """Status, text and headers of the answer to a path that is sent as it is."""
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    return answer.status, answer.read().decode("utf-8", "replace"), {k.lower(): v for k, v in answer.getheaders()}


@pytest.mark.parametrize("path", PATHS_OUT_OF_THE_OUTPUT)
def test_nothing_outside_the_output_is_served(new_connection: http.client.HTTPConnection, path: str) -> None:
    """Steps up, percent-encoded or not, absolute paths, links that lead out, hidden files and impossible names get a
    404 page."""
    status, text, _ = request(new_connection, path)
    assert status == 404
    assert SECRET not in text
    assert "uvicorn" not in text


@settings(max_examples=times(80, 200), deadline=None, suppress_health_check=list(HealthCheck))
@given(
    parts=st.lists(
        st.sampled_from(("..", ".", "%2e%2e", "/", "%2f", "sr", "folder", "404.html", "%00", "~", "index.html", ".git"))
    )
)
def test_no_path_leads_out_of_the_output(output: Path, parts: list[str]) -> None:
    """Whatever path is made of such parts, the file that answers it lies in the output."""
    preview = Preview()
    preview.show(output, {})
    found = resolve(preview.state, unquote("/" + "/".join(parts)))
    assert found.file is None or SECRET not in found.file.read_text("utf-8")
    assert not found.location.startswith("//")


def test_pages_carry_the_script_that_reloads_them(connection: http.client.HTTPConnection, preview: Preview) -> None:
    """A page has the reload script once, with the version it is of; other files are sent as they are."""
    status, page, _ = request(connection, "/")
    script = f'<script src="/~preview/reload.js" data-version="{preview.state.version}"></script></body>'
    assert (status, page.count(script)) == (200, 1)
    assert request(connection, "/site.css")[1] == "body {}"
    for name, media_type in (
        ("reload.js", "text/javascript"),
        ("worker.js", "text/javascript"),
        ("banner.css", "text/css"),
    ):
        status, _, headers = request(connection, f"/~preview/{name}")
        assert (status, headers["content-type"]) == (200, f"{media_type}; charset=utf-8")


@pytest.mark.parametrize("suffix", [*TYPES, ".strange"])
def test_files_have_the_media_types_of_the_published_site(
    new_connection: http.client.HTTPConnection, suffix: str
) -> None:
    """Each kind of file has the type of the one table, which the publisher and the settings in deploy/ have too."""
    status, _, headers = request(new_connection, f"/files/report{suffix}")
    assert (status, headers["content-type"]) == (200, content_type(f"files/report{suffix}"))
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"


def test_feeds_and_well_known_files_are_served(connection: http.client.HTTPConnection) -> None:
    """A feed is Atom, and `.well-known` is the one folder with a dot that is served."""
    assert request(connection, "/feeds/news.atom.xml")[2]["content-type"] == "application/atom+xml; charset=utf-8"
    assert request(connection, "/.well-known/security.txt")[:2] == (200, "Contact: us")


def test_head_has_the_headers_of_get_and_no_body(connection: http.client.HTTPConnection) -> None:
    """HEAD is answered as GET is, without the body, for pages, files, redirects and missing pages."""
    for path in ("/", "/site.css", "/large.pdf", "/sr", "/nothing/", "/~preview/reload.js"):
        expected, given_ = request(connection, path), request(connection, path, "HEAD")
        assert (given_[0], given_[1]) == (expected[0], "")
        assert given_[2]["content-length"] == expected[2]["content-length"]


def test_other_methods_are_refused(connection: http.client.HTTPConnection) -> None:
    """The preview can only be read."""
    assert [request(connection, "/", method)[0] for method in ("POST", "PUT", "DELETE", "OPTIONS")] == [405] * 4


def test_a_part_of_a_file_can_be_requested(connection: http.client.HTTPConnection) -> None:
    """Players of recordings seek by ranges, as the site's servers allow."""
    status, text, headers = request(connection, "/files/report.mp4", Range="bytes=2-4")
    assert (status, text, headers["content-range"]) == (206, "234", "bytes 2-4/10")


def test_large_files_are_sent_whole(connection: http.client.HTTPConnection, output: Path) -> None:
    """A file that is sent in parts arrives whole."""
    assert is_large(output / "large.pdf")
    assert not is_large(output / "index.html")
    status, text, headers = request(connection, "/large.pdf")
    assert (status, len(text), headers["content-type"]) == (200, server_module.LARGE + 1, "application/pdf")


def test_each_edition_has_its_own_404_page(connection: http.client.HTTPConnection) -> None:
    """A missing address is answered by the 404 page of its edition, with that status, and the page reloads too."""
    assert [request(connection, path)[0] for path in ("/nothing/", "/sr/nothing/", "/sr/nothing.png")] == [
        404,
        404,
        404,
    ]
    assert "sr/404.html" in request(connection, "/sr/nothing/")[1]
    assert "sr/404.html" not in request(connection, "/nothing/")[1]
    assert "reload.js" in request(connection, "/nothing/")[1]


def test_a_missing_slash_is_added_on_this_server(connection: http.client.HTTPConnection) -> None:
    """An address without its slash redirects to the page, with its query, even where it began with two slashes."""
    locations = [request(connection, path)[2]["location"] for path in ("/sr", "//sr", "///sr", "/sr?q=a%20b")]
    assert locations == ["/sr/", "/sr/", "/sr/", "/sr/?q=a%20b"]


def test_old_addresses_redirect_as_on_the_published_site(connection: http.client.HTTPConnection) -> None:
    """An alias redirects with and without its slash; it never takes the place of a page that is there."""
    for path in ("/old/", "/old"):
        assert request(connection, path)[::2][0] == 301
        assert request(connection, path)[2]["location"] == "/sr/"
    assert request(connection, "/stara-pri%C4%8Da/")[2]["location"] == "/sr/%3Fa"
    assert request(connection, "/sr/")[0] == 200


def test_an_error_is_shown_until_it_is_corrected(
    connection: http.client.HTTPConnection, preview: Preview, output: Path
) -> None:
    """An error is in every page, as text and not as HTML, above the last good site; it goes with the next build."""
    preview.fail("content/x.md:3: <b>odd</b> & wrong\nsecond line")
    page = request(connection, "/")[1]
    assert 'role="alert"' in page
    assert "content/x.md:3: &lt;b&gt;odd&lt;/b&gt; &amp; wrong\nsecond line" in page
    assert "index.html" in page
    assert 'role="alert"' in request(connection, "/nothing/")[1]
    preview.show(output, {})
    assert 'role="alert"' not in request(connection, "/")[1]


def test_before_the_first_build_there_is_a_page_that_reloads() -> None:
    """With no good build yet the page says so, shows the error, and reloads when there is a site."""
    preview = Preview()
    preview.fail("wrong settings")
    with PreviewServer(preview, "127.0.0.1", 0) as server:
        status, page, _ = request(connect(server), "/news/")
    assert status == HTTPStatus.SERVICE_UNAVAILABLE
    assert "No site yet" in page
    assert "wrong settings" in page
    assert "reload.js" in page


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:{port}",
        "127.0.0.1",
        "127.0.0.1:1",
        "localhost.evil.example:{port}",
        "127.0.0.1:{port}.evil.example",
        "127.0.0.1.evil.example:{port}",
        "192.168.1.5:{port}",
        "[::2]:{port}",
        "x@127.0.0.1:{port}",
        "",
    ],
)
@pytest.mark.parametrize("path", ["/", "/site.css", "/sr", "/nothing/", "/~preview/version", "/~preview/reload.js"])
def test_other_host_names_are_refused(lasting_server: PreviewServer, host: str, path: str) -> None:
    """A name that another site has rebound to this computer gets neither pages nor redirects nor versions."""
    connection = connect(lasting_server)
    status, text, headers = request(connection, path, Host=host.format(port=port_of(lasting_server)))
    assert (status, "--host" in text, "location" in headers) == (421, True, False)
    connection.close()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST", "[::1]"])
def test_names_of_this_computer_are_served(lasting_server: PreviewServer, host: str) -> None:
    """The loopback address and its name are served, with the server's port."""
    assert request(connect(lasting_server), "/", Host=f"{host}:{port_of(lasting_server)}")[0] == 200


def test_a_request_without_host_is_refused(server: PreviewServer) -> None:
    """HTTP/1.0 allows a request without `Host`; it is refused like one with another name."""
    with socket.create_connection(address_of(server), timeout=NO_SHORT_WAIT) as client:
        client.sendall(b"GET / HTTP/1.0\r\n\r\n")
        assert client.recv(100).startswith(b"HTTP/1.1 421")


def test_the_host_that_was_given_is_served_too() -> None:
    """`--host` names one more host; on every address, all addresses are served and still no names."""
    named = AllowedHosts("Desk.local", 8000)
    assert "desk.local:8000" in named
    assert "localhost:8000" in named
    assert "192.168.1.5:8000" not in named
    everywhere = AllowedHosts("0.0.0.0", 80)
    for host in ("192.168.1.5:80", "192.168.1.5", "[2001:db8::1]:80", "localhost"):
        assert host in everywhere
    for host in ("evil.example:80", "evil.example", "192.168.1.5:8000", "2001:db8::1:80", "[192.168.1.5]:80", 80):
        assert host not in everywhere
    assert "[fe80::1]:8000" in AllowedHosts("fe80::1", 8000)


def test_version_is_answered_at_once_where_it_is_new(
    connection: http.client.HTTPConnection, preview: Preview, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A request that has another version, or none, gets the current one without waiting."""
    monkeypatch.setattr(server_module, "LONGEST_WAIT", NO_SHORT_WAIT)
    started = time.perf_counter()
    for query in ("", "?after=0", "?after=x", f"?after={preview.state.version - 1}"):
        assert request(connection, f"/~preview/version{query}")[:2] == (200, str(preview.state.version))
    assert time.perf_counter() - started < NO_SHORT_WAIT


def test_version_waits_for_the_next_one_and_not_for_long(
    server: PreviewServer, preview: Preview, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A request that has the current version gets the next one as soon as there is one, and the same after 2 s."""
    version, started = preview.state.version, time.perf_counter()
    assert request(connect(server), f"/~preview/version?after={version}")[1] == str(version)
    assert LONGEST_WAIT * 0.9 < time.perf_counter() - started < NO_SHORT_WAIT
    monkeypatch.setattr(server_module, "LONGEST_WAIT", NO_SHORT_WAIT)
    with ThreadPoolExecutor(1) as pool:
        started = time.perf_counter()
        waiting = pool.submit(request, connect(server), f"/~preview/version?after={version}")
        time.sleep(0.2)
        preview.refresh()
        assert waiting.result()[1] == str(version + 1)
        assert time.perf_counter() - started < NO_SHORT_WAIT


def test_versions_grow_over_restarts() -> None:
    """A server that was started later has greater versions, so that tabs of the earlier one reload."""
    first = Preview()
    for _ in range(3):
        first.refresh()
    time.sleep(0.01)
    assert Preview().state.version > first.state.version


def test_a_preview_may_be_changed_from_many_threads(output: Path) -> None:
    """No change is lost, and each subscriber is called once for each while it is subscribed."""
    preview, calls = Preview(), []
    first = preview.state.version
    with preview.subscribe(lambda: calls.append(1)), ThreadPoolExecutor(8) as pool:
        for number in range(400):
            pool.submit(preview.fail, str(number)) if number % 2 else pool.submit(preview.show, output, {})
    preview.refresh()
    assert preview.state.version == first + 401
    assert len(calls) == 400


def test_slow_clients_and_hundreds_of_connections_do_not_stop_it(server: PreviewServer) -> None:
    """With 300 connections that send nothing, half a request, or do not read a large file, a page is served quickly."""
    with ExitStack() as stack:
        for number in range(300):
            client = stack.enter_context(socket.create_connection(address_of(server), timeout=NO_SHORT_WAIT))
            host = f"Host: 127.0.0.1:{port_of(server)}\r\n"
            if number % 3 == 1:
                client.sendall(f"GET / HTTP/1.1\r\n{host}X-Slow: ".encode())
            if number % 30 == 2:
                client.sendall(f"GET /large.pdf HTTP/1.1\r\n{host}\r\n".encode())
        # It would never be answered if it waited for the others.
        assert request(connect(server), "/")[0] == 200


def test_requests_in_parallel_are_all_answered(server: PreviewServer) -> None:
    """200 requests of 50 clients at once all get their page."""
    with ThreadPoolExecutor(50) as pool:
        statuses = list(pool.map(lambda _: request(connect(server), "/")[0], range(200)))
    assert statuses == [200] * 200


def test_a_client_that_leaves_is_not_reported(
    server: PreviewServer, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """A browser that leaves before it has its answer, as when a page reloads, or that sends no HTTP, prints nothing."""
    for text in (f"GET /large.pdf HTTP/1.1\r\nHost: 127.0.0.1:{port_of(server)}\r\n\r\n", "no HTTP\r\n\r\n", "\0\xff"):
        with socket.create_connection(address_of(server), timeout=NO_SHORT_WAIT) as client:
            client.sendall(text.encode("latin-1"))
            client.recv(10)
            # Closes with a reset instead of an orderly end.
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    assert request(connect(server), "/")[0] == 200
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []
    assert capfd.readouterr() == ("", "")


def test_an_error_of_the_server_itself_is_reported(
    server: PreviewServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """An exception while a request is answered is logged with its place, and the server goes on."""

    def fail(*_: Any) -> None:
        raise ValueError("odd")

    with monkeypatch.context() as patch:
        patch.setattr(server_module, "answer", fail)
        assert request(connect(server), "/")[0] == 500
    end = time.monotonic() + NO_SHORT_WAIT
    while "odd" not in caplog.text and time.monotonic() < end:
        time.sleep(0.01)
    assert 'raise ValueError("odd")' in caplog.text
    assert request(connect(server), "/")[0] == 200


def test_it_stops_quickly_with_tabs_open(
    preview: Preview, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With requests for the next version under way, the server stops without waiting for one and reports nothing."""
    monkeypatch.setattr(server_module, "LONGEST_WAIT", NO_SHORT_WAIT)
    others = threading.enumerate()
    with ExitStack() as stack:
        with PreviewServer(preview, "127.0.0.1", 0) as server:
            for _ in range(3):
                client = stack.enter_context(socket.create_connection(address_of(server), timeout=NO_SHORT_WAIT))
                path = f"/~preview/version?after={preview.state.version}"
                client.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port_of(server)}\r\n\r\n".encode())
            time.sleep(0.2)
            started = time.perf_counter()
        assert time.perf_counter() - started < NO_SHORT_WAIT / 2
    assert not [thread for thread in threading.enumerate() if thread.name == "preview server" and thread not in others]
    assert caplog.text == ""
    with pytest.raises(ConnectionRefusedError):
        request(connect(server), "/")


def test_a_port_in_use_is_an_error_that_names_the_option(server: PreviewServer) -> None:
    """A port that cannot be had is an error that says why and names `--port`."""
    with pytest.raises(PortError, match=rf"port {port_of(server)} on 127\.0\.0\.1 .*in use.*--port"):
        listen("127.0.0.1", port_of(server))
    for port in (-1, 65536, 800000):
        with pytest.raises(PortError, match=rf"port {port} .*numbers up to 65535.*--port"):
            listen("127.0.0.1", port)
    with pytest.raises(PortError, match=r"no-such-host\.invalid"):
        listen("no-such-host.invalid", 0)


# A server in a process that may open few files; each line that it reads has it open as many as a build.
CROWDED = """
import os, resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_NOFILE, (96, 96))
from plugins.devserver.preview import Preview
from plugins.devserver.http_server import PreviewServer
preview = Preview()
preview.show(Path(sys.argv[1]), {})
with PreviewServer(preview, "127.0.0.1", 0) as server:
    print(server.address.rpartition(":")[2], flush=True)
    for _ in sys.stdin:
        opened = [os.open(os.devnull, os.O_RDONLY) for _ in range(30)]
        for one in opened:
            os.close(one)
        print(len(opened), flush=True)
"""


def test_hundreds_of_connections_stop_nobody(output: Path, tmp_path: Path) -> None:
    """With more connections than the process may open files, all without a request, with half of one, or none reading
    its answer, a reader is answered, a build can open its files, and nothing is printed."""
    large = output / "large.bin"
    large.write_bytes(bytes(20_000_000))
    process = subprocess.Popen(
        [sys.executable, "-c", CROWDED, str(output)], cwd=ROOT, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdin
    assert process.stdout
    assert process.stderr
    with process, ExitStack() as stack:
        stack.callback(process.kill)
        port = int(process.stdout.readline())
        unread = f"GET /large.bin HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode()
        for sent in (b"", b"GET / HTTP/1.1\r\nHost: ", unread):
            with ExitStack() as clients:
                for _ in range(300):
                    client = clients.enter_context(socket.socket())
                    client.settimeout(NO_SHORT_WAIT)
                    client.connect(("127.0.0.1", port))
                    with suppress(OSError):
                        client.sendall(sent)
                    # The server accepts some at a time; what it has no room for is sent again after a second by the
                    # system.
                    time.sleep(0.004)
                for _ in range(3):
                    reader = http.client.HTTPConnection("127.0.0.1", port, timeout=NO_SHORT_WAIT)
                    reader.request("GET", "/")
                    assert reader.getresponse().status == HTTPStatus.OK, sent
                    process.stdin.write("build\n")
                    process.stdin.flush()
                    assert process.stdout.readline() == "30\n", sent
                    reader.close()
        process.stdin.close()
        process.wait(NO_SHORT_WAIT)
        assert process.stderr.read() == ""
        assert process.returncode == 0
    large.unlink()


def test_answers_are_sent_at_once():
    """Connections send each part of an answer at once: the system would keep the end of one back until the browser has
    confirmed its beginning, which takes up to 40 ms."""
    with listen("127.0.0.1", 0) as listener, socket.create_connection(listener.getsockname()):
        connection, _ = listener.accept()
        with connection:
            assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
