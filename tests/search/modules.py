"""The script of the search in a page without a site."""

from tests.small_site import ROOT


def serve_modules(page):
    """Answer for `/modules/*.js` with the modules of the search as the theme has them, before they are joined."""
    modules = ROOT / "theme" / "static" / "search"
    page.route("**/modules/*.js", lambda route: route.fulfill(path=modules / route.request.url.rpartition("/")[2]))
