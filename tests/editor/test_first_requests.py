"""Many requests at once when the server has just started."""

from __future__ import annotations

import os

from tests.forked import run_python
from tests.small_site import ROOT

# Types of values are new to the process here, as all are after the start; the first requests that need one come in the
# same moment, and Python changes threads as often as it can.
FIRST_REQUESTS = """
import sys
import threading
from types import SimpleNamespace

import msgspec
from starlette.applications import Starlette
from starlette.testclient import TestClient

from plugins.editor.declarations import Threads, post
from plugins.editor.http import EDITOR
from plugins.editor.http.routing import Routing

sys.setswitchinterval(1e-6)
THREADS, SUBJECTS, DEPTH = 8, 12, 30


def new_type():
    inner = int
    for number in range(DEPTH):
        inner = msgspec.defstruct(f"Values{number}", [(f"field{place}", inner | None, None) for place in range(9)])
    return inner


def new_subject(kind):
    class Subject:
        @post("first", Threads.RENDERING)
        def first(self, values: kind) -> None:
            pass

    Subject.first.__annotations__ = {"values": kind, "return": None}
    return Subject()


for _ in range(SUBJECTS):
    routing = Routing(SimpleNamespace(say=lambda request: str), {}, print, lambda: None)
    client = TestClient(Starlette(routes=list(routing.routes(new_subject(new_type())))))
    start, statuses = threading.Barrier(THREADS), []

    def ask():
        start.wait()
        statuses.append(client.post(f"{EDITOR}/api/first", json={"values": {"field0": {}}}).status_code)

    threads = [threading.Thread(target=ask) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [200] * THREADS, statuses
"""

# Likewise of the importer, which the first paste or page loads.
FIRST_IMPORTS = """
import datetime as dt
import sys
import threading
from types import SimpleNamespace

from plugins.editor.import_page import Imports

sys.setswitchinterval(1e-6)
config = SimpleNamespace(languages={"en": None, "sr": None}, categories={}, zone=dt.UTC)
imports = Imports(SimpleNamespace(config=config), None)
asked = [
    lambda: imports.paste(html="<p>One</p>"),
    lambda: imports.paste(plain="One\\n\\nTwo"),
    lambda: imports.read(b"<h1>One</h1><p>Two three four.</p>", "page.html"),
    lambda: imports._import_site(),
] * 2
start, failed = threading.Barrier(len(asked)), []


def ask(request):
    start.wait()
    try:
        request()
    except ImportError as error:
        failed.append(error)


threads = [threading.Thread(target=ask, args=[request]) for request in asked]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert not failed, failed
"""


def test_first_imports_at_once_find_the_importer_whole():
    """No thread uses what another has only begun to load."""
    done = run_python(FIRST_IMPORTS, ROOT, {**os.environ, "PYTHONPATH": str(ROOT)})
    assert done.returncode == 0, done.stdout + done.stderr


def test_first_requests_at_once_do_not_end_the_server():
    """No two threads collect at the same time what is to be known of a type."""
    done = run_python(FIRST_REQUESTS, ROOT, {**os.environ, "PYTHONPATH": str(ROOT)})
    assert done.returncode == 0, done.stdout + done.stderr
