"""The first generator of each edition's run: puts the edition's site, with its bodies, in the context."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pelican.generators import Generator

from plugins.content.config import Edition
from plugins.content.library import ContentLibrary
from plugins.editions.edition_site import EditionSite


class Bodies(Mapping[str, str]):
    """HTML by source name, made when it is first asked for."""

    def __init__(self, names: list[str], make: Callable[[str], str]) -> None:
        self.names, self.make = names, make
        self.made: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        if name not in self.made:
            self.made[name] = self.make(name)
        return self.made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)


class LibraryGenerator(Generator):  # type: ignore[misc]
    """Makes no page itself; `context["site"]` is what the other generators make theirs from."""

    def generate_context(self) -> None:
        """Make ready the bodies of this edition, read from files or derived from the edition that it is derived from.

        A reader that reads many files at once is asked to do so now.
        """
        library: ContentLibrary = self.settings["NEWSROOM"]
        edition = library.config.edition(self.settings["EDITION"])
        languages = {text.source.name: text.language for text in library.texts()}
        rendered: dict[str, Bodies] = self.settings["BODIES"]
        make = self._derived(library, edition, languages) if edition.derived_from else self._read(library)
        rendered[edition.name] = Bodies(list(languages), make)
        unmarked = {language: library.config.unmarked(language) for language in library.config.languages}
        shown = Bodies(list(languages), lambda name: unmarked[languages[name]](rendered[edition.name][name]))
        self.context["site"] = EditionSite(library, edition, shown, self.settings)

    def _read(self, library: ContentLibrary) -> Callable[[str], str]:
        reader: Any = self.readers.readers["md"]
        content = str(library.config.content)
        if hasattr(reader, "learn"):
            reader.learn()
        return lambda name: str(reader.read(f"{content}/{name}")[0])

    def _derived(self, library: ContentLibrary, edition: Edition, languages: Mapping[str, str]) -> Callable[[str], str]:
        """The edition's own texts in its script; those of other languages are as the base edition has them."""
        script = library.config.scripts[edition.name]
        base: Bodies = self.settings["BODIES"][edition.derived_from]
        return lambda name: script.html(base[name]) if languages[name] == edition.language else base[name]
