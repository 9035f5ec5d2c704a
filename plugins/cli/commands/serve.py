"""`serve` on a terminal."""

from __future__ import annotations

import time
from urllib.parse import urlsplit

from plugins.cli.build_text import BuildText
from plugins.cli.terminal import command, count, print_error, print_line
from plugins.devserver.events import PagesRendered, ServerReady
from plugins.devserver.serve import serve as serve_site
from plugins.project.events import Built

OPEN_TO_NETWORK = (
    "Whoever reaches this computer over the network sees the site with its drafts. "
    "Without --host only this computer does."
)


@command
def serve(host: str, port: int) -> int:
    """Serve the site until Ctrl+C; the exit status."""
    serve_site(host, port, ServeText())
    print()
    return 0


class ServeText(BuildText):
    """Prints the events of `serve`, errors and warnings on standard error."""

    def __init__(self) -> None:
        super().__init__("serve")
        self._printers |= {
            ServerReady: _show_address,
            PagesRendered: lambda event: print_line(f"{_now()}  fast preview, {1000 * event.seconds:.0f} ms"),
        }

    def _show_result(self, event: Built) -> None:
        print_line(f"{_now()}  {count(event.files, 'file')} changed, {1000 * event.seconds:.0f} ms")


def _show_address(event: ServerReady) -> None:
    from plugins.devserver.http_server import is_loopback

    print_line(f"{event.address}/ – save a file and the page reloads; drafts: {event.drafts}; Ctrl+C ends it")
    if not is_loopback(urlsplit(event.address).hostname or ""):
        print_error(OPEN_TO_NETWORK)


def _now() -> str:
    return time.strftime("%H:%M:%S")
