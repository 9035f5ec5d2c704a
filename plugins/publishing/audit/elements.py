"""What each HTML element tells about its page: one small function for each kind of element."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from plugins.publishing.audit.notes import Notes
from plugins.publishing.audit.pages import Picture, SwitchLink, Time
from plugins.publishing.audit.works import read_data

Element = Any

# Relations whose address the browser fetches, or greets, by itself
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


def _html(notes: Notes, element: Element) -> None:
    notes.words["lang"] = element.get("lang", "")
    notes.words["dir"] = element.get("dir", "")


def _title(notes: Notes, element: Element) -> None:
    # An inline <svg> may have a title of its own
    if element.getparent().tag != "svg":
        notes.words.setdefault("title", (element.text or "").strip())


def _link(notes: Notes, element: Element) -> None:
    href, relations = element.get("href", ""), set(element.get("rel", "").lower().split())
    if "canonical" in relations:
        notes.lists["canonicals"].append(href)
        notes.follow(href)
    # With a type it is another format, such as a feed, and no version of the page
    elif "alternate" in relations and element.get("hreflang") and "type" not in element.attrib:
        notes.lists["alternates"].append((element.get("hreflang"), href))
        notes.follow(href)
    elif "alternate" in relations and element.get("type") == "application/atom+xml":
        notes.lists["feeds"].append(notes.follow(href))
    elif relations & FETCHED:
        kind = "stylesheet" if "stylesheet" in relations else element.get("as", "link")
        notes.part(kind, href)


def _meta(notes: Notes, element: Element) -> None:
    name = (element.get("name") or element.get("property") or element.get("http-equiv") or "").lower()
    content = element.get("content", "")
    if name in ("robots", "refresh"):
        notes.words[name] = content
    elif name == "og:type":
        notes.words["og_type"] = content
    elif name in ("og:image", "og:image:url", "og:image:secure_url", "twitter:image"):
        notes.lists["cards"].append(content)
        notes.follow(content)


def _anchor(notes: Notes, element: Element) -> None:
    if "href" in element.attrib:
        notes.link(element.get("href"))


def _form(notes: Notes, element: Element) -> None:
    if element.get("action"):
        notes.link(element.get("action"))


def _image(notes: Notes, element: Element) -> None:
    source = element.get("src", "")
    missing = tuple(name for name in ("alt", "width", "height") if name not in element.attrib)
    notes.lists["pictures"].append(Picture(source, missing))
    if source:
        notes.part("img", source)
    _source(notes, element)


def _source(notes: Notes, element: Element) -> None:
    # <img src> is noted by its own reader, with its duties
    if element.tag != "img" and element.get("src"):
        notes.part(element.tag, element.get("src"))
    for candidate in CANDIDATE.finditer(element.get("srcset") or element.get("imagesrcset") or ""):
        notes.part("srcset", candidate[1])
    if element.get("poster"):
        notes.part("img", element.get("poster"))


def _object(notes: Notes, element: Element) -> None:
    if element.get("data"):
        notes.part("object", element.get("data"))


def _script(notes: Notes, element: Element) -> None:
    if element.get("src"):
        notes.part("script", element.get("src"))
    elif element.get("type", "") == "application/ld+json":
        data = read_data(element.text or "")
        notes.lists["works"].extend(data.works)
        notes.lists["cards"].extend(data.pictures)
        notes.lists["data_faults"].extend([data.fault] if data.fault else [])
    elif element.get("type", "") not in DATA_TYPES:
        notes.lists["inline"].append("<script> without src")


def _style(notes: Notes, element: Element) -> None:
    notes.lists["inline"].append("<style>")


def _heading(notes: Notes, element: Element) -> None:
    notes.headings += 1


def _time(notes: Notes, element: Element) -> None:
    # A date in a foreign part is written for that part: its nearest lang decides
    lang = next((node.get("lang") for node in _self_and_above(element) if "lang" in node.attrib), "")
    text = _words(element)
    notes.sets["times"][Time(element.get("datetime", text), text, lang)] = None


def _switch(notes: Notes, element: Element) -> None:
    """Any visible element with `data-switch`: the links in it are the reader's way to the other editions."""
    if any("hidden" in node.attrib for node in _self_and_above(element)):
        return
    notes.words["switch"] = True
    # The switch's links are read here as to where they lead; that they lead at all, as any link's
    for link in element.iter("a"):
        path = notes.follow(link.get("href", "")).partition("#")[0]
        notes.lists["switch"].append(SwitchLink(path, link.get("lang", ""), _words(link)))


def read_attributes(notes: Notes, element: Element) -> None:
    """What any element may carry: an id, a style, a handler, a script in an address."""
    for name, value in element.attrib.items():
        if name == "id":
            notes.ids[value] += 1
        elif name == "style":
            notes.lists["inline"].append(f"style attribute on <{element.tag}>")
        elif name.startswith("on"):
            notes.lists["inline"].append(f"{name} handler on <{element.tag}>")
        elif name in ("href", "action", "src") and value.strip().lower().startswith("javascript:"):
            notes.lists["inline"].append(f"javascript: address on <{element.tag}>")
        elif name == "data-switch":
            _switch(notes, element)


def _words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _self_and_above(element: Element) -> list[Element]:
    return [element, *element.iterancestors()]


READERS: Mapping[str, Callable[[Notes, Element], None]] = {
    "html": _html,
    "title": _title,
    "link": _link,
    "meta": _meta,
    "a": _anchor,
    "area": _anchor,
    "form": _form,
    "img": _image,
    "source": _source,
    "video": _source,
    "audio": _source,
    "iframe": _source,
    "embed": _source,
    "track": _source,
    "object": _object,
    "script": _script,
    "style": _style,
    "h1": _heading,
    "time": _time,
}
