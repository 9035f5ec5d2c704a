"""Fetches what was published as a reader would, and compares it with what was built."""

import re
import secrets
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from enum import Enum
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import Request, urlopen
from xml.etree import ElementTree

from plugins.diagnostics import Message
from plugins.system.digests import sha256

from .failures import Failure, PublishError
from .manifest import Changes, Manifest
from .media_types import address, file_of, is_feed, is_preview
from .redaction import redact_message

ATOM = "{http://www.w3.org/2005/Atom}"
# One folder deep at most: an edition's own 404 page, by which editions are recognised.
NOT_FOUND = re.compile(r"(?:[^/]+/)?404\.html")
# Changed files of each kind that are fetched.
AT_MOST = 12
PAUSE = 0.5
THREADS = 4
# The status of a server that limits requests, which is no problem of the site.
TOO_MANY = 429

# Elements whose words no reader sees.
UNSEEN = ("script", "style", "noscript")

ReadFile = Callable[[str], bytes]


@dataclass(frozen=True)
class Check:
    """An address, the status it must answer with, and the paths of the release one of which its body must be."""

    address: str
    status: int
    paths: tuple[str, ...]


@dataclass(frozen=True)
class Problem:
    """A problem of one address: `kind` is `unreachable`, `content`, or the status of the response."""

    kind: str
    message: str


class VerificationStatus(Enum):
    """Whether readers get what was published."""

    YES = "readers get what was built"
    NO_URL = "the target has no url to fetch from"
    SKIPPED = "verification was switched off"
    UNREACHABLE = "the site could not be fetched from this computer"
    UNCLEAR = "the site answered wrongly before this publish too"
    NO = "readers get something else"

    @property
    def is_doubtful(self) -> bool:
        """Whether the site should have been verified and was not."""
        return self in (VerificationStatus.UNREACHABLE, VerificationStatus.UNCLEAR, VerificationStatus.NO)


@dataclass(frozen=True)
class Verification:
    """`problems` are what is wrong after all tries; `rewritten` are addresses whose HTML came with the same text and
    style sheets but other bytes, as delivery networks send it that minify pages or hide mail addresses."""

    status: VerificationStatus
    problems: tuple[Problem, ...] = ()
    rewritten: tuple[str, ...] = ()

    @property
    def messages(self) -> tuple[str, ...]:
        """What is wrong, a sentence for each address."""
        return tuple(problem.message for problem in self.problems)

    @property
    def wrong_answers(self) -> frozenset[str]:
        """The kinds of the problems that are answers of the site. Without a response this machine's network may be the
        cause."""
        return frozenset(problem.kind for problem in self.problems) - {"unreachable"}


def make_checks(url: str, manifest: Manifest, changes: Changes, read_file: ReadFile) -> tuple[Check, ...]:
    """The checks of a release: front pages, newest articles, feeds, some changed files, and an address that does not
    exist."""
    entries = manifest.entries
    editions = editions_of(manifest)
    news = [feed for prefix in editions if (feed := f"{prefix}feeds/news.atom.xml") in entries]
    articles = [file_of(path) for feed in news if (path := newest_entry(read_file(feed), feed, urlsplit(url).path))]
    changed = [
        path for path in (*changes.added, *changes.changed) if not entries[path].location and not is_preview(path)
    ]
    feeds = [path for path in changed if is_feed(path)][:AT_MOST]
    wanted = dict.fromkeys([*news, *articles, *feeds, *changed[:AT_MOST]])
    fronts = front_checks(manifest)
    known = {check.address for check in fronts}
    checks = [Check(address(path), 200, (path,)) for path in wanted if path in entries]
    return (*fronts, *(check for check in checks if check.address not in known))


def front_checks(manifest: Manifest) -> tuple[Check, ...]:
    """The front page of each edition, and an address that does not exist in each."""
    editions = editions_of(manifest)
    fronts = tuple(
        Check(address(path), 200, (path,))
        for prefix in editions or [""]
        if (path := f"{prefix}index.html") in manifest.entries
    )
    missing = tuple(f"{prefix}404.html" for prefix in editions)
    return (*fronts, *(Check(f"/{prefix}{secrets.token_hex(8)}/", 404, missing) for prefix in editions))


def editions_of(manifest: Manifest) -> list[str]:
    """The prefixes of the editions: empty or ending with a slash."""
    return [path.removesuffix("404.html") for path in manifest.entries if NOT_FOUND.fullmatch(path)]


def newest_entry(data: bytes, name: str, base: str) -> str:
    """The path of the first entry of a feed, below the site's own path `base`; empty if there is none."""
    try:
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        raise PublishError(Failure.FEED_BROKEN, output=str(error), name=name) from error
    for link in root.iterfind(f"{ATOM}entry/{ATOM}link"):
        if link.get("rel", "alternate") == "alternate":
            return urlsplit(link.get("href", "")).path.removeprefix(base)
    return ""


def verify(
    url: str, manifest: Manifest, checks: Iterable[Check], seconds: int, read_file: ReadFile | None = None
) -> Verification:
    """Fetch each address of the checks; tries again for up to `seconds`, because of caches and short failures.

    With `read_file`, HTML with other bytes is compared by its text too.
    """
    deadline = time.monotonic() + seconds
    left, rewritten = list(checks), []
    while True:
        with ThreadPoolExecutor(THREADS) as pool:
            answers = list(pool.map(lambda check: run_check(url, check, manifest, read_file), left))
        rewritten += [check.address for check, answer in zip(left, answers, strict=True) if answer is REWRITTEN]
        problems = [(check, answer) for check, answer in zip(left, answers, strict=True) if isinstance(answer, Problem)]
        left = [check for check, _ in problems]
        if not left or time.monotonic() >= deadline:
            found = Verification(VerificationStatus.YES, tuple(problem for _, problem in problems), tuple(rewritten))
            doubt = VerificationStatus.NO if found.wrong_answers else VerificationStatus.UNREACHABLE
            return replace(found, status=doubt) if left else found
        time.sleep(PAUSE)


REWRITTEN = object()


def run_check(url: str, check: Check, manifest: Manifest, read_file: ReadFile | None) -> object:
    """A `Problem`, `REWRITTEN` for HTML that was rewritten on the way, or None."""
    try:
        status, body = fetch(url + check.address)
    except (URLError, HTTPException, OSError, ValueError) as error:
        said = Message("{address} cannot be fetched ({error})", address=check.address, error=str(error))
        return Problem("unreachable", redact_message(said))
    if status == TOO_MANY:
        return Problem(
            "unreachable",
            Message("{address} answers {status}: too many requests", address=check.address, status=status),
        )
    if status != check.status:
        said = Message(
            "{address} answers {status}, expected {expected}",
            address=check.address,
            status=status,
            expected=check.status,
        )
        return Problem(str(status), said)
    if not check.paths or sha256(body) in {manifest.entries[path].digest for path in check.paths}:
        return None
    pages = [path for path in check.paths if path.endswith(".html")]
    if read_file and pages:
        text = visible_text(body)
        if any(visible_text(read_file(path)) == text for path in pages):
            return REWRITTEN
    return Problem("content", Message("{address} has other bytes than the built page", address=check.address))


# A mail address, and what networks that hide them show in its place.
MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
HIDDEN_MAIL = "[email protected]"


def visible_text(page: bytes) -> str:
    """The words of a page with its style sheets, canonical address and language; without mail addresses.

    The same for a page and for its minified form.
    """
    from lxml import etree, html

    try:
        root = html.document_fromstring(page, html.HTMLParser(encoding="utf-8"))
    except etree.ParserError:
        # There is nothing in it.
        return ""
    links = [link for link in root.iter("link") if link.get("rel") in ("stylesheet", "canonical")]
    around = [f"lang {root.get('lang')}", *(f"{link.get('rel')} {link.get('href')}" for link in links)]
    etree.strip_elements(root, *UNSEEN, with_tail=False)
    # Only words with an @ are searched: the pattern takes long on long words without one.
    words = (MAIL.sub("@", word) if "@" in word else word for word in (*around, *root.text_content().split()))
    return "".join(" ".join(words).replace(HIDDEN_MAIL, "@").split())


def fetch(url: str) -> tuple[int, bytes]:
    """Status and body, uncompressed, past caches that honour the request."""
    request = Request(
        ascii_url(url),
        headers={"Accept-Encoding": "identity", "Cache-Control": "no-cache", "User-Agent": "Dvoglas-publish"},
    )
    try:
        with urlopen(request, timeout=15) as answer:
            return answer.status, answer.read()
    except HTTPError as error:
        with error:
            return error.code, error.read()


def ascii_url(url: str) -> str:
    """The address as it is sent, for names such as `https://вести.срб`."""
    parts = urlsplit(url)
    name, colon, port = ("", "", parts.netloc) if parts.netloc.isascii() else parts.netloc.partition(":")
    host = f"{name.encode('idna').decode('ascii')}{colon}{port}"
    return parts._replace(netloc=host, path=quote(parts.path, safe="/%:@!$&'()*+,;=~-._")).geturl()
