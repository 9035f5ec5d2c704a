"""What every kind of target can do, and what the publish asks of it.

``Target.open`` gives a ``Place``: the target with the door open, and locked behind us unless we only look.
"""

from collections.abc import Collection
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from .manifest import Manifest
from .progress import Reporter
from .releases import Release


@dataclass(frozen=True)
class Facts:
    """What all kinds have in common; ``url`` is the public address, empty when there is nothing to fetch from."""

    name: str
    url: str
    keep: int
    withdrawn: tuple[str, ...]
    verify_seconds: int
    wait_seconds: int


class Place(Protocol):
    """A target while it is open."""

    def names(self) -> tuple[str, ...]:
        """All whole releases, oldest first."""

    def standing(self) -> tuple[str, ...]:
        """The release that readers get; more than one if a switch was interrupted, the settled one first."""

    def manifest(self, name: str) -> Manifest:
        """What the release holds."""

    def upload(self, release: Release, reporter: Reporter) -> None:
        """Bring the release to the target; readers see nothing of it."""

    def activate(self, name: str, reporter: Reporter) -> None:
        """Give readers this release."""

    def remove(self, names: Collection[str]) -> None:
        """Forget these releases and whatever only they needed."""


class Target(Protocol):
    """A named place to publish to, from ``TARGETS``."""

    @property
    def facts(self) -> Facts:
        """What all kinds have in common."""

    @property
    def precompressed(self) -> bool:
        """Whether its server sends ``.br`` and ``.gz`` siblings from disk."""

    def open(self, reporter: Reporter, *, locked: bool) -> AbstractContextManager[Place]:
        """Reach the target; ``locked`` keeps a second publish out until the end."""
