"""What is kept between builds: one file, written whole or not at all, and never trusted without its seal."""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import sys
from pathlib import Path
from typing import Any

MAGIC = b"dvoglas cache 1\n"
OURS = "plugins."
PLAIN = {
    ("builtins", "set"),
    ("builtins", "frozenset"),
    ("datetime", "datetime"),
    ("datetime", "date"),
    ("datetime", "timezone"),
    ("datetime", "timedelta"),
    ("zoneinfo", "ZoneInfo"),
    ("zoneinfo", "ZoneInfo._unpickle"),
    ("markupsafe", "Markup"),
}


def say(text: str) -> None:
    """A word to whoever builds; no fault, for the build goes on."""
    print(text, file=sys.stderr, flush=True)


class SafeUnpickler(pickle.Unpickler):
    """Makes objects of the plugins' own classes and of plain ones only, whatever the file says."""

    def find_class(self, module: str, name: str) -> Any:
        """The class of that name, if it is one that a cache may hold."""
        if (module, name) in PLAIN:
            return super().find_class(module, name)
        # A name with a dot could lead through one of our modules to anything that it imports.
        found = super().find_class(module, name) if module.startswith(OURS) and "." not in name else None
        if isinstance(found, type) and found.__module__.startswith(OURS):
            return found
        raise pickle.UnpicklingError(f"{module}.{name} has no place in a cache")


def load(file: Path, version: str) -> dict[str, Any]:
    """What was kept, or nothing where the file is missing, of another version, or not as it was written."""
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        return {}
    except OSError as error:
        say(f"The cache cannot be read ({error.strerror}): everything is made anew.")
        return {}
    head, seal, payload = data[: len(MAGIC)], data[len(MAGIC) : len(MAGIC) + 32], data[len(MAGIC) + 32 :]
    if head != MAGIC or hashlib.blake2b(payload + version.encode(), digest_size=32).digest() != seal:
        say("The cache is damaged or of another version: everything is made anew.")
        return {}
    try:
        kept = SafeUnpickler(io.BytesIO(payload)).load()
    except Exception as error:
        say(f"The cache cannot be understood ({error}): everything is made anew.")
        return {}
    return kept if isinstance(kept, dict) else {}


def save(file: Path, version: str, kept: dict[str, Any]) -> None:
    """Keep it for the next build; where the cache cannot be written the next build starts from nothing."""
    payload = pickle.dumps(kept, protocol=5)
    seal = hashlib.blake2b(payload + version.encode(), digest_size=32).digest()
    beside = file.with_name(f"{file.name}.{os.getpid()}.new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(MAGIC + seal + payload)
        os.replace(beside, file)
    except OSError as error:
        beside.unlink(missing_ok=True)
        say(f"The cache cannot be written ({error.strerror}): the next build makes everything anew.")
