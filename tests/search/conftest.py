"""The site's own content, built in process once and served under the policy of production."""

import functools
import http.server
import shutil
import threading

import pytest
from PIL import Image

from tests.small_site import ROOT, SmallSite

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
        """Say nothing."""


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
def address(news_site):
    """Where it is served."""
    handler = functools.partial(Served, directory=str(news_site.output))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture
def visit(chromium, address):
    """Opens an address of the site; `page.complaints` are the console's, `page.requested` the paths asked for."""
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
