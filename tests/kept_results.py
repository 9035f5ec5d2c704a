"""Results that builds of different small sites have in common, made once for a process of the suite."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import CodeType
from typing import Any

import pytest
from jinja2 import Environment

from plugins.atomic_files import write_atomically
from plugins.editions.templates import ThemeEnvironment
from plugins.images import album


def keep_results(patch: pytest.MonkeyPatch) -> None:
    """Compile each template once for the same source, name and options, and draw each card and icon once."""
    patch.setattr(ThemeEnvironment, "compile", _compile_once(), raising=False)
    for name in ("write_card", "write_icon", "write_logo"):
        patch.setattr(album, name, _kept_file(getattr(album, name)))


def _compile_once() -> Callable[..., CodeType]:
    known: dict[Any, CodeType] = {}

    def find(
        environment: Environment, source: str, name: str | None = None, filename: str | None = None, *more: Any
    ) -> CodeType:
        options = {name: value for name, value in vars(environment).items() if type(value) in (bool, str, int)}
        # Jinja calls filters and tests of constants while it compiles.
        functions = tuple(
            (name, type(one), getattr(one, "__module__", ""), getattr(one, "__qualname__", ""))
            for name, one in (*environment.filters.items(), *environment.tests.items())
        )
        key = (source, name, more, tuple(options.items()), functions, *environment.extensions)
        if key not in known:
            known[key] = Environment.compile(environment, source, name, filename, *more)
        return _in_file(known[key], filename or "<template>")

    return find


def _in_file(code: CodeType, filename: str) -> CodeType:
    """The code as it is compiled from a file in another place."""
    if code.co_filename == filename:
        return code
    parts = tuple(_in_file(part, filename) if isinstance(part, CodeType) else part for part in code.co_consts)
    return code.replace(co_filename=filename, co_consts=parts)


def _kept_file(draw: Callable[..., None]) -> Callable[..., None]:
    known: dict[Any, bytes] = {}

    def write(*arguments: Any) -> None:
        *shown, file = arguments
        # Where the content folder is does not matter: a card's picture has a digest.
        key = (file.suffix, *(getattr(one, "digest", one) for one in shown if not isinstance(one, Path)))
        if key not in known:
            draw(*arguments)
            known[key] = file.read_bytes()
        write_atomically(file, known[key])

    return write
