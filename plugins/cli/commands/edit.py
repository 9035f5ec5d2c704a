"""`edit` on a terminal: the address of the editor, and what goes wrong in builds; the browser shows the rest."""

from __future__ import annotations

import os
import threading
import webbrowser

from plugins.cli.terminal import command, print_error
from plugins.devserver.events import AddressUsed, BuildFailed, BuildNotice, Event, ServerReady, SiteBuilt
from plugins.diagnostics import format_diagnostics
from plugins.editor.http.server import OpenElsewhere
from plugins.editor.http.server import edit as serve_editor


@command
def edit(port: int, open_browser: bool, may_publish: bool) -> int:
    """Serve the editor until Ctrl+C; the exit status."""

    def on_event(event: Event) -> None:
        match event:
            case ServerReady(address, entrance=entrance):
                # The address alone, so that it can be copied, or read by a program.
                print(address, flush=True)
                if open_browser and entrance:
                    # A command in $BROWSER may stay until its window is closed.
                    threading.Thread(target=webbrowser.open, args=(entrance.as_uri(),), daemon=True).start()
            case AddressUsed(address):
                print(address, flush=True)
            case SiteBuilt(_, warnings, _) if warnings:
                print_error(format_diagnostics(warnings))
            case BuildFailed(message) | BuildNotice(message):
                print_error(message)

    try:
        goes_on = serve_editor(port, on_event, may_publish=may_publish)
    except OpenElsewhere as error:
        if open_browser:
            webbrowser.open(error.entrance.as_uri())
        raise
    print(flush=True)
    if goes_on:
        # Python would wait for it; what it writes, it writes whole or not at all.
        os._exit(0)
    return 0
