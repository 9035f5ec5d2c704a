"""What HTML may remain in a text: elements, attributes and schemes of addresses. All else is removed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property

import nh3

from plugins.content.control_characters import replace_controls
from plugins.content.markup.rendered import Tag, attribute_places, change_tags, name_of

# What raw HTML in a text may be; docs/editing.md lists it for editors.
ALLOWED_ATTRIBUTES: dict[str, set[str]] = {
    "*": {"lang", "dir", "title", "id"},
    "a": {"href", "class"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start"},
    "div": {"class"},
    "sup": {"id"},
    "time": {"datetime"},
    "abbr": {"title"},
}
ALLOWED_ELEMENTS = set(
    "a abbr b bdi bdo blockquote br caption cite code dd del details dfn div dl dt em figcaption figure h2 h3 h4 h5 h6 "
    "hr i img ins kbd li mark ol p pre q s small span strong sub summary sup table tbody td tfoot th thead time tr u "
    "ul var".split()
)
# What Python-Markdown writes has these too.
CLEANED_ATTRIBUTES = {
    **ALLOWED_ATTRIBUTES,
    "td": ALLOWED_ATTRIBUTES["td"] | {"class"},
    "th": ALLOWED_ATTRIBUTES["th"] | {"class"},
    "span": {"class"},
}
SCHEMES = {"http", "https", "mailto", "tel"}
# What no setting allows: it would run in readers' browsers, or change the whole page.
NEVER_ALLOWED = frozenset({"script", "style", "base", "link", "meta", "srcdoc"})
# The styles of cells in tables, and the classes that stand for them: the theme has no left and right.
SIDES = {"text-align: left;": "start", "text-align: right;": "end", "text-align: center;": "center"}


class AllowedHtml:
    """What HTML may remain in a text: the elements and attributes of this module, and `extra` ones, by element."""

    def __init__(self, extra: Mapping[str, Iterable[str]] | None = None) -> None:
        self.extra = {element: sorted(names) for element, names in sorted((extra or {}).items())}
        # A heading of the first rank is allowed, and becomes one of the second.
        self.elements = ALLOWED_ELEMENTS | {"h1"} | self.extra.keys() - {"*"}
        self._attributes = {
            element: CLEANED_ATTRIBUTES.get(element, set()) | set(self.extra.get(element, ()))
            for element in {*CLEANED_ATTRIBUTES, *self.extra}
        }

    def attributes(self, element: str) -> set[str]:
        """The attributes that an element may have."""
        return self._attributes["*"] | self._attributes.get(element, set())

    @cached_property
    def cleaner(self) -> nh3.Cleaner:
        """Takes out everything else, but for styles where `_allowed_tag` makes classes of them."""
        return nh3.Cleaner(
            tags=self.elements,
            attributes={
                element: names | ({"style"} if "class" in names else set())
                for element, names in self._attributes.items()
            },
            clean_content_tags={"script", "style"},
            url_schemes=SCHEMES,
            link_rel=None,
            strip_comments=True,
        )


USUAL = AllowedHtml()


def clean_html(html: str, allowed: AllowedHtml = USUAL) -> str:
    """HTML with only the allowed tags, attributes and address schemes. Text within an element that is not
    allowed stays, except that of scripts and styles."""
    # References such as &#27; are letters now.
    cleaned = replace_controls(allowed.cleaner.clean(html))
    if "<h1" not in cleaned and " style=" not in cleaned:
        return cleaned
    return change_tags(cleaned, lambda tag: _allowed_tag(tag, allowed))


def _allowed_tag(tag: Tag, allowed: AllowedHtml) -> Tag:
    """A tag of the cleaner's: a heading of the first rank is one of the second, since the page's title is the first,
    and the side of a cell is a class."""
    if name_of(tag) == "h1":
        return tag.replace("h1", "h2", 1)
    places = attribute_places(tag)
    if "style" not in places:
        return tag
    start, end = places["style"]
    before, style, after = tag[: start - len(' style="')], tag[start:end], tag[end + 1 :]
    if style in SIDES and "class" not in places:
        return f'{before} class="{SIDES[style]}"{after}'
    return tag if "style" in allowed.attributes(name_of(tag)) else before + after


def wrong_extra_html(element: str, attributes: Iterable[str]) -> bool:
    """Whether an entry of EXTRA_HTML would let something run in readers' browsers, or names no element; `*` stands for
    all elements."""
    names = [element.removeprefix("*") or "a", *attributes]
    runs = not NEVER_ALLOWED.isdisjoint(names) or any(name.startswith("on") for name in attributes)
    return runs or not all(re.fullmatch(r"[a-z][a-z0-9-]*", name) for name in names)
