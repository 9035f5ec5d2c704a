"""Limits the open connections of a server to fewer than the files that the system lets a process open.

Browsers keep connections open that they may need again, and other programs may open hundreds or never finish a request.
A build in the same process needs files of its own.
"""

from __future__ import annotations

import asyncio
from functools import cache

from uvicorn.protocols.http.h11_impl import H11Protocol

# More than the browsers on one computer open.
MOST = 256
# Where the system does not say how many files a process may open.
USUAL_FILES = 256


@cache
def most_connections() -> int:
    """How many connections are open at a time: a quarter of the files that this process may open."""
    try:
        import resource
    except ImportError:
        # Windows.
        files = USUAL_FILES
    else:
        files = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return MOST if files < 0 else max(min(MOST, files // 4), 8)


def most_waiting() -> int:
    """How many connections may wait to be accepted; the server accepts as many at once."""
    return max(most_connections() // 2, 4)


class LimitedConnection(H11Protocol):
    """A connection that ends another where there are too many: the one that has been without a request the longest, or
    else the oldest."""

    opened_at = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin a connection, and end another if need be."""
        super().connection_made(transport)
        self.opened_at = self.loop.time()
        open_ = [
            connection
            for connection in self.connections
            if isinstance(connection, LimitedConnection) and connection.is_open
        ]
        if len(open_) > most_connections():
            others = [connection for connection in open_ if connection is not self]
            idle = [
                connection for connection in others if connection.cycle is None or connection.cycle.response_complete
            ]
            # What it has not read yet will not be read: closing would wait for that.
            min(idle or others, key=lambda connection: connection.opened_at).transport.abort()

    @property
    def is_open(self) -> bool:
        """Whether it has not been ended yet."""
        return self.transport is not None and not self.transport.is_closing()
