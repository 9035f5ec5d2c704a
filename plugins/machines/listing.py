"""Which pages the sitemap lists: those that were written for search engines, with the alternates of their own heads."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from plugins.languages.editions import Edition
from plugins.languages.links import alternates
from plugins.languages.writing import Listed
from plugins.machines.sitemaps import SitemapEntry


def sitemap_entries(listed: Iterable[Listed], editions: Collection[Edition], site_url: str) -> Iterator[SitemapEntry]:
    """An entry for each page, from the same table as the alternates in the page itself."""
    for page in listed:
        sheet = page.sheet
        if sheet.found and page.edition.name in sheet.found.real:
            address = site_url + page.edition.path(sheet.address)
            yield SitemapEntry(address, sheet.changed, alternates(sheet.found, editions, site_url))
