"""What is gathered while one page is read, before it becomes a `Page`."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from sys import intern
from typing import Any

from plugins.publishing.audit.addresses import Addresses, climbs
from plugins.publishing.audit.pages import Page, Part

LISTS = ("canonicals", "alternates", "feeds", "pictures", "switch", "works", "data_faults", "inline", "cards")
SETS = ("links", "broken", "climbing", "parts", "times")


@dataclass
class Notes:
    """A page being read; sets are dicts without values, since the order of the page makes the order of the report."""

    path: str
    addresses: Addresses
    words: dict[str, Any] = field(default_factory=dict)
    lists: dict[str, list[Any]] = field(default_factory=lambda: {name: [] for name in LISTS})
    sets: dict[str, dict[Any, None]] = field(default_factory=lambda: {name: {} for name in SETS})
    ids: Counter[str] = field(default_factory=Counter)
    headings: int = 0

    def follow(self, reference: str) -> str:
        """Note where a reference leads; gives the path with its fragment, "" where it leaves the site."""
        if climbs(reference):
            self.sets["climbing"][reference] = None
        target = self.addresses.resolve(reference, self.path)
        if target.kind == "broken":
            self.sets["broken"][reference] = None
        if target.kind != "internal":
            return ""
        # The same few addresses stand on every page: interned, they cross to the other process once
        return intern(f"{target.path}#{target.fragment}" if target.fragment else target.path)

    def link(self, reference: str) -> str:
        """Note a link that a reader may follow; gives the path it leads to."""
        target = self.follow(reference)
        if target:
            self.sets["links"][target] = None
        return target.partition("#")[0]

    def part(self, tag: str, reference: str) -> None:
        """Note a file that the browser fetches to show the page."""
        # data: and blob: addresses carry their content with them
        if self.addresses.resolve(reference, self.path).kind == "other":
            return
        path = self.follow(reference).partition("#")[0]
        self.sets["parts"][Part(tag, intern(reference), path)] = None

    def page(self, compressed: int) -> Page:
        """The facts, frozen."""
        facts: dict[str, Any] = {
            **{name: value for name, value in self.words.items() if name != "switch"},
            **{name: tuple(values) for name, values in self.lists.items()},
            **{name: tuple(values) for name, values in self.sets.items()},
        }
        return Page(
            path=self.path,
            headings=self.headings,
            has_switch="switch" in self.words,
            ids=frozenset(self.ids),
            repeated_ids=tuple(name for name, times in self.ids.items() if times > 1),
            compressed=compressed,
            **facts,
        )
