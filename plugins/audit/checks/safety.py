"""Checks of what must never be published: inline code, third parties, this machine's addresses, hidden articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from plugins.audit.built_site import PAGE, REDIRECT, SITE, STYLE, Site
from plugins.audit.forbidden_strings import UNPUBLISHED
from plugins.audit.pages import Page
from plugins.audit.report import problem
from plugins.diagnostics import Diagnostic
from plugins.diagnostics.rule import rule


@rule(PAGE, REDIRECT)
def inline_code(site: Site, page: Page) -> Iterator[Diagnostic]:
    """No page has a script, a style or a handler in its HTML: the site's security policy blocks them."""
    for what, times in Counter(page.inline).items():
        count = f" ({times} times)" if times > 1 else ""
        yield problem(
            f"The page has inline code: {what}{count}.",
            "Move it into a file of theme/static/; the security policy blocks it here.",
        )


@rule(PAGE, STYLE)
def third_parties(site: Site, page: Page) -> Iterator[Diagnostic]:
    """Nothing that a page or a style sheet shows is fetched from another host."""
    for part in page.parts:
        # The check of links reports malformed addresses
        if not part.path and part.reference not in page.broken:
            yield problem(
                f"The page fetches {part.reference} ({part.tag}) from another host.",
                "Serve a copy from this site, or make it a link: other hosts must not track readers.",
            )


@rule(SITE)
def development(site: Site) -> Iterator[Diagnostic]:
    """No file has an address that exists only on the machine that built it."""
    hidden = _hidden_addresses(site)
    for path, words in site.forbidden.items():
        for word in words:
            if word not in hidden:
                yield problem(
                    f"The file has «{word}» in it, an address of the machine that built it.",
                    "Build with publishconf.py, which sets the public address.",
                    path,
                )


@rule(SITE)
def drafts(site: Site) -> Iterator[Diagnostic]:
    """No draft and no article of the future is in the output, nor named by a page, feed, sitemap or data file; nor is
    a page that only the preview server shows."""
    hidden = _hidden_addresses(site)
    for path, words in site.forbidden.items():
        for word in words:
            if word == UNPUBLISHED:
                yield problem(
                    "The page shows what is not published: it is one that `serve` makes for editors.",
                    "Build the site again, which removes it.",
                    path,
                )
            elif word in hidden:
                yield problem(
                    f"The file has or is «{word}», an article that is a draft or whose date has not come.",
                    "Leave it out until then: set its status and date, and build again.",
                    path,
                )


def _hidden_addresses(site: Site) -> frozenset[str]:
    return frozenset((*site.spec.hidden_addresses, UNPUBLISHED))
