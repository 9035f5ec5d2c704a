"""One correct HTML page: head, switch and menu around a body."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from plugins.audit import EditionSpec
from tests.audit.audit_site.editions import BASE, EDITIONS, NEWS


@dataclass(frozen=True)
class Draft:
    """A page to be written at `address` below its edition's home.

    `editions` are those that have a page there, `versions` those whose page is a translation and not a notice.
    """

    edition: EditionSpec
    address: str
    heading: str
    body: str
    editions: tuple[EditionSpec, ...] = EDITIONS
    versions: tuple[EditionSpec, ...] = EDITIONS
    canonical: str = ""
    robots: str = ""
    og_type: str = "website"
    data: list[dict[str, Any]] = field(default_factory=list)

    @property
    def path(self) -> str:
        """The root-relative path."""
        return self.edition.home + self.address

    @property
    def indexable(self) -> bool:
        """Whether the page belongs into the sitemap."""
        return not self.canonical and not self.robots

    @property
    def markdown(self) -> str:
        """The page's Markdown file; only stories have one."""
        if self.og_type != "article":
            return ""
        picture = f"![bridge]({BASE}/images/bridge.png)"
        header = f'language: "{self.edition.tag}"\ncanonical: "{BASE}{self.path}"\n'
        return f"---\n{header}---\n\n# {self.heading}\n\n{picture}\n"

    @property
    def alternates(self) -> list[tuple[str, str]]:
        """Pairs of hreflang and absolute address, x-default last."""
        pairs = [(edition.tag, BASE + edition.home + self.address) for edition in self.versions]
        return [*pairs, ("x-default", pairs[0][1])] if self.indexable else []


def render(page: Draft) -> str:
    """The whole HTML of a page."""
    edition = page.edition
    alternates = "".join(f'<link rel="alternate" hreflang="{tag}" href="{url}">' for tag, url in page.alternates)
    robots = f'<meta name="robots" content="{page.robots}">' if page.robots else ""
    canonical = page.canonical or (BASE + page.path if "404" not in page.address else "")
    link = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    markdown = f'<link rel="alternate" type="text/markdown" href="{page.path}index.md">' if page.markdown else ""
    data = "".join(f'<script type="application/ld+json">{json.dumps(one)}</script>' for one in page.data)
    return f"""<!DOCTYPE html>
<html lang="{edition.tag}" dir="ltr"><head><meta charset="utf-8"><title>{page.heading}</title>{robots}{link}
{alternates}{markdown}
<link rel="alternate" type="application/atom+xml" href="{edition.home}feeds/news.atom.xml">
<link rel="stylesheet" href="/theme/site.css"><link rel="preload" as="font" href="/theme/text.woff2">
<meta property="og:type" content="{page.og_type}"><meta property="og:image" content="{BASE}/images/card.png">{data}
</head><body><a href="#main">{NEWS[edition.name]}</a>{_switch(page)}
<nav><a href="{edition.home}">{NEWS[edition.name]}</a> <a href="{edition.home}about/">?</a>
<a href="{edition.home}archive/">1</a> <a href="{edition.home}search/?q=">2</a></nav>
<main id="main"><h1>{page.heading}</h1>{page.body}</main><script src="/theme/search.js"></script></body></html>
"""


def _switch(page: Draft) -> str:
    links = "".join(
        f'<a lang="{edition.tag}" hreflang="{edition.tag}" href="{_way(page, edition)}">{edition.label}</a>'
        for edition in EDITIONS
    )
    return f"<ul data-switch>{links}</ul>"


def _way(page: Draft, edition: EditionSpec) -> str:
    return edition.home + (page.address if edition in page.editions else "")
