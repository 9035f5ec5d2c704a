"""The state of the preview: the output of the last successful build, and the error of the last build if it failed."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote


@dataclass(frozen=True)
class PreviewState:
    """`output` is None before the first good build; `error` is the message of the last build if it failed, else "", and
    `error_kind` what failed there, of `project.error_messages.ERROR_KINDS`.

    `redirects` maps old paths, without a closing slash, to new ones. `version` grows with each change that browsers
    show.
    """

    version: int
    output: Path | None = None
    error: str = ""
    redirects: Mapping[str, str] = field(default_factory=dict)
    error_kind: str = ""


class Resolution(NamedTuple):
    """The answer to a path: a file (None where there is no page to show), or a location to redirect to."""

    status: HTTPStatus
    file: Path | None = None
    location: str = ""


class Preview:
    """Holds the state that a build changes and the server shows. May be used from several threads."""

    def __init__(self) -> None:
        # Open tabs compare versions, also with those of a server that was started later.
        self._state = PreviewState(version=time.time_ns() // 1_000_000)
        self._lock = threading.Lock()
        self._callbacks: set[Callable[[], object]] = set()

    @property
    def state(self) -> PreviewState:
        """The state now; it does not change in the caller's hands."""
        return self._state

    def show(self, output: Path, redirects: Mapping[str, str]) -> None:
        """Show the output of a good build, and redirect old paths of it to new ones; browsers reload."""
        self._change(
            output=output, error="", error_kind="", redirects={old.rstrip("/"): new for old, new in redirects.items()}
        )

    def refresh(self) -> None:
        """Make browsers reload: pages of the output have changed."""
        self._change()

    def fail(self, error: str, kind: str = "program") -> None:
        """Show an error above the last good output."""
        self._change(error=error, error_kind=kind)

    @contextmanager
    def subscribe(self, callback: Callable[[], object]) -> Iterator[None]:
        """Call a function after each change, in the thread that made it; it must neither block nor raise."""
        with self._lock:
            self._callbacks.add(callback)
        try:
            yield
        finally:
            with self._lock:
                self._callbacks.discard(callback)

    def _change(self, **values: object) -> None:
        with self._lock:
            self._state = replace(self._state, version=self._state.version + 1, **values)  # type: ignore[arg-type]
            for callback in self._callbacks:
                callback()


def resolve(state: PreviewState, path: str) -> Resolution:
    """Find what the site's own servers would answer to a path, which is decoded and begins with a slash.

    Hidden files, and files outside the output that a link or `..` leads to, are not found.
    """
    if state.output is None:
        return Resolution(HTTPStatus.SERVICE_UNAVAILABLE)
    file = file_below(state.output, f"{path}index.html" if path.endswith("/") else path)
    if file:
        return Resolution(HTTPStatus.OK, file)
    if not path.endswith("/") and file_below(state.output, f"{path}/index.html"):
        # A location that begins with two slashes would name another server.
        return Resolution(HTTPStatus.MOVED_PERMANENTLY, location=quote(f"/{path.strip('/')}/"))
    if location := state.redirects.get(path.rstrip("/")):
        return Resolution(HTTPStatus.MOVED_PERMANENTLY, location=quote(location, safe="/:%@!&(),=+~-._"))
    edition = path.strip("/").split("/")[0]
    missing = file_below(state.output, f"{edition}/404.html") or file_below(state.output, "404.html")
    return Resolution(HTTPStatus.NOT_FOUND, missing)


def file_below(folder: Path, path: str) -> Path | None:
    """The regular file at a path in a folder; None where there is none, it is hidden, or it lies outside."""
    if "\0" in path or any(part.startswith(".") and part != ".well-known" for part in path.split("/")):
        return None
    root = os.path.realpath(folder)
    file = Path(os.path.realpath(os.path.join(root, path.lstrip("/"))))
    return file if file.is_relative_to(root) and os.path.isfile(file) else None
