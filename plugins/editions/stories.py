"""Stories: a pair as one edition shows it, in its own words or, untranslated, in the original's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from plugins.content.availability import form_of, shown_text
from plugins.content.config import Edition, SiteConfig
from plugins.content.fields import SharedMetadata
from plugins.content.pairs import Pair, Text


@dataclass(frozen=True)
class Story:
    """One pair in one edition. `form` is `own` (in the edition's words), `notice` (the original's body, with a notice)
    or `link` (listed only, leading to the original's edition). `convert` makes the edition's words of the text's;
    `bodies` hold HTML whose links still name files."""

    pair: Pair
    text: Text
    edition: Edition
    home: Edition
    form: str
    convert: Callable[[str], str] = field(repr=False, compare=False)
    bodies: Mapping[str, str] = field(repr=False, compare=False)

    @cached_property
    def title(self) -> str:
        """The headline."""
        return self.convert(self.text.title)

    @cached_property
    def summary(self) -> str:
        """What a list says of it."""
        return self.convert(self.text.summary)

    @property
    def image_alt(self) -> str:
        """What its picture shows, in words."""
        return self.convert(self.text.image_alt)

    @property
    def image_credit(self) -> str:
        """Who made its picture."""
        return self.convert(self.text.image_credit)

    @property
    def author(self) -> str:
        """Who wrote it, or ""."""
        return self.convert(self.pair.shared.author)

    @property
    def body(self) -> str:
        """The text's HTML, which may be read only now."""
        return self.bodies[self.text.source.name]

    @property
    def slug(self) -> str:
        """The pair's slug."""
        return self.pair.slug

    @property
    def shared(self) -> SharedMetadata:
        """What belongs to the pair."""
        return self.pair.shared

    @property
    def date(self) -> dt.datetime:
        """When it was published; only articles have one."""
        assert self.pair.shared.date is not None
        return self.pair.shared.date

    @property
    def has_page(self) -> bool:
        """Whether this edition has a page for it."""
        return self.form != "link"

    @property
    def path(self) -> str:
        """Where a reader of this edition is led."""
        return (self.edition if self.has_page else self.home).path(self.pair.address)

    @property
    def canonical_path(self) -> str:
        """The address that search engines should keep."""
        return (self.edition if self.form == "own" else self.home).path(self.pair.address)

    @property
    def minutes(self) -> int:
        """Reading time in whole minutes."""
        return self.text.minutes

    @cached_property
    def key(self) -> str:
        """Stands for all that the story's pages say of it, but for its pictures' files and where its links lead.

        What a text becomes in an edition is settled by its file, its form there, and the edition's script.
        """
        return f"{self.pair.key} {self.text.language} {self.form} {self.home.tag} {self.text.draft}"

    @cached_property
    def card_key(self) -> str:
        """Stands for everything that a list says of the story, but for its picture's file."""
        return f"{self.text.card_key} {self.pair.shared_key} {self.form} {self.home.tag}"


def story_for_edition(pair: Pair, edition: Edition, config: SiteConfig, bodies: Mapping[str, str]) -> Story | None:
    """The pair as the edition shows it, or None where it is hidden; `bodies` are HTML by source name."""
    form = form_of(pair, edition, config)
    if form == "hide":
        return None
    text = shown_text(pair, edition)
    script = config.scripts.get(edition.name) if form == "own" else None
    return Story(
        pair=pair,
        text=text,
        edition=edition,
        home=edition if form == "own" else config.home_of(text.language),
        form=form,
        convert=script.text if script else config.unmarked(text.language),
        bodies=bodies,
    )
