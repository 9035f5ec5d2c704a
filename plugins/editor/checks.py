"""Checks of one story, as its files are or as they are being written."""

from __future__ import annotations

import threading
from collections import ChainMap
from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from plugins.checker.engine.check_context import WORDS, LanguageResources, read_resources
from plugins.checker.engine.checking import check_pair, drop_dismissed
from plugins.content.draft_diagnostics import tell_drafts
from plugins.content.links.link_check import LinkCheck
from plugins.content.markup.rendered import TextExtract
from plugins.content.pairs import Pair
from plugins.content.settings.site_config import GLOSSARY
from plugins.content.sources import Source
from plugins.cyrillic import Doubt
from plugins.diagnostics import ContentErrors, Diagnostic
from plugins.diagnostics.overrides import apply_overrides, read_overrides
from plugins.editor.rendering import read_pair
from plugins.editor.site import Site
from plugins.images import album_of
from plugins.images.album import Album
from plugins.images.image_check import check_images
from plugins.locales.language import SITE_DATA
from plugins.project.up_to_date import digest_path


class Checks:
    """Finds what a build or `check` would find. A check waits for no reading of the content."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self.album: Album = album_of(site.settings)
        # Dictionaries keep their verdicts, and are no place for two threads.
        self._dictionaries = threading.Lock()
        self._resources: tuple[str, LanguageResources] | None = None

    def check(self, stem: str, texts: Mapping[str, bytes]) -> list[Diagnostic]:
        """Everything that a build or `check` would find in a story with these texts, but for what was dismissed."""
        return self.check_all(stem, texts)[0]

    def check_all(self, stem: str, texts: Mapping[str, bytes]) -> tuple[list[Diagnostic], list[Diagnostic]]:
        """The same, and beside it what was dismissed."""
        pair, diagnostics = read_pair(self._site.config, stem, texts)
        if pair is None:
            return diagnostics, []
        library = self._site.library
        own = {text.source.name: pair for text in pair.texts.values()}
        # A copy of the names of thousands of files would take as long as the checks of a text.
        by_name = ChainMap(own, cast("dict[str, Pair]", library.by_name))
        live = library.links.live | {pair.name} if pair.published_texts else library.links.live - {pair.name}
        diagnostics += LinkCheck(self._site.config, by_name, live, set(), library.links.extract, [pair]).diagnostics
        trial = replace(library, by_name=by_name)
        diagnostics += check_images(replace(trial, by_name=own), self.album.originals)
        with self._dictionaries:
            diagnostics += check_pair(trial.config, pair, self.resources)
        held = {text.source.path for text in pair.texts.values() if text.draft}
        diagnostics = list(tell_drafts(diagnostics, held))
        levels = read_overrides(self._site.settings)
        kept = sorted(set(apply_overrides(drop_dismissed(library, diagnostics), levels)))
        return kept, sorted(set(apply_overrides(diagnostics, levels)) - set(kept))

    @property
    def resources(self) -> LanguageResources:
        """Dictionaries, word lists and language facts; read again when the site's own files of them change."""
        lists = (self._site.content / WORDS, self._site.content / GLOSSARY, SITE_DATA)
        key = "".join(digest_path(str(path)) for path in lists)
        if self._resources is None or self._resources[0] != key:
            try:
                self._resources = (key, read_resources(self._site.config, self._extract))
            except ContentErrors:
                # Texts are checked by the words that were known before.
                if self._resources is None:
                    raise
        return self._resources[1]

    def _extract(self, source: Source) -> TextExtract:
        return self._site.library.links.extract(source)

    def find_undecided(self, language: str, text: str) -> list[Doubt]:
        """Find the words of a text that are not decided for a derived edition, as its conversion gives them."""
        scripts = self._site.config.scripts.values()
        return [doubt for script in scripts if script.edition.language == language for doubt in script.undecided(text)]
