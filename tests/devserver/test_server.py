"""The preview's server: it gives the output and nothing else, and says what went wrong in the page itself."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugins.devserver.server import SCRIPT, Preview, PreviewServer
from plugins.editions.output_folder import Changes

SECRET = "not of the output"
WAYS_OUT = (
    "/../secret.html",
    "/../",
    "/../nothing",
    "/..",
    "/%2e%2e/secret.html",
    "/%2e%2e%2fsecret.html",
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
    "/" + "a" * 5000,
    "/..%5c..%5csecret.html",
)


def outcome(output: Path) -> dict[str, Any]:
    """What a build that wrote a page ended with."""
    return {"SITE_OUTPUT": str(output), "CHANGES": Changes(("index.html",), (), 1, 1)}


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Preview:
    """A preview of two pages, with secrets beside the output and links that lead to them."""
    folder = tmp_path_factory.mktemp("preview")
    output = folder / "output"
    (output / "sr").mkdir(parents=True)
    for name in ("secret.html", "404.html", "index.html"):
        (folder / name).write_text(SECRET, "utf-8")
    for name in ("index.html", "404.html", "sr/index.html", "sr/404.html"):
        (output / name).write_text(f"<html><body>{name}</body></html>", "utf-8")
    (output / "site.css").write_text("body {}", "utf-8")
    (output / "link.html").symlink_to(folder / "secret.html")
    (output / "folder").symlink_to(folder)
    preview = Preview()
    preview.built(outcome(output))
    return preview


@pytest.fixture
def visit(preview: Preview) -> Iterator[http.client.HTTPConnection]:
    """A connection to the preview's server."""
    server = PreviewServer(("127.0.0.1", 0), preview)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    yield connection
    connection.close()
    server.shutdown()
    server.server_close()


def asked(connection: http.client.HTTPConnection, path: str) -> tuple[int, str, dict[str, str]]:
    """The answer to a path that is sent as it stands."""
    connection.request("GET", path)
    answer = connection.getresponse()
    return answer.status, answer.read().decode(), dict(answer.getheaders())


@pytest.mark.parametrize("path", WAYS_OUT)
def test_nothing_outside_the_output_is_given(preview: Preview, path: str) -> None:
    """Steps up, coded or not, absolute paths, links that lead out, and what no file can be called get a 404 page."""
    file, status = preview.file(path)
    assert status is HTTPStatus.NOT_FOUND
    assert file is None or SECRET not in file.read_text("utf-8")


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    parts=st.lists(
        st.sampled_from(("..", ".", "%2e%2e", "/", "%2f", "sr", "folder", "404.html", "\0", "~", "index.html"))
    )
)
def test_no_path_leads_out(preview: Preview, parts: list[str]) -> None:
    """Whatever path is made of such parts, the file that answers it, if any, lies in the output."""
    file, _ = preview.file("/" + "/".join(parts))
    assert file is None or SECRET not in file.read_text("utf-8")


def test_pages_carry_the_script_that_reloads_them(visit: http.client.HTTPConnection) -> None:
    """A page has the reload script once, its file has not, and a style sheet is given as it is."""
    status, page, _ = asked(visit, "/")
    assert (status, page.count(f'<script src="{SCRIPT}">')) == (200, 1)
    assert "EventSource" in asked(visit, SCRIPT)[1]
    assert asked(visit, "/site.css")[1] == "body {}"


def test_each_edition_has_its_own_page_for_what_is_not_there(visit: http.client.HTTPConnection) -> None:
    """A missing address is answered by the 404 page of its edition, with that status."""
    assert [asked(visit, path)[:2][0] for path in ("/nothing/", "/sr/nothing/")] == [404, 404]
    assert "sr/404.html" in asked(visit, "/sr/nothing/")[1]
    assert "sr/404.html" not in asked(visit, "/nothing/")[1]


def test_a_missing_slash_is_added_and_leads_to_no_other_server(visit: http.client.HTTPConnection) -> None:
    """An address without its slash is led to the page, on this server even where it began with two."""
    assert [asked(visit, path)[2]["Location"] for path in ("/sr", "//sr")] == ["/sr/", "/sr/"]


def test_a_fault_is_shown_until_it_is_mended(
    tmp_path: Path, visit: http.client.HTTPConnection, preview: Preview
) -> None:
    """A fault stands in every page, as text and not as HTML, above the last good site; it goes with the next build."""
    preview.failed("content/x.md:3: <b>odd</b> & wrong")
    try:
        page = asked(visit, "/")[1]
        assert 'role="alert"' in page
        assert "content/x.md:3: &lt;b&gt;odd&lt;/b&gt; &amp; wrong" in page
        assert "index.html" in page
    finally:
        assert preview.output
        preview.built(outcome(preview.output))
    assert 'role="alert"' not in asked(visit, "/")[1]


def test_before_the_first_build_there_is_a_page_to_wait_on() -> None:
    """With no good build yet the answer is that there is no site, and never a failure of the server."""
    assert Preview().file("/") == (None, HTTPStatus.SERVICE_UNAVAILABLE)


def test_a_visitor_who_leaves_is_no_fault(
    preview: Preview, visit: http.client.HTTPConnection, capsys: pytest.CaptureFixture[str]
) -> None:
    """A broken connection says nothing on the terminal; any other fault of the server does."""
    server = PreviewServer(("127.0.0.1", 0), preview)
    for error, told in ((BrokenPipeError("gone"), False), (ValueError("odd"), True)):
        try:
            raise error
        except Exception:
            server.handle_error(None, ("127.0.0.1", 1))
        assert (type(error).__name__ in capsys.readouterr().err) is told
    server.server_close()
