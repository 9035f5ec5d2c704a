"""Ports for servers that are given theirs, such as nginx, and open it only after that."""

from __future__ import annotations

import itertools
import os
import random
import socket
from contextlib import closing

# Below those that systems hand out to connections and to listeners without a port of their own, which come and go all
# the time, so that none of these takes a port between now and the server's start.
FIRST, WORKERS, PORTS = 12_000, 20, 1_000
_WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % WORKERS
_numbers = itertools.count(random.randrange(PORTS))


def free_port() -> int:
    """A port that nothing listens on and that is given to no other test, nor again soon."""
    for number in itertools.islice(_numbers, PORTS):
        port = FIRST + _WORKER * PORTS + number % PORTS
        with closing(socket.socket()) as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise AssertionError("every port is taken")
