"""The correct site's files for programs: feeds, sitemaps, robots.txt."""

from __future__ import annotations

from plugins.audit import EditionSpec
from tests.audit.audit_site.editions import BASE, NEWS
from tests.audit.audit_site.html_page import Draft

ATOM = "http://www.w3.org/2005/Atom"
MAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS_MAP = "http://www.google.com/schemas/sitemap-news/0.9"
MOMENT = "2026-09-03T08:00:00+02:00"


def feed(edition: EditionSpec, stories: list[Draft]) -> str:
    """The Atom feed of an edition."""
    address = f"{BASE}{edition.home}feeds/news.atom.xml"
    entries = "".join(
        f"<entry><id>tag:glas.example,2026:{edition.name}:{story.address}</id><title>{story.heading}</title>"
        f'<link rel="alternate" href="{BASE}{story.path}"/><updated>{MOMENT}</updated>'
        f'<content type="html">&lt;a href="{BASE}{edition.home}about/"&gt;x&lt;/a&gt;</content></entry>'
        for story in stories
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?><feed xmlns="{ATOM}" xml:lang="{edition.tag}"><id>{address}</id>'
        f"<title>{NEWS[edition.name]}</title><author><name>Glas</name></author><updated>{MOMENT}</updated>"
        f'<link rel="self" href="{address}"/>{entries}</feed>'
    )


def sitemap(pages: list[Draft]) -> str:
    """The sitemap of some pages."""
    urls = "".join(
        f"<url><loc>{BASE}{page.path}</loc><lastmod>2026-09-03</lastmod>{_alternates(page)}</url>" for page in pages
    )
    return f'<urlset xmlns="{MAP}" xmlns:xhtml="http://www.w3.org/1999/xhtml">{urls}</urlset>'


def sitemap_index(names: list[str]) -> str:
    """An index of sitemaps."""
    parts = "".join(f"<sitemap><loc>{BASE}/{name}</loc></sitemap>" for name in names)
    return f'<sitemapindex xmlns="{MAP}">{parts}</sitemapindex>'


def news_sitemap(stories: list[Draft]) -> str:
    """The news sitemap of some stories."""
    urls = "".join(
        f"<url><loc>{BASE}{story.path}</loc><news:news><news:publication><news:name>Glas</news:name>"
        f"<news:language>{story.edition.tag[:2]}</news:language></news:publication>"
        f"<news:publication_date>{MOMENT}</news:publication_date><news:title>{story.heading}</news:title></news:news></url>"
        for story in stories
    )
    return f'<urlset xmlns="{MAP}" xmlns:news="{NEWS_MAP}">{urls}</urlset>'


def redirect(path: str) -> str:
    """A page that sends its reader on, as hosts without redirects need it."""
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Moved</title>'
        f'<meta http-equiv="refresh" content="0; url={path}"><link rel="canonical" href="{BASE}{path}"></head></html>'
    )


def _alternates(page: Draft) -> str:
    return "".join(f'<xhtml:link rel="alternate" hreflang="{tag}" href="{url}"/>' for tag, url in page.alternates)
