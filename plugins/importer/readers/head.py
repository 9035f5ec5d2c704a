"""What a page says of itself to machines: its head, JSON-LD, and elements that are marked with a day."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag
from bs4.filter import SoupStrainer

from plugins.importer.boilerplate.dom import attribute, read_names
from plugins.importer.document import PageHead, clean
from plugins.importer.language.data import read_language
from plugins.importer.metadata.dates import Calendar
from plugins.locales.language import known_codes

HEAD = frozenset({"meta", "title", "script", "link", "base", "time"})
TITLES, DATES, ARTICLES = map(read_names, ("head_titles", "head_dates", "articles"))
# The names of publication in microdata and, on pages of Drupal 7, in RDFa; and classes of such elements.
PUBLISHED = re.compile(r"\b(?:datePublished|dc(?:terms)?:(?:date|created|issued))\b", re.IGNORECASE)
PUBLISHED_CLASS = re.compile(r"(?<!\S)(?:published|entry-date)(?!\S)")
CHANGED = re.compile(r"updated|modified", re.IGNORECASE)
AGE, YEAR = re.compile(r"\d.*[^\W\d_]|[^\W\d_].*\d", re.DOTALL), re.compile(r"(?:19|20)\d\d")
# Below it the parser warns that it reads XML as HTML.
XML_DECLARATION = re.compile(r"\A\s*<\?xml\b[^>]*>")
SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(https?://[^\s<>\"]+)", re.IGNORECASE)
HTML_LANG = re.compile(r"<html\b[^>]*\blang\s*=\s*[\"']?([A-Za-z]{2,3})\b", re.IGNORECASE)
SITE_JOINT = re.compile(r"\s+(?:\||»|::|[-–—])\s+")


class _HeadElements(SoupStrainer):
    """Lets through the elements of a head, and those that are marked with a day."""

    def allow_tag_creation(self, nsprefix: str | None, name: str, attrs: Mapping[str, Any] | None) -> bool:
        return name in HEAD or PUBLISHED.search(_property_names(attrs or {})) is not None

    def allow_string_creation(self, string: str) -> bool:
        return False


def _property_names(attributes: Mapping[str, Any]) -> str:
    return f"{attributes.get('itemprop', '')} {attributes.get('property', '')}"


def read_head(html: str, calendar: Calendar) -> PageHead:
    """The facts of a page's head."""
    soup = BeautifulSoup(XML_DECLARATION.sub("", html), "lxml", parse_only=_HeadElements())
    meta = dict(reversed([*_meta(soup)]))
    nodes = [*_nodes(soup)]
    article = next((node for node in nodes if _is_of(node, ARTICLES)), {})
    saved, opening = SAVED_FROM.search(html[:4000]), HTML_LANG.search(html[:4000])
    address = _link(soup, "base") or _link(soup, "link", "canonical") or meta.get("og:url", "")
    address = address or (saved[1] if saved else "")
    page = next((node for node in nodes if _is_of(node, ["WebPage"])), {})
    dates = (_text(article, "datePublished"), _text(page, "datePublished"), *(meta.get(name, "") for name in DATES))
    times = [*_times(soup, calendar)]
    named = (opening[1] if opening else "", meta.get("og:locale", ""), meta.get("content-language", ""))
    return PageHead(
        _title(soup, meta, article),
        next(filter(None, map(calendar.sure_day, (*dates, _text(article, "dateCreated")))), ""),
        meta.get("article:section", "") or _text(article, "articleSection"),
        meta.get("og:image", ""),
        languages=_languages(named, address),
        times=frozenset(day for day, _ in times),
        published=frozenset(day for day, published in times if published),
        address=address,
    )


def _meta(soup: BeautifulSoup) -> Iterator[tuple[str, str]]:
    for tag in soup.find_all("meta"):
        names = (attribute(tag, key).casefold() for key in ("property", "name", "itemprop"))
        if content := clean(attribute(tag, "content")).strip():
            yield next(filter(None, names), ""), content


def _link(soup: BeautifulSoup, name: str, kind: str = "") -> str:
    """The address of the first element of a name and kind."""
    tags = (tag for tag in soup.find_all(name) if not kind or kind in attribute(tag, "rel").split())
    href = next((attribute(tag, "href") for tag in tags), "")
    return href if href.startswith(("http://", "https://")) else ""


def _nodes(soup: BeautifulSoup) -> Iterator[Mapping[str, Any]]:
    """The nodes of the page's JSON-LD, whatever they are wrapped in."""
    for tag in soup.find_all("script", attrs={"type": "application/ld+json"}):
        try:
            pending = [json.loads(tag.string or "", strict=False)]
        except (ValueError, RecursionError):
            continue
        while pending:
            node = pending.pop(0)
            if isinstance(node, list):
                pending += node
            elif isinstance(node, dict):
                yield node
                pending += [node[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in node]


def _is_of(node: Mapping[str, Any], types: Collection[str]) -> bool:
    kinds = node.get("@type")
    return any(kind in types for kind in (kinds if isinstance(kinds, list) else [kinds]))


def _text(node: Mapping[str, Any], key: str) -> str:
    value = node.get(key)
    value = value[0] if isinstance(value, list) and value else value
    return clean(value) if isinstance(value, str) else ""


def _title(soup: BeautifulSoup, meta: Mapping[str, str], article: Mapping[str, Any]) -> str:
    named = next((meta[name] for name in TITLES if name in meta), "") or _text(article, "headline")
    tag = soup.find("title")
    title = " ".join(clean(named or (tag.get_text() if isinstance(tag, Tag) else "")).split())
    *_, last = SITE_JOINT.split(title)
    site = meta.get("og:site_name", "").casefold().strip()
    # Without the site's name nobody knows whether the last piece is part of the title; a stroke says it is not.
    if last != title and (last.casefold() == site or (not named and "|" in title)):
        title = title[: title.rindex(last)].rstrip(" |»:-–—")
    return title


def _times(soup: BeautifulSoup, calendar: Calendar) -> Iterator[tuple[str, bool]]:
    """The days that elements are marked with, and whether as those of publication: so is one that readers see as "2
    days ago"."""
    for tag in soup.find_all(True):
        named = PUBLISHED.search(_property_names(tag.attrs)) is not None
        day = calendar.sure_day(attribute(tag, "datetime") or attribute(tag, "content"))
        if day and (named or tag.name == "time"):
            called = named or tag.has_attr("pubdate") or PUBLISHED_CLASS.search(attribute(tag, "class")) is not None
            text = tag.get_text()
            # A number and words that are no day of a month and have no year.
            aged = AGE.search(text) is not None and not YEAR.search(text) and not calendar.is_incomplete(text)
            yield day, called or (aged and not CHANGED.search(str(tag.attrs)))


def _languages(named: Collection[str], address: str) -> frozenset[str]:
    """The codes of the languages that the page says it is in; its domain stands for that of its country."""
    codes = {re.split("[-_]", name)[0].strip().casefold() for name in named}
    host = urlsplit(address).hostname or ""
    codes |= {code for code in known_codes() if host.endswith(read_language(code).domains or ("\0",))}
    return frozenset(codes - {""})
