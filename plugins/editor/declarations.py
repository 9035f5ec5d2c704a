"""A request is declared where it is answered: its path, its method, its typed values and its answer stand together.

    @post("rename", writes=True)
    def rename(self, stem: Stem, slug: str) -> dict[str, str]:

Each parameter is a value of the request, by its name: `get` and `page` read them from the address, `post` from the JSON
of the body. A parameter of type `bytes` is the body itself, so that the others are in the address; one of type
`Request` is the request. What does not fit the types is refused with a sentence, and nothing is called. Methods run in
threads; an answer is a response, or data that is sent as JSON, with all messages in the language of the interface.
`plugins.editor.http.routing` makes routes of what is declared.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, TypeVar

from msgspec import Meta

# A number of an address, one that a page counts with, and a moment in seconds since 1970.
Whole = Annotated[int, Meta(ge=0, le=999_999_999)]
Number = Annotated[int, Meta(ge=0, le=10**15)]
Moment = Annotated[float, Meta(ge=0, le=10**15)]


class Stem(str):
    """The stem that a story has now, whatever stem a page knows it by."""


NO_STEM = Stem()


class Language(str):
    """The code of a language in which the site is written."""


class Edition(str):
    """The name of an edition of the site."""


class Threads(Enum):
    """Who carries a request out. What is typed is kept whatever else is asked for, and a build process that stands
    still holds up no other work: each has threads of its own."""

    SHARED = "shared"
    KEEPING = "keeping"
    RENDERING = "rendering"


@dataclass(frozen=True)
class Declaration:
    """What stands above a method that answers a request; a `path` without a slash in front is below the editor's
    address."""

    path: str
    method: str = "GET"
    is_page: bool = False
    threads: Threads = Threads.SHARED
    writes: bool = False


Handler = TypeVar("Handler", bound=Callable[..., object])
DECLARATION = "declaration"


def page(path: str) -> Callable[[Handler], Handler]:
    """Declare a page or a file; a refusal of it is a page too."""
    return _declare(Declaration(path, is_page=True))


def get(name: str) -> Callable[[Handler], Handler]:
    """Declare a request that reads."""
    return _declare(Declaration(f"api/{name}"))


def post(name: str, threads: Threads = Threads.SHARED, *, writes: bool = False) -> Callable[[Handler], Handler]:
    """Declare a request that changes something, or that brings texts; one that `writes` a story is followed by a new
    reading of the list, which all windows hear of."""
    return _declare(Declaration(f"api/{name}", "POST", threads=threads, writes=writes))


def _declare(declaration: Declaration) -> Callable[[Handler], Handler]:
    def mark(handler: Handler) -> Handler:
        setattr(handler, DECLARATION, declaration)
        return handler

    return mark
