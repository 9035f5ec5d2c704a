"""The build context: the state that the runs of all editions of one build share."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol, TypeVar

from plugins.build_cache.protocol import BuildCache, BuildOptions
from plugins.content.library import ContentLibrary
from plugins.content.settings.site_config import Edition, SiteConfig
from plugins.editions.bodies import Bodies
from plugins.editions.build_keys import IN_TEMPLATES, settings_version
from plugins.editions.output_folder import OutputChanges, is_same
from plugins.system.digests import key_of

KEY = "BUILD"
"""The one key of Pelican's settings that carries the build context from run to run."""
Part = TypeVar("Part")


class Pictures(Protocol):
    """The pictures of the content folder, by their paths there; `plugins.images.album.Album` is them."""

    def version(self, image: str) -> str:
        """A digest of a picture and of how it is encoded; "" for ""."""

    def picture(self, image: str, alt: str) -> Any:
        """A `Picture`: its `text` is its HTML in a text, its `path` the address of a JPEG or PNG. None for "", and for
        one that cannot be shown."""


@dataclass
class BuildContext:
    """Made by `plugins.editions` in the root edition's run, before Pelican makes its generators.

    `staging` is the folder that the build writes to, `output` the folder whose place it takes at the end, and
    `root_url` the address of the root edition. `kept` are files of the output, as paths from there, that stay although
    this build does not write them. `previews` are the
    source and address of each preview ("" where no key is set), and `changes` what the build did, once it has ended;
    `has_begun` from the moment its root edition's run begins. `code_key` is that of code and libraries. `settings` are
    Pelican's, and `settings_before` those before any were set here; `foreign_code` are the names of those that bring
    code of the site's own.
    `has_plugins` says whether third-party plugins take part, and `writer_receivers` are what these connected to
    `get_writer`. What one module alone keeps for all runs is a `part`."""

    config: SiteConfig
    library: ContentLibrary
    cache: BuildCache
    code_key: str
    options: BuildOptions
    bodies: Bodies
    has_plugins: bool
    staging: Path
    output: Path
    root_url: str
    pictures: Pictures
    settings: Mapping[str, Any]
    settings_before: Mapping[str, Any]
    foreign_code: tuple[str, ...] = ()
    previews: list[tuple[str, str]] = field(default_factory=list)
    kept: set[str] = field(default_factory=set)
    changes: OutputChanges | None = None
    has_begun: bool = False
    writer_receivers: list[Callable[[Any], Any]] = field(default_factory=list)
    _parts: dict[Any, Any] = field(default_factory=dict, repr=False)

    def put(self, key: type[Part], part: Part) -> Part:
        """Store a plugin's value for the whole build, by its class; returns it."""
        self._parts[key] = part
        return part

    def part(self, key: type[Part]) -> Part:
        """The value of that class; made without arguments where none was put here."""
        if key not in self._parts:
            self._parts[key] = key()
        part: Part = self._parts[key]
        return part

    @cached_property
    def key(self) -> str:
        """The key of code and settings, found when it is first asked for: until then, plugins may change settings."""
        return key_of(self.code_key, settings_version(self.settings))

    @cached_property
    def template_key(self) -> str:
        """The key of code and of the settings that decide what a template compiles to."""
        return key_of(self.code_key, settings_version(self.settings, IN_TEMPLATES))

    def edition(self, settings: Mapping[str, Any]) -> Edition:
        """The edition of a run, from its settings."""
        return self.config.edition(settings["EDITION"])

    def place(self, source: str | Path, address: str) -> None:
        """Put a copy of a file where readers find it, byte for byte, or keep the one in the output, unless third-party
        plugins may read all files; raises OSError.

        Size and time may be those of another file that was put in the place of either: unless both are the very files
        that an earlier build left, their bytes are compared."""
        there, is_known = self.output / address, self.cache.is_placed(address, str(source))
        # What a link, to a file or a folder, leads to is no file of the output.
        is_there = is_known or os.path.realpath(there) == f"{os.path.realpath(self.output)}/{address}"
        if not self.has_plugins and is_there and (is_known or is_same(source, there)):
            self.kept.add(address)
            return
        target = self.staging / address
        target.parent.mkdir(parents=True, exist_ok=True)
        # With its time, which servers and uploads go by.
        shutil.copy2(source, target)

    @property
    def root(self) -> Edition:
        """The edition at the root, whose run begins first and ends last."""
        return self.config.editions[0]


def build_context(settings: Mapping[str, Any]) -> BuildContext:
    """The context of the build that a run belongs to."""
    context: BuildContext = settings[KEY]
    return context
