"""A reader under test load: requests pages and their style sheets, and records whatever is wrong."""

import http.client
import random
import re
import threading
from collections.abc import Callable

from tests.publishing import sites

VERSION = re.compile(rb"<!--v(\d+)-->")
STYLE = re.compile(rb'href="(/theme/[^"]+)"')
# Seconds after which an answer is taken to be missing; busy machines are slow, and how slow is not what is tested.
PATIENCE = 60


class Reader(threading.Thread):
    """Reads in a thread for as long as its `with` block lasts; `errors` are those of the reader, `count` the
    requests."""

    def __init__(self, port: int, *, ordered: bool, rest: float = 0.0) -> None:
        super().__init__(daemon=True)
        self.port = port
        self.ordered = ordered
        self.rest = rest
        self.faults: list[str] = []
        self.count = 0
        self.newest = 0
        self.stopped = threading.Event()

    def __enter__(self) -> "Reader":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopped.set()
        self.join()

    def run(self) -> None:
        """Read until stopped."""
        choice = random.Random(self.port)
        while not self.stopped.wait(self.rest):
            try:
                self.read(choice.choice(sites.paths()))
            except (OSError, http.client.HTTPException) as error:
                self.faults.append(f"no answer: {error!r}")

    def read(self, path: str) -> None:
        """One page, whole and of one version, and the style sheet that it names."""
        status, body = self.get("/" + path.removesuffix("index.html"))
        versions = VERSION.findall(body)
        if status != 200 or len(versions) != 2 or body != sites.page_of(int(versions[0]), path):
            self.faults.append(f"{path}: {status}, {len(body)} bytes, versions {versions}")
            return
        version = int(versions[0])
        if self.ordered and version < self.newest:
            self.faults.append(f"{path}: version {version} after {self.newest}")
        self.newest = max(self.newest, version)
        style = STYLE.search(body)
        status, body = self.get(style[1].decode() if style else "/")
        if status != 200 or body != sites.style_of(version):
            self.faults.append(f"the style sheet of {path} in version {version}: {status}")

    def get(self, address: str) -> tuple[int, bytes]:
        """Status and body, on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("GET", address)
            answer = connection.getresponse()
            self.count += 1
            return answer.status, answer.read()
        finally:
            connection.close()


def eventually(true: Callable[[], bool], seconds: float = PATIENCE) -> None:
    """Wait until the condition holds; `AssertionError` if it never does."""
    done = threading.Event()
    for _ in range(int(seconds / 0.02)):
        if true():
            return
        done.wait(0.02)
    raise AssertionError("what was waited for did not come")
