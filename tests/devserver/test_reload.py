"""Reloading in Chromium: tabs share one connection, and miss no version between their answer and their script."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from plugins.devserver.http_server import PreviewServer
from plugins.devserver.preview import Preview

MILLISECONDS = 60_000
TABS = 7


@pytest.fixture
def preview(tmp_path: Path) -> Preview:
    """A preview of one page."""
    preview = Preview()
    write(tmp_path, "first")
    preview.show(tmp_path, {})
    return preview


@pytest.fixture
def server(preview: Preview) -> Iterator[PreviewServer]:
    """Its server."""
    with PreviewServer(preview, "127.0.0.1", 0) as server:
        yield server


@pytest.fixture
def context(browser: Any) -> Iterator[Any]:
    """A session of the browser, whose tabs share a worker and six connections."""
    context = browser.new_context()
    yield context
    context.close()


def write(output: Path, text: str) -> None:
    """Write the page."""
    (output / "index.html").write_text(f"<!doctype html><title>{text}</title><body><p>{text}</p></body>", "utf-8")


def open_tabs(context: Any, address: str, count: int) -> list[Any]:
    """Tabs with the page, which have loaded it."""
    tabs = [context.new_page() for _ in range(count)]
    for tab in tabs:
        tab.goto(address, timeout=MILLISECONDS)
    return tabs


def show(preview: Preview, text: str) -> None:
    """Change the page and show it."""
    output = preview.state.output
    assert output
    write(output, text)
    preview.show(output, {})


@pytest.mark.parametrize("with_worker", [True, False])
def test_all_tabs_reload(preview: Preview, server: PreviewServer, context: Any, with_worker: bool) -> None:
    """Seven tabs reload after each of two changes, also in browsers without shared workers, and stay as they are while
    nothing changes. However many tabs are open, one request for the next version is under way, so that no other request
    waits."""
    requests: list[str] = []
    context.on("request", lambda request: requests.append(request.url))
    if not with_worker:
        context.add_init_script("delete window.SharedWorker")
    tabs = open_tabs(context, server.address, TABS)
    assert tabs[0].evaluate("'SharedWorker' in window") is with_worker
    if with_worker:
        tabs[0].evaluate("window.mark = 1")
        tabs[0].wait_for_timeout(3000)
        assert tabs[0].evaluate("window.mark") == 1
        assert not [url for url in requests if "/~preview/version" in url]
        assert len(preview._callbacks) <= 1
        assert tabs[0].evaluate("fetch('/').then((answer) => answer.status)") == 200
    for text in ("second", "third"):
        show(preview, text)
        for tab in tabs:
            tab.get_by_text(text).wait_for(timeout=MILLISECONDS)


def test_a_change_before_the_script_runs_is_not_missed(preview: Preview, server: PreviewServer, context: Any) -> None:
    """A page that was served before a change, and whose script runs after it, reloads."""
    tab = context.new_page()
    changed: list[bool] = []

    def change_and_go_on(route: Any) -> None:
        if not changed:
            changed.append(True)
            show(preview, "second")
        route.continue_()

    tab.route("**/~preview/reload.js", change_and_go_on)
    tab.goto(server.address, timeout=MILLISECONDS)
    tab.get_by_text("second").wait_for(timeout=MILLISECONDS)


def test_tabs_follow_a_server_that_was_started_again(preview: Preview, context: Any) -> None:
    """A tab reloads when the server ends and another takes its port."""
    with PreviewServer(preview, "127.0.0.1", 0) as first:
        tab = open_tabs(context, first.address, 1)[0]
        tab.get_by_text("first").wait_for()
    output = preview.state.output
    assert output
    write(output, "second")
    later = Preview()
    later.show(output, {})
    with PreviewServer(later, "127.0.0.1", int(first.address.rpartition(":")[2])):
        tab.get_by_text("second").wait_for(timeout=MILLISECONDS)
