"""Access control of the editor's server: who may call it, and what a page of it may load.

The server is bound to this computer, but every program and every web page on this computer can reach it. A request
is answered only where the `Host` is the server's own (a name that is rebound to 127.0.0.1 has another), where it
carries the session's cookie, and, for requests that write, where `Origin` and `Content-Type` are those of the
editor's own pages. Browsers send cookies to every port of a computer, so a cookie alone opens no text: every request
that reads or writes needs the session's key beside it, which the editor's pages hold.

The site is served on a port of its own, so that scripts of its theme and plugins have another origin than the editor.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from html import escape
from http import HTTPStatus
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect, Request, cookie_parser
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from plugins.devserver.http_server import AllowedHosts
from plugins.editor.http import EDITOR
from plugins.editor.http.entrance import Entrance, Session, forwarding_page, is_secret

# The address of this computer on which the editor listens.
HOST = "127.0.0.1"
SAFE_METHODS = ("GET", "HEAD")
# Pages of another site, and of another port of this computer.
FOREIGN_SITES = ("cross-site", "same-site")
# What reads or writes: beside the cookie it needs the key, in this header, or as `key` where a browser sends no header,
# as for a picture.
KEYED = (f"{EDITOR}/api/", f"{EDITOR}/content/", f"{EDITOR}/thumbnail/")
KEY_HEADER = "x-editor-key"
DECIMAL = re.compile(r"[0-9]{1,12}")
# What a form of another site cannot send without asking first.
CONTENT_TYPES = ("application/json", "application/octet-stream")
LARGEST_REQUEST = 80_000_000
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "frame-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
}


def content_policy(nonce: str, frames: str = "'self'") -> str:
    """The Content-Security-Policy of an editor page; `nonce` is for the style sheet that CodeMirror adds by script,
    `frames` are the origins that a frame may show."""
    return _policy({**POLICY, "style-src": f"'self' 'nonce-{nonce}'", "frame-src": frames})


def frame_policy(nonce: str, ancestors: str) -> str:
    """The policy of a page in the preview's frame: only the editor's own script runs in it, with this `nonce`, and only
    the editor shows it."""
    rows = {"script-src": f"'nonce-{nonce}'", "connect-src": "'none'", "form-action": "'none'"}
    return _policy({**POLICY, **rows, "frame-ancestors": ancestors})


def _policy(rows: Mapping[str, str]) -> str:
    return "; ".join(f"{name} {value}" for name, value in rows.items())


def origins(port: int) -> str:
    """The origins of a port of this computer, as a policy has them."""
    return f"http://127.0.0.1:{port} http://localhost:{port}"


class Guard:
    """ASGI middleware that refuses what is not of the session, and adds the headers that protect its pages."""

    def __init__(
        self, app: ASGIApp, session: Session, entrance: Entrance, refuse: Callable[[Request], Response]
    ) -> None:
        """`refuse` answers a browser that is in no session."""
        self.app, self.session, self.entrance, self.refuse = app, session, entrance, refuse
        self.hosts, self.site_hosts = (AllowedHosts(HOST, port) for port in (session.port, session.site_port))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request of the session, and refuse any other. `scope["state"]["is_site"]` says which of the two
        origins it is for."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        headers, nonce = Headers(scope=scope), secrets.token_urlsafe(12)
        hosts = [host.lower() for host in headers.getlist("host")]
        is_site = len(hosts) == 1 and hosts[0] in self.site_hosts
        scope["state"] = {**scope.get("state", {}), "nonce": nonce, "is_site": is_site, "session": self.session}
        send = self._add_headers(send, content_policy(nonce, origins(self.session.site_port)))
        refusal = self._refusal(scope, headers, hosts, is_site)
        if refusal:
            await refusal(scope, receive, send)
            return
        body = LimitedBody(receive)
        try:
            await self.app(scope, body, send)
        except ClientDisconnect:
            # A window that is closed while it sends needs no answer.
            if body.is_too_large:
                await _refuse_large()(scope, receive, send)

    def _refusal(self, scope: Scope, headers: Headers, hosts: Sequence[str], is_site: bool) -> Response | None:
        """The answer to a request that is refused, or that brings the token; None for one that is let through."""
        if len(hosts) != 1 or not (is_site or hosts[0] in self.hosts):
            return Response("This host name is not served here.", HTTPStatus.MISDIRECTED_REQUEST)
        if is_site:
            return self._site_refusal(scope, headers)
        if headers.get("sec-fetch-site") in FOREIGN_SITES and scope["method"] not in SAFE_METHODS:
            return Response("Requests of other sites are refused.", HTTPStatus.FORBIDDEN)
        query = dict(parse_qsl(scope["query_string"].decode("latin-1")))
        if scope["method"] == "GET" and scope["path"].startswith(EDITOR) and "token" in query:
            return self._let_in(scope, headers, query)
        cookie = cookie_parser(headers.get("cookie", "")).get(self.session.cookie_name, "")
        if not is_secret(cookie, self.session.cookie):
            return self.refuse(Request(scope))
        if not self._is_own_origin(headers.get("origin"), hosts[0]):
            return _refuse_foreign()
        key = headers.get(KEY_HEADER) or query.get("key", "")
        if scope["path"].startswith(KEYED) and not is_secret(key, self.session.key):
            return Response("This request lacks the key of the session.", HTTPStatus.FORBIDDEN)
        return None if scope["method"] in SAFE_METHODS else self._body_refusal(headers)

    def _body_refusal(self, headers: Headers) -> Response | None:
        """The answer to a request that may not write; None for one that may."""
        if headers.get("origin") is None:
            return _refuse_foreign()
        if headers.get("content-type", "").partition(";")[0].strip().lower() not in CONTENT_TYPES:
            return Response("This content type is not accepted.", HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        length = headers.get("content-length", "0")
        if not DECIMAL.fullmatch(length) or int(length) > LARGEST_REQUEST:
            return _refuse_large()
        return None

    def _site_refusal(self, scope: Scope, headers: Headers) -> Response | None:
        """The answer to a request that may not see the site, which nobody writes to."""
        cookie = cookie_parser(headers.get("cookie", "")).get(self.session.site_cookie_name, "")
        if not is_secret(cookie, self.session.site_cookie):
            return self.refuse(Request(scope))
        return None if scope["method"] in SAFE_METHODS else _refuse_foreign()

    def _let_in(self, scope: Scope, headers: Headers, query: dict[str, str]) -> Response:
        """Give the session's cookies and its key to who brings a token, and lead on to the address without it. The key
        is behind "#", which browsers send nowhere."""
        if not self.entrance.redeem(query.pop("token")):
            return self.refuse(Request(scope))
        # Two slashes at its beginning would name another server.
        target = (
            f"/{scope['path'].lstrip('/')}" + (f"?{urlencode(query)}" if query else "") + f"#key={self.session.key}"
        )
        answer: Response = RedirectResponse(target, HTTPStatus.SEE_OTHER)
        if headers.get("sec-fetch-site") == "cross-site":
            # From the file: a browser sends a strict cookie only where a page of this origin leads on.
            answer = HTMLResponse(forwarding_page(escape(target, quote=True)))
        for name, value in (
            (self.session.cookie_name, self.session.cookie),
            (self.session.site_cookie_name, self.session.site_cookie),
        ):
            answer.set_cookie(name, value, httponly=True, samesite="strict", path="/")
        return answer

    def _is_own_origin(self, origin: str | None, host: str) -> bool:
        return origin is None or origin.lower() == f"http://{host}"

    def _add_headers(self, send: Send, policy: str) -> Callable[[Message], Awaitable[None]]:
        async def sender(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in (*HEADERS.items(), ("Content-Security-Policy", policy)):
                    headers.setdefault(name, value)
                if "X-Frame-Options" in headers and "frame-ancestors http" in headers["Content-Security-Policy"]:
                    del headers["X-Frame-Options"]
            await send(message)

        return sender


class LimitedBody:
    """Receives a request's body, which is cut off where it is too large, whatever its header says."""

    def __init__(self, receive: Receive) -> None:
        self._receive, self._size = receive, 0

    @property
    def is_too_large(self) -> bool:
        """Whether more was sent than a request may have."""
        return self._size > LARGEST_REQUEST

    async def __call__(self) -> Message:
        """The next part."""
        message = await self._receive()
        self._size += len(message.get("body", b""))
        return {"type": "http.disconnect"} if self.is_too_large else message


def _refuse_large() -> Response:
    return Response("The request is too large.", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


def _refuse_foreign() -> Response:
    return Response("Requests of other origins are refused.", HTTPStatus.FORBIDDEN)
