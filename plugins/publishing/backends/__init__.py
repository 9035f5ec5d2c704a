"""Backends: the kinds of target that a release can be published to, behind one interface.

`choose_target` reads `TARGETS` and returns a `Target`. Its `open` gives a `Session`: the target while it is connected
and, if it is to be changed, locked against a second publish.
"""

from collections.abc import Collection, Mapping
from contextlib import AbstractContextManager
from importlib import import_module
from typing import Any, Protocol

from plugins.system.progress import OnProgress

from ..manifest import Manifest
from ..releases import SITE, Release
from ..settings import SettingsTable, TargetSettings, TargetSettingsError

# The module of each kind, imported when it is needed: importing boto3 takes longer than a whole rollback.
KINDS = {"folder": "local", "ssh": "ssh", "s3": "s3", "git": "git"}


class Session(Protocol):
    """A target while it is open."""

    def list_releases(self) -> tuple[str, ...]:
        """The names of all whole releases, oldest first."""

    def current_release(self) -> tuple[str, ...]:
        """The release that readers get, empty if there is none; after an interrupted switch all that they may get, the
        earlier one first."""

    def manifest(self, name: str) -> Manifest:
        """The manifest of a release; `PublishError` if it cannot be read."""

    def read(self, name: str, path: str, folder: str = SITE) -> bytes:
        """The content of one file of a release or, with `SOURCES`, of one that it was made from."""

    def upload(self, release: Release, progress: OnProgress) -> None:
        """Bring the release to the target, invisible to readers."""

    def activate(self, name: str, progress: OnProgress, kept: Collection[str] = ()) -> None:
        """Switch readers to this release; the `kept` files of the live one stay reachable until the next publish."""

    def deactivate(self) -> None:
        """Remove the live release, so that the target is as before its first publish."""

    def remove(self, names: Collection[str]) -> None:
        """Delete these releases and the contents that only they use."""

    def warnings(self) -> tuple[str, ...]:
        """What people should know of what the target holds, one sentence each."""


class Target(Protocol):
    """A named target of `TARGETS`."""

    @property
    def settings(self) -> TargetSettings:
        """The settings that all kinds have."""

    @property
    def server_folder(self) -> str:
        """The absolute folder that a web server with our configuration serves, compressed files and redirects with it;
        "" where a host serves the site in its own way."""

    @property
    def private(self) -> tuple[str, ...]:
        """Addresses of the publish's own files, which readers must not get."""

    @property
    def location(self) -> str:
        """Where the published files are, for people."""

    def open(self, progress: OnProgress, *, locked: bool) -> AbstractContextManager[Session]:
        """Connect to the target; `locked` keeps a second publish out until the end."""


def choose_target(targets: Mapping[str, Mapping[str, Any]], name: str | None) -> Target:
    """The target of this name, or the first; `TargetSettingsError` lists the known ones."""
    if not targets:
        raise TargetSettingsError(
            'TARGETS: expected at least one target, such as {"here": {"kind": "folder"}}, got none'
        )
    if not isinstance(targets, Mapping):
        raise TargetSettingsError(f"TARGETS: expected a dictionary of targets, got {type(targets).__name__}")
    chosen = name or next(iter(targets))
    if chosen not in targets:
        known = " or ".join(targets)
        raise TargetSettingsError(f"there is no target {chosen!r}: use {known}, or add it to TARGETS in publishconf.py")
    return read_target(chosen, targets[chosen])


def read_target(name: str, values: Mapping[str, Any]) -> Target:
    """A target from its settings, validated."""
    if not isinstance(values, Mapping):
        raise TargetSettingsError(f'TARGETS["{name}"]: expected a dictionary, got {type(values).__name__}')
    kind = str(values.get("kind", ""))
    if kind not in KINDS:
        raise TargetSettingsError(f'TARGETS["{name}"]["kind"]: expected one of {", ".join(KINDS)}, got {kind!r}')
    table = SettingsTable(name, values)
    target: Target = import_module(f".{KINDS[kind]}", __package__).from_table(table)
    table.finish()
    return target
