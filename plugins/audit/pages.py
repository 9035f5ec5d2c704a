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

import msgspec
from lxml import etree, html

from plugins.audit.addresses import Addresses, climbs
from plugins.audit.json_ld import Work, read_json_ld

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
LISTS = (
    "canonicals",
    "alternates",
    "feeds",
    "markdown",
    "pictures",
    "switch",
    "works",
    "json_ld_errors",
    "inline",
    "cards",
)
SETS = ("links", "broken", "climbing", "parts", "times")


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


class Page(msgspec.Struct, frozen=True, tag=True, gc=False):
    """The content of one page or style sheet; links are `path#fragment` of this site, decoded, each once."""

    path: str
    lang: str = ""
    dir: str = ""
    title: str = ""
    og_type: str = ""
    robots: str = ""
    refresh: str = ""
    canonicals: tuple[str, ...] = ()
    alternates: tuple[tuple[str, str], ...] = ()
    feeds: tuple[str, ...] = ()
    markdown: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    climbing: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    cards: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    switch: tuple[SwitchLink, ...] = ()
    has_switch: bool = False
    ids: frozenset[str] = frozenset()
    repeated_ids: tuple[str, ...] = ()
    headings: int = 0
    times: tuple[Time, ...] = ()
    works: tuple[Work, ...] = ()
    json_ld_errors: tuple[str, ...] = ()
    inline: tuple[str, ...] = ()
    unreadable: str = ""
    compressed: int = 0

    @property
    def is_noindex(self) -> bool:
        """Whether the page is marked for search engines to leave out."""
        words = {word.strip().lower() for word in self.robots.split(",")}
        return not words.isdisjoint(("noindex", "none"))

    @property
    def is_not_found_page(self) -> bool:
        """Whether it is an edition's 404 page."""
        return self.path.endswith("/404.html")


def read_page(path: str, data: bytes, addresses: Addresses) -> Page:
    """Parse the page at `path`; for bytes that are not HTML the page has only the reason, in `unreadable`."""
    compressed = len(zlib.compress(data))
    try:
        # The parser would replace what it cannot decode, and the page would seem sound
        data.decode("utf-8")
        root = etree.fromstring(data, html.HTMLParser(encoding="utf-8", huge_tree=True))
    except UnicodeDecodeError as error:
        return Page(path, unreadable=f"byte {error.start} is not UTF-8", compressed=compressed)
    except etree.ParserError as error:
        return Page(path, unreadable=str(error), compressed=compressed)
    except etree.XMLSyntaxError as error:
        return Page(path, unreadable=str(error) or "there is no HTML in it", compressed=compressed)
    if root is None:
        return Page(path, unreadable="there is no HTML in it", compressed=compressed)
    return _read_tree(PageRecorder(path, addresses), root, compressed)


def _read_tree(recorder: PageRecorder, root: etree._Element, compressed: int) -> Page:
    for element in root.iter(etree.Element):
        if element.attrib:
            _record_attributes(recorder, element)
        reader = READERS.get(element.tag)
        if reader is not None:
            reader(recorder, element)
    page = recorder.finish(compressed)
    # The parser accepts any text; a file without language, title and heading is not a page.
    return (
        page
        if page.lang or page.title or page.headings
        else msgspec.structs.replace(page, unreadable="there is no HTML in it")
    )


def read_style_sheet(path: str, data: bytes, addresses: Addresses) -> Page:
    """A style sheet as a page that has parts only, so that the checks of parts cover style sheets too."""
    recorder = PageRecorder(path, addresses)
    for match in CSS_URL.finditer(CSS_COMMENT.sub("", data.decode("utf-8", "replace"))):
        reference = next((group for group in match.groups() if group), "")
        # A reference inside the sheet, such as url(#mask), fetches nothing
        if reference and not reference.startswith("#"):
            recorder.part("css", reference)
    return recorder.finish(compressed=0)


@dataclass
class PageRecorder:
    """Collects the content of one page; sets are dicts without values, to keep the order of the page in the report."""

    path: str
    addresses: Addresses
    words: dict[str, Any] = field(default_factory=dict)
    lists: dict[str, list[Any]] = field(default_factory=lambda: {name: [] for name in LISTS})
    sets: dict[str, dict[Any, None]] = field(default_factory=lambda: {name: {} for name in SETS})
    ids: Counter[str] = field(default_factory=Counter)
    headings: int = 0

    def follow(self, reference: str) -> str:
        """Record where a reference leads; returns the path with its fragment, "" where it leaves the site."""
        if climbs(reference):
            self.sets["climbing"][reference] = None
        target = self.addresses.resolve(reference, self.path)
        if target.kind == "broken":
            self.sets["broken"][reference] = None
        if target.kind != "internal":
            return ""
        # The same few addresses occur on every page: interned strings are pickled once
        return intern(f"{target.path}#{target.fragment}" if target.fragment else target.path)

    def link(self, reference: str) -> str:
        """Record a link that a reader may follow; returns its path."""
        target = self.follow(reference)
        if target:
            self.sets["links"][target] = None
        return target.partition("#")[0]

    def part(self, tag: str, reference: str) -> None:
        """Record a file that the browser fetches to show the page."""
        # data: and blob: addresses carry their content with them
        if self.addresses.resolve(reference, self.path).kind == "other":
            return
        path = self.follow(reference).partition("#")[0]
        self.sets["parts"][Part(tag, intern(reference), path)] = None

    def finish(self, compressed: int) -> Page:
        """The finished record."""
        fields: dict[str, Any] = {
            **{name: value for name, value in self.words.items() if name != "switch"},
            **{name: tuple(values) for name, values in self.lists.items()},
            **{name: tuple(values) for name, values in self.sets.items()},
        }
        return Page(
            path=self.path,
            headings=self.headings,
            has_switch="switch" in self.words,
            ids=frozenset(self.ids),
            repeated_ids=tuple(name for name, times in self.ids.items() if times > 1),
            compressed=compressed,
            **fields,
        )


def _record_html(recorder: PageRecorder, element: Element) -> None:
    recorder.words["lang"] = element.get("lang", "")
    recorder.words["dir"] = element.get("dir", "")


def _record_title(recorder: PageRecorder, element: Element) -> None:
    # An inline <svg> may have a title of its own
    if element.getparent().tag != "svg":
        recorder.words.setdefault("title", (element.text or "").strip())


def _record_link(recorder: PageRecorder, element: Element) -> None:
    href, relations = element.get("href", ""), set(element.get("rel", "").lower().split())
    if "canonical" in relations:
        recorder.lists["canonicals"].append(href)
        recorder.follow(href)
    # With a type it is another format, such as a feed, and no version of the page
    elif "alternate" in relations and element.get("hreflang") and "type" not in element.attrib:
        recorder.lists["alternates"].append((element.get("hreflang"), href))
        recorder.follow(href)
    elif "alternate" in relations and element.get("type") == "application/atom+xml":
        recorder.lists["feeds"].append(recorder.follow(href))
    elif "alternate" in relations and element.get("type") == "text/markdown":
        recorder.lists["markdown"].append(recorder.follow(href))
    elif relations & FETCHED:
        kind = "stylesheet" if "stylesheet" in relations else element.get("as", "link")
        recorder.part(kind, href)


def _record_meta(recorder: PageRecorder, element: Element) -> None:
    name = (element.get("name") or element.get("property") or element.get("http-equiv") or "").lower()
    content = element.get("content", "")
    if name in ("robots", "refresh"):
        recorder.words[name] = content
    elif name == "og:type":
        recorder.words["og_type"] = content
    elif name in ("og:image", "og:image:url", "og:image:secure_url", "twitter:image"):
        recorder.lists["cards"].append(content)
        recorder.follow(content)


def _record_anchor(recorder: PageRecorder, element: Element) -> None:
    if "href" in element.attrib:
        recorder.link(element.get("href"))


def _record_form(recorder: PageRecorder, element: Element) -> None:
    if element.get("action"):
        recorder.link(element.get("action"))


def _record_image(recorder: PageRecorder, element: Element) -> None:
    source = element.get("src", "")
    missing = tuple(name for name in ("alt", "width", "height") if name not in element.attrib)
    recorder.lists["pictures"].append(Picture(source, missing))
    if source:
        recorder.part("img", source)
    _record_source(recorder, element)


def _record_source(recorder: PageRecorder, element: Element) -> None:
    # _image records <img src>
    if element.tag != "img" and element.get("src"):
        recorder.part(element.tag, element.get("src"))
    for candidate in CANDIDATE.finditer(element.get("srcset") or element.get("imagesrcset") or ""):
        recorder.part("srcset", candidate[1])
    if element.get("poster"):
        recorder.part("img", element.get("poster"))


def _record_object(recorder: PageRecorder, element: Element) -> None:
    if element.get("data"):
        recorder.part("object", element.get("data"))


def _record_script(recorder: PageRecorder, element: Element) -> None:
    if element.get("src"):
        recorder.part("script", element.get("src"))
    elif element.get("type", "") == "application/ld+json":
        data = read_json_ld(element.text or "")
        recorder.lists["works"].extend(data.works)
        recorder.lists["cards"].extend(data.pictures)
        recorder.lists["json_ld_errors"].extend([data.error] if data.error else [])
    elif element.get("type", "") not in DATA_TYPES:
        recorder.lists["inline"].append("<script> without src")


def _record_style(recorder: PageRecorder, element: Element) -> None:
    recorder.lists["inline"].append("<style>")


def _record_heading(recorder: PageRecorder, element: Element) -> None:
    recorder.headings += 1


def _record_time(recorder: PageRecorder, element: Element) -> None:
    # A date in a quoted part is in the language of that part: the nearest lang decides
    lang = next((node.get("lang") for node in _self_and_above(element) if "lang" in node.attrib), "")
    text = _text_of(element)
    recorder.sets["times"][Time(element.get("datetime", text), text, lang)] = None


def _record_switch(recorder: PageRecorder, element: Element) -> None:
    """Any visible element with `data-switch`: its links lead to the other editions."""
    if any("hidden" in node.attrib for node in _self_and_above(element)):
        return
    recorder.words["switch"] = True
    for link in element.iter("a"):
        path = recorder.follow(link.get("href", "")).partition("#")[0]
        recorder.lists["switch"].append(SwitchLink(path, link.get("lang", ""), _text_of(link)))


def _record_attributes(recorder: PageRecorder, element: Element) -> None:
    """Record what any element may have: an id, a style, an event handler, a script in an address."""
    for name, value in element.attrib.items():
        if name == "id":
            recorder.ids[value] += 1
        elif name == "style":
            recorder.lists["inline"].append(f"style attribute on <{element.tag}>")
        elif name.startswith("on"):
            recorder.lists["inline"].append(f"{name} handler on <{element.tag}>")
        elif name in ("href", "action", "src") and value.strip().lower().startswith("javascript:"):
            recorder.lists["inline"].append(f"javascript: address on <{element.tag}>")
        elif name == "data-switch":
            _record_switch(recorder, element)


def _text_of(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _self_and_above(element: Element) -> list[Element]:
    return [element, *element.iterancestors()]


READERS: Mapping[str, Callable[[PageRecorder, Element], None]] = {
    "html": _record_html,
    "title": _record_title,
    "link": _record_link,
    "meta": _record_meta,
    "a": _record_anchor,
    "area": _record_anchor,
    "form": _record_form,
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
