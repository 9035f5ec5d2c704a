"""Access control of the editor's server: who may call it, and what a page of it may load.

The server is bound to this computer, but every program and every web page on this computer can reach it. A request
is answered only where the `Host` is the server's own (a name that is rebound to 127.0.0.1 has another), where it
carries the session's cookie, and, for requests that write, where `Origin` and `Content-Type` are those of the
editor's own pages.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from html import escape
from http import HTTPStatus
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect, cookie_parser
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from plugins.editor.http.interface_language import sort_by_preference

EDITOR = "/~editor"
SAFE_METHODS = ("GET", "HEAD")
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


@dataclass(frozen=True)
class Refusal:
    """What a browser without the session's key is shown in one language, whose tag is `tag`."""

    tag: str
    title: str
    text: str


# The style sheet of the editor is given only to who has the key.
REFUSAL_STYLE = """
:root { color-scheme: light dark; font: 1.0625rem/1.5 system-ui, sans-serif; }
body { margin: 0; }
main { max-inline-size: 36rem; margin: 12vh auto; padding-inline: 1.5rem; }
h1 { margin: 0 0 0.75rem; font: 600 1.75rem/1.2 Georgia, serif; }
section { margin-block-start: 1.5rem; padding-block-start: 1.25rem; border-block-start: 1px solid; opacity: 0.75; }
section h2 { margin: 0 0 0.25rem; font-size: 1rem; }
p { margin: 0; }
"""


def refusal_page(refusals: Sequence[Refusal], accepted: str, nonce: str) -> str:
    """A page that says it in each language, the one that the browser asks for (`Accept-Language`) first; `nonce` lets
    its style in."""
    by_tag = {one.tag: one for one in refusals}
    first, *others = (by_tag[tag] for tag in sort_by_preference(list(by_tag), accepted))
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f'<title>{escape(first.title)}</title><style nonce="{nonce}">{REFUSAL_STYLE}</style>'
    )
    rest = "".join(
        f'<section lang="{escape(one.tag)}"><h2>{escape(one.title)}</h2><p>{escape(one.text)}</p></section>'
        for one in others
    )
    main = f"<main><h1>{escape(first.title)}</h1><p>{escape(first.text)}</p>{rest}</main>"
    return f'<!doctype html><html lang="{escape(first.tag)}">{head}{main}</html>'


def new_token() -> str:
    """A session's token: 256 random bits as text that can stand in an address."""
    return secrets.token_urlsafe(32)


def allowed_hosts(port: int) -> frozenset[str]:
    """The `Host` headers of a server on this computer."""
    names = ("127.0.0.1", "localhost", "[::1]")
    return frozenset({f"{name}:{port}" for name in names} | (set(names) if port == 80 else set()))


def content_policy(nonce: str) -> str:
    """The Content-Security-Policy of an editor page; `nonce` is for the style sheet that CodeMirror adds by script."""
    rows = {**POLICY, "style-src": f"'self' 'nonce-{nonce}'"}
    return "; ".join(f"{name} {value}" for name, value in rows.items())


class Guard:
    """ASGI middleware that refuses what is not of the session, and adds the headers that protect its pages."""

    def __init__(self, app: ASGIApp, token: str, port: int, refusals: Sequence[Refusal]) -> None:
        self.app, self.token, self.port = app, token, port
        self.refusals = refusals
        self.cookie = f"editor-{port}"
        self.hosts = allowed_hosts(port)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request of the session, and refuse any other."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        scope["state"] = {**scope.get("state", {}), "nonce": secrets.token_urlsafe(12)}
        send = self._add_headers(send, content_policy(scope["state"]["nonce"]))
        refusal = self._refusal(scope, Headers(scope=scope))
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

    def _refusal(self, scope: Scope, headers: Headers) -> Response | None:
        """The answer to a request that is refused, or that brings the token; None for one that is let through."""
        host = headers.getlist("host")
        if len(host) != 1 or host[0].lower() not in self.hosts:
            return Response("This host name is not served here.", HTTPStatus.MISDIRECTED_REQUEST)
        if headers.get("sec-fetch-site") == "cross-site" and scope["method"] not in SAFE_METHODS:
            return Response("Requests of other sites are refused.", HTTPStatus.FORBIDDEN)
        query = dict(parse_qsl(scope["query_string"].decode("latin-1")))
        if scope["method"] == "GET" and scope["path"].startswith(EDITOR) and "token" in query:
            return self._entrance(scope, headers, query)
        cookie = cookie_parser(headers.get("cookie", "")).get(self.cookie, "")
        if not _same(cookie, self.token):
            return self._refuse(scope, headers)
        if scope["method"] in SAFE_METHODS:
            return None if self._is_own_origin(headers.get("origin"), host[0]) else _refuse_foreign()
        if headers.get("origin") is None or not self._is_own_origin(headers.get("origin"), host[0]):
            return _refuse_foreign()
        if headers.get("content-type", "").partition(";")[0].strip().lower() not in CONTENT_TYPES:
            return Response("This content type is not accepted.", HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > LARGEST_REQUEST:
            return _refuse_large()
        return None

    def _refuse(self, scope: Scope, headers: Headers) -> Response:
        page = refusal_page(self.refusals, headers.get("accept-language", ""), scope["state"]["nonce"])
        return HTMLResponse(page, HTTPStatus.FORBIDDEN)

    def _entrance(self, scope: Scope, headers: Headers, query: dict[str, str]) -> Response:
        """Give the session's cookie to who brings its token, and lead on to the address without it."""
        if not _same(query.pop("token"), self.token):
            return self._refuse(scope, headers)
        # Two slashes at its beginning would name another server.
        target = f"/{scope['path'].lstrip('/')}" + (f"?{urlencode(query)}" if query else "")
        answer = RedirectResponse(target, HTTPStatus.SEE_OTHER)
        answer.set_cookie(self.cookie, self.token, httponly=True, samesite="strict", path="/")
        return answer

    def _is_own_origin(self, origin: str | None, host: str) -> bool:
        return origin is None or origin.lower() == f"http://{host.lower()}"

    def _add_headers(self, send: Send, policy: str) -> Callable[[Message], Awaitable[None]]:
        async def sender(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in (*HEADERS.items(), ("Content-Security-Policy", policy)):
                    headers.setdefault(name, value)
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


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
