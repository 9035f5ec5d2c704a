"""A TCP proxy that drops its connections after so many bytes."""

import contextlib
import socket
import threading

from tests.ports import free_port


class Proxy:
    """Forwards connections to port `behind`, and drops them all after `limit` bytes."""

    def __init__(self, behind: int, limit: int) -> None:
        self.behind = behind
        self.left = limit
        self.port = free_port()
        self.listener = socket.create_server(("127.0.0.1", self.port))
        self.ends: list[socket.socket] = []

    def __enter__(self) -> "Proxy":
        threading.Thread(target=self.accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.listener.close()
        self.cut()

    def accept(self) -> None:
        """Accept connections until the listener is closed."""
        while True:
            try:
                near, _ = self.listener.accept()
                far = socket.create_connection(("127.0.0.1", self.behind))
            except OSError:
                return
            self.ends += [near, far]
            threading.Thread(target=self.carry, args=(near, far, True), daemon=True).start()
            threading.Thread(target=self.carry, args=(far, near, False), daemon=True).start()

    def carry(self, source: socket.socket, goal: socket.socket, counted: bool) -> None:
        """Forward bytes from one end to the other."""
        try:
            while data := source.recv(16384):
                self.left -= len(data) if counted else 0
                if self.left < 0:
                    self.cut()
                    return
                goal.sendall(data)
            goal.shutdown(socket.SHUT_WR)
        except OSError:
            return

    def cut(self) -> None:
        """Drop every connection."""
        for end in self.ends:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
