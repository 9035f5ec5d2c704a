"""XML files of the output: Atom feeds, sitemaps and news sitemaps, as records."""

from __future__ import annotations

from typing import NamedTuple

import msgspec
from lxml import etree, html

from plugins.audit.report import Unreadable

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class Entry(NamedTuple):
    """An entry: `link` is its alternate, `references` are all addresses in it, `langs` the languages it claims."""

    id: str
    title: str
    author: str
    updated: str
    link: str
    references: tuple[str, ...]
    langs: tuple[str, ...]


class Feed(msgspec.Struct, frozen=True, tag=True):
    """An Atom feed."""

    path: str
    lang: str
    id: str
    title: str
    author: str
    updated: str
    itself: str
    entries: tuple[Entry, ...]


class Location(NamedTuple):
    """An address in a sitemap, with its lastmod and alternates; in a news sitemap also language, date and title."""

    url: str
    modified: str
    alternates: tuple[tuple[str, str], ...]
    language: str
    published: str
    title: str


class Sitemap(msgspec.Struct, frozen=True, tag=True):
    """A sitemap, a news sitemap (`news`), or an index of them (`parts`)."""

    path: str
    locations: tuple[Location, ...]
    parts: tuple[str, ...]
    news: bool


def read_xml(path: str, data: bytes) -> Feed | Sitemap | Unreadable | None:
    """Parse an XML file; None where it is well formed and neither a feed nor a sitemap."""
    try:
        # The site's files need no entities, and entities could read files of this machine
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        return Unreadable(
            f"The XML does not parse: {error.msg or 'it is empty'}.",
            "Escape & and < in the template that writes this file, then build again.",
        )
    if root.tag == ATOM + "feed":
        return _read_feed(path, root)
    if root.tag in (MAP + "urlset", MAP + "sitemapindex"):
        return _read_sitemap(path, root)
    return None


def _read_feed(path: str, root: etree._Element) -> Feed:
    links = [(link.get("rel", "alternate"), link.get("href", "")) for link in root.iterchildren(ATOM + "link")]
    return Feed(
        path=path,
        lang=root.get(LANG, ""),
        id=_read_text(root, ATOM + "id"),
        title=_read_text(root, ATOM + "title"),
        author=_read_text(root, f"{ATOM}author/{ATOM}name"),
        updated=_read_text(root, ATOM + "updated"),
        itself=next((href for relation, href in links if relation == "self"), ""),
        entries=tuple(_read_entry(entry) for entry in root.iterchildren(ATOM + "entry")),
    )


def _read_entry(entry: etree._Element) -> Entry:
    links = [(link.get("rel", "alternate"), link.get("href", "")) for link in entry.iterchildren(ATOM + "link")]
    bodies = [*entry.iterchildren(ATOM + "content"), *entry.iterchildren(ATOM + "summary")]
    references = [reference for body in bodies for reference in _read_references(body)]
    return Entry(
        id=_read_text(entry, ATOM + "id"),
        title=_read_text(entry, ATOM + "title"),
        author=_read_text(entry, f"{ATOM}author/{ATOM}name"),
        updated=_read_text(entry, ATOM + "updated"),
        link=next((href for relation, href in links if relation == "alternate"), ""),
        references=tuple(dict.fromkeys([*(href for _, href in links), *references])),
        langs=tuple(node.get(LANG) for node in (entry, *bodies) if node.get(LANG)),
    )


def _read_references(body: etree._Element) -> list[str]:
    """Every address in an entry's text, be it escaped HTML or XHTML."""
    references = [body.get("src")] if body.get("src") else []
    nodes = list(body.iterdescendants(etree.Element))
    # Escaped HTML is text to the feed's parser, so it is parsed again
    if body.get("type") == "html" and (body.text or "").strip():
        nodes = list(html.fragment_fromstring(body.text, create_parent="div").iter(etree.Element))
    for node in nodes:
        references += [value for name in ("href", "src") if (value := node.get(name))]
    return references


def _read_sitemap(path: str, root: etree._Element) -> Sitemap:
    return Sitemap(
        path=path,
        locations=tuple(_read_location(url) for url in root.iterchildren(MAP + "url")),
        parts=tuple(_read_text(part, MAP + "loc") for part in root.iterchildren(MAP + "sitemap")),
        news="news" in root.nsmap and root.nsmap["news"] == NEWS[1:-1],
    )


def _read_location(url: etree._Element) -> Location:
    alternates = tuple(
        (link.get("hreflang", ""), link.get("href", ""))
        for link in url.iterchildren(XHTML + "link")
        if link.get("rel") == "alternate"
    )
    return Location(
        url=_read_text(url, MAP + "loc"),
        modified=_read_text(url, MAP + "lastmod"),
        alternates=alternates,
        language=_read_text(url, f"{NEWS}news/{NEWS}publication/{NEWS}language"),
        published=_read_text(url, f"{NEWS}news/{NEWS}publication_date"),
        title=_read_text(url, f"{NEWS}news/{NEWS}title"),
    )


def _read_text(node: etree._Element, path: str) -> str:
    return (node.findtext(path) or "").strip()
