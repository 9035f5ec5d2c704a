"""What the sanitiser takes out of a text: elements, attributes and addresses, each with its line and what to do.

The HTML of the text before it is cleaned says what is removed, however it was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import NamedTuple

from plugins.content.markup.allowed_html import SCHEMES, SIDES, AllowedHtml
from plugins.content.markup.markdown import MarkdownRenderer
from plugins.content.markup.rendered import TextExtract
from plugins.content.markup.source_map import NAME_MARK, ConvertedHtml, find_offsets, place_of
from plugins.content.markup.videos import video_at
from plugins.content.sources import Source
from plugins.diagnostics import Diagnostic, Message

MARKUP, ADDRESS = "removed-markup", "unsafe-link"
# Signs without which a text has no tag, no attribute and no letter in disguise.
SIGNS = frozenset("<{&")
SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*(?=:)")
# Browsers do not see these in an address.
UNSEEN = re.compile(r"[\t\n\r]|^[\0- ]+")
# What stands only in an element that is reported itself.
INNER = frozenset(
    "circle clippath defs ellipse g line lineargradient mask path pattern polygon polyline radialgradient rect stop "
    "text tspan use mi mn mo mrow mtext mfrac msup msub option param source track".split()
)
LOOK = frozenset(
    "style class align valign bgcolor color border cellpadding cellspacing face size width height background hspace "
    "vspace nowrap".split()
)
DELETE = Message("delete it")
FORM = Message("put a link to the page with the form in its place")
THEME = Message("the site's look belongs to the theme; delete it")
KEEP_WORDS = Message("the site's look belongs to the theme; delete the mark and keep the words")
ELSEWHERE = Message("what it shows would be loaded from elsewhere; put a link to it in its place")
INSTEAD = {
    "audio": Message("link the file: [the recording](recording.mp3)"),
    "base": DELETE,
    "button": FORM,
    "canvas": Message("save it as a picture in content/images/, and name that file"),
    "center": KEEP_WORDS,
    "embed": ELSEWHERE,
    "font": KEEP_WORDS,
    "form": FORM,
    "frame": ELSEWHERE,
    "iframe": ELSEWHERE,
    "input": FORM,
    "link": THEME,
    "math": Message("save the formula as a picture in content/images/, or write it in words"),
    "meta": DELETE,
    "object": ELSEWHERE,
    "picture": Message("write ![what is seen](images/name.jpg)"),
    "script": Message(
        "nothing runs in readers' browsers; delete it with what is in it, or put a link to it in its place"
    ),
    "select": FORM,
    "style": Message("the site's look belongs to the theme; delete it with what is in it"),
    "svg": Message("save the drawing as a picture in content/images/, and name that file"),
    "textarea": FORM,
    "video": Message("write the name of its file, or its address on YouTube or Vimeo, alone on a line"),
}
OTHERWISE = Message("delete the mark and keep the words; if readers are to see it, write &lt; for <")


class Removal(NamedTuple):
    """Something that is taken out: what tells it from others in the text, the ways in which it may be written there,
    and what is said of it."""

    name: str
    spellings: tuple[str, ...]
    message: Message
    code: str


def find_removed_markup(source: Source, renderer: MarkdownRenderer, extract: TextExtract) -> Iterator[Diagnostic]:
    """A warning for each place of a text, of which this is the extract, with something that readers do not get; none
    where it is nested too deep or would take minutes, which is an error of its own."""
    body = source.body
    # Most texts hold nothing that could be removed, and are not rendered once more.
    may_lose = extract.lost_address or any(sign in body for sign in SIGNS)
    removals = _removals_in(body, renderer) if may_lose else []
    if removals:
        names, spellings = [removal.name for removal in removals], [removal.spellings for removal in removals]
        offsets = find_offsets(
            body, names, spellings, lambda text: [removal.name for removal in _removals_in(text, renderer)]
        )
        diagnostics: dict[Diagnostic, None] = {}
        for at, (_, _, message, code) in zip(offsets, removals, strict=True):
            # Attributes stand in a tag, or in braces.
            start = at if code == ADDRESS else max(body.rfind(sign, 0, at + 1) for sign in "<{")
            diagnostics[Diagnostic(source.path, *place_of(source, max(start, 0)), message, code, "warning")] = None
        yield from diagnostics


def _removals_in(text: str, renderer: MarkdownRenderer) -> list[Removal]:
    elements = ConvertedHtml(text, renderer).elements
    return [removal for element, attributes in elements for removal in _removals(element, attributes, renderer.allowed)]


def _unsafe_scheme(address: str) -> str:
    """The scheme of an address that is not published; "" for one that is."""
    scheme = SCHEME.match(UNSEEN.sub("", address))
    return scheme[0] if scheme and scheme[0].lower() not in SCHEMES else ""


def _removals(written: str, attributes: dict[str, str], allowed: AllowedHtml) -> Iterator[Removal]:
    """What is removed of one element, whose name is `written`, perhaps with the mark of its place."""
    element = NAME_MARK.sub("", written)
    tag = f"<{element}"
    if element not in allowed.elements:
        if element not in INNER:
            message = Message("<{element}> is taken out: {cure}", element=element, cure=_instead(element, attributes))
            yield Removal(written, (tag,), message, MARKUP)
        return
    # Python-Markdown itself writes the language of a block of code, and the side of a cell, which becomes a class.
    made = {"class"} if element == "code" else {"style"} if attributes.get("style") in SIDES else set()
    if removed := {name: attributes[name] for name in attributes if name not in allowed.attributes(element) | made}:
        name = " ".join([written, *(f"{name}={value}" for name, value in removed.items())])
        classes = (f".{name}" for name in removed.get("class", "").split())
        yield Removal(name, (tag, *removed, *classes), _of_attributes(element, removed), MARKUP)
    address = attributes.get("href", "") or attributes.get("src", "")
    if scheme := _unsafe_scheme(address):
        message = Message(
            "the address of a link is taken out, since {scheme}: is none that readers can follow: link a story of "
            "this site, a page of the web, an e-mail address (mailto:) or a telephone number (tel:)",
            scheme=scheme,
        )
        yield Removal(f"{written} {address}", (address, escape(address), f"{scheme}:", tag), message, ADDRESS)


def _instead(element: str, attributes: dict[str, str]) -> Message:
    video = video_at(attributes.get("src", "") or attributes.get("data", ""))
    if video and video.site:
        return Message("write the video's address alone on a line, {address}", address=video.address)
    return INSTEAD.get(element, OTHERWISE)


def _of_attributes(element: str, removed: Iterable[str]) -> Message:
    names = list(removed)
    values = {
        "names": ", ".join(names),
        "element": element,
        "are": "are" if len(names) > 1 else "is",
        "it": "them" if len(names) > 1 else "it",
    }
    if any(name.startswith("on") for name in names):
        return Message(
            "{names} of <{element}> {are} taken out: nothing runs in readers' browsers; delete {it}", **values
        )
    if all(name in LOOK for name in names):
        return Message(
            "{names} of <{element}> {are} taken out: the site's look belongs to the theme; delete {it}", **values
        )
    return Message(
        "{names} of <{element}> {are} taken out: delete {it}; docs/editing.md lists what is allowed", **values
    )
