"""What is kept between builds: one file, written whole or not at all, and never trusted without its seal."""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

MAGIC = b"dvoglas cache "
# Bytes of the seal.
SEAL = 32
OURS = "plugins."
PLAIN = {
    "builtins": {"set", "frozenset"},
    "datetime": {"datetime", "date", "timezone", "timedelta"},
    "zoneinfo": {"ZoneInfo"},
    "markupsafe": {"Markup"},
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
        if name in PLAIN.get(module, ()):
            return super().find_class(module, name)
        # A name with a dot could lead through one of our modules to anything that it imports.
        found = super().find_class(module, name) if module.startswith(OURS) and "." not in name else None
        if isinstance(found, type) and found.__module__.startswith(OURS):
            return found
        raise pickle.UnpicklingError(f"{module}.{name} has no place in a cache")


def sealed(payload: bytes, version: str) -> bytes:
    """What a file of the cache holds: what it is a version of, a seal over that and the payload, and the payload."""
    header = MAGIC + version.encode() + b"\n"
    return header + hashlib.blake2b(header + payload, digest_size=SEAL).digest() + payload


def unsealed(data: bytes) -> tuple[str, bytes] | None:
    """The version and the payload of a file of the cache; None if it is not as it was written."""
    header = data[: data.find(b"\n") + 1]
    seal, payload = data[len(header) : len(header) + SEAL], data[len(header) + SEAL :]
    found = hashlib.blake2b(header, digest_size=SEAL)
    found.update(payload)
    if not header.startswith(MAGIC) or found.digest() != seal:
        return None
    return header.removeprefix(MAGIC).decode("utf-8", "replace").rstrip("\n"), payload


def plainly(file: str, flags: int) -> int:
    """Opens for `open` no link, which may lead out of the cache, and waits for nothing that is no file."""
    return os.open(file, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0), 0o666)


def write_whole(file: Path, parts: Iterable[bytes]) -> None:
    """Put a file in its place by one rename, whatever lies there; raises OSError, and then leaves nothing behind."""
    beside = file.with_name(f"{file.name}.{os.getpid()}.new")
    file.parent.mkdir(parents=True, exist_ok=True)
    for left in file.parent.glob(f"{file.name}.*.new"):
        # By a build that was killed.
        left.unlink(missing_ok=True)
    try:
        with open(beside, "wb", opener=plainly) as opened:
            opened.writelines(parts)
        if file.is_dir() and not file.is_symlink():
            shutil.rmtree(file)
        os.replace(beside, file)
    except OSError:
        beside.unlink(missing_ok=True)
        raise


def load(file: Path, version: str) -> dict[str, Any]:
    """What was kept, or nothing where the file is missing, of another version, or not as it was written."""
    try:
        with open(file, "rb", opener=plainly) as opened:
            found = unsealed(opened.read())
        if found and found[0] == version:
            kept = SafeUnpickler(io.BytesIO(found[1])).load()
            return kept if isinstance(kept, dict) and all(isinstance(part, dict) for part in kept.values()) else {}
        said = "The program or a library has changed" if found else "The cache is damaged"
    except FileNotFoundError:
        return {}
    except OSError as error:
        said = f"The cache cannot be read ({error.strerror})"
    except Exception as error:
        said = f"The cache cannot be understood ({error})"
    say(f"{said}: everything is made anew.")
    return {}


def save(file: Path, version: str, kept: dict[str, Any]) -> None:
    """Keep it for the next build; where the cache cannot be written the next build starts from nothing."""
    try:
        write_whole(file, [sealed(pickle.dumps(kept, protocol=5), version)])
    except OSError as error:
        say(f"The cache cannot be written ({error.strerror}): the next build makes everything anew.")
