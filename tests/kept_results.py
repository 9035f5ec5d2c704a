"""Results that builds of different small sites have in common, made once for a process of the suite."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment

from plugins.atomic_files import write_atomically
from plugins.editions import build_keys
from plugins.editions.templates import ThemeEnvironment
from plugins.images import album
from plugins.pages import assets


def keep_results(patch: pytest.MonkeyPatch) -> None:
    """Compile and parse each template once for the same source, place and options, draw each card and icon once, minify
    each style sheet once, and read the code of this process, which stays as it is, once for its key."""
    for method in (Environment.parse, Environment.compile):
        patch.setattr(ThemeEnvironment, method.__name__, _kept_by_environment(method), raising=False)
    for name in ("write_card", "write_icon", "write_logo"):
        patch.setattr(album, name, _kept_file(getattr(album, name)))
    for module, name in ((assets, "minify_css"), (build_keys, "code_version")):
        patch.setattr(module, name, _kept_by_arguments(getattr(module, name)))


def _kept_by_arguments(function: Callable[..., Any]) -> Callable[..., Any]:
    known: dict[Any, Any] = {}

    def find(*arguments: Any) -> Any:
        # Libraries are looked for in the folders of packages.
        key = (arguments, *sys.path)
        if key not in known:
            known[key] = function(*arguments)
        return known[key]

    return find


def _kept_by_environment(method: Callable[..., Any]) -> Callable[..., Any]:
    known: dict[Any, Any] = {}

    def find(environment: Environment, *arguments: Any) -> Any:
        options = {name: value for name, value in vars(environment).items() if type(value) in (bool, str, int)}
        functions = tuple(
            (name, type(one), getattr(one, "__module__", ""), getattr(one, "__qualname__", ""))
            for name, one in (*environment.filters.items(), *environment.tests.items())
        )
        key = (arguments, tuple(options.items()), functions, *environment.extensions)
        if key not in known:
            known[key] = method(environment, *arguments)
        return known[key]

    return find


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
