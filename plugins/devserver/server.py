"""The preview: the output folder as a browser on this computer sees it, with word of faults and of new builds."""

from __future__ import annotations

import html
import mimetypes
import os
import sys
import threading
import urllib.parse
from collections.abc import Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from plugins.build_cache.cache import CacheMemory

NEWS, SCRIPT = "/~preview/news", "/~preview/reload.js"
RELOAD = f"""
const news = new EventSource("{NEWS}");
let seen = null;
news.onmessage = (event) => {{
  if (seen !== null && seen !== event.data) location.reload();
  seen = event.data;
}};
"""
# Files that no open page shows.
UNSEEN = (".xml", ".json", ".txt")
# Seconds after which a silent connection says that it is still there.
BREATH = 15.0
BANNER = (
    '<div role="alert" style="position:fixed;inset:0 0 auto 0;z-index:9999;max-height:80vh;overflow:auto;'
    "padding:1rem 1.5rem;background:#7a1022;color:#fff;font:1rem/1.5 ui-monospace,monospace;"
    'white-space:pre-wrap">{text}</div>'
)


class Preview:
    """What the server shows: the output of the last good build, the fault of the last one if any, and a count of
    both."""

    def __init__(self) -> None:
        self.output: Path | None = None
        self.diagnostic = ""
        self.version = 0
        self.memory = CacheMemory()
        self.settings: Mapping[str, Any] = {}
        self.changed = threading.Condition()

    def built(self, settings: Mapping[str, Any]) -> None:
        """A build has ended well; `settings` are those that it ended with. Browsers reload unless it changed nothing
        that they show, as after a first look."""
        build = settings["BUILD"]
        output, changes = build.output, build.changes
        self.settings = settings
        seen = [name for name in (*changes.written, *changes.removed) if not name.endswith(UNSEEN)]
        if seen or self.diagnostic or self.output != output:
            self._tell(output, "")

    def looked(self) -> None:
        """Pages of the output were made anew before the whole site is built."""
        self._tell(self.output, "")

    def failed(self, diagnostic: str) -> None:
        """A build has ended with a fault; the last good output stays."""
        self._tell(self.output, diagnostic)

    def _tell(self, output: Path | None, diagnostic: str) -> None:
        with self.changed:
            self.output, self.diagnostic = output, diagnostic
            self.version += 1
            self.changed.notify_all()

    def wait(self, seen: int, seconds: float) -> int:
        """The version once it differs from the one seen, or after so many seconds."""
        with self.changed:
            self.changed.wait_for(lambda: self.version != seen, seconds)
            return self.version

    def file(self, path: str) -> tuple[Path | None, HTTPStatus]:
        """The file that answers a path; nothing outside the output is ever given."""
        if self.output is None:
            return None, HTTPStatus.SERVICE_UNAVAILABLE
        wanted = file_below(self.output, f"{path}index.html" if path.endswith("/") else path)
        if wanted:
            return wanted, HTTPStatus.OK
        edition = path.strip("/").split("/")[0]
        missing = file_below(self.output, f"{edition}/404.html") or file_below(self.output, "404.html")
        return missing, HTTPStatus.NOT_FOUND


def file_below(folder: Path, path: str) -> Path | None:
    """The file that a quoted path names in a folder; None if there is none, or it is elsewhere."""
    root = os.path.realpath(folder)
    name = urllib.parse.unquote(path).lstrip("/").replace("\0", "")
    wanted = Path(os.path.realpath(os.path.join(root, name)))
    return wanted if wanted.is_relative_to(root) and os.path.isfile(wanted) else None


class PreviewServer(ThreadingHTTPServer):
    """Serves one preview."""

    daemon_threads = True
    allow_reuse_address = os.name != "nt"

    def __init__(self, address: tuple[str, int], preview: Preview) -> None:
        super().__init__(address, PreviewHandler)
        self.preview = preview

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a browser that left before it had its answer, as it does when a page reloads."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class PreviewHandler(BaseHTTPRequestHandler):
    """Answers a browser on this computer."""

    protocol_version = "HTTP/1.1"
    server: PreviewServer

    def do_GET(self) -> None:
        """Answer a page, a file, or the news of builds."""
        path = self.path.partition("?")[0]
        if path == NEWS:
            self._news()
        elif path == SCRIPT:
            self._answer(HTTPStatus.OK, "text/javascript", RELOAD.encode())
        else:
            self._file(path)

    do_HEAD = do_GET

    def _file(self, path: str) -> None:
        preview = self.server.preview
        file, status = preview.file(path)
        if status is HTTPStatus.NOT_FOUND and not path.endswith("/") and preview.file(path + "/")[1] is HTTPStatus.OK:
            self.send_response(HTTPStatus.MOVED_PERMANENTLY)
            # Two slashes at its beginning would name another server.
            self.send_header("Location", f"/{path.strip('/')}/")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        kind = mimetypes.guess_type(file.name)[0] if file else "text/html"
        body = file.read_bytes() if file else b"<!doctype html><title>No site yet</title><body></body>"
        if kind == "text/html":
            body = self._with_news(body)
        self._answer(status, kind or "application/octet-stream", body)

    def _with_news(self, body: bytes) -> bytes:
        diagnostic = self.server.preview.diagnostic
        banner = BANNER.format(text=html.escape(diagnostic)) if diagnostic else ""
        more = f'{banner}<script src="{SCRIPT}"></script></body>'.encode()
        return body.replace(b"</body>", more) if b"</body>" in body else body + more

    def _answer(self, status: HTTPStatus, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _news(self) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        version = -1
        try:
            while True:
                seen, version = version, self.server.preview.wait(version, BREATH)
                text = ": still here\n\n" if seen == version else f"data: {version}\n\n"
                self.wfile.write(text.encode())
                self.wfile.flush()
        except OSError:
            self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing of requests: the terminal is for builds."""
