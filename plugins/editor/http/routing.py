"""Makes the routes of the requests that subjects declare (`plugins.editor.declarations`): reads their values, calls
their methods in threads, and answers, or refuses in a sentence."""

from __future__ import annotations

import asyncio
import inspect
import json
import re
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from http import HTTPStatus
from typing import get_type_hints

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from plugins.content.headers.fields import FieldError
from plugins.diagnostics import ContentErrors, Message, UserError, message_of
from plugins.editing.document import DocumentError
from plugins.editor.declarations import DECLARATION, Declaration, Threads
from plugins.editor.diagnostics import place_message
from plugins.editor.http import EDITOR
from plugins.editor.http.interface import Interface

NOT_UNDERSTOOD = Message("the request was not understood: open the page again")
WENT_WRONG = Message("something went wrong; the terminal says what. Your text is kept.")
# The escape of one half of a character; two halves may stand for one.
HALF_CHARACTER = re.compile(rb"\\u[dD][89a-fA-F]")
THREADS = 8


class NotUnderstood(Exception):
    """A request that does not fit its types."""


class Routing:
    """Makes the routes of what is declared, and counts the requests under way."""

    def __init__(
        self,
        interface: Interface,
        values: Mapping[type[str], Callable[[str], str]],
        report: Callable[[BaseException], None],
        written: Callable[[], None],
    ) -> None:
        """`values` reads what is more than a text, by its type, and raises ValueError; `report` gets errors of the
        program itself; `written` is called after a request that writes."""
        self._interface, self._values, self._report, self._written = interface, values, report, written
        self.under_way: set[object] = set()
        self._threads: dict[Threads, ThreadPoolExecutor] = {
            threads: ThreadPoolExecutor(THREADS) for threads in (Threads.KEEPING, Threads.RENDERING)
        }

    def routes(self, subject: object) -> Iterator[Route]:
        """The routes of the methods of an object that are declared."""
        for name in vars(type(subject)):
            handler = getattr(subject, name)
            if hasattr(handler, DECLARATION):
                yield self.route(handler)

    def route(self, handler: Callable[..., object]) -> Route:
        """The route of a declared method."""
        declaration: Declaration = getattr(handler, DECLARATION)
        path = declaration.path if declaration.path.startswith("/") else f"{EDITOR}/{declaration.path}"
        return Route(path, self._endpoint(declaration, handler), methods=[declaration.method])

    def _endpoint(self, declaration: Declaration, handler: Callable[..., object]) -> Callable[[Request], object]:
        types, given, asked = _values_of(getattr(handler, "__func__", handler))
        in_body = declaration.method == "POST" and bytes not in types.values()
        # Made here, in one thread: where two requests were the first that needed what msgspec collects of a type, the
        # process would end. The values of an address, and drafts in a journal, are read by what is collected now.
        decoder = msgspec.json.Decoder(asked, dec_hook=self._value)
        pool = self._threads.get(declaration.threads)

        def answer(request: Request, body: bytes) -> Response:
            mark = object()
            self.under_way.add(mark)
            try:
                try:
                    values = self._read(decoder, body) if in_body else self._read_address(asked, request)
                except (msgspec.DecodeError, ValueError, RecursionError):
                    raise NotUnderstood from None
                values |= {name: request if types[name] is Request else body for name in given}
                result = handler(**values)
                if declaration.writes:
                    self._written()
                return result if isinstance(result, Response) else self._json({} if result is None else result, request)
            except Exception as error:
                return self._refuse(error, declaration, request)
            finally:
                self.under_way.discard(mark)

        async def endpoint(request: Request) -> Response:
            body = await request.body() if declaration.method == "POST" else b""
            if pool is None:
                return await run_in_threadpool(answer, request, body)
            return await asyncio.get_running_loop().run_in_executor(pool, answer, request, body)

        return endpoint

    def _read_address(self, asked: type[msgspec.Struct], request: Request) -> dict[str, object]:
        """The values in an address; an empty one is none."""
        given = {name: value for name, value in request.query_params.items() if value} | request.path_params
        return _as_dict(msgspec.convert(given, asked, strict=False, dec_hook=self._value))

    def _read(self, decoder: msgspec.json.Decoder[msgspec.Struct], body: bytes) -> dict[str, object]:
        """The values in the JSON of a body. Half a character, which is left where a program has cut a text in the
        middle of one, becomes the sign for what cannot be read: no file can hold it."""
        if HALF_CHARACTER.search(body):
            text = json.dumps(json.loads(body), ensure_ascii=False)
            body = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()
        return _as_dict(decoder.decode(body))

    def _value(self, kind: type[str], text: str) -> str:
        return kind(self._values[kind](text))

    def _refuse(self, error: Exception, declaration: Declaration, request: Request) -> Response:
        """The answer that says what the editor can do, and nothing of this computer."""
        message, status = _refusal(error)
        if status is HTTPStatus.INTERNAL_SERVER_ERROR:
            self._report(error)
        if not declaration.is_page:
            return self._json({"error": message}, request, status)
        page_status = HTTPStatus.NOT_FOUND if status is HTTPStatus.UNPROCESSABLE_ENTITY else status
        return self._interface.error_page(request, message, page_status)

    def _json(self, data: object, request: Request, status: HTTPStatus = HTTPStatus.OK) -> Response:
        say = self._interface.say(request)

        def plain(value: object) -> str:
            if isinstance(value, str):
                return say(value)
            raise TypeError(f"{type(value).__name__} is no data")

        try:
            body = msgspec.json.encode(data, enc_hook=plain)
        except UnicodeEncodeError:
            # Half a character is written as an escape: no encoding has it, and kept text may.
            body = json.dumps(msgspec.to_builtins(data, enc_hook=plain)).encode()
        return Response(body, status, media_type="application/json")


@cache
def _values_of(function: Callable[..., object]) -> tuple[Mapping[str, object], frozenset[str], type[msgspec.Struct]]:
    """The types of the parameters of a method, those that are no values of a request, and its values as a type. They
    are those of all sessions of a process."""
    types = {name: kind for name, kind in get_type_hints(function, include_extras=True).items() if name != "return"}
    given = frozenset(name for name, kind in types.items() if kind in (Request, bytes))
    defaults = {name: parameter.default for name, parameter in inspect.signature(function).parameters.items()}
    asked = [(name, kind) for name, kind in types.items() if name not in given]
    required = [(name, kind) for name, kind in asked if defaults[name] is inspect.Parameter.empty]
    optional = [(name, kind, defaults[name]) for name, kind in asked if defaults[name] is not inspect.Parameter.empty]
    return types, given, msgspec.defstruct(function.__name__, [*required, *optional], frozen=True)


def _as_dict(values: msgspec.Struct) -> dict[str, object]:
    return {name: getattr(values, name) for name in values.__struct_fields__}


def _refusal(error: Exception) -> tuple[str, HTTPStatus]:
    """What is said of an error, and its status; a mistake of the program has INTERNAL_SERVER_ERROR."""
    match error:
        case ContentErrors():
            # Of a list of the whole site, such as the glossary: texts are checked, whatever is wrong in them.
            return place_message(error.diagnostics[0]), HTTPStatus.UNPROCESSABLE_ENTITY
        case UserError() | DocumentError() | FieldError():
            return message_of(error), HTTPStatus.UNPROCESSABLE_ENTITY
        case NotUnderstood():
            return NOT_UNDERSTOOD, HTTPStatus.BAD_REQUEST
    return WENT_WRONG, HTTPStatus.INTERNAL_SERVER_ERROR
