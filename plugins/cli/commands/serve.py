"""`serve` on a terminal."""

from __future__ import annotations

import time
from urllib.parse import urlsplit

from plugins.cli.terminal import count_files, print_error, print_line, run_safely
from plugins.devserver.builder import Event, Failed, Notice, PagesRendered, ServerReady, SiteBuilt
from plugins.devserver.serve import serve as serve_site
from plugins.devserver.server import is_loopback
from plugins.diagnostics import format_diagnostics

OPEN_TO_NETWORK = (
    "Whoever reaches this computer over the network sees the site with its drafts. "
    "Without --host only this computer does."
)


def serve(host: str, port: int) -> int:
    """Serve the site until Ctrl+C; the exit status."""

    def work() -> int:
        serve_site(host, port, print_event)
        print()
        return 0

    return run_safely(work)


def print_event(event: Event) -> None:
    """Print an event, errors and warnings on standard error."""
    now = time.strftime("%H:%M:%S")
    match event:
        case ServerReady(address, drafts):
            print_line(f"{address}/ – save a file and the page reloads; drafts: {drafts}; Ctrl+C ends it")
            if not is_loopback(urlsplit(address).hostname or ""):
                print_error(OPEN_TO_NETWORK)
        case PagesRendered(seconds):
            print_line(f"{now}  fast preview, {1000 * seconds:.0f} ms")
        case SiteBuilt(changes, warnings, seconds):
            if warnings:
                print_error(format_diagnostics(warnings))
            print_line(f"{now}  {count_files(len(changes.written) + len(changes.removed))}, {1000 * seconds:.0f} ms")
        case Failed(message) | Notice(message):
            print_error(message)
