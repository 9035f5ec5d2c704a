"""The body of a text as safe HTML. A Pelican reader, so that whoever wants it sooner may put another in its place."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any

import nh3
from pelican.readers import MarkdownReader, Readers

from plugins.content.engine import Engine
from plugins.content.library import ContentLibrary
from plugins.content.sources import Source
from plugins.diagnostics import ContentErrors, Diagnostic

# What raw HTML in a text may be; docs/editing.md lists it for editors.
ATTRIBUTES: dict[str, set[str]] = {
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
TAGS = set(
    "a abbr b bdi bdo blockquote br caption cite code dd del details dfn div dl dt em figcaption figure h2 h3 h4 h5 h6 "
    "hr i img ins kbd li mark ol p pre q s small span strong sub summary sup table tbody td tfoot th thead time tr u "
    "ul var".split()
)
SCHEMES = {"http", "https", "mailto", "tel"}
CLEANER = nh3.Cleaner(
    tags=TAGS,
    attributes={
        **ATTRIBUTES,
        "td": ATTRIBUTES["td"] | {"class"},
        "th": ATTRIBUTES["th"] | {"class"},
        "span": {"class"},
    },
    clean_content_tags={"script", "style"},
    url_schemes=SCHEMES,
    link_rel=None,
    strip_comments=True,
)
ALIGNED = re.compile(r' style="text-align: (?P<side>left|right|center);"')
# The theme has no left and right.
SIDES = {"left": "start", "right": "end", "center": "center"}
# Python's stack holds twice as much, less what the caller has used up of it: this far below, that makes no difference.
DEEPEST = 100
HEADING_ONE = re.compile(r"<(/?)h1\b")


class PairReader(MarkdownReader):  # type: ignore[misc]
    """Reads the body of `<slug>.<language>.md`; one Markdown engine serves for all files."""

    file_extensions = ("md",)

    @cached_property
    def engine(self) -> Engine:
        """The Markdown engine, made when the first body is read: Pelican makes a reader for each generator."""
        options = self.settings["MARKDOWN"]
        return Engine(
            deepest=DEEPEST,
            extensions=[name for name in options["extensions"] if name != "markdown.extensions.meta"],
            extension_configs=options.get("extension_configs", {}),
            output_format="html",
        )

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """The body's HTML; the header is the newsroom's business, and so is what the file holds: it may have been saved
        again since. Where one lies too deep, all that do are told."""
        library: ContentLibrary = self.settings["NEWSROOM"]
        try:
            return self.html_of(library.source(source_path)), {}
        except ContentErrors:
            diagnostics = (diagnostic for text in library.texts() for diagnostic in self.diagnostics(text.source))
            raise ContentErrors(diagnostics) from None

    def diagnostics(self, source: Source) -> tuple[Diagnostic, ...]:
        """What keeps a source's body from becoming HTML."""
        try:
            self.html_of(source)
        except ContentErrors as error:
            return error.diagnostics
        return ()

    def html_of(self, source: Source) -> str:
        """The HTML of a source's body; raises ContentErrors where it lies too deep in itself."""
        try:
            return self.rendered(source.body)
        except RecursionError:
            message = "lists or quotations lie too deep in one another: take some of the marks away"
            raise ContentErrors([source.diagnostic(source.body_line, message, "too-deep")]) from None

    def rendered(self, markdown: str) -> str:
        """Markdown as HTML that holds nothing but what is allowed."""
        html = self.engine.reset().convert(markdown)
        return cleaned(HEADING_ONE.sub(r"<\1h2", html))


def cleaned(html: str) -> str:
    """HTML with only the allowed tags, attributes and address schemes; text is never lost."""
    html = ALIGNED.sub(lambda match: f' class="{SIDES[match["side"]]}"', html)
    return CLEANER.clean(html)


def use_reader(readers: Readers) -> None:
    """Handler of `readers_init`: Markdown files are read by PairReader."""
    readers.reader_classes["md"] = PairReader
