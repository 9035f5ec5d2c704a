"""An oracle of keys: a build that makes everything, and keeps what each key stood for.

Two builds in which a key stands for two things show what no key holds: *same key and another view*, by name of page and
field; and a view fails that reads content which is none of its arguments. No incremental build is made, so nothing that
a cache does can hide it."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from functools import partial
from typing import Any

import pytest
from msgspec import Struct
from msgspec.structs import replace

from plugins import newsroom
from plugins.build_cache.protocol import BuildCache, PageJob, TextJob, write_page_file
from plugins.content.library import ContentLibrary
from plugins.content.settings.site_config import SiteConfig
from plugins.editions import page_writer
from plugins.editions.edition_site import EditionSite


@dataclass
class KeyOracle:
    """What pages and texts were, by their keys, in all builds that it has seen; `faults` are the sentences about keys
    that stood for two things."""

    pages: dict[tuple[str, str], tuple[str, object]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    seen: int = 0
    shown: object = None

    def note_page(self, file: str, key: str, html: str, view: object) -> None:
        """Compare a page with those that had its key before."""
        self.seen += 1
        before = self.pages.setdefault((file, key), (html, view))
        if before[0] != html:
            names = sorted(set(different(before[1], view))) or ["its template, its context or a fragment"]
            self.faults.append(f"{file}: same key and another view: {', '.join(names)}")

    def note_text(self, key: str, text: str) -> str:
        """Compare a text with those that had its key before."""
        if self.texts.setdefault(key, text) != text:
            self.faults.append(f"a text of the key {key[:60]} is another one: {text[:80]!r}")
        return text


class OracleCache(BuildCache):
    """A cache that keeps nothing, and tells the oracle of everything."""

    def __init__(self, oracle: KeyOracle) -> None:
        super().__init__()
        self._oracle = oracle
        self._made: dict[str, str] = {}

    def text(self, key: str, make: Callable[[], str]) -> str:
        """The text, made once a build."""
        if key not in self._made:
            self._made[key] = self._oracle.note_text(key, make())
        return self._made[key]

    def prepare_texts(self, jobs: Iterable[TextJob]) -> None:
        """Nothing to prepare."""

    def add_page(self, job: PageJob) -> None:
        """Render and write the page now."""
        write_page_file(job)
        with open(job.path, encoding="utf-8") as written:
            self._oracle.note_page(job.file, job.key, written.read(), self._oracle.shown)


def watch_keys(monkeypatch: pytest.MonkeyPatch) -> KeyOracle:
    """The oracle of all builds in this process from now on."""
    oracle, usual = KeyOracle(), page_writer.render_page

    def render(
        spec: page_writer.PageSpec, template: Any, site_context: object, names: Mapping[str, Any], *more: Any
    ) -> str:
        with only_arguments():
            oracle.shown = spec.view()
        return usual(replace(spec, view=partial(lambda: oracle.shown)), template, site_context, names, *more)

    monkeypatch.setattr(newsroom, "open_cache", lambda settings: OracleCache(oracle))
    monkeypatch.setattr(page_writer, "render_page", render)
    return oracle


# What a site, its content and its settings have of stories, which a view is given as far as it shows them.
NOT_IN_KEYS = {
    EditionSite: "stories own_stories lists list_stories pages previews unpublished_stories goal_counts subject_titles "
    "all_sites listing find",
    ContentLibrary: "news pages waiting drafts previews now by_name press_offices pairs published_pairs "
    "unpublished_pairs names published_names texts all_texts",
    SiteConfig: "subjects authors",
}
# What these find for a view is in the keys of its arguments.
FINDERS = ("plugins.editions", "plugins.content", "plugins.images")


@contextlib.contextmanager
def only_arguments() -> Iterator[None]:
    """Within it, a view reads no content but its arguments: their key is the page's."""
    with pytest.MonkeyPatch.context() as patched:
        for kind, names in NOT_IN_KEYS.items():
            patched.setattr(kind, "__getattribute__", guarded(frozenset(names.split())))
        yield


def guarded(names: frozenset[str]) -> Callable[[Any, str], Any]:
    """Read attributes, but for these names where a view asks."""

    def read(self: Any, name: str) -> Any:
        if name in names:
            assert sys._getframe(1).f_globals["__name__"].startswith(FINDERS), f"a view reads {name}: no key has it"
        return object.__getattribute__(self, name)

    return read


def names_of_fields(value: object) -> tuple[str, ...]:
    """The names of the fields of a value with named ones; none for a tuple, which may have some too."""
    if isinstance(value, Struct):
        return value.__struct_fields__
    return tuple(field.name for field in fields(value)) if is_dataclass(value) and not isinstance(value, type) else ()


def different(one: object, other: object, name: str = "view") -> Iterator[str]:
    """The names of the fields in which two views differ."""
    if type(one) is not type(other):
        yield name
    elif names := names_of_fields(one):
        for part in names:
            yield from different(getattr(one, part), getattr(other, part), f"{name}.{part}")
    elif isinstance(one, tuple | list):
        assert isinstance(other, tuple | list)
        if len(one) != len(other):
            yield name
        names = getattr(one, "_fields", None) or [""] * len(one)
        for mine, theirs, part in zip(one, other, names, strict=False):
            yield from different(mine, theirs, f"{name}.{part}" if part else f"{name}[]")
    elif isinstance(one, dict):
        assert isinstance(other, dict)
        for key in one.keys() | other.keys():
            yield from different(one.get(key), other.get(key), f"{name}[{key!r}]")
    elif one != other:
        yield name
