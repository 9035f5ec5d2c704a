"""The build context: the state that the runs of all editions of one build share."""

from __future__ import annotations

import datetime as dt
import filecmp
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from plugins.build_cache.options import BuildOptions
from plugins.build_cache.protocol import BuildCache
from plugins.content.library import ContentLibrary
from plugins.content.settings.site_config import Edition, SiteConfig

if TYPE_CHECKING:
    from jinja2 import Environment

    from plugins.editions.bodies import Bodies
    from plugins.editions.edition_site import EditionSite
    from plugins.editions.output_folder import Changes
    from plugins.editions.page_keys import BuildKeys
    from plugins.editions.page_writer import ListedPage
    from plugins.editions.templates import TemplateFacts

KEY = "BUILD"
"""The one key of Pelican's settings that carries the build context from run to run."""
Part = TypeVar("Part")
DrawImage = Callable[[str, str, str, str], str]
"""(source as written, alternative text, title, name of the text's file) -> HTML."""
PictureVersion = Callable[[str], str]
"""A picture of the content folder -> a digest of it and of how it is encoded; "" for ""."""
FindPicture = Callable[[str], str]
"""A picture of the content folder -> the root-relative path of a JPEG or PNG of it; "" for "" and for none."""


@dataclass
class BuildContext:
    """Made by `plugins.editions` in the root edition's run, before Pelican makes its generators.

    `staging` is the folder that the build writes to, `output` the folder whose place it takes at the end, and
    `root_url` the address of the root edition. `kept` are files of the output, as paths from there, that stay although
    this build does not write them. `changes_at` are the moments at which the site changes by itself, `previews` the
    source and address of each preview ("" where no key is set), and `changes` what the build did, once it has ended;
    `has_begun` from the moment its root edition's run begins. `settings` are Pelican's before any were set here, and
    `foreign_code` the names of those that bring code of the site's own.
    `facts_of_sources` are what each template reads and draws in, by its source; `has_plugins` says whether third-party
    plugins take part.
    `sites` are the editions by name, and `writer_receivers` what third-party plugins connected to `get_writer`."""

    config: SiteConfig
    library: ContentLibrary
    cache: BuildCache
    keys: BuildKeys
    options: BuildOptions
    bodies: Bodies
    has_plugins: bool
    staging: Path
    output: Path
    root_url: str
    draw_image: DrawImage
    find_picture: FindPicture
    picture_version: PictureVersion
    settings: Mapping[str, Any]
    foreign_code: tuple[str, ...] = ()
    listed_pages: list[ListedPage] = field(default_factory=list)
    previews: list[tuple[str, str]] = field(default_factory=list)
    kept: set[str] = field(default_factory=set)
    changes_at: list[dt.datetime] = field(default_factory=list)
    environments: dict[str, Environment] = field(default_factory=dict)
    facts_of_sources: dict[str, TemplateFacts] = field(default_factory=dict)
    changes: Changes | None = None
    sites: dict[str, EditionSite] = field(default_factory=dict)
    has_begun: bool = False
    writer_receivers: list[Callable[[Any], Any]] = field(default_factory=list)
    _parts: dict[Any, Any] = field(default_factory=dict, repr=False)

    def put(self, key: type[Part], part: Part) -> Part:
        """Store a plugin's value for the whole build, by its class; returns it."""
        self._parts[key] = part
        return part

    def part(self, key: type[Part]) -> Part:
        """The value of that class; raises KeyError if its plugin is not in use."""
        part: Part = self._parts[key]
        return part

    def has(self, key: type[Any]) -> bool:
        """Whether a plugin has put a value of that class there."""
        return key in self._parts

    def edition(self, settings: Mapping[str, Any]) -> Edition:
        """The edition of a run, from its settings."""
        return self.config.edition(settings["EDITION"])

    @property
    def files_to_keep(self) -> Path:
        """The folder whose files are not written again where they are the same: the output, or the staging folder where
        third-party plugins may read all files."""
        return self.staging if self.has_plugins else self.output

    def place(self, source: str | Path, address: str) -> None:
        """Put a copy of a file where readers find it, byte for byte, or keep the one in the output; raises OSError.

        Size and time may be those of another file that was put in the place of either: unless both are the very files
        that an earlier build left, their bytes are compared."""
        there, is_known = self.files_to_keep / address, self.cache.is_placed(address, str(source))
        if self.files_to_keep == self.output and (is_known or _is_copy(source, there)):
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


def _is_copy(source: str | Path, there: Path) -> bool:
    try:
        return not there.is_symlink() and filecmp.cmp(source, there, shallow=False)
    except OSError:
        return False


def build_context(settings: Mapping[str, Any]) -> BuildContext:
    """The context of the build that a run belongs to."""
    context: BuildContext = settings[KEY]
    return context
