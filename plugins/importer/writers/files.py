"""The files of an import: their text, their names, and how they are written: all of a pair or nothing, and never over
another file unless that is wanted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.content.outdated import encode_snapshot, snapshot_name
from plugins.content.sources import PairKind, Source, parse_source
from plugins.diagnostics import Message
from plugins.importer.document import ImportFailure
from plugins.system.clock import read_time
from plugins.system.file_changes import replace_files, writing


def write_result(result: ImportResult, content: Path, force: bool = False) -> list[Path]:
    """Write the pair and its images below `content`, beside each translation what it was made from, and return the
    paths of texts and images; raises ImportFailure where a file would be overwritten and `force` is not given."""
    files = {**result.pictures, **{name: text.encode() for name, text in result.files.items()}}
    paths = [content / name for name in files]
    folder = content / "news" / result.fields.folder_year
    try:
        with writing(content):
            _refuse_others(result.slug, content, folder, paths, force)
            replace_files(content, {**files, **dict(_snapshots(result))})
    except OSError as error:
        raise ImportFailure(
            Message(
                "{folder}: the files could not be written ({reason}): check that you may write in that folder",
                folder=display_path(folder, content),
                reason=error.strerror,
            )
        ) from None
    return paths


def _snapshots(result: ImportResult) -> Iterator[tuple[str, bytes]]:
    """What each translation was made from: one page has the texts as they were at one time, so that whatever changes in
    the original from now on is missing in the others."""
    for name, text in result.files.items():
        if name.endswith(f".{result.original}.md") and len(result.files) > 1:
            original = parse_source("", name, name, PairKind.NEWS, result.slug, result.original, text.encode())
            # Of a file that no build can read, nothing is recorded.
            if isinstance(original, Source):
                snapshot = encode_snapshot(original, read_time()).encode()
                yield from ((snapshot_name(other), snapshot) for other in result.files if other != name)


def article_file(
    code: str,
    title: str,
    fields: SharedFields | None,
    original: str,
    languages: Sequence[str],
    bodies: Mapping[str, str],
) -> str:
    """One file: its header, an empty line and the Markdown; `fields` stand in the original's file alone. What is
    imported is a draft, however sure it is."""
    header = [("Title", title)]
    if fields is not None:
        first = next(language for language in languages if language in bodies)
        header += [("Date", fields.date), ("Category", fields.category), ("SDGs", fields.goals)]
        header += [("Original", original if original != first else "")]
    header += [("Status", "draft")]
    return "\n".join(f"{name}: {value}" for name, value in header if value) + "\n\n" + bodies[code].lstrip("\n")


def _refuse_others(slug: str, content: Path, folder: Path, files: Sequence[Path], force: bool) -> None:
    """A slug is one address in all years, so that a pair of the same name elsewhere is in the way too."""
    there = [path for path in files if path.exists()]
    if there and not force:
        path = display_path(there[0], content)
        message = Message("{path} is already there: give another name with --slug, or --force to replace it", path=path)
        raise ImportFailure(message)
    elsewhere = [path for path in sorted(content.glob(f"news/*/{slug}.*.md")) if path.parent != folder]
    if elsewhere:
        raise ImportFailure(
            Message(
                "{path} has the same address: give another name with --slug, or remove that file first",
                path=display_path(elsewhere[0], content),
            )
        )


def display_path(path: Path, content: Path) -> str:
    """A file of the content, or another one, as messages name it."""
    return path.relative_to(content.parent).as_posix() if path.is_relative_to(content.parent) else path.as_posix()


if TYPE_CHECKING:
    from plugins.importer.metadata.pair_fields import SharedFields
    from plugins.importer.result import ImportResult
