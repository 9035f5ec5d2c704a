"""HTML pages and style sheets of the output, read into `Page` records that later checks compare.

`read_page` and `read_style_sheet` are the interface. `READERS` maps each HTML element to the function that records it.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from sys import intern
from typing import Any, NamedTuple

from lxml import etree, html

from plugins.audit.addresses import TargetKind, climbs
from plugins.audit.json_ld import Work, read_json_ld
from plugins.audit.report import Unreadable
from plugins.audit.spec import SiteSpec

Element = Any

# Link relations whose address the browser fetches or connects to by itself
FETCHED = frozenset(
    (
        "stylesheet",
        "icon",
        "apple-touch-icon",
        "manifest",
        "preload",
        "modulepreload",
        "prefetch",
        "preconnect",
        "dns-prefetch",
    )
)
# A script of these types is data: browsers do not run it, and no policy governs it
DATA_TYPES = frozenset(("application/ld+json", "application/json"))
# A comma ends a candidate only after a space or a descriptor: addresses may have commas in them
CANDIDATE = re.compile(r"\s*([^\s,](?:\S*[^\s,])?)(?:\s+[^,]*)?(?:,|$)")
# Addresses in comments are not fetched
CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
CSS_URL = re.compile(
    r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^)"'\s]*))\s*\)|@import\s+(?:"([^"]*)"|'([^']*)')""",
    re.IGNORECASE,
)
NO_HTML = "there is no HTML in it"


class Part(NamedTuple):
    """A file that the page needs: `tag` is the element that uses it, `path` is "" where the file is not this site's."""

    tag: str
    reference: str
    path: str


class Picture(NamedTuple):
    """An `<img>`: its source as written, and which required attributes are missing (alt, width, height)."""

    source: str
    missing: tuple[str, ...]


class SwitchLink(NamedTuple):
    """A link inside an element marked `data-switch`: its path, its `lang` and its text."""

    path: str
    lang: str
    label: str


class Time(NamedTuple):
    """A `<time>`: its `datetime`, its visible text, and the language of the text around it."""

    datetime: str
    text: str
    lang: str


@dataclass(slots=True)
class Page:
    """The content of one page or style sheet; links are `path#fragment` of this site, decoded. What is a dictionary
    without values is each once, in the order of the page."""

    path: str
    lang: str = ""
    dir: str = ""
    titles: list[str] = field(default_factory=list)
    og_type: str = ""
    robots: str = ""
    refresh: str = ""
    canonicals: list[str] = field(default_factory=list)
    alternates: list[tuple[str, str]] = field(default_factory=list)
    feeds: list[str] = field(default_factory=list)
    markdown: list[str] = field(default_factory=list)
    links: dict[str, None] = field(default_factory=dict)
    broken: dict[str, None] = field(default_factory=dict)
    climbing: dict[str, None] = field(default_factory=dict)
    parts: dict[Part, None] = field(default_factory=dict)
    cards: list[str] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    switch: list[SwitchLink] = field(default_factory=list)
    has_switch: bool = False
    ids: Counter[str] = field(default_factory=Counter)
    headings: int = 0
    times: dict[Time, None] = field(default_factory=dict)
    works: list[Work] = field(default_factory=list)
    json_ld_errors: list[str] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    compressed: int = 0

    @property
    def title(self) -> str:
        """The title that browsers show."""
        return self.titles[0] if self.titles else ""

    @property
    def is_noindex(self) -> bool:
        """Whether the page is marked for search engines to leave out."""
        words = {word.strip().lower() for word in self.robots.split(",")}
        return not words.isdisjoint(("noindex", "none"))

    @property
    def is_not_found_page(self) -> bool:
        """Whether it is an edition's 404 page."""
        return self.path.endswith("/404.html")


def read_page(path: str, data: bytes, spec: SiteSpec) -> Page | Unreadable:
    """Parse the page at `path`; the reason for bytes that are not HTML."""
    reader = PageReader(Page(path, compressed=len(zlib.compress(data))), spec)
    try:
        # The parser would replace what it cannot decode, and the page would seem sound
        data.decode("utf-8")
        root = etree.fromstring(data, html.HTMLParser(encoding="utf-8", huge_tree=True))
        if root is not None:
            reader.read(root)
        # The parser accepts any text; a file without language, title and heading is not a page.
        if reader.page.lang or reader.page.title or reader.page.headings:
            return reader.page
        reason = NO_HTML
    except UnicodeDecodeError as error:
        reason = f"byte {error.start} is not UTF-8"
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        reason = str(error) or NO_HTML
    return Unreadable(f"This is not a page: {reason}.", "Build it again; do not edit the output by hand.")


def read_style_sheet(path: str, data: bytes, spec: SiteSpec) -> Page:
    """A style sheet as a page that has parts only, so that the checks of parts cover style sheets too."""
    reader = PageReader(Page(path), spec)
    for match in CSS_URL.finditer(CSS_COMMENT.sub("", data.decode("utf-8", "replace"))):
        reference = next((group for group in match.groups() if group), "")
        # A reference inside the sheet, such as url(#mask), fetches nothing
        if reference and not reference.startswith("#"):
            reader.part("css", reference)
    return reader.page


@dataclass(frozen=True)
class PageReader:
    """Records the elements of one page."""

    page: Page
    spec: SiteSpec

    def read(self, root: Element) -> None:
        """Record all elements of a document."""
        for element in root.iter(etree.Element):
            if element.attrib:
                _record_attributes(self, element)
            record = READERS.get(element.tag)
            if record is not None:
                record(self, element)

    def follow(self, reference: str) -> str:
        """Record where a reference leads; returns the path with its fragment, "" where it leaves the site."""
        if climbs(reference):
            self.page.climbing[reference] = None
        target = self.spec.resolve(reference, self.page.path)
        if target.kind is TargetKind.BROKEN:
            self.page.broken[reference] = None
        if target.kind is not TargetKind.INTERNAL:
            return ""
        # The same few addresses occur on every page: interned strings are pickled once
        return intern(f"{target.path}#{target.fragment}" if target.fragment else target.path)

    def link(self, reference: str) -> None:
        """Record a link that a reader may follow."""
        if target := self.follow(reference):
            self.page.links[target] = None

    def part(self, tag: str, reference: str) -> None:
        """Record a file that the browser fetches to show the page."""
        # data: and blob: addresses carry their content with them
        if self.spec.resolve(reference, self.page.path).kind is TargetKind.OTHER:
            return
        path = self.follow(reference).partition("#")[0]
        self.page.parts[Part(tag, intern(reference), path)] = None


def _record_html(reader: PageReader, element: Element) -> None:
    reader.page.lang = element.get("lang", "")
    reader.page.dir = element.get("dir", "")


def _record_title(reader: PageReader, element: Element) -> None:
    # An inline <svg> may have a title of its own
    if element.getparent().tag != "svg":
        reader.page.titles.append((element.text or "").strip())


def _record_link(reader: PageReader, element: Element) -> None:
    href, relations = element.get("href", ""), set(element.get("rel", "").lower().split())
    if "canonical" in relations:
        reader.page.canonicals.append(href)
        reader.follow(href)
    # With a type it is another format, such as a feed, and no version of the page
    elif "alternate" in relations and element.get("hreflang") and "type" not in element.attrib:
        reader.page.alternates.append((element.get("hreflang"), href))
        reader.follow(href)
    elif "alternate" in relations and element.get("type") == "application/atom+xml":
        reader.page.feeds.append(reader.follow(href))
    elif "alternate" in relations and element.get("type") == "text/markdown":
        reader.page.markdown.append(reader.follow(href))
    elif relations & FETCHED:
        kind = "stylesheet" if "stylesheet" in relations else element.get("as", "link")
        reader.part(kind, href)


def _record_meta(reader: PageReader, element: Element) -> None:
    name = (element.get("name") or element.get("property") or element.get("http-equiv") or "").lower()
    content = element.get("content", "")
    if name == "robots":
        reader.page.robots = content
    elif name == "refresh":
        reader.page.refresh = content
    elif name == "og:type":
        reader.page.og_type = content
    elif name in ("og:image", "og:image:url", "og:image:secure_url", "twitter:image"):
        reader.page.cards.append(content)
        reader.follow(content)


def _record_way(reader: PageReader, element: Element) -> None:
    if (address := element.get("action" if element.tag == "form" else "href")) is not None:
        reader.link(address)


def _record_image(reader: PageReader, element: Element) -> None:
    source = element.get("src", "")
    missing = tuple(name for name in ("alt", "width", "height") if name not in element.attrib)
    reader.page.pictures.append(Picture(source, missing))
    if source:
        reader.part("img", source)
    _record_source(reader, element)


def _record_source(reader: PageReader, element: Element) -> None:
    # _image records <img src>
    if element.tag != "img" and element.get("src"):
        reader.part(element.tag, element.get("src"))
    for candidate in CANDIDATE.finditer(element.get("srcset") or element.get("imagesrcset") or ""):
        reader.part("srcset", candidate[1])
    if element.get("poster"):
        reader.part("img", element.get("poster"))


def _record_object(reader: PageReader, element: Element) -> None:
    if element.get("data"):
        reader.part("object", element.get("data"))


def _record_script(reader: PageReader, element: Element) -> None:
    if element.get("src"):
        reader.part("script", element.get("src"))
    elif element.get("type", "") == "application/ld+json":
        works, pictures, error = read_json_ld(element.text or "")
        reader.page.works.extend(works)
        reader.page.cards.extend(pictures)
        reader.page.json_ld_errors.extend([error] if error else [])
    elif element.get("type", "") not in DATA_TYPES:
        reader.page.inline.append("<script> without src")


def _record_style(reader: PageReader, element: Element) -> None:
    reader.page.inline.append("<style>")


def _record_heading(reader: PageReader, element: Element) -> None:
    reader.page.headings += 1


def _record_time(reader: PageReader, element: Element) -> None:
    # A date in a quoted part is in the language of that part: the nearest lang decides
    lang = next((node.get("lang") for node in _self_and_above(element) if "lang" in node.attrib), "")
    text = _text_of(element)
    reader.page.times[Time(element.get("datetime", text), text, lang)] = None


def _record_switch(reader: PageReader, element: Element) -> None:
    """Any visible element with `data-switch`: its links lead to the other editions."""
    if any("hidden" in node.attrib for node in _self_and_above(element)):
        return
    reader.page.has_switch = True
    for link in element.iter("a"):
        path = reader.follow(link.get("href", "")).partition("#")[0]
        reader.page.switch.append(SwitchLink(path, link.get("lang", ""), _text_of(link)))


def _record_attributes(reader: PageReader, element: Element) -> None:
    """Record what any element may have: an id, a style, an event handler, a script in an address."""
    for name, value in element.attrib.items():
        if name == "id":
            reader.page.ids[value] += 1
        elif name == "style":
            reader.page.inline.append(f"style attribute on <{element.tag}>")
        elif name.startswith("on"):
            reader.page.inline.append(f"{name} handler on <{element.tag}>")
        elif name in ("href", "action", "src") and value.strip().lower().startswith("javascript:"):
            reader.page.inline.append(f"javascript: address on <{element.tag}>")
        elif name == "data-switch":
            _record_switch(reader, element)


def _text_of(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _self_and_above(element: Element) -> list[Element]:
    return [element, *element.iterancestors()]


READERS: Mapping[str, Callable[[PageReader, Element], None]] = {
    "html": _record_html,
    "title": _record_title,
    "link": _record_link,
    "meta": _record_meta,
    "a": _record_way,
    "area": _record_way,
    "form": _record_way,
    "img": _record_image,
    "source": _record_source,
    "video": _record_source,
    "audio": _record_source,
    "iframe": _record_source,
    "embed": _record_source,
    "track": _record_source,
    "object": _record_object,
    "script": _record_script,
    "style": _record_style,
    "h1": _record_heading,
    "time": _record_time,
}
