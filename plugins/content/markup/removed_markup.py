"""What the sanitiser takes out of a text: elements, attributes and addresses, each with its line and what to do.

The HTML of the text before it is cleaned says what is removed, however it was written; the source says where.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from html.parser import HTMLParser

from plugins.content.markup.allowed_html import SCHEMES, SIDES, AllowedHtml
from plugins.content.markup.markdown import MarkdownRenderer
from plugins.content.markup.parsing_cost import TooMuchMarkup
from plugins.content.markup.source_marks import blank_code
from plugins.content.markup.videos import video_at
from plugins.content.sources import Source
from plugins.diagnostics import Diagnostic, Message

MARKUP, ADDRESS = "removed-markup", "unsafe-link"
# Signs without which a text has no tag, no attribute and no letter in disguise; and what may be a scheme: not a word
# before a colon in a sentence.
SIGNS = frozenset("<{&")
BEFORE_COLON = re.compile(r"(?<![\w+.-])([a-zA-Z][\w+.-]*+)\s*+:(?=\S)|\(\s*+([a-zA-Z][\w+.-]*+)\s*+:")
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


def find_removed_markup(source: Source, renderer: MarkdownRenderer) -> Iterator[Diagnostic]:
    """A warning for each place of a text with something that readers do not get; none where it is nested too deep or
    would take minutes, which is an error of its own."""
    text = blank_code(source.body)
    if not _may_lose(text):
        return
    try:
        elements = _Elements(renderer.convert(source.body)).found
    except (RecursionError, TooMuchMarkup):
        return
    places = _Places(text)
    diagnostics = [
        Diagnostic(source.path, *_position(source, text, at), message, code, "warning")
        for element, attributes in elements
        for at, message, code in _removals(element, attributes, places, renderer.allowed)
    ]
    yield from dict.fromkeys(diagnostics)


def _may_lose(text: str) -> bool:
    """Whether it is worth while to render the text: most hold nothing that could be removed."""
    schemes = (before_word or other for before_word, other in BEFORE_COLON.findall(text))
    return not SIGNS.isdisjoint(text) or any(scheme.lower() not in SCHEMES for scheme in schemes)


def _unsafe_scheme(address: str) -> str:
    """The scheme of an address that is not published; "" for one that is."""
    scheme = SCHEME.match(UNSEEN.sub("", address))
    return scheme[0] if scheme and scheme[0].lower() not in SCHEMES else ""


class _Elements(HTMLParser):
    """The elements of HTML with their attributes, in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element."""
        self.found.append((tag, {name: value or "" for name, value in attrs}))


class _Places:
    """Finds elements, attributes and addresses in a Markdown text; each search starts after the last match of its
    kind."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.behind: dict[str, int] = {}

    def find(self, pattern: str, *others: str) -> int:
        """Where the first pattern that occurs begins, or 0."""
        for expression in (pattern, *others):
            match = re.compile(expression, re.I).search(self.text, self.behind.get(expression, 0))
            if match:
                self.behind[expression] = match.end()
                return match.start()
        return 0


def _removals(
    element: str, attributes: dict[str, str], places: _Places, allowed: AllowedHtml
) -> Iterator[tuple[int, Message, str]]:
    """What is removed of one element: place in the text, message and code."""
    if element not in allowed.elements:
        if element not in INNER:
            message = Message("<{element}> is taken out: {cure}", element=element, cure=_instead(element, attributes))
            yield places.find(rf"<{re.escape(element)}\b"), message, MARKUP
        return
    # Python-Markdown itself writes the language of a block of code, and the side of a cell, which becomes a class.
    made = {"class"} if element == "code" else {"style"} if attributes.get("style") in SIDES else set()
    if removed := [name for name in attributes if name not in allowed.attributes(element) | made]:
        names = "|".join(map(re.escape, removed))
        signs = rf"{names}|\." if "class" in removed else names
        at = places.find(rf"<{element}\b[^<>]*?\s(?:{names})\b", rf"\{{[^{{}}\n]*(?:{signs})[^{{}}\n]*\}}")
        yield at, _of_attributes(element, removed), MARKUP
    address = attributes.get("href", "") or attributes.get("src", "")
    if scheme := _unsafe_scheme(address):
        forms = (re.escape(form) for form in dict.fromkeys((address, escape(address))))
        at = places.find(*forms, rf"\b{re.escape(scheme)}\s*:", f"<{element}\\b")
        message = Message(
            "the address of a link is taken out, since {scheme}: is none that readers can follow: link a story of "
            "this site, a page of the web, an e-mail address (mailto:) or a telephone number (tel:)",
            scheme=scheme,
        )
        yield at, message, ADDRESS


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


def _position(source: Source, text: str, at: int) -> tuple[int, int]:
    return source.body_line + text.count("\n", 0, at), at - (text.rfind("\n", 0, at) + 1) + 1
