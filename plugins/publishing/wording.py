"""What a publish says of what it did, or would do."""

from collections.abc import Sequence

from .kinds import is_precompressed
from .manifest import Changes, Manifest
from .progress import Reporter

SHOWN = 20


def counted(number: int, one: str, many: str) -> str:
    """A number with its noun."""
    return f"{number:,} {one if number == 1 else many}"


def tell(faults: Sequence[str], reporter: Reporter) -> None:
    """The first of the addresses that answer otherwise than they should."""
    for fault in faults[:SHOWN]:
        reporter.say(f"  {fault}")
    if len(faults) > SHOWN:
        reporter.say(f"  and {len(faults) - SHOWN} more")


def show(changes: Changes, name: str, reporter: Reporter) -> None:
    """What a publish would change."""
    for word, paths in (("add", changes.added), ("change", changes.changed), ("remove", changes.removed)):
        for path in paths[:SHOWN]:
            reporter.say(f"  {word} {path}")
        if len(paths) > SHOWN:
            reporter.say(f"  {word} {len(paths) - SHOWN} more")
    files, size = counted(changes.count, "file", "files"), counted(changes.size, "byte", "bytes")
    reporter.say(f"{name}: {files} would change, {size}; nothing was done")


def summary(name: str, manifest: Manifest, changes: Changes, seconds: float) -> str:
    """The last line."""
    pages = sum(path.endswith(".html") and not entry.location for path, entry in manifest.entries.items())
    changed = sum(not is_precompressed(path) for path in (*changes.added, *changes.changed, *changes.removed))
    parts = (
        counted(pages, "page", "pages"),
        counted(changed, "changed file", "changed files"),
        counted(changes.size, "byte", "bytes"),
        f"{seconds:.1f} s",
    )
    return f"Published to {name}: {', '.join(parts)}; release {manifest.name}"
