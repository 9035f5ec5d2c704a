"""What readers know of the site that a page is imported into."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from plugins.importer.language.data import ImportLanguage, fold_latin, words_in
from plugins.importer.metadata.dates import Calendar


@dataclass(frozen=True)
class ReadingContext:
    """The languages of the site and their calendar, what tells whether a line is a label, a date or a goal, and the
    code of the language that a text surely is in, or ""."""

    own: Sequence[ImportLanguage]
    calendar: Calendar
    is_fact: Callable[[str], bool]
    language_of: Callable[[str], str]

    @cached_property
    def letters(self) -> Collection[str]:
        """The letters of the site's languages beyond ASCII, in small."""
        languages = [data.language for data in self.own]
        return {letter for language in languages for letter in (*language.letters, *language.romanization)}

    def names_title(self, name: str) -> bool:
        """Whether a field of a header is a title, in whatever language, such as "title", "title_sr" or "naslov"."""
        first, *rest = fold_latin(name.replace("_", " ").replace("-", " ")).split() or [""]
        languages = {word for data in self.own for word in (data.code, *data.names)}
        return first in words_in(self.own, "titles") and all(word in languages for word in rest)
