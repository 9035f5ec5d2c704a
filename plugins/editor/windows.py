"""The windows of browsers that have pages of the editor open: what each shows, and how they are notified."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from plugins.editor.declarations import get

# Seconds after which a silent connection shows that it is still there.
HEARTBEAT = 15.0


class Events:
    """Notifies the open pages: a number that grows with each reading of the content and each build."""

    def __init__(self) -> None:
        self.version = 0
        self._ended = False
        self._waiting: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()

    def notify(self) -> None:
        """Notify every page that waits; may be called from any thread."""
        self.version += 1
        for loop, event in tuple(self._waiting):
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(event.set)

    def end(self) -> None:
        """Answer every page that waits, so that its request ends."""
        self._ended = True
        self.notify()

    async def versions(self, gone: Callable[[], Awaitable[None]]) -> AsyncIterator[int]:
        """The version now and whenever it grows, or after some seconds without; ends when `gone` does."""
        event = asyncio.Event()
        entry = (asyncio.get_running_loop(), event)
        left = asyncio.ensure_future(gone())
        left.add_done_callback(lambda _: event.set())
        self._waiting.add(entry)
        try:
            while not (left.done() or self._ended):
                yield self.version
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(event.wait(), HEARTBEAT)
                event.clear()
        finally:
            left.cancel()
            self._waiting.discard(entry)


class Windows:
    """What open windows show: by the name of a window the stem of its story, and the page that it rendered last."""

    def __init__(self) -> None:
        self.events = Events()
        self.stems: dict[str, str] = {}
        self.rendered: dict[str, str] = {}
        self._streams: dict[str, object] = {}

    @get("events")
    def stream(self, request: Request) -> Response:
        """Lines for the windows of a browser: the version of the content and the builds, whenever it grows."""
        query, stream = request.query_params, object()
        windows = dict(zip(query.getlist("window"), query.getlist("stem") or [""], strict=False))

        async def wait_until_gone() -> None:
            while (await request.receive())["type"] != "http.disconnect":
                pass

        async def lines() -> AsyncIterator[str]:
            added = windows.keys() - self.stems.keys()
            self.stems |= windows
            self._streams |= dict.fromkeys(windows, stream)
            self._notify_of(added, windows)
            try:
                async for version in self.events.versions(wait_until_gone):
                    yield f"data: {version}\n\n"
            finally:
                # Those that another stream has taken over by now are still there.
                gone = [window for window in windows if self._streams.get(window) is stream]
                for window in gone:
                    for table in (self.stems, self.rendered, self._streams):
                        table.pop(window, None)
                self._notify_of(gone, windows)

        return StreamingResponse(lines(), media_type="text/event-stream")

    def _notify_of(self, changed: Collection[str], stems: Mapping[str, str]) -> None:
        """Notify the windows where another one that has a story open comes or goes."""
        if any(stems[window] for window in changed):
            self.events.notify()
