"""Announces changed feeds to a WebSub hub, so that subscribers get them at once."""

from collections.abc import Iterable
from http.client import HTTPException
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from plugins.diagnostics import Message


def announce(hub: str, feeds: Iterable[str]) -> tuple[Message, ...]:
    """Send one notice for each feed, by its whole address; returns what failed, one sentence each."""
    failures: list[Message] = []
    for feed in feeds:
        notice = urlencode({"hub.mode": "publish", "hub.url": feed}).encode()
        try:
            with urlopen(Request(hub, data=notice, headers={"User-Agent": "Dvoglas-publish"}), timeout=15):
                pass
        except (URLError, HTTPException, OSError, ValueError) as error:
            failures.append(Message("WebSub: the hub did not accept {feed} ({error})", feed=feed, error=str(error)))
    return tuple(failures)
