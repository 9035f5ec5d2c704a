"""The HTML of texts, in each edition: rendered from Markdown once for all editions, derived once for each script."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from html import escape
from typing import Any

from plugins.build_cache.protocol import BuildCache, TextJob
from plugins.content.markup.markdown import MarkdownRenderer, extract_html
from plugins.content.markup.rendered import TextExtract
from plugins.content.pairs import Text
from plugins.content.settings.site_config import Edition, Script, SiteConfig
from plugins.content.sources import Source
from plugins.diagnostics import ContentErrors, program_fault


@dataclass
class Bodies:
    """Renders and caches the HTML of texts, and their extracts.

    Links of the HTML still name files, and pictures are as Markdown has them; `edition_html` makes them those of an
    edition's page. `published_names` are the files of published texts; any other text that cannot be rendered is shown
    as it is written."""

    config: SiteConfig
    renderer: MarkdownRenderer
    cache: BuildCache
    published_names: frozenset[str] = frozenset()
    # Of this build alone; part of the keys of texts that may be other ones in the next.
    salt: str = field(default_factory=lambda: os.urandom(12).hex())
    _prepared: str = ""
    _extracts: dict[str, TextExtract] = field(default_factory=dict)
    _lines: dict[str, str] = field(default_factory=dict)

    def prepare(self, texts: Iterable[Text]) -> None:
        """Start to render texts that are not in the cache, in other processes, once for the runs of all editions."""
        if self._prepared == self.renderer.key:
            return
        self._prepared = self.renderer.key
        # A published text may also be among those of a pair that is to be published.
        unique = {text.source.name: text for text in texts}.values()
        self.cache.prepare_texts(
            TextJob(
                self._key(text.source),
                partial(self._render, text.source),
                {
                    self._key(text.source, script): partial(self._convert_html, text.source, script)
                    for script in self._scripts(text.language)
                },
                partial(self._extract_html, text.source),
                partial(self._extracts.__setitem__, self._key(text.source)),
            )
            for text in unique
        )

    def html(self, text: Text, edition: Edition) -> str:
        """The text's HTML as an edition shows it: in the edition's script where the text is in its language. Raises
        ContentErrors where lists or quotations are nested too deep."""
        script = self.config.scripts.get(edition.name)
        if script and script.edition.language == text.language:
            return self._script_html(text.source, script)
        return self.config.mark_remover(text.language)(self.rendered_html(text.source))

    def rendered_html(self, source: Source) -> str:
        """The text's HTML as Markdown makes it, the same for all editions; raises ContentErrors."""
        return self.cache.text(self._key(source), lambda: self._render(source))

    def extract(self, source: Source) -> TextExtract:
        """The extract of the text."""
        key = self._key(source)
        if key not in self._extracts:
            known = self.cache.tables.get("extracts", {}).get(key)
            self._extracts[key] = known or self._extract(source)
        return self._extracts[key]

    def records(self) -> Mapping[str, Mapping[str, Any]]:
        """The extracts of texts and what lines became, of which this build has asked, as tables for the next one."""
        sound = {key: extracted for key, extracted in self._extracts.items() if not extracted.problems}
        return {"extracts": sound, "lines": self._lines}

    def _render(self, source: Source) -> str:
        """The text's HTML; raises ContentErrors where that of a published one cannot be rendered."""
        try:
            return self.renderer.render_source(source)
        except ContentErrors:
            if self._is_unpublished(source):
                return _as_written(source)
            raise

    def _extract(self, source: Source) -> TextExtract:
        """The extract of the text, when its HTML is there in each script too."""
        try:
            for script in self._scripts(source.language):
                self._script_html(source, script)
            return self._extract_html(source, self.rendered_html(source))
        except ContentErrors as error:
            return TextExtract(problems=error.diagnostics)

    def _script_html(self, source: Source, script: Script) -> str:
        return self.cache.text(
            self._key(source, script), lambda: self._convert_html(source, script, self.rendered_html(source))
        )

    def _scripts(self, language: str) -> list[Script]:
        """The scripts of the editions that are derived from those in a language."""
        return [script for script in self.config.scripts.values() if script.edition.language == language]

    def _extract_html(self, source: Source, html: str) -> TextExtract:
        """The extract of a text with this HTML; of one that is shown as it is written, why it cannot be rendered."""
        if self._is_unpublished(source) and html == _as_written(source):
            return self.renderer.extract(source)
        return extract_html(source, html)

    def _convert_html(self, source: Source, script: Script, html: str) -> str:
        """The text's HTML in a script; raises ContentErrors, with the text's file, where that of a published one cannot
        be converted, and leaves any other as it is."""
        try:
            return script.html(html)
        except Exception as error:
            if self._is_unpublished(source):
                return html
            raise ContentErrors([program_fault(source.path, source.body_line, error)]) from None

    def _is_unpublished(self, source: Source) -> bool:
        return source.name not in self.published_names

    def convert(self, text: str, script: Script | None, otherwise: Callable[[str], str]) -> str:
        """A title or another line of a header in the script of an edition; `otherwise` converts without one."""
        if script is None or not text:
            return otherwise(text)
        key = f"{script.key} {text}"
        if key not in self._lines:
            known = self.cache.tables.get("lines", {}).get(key)
            self._lines[key] = script.text(text) if known is None else known
        return self._lines[key]

    def _key(self, source: Source, script: Script | None = None) -> str:
        """The key of a text's HTML, in a script where one is given."""
        salt = "" if self.renderer.is_stock else self.salt
        # A draft that cannot be rendered is an error once it is published, although its file may be the same.
        state = ":unpublished" if self._is_unpublished(source) else ""
        return f"{f'{script.key}:' if script else ''}{self.renderer.key}{salt}:{source.digest}{state}"


def _as_written(source: Source) -> str:
    """What is shown of a text that cannot be rendered."""
    return f"<pre>{escape(source.body)}</pre>"
