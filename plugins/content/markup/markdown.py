"""Markdown to safe HTML: stock Python-Markdown, with a limit of nesting; `allowed_html` says what HTML may remain."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterable, Mapping
from functools import cached_property
from importlib import import_module
from pkgutil import iter_modules
from typing import Any
from xml.etree.ElementTree import Element

import markdown
from markdown import extensions
from markdown.extensions.def_list import DefListProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import Registry

from plugins.content.markup.allowed_html import AllowedHtml, clean_html
from plugins.content.markup.own_notation import OwnNotation
from plugins.content.markup.parsing_cost import TooMuchMarkup, check_markup
from plugins.content.markup.rendered import (
    Reference,
    TextExtract,
    excerpt,
    has_lost_address,
    references_of,
    split_text,
)
from plugins.content.sources import Source
from plugins.diagnostics import ContentErrors, Message, SettingError, message_of, program_fault
from plugins.system.digests import key_of, stable_repr

# A line that does not begin as a definition, before one that does.
NEXT_TERM = re.compile(r"\n(?=[ ]{0,3}[^ :\n][^\n]*\n[ ]{0,3}:[ ]{1,3}[^ \n])")
# Elements in one another; a level of a list is two. Python's stack holds several times as many.
DEEPEST = 100
STOCK = "markdown.extensions."
OWN_EXTENSIONS = frozenset(module.name for module in iter_modules(extensions.__path__))
# The sign without which these parts of Python-Markdown and of our notation, by the names that they are registered
# under, find nothing in a text: leaving them out takes half the time. A text with one of `RARE` is read by all.
SIGNS = {
    "&": "html_block entity",
    "`": "backtick",
    "```": "fenced_code_block",
    "\\": "escape unescape",
    "[": "reference link short_reference",
    "[^": "footnote footnote-duplicate",
    "*[": "abbr",
    "!": "image_link image_reference short_image_ref",
    "*": "em_strong",
    "_": "em_strong2",
    "  \n": "linebreak",
    "#": "hashheader",
    ">": "quote",
    "|": "table row-headings",
    "{": "attr_list",
    "@": "mail",
    "+": "telephone",
    "<": "markdown_block autolink automail html",
}
RARE = ("<", "\t", "~~~")
# An engine is no place for two threads: it would put parts of one text into the other. A process is forked when no
# other thread holds the lock, since nobody would release it there.
CONVERTING = threading.RLock()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(
        before=CONVERTING.acquire, after_in_parent=CONVERTING.release, after_in_child=CONVERTING.release
    )


class TreeDepthLimit(Treeprocessor):
    """Raises RecursionError for elements nested deeper than the limit, before processors that recurse into each."""

    def run(self, root: Element) -> None:
        """Measure the tree; changes nothing."""
        level, depth = [root], 0
        while level:
            level, depth = [child for element in level for child in element], depth + 1
        if depth > DEEPEST:
            raise RecursionError


class FlatDefinitions(DefListProcessor):
    """Definitions of terms without an empty line between them, as in other kinds of Markdown: the library takes each
    term for a part of the definition before it, one level deeper."""

    def run(self, parent: Element, blocks: list[str]) -> bool | None:
        """As in the library, with the next term and what follows it as a block of its own."""
        block = blocks[0]
        definition = self.RE.search(block)
        if definition and (next_term := NEXT_TERM.search(block, definition.end() - 1)):
            blocks[:1] = [block[: next_term.start()], block[next_term.start() + 1 :]]
        return super().run(parent, blocks)


class LimitedMarkdown(markdown.Markdown):
    """`markdown.Markdown` that raises RecursionError for a text nested too deep, long before Python's stack is full."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        # Between the library's "inline" and what follows.
        self.treeprocessors.register(TreeDepthLimit(self), "depth", 19)
        if "deflist" in self.parser.blockprocessors:
            self.parser.blockprocessors.register(FlatDefinitions(self.parser), "deflist", 25)

    def build_extension(self, ext_name: str, configs: Mapping[str, Any]) -> markdown.extensions.Extension:
        """As in the library, which reads what all installed packages say of themselves to find its own extensions."""
        name = ext_name.removeprefix(STOCK)
        if name not in OWN_EXTENSIONS:
            return super().build_extension(ext_name, configs)
        extension: markdown.extensions.Extension = import_module(STOCK + name).makeExtension(**configs)
        return extension

    def reset(self) -> LimitedMarkdown:
        """As in the library; a text that failed leaves nothing to the next."""
        super().reset()
        self.parser.state.clear()
        return self

    def leave_out(self, names: Iterable[str]) -> None:
        """Take the parts of these names out for good."""
        registries: tuple[Registry[Any], ...] = (
            self.preprocessors, self.parser.blockprocessors, self.treeprocessors, self.inlinePatterns,
            self.postprocessors,
        )  # fmt: skip
        for registry in registries:
            for name in names:
                registry.deregister(name, strict=False)


class MarkdownRenderer:
    """Renders texts with the options of Pelican's `MARKDOWN` setting; an engine serves for many texts, and
    several threads may ask at once. `extra_html` is the setting `EXTRA_HTML`."""

    def __init__(self, options: Mapping[str, Any], extra_html: Mapping[str, Iterable[str]] | None = None) -> None:
        # Pelican's own reader adds this extension while a build goes on; headers are read by ours.
        used = [extension for extension in options.get("extensions", ()) if extension != "markdown.extensions.meta"]
        self.options, self.allowed = {**options, "extensions": used}, AllowedHtml(extra_html)
        self._extracts: dict[str, tuple[str, TextExtract]] = {}
        self._engines: dict[str, LimitedMarkdown] = {}

    @cached_property
    def key(self) -> str:
        """The key of the options, as they are when it is first asked for."""
        return key_of(stable_repr((self.options, self.allowed.extra)))

    @cached_property
    def is_stock(self) -> bool:
        """Whether all extensions are Python-Markdown's own: any other may read files and settings, so that the same
        text and options may make other HTML in the next build."""
        return not self.foreign

    @cached_property
    def foreign(self) -> frozenset[str]:
        """The modules of extensions that are none of Python-Markdown's own."""
        names = (
            extension if isinstance(extension, str) else type(extension).__module__
            for extension in self.options.get("extensions", ())
        )
        return frozenset(name for name in names if name not in OWN_EXTENSIONS and not f"{name}.".startswith(STOCK))

    def _engine_for(self, text: str) -> LimitedMarkdown:
        """An engine without the parts that find nothing in the text; one with all where extensions have code or options
        of their own."""
        needs_all = any(sign in text for sign in RARE) or not self.is_stock or self.options.get("extension_configs")
        unused = [names for sign, names in SIGNS.items() if not needs_all and sign not in text]
        key = " ".join(unused)
        if key not in self._engines:
            self._engines[key] = self._make_engine()
            self._engines[key].leave_out(key.split())
        return self._engines[key]

    def _make_engine(self) -> LimitedMarkdown:
        try:
            return LimitedMarkdown(
                extensions=[*self.options["extensions"], OwnNotation()],
                extension_configs=self.options.get("extension_configs", {}),
                output_format="html",
            )
        except Exception as error:
            expected = "extensions that can be imported, with options that they have"
            raise SettingError("MARKDOWN", expected, f"{type(error).__name__}: {error}") from error

    def render(self, text: str) -> str:
        """Markdown as HTML that holds nothing but what is allowed; raises RecursionError where it is nested too
        deep, TooMuchMarkup where it would take minutes, SettingError where an extension needs a script in the page."""
        html = self.convert(text)
        if not self.is_stock and "<script" in html and "<script" not in text:
            # Without it readers would see what it is to draw as it is written, such as \(x^2\).
            expected = "no plugin that needs a script in pages, where none runs: use another, or a picture of a formula"
            raise SettingError("PLUGINS", expected, ", ".join(sorted(self.foreign)))
        return clean_html(html, self.allowed)

    def convert(self, text: str) -> str:
        """Markdown as HTML before anything is taken out of it; raises as `render` does."""
        check_markup(text)
        with CONVERTING:
            return self._engine_for(text).reset().convert(text)

    def references_in(self, text: str) -> tuple[Reference, ...]:
        """What a Markdown text names; nothing where it is nested too deep."""
        try:
            return references_of(split_text(self.render(text)))
        except (RecursionError, TooMuchMarkup):
            return ()

    def extract(self, source: Source) -> TextExtract:
        """The extract of a source's text, made once for each of its states."""
        digest, extracted = self._extracts.get(source.name, ("", TextExtract()))
        if digest != source.digest:
            try:
                extracted = extract_html(source, self.render_source(source))
            except ContentErrors as error:
                extracted = TextExtract(problems=error.diagnostics)
            self._extracts[source.name] = source.digest, extracted
        return extracted

    def render_source(self, source: Source) -> str:
        """The HTML of a source's body; raises ContentErrors where it cannot be rendered, for whatever reason."""
        line = source.body_line
        try:
            return self.render(source.body)
        except RecursionError:
            message = Message("lists or quotations lie too deep in one another: take some of the marks away")
            diagnostic = source.diagnostic(line, message, "too-deep")
        except TooMuchMarkup as problem:
            diagnostic = source.diagnostic(line + problem.line, message_of(problem), "too-deep")
        except SettingError:
            raise
        except Exception as error:
            # Extensions of Markdown are of many hands, and texts of all kinds.
            diagnostic = program_fault(source.path, line, error)
        raise ContentErrors([diagnostic])


def extract_html(source: Source, html: str) -> TextExtract:
    """The extract of a source's text, whose HTML this is."""
    summary = source.field("summary")
    try:
        parts = split_text(html)
        first_words = "" if summary and summary.value else excerpt(html)
        return TextExtract(references_of(parts), first_words, has_lost_address(parts))
    except Exception as error:
        return TextExtract(problems=(program_fault(source.path, source.body_line, error),))
