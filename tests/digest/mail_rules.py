"""What mail programs show, as rules that the digest's HTML is held against; docs/digest.md names the source of each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Comment, Tag

ELEMENTS = set("html head meta title style body div table tbody tr td a img p h1 h2".split())
# Properties that Outlook for Windows, Gmail and Apple Mail all follow, and four that only some need.
PROPERTIES = set(
    "background-color border border-bottom border-collapse border-top color display font-family font-size font-weight "
    "height line-height margin margin-bottom margin-top max-width padding padding-left padding-right text-decoration "
    "width mso-hide -webkit-text-size-adjust".split()
)
AT_RULES = ("(max-width: 480px)", "(prefers-color-scheme: dark)")
# Outlook for Windows follows these on some elements only.
ONLY_ON = {"padding": {"td", "body"}, "max-width": {"table", "img"}}
DISPLAYS = {"block", "none"}
CLIPPED, STYLE_LIMIT = 102 * 1024, 16 * 1024


def faults(html: str, site_url: str) -> list[str]:
    """Every rule that the HTML breaks."""
    tree = BeautifulSoup(html, "html.parser")
    found = [*_size(html), *_elements(tree), *_styles(tree), *_pictures(tree, site_url), *_links(tree, site_url)]
    return [*found, *_tables(tree), *_languages(tree)]


def _size(html: str) -> Iterator[str]:
    if len(html.encode()) > CLIPPED:
        yield "Gmail hides what goes beyond 102 KB"


def _elements(tree: BeautifulSoup) -> Iterator[str]:
    for element in tree.find_all(True):
        if element.name not in ELEMENTS:
            yield f"<{element.name}> is not shown everywhere"
        yield from (f"<{element.name} {name}> is a script" for name in element.attrs if name.startswith("on"))
    for comment in tree.find_all(string=lambda text: isinstance(text, Comment)):
        if not comment.startswith("[if mso]") or not comment.endswith("<![endif]"):
            yield f"the comment {comment!r} is for nobody"


def _styles(tree: BeautifulSoup) -> Iterator[str]:
    sheets = tree.find_all("style")
    if [sheet.parent.name for sheet in sheets if sheet.parent] != ["head"]:
        yield "there must be one <style>, in the head"
    for sheet in sheets:
        css = sheet.string or ""
        if len(css.encode()) > STYLE_LIMIT:
            yield "Gmail passes over a <style> of more than 16 KB"
        outside = re.sub(r"@media\s*(\([^)]*\))\s*\{(?:[^{}]*\{[^{}]*\})*\s*\}", "", css)
        if outside.strip():
            yield f"{outside.strip()[:60]!r} is not inlined"
        yield from (
            f"@media {one} is not expected" for one in re.findall(r"@media\s*(\([^)]*\))", css) if one not in AT_RULES
        )
        for block in re.findall(r"\{([^{}]*)\}", css):
            yield from _declarations(block, "td")
    for element in tree.find_all(style=True):
        yield from _declarations(str(element["style"]), element.name)


def _declarations(style: str, element: str) -> Iterator[str]:
    for declaration in filter(str.strip, style.split(";")):
        name, _, value = (part.strip() for part in declaration.partition(":"))
        if name not in PROPERTIES:
            yield f"{name} is not followed everywhere"
        if element not in ONLY_ON.get(name.partition("-")[0] if name.startswith("padding") else name, {element}):
            yield f"{name} is not followed on <{element}>"
        if name == "display" and value.replace("!important", "").strip() not in DISPLAYS:
            yield f"display: {value} is not followed"
        if re.search(r"url\(|var\(|calc\(|\d(?:rem|em|vw|vh)\b|rgba|-\d", value):
            yield f"{name}: {value} is not followed everywhere"


def _pictures(tree: BeautifulSoup, site_url: str) -> Iterator[str]:
    for image in tree.find_all("img"):
        source = str(image.get("src", ""))
        if not source.startswith(f"{site_url}/") or not source.endswith((".jpg", ".png")):
            yield f"the picture {source} is no JPEG or PNG of the site, by its whole address"
        if not all(re.fullmatch(r"[1-9]\d*", str(image.get(name, ""))) for name in ("width", "height")):
            yield f"the picture {source} has no width and height"
        if "alt" not in image.attrs:
            yield f"the picture {source} has no alt"
        if int(image.get("width", 0)) < 20 or int(image.get("height", 0)) < 20:
            yield f"the picture {source} looks like one that follows readers"


def _links(tree: BeautifulSoup, site_url: str) -> Iterator[str]:
    for link in tree.find_all("a"):
        address = str(link.get("href", ""))
        if address.startswith("https://lists.example.org/"):
            continue
        parts = urlsplit(address)
        if f"{parts.scheme}://{parts.netloc}" != site_url or parts.query:
            yield f"the link {address} is not whole, leads away, or follows readers"
        if not link.get_text(strip=True) and not link.find("img"):
            yield f"the link {address} has no words"


def _tables(tree: BeautifulSoup) -> Iterator[str]:
    for table in tree.find_all("table"):
        wanted = {"role": "presentation", "cellpadding": "0", "cellspacing": "0", "border": "0"}
        if {name: table.get(name) for name in wanted} != wanted or "width" not in table.attrs:
            yield "a table of the layout has a role, no space of its own, and a width"


def _languages(tree: BeautifulSoup) -> Iterator[str]:
    # Gmail takes <html> and <body> away, and what they say with them.
    for element in (tree.find("html"), tree.find("table")):
        if not isinstance(element, Tag) or not element.get("lang") or not element.get("dir"):
            yield "neither <html> nor the outermost table may lack lang and dir"
