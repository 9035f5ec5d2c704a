"""`serve` on a terminal: what is printed for each event, and the exit status."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from plugins.cli.commands import serve as module
from plugins.cli.commands.serve import ServeText, serve
from plugins.devserver.events import Event, PagesRendered, ServerReady
from plugins.devserver.http_server import PreviewServer
from plugins.devserver.preview import Preview
from plugins.diagnostics import Diagnostic
from plugins.project.events import Built, Failed, Notice


def test_each_event_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """The address stands first on a line of its own, builds and fast previews have their time; errors, warnings
    and notices go to standard error."""
    text = ServeText()
    for event in (
        ServerReady("http://127.0.0.1:8000", "http://127.0.0.1:8000/preview/"),
        PagesRendered(0.0123),
        Diagnostic("a.md", 1, 1, "odd word", "undecided-word", "warning"),
        Built(4, 3, 0.25),
        Notice("Another build is running here; this one waits for it."),
        Failed(None, "content", "a.md:2: wrong"),
    ):
        text(event)
    printed = capsys.readouterr()
    lines = printed.out.splitlines()
    assert lines[0].startswith("http://127.0.0.1:8000/ – ")
    assert "drafts: http://127.0.0.1:8000/preview/;" in lines[0]
    assert re.fullmatch(r"\d\d:\d\d:\d\d  fast preview, 12 ms", lines[1])
    assert re.fullmatch(r"\d\d:\d\d:\d\d  3 files changed, 250 ms", lines[2])
    assert printed.err.splitlines() == [
        "a.md:1: odd word (undecided-word) – warning",
        "Another build is running here; this one waits for it.",
        "a.md:2: wrong",
    ]


def test_a_port_in_use_is_reported_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    """The exit status is 1, and the message names the port, the reason and `--port`."""
    with PreviewServer(Preview(), "127.0.0.1", 0) as server:
        port = int(server.address.rpartition(":")[2])
        assert serve("127.0.0.1", port) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert re.fullmatch(rf"port {port} on 127\.0\.0\.1 cannot be used \(.*in use.*\): .*--port\n", printed.err)


def test_an_interrupted_serve_is_no_error(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Ctrl+C ends it with exit status 0 and the cursor on a new line."""

    def serve_site(host: str, port: int, on_event: Callable[[Event], None]) -> None:
        on_event(ServerReady(f"http://{host}:{port}", ""))

    monkeypatch.setattr(module, "serve_site", serve_site)
    assert serve("127.0.0.1", 8000) == 0
    assert capsys.readouterr().out.endswith("ends it\n\n")


@pytest.mark.parametrize(
    ("address", "is_open"),
    [
        ("http://127.0.0.1:8000", False),
        ("http://[::1]:8000", False),
        ("http://localhost:8000", False),
        ("http://0.0.0.0:8000", True),
        ("http://[::]:8000", True),
        ("http://192.168.1.5:8000", True),
        ("http://press.example:8000", True),
    ],
)
def test_drafts_on_the_network_are_said(address: str, is_open: bool, capsys: pytest.CaptureFixture[str]) -> None:
    """Where other computers reach the server, it says that they see drafts."""
    ServeText()(ServerReady(address, f"{address}/preview/"))
    assert ("over the network sees the site with its drafts" in capsys.readouterr().err) is is_open
