"""The site's own content, built in process once and served under the policy of production."""

import contextlib
import functools
import http.server
import shutil
import threading

import pytest
from PIL import Image

from plugins.search.index import Index
from tests.search.modules import serve_modules
from tests.small_site import ROOT

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'"
)
# Whether the index of the page's edition has come.
HAS_INDEX = """() => performance.getEntriesByType("resource").some(
  ({ name, responseEnd }) => responseEnd && name === new URL("index.json", document.baseURI).href)"""
ANSWERED = "() => document.querySelector('[data-search-results]').ariaBusy === 'false'"
# After the newest story of the content folder, so that none waits for its time.
LATE = 1_800_000_000


class Served(http.server.SimpleHTTPRequestHandler):
    """Serves files under the policy and writes no log."""

    def end_headers(self):
        """Every answer has the policy."""
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, format, *args):
        """Write no log."""


def copy_content(site):
    """The site's own content, its pictures small, since a search shows none."""
    shutil.copytree(ROOT / "content", site.content, dirs_exist_ok=True)
    for picture in site.content.rglob("*.jpg"):
        Image.new("RGB", (64, 48)).save(picture)


@pytest.fixture(scope="session")
def news_site(built_once):
    """The site's own content, built: the English index is one part, the Serbian ones are several, as those of larger
    sites."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Index, "parts", property(lambda index: 1 if index.entries[0].site.edition.name == "en" else 7))
        return built_once("search", copy_content, NOW=LATE, SOCIAL_CARDS=False)


def write_ranked(site):
    """Serbian stories with one word in different spellings and places, the best answer the oldest."""
    stories = {
        "exact-title": {"title": "Niš dobija most", "body": "Tekst."},
        "exact-summary": {"title": "Vest", "summary": "Niš slavi.", "body": "Tekst."},
        "exact-text": {"title": "Vest", "summary": "Kratko.", "body": "Voz ide za Niš, što je već znano."},
        "plain-title": {"title": "NIS gradi", "body": "Tekst."},
        "inflected-title": {"title": "Most u Nišu", "body": "Tekst."},
        "inflected-text": {"title": "Vest", "summary": "Kratko.", "body": "Voz staje u Nišu, sto puta."},
        "function-word": {"title": "Oni nisu došli", "body": "Nisu došli, jer nisu znali."},
    }
    for day, (slug, fields) in enumerate(stories.items(), 1):
        site.article(slug, "sr", date=f"2026-03-{day:02}", category="local" if day < 3 else "global", **fields)
    site.article("english", title="A bridge", body="The WHO helps those who come to it.")
    site.article("pronoun", title="A bridge", body="Those who come.")


@pytest.fixture(scope="session")
def ranked_site(built_once):
    """The site of one word, built."""
    return built_once("ranked", write_ranked, SOCIAL_CARDS=False)


@contextlib.contextmanager
def serving(folder):
    """Serves a folder under the policy; gives its address."""
    handler = functools.partial(Served, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="session")
def address(news_site):
    """Where the site's own content is served."""
    with serving(news_site.output) as address:
        yield address


@pytest.fixture(scope="session")
def ranked_address(ranked_site):
    """Where the site of one word is served."""
    with serving(ranked_site.output) as address:
        yield address


@pytest.fixture
def visit_at(new_page):
    """Opens an address of a site, with the whole answer where it asks for one. Whatever is done there, no script fails
    and the policy is not broken.

    `page.requested` are the paths asked for; `page.answered()` waits for an answer.
    """

    undone, complaints = contextlib.ExitStack(), []

    def open_page(site, path, **options):
        page = new_page(**options)
        page.set_viewport_size({"width": 1280, "height": 900})
        page.emulate_media(reduced_motion="reduce")
        page.requested = []
        listeners = {
            "console": lambda message: message.type == "error" and complaints.append(message.text),
            "pageerror": lambda error: complaints.append(str(error)),
            "request": lambda request: page.requested.append(request.url.removeprefix(site)),
        }
        for event, listener in listeners.items():
            page.on(event, listener)
            undone.callback(page.remove_listener, event, listener)
        page.answered = lambda: page.wait_for_function(ANSWERED)
        page.goto(site + path)
        if "/search/" in path and options.get("java_script_enabled", True):
            page.wait_for_function(HAS_INDEX)
            if "?" in path:
                page.answered()
        return page

    with undone:
        yield open_page
    # Some tests let files fail to come.
    assert [complaint for complaint in complaints if "Failed to load resource" not in complaint] == []


@pytest.fixture
def visit(visit_at, address):
    """Opens an address of the site's own content."""
    return functools.partial(visit_at, address)


@pytest.fixture
def visit_ranked(visit_at, ranked_address):
    """Opens an address of the site of one word."""
    return functools.partial(visit_at, ranked_address)


@pytest.fixture(scope="module")
def modules_page(session, address):
    """A page of the site that can load the search's modules; questions to these leave nothing behind in it."""
    page = session.new_page()
    page.goto(f"{address}/search/")
    serve_modules(page)
    yield page
    page.close()
