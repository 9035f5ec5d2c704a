"""`serve` on a terminal."""

from __future__ import annotations

import time

from plugins.devserver.serve import Event, Failed, PagesRendered, ServerReady, SiteBuilt
from plugins.devserver.serve import serve as serve_site
from plugins.devserver.server import PortError
from plugins.project.terminal import count_files, errors


def serve(host: str, port: int) -> int:
    """Serve the site until Ctrl+C; the exit status."""
    try:
        serve_site(host, port, print_event)
    except PortError as error:
        errors(f"serve: {error}")
        return 1
    print()
    return 0


def print_event(event: Event) -> None:
    """Print what has happened, errors and warnings on standard error."""
    now = time.strftime("%H:%M:%S")
    match event:
        case ServerReady(address):
            print(f"{address}/ – save a file and the page reloads; Ctrl+C ends it", flush=True)
        case PagesRendered(seconds):
            print(f"{now}  first look, {1000 * seconds:.0f} ms", flush=True)
        case SiteBuilt(changes, warnings, seconds):
            for line in warnings:
                errors(line)
            print(
                f"{now}  {count_files(len(changes.written) + len(changes.removed))}, {1000 * seconds:.0f} ms",
                flush=True,
            )
        case Failed(message):
            errors(message)
