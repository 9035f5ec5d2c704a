"""Moved pages: from old address to new in every form a server understands, and addresses that would die.

An address is a path from the root, ``/news/x/``; a new one may also be a whole ``https`` address.
"""

import re
from collections.abc import Collection, Mapping
from fnmatch import fnmatchcase
from html import escape
from urllib.parse import quote, urlsplit

from .errors import PublishError
from .kinds import address, file_of, is_attachment, is_feed
from .manifest import Manifest

# Whatever could end or open something in one of the forms below, in a shell or in a URL.
FORBIDDEN = re.compile(r"""[\s\x00-\x1f\x7f"'`;{}$\\*?#<>|\[\]]|//|(?:^|/)\.\.?(?:/|$)""")


def settled(redirects: Mapping[str, str]) -> dict[str, str]:
    """The redirects checked, each straight to its last goal; ``PublishError`` for a bad address or a circle."""
    for old, new in redirects.items():
        check(old, whole_allowed=False)
        check(new, whole_allowed=True)
    return {folded(old): end_of(old, {folded(a): b for a, b in redirects.items()}) for old in redirects}


def check(path: str, *, whole_allowed: bool) -> None:
    """Refuse an address that is no plain path (or, for a goal, no plain ``https`` address)."""
    rest = path
    if whole_allowed and urlsplit(path).scheme in ("http", "https"):
        rest = path.split("://", 1)[1]
        rest = rest[rest.find("/") :] if "/" in rest else "/"
    if not rest.startswith("/") or FORBIDDEN.search(rest):
        raise PublishError(
            f"the moved address {path!r} is no plain path",
            'write it from the root, such as "/news/old-slug/", without ? # * or ".."',
        )


def folded(path: str) -> str:
    """One spelling for ``/a``, ``/a/`` and ``/a/index.html``."""
    return address(file_of(path))


def end_of(old: str, redirects: Mapping[str, str]) -> str:
    """Follow a redirect to an address that is not itself moved."""
    seen = [folded(old)]
    goal = redirects[seen[0]]
    while goal.startswith("/") and folded(goal) in redirects:
        if folded(goal) in seen:
            raise PublishError(
                f"the moved addresses {', '.join(seen)} lead in a circle", "let one of them lead to a page"
            )
        seen.append(folded(goal))
        goal = redirects[seen[-1]]
    return goal


def encoded(path: str) -> str:
    """An address as it stands in a header."""
    return quote(path, safe="/:%@!&(),=+~-._")


def nginx_map(redirects: Mapping[str, str]) -> str:
    """Lines for the inside of an nginx ``map $uri $moved``, with and without the last slash."""
    lines = []
    for old, new in sorted(redirects.items()):
        for form in sorted({old, old.rstrip("/") or "/"}):
            lines.append(f'"{form}" "{encoded(new)}";\n')
    return "".join(lines)


def caddy(redirects: Mapping[str, str]) -> str:
    """``redir`` lines to import into a site of a Caddyfile."""
    return "".join(
        f'redir "{form}" "{encoded(new)}" permanent\n'
        for old, new in sorted(redirects.items())
        for form in sorted({old, old.rstrip("/") or "/"})
    )


def underscore_redirects(redirects: Mapping[str, str]) -> str:
    """The file ``_redirects`` of Netlify, Cloudflare Pages and GitLab Pages."""
    return "".join(f"{encoded(old)} {encoded(new)} 301\n" for old, new in sorted(redirects.items()))


def bucket_headers(new: str) -> dict[str, str]:
    """What makes an S3 object a redirect on the bucket's web address."""
    return {"WebsiteRedirectLocation": encoded(new)}


def stub(new: str, site_url: str) -> str:
    """A page for places that know no redirects; without scripts, its canonical address elsewhere."""
    goal = escape(encoded(new))
    whole = goal if "://" in goal else escape(site_url) + goal
    return (
        f'<!doctype html><html><head><meta charset="utf-8"><title>{goal}</title>'
        f'<link rel="canonical" href="{whole}"><meta name="robots" content="noindex">'
        f'<meta http-equiv="refresh" content="0; url={goal}"></head>'
        f'<body><a href="{goal}">{goal}</a></body></html>\n'
    )


def lost_addresses(
    old: Manifest | None, new: Manifest, redirects: Mapping[str, str], withdrawn: Collection[str] = ()
) -> tuple[str, ...]:
    """Pages, feeds and attachments that readers can reach now and that the new release neither has nor moves.

    ``withdrawn`` are patterns (``*/archive/*``) of addresses that are meant to die.
    """
    before = old.entries if old else {}
    named = (path for path in before if path.endswith(".html") or is_feed(path) or is_attachment(path))
    gone = (address(path) for path in named if path not in new.entries)
    moved = {folded(path) for path in redirects}
    return tuple(
        path for path in sorted(gone) if folded(path) not in moved and not any(fnmatchcase(path, p) for p in withdrawn)
    )
