"""`edit`: the editor and the preview of the site, served on this computer until it is interrupted."""

from __future__ import annotations

import contextlib
import logging
import re
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import uvicorn

from plugins.devserver.events import AddressUsed, Event, ServerReady
from plugins.devserver.http_server import PortError, listen, server_config
from plugins.diagnostics import Message, UserError
from plugins.editor.http.application import Editor, make_application
from plugins.editor.http.entrance import Entrance, Session
from plugins.editor.http.security import HOST
from plugins.editor.site import Site
from plugins.system.file_lock import file_lock
from plugins.system.kept_work import EDITOR_LOCK, work_folder

# Seconds after which a build lets a request have its turn; Python's own five milliseconds add up over a request.
SWITCH = 0.0005
# In the folder of people's work, what lets browsers into the one editor of a site. Seconds that one which ends has.
ENTRANCE, ENDING = "open.html", 3.0


class OpenElsewhere(UserError):
    """The site is open in another editor, into which `entrance` lets a browser."""

    def __init__(self, entrance: Path) -> None:
        self.entrance = entrance
        try:
            address = re.findall(r"http://[\d.:]+", entrance.read_text("utf-8"))[0]
        except (OSError, IndexError):
            address = HOST
        super().__init__(Message("this site is open in the editor already, at {address}: go on there", address=address))


def edit(port: int, on_event: Callable[[Event], None], *, may_publish: bool = True) -> bool:
    """Serve the editor on a port of this computer, 0 for any that is free, until Ctrl+C; whether the work of a request
    goes on even so, for which nobody waits.

    The first event is `ServerReady`, with the address that lets a browser in. Raises OpenElsewhere, and PortError where
    the port cannot be used.
    """
    folder = work_folder(Path.cwd())
    with file_lock(folder / EDITOR_LOCK, ENDING) as is_free:
        if not is_free:
            raise OpenElsewhere(folder / ENTRANCE)
        return _edit(port, on_event, folder / ENTRANCE, may_publish)


def _edit(port: int, on_event: Callable[[Event], None], file: Path, may_publish: bool) -> bool:
    listener = listen(HOST, port)
    site_listener = listen_beside(listener.getsockname()[1])
    session = Session(listener.getsockname()[1], site_listener.getsockname()[1])
    sys.setswitchinterval(SWITCH)
    editor = Editor(Site(on_event), may_publish=may_publish)
    origin = f"http://{HOST}:{session.port}"
    entrance = Entrance(file, origin, lambda address: on_event(AddressUsed(address)))

    def ready() -> None:
        entrance.write_file()
        on_event(ServerReady(entrance.address, entrance=entrance.file))
        editor.start()

    config = server_config(make_application(editor, session, entrance), patience=1)
    try:
        with contextlib.suppress(KeyboardInterrupt):
            Server(config, ready, editor.end).run(sockets=[listener, site_listener])
    finally:
        entrance.close()
    return editor.close()


def listen_beside(port: int) -> socket.socket:
    """A socket for the site: at the next port, so that the pages of an earlier session find it again; at any where that
    is taken."""
    try:
        return listen(HOST, port + 1)
    except PortError:
        return listen(HOST, 0)


class Server(uvicorn.Server):
    """A server that calls `ready` once it answers requests, and `ending` before it waits for those under way."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None], ending: Callable[[], None]) -> None:
        super().__init__(config)
        self.ready, self.ending = ready, ending

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer, and report it."""
        await super().startup(sockets=sockets)
        if not self.should_exit:
            self.ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End; requests under way have a second."""
        # An error is logged for each request that is broken off, such as a tab's for the next version of the site.
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        self.ending()
        await super().shutdown(sockets=sockets)
