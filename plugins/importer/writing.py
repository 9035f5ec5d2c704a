"""Drafts into files of `content/news/<year>/`: all of a pair or nothing, and never over another file unless told so."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from plugins.importer.model import Draft, ImportFault


def write(
    draft: Draft, content: Path, languages: Sequence[str], draft_titles: Mapping[str, str], force: bool
) -> list[Path]:
    """Write the pair and its images and return their paths; raises ImportFault where a file would be overwritten.

    `languages` are the site's in order: the first is the original unless the files say otherwise.
    """
    folder = content / "news" / draft.facts.folder_year
    files: dict[Path, bytes] = {folder / name: raw for name, raw in draft.pictures.items()}
    for code in draft.bodies:
        text = file_text(draft, code, languages, draft_titles)
        files[folder / f"{draft.slug}.{code}.md"] = text.encode()
    _refuse_others(draft, content, folder, files, force)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, raw in files.items():
            _replace(path, raw)
    except OSError as error:
        raise ImportFault(
            f"{folder}: the files could not be written ({error.strerror}): check that you may write in that folder"
        ) from None
    return list(files)


def file_text(draft: Draft, code: str, languages: Sequence[str], draft_titles: Mapping[str, str]) -> str:
    """One file: its header, an empty line and the Markdown."""
    header = [f"{name}: {value}" for name, value in _fields(draft, code, languages, draft_titles) if value]
    return "\n".join(header) + "\n\n" + draft.bodies[code].lstrip("\n")


def _fields(
    draft: Draft, code: str, languages: Sequence[str], draft_titles: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    yield "Title", draft.titles.get(code) or draft_titles[code]
    if code == draft.original:
        yield "Date", draft.facts.date
        yield "Category", draft.facts.category
        yield "SDGs", draft.facts.goals
        first = next(language for language in languages if language in draft.bodies)
        yield "Original", code if code != first else ""
    yield "Status", "draft" if draft.questions else ""


def _refuse_others(draft: Draft, content: Path, folder: Path, files: Mapping[Path, bytes], force: bool) -> None:
    """A slug is one address in all years, so that a pair of the same name elsewhere is in the way too."""
    there = [path for path in files if path.exists()]
    if there and not force:
        raise ImportFault(
            f"{_shown(there[0], content)} is already there: give another name with --slug, or --force to replace it"
        )
    elsewhere = [path for path in sorted(content.glob(f"news/*/{draft.slug}.*.md")) if path.parent != folder]
    if elsewhere:
        raise ImportFault(
            f"{_shown(elsewhere[0], content)} has the same address: give another name with --slug, or "
            "remove that file first"
        )


def _shown(path: Path, content: Path) -> str:
    return path.relative_to(content.parent).as_posix() if path.is_relative_to(content.parent) else path.as_posix()


def _replace(path: Path, raw: bytes) -> None:
    """Write a file so that nobody ever sees half of it."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".import-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(raw)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
