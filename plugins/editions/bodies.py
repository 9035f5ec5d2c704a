"""The HTML of texts, in each edition: rendered from Markdown once for all editions, derived once for each script."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from html import escape

from plugins.build_cache.protocol import BuildCache, TextJob
from plugins.content.markup.markdown import MarkdownRenderer
from plugins.content.pairs import Text
from plugins.content.settings.site_config import Edition, Script, SiteConfig
from plugins.diagnostics import ContentErrors, Message
from plugins.editions.page_keys import converted_key, line_key, text_key


@dataclass
class Bodies:
    """Renders and caches the HTML of texts.

    Links of the HTML still name files, and pictures are as Markdown has them; `body_html` makes them those of an
    edition's page. `published_names` are the files of published texts; only their errors stop the build."""

    config: SiteConfig
    renderer: MarkdownRenderer
    cache: BuildCache
    published_names: frozenset[str]
    texts: tuple[Text, ...] = ()
    # Of this build alone; part of the keys of texts that may be other ones in the next.
    salt: str = field(default_factory=lambda: os.urandom(12).hex())
    _prepared: str = ""

    def prepare(self, texts: Iterable[Text]) -> None:
        """Start to render texts that are not in the cache, in other processes, once for the runs of all editions."""
        if self._prepared == self.renderer.key:
            return
        self._prepared = self.renderer.key
        # A published text may also be among those of a pair that is to be published.
        self.texts = tuple({text.source.name: text for text in texts}.values())
        scripts = list(self.config.scripts.values())
        self.cache.prepare_texts(
            TextJob(
                self._key(text),
                partial(self._render, text),
                {
                    converted_key(script, self._key(text)): partial(self._convert_html, text, script)
                    for script in scripts
                    if script.edition.language == text.language
                },
            )
            for text in self.texts
        )

    def html(self, text: Text, edition: Edition) -> str:
        """The text's HTML as an edition shows it: in the edition's script where the text is in its language. Raises
        ContentErrors where lists or quotations are nested too deep."""
        script = self.config.scripts.get(edition.name)
        if script and script.edition.language == text.language:
            return self.cache.text(
                converted_key(script, self._key(text)),
                lambda: self._convert_html(text, script, self.rendered_html(text)),
            )
        return self.config.mark_remover(text.language)(self.rendered_html(text))

    def rendered_html(self, text: Text) -> str:
        """The text's HTML as Markdown makes it, the same for all editions."""
        return self.cache.text(self._key(text), lambda: self._render(text))

    def _render(self, text: Text) -> str:
        """The text's HTML; where a published one is nested too deep, the errors of all such texts are raised, and any
        other is shown as it is written."""
        try:
            return self.renderer.render_source(text.source)
        except ContentErrors:
            if self._is_unpublished(text):
                return f"<pre>{escape(text.source.body)}</pre>"
            texts = [one for one in self.texts if not self._is_unpublished(one)]
            raise ContentErrors(self.renderer.check(one.source for one in texts or (text,))) from None

    def _convert_html(self, text: Text, script: Script, html: str) -> str:
        """The text's HTML in a script; raises ContentErrors, with the text's file, where that of a published one cannot
        be converted, and leaves any other as it is."""
        try:
            return script.html(html)
        except Exception as error:
            if self._is_unpublished(text):
                return html
            message = Message(
                "the text cannot be written in {edition} ({error}): report it",
                edition=script.edition.label,
                error=f"{type(error).__name__}: {error}",
            )
            found = text.source.diagnostic(text.source.body_line, message, "unreadable")
            raise ContentErrors([found]) from None

    def _is_unpublished(self, text: Text) -> bool:
        return text.source.name not in self.published_names

    def convert(self, text: str, script: Script | None, otherwise: Callable[[str], str]) -> str:
        """A title or another line of a header in the script of an edition; `otherwise` converts without one."""
        if script is None or not text:
            return otherwise(text)
        return self.cache.text(line_key(script, text), lambda: script.text(text))

    def _key(self, text: Text) -> str:
        # A draft that cannot be rendered is an error once it is published, although its file may be the same.
        salt = "" if self.renderer.is_stock else self.salt
        return text_key(f"{self.renderer.key}{salt}", text.digest, unpublished=self._is_unpublished(text))
