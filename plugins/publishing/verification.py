"""Fetch what was published, as a reader would, and compare it with what was built."""

import hashlib
import re
import secrets
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import Request, urlopen
from xml.etree import ElementTree

from .errors import PublishError
from .kinds import address, file_of, is_feed
from .manifest import Changes
from .releases import Release

ATOM = "{http://www.w3.org/2005/Atom}"
# One folder deep at most: an edition's own page for what is not found, which is how an edition is known here.
NOT_FOUND = re.compile(r"(?:[^/]+/)?404\.html")
AT_MOST = 12
PAUSE = 0.5
THREADS = 4


@dataclass(frozen=True)
class Check:
    """An address, the status it must answer with, and the hashes one of which its body must have (any, if none)."""

    address: str
    status: int
    digests: frozenset[str]


def checks(url: str, release: Release, changes: Changes) -> tuple[Check, ...]:
    """What to ask for: front pages, the newest article of each, feeds, something changed, and what does not exist."""
    entries = release.manifest.entries
    editions = [path.removesuffix("404.html") for path in entries if NOT_FOUND.fullmatch(path)]
    fronts = [f"{prefix}index.html" for prefix in editions or [""]]
    news = [feed for prefix in editions if (feed := f"{prefix}feeds/news.atom.xml") in entries]
    articles = [file_of(path) for feed in news if (path := newest(release.site / feed, urlsplit(url).path))]
    touched = [path for path in (*changes.added, *changes.changed) if not entries[path].location]
    feeds = [path for path in touched if is_feed(path)][:AT_MOST]
    wanted = dict.fromkeys([*fronts, *news, *articles, *feeds, *touched[:AT_MOST]])
    found = [Check(address(path), 200, frozenset({entries[path].digest})) for path in wanted if path in entries]
    missing_pages = frozenset(entries[f"{prefix}404.html"].digest for prefix in editions)
    return (*found, *(Check(f"/{prefix}{secrets.token_hex(8)}/", 404, missing_pages) for prefix in editions))


def newest(feed: Path, base: str) -> str:
    """The path of the first entry of a feed of ours, below the site's own path ``base``; empty if there is none."""
    try:
        root = ElementTree.parse(feed).getroot()
    except ElementTree.ParseError as error:
        raise PublishError(f"the feed {feed.name} is no XML", f"build and audit the site again ({error})") from error
    for link in root.iterfind(f"{ATOM}entry/{ATOM}link"):
        if link.get("rel", "alternate") == "alternate":
            return urlsplit(link.get("href", "")).path.removeprefix(base)
    return ""


def mismatches(url: str, wanted: Iterable[Check], seconds: int) -> tuple[str, ...]:
    """What is not as it should be, each in a sentence; asks again for up to ``seconds``, for the sake of caches."""
    deadline = time.monotonic() + seconds
    left = list(wanted)
    while True:
        with ThreadPoolExecutor(THREADS) as pool:
            answers = list(zip(left, pool.map(lambda check: fault(url, check), left), strict=True))
        left = [check for check, said in answers if said]
        if not left or time.monotonic() >= deadline:
            return tuple(said for _, said in answers if said)
        time.sleep(PAUSE)


def fault(url: str, check: Check) -> str:
    """What is wrong with one answer, or nothing."""
    try:
        status, body = fetch(url + check.address)
    except (URLError, HTTPException, OSError, ValueError) as error:
        return f"{check.address} cannot be fetched ({error})"
    if status != check.status:
        return f"{check.address} answers {status}, expected {check.status}"
    if check.digests and hashlib.sha256(body).hexdigest() not in check.digests:
        return f"{check.address} has other bytes than the built page"
    return ""


def fetch(url: str) -> tuple[int, bytes]:
    """Status and body, uncompressed and past caches that heed the request."""
    request = Request(
        in_ascii(url),
        headers={"Accept-Encoding": "identity", "Cache-Control": "no-cache", "User-Agent": "Dvoglas-publish"},
    )
    try:
        with urlopen(request, timeout=15) as answer:
            return answer.status, answer.read()
    except HTTPError as error:
        with error:
            return error.code, error.read()


def in_ascii(url: str) -> str:
    """The address as it goes over the wire, for names such as ``https://вести.срб``."""
    parts = urlsplit(url)
    name, colon, port = ("", "", parts.netloc) if parts.netloc.isascii() else parts.netloc.partition(":")
    host = f"{name.encode('idna').decode('ascii')}{colon}{port}"
    return parts._replace(netloc=host, path=quote(parts.path, safe="/%:@!$&'()*+,;=~-._")).geturl()
