"""What a page's head says of the article: title, date of publication, section, address."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.filter import SoupStrainer

from plugins.importer.cleaning import clean
from plugins.importer.dates import Calendar
from plugins.importer.model import PageFacts
from plugins.importer.titles import one_line

HEAD = SoupStrainer(["meta", "title", "script", "link", "base"])
TITLES = ("og:title", "twitter:title", "dcterms.title", "dc.title")
DATES = (
    "article:published_time",
    "datepublished",
    "dcterms.date",
    "dc.date",
    "dcterms.created",
    "publish-date",
    "pubdate",
    "date",
)
ARTICLES = ("NewsArticle", "Article", "BlogPosting", "ReportageNewsArticle", "PressRelease")
SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(https?://[^\s<>\"]+)", re.IGNORECASE)
SUFFIX = re.compile(r"\s+(?:\||»|::|[-–—])\s+")


class Head:
    """The head of one page, read once."""

    def __init__(self, html: str, calendar: Calendar) -> None:
        self.soup = BeautifulSoup(html, "lxml", parse_only=HEAD)
        self.calendar = calendar
        self.meta = dict(reversed([*self._meta()]))
        self.article: Mapping[str, Any] = next(self._articles(), {})
        saved = SAVED_FROM.search(html[:4000])
        self.address = (
            self._link("base")
            or self._link("link", rel="canonical")
            or self.meta.get("og:url", "")
            or (saved[1] if saved else "")
        )

    def facts(self) -> PageFacts:
        """The facts in the form that the other rooms use."""
        return PageFacts(self._title(), self._date(), self._section(), self.meta.get("og:image", ""))

    def _meta(self) -> Iterator[tuple[str, str]]:
        for tag in self.soup.find_all("meta"):
            name = next((str(tag.get(key)) for key in ("property", "name", "itemprop") if tag.get(key)), "")
            content = clean(str(tag.get("content") or ""))
            if name and content.strip():
                yield name.casefold(), content

    def _link(self, name: str, **attributes: str) -> str:
        tag = self.soup.find(
            lambda tag: tag.name == name and all(value in (tag.get(key) or ()) for key, value in attributes.items())
        )
        href = str(tag.get("href") or "") if isinstance(tag, Tag) else ""
        return href if href.startswith(("http://", "https://")) else ""

    def _articles(self) -> Iterator[Mapping[str, Any]]:
        """The articles in the page's JSON-LD, whatever they are wrapped in."""
        for tag in self.soup.find_all("script", attrs={"type": "application/ld+json"}):
            try:
                pending = [json.loads(tag.string or "", strict=False)]
            except (ValueError, RecursionError):
                continue
            while pending:
                node = pending.pop(0)
                if isinstance(node, list):
                    pending += node
                elif isinstance(node, dict):
                    kinds = node.get("@type")
                    if any(kind in ARTICLES for kind in (kinds if isinstance(kinds, list) else [kinds])):
                        yield node
                    pending += [
                        value for key, value in node.items() if key in ("@graph", "mainEntity", "mainEntityOfPage")
                    ]

    def _said(self, key: str) -> str:
        value = self.article.get(key)
        value = value[0] if isinstance(value, list) and value else value
        return clean(value) if isinstance(value, str) else ""

    def _title(self) -> str:
        named = next((self.meta[name] for name in TITLES if name in self.meta), "") or self._said("headline")
        tag = self.soup.find("title")
        title = one_line(clean(named or (tag.get_text() if isinstance(tag, Tag) else "")))
        pieces = SUFFIX.split(title)
        site = self.meta.get("og:site_name", "").casefold().strip()
        # Without the site's name nobody knows whether the last piece is part of the title; a stroke says it is not.
        if len(pieces) > 1 and (pieces[-1].casefold() == site or (not named and "|" in title)):
            title = title[: title.rindex(pieces[-1])].rstrip(" |»:-–—")
        return title

    def _date(self) -> str:
        for text in (self._said("datePublished"), *(self.meta.get(name, "") for name in DATES)):
            found = self.calendar.dates(text)
            if len(found) == 1 and found[0].sure:
                return found[0].value
        return ""

    def _section(self) -> str:
        return self.meta.get("article:section", "") or self._said("articleSection")
