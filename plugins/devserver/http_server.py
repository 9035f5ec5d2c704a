"""The preview server: an ASGI application that serves the output folder as the site's own servers do, and its thread.

It adds to each page a script that reloads it after a build, and the error of the last build if there is one.
"""

from __future__ import annotations

import asyncio
import html
import ipaddress
import logging
import socket
import threading
from collections.abc import Callable, Container
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from plugins.devserver.connections import LimitedConnection, most_waiting
from plugins.devserver.preview import Preview, PreviewState, resolve
from plugins.diagnostics import UserError
from plugins.publishing.media_types import content_type

STATIC = Path(__file__).parent / "static"
PREFIX = "/~preview"
SCRIPT = f'<script src="{PREFIX}/reload.js" data-version="{{version}}"></script>'
BANNER = f'<link rel="stylesheet" href="{PREFIX}/banner.css"><div class="preview-error" role="alert">{{error}}</div>'
NO_SITE = b"<!doctype html><title>No site yet</title><body></body>"
# Drafts are for this computer: no page of another site may load them.
HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
# Seconds for which a request for the version waits for a new one.
LONGEST_WAIT = 2.0
# Larger files are read and sent in parts.
LARGE = 4_000_000
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
ANY_ADDRESS = ("0.0.0.0", "::", "")
REFUSED = "This server does not answer to the name in the address. To serve another name, give it with --host.\n"


class PortError(UserError):
    """The server cannot listen on an address and port; the message says why and what to do."""


class AllowedHosts(Container[str]):
    """The `Host` headers, in lower case, of a server on this computer: the loopback's names and the host it listens on,
    each with the port.

    Any other name may be one that a web page has rebound to this computer. Where the server listens on every address,
    any address is allowed too, since an address cannot be rebound.
    """

    def __init__(self, host: str, port: int) -> None:
        self._names = {*LOOPBACK, bracket_host(host.lower())}
        self._any_address = host in ANY_ADDRESS
        self._endings = (f":{port}", *([""] if port == 80 else []))

    def __contains__(self, header: object) -> bool:
        if not isinstance(header, str):
            return False
        names = [header.removesuffix(ending) for ending in self._endings if header.endswith(ending)]
        return any(name in self._names or (self._any_address and is_address(name)) for name in names)


def bracket_host(host: str) -> str:
    """The host as written in an address: IPv6 in brackets."""
    return f"[{host}]" if ":" in host else host


def is_loopback(host: str) -> bool:
    """Whether only this computer reaches a server on that host."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def is_address(name: str) -> bool:
    """Whether a name of an address is an IPv4 address, or an IPv6 address in brackets."""
    is_bracketed = name.startswith("[") and name.endswith("]")
    try:
        version = ipaddress.ip_address(name[1:-1] if is_bracketed else name).version
    except ValueError:
        return False
    return version == (6 if is_bracketed else 4)


class HostCheck:
    """ASGI middleware that refuses requests whose `Host` is not allowed."""

    def __init__(self, app: ASGIApp, allowed_hosts: Container[str]) -> None:
        self._app, self._allowed_hosts = app, allowed_hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        app = self._app
        if scope["type"] == "http":
            hosts = [value.decode("latin-1").lower() for name, value in scope["headers"] if name == b"host"]
            if len(hosts) != 1 or hosts[0] not in self._allowed_hosts:
                app = PlainTextResponse(REFUSED, HTTPStatus.MISDIRECTED_REQUEST, HEADERS)
        await app(scope, receive, send)


def plain_error(request: Request, state: PreviewState) -> str:
    """The error of the last build as HTML, as the terminal has it; "" where there is none."""
    return html.escape(state.error)


def preview_app(
    preview: Preview,
    allowed_hosts: Container[str],
    describe_error: Callable[[Request, PreviewState], str] = plain_error,
) -> Starlette:
    """The application that serves a preview to requests with one of the allowed `Host` headers (in lower case, with the
    port). `describe_error` gives the HTML of what stands above the site after a build that failed."""
    static = {file.name: file.read_bytes() for file in STATIC.iterdir()}

    def send_static(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in static:
            return PlainTextResponse("Not found.", HTTPStatus.NOT_FOUND, HEADERS)
        return Response(static[name], headers={**HEADERS, "Content-Type": content_type(name)})

    async def send_version(request: Request) -> Response:
        version = preview.state.version
        if request.query_params.get("after") == str(version):
            version = await wait_for_change(preview, version)
        return PlainTextResponse(str(version), headers=HEADERS)

    def send_file(request: Request) -> Response:
        state = preview.state
        return answer(state, request, describe_error(request, state) if state.error else "")

    return Starlette(
        routes=[
            Route(f"{PREFIX}/version", send_version),
            Route(f"{PREFIX}/{{name}}", send_static),
            Route("/{path:path}", send_file),
        ],
        middleware=[Middleware(HostCheck, allowed_hosts)],
    )


async def wait_for_change(preview: Preview, version: int) -> int:
    """The version once it is another than the given one, or after some seconds."""
    loop, changed = asyncio.get_running_loop(), asyncio.Event()
    with preview.subscribe(partial(loop.call_soon_threadsafe, changed.set)):
        if preview.state.version == version:
            with suppress(TimeoutError):
                await asyncio.wait_for(changed.wait(), LONGEST_WAIT)
    return preview.state.version


def answer(state: PreviewState, request: Request, error: str = "") -> Response:
    """The answer to a request for a file of the site; `error` is the HTML of what stands above a page."""
    status, file, location = resolve(state, f"/{request.path_params['path']}")
    if location:
        query = request.url.query
        headers = {**HEADERS, "Location": f"{location}?{query}" if query else location}
        return Response(status_code=status, headers=headers)
    media_type = content_type(file.name) if file else "text/html; charset=utf-8"
    is_page, headers = media_type.startswith("text/html"), {**HEADERS, "Content-Type": media_type}
    if file and not is_page and ("range" in request.headers or is_large(file)):
        return FileResponse(file, status, headers)
    try:
        body = file.read_bytes() if file else NO_SITE
    except FileNotFoundError:
        # A build has removed it meanwhile.
        return PlainTextResponse("Not found.", HTTPStatus.NOT_FOUND, HEADERS)
    return Response(add_reload_script(body, state, error) if is_page else body, status, headers)


def is_large(file: Path) -> bool:
    """Whether a file is too large to be read in one go."""
    with suppress(OSError):
        return file.stat().st_size > LARGE
    return False


def add_reload_script(page: bytes, state: PreviewState, error: str = "") -> bytes:
    """A page with the script that reloads it, and the error's HTML if there is one, at the end of its body."""
    banner = BANNER.format(error=error) if error else ""
    added = f"{banner}{SCRIPT.format(version=state.version)}".encode()
    before, end, after = page.rpartition(b"</body>")
    return before + added + end + after if end else page + added


class PreviewServer:
    """Listens on a port from the time it is made, and answers while it is used in `with`, in a thread.

    `port` 0 stands for any that is free; `address` is then the one chosen, such as `http://127.0.0.1:8000`. Raises
    PortError where the port cannot be used.
    """

    def __init__(self, preview: Preview, host: str, port: int) -> None:
        self._listener = listen(host, port)
        port = self._listener.getsockname()[1]
        self.address = f"http://{bracket_host(host)}:{port}"
        self._server = uvicorn.Server(server_config(preview_app(preview, AllowedHosts(host, port))))
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._listener]}, name="preview server", daemon=True
        )

    def __enter__(self) -> PreviewServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        # The server logs an error for each request that it breaks off, such as a tab's for the next version.
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        self._server.should_exit = True
        self._thread.join(timeout=5)


def server_config(app: ASGIApp, patience: int = 0) -> uvicorn.Config:
    """How an application is served on this computer; requests under way have `patience` seconds at the end."""
    return uvicorn.Config(
        app,
        loop="asyncio",
        http=LimitedConnection,
        backlog=most_waiting(),
        ws="none",
        lifespan="off",
        log_config=None,
        log_level=logging.ERROR,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=patience,
    )


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens on a host's port; PortError where it cannot."""
    try:
        if not 0 <= port <= 65535:
            raise OverflowError
        family = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM)[0][0]
        listener = socket.create_server((host, port), family=family)
        # Its connections have this too: the end of an answer would wait 40 ms for the browser to confirm its beginning.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return listener
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or "ports are numbers up to 65535"
        raise PortError(f"port {port} on {host} cannot be used ({reason}): give another with --port") from error
