"""Files that pages load: pictures of the content folder, scripts and styles."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from plugins.devserver.preview import file_below
from plugins.editor.declarations import page
from plugins.editor.http.interface import HERE
from plugins.editor.site import Site
from plugins.editor.thumbnails import thumbnail
from plugins.editor.uploads import Uploads

MEDIA_TYPES = {".js": "text/javascript", ".woff2": "font/woff2"}


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

    def __init__(self, theme: Path) -> None:
        self._theme = theme

    @page("static/{name:path}")
    def own_file(self, name: str = "") -> Response:
        """A file of the editor."""
        return _file(HERE / "static", name)

    @page("theme/{name:path}")
    def theme_file(self, name: str = "") -> Response:
        """A file of the theme."""
        return _file(self._theme / "static", name)


def _file(folder: Path, name: str) -> Response:
    file = file_below(folder, name)
    if file is None:
        return Response("There is no such file.", HTTPStatus.NOT_FOUND)
    return FileResponse(file, media_type=MEDIA_TYPES.get(file.suffix))
