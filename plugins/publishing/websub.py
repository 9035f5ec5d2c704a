"""Tell a WebSub hub which feeds have changed, so that subscribers hear of it at once."""

from collections.abc import Iterable
from http.client import HTTPException
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen


def ping(hub: str, feeds: Iterable[str]) -> tuple[str, ...]:
    """One notice for each feed (whole addresses); gives what went wrong, which is no reason to take the site back."""
    troubles = []
    for feed in feeds:
        notice = urlencode({"hub.mode": "publish", "hub.url": feed}).encode()
        try:
            with urlopen(Request(hub, data=notice, headers={"User-Agent": "Dvoglas-publish"}), timeout=15):
                pass
        except (URLError, HTTPException, OSError) as error:
            troubles.append(f"the hub did not take {feed} ({error})")
    return tuple(troubles)
