"""Redirects from old to new addresses in the form of each server, and addresses that a publish would lose.

An address is a path from the root, `/news/x/`; a new one may also be a whole `https` address.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from fnmatch import fnmatchcase
from html import escape
from urllib.parse import quote, urlsplit

from .failures import Failure, PublishError
from .manifest import Manifest
from .media_types import address, file_of, is_attachment, is_feed, is_preview

# Characters with a meaning in one of the formats below, in a shell or in a URL.
FORBIDDEN = re.compile(r"""[\s\x00-\x1f\x7f"'`;{}$\\*?#<>|\[\]]|//|(?:^|/)\.\.?(?:/|$)""")


def resolve_redirects(redirects: Mapping[str, str]) -> dict[str, str]:
    """Check the redirects and lead each straight to its final address; `PublishError` for a bad address or a loop."""
    for old, new in redirects.items():
        check(old, whole_allowed=False)
        check(new, whole_allowed=True)
    known = {normalize_path(old): new for old, new in redirects.items()}
    return {old: final_address(old, known) for old in known}


def check(path: str, *, whole_allowed: bool) -> None:
    """`PublishError` for an address that is no plain path (or, if `whole_allowed`, no plain `https` address)."""
    rest = path
    if whole_allowed and urlsplit(path).scheme in ("http", "https"):
        rest = path.split("://", 1)[1]
        rest = rest[rest.find("/") :] if "/" in rest else "/"
    if not rest.startswith("/") or FORBIDDEN.search(rest):
        raise PublishError(Failure.ADDRESS_NOT_PLAIN, address=path)


def normalize_path(path: str) -> str:
    """One form for `/a`, `/a/` and `/a/index.html`."""
    return address(file_of(path))


def final_address(old: str, redirects: Mapping[str, str]) -> str:
    """Follow the redirects to an address that is not redirected."""
    seen = [old]
    target = redirects[old]
    while target.startswith("/") and normalize_path(target) in redirects:
        if normalize_path(target) in seen:
            raise PublishError(Failure.ADDRESSES_IN_A_LOOP, addresses=", ".join(seen))
        seen.append(normalize_path(target))
        target = redirects[seen[-1]]
    return target


def percent_encode(path: str) -> str:
    """The address percent-encoded, as in a header."""
    return quote(path, safe="/:%@!&(),=+~-._")


def nginx_map(redirects: Mapping[str, str]) -> str:
    """Lines for an nginx `map $uri`, with and without the last slash."""
    return "".join(f'"{form}" "{new}";\n' for form, new in _forms(redirects))


def caddy_redirects(redirects: Mapping[str, str]) -> str:
    """`redir` lines to import into a site of a Caddyfile."""
    return "".join(f'redir "{form}" "{new}" permanent\n' for form, new in _forms(redirects))


def _forms(redirects: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Each old address with and without its last slash, and the new one percent-encoded."""
    for old, new in sorted(redirects.items()):
        for form in sorted({old, old.rstrip("/") or "/"}):
            yield form, percent_encode(new)


def underscore_redirects(redirects: Mapping[str, str]) -> str:
    """The file `_redirects` of Netlify, Cloudflare Pages and GitLab Pages."""
    return "".join(f"{percent_encode(old)} {percent_encode(new)} 301\n" for old, new in sorted(redirects.items()))


def redirect_page(new: str, site_url: str) -> str:
    """A redirect page for hosts without redirects: no script, canonical link to the new address."""
    target = escape(percent_encode(new))
    whole = target if "://" in target else escape(site_url) + target
    return (
        f'<!doctype html><html><head><meta charset="utf-8"><title>{target}</title>'
        f'<link rel="canonical" href="{whole}"><meta name="robots" content="noindex">'
        f'<meta http-equiv="refresh" content="0; url={target}"></head>'
        f'<body><a href="{target}">{target}</a></body></html>\n'
    )


def lost_addresses(
    old: Manifest | None, new: Manifest, redirects: Mapping[str, str], withdrawn: Collection[str] = ()
) -> tuple[str, ...]:
    """Pages, feeds and attachments that readers can reach now and that the new release neither has nor redirects.

    Previews of drafts are not among them: their addresses are secret and end with the preview. `withdrawn` are patterns
    (`*/archive/*`) of addresses that may be lost.
    """
    before = old.entries if old else {}
    lasting = (path for path in before if path.endswith(".html") or is_feed(path) or is_attachment(path))
    gone = (address(path) for path in lasting if path not in new.entries and not is_preview(path))
    moved = {normalize_path(path) for path in redirects}
    return tuple(
        path
        for path in sorted(gone)
        if normalize_path(path) not in moved and not any(fnmatchcase(path, pattern) for pattern in withdrawn)
    )


def grouped(lost: Collection[str], new: Manifest) -> tuple[str, ...]:
    """These addresses, those below a folder that the new release lacks as one pattern, such as `/sr-cyrl/*`."""
    left = {address(path) for path in new.entries}
    patterns: dict[str, None] = {}
    for path in lost:
        parts = path.split("/")
        folders = ("/".join(parts[:depth]) + "/" for depth in range(2, len(parts)))
        free = (folder for folder in folders if not any(other.startswith(folder) for other in left))
        folder = next(free, "")
        is_alone = sum(other.startswith(folder) for other in lost) < 2
        patterns[path if not folder or is_alone else f"{folder}*"] = None
    return tuple(patterns)
