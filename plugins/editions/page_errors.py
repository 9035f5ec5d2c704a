"""Errors while a page is made: which template and line, and whose page it was."""

from __future__ import annotations

import contextlib
import traceback
from collections.abc import Iterator
from typing import Any

from jinja2 import TemplateSyntaxError, UndefinedError
from jinja2.exceptions import TemplateNotFound

from plugins.diagnostics import UserError
from plugins.diagnostics.site_files import shown_path

NAMES = "docs/architecture.md lists what a template may use"


class PageError(UserError):
    """A page cannot be made; the message names the template, its line, the page, and the file of its story."""


@contextlib.contextmanager
def page_errors(address: str, source: str = "") -> Iterator[None]:
    """Raise what goes wrong in a template, or in what it calls, as PageError. `address` is that of the page, `source`
    the file of its story, "" where it has none. An error outside of any template is raised as it is where the page has
    no story; errors for people and of memory always are."""
    try:
        yield
    except (UserError, MemoryError):
        raise
    except Exception as error:
        place = template_place(error)
        page = f"the page {address}{f' of {source}' if source else ''}"
        if place:
            raise PageError(f"{place}: {describe(error)}, while {page} was made (template)") from error
        if source:
            raise PageError(f"{source}:1: {describe(error)}, while the page {address} was made (unreadable)") from error
        raise


def template_place(error: BaseException) -> str:
    """The template and line of an error, as seen from the working folder; "" where it was raised outside of one."""
    if isinstance(error, TemplateSyntaxError):
        return f"{shown_path(error.filename or error.name or '')}:{error.lineno}"
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        # Jinja gives the lines of a template the template's own name.
        if not frame.filename.endswith(".py") and not frame.filename.startswith("<"):
            return f"{shown_path(frame.filename)}:{frame.lineno}"
    return ""


def describe(error: Any) -> str:
    """What went wrong, in one line."""
    if isinstance(error, TemplateSyntaxError):
        return str(error.message)
    if isinstance(error, TemplateNotFound):
        return f"there is no template {error.message}"
    if isinstance(error, UndefinedError):
        return f"{error.message}; {NAMES}"
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text}" if text else type(error).__name__
