"""The pages of the editor and the files that they load; and at the site's own address, beside the site itself, the page
that is being written, and what waits for the first build."""

from __future__ import annotations

import re
from html import escape
from http import HTTPStatus
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response

from plugins.devserver.http_server import PREFIX
from plugins.devserver.preview import PreviewState, file_below
from plugins.editor.builds import Builds
from plugins.editor.declarations import NO_STEM, Stem, page
from plugins.editor.diagnostics import place_message
from plugins.editor.http.interface import Interface
from plugins.editor.http.security import frame_policy, origins
from plugins.editor.pictures import thumbnail
from plugins.editor.site import Site
from plugins.editor.story import Stories
from plugins.editor.uploads import Uploads
from plugins.editor.windows import Windows

MEDIA_TYPES = {".js": "text/javascript", ".woff2": "font/woff2"}
NO_PAGE = "<!doctype html><title>Preview</title><body></body>"
# Scripts of a page that is shown while it is written; data in JSON is none.
SCRIPTS = re.compile(r"<script\b(?![^>]*\bapplication/(?:ld\+)?json)[^>]*>.*?</script\b[^>]*>", re.S | re.I)


class PageRequests:
    """Pages; one that a cookie opens has no text of the site in it: its script asks for that."""

    def __init__(self, interface: Interface, site: Site, stories: Stories) -> None:
        self._interface, self._site, self._stories = interface, site, stories

    @page("")
    def list_page(self, request: Request) -> Response:
        """The list of all stories."""
        return self._interface.page(request, "list.html", authors=self._site.lists().authors)

    @page("story")
    def story_page(self, request: Request, stem: Stem = NO_STEM) -> Response:
        """One story."""
        if not self._stories.store.journals(stem):
            self._site.pair(stem)
        return self._interface.page(request, "story.html", stem=stem)

    @page("import")
    def import_page(self, request: Request) -> Response:
        """The import of a page."""
        return self._interface.page(request, "import.html")


class PictureRequests:
    """Pictures as the pages show them."""

    def __init__(self, site: Site, uploads: Uploads) -> None:
        self._site, self._uploads = site, uploads

    @page("content/{name:path}")
    def picture(self, name: str = "") -> Response:
        """A picture of the content folder."""
        file = self._picture(name) if name in self._site.config.files else None
        return FileResponse(file) if file else _no_picture()

    @page("thumbnail/{name:path}")
    def small_picture(self, request: Request, name: str = "") -> Response:
        """A small picture of one of the content folder, which the browser may keep while the file is as it was."""
        file = self._picture(name)
        if file is None:
            return _no_picture()
        data, tag = thumbnail(file, self._site.cache)
        headers = {"Cache-Control": "private, max-age=60", "ETag": f'"{tag}"'}
        if headers["ETag"] in request.headers.get("if-none-match", ""):
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
        return Response(data, media_type="image/jpeg", headers=headers)

    def _picture(self, name: str) -> Path | None:
        return file_below(self._site.content, name) if name in self._uploads.pictures() else None


def _no_picture() -> Response:
    return Response("There is no such picture.", HTTPStatus.NOT_FOUND)


class StaticRequests:
    """Scripts and styles of the editor, and those of the theme that it uses."""

    def __init__(self, interface: Interface) -> None:
        self._interface = interface

    @page("files/{version}/{place}/{name:path}")
    def file(self, version: str = "", place: str = "", name: str = "") -> Response:
        """A file of the editor or the theme. At the address that pages name now, browsers keep it."""
        folder = self._interface.file_folders.get(place)
        file = file_below(folder, name) if folder else None
        if file is None:
            return Response("There is no such file.", HTTPStatus.NOT_FOUND)
        is_present = version == self._interface.files_version()
        headers = {"Cache-Control": "private, max-age=31536000, immutable"} if is_present else {}
        return FileResponse(file, headers=headers, media_type=MEDIA_TYPES.get(file.suffix))


class FrameRequests:
    """The frame of the preview."""

    def __init__(self, windows: Windows, pictures: PictureRequests, interface: Interface) -> None:
        self._windows, self._pictures, self._interface = windows, pictures, interface

    @page("unbuilt/{name:path}")
    def picture(self, name: str = "") -> Response:
        """A picture that no build has made yet, at the frame's own address: its policy lets in no other."""
        return self._pictures.picture(name)

    @page("preview")
    def frame(self, request: Request, window: str = "") -> Response:
        """The page that a window rendered last, with the editor's script in place of the page's own: it says what is
        clicked and pressed, and nothing else runs beside it that could say so."""
        html = self._windows.rendered.get(window, "") or NO_PAGE
        nonce, port = request.state.nonce, request.state.session.port
        editor = f"http://{request.url.hostname}:{port}"
        files = self._interface.files_address()
        script = f'<script nonce="{nonce}" src="{files}/static/frame.js" data-editor="{editor}"></script>'
        before, end, after = SCRIPTS.sub("", html).rpartition("</body>")
        policy = frame_policy(nonce, origins(port))
        return HTMLResponse(before + script + end + after, headers={"Content-Security-Policy": policy})


class WaitingRequests:
    """What is said of a site that is not built."""

    def __init__(self, interface: Interface, site: Site, builds: Builds) -> None:
        self._interface, self._site, self._builds = interface, site, builds

    @page("/{path:path}")
    def waiting_page(self, request: Request) -> Response:
        """What stands for the site until its first build has ended; it loads the site by itself then."""
        state = self._builds.preview.state
        return self._interface.page(
            request,
            "building.html",
            HTTPStatus.SERVICE_UNAVAILABLE,
            preview=PREFIX,
            version=state.version,
            error=state.error,
            kind=state.error_kind,
            errors=self._content_errors(request, state),
            said=self._translated_error(request, state),
        )

    def describe_error(self, request: Request, state: PreviewState) -> str:
        """What stands above the site after a build that failed, as HTML in the interface's language."""
        strings = self._interface.say(request).strings
        rows = "".join(f"<li>{escape(error['text'])}</li>" for error in self._content_errors(request, state))
        said = self._translated_error(request, state)
        technical = (f"<p>{escape(said)}</p>" if said else "") + f'<pre lang="en">{escape(state.error)}</pre>'
        more = f"<ul>{rows}</ul>" if rows else technical
        tag = self._site.config.edition(strings.name).tag
        return f'<div lang="{tag}"><p>{escape(strings(f"not_built_{state.error_kind}"))}</p>{more}</div>'

    def _content_errors(self, request: Request, state: PreviewState) -> list[dict[str, str]]:
        """The errors of texts that stop the build, in the interface's language, each with its story; none where
        something else stops it."""
        say = self._interface.say(request)
        errors = self._site.content_errors() if state.error_kind == "content" else []
        return [{"text": say(place_message(error)), "stem": self._site.stem_at(error.path)} for error in errors]

    def _translated_error(self, request: Request, state: PreviewState) -> str:
        """What stopped a build, in the interface's language; "" where it is in English already, or is known in English
        only."""
        said = self._interface.say(request)(state.error)
        return said if said != state.error else ""
