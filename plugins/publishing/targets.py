"""The kinds of target there are, and how one is chosen from ``TARGETS``."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from .errors import TargetSettingsError
from .settings import Table
from .target import Target

# Each is a module of this package, imported only when it is used: boto3 alone takes longer than a whole rollback.
KINDS = ("folder", "ssh", "s3", "git")


def choose(targets: Mapping[str, Mapping[str, Any]], name: str | None) -> Target:
    """The target of this name, or the first; ``TargetSettingsError`` lists what there is."""
    if not targets:
        raise TargetSettingsError(
            'TARGETS: expected at least one target, such as {"here": {"kind": "folder"}}, got none'
        )
    if not isinstance(targets, Mapping):
        raise TargetSettingsError(f"TARGETS: expected a dictionary of targets, got {type(targets).__name__}")
    chosen = name or next(iter(targets))
    if chosen not in targets:
        raise TargetSettingsError(f"TARGETS: expected one of {', '.join(targets)}, got {chosen!r}")
    return read(chosen, targets[chosen])


def read(name: str, values: Mapping[str, Any]) -> Target:
    """One target's settings, whole and checked."""
    if not isinstance(values, Mapping):
        raise TargetSettingsError(f'TARGETS["{name}"]: expected a dictionary, got {type(values).__name__}')
    kind = str(values.get("kind", ""))
    if kind not in KINDS:
        raise TargetSettingsError(f'TARGETS["{name}"]["kind"]: expected one of {", ".join(KINDS)}, got {kind!r}')
    table = Table(name, values)
    target: Target = import_module(f".{kind}", __package__).from_table(table)
    table.finish()
    return target
