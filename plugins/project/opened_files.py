"""The files that a build read beside content, theme and code of ours: those that settings, filters and the like open or
import."""

from __future__ import annotations

import builtins
import contextlib
import io
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

CODE = Path(__file__).parents[1]


@contextlib.contextmanager
def note_opened_files() -> Iterator[set[str]]:
    """Yield a set to which the path of each file is added that Python code of this process opens until the end of the
    block."""
    opened: set[str] = set()
    usual = builtins.open

    def note(file: Any, *given: Any, **named: Any) -> Any:
        if isinstance(file, str | bytes | os.PathLike):
            opened.add(os.path.abspath(os.fsdecode(file)))
        return usual(file, *given, **named)

    # `pathlib` takes it from the other module.
    builtins.open = io.open = note
    try:
        yield opened
    finally:
        builtins.open = io.open = usual


def read_elsewhere(opened: Iterable[str], known: Iterable[str]) -> tuple[str, ...]:
    """Of the files that were opened, and those of imported modules, the ones that are neither below a known folder nor
    part of Python and its packages."""
    places = (*known, str(CODE), sys.prefix, sys.base_prefix)
    own = tuple(
        {f"{place}{os.sep}" for folder in places for place in (os.path.abspath(folder), os.path.realpath(folder))}
    )
    modules = [str(getattr(module, "__file__", None) or "") for module in list(sys.modules.values())]
    # Most are below these as they are written; to follow the links of each takes longer.
    others = {file for file in (*opened, *modules) if file and not file.endswith(".pyc") and not _is_below(file, own)}
    files: set[str] = {os.path.realpath(file) for file in others}
    return tuple(sorted(file for file in files if not _is_below(file, own) and Path(file).is_file()))


def _is_below(file: str, folders: tuple[str, ...]) -> bool:
    return f"{file}{os.sep}".startswith(folders)
