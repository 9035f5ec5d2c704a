"""Which pages the sitemap lists: those that were written for search engines, with the alternates of their own heads."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from plugins.languages.editions import Edition
from plugins.languages.links import alternates
from plugins.languages.writing import Listed, Sheet
from plugins.machines.sitemaps import SitemapEntry


def sitemap_entries(listed: Iterable[Listed], editions: Collection[Edition], site_url: str) -> Iterator[SitemapEntry]:
    """An entry for each page, from the same table as the alternates in the page itself."""
    for edition, sheet in _own(listed):
        if sheet.found:
            address = site_url + edition.path(sheet.address)
            yield SitemapEntry(address, sheet.changed, alternates(sheet.found, editions, site_url))


def entry_keys(listed: Iterable[Listed]) -> list[str]:
    """What stands for each entry, sooner than the entry is made."""
    return sorted(
        {
            f"{edition.name} {sheet.address} {sheet.changed} {sheet.found.real if sheet.found else ()}"
            for edition, sheet in _own(listed)
        }
    )


def _own(listed: Iterable[Listed]) -> Iterator[tuple[Edition, Sheet]]:
    """The pages that are in the words of their edition."""
    for page in listed:
        if page.sheet.found and page.edition.name in page.sheet.found.real:
            yield page.edition, page.sheet
