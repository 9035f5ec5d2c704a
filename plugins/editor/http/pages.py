"""The three pages of the editor."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from plugins.editor.declarations import NO_STEM, Stem, page
from plugins.editor.http.interface import Interface
from plugins.editor.site import Site
from plugins.editor.story import Stories


class PageRequests:
    """Pages; one that a cookie opens has no text of the site in it: its script asks for that."""

    def __init__(self, interface: Interface, site: Site, stories: Stories) -> None:
        self._interface, self._site, self._stories = interface, site, stories

    @page("")
    def list_page(self, request: Request) -> Response:
        """The list of all stories."""
        categories = self._interface.categories_for(request)
        return self._interface.page(request, "list.html", authors=self._site.lists().authors, categories=categories)

    @page("story")
    def story_page(self, request: Request, stem: Stem = NO_STEM) -> Response:
        """One story."""
        if not self._stories.has_unsaved(stem):
            self._site.pair(stem)
        return self._interface.page(request, "story.html", stem=stem)

    @page("import")
    def import_page(self, request: Request) -> Response:
        """The import of a page."""
        return self._interface.page(request, "import.html", categories=self._interface.categories_for(request))
