"""`serve` on a terminal."""

from __future__ import annotations

import time
from urllib.parse import urlsplit

from plugins.cli.terminal import command, count, print_error, print_line
from plugins.devserver.events import BuildFailed, BuildNotice, Event, PagesRendered, ServerReady, SiteBuilt
from plugins.devserver.serve import serve as serve_site
from plugins.diagnostics import format_diagnostics

OPEN_TO_NETWORK = (
    "Whoever reaches this computer over the network sees the site with its drafts. "
    "Without --host only this computer does."
)


@command
def serve(host: str, port: int) -> int:
    """Serve the site until Ctrl+C; the exit status."""
    serve_site(host, port, print_event)
    print()
    return 0


def print_event(event: Event) -> None:
    """Print an event, errors and warnings on standard error."""
    now = time.strftime("%H:%M:%S")
    match event:
        case ServerReady(address, drafts):
            from plugins.devserver.http_server import is_loopback

            print_line(f"{address}/ – save a file and the page reloads; drafts: {drafts}; Ctrl+C ends it")
            if not is_loopback(urlsplit(address).hostname or ""):
                print_error(OPEN_TO_NETWORK)
        case PagesRendered(seconds):
            print_line(f"{now}  fast preview, {1000 * seconds:.0f} ms")
        case SiteBuilt(changes, warnings, seconds):
            if warnings:
                print_error(format_diagnostics(warnings))
            files = count(len(changes.written) + len(changes.removed), "file")
            print_line(f"{now}  {files} changed, {1000 * seconds:.0f} ms")
        case BuildFailed(message) | BuildNotice(message):
            print_error(message)
