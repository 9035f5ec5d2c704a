"""`edit`: the editor and the preview of the site, served on this computer until it is interrupted."""

from __future__ import annotations

import socket
import sys
import webbrowser
from collections.abc import Callable

import uvicorn

from plugins.editor.application import Editor, make_application
from plugins.editor.security import EDITOR, new_token
from plugins.editor.site import Site

HOST = "127.0.0.1"
# Seconds after which a build lets a request have its turn; Python's own five milliseconds add up over a request.
SWITCH = 0.0005


def edit(port: int, open_browser: bool, may_publish: bool) -> int:
    """Serve the editor on a port of this computer, 0 for any that is free; prints its address. The exit status is 1
    where the port cannot be used."""
    try:
        listener = socket.create_server((HOST, port), reuse_port=False)
    except (OSError, OverflowError) as error:
        why = getattr(error, "strerror", None) or "ports are numbers up to 65535"
        print(f"edit: port {port} cannot be used ({why}): give another with --port", file=sys.stderr)
        return 1
    port, token = listener.getsockname()[1], new_token()
    sys.setswitchinterval(SWITCH)
    editor = Editor(Site(), may_publish=may_publish)
    address = f"http://{HOST}:{port}{EDITOR}/?token={token}"

    def ready() -> None:
        print(address, flush=True)
        editor.start()
        if open_browser:
            webbrowser.open(address)

    config = uvicorn.Config(
        make_application(editor, token, port),
        log_level="error",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=1,
        lifespan="off",
    )
    try:
        Server(config, ready).run(sockets=[listener])
    except KeyboardInterrupt:
        print()
    return 0


class Server(uvicorn.Server):
    """A server that calls `ready` once it answers requests; builds and checks begin only then."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self.ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer, and say so."""
        await super().startup(sockets=sockets)
        if not self.should_exit:
            self.ready()
