"""The editor of one session, and its application: the routes of all subjects behind the guard, at two ports."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection
from http import HTTPStatus

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from plugins.devserver.http_server import PREFIX, AllowedHosts, preview_app
from plugins.editor.builds import Builds
from plugins.editor.checks import Checks
from plugins.editor.commands import Commands
from plugins.editor.decisions import Decisions
from plugins.editor.declarations import Edition, Language, Stem
from plugins.editor.documents import Documents
from plugins.editor.files.store import Store
from plugins.editor.http import EDITOR
from plugins.editor.http.entrance import Entrance, Session
from plugins.editor.http.interface import Interface
from plugins.editor.http.pages import FrameRequests, PageRequests, PictureRequests, StaticRequests, WaitingRequests
from plugins.editor.http.routing import Routing
from plugins.editor.http.security import HOST, Guard
from plugins.editor.import_page import Imports
from plugins.editor.listing import Listing
from plugins.editor.pauses import STEP, Pauses
from plugins.editor.published import PublishProcess
from plugins.editor.publisher import Publisher
from plugins.editor.site import Site
from plugins.editor.story import Stories
from plugins.editor.uploads import Uploads
from plugins.editor.versions import Versions
from plugins.editor.windows import Windows
from plugins.project.events import Notice

# Seconds that requests under way have when the server has ended.
LAST_MOMENT = 1.0


class Editor:
    """The parts of one session, and the work beside its server."""

    def __init__(self, site: Site, *, may_publish: bool) -> None:
        self.site, self.pauses, self.windows = site, Pauses(), Windows()
        self.store = Store(site.content, site.work, site.config.languages)
        self.store.follow_renames()
        self.checks, self.decisions, self.builds = Checks(site), Decisions(site), Builds(site)
        self.versions, self.process = Versions(self.store), PublishProcess(site.on_event)
        documents = Documents(site, self.store)
        self.stories = Stories(site, self.checks, self.builds, self.store, documents, self.windows, self.pauses)
        self.commands, self.uploads = Commands(site, self.store, self.stories), Uploads(site)
        self.listing = Listing(site, self.checks, self.decisions, self.store)
        self.publisher = Publisher(site, self.process, may_publish, self.listing, self.windows.events.notify)
        self.imports = Imports(site, self.store)
        self.interface = Interface(site, may_publish, self.pauses.note_page)
        values: dict[type[str], Callable[[str], str]] = {
            Stem: self.store.present_stem,
            Language: lambda code: _one_of(code, site.config.languages),
            Edition: lambda name: _one_of(name, [edition.name for edition in site.config.editions]),
        }
        self.routing = Routing(self.interface, values, site.report, self.follow_change)
        self.follow_change()

    def start(self) -> None:
        """Begin to watch files, build, and look for errors, beside the server."""
        self.builds.builder.start()
        self.store.prune()
        for message in self.store.set_aside():
            self.site.on_event(Notice(message))
        # Pages that wait for the server come first.
        self.pauses.note_typing()
        for work, *arguments in (
            (self.builds.watch, self.follow_change, self.windows.events.notify, self.pauses.wait_for_pause),
            (self.listing.look_for_errors, self.windows.events.notify, self.pauses.wait_for_page),
        ):
            threading.Thread(target=work, args=arguments, daemon=True).start()

    def end(self) -> None:
        """Answer the pages that wait, and begin to end the threads and processes beside the server."""
        self.windows.events.end()
        self.builds.builder.end()
        self.process.end()
        self.imports.process.end()

    def close(self) -> bool:
        """End what works beside the server, and give requests under way a moment; whether one goes on, such as that of
        a large page which is read for an import."""
        end = time.monotonic() + LAST_MOMENT
        self.builds.builder.close()
        self.process.close()
        while self.routing.under_way and time.monotonic() < end:
            time.sleep(STEP)
        return bool(self.routing.under_way)

    def follow_change(self) -> None:
        """Make the list anew and notify pages, after something has been written or read: whatever fails here, that has
        been done."""
        before = self.listing.rows
        try:
            self.listing.refresh()
            gone = {stem: before[stem].content for stem in before.keys() - self.listing.rows.keys()}
            self.stories.follow_renames(gone, self.listing.rows.keys() - before.keys())
        except Exception as error:
            self.site.report(error)
        self.windows.events.notify()


def _one_of(name: str, known: Collection[str]) -> str:
    if name not in known:
        raise ValueError(name)
    return name


def make_application(editor: Editor, session: Session, entrance: Entrance) -> Starlette:
    """The application of a session, behind its guard: the editor at one port, the site and the page of the preview's
    frame at another."""
    by_origin = _by_origin(Router(editor_routes(editor, session)), Router(site_routes(editor, session)))
    guard = Middleware(Guard, session=session, entrance=entrance, refuse=editor.interface.refuse)
    return Starlette(routes=[Mount("/", app=by_origin)], middleware=[guard])


def site_routes(editor: Editor, session: Session) -> list[BaseRoute]:
    """The site, and what is shown while it is written."""
    frame = FrameRequests(editor.windows, PictureRequests(editor.site, editor.uploads), editor.interface)
    subjects = (StaticRequests(editor.interface), frame)
    return [
        *(route for subject in subjects for route in editor.routing.routes(subject)),
        Route(f"{EDITOR}/{{path:path}}", _redirect_to_port(session.port)),
        Mount("/", app=_site(editor, session.site_port)),
    ]


def editor_routes(editor: Editor, session: Session) -> list[BaseRoute]:
    """The editor's pages and their requests."""
    site = editor.site
    subjects = (
        PageRequests(editor.interface, site, editor.stories),
        StaticRequests(editor.interface),
        PictureRequests(site, editor.uploads),
        editor.listing,
        editor.stories,
        editor.versions,
        editor.commands,
        editor.decisions,
        editor.uploads,
        editor.imports,
        editor.listing.memory,
        editor.publisher,
        editor.windows,
    )
    return [
        *(route for subject in subjects for route in editor.routing.routes(subject)),
        # What is none of the editor's pages ends here: the site's port would lead back.
        Route(f"{EDITOR}/preview", _redirect_to_port(session.site_port)),
        Route(f"{EDITOR}/{{path:path}}", lambda _: Response("There is no such page.", HTTPStatus.NOT_FOUND)),
        Route("/{path:path}", _redirect_to_port(session.site_port)),
    ]


def _site(editor: Editor, port: int) -> ASGIApp:
    """The built site, by the server of `serve`; until there is one, the page that waits for it. `port` is the site's
    own."""
    requests = WaitingRequests(editor.interface, editor.site, editor.builds)
    preview = preview_app(editor.builds.preview, AllowedHosts(HOST, port), requests.describe_error)
    waiting = editor.routing.route(requests.waiting_page)

    async def site(scope: Scope, receive: Receive, send: Send) -> None:
        built = editor.builds.preview.state.output is not None or scope["path"].startswith(f"{PREFIX}/")
        await (preview if built else waiting.app)(scope, receive, send)

    return site


def _redirect_to_port(port: int) -> Callable[[Request], Response]:
    """Leads on to the same address at another port of this computer."""
    return lambda request: RedirectResponse(str(request.url.replace(port=port)), HTTPStatus.TEMPORARY_REDIRECT)


def _by_origin(editor: ASGIApp, site: ASGIApp) -> ASGIApp:
    """The application of the origin that the guard found a request to be for."""

    async def choose(scope: Scope, receive: Receive, send: Send) -> None:
        is_site = scope["type"] == "http" and scope["state"]["is_site"]
        await (site if is_site else editor)(scope, receive, send)

    return choose
