"""What is kept between builds: one file, written whole or not at all, and never trusted without its seal."""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import sys
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

MAGIC = b"dvoglas cache 1\n"
# Bytes of the seal.
SEAL = 32
OURS = "plugins."
PLAIN = {
    ("builtins", "set"),
    ("builtins", "frozenset"),
    ("datetime", "datetime"),
    ("datetime", "date"),
    ("datetime", "timezone"),
    ("datetime", "timedelta"),
    ("zoneinfo", "ZoneInfo"),
    ("markupsafe", "Markup"),
}


def say(text: str) -> None:
    """A word to whoever builds; no fault, for the build goes on."""
    print(text, file=sys.stderr, flush=True)


def zone_maker(owner: object, name: str) -> Any:
    """What stands for `getattr` in a cache: a time zone is kept as a call of this one method, and nothing else is."""
    if owner is ZoneInfo and name == "_unpickle":
        return ZoneInfo._unpickle  # type: ignore[attr-defined]
    raise pickle.UnpicklingError(f"{owner!r}.{name} has no place in a cache")


class SafeUnpickler(pickle.Unpickler):
    """Makes objects of the plugins' own classes and of plain ones only, whatever the file says."""

    def find_class(self, module: str, name: str) -> Any:
        """The class of that name, if it is one that a cache may hold."""
        if (module, name) == ("builtins", "getattr"):
            return zone_maker
        if (module, name) in PLAIN:
            return super().find_class(module, name)
        # A name with a dot could lead through one of our modules to anything that it imports.
        found = super().find_class(module, name) if module.startswith(OURS) and "." not in name else None
        if isinstance(found, type) and found.__module__.startswith(OURS):
            return found
        raise pickle.UnpicklingError(f"{module}.{name} has no place in a cache")


def sealed(payload: bytes, version: str) -> bytes:
    """What a file of the cache holds: the payload, and a seal over it and what it is a version of."""
    return MAGIC + hashlib.blake2b(payload + version.encode(), digest_size=SEAL).digest() + payload


def unsealed(data: bytes, version: str) -> bytes | None:
    """The payload of a file of the cache; None if it is not as it was written, or of another version."""
    payload = data[len(MAGIC) + SEAL :]
    return payload if sealed(payload, version) == data else None


def write_whole(file: Path, data: bytes) -> None:
    """Put a file in its place by one rename; raises OSError, and then leaves nothing behind."""
    beside = file.with_name(f"{file.name}.{os.getpid()}.new")
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        beside.write_bytes(data)
        os.replace(beside, file)
    except OSError:
        beside.unlink(missing_ok=True)
        raise


def load(file: Path, version: str) -> dict[str, Any]:
    """What was kept, or nothing where the file is missing, of another version, or not as it was written."""
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        return {}
    except OSError as error:
        say(f"The cache cannot be read ({error.strerror}): everything is made anew.")
        return {}
    payload = unsealed(data, version)
    if payload is None:
        say("The cache is damaged or of another version: everything is made anew.")
        return {}
    try:
        kept = SafeUnpickler(io.BytesIO(payload)).load()
    except Exception as error:
        say(f"The cache cannot be understood ({error}): everything is made anew.")
        return {}
    return kept if isinstance(kept, dict) and all(isinstance(part, dict) for part in kept.values()) else {}


def save(file: Path, version: str, kept: dict[str, Any]) -> None:
    """Keep it for the next build; where the cache cannot be written the next build starts from nothing."""
    try:
        write_whole(file, sealed(pickle.dumps(kept, protocol=5), version))
    except OSError as error:
        say(f"The cache cannot be written ({error.strerror}): the next build makes everything anew.")
