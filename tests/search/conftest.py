"""The site's own content, built in process once and served under the policy of production."""

import contextlib
import functools
import http.server
import shutil
import threading

import pytest
from PIL import Image

from tests.small_site import ROOT, SmallSite, small_site

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'"
)
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


@pytest.fixture(scope="session")
def news_site(tmp_path_factory):
    """The built site, its pictures small, since a search shows none."""
    site = SmallSite(tmp_path_factory.mktemp("search"), {"NOW": LATE, "SOCIAL_CARDS": False})
    shutil.copytree(ROOT / "content", site.content)
    for picture in site.content.rglob("*.jpg"):
        Image.new("RGB", (64, 48)).save(picture)
    site.build()
    return site


@pytest.fixture(scope="session")
def ranked_site(tmp_path_factory):
    """A site whose Serbian stories have one word in different spellings and places, the best answer the oldest."""
    site = small_site(tmp_path_factory.mktemp("ranked"), SOCIAL_CARDS=False)
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
    site.build()
    return site


@contextlib.contextmanager
def serving(folder):
    """Serves a folder under the policy; gives its address."""
    handler = functools.partial(Served, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@contextlib.contextmanager
def visiting(chromium, address):
    """Gives a function that opens an address of the site; `page.complaints` are the console's, `page.requested` the
    paths asked for."""
    contexts = []

    def open_page(path, **options):
        options = {"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce", **options}
        contexts.append(chromium.new_context(**options))
        page = contexts[-1].new_page()
        page.complaints, page.requested = [], []
        page.on("console", lambda message: message.type == "error" and page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("request", lambda request: page.requested.append(request.url.removeprefix(address)))
        page.goto(address + path)
        page.wait_for_load_state("networkidle")
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def address(news_site):
    """Where the site's own content is served."""
    with serving(news_site.output) as address:
        yield address


@pytest.fixture
def visit(chromium, address):
    """Opens an address of the site's own content."""
    with visiting(chromium, address) as open_page:
        yield open_page


@pytest.fixture(scope="session")
def ranked_address(ranked_site):
    """Where the site of one word is served."""
    with serving(ranked_site.output) as address:
        yield address


@pytest.fixture
def visit_ranked(chromium, ranked_address):
    """Opens an address of the site of one word."""
    with visiting(chromium, ranked_address) as open_page:
        yield open_page
