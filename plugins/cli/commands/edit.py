"""`edit` on a terminal: the address of the editor, and what goes wrong in builds; the browser shows the rest."""

from __future__ import annotations

import os
import threading
import webbrowser

from plugins.cli.build_text import BuildText
from plugins.cli.terminal import command
from plugins.devserver.events import AddressUsed, ServerReady
from plugins.editor.http.server import OpenElsewhere
from plugins.editor.http.server import edit as serve_editor
from plugins.project.events import Built


class EditText(BuildText):
    """Prints the addresses of the editor, and opens a browser there if that is wanted."""

    def __init__(self, open_browser: bool) -> None:
        super().__init__("edit")
        self._open_browser = open_browser
        # The address alone, so that it can be copied, or read by a program.
        self._printers |= {ServerReady: self._show_address, AddressUsed: lambda event: print(event.address, flush=True)}

    def _show_address(self, event: ServerReady) -> None:
        print(event.address, flush=True)
        if self._open_browser and event.entrance:
            # A command in $BROWSER may stay until its window is closed.
            threading.Thread(target=webbrowser.open, args=(event.entrance.as_uri(),), daemon=True).start()

    def _show_result(self, event: Built) -> None:
        """The browser shows it."""


@command
def edit(port: int, open_browser: bool, may_publish: bool) -> int:
    """Serve the editor until Ctrl+C; the exit status."""
    try:
        goes_on = serve_editor(port, EditText(open_browser), may_publish=may_publish)
    except OpenElsewhere as error:
        if open_browser:
            webbrowser.open(error.entrance.as_uri())
        raise
    print(flush=True)
    if goes_on:
        # Python would wait for it; what it writes, it writes whole or not at all.
        os._exit(0)
    return 0
