"""The first generator of each edition's run: reads the bodies and puts the edition's site in the context."""

from __future__ import annotations

from typing import Any

from pelican.generators import Generator

from plugins.languages.editions import Edition
from plugins.languages.newsroom import Newsroom
from plugins.languages.site import EditionSite


class NewsroomGenerator(Generator):  # type: ignore[misc]
    """Makes no page itself; `context["site"]` is what the other generators make theirs from."""

    def generate_context(self) -> None:
        """Read the bodies of this edition, or derive them from the edition that it is derived from."""
        newsroom: Newsroom = self.settings["NEWSROOM"]
        edition = newsroom.desk.edition(self.settings["EDITION"])
        rendered: dict[str, dict[str, str]] = self.settings["BODIES"]
        rendered[edition.name] = (
            self._derived(newsroom, edition, rendered) if edition.derived_from else self._read(newsroom)
        )
        bodies = self._unmarked(newsroom, rendered[edition.name])
        self.context["site"] = EditionSite(newsroom, edition, bodies, self.settings)

    def _read(self, newsroom: Newsroom) -> dict[str, str]:
        reader: Any = self.readers.readers["md"]
        content = str(newsroom.desk.content)
        return {text.source.name: reader.read(f"{content}/{text.source.name}")[0] for text in newsroom.texts()}

    def _derived(self, newsroom: Newsroom, edition: Edition, rendered: dict[str, dict[str, str]]) -> dict[str, str]:
        script = newsroom.desk.scripts[edition.name]
        base = rendered[edition.derived_from]
        texts = {text.source.name: text.language for text in newsroom.texts()}
        return {
            name: script.html(base[name]) if language == edition.language else base[name]
            for name, language in texts.items()
        }

    def _unmarked(self, newsroom: Newsroom, bodies: dict[str, str]) -> dict[str, str]:
        """The bodies without the marks that guard words from conversion."""
        unmarked = {language: newsroom.desk.unmarked(language) for language in newsroom.desk.languages}
        languages = {text.source.name: text.language for text in newsroom.texts()}
        return {name: unmarked[languages[name]](body) for name, body in bodies.items()}
