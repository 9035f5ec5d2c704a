"""What the whole suite shares: a small site of three editions, built once, a browser, and a server of folders."""

from __future__ import annotations

import contextlib
import functools
import gc
import http.server
import importlib
import itertools
import multiprocessing.context
import multiprocessing.util
import os
import re
import shutil
import signal
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from hypothesis import settings

from tests.collecting import COLLECTOR
from tests.loops import IS_LONG
from tests.needs import left_out, need
from tests.newsdesk import write_newsdesk
from tests.small_site import ROOT, SmallSite, small_site
from tests.snapshot import Snapshot

# A test that asks for one of these fixtures belongs to the slow part of the suite, and says so by itself.
MARKS = {"browser": "browser", "chromium": "browser", "ssh_server": "server", "storage": "server"}
ORDER = ("first", "long", "browser", "server")

# A push gives the same answer for the same code; `--long` looks for new examples.
settings.register_profile("push", derandomize=True, deadline=None, max_examples=40)
if not IS_LONG:
    settings.load_profile("push")


# Tests write to a disk in memory where it has this much room: building and publishing wait until their files are on the
# disk, which costs more time than all else and is none of what is tested.
MEMORY, ROOM = Path("/dev/shm"), 8 * 2**30
# Tests of which some build sites.
MANY = 300


def pytest_configure(config: pytest.Config) -> None:
    """Make the folders of `tmp_path` in memory; pytest removes them after each test that passes. SIGTERM is an
    interruption like Ctrl+C: tests clear up what they started."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    config.pluginmanager.register(COLLECTOR)
    if os.access(MEMORY, os.W_OK) and min(shutil.disk_usage(MEMORY).free, available_memory()) > ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """Say at the very end what was left out for want of a program."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter and not hasattr(config, "workerinput"):
        for line in left_out(str(report.longrepr[2]) for report in reporter.stats.get("skipped", ())):
            reporter.write_line(line, red=True, bold=True)


def available_memory() -> int:
    """The bytes of memory that programs may still use, as Linux reports them; 0 elsewhere."""
    report = Path("/proc/meminfo")
    found = re.search(r"^MemAvailable: +(\d+) kB$", report.read_text() if report.is_file() else "", re.MULTILINE)
    return int(found[1]) * 1024 if found else 0


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what only `--long` runs, mark what needs a browser or a server, and begin with what takes long and what
    waits: the processes of the suite take what is left from each other's end, which is quick."""
    left_out = [item for item in items if item.get_closest_marker("only_long") and not IS_LONG]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if IS_LONG or not item.get_closest_marker("only_long")]
    for item in items:
        for fixture, mark in MARKS.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(mark)
    items.sort(key=place_of)
    if given := getattr(config, "workerinput", None):
        items[:] = dealt(items, int(given["workercount"]))


def place_of(item: pytest.Item) -> int:
    """The place of a test's mark among those of slow tests; after them where it has none."""
    return next((place for place, mark in enumerate(ORDER) if item.get_closest_marker(mark)), len(ORDER))


def dealt(items: list[pytest.Item], processes: int) -> list[pytest.Item]:
    """The tests in parts of equal number, which xdist hands out. What starts a browser or an editor begins the parts of
    one half of the processes, a file after the other, so that few of them start any; other slow tests those of the
    other half."""
    parts: list[list[pytest.Item]] = [[] for _ in range(processes)]
    half = max(processes // 2, 1)
    starts_some = [item for item in items if {"browser", "starter"} & set(getattr(item, "fixturenames", ()))]
    others = [item for item in items if place_of(item) < len(ORDER) and item not in set(starts_some)]
    for slow, places in ((starts_some, parts[:half]), (others, parts[half:] or parts)):
        for _, file in itertools.groupby(slow, key=lambda item: (place_of(item), item.path)):
            min(places, key=len).extend(file)
    begun = {item for part in parts for item in part}
    quick = iter([item for item in items if item not in begun])
    left = len(items)
    for number, part in enumerate(parts):
        size = left // (processes - number)
        part.extend(itertools.islice(quick, max(0, size - len(part))))
        left -= size
    return [*itertools.chain(*parts), *quick]


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Iterator[object]:
    """Where nothing is compiled yet, as in a fresh clone, each process of the suite begins with another part of the
    test modules and finds the rest compiled. Python's collector looks at what
    tests make alone."""
    gc.disable()
    given = getattr(session.config, "workerinput", None)
    if given and not any("::" in argument for argument in session.config.args):
        places = [Path(argument) for argument in session.config.args]
        files = [file for place in places for file in (place.rglob("test_*.py") if place.is_dir() else [place])]
        ours = [file.resolve() for file in files if file.resolve().is_relative_to(ROOT)]
        modules = sorted(".".join(file.relative_to(ROOT).with_suffix("").parts) for file in ours)
        begin = len(modules) * int(given["workerid"].removeprefix("gw")) // given["workercount"]
        for name in modules[begin:] + modules[:begin]:
            # What is wrong with a module is reported where pytest imports it.
            with contextlib.suppress(Exception, pytest.skip.Exception):
                importlib.import_module(name)
    try:
        return (yield)
    finally:
        gc.enable()
        gc.collect()
        gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def temporary_files_of_programs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Browsers and other programs write their temporary files to the same disk, and leave none behind."""
    # Python's own, for processes of tests, is removed later, when this process ends.
    multiprocessing.util.get_temp_dir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(tmp_path_factory.mktemp("tmp")))
        patch.setattr(tempfile, "tempdir", None)
        yield


@pytest.fixture(autouse=True)
def no_process_is_left() -> Iterator[None]:
    """Processes that a test forks end with it: one that has the pipe of a browser's driver keeps that from ending, and
    the whole run with it."""
    before = multiprocessing.active_children()
    yield
    # Those of a fork server have nothing of this process open.
    forked = [one for one in multiprocessing.active_children() if isinstance(one, multiprocessing.context.ForkProcess)]
    left = [process for process in forked if process not in before]
    for process in left:
        process.kill()
    assert not left, "the test leaves processes that it has started"


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Callable[[Path], object]], Path]:
    """A function that gives the folder of that name, which is filled once for all processes of the suite; nobody may
    change it then."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def folder_of(name: str, fill: Callable[[Path], object]) -> Path:
        folder, is_full = shared / name, shared / f"{name}.full"
        with FileLock(shared / f"{name}.lock"):
            if not is_full.exists():
                folder.mkdir()
                fill(folder)
                is_full.touch()
        return folder

    return folder_of


@pytest.fixture(scope="session", autouse=True)
def pictures_drawn_once(
    request: pytest.FixtureRequest, made_once: Callable[[str, Callable[[Path], object]], Path]
) -> Iterator[None]:
    """In a run of many tests, what all small sites draw alike is drawn once, before any test changes anything."""
    with pytest.MonkeyPatch.context() as patch:
        if len(request.session.items) > MANY:
            site = made_once("drawn", lambda folder: small_site(folder).build(SEARCH=False))
            patch.setattr(SmallSite, "drawn", site / ".cache" / "pictures")
        yield


@pytest.fixture(scope="session")
def verdicts(made_once: Callable[[str, Callable[[Path], object]], Path]) -> Path:
    """One cache of the dictionaries' verdicts for all tests, so that each word is looked up once."""
    return made_once("verdicts", lambda folder: None)


@pytest.fixture(scope="session")
def built_once(made_once: Callable[[str, Callable[[Path], object]], Path]) -> Callable[..., SmallSite]:
    """A function that gives the small site of that name with these settings, which a function writes and which is built
    once for all processes of the suite; whoever changes something builds a site of their own."""

    def site_of(name: str, write: Callable[[SmallSite], object], **settings: Any) -> SmallSite:
        def build(folder: Path) -> None:
            site = small_site(folder, **settings)
            write(site)
            site.build()

        return small_site(made_once(name, build), **settings)

    return site_of


@pytest.fixture(scope="module")
def as_built(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., SmallSite]:
    """A function that gives the small site with these settings, which a function writes, to be changed: it is built
    once for a module's tests, and is each time as it was then, in the same folder."""
    made: dict[Callable[[SmallSite], object], tuple[SmallSite, Snapshot]] = {}

    def site_of(write: Callable[[SmallSite], object], **settings: Any) -> SmallSite:
        if write not in made:
            site = small_site(tmp_path_factory.mktemp("built") / "site", **settings)
            write(site)
            site.build()
            made[write] = site, Snapshot(site.folder, site.folder.with_name("kept"))
        site, snapshot = made[write]
        snapshot.restore()
        return site

    return site_of


@pytest.fixture(scope="session")
def built(built_once: Callable[..., SmallSite]) -> SmallSite:
    """The small site of `tests/newsdesk.py`."""
    return built_once("newsdesk", write_newsdesk)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One Chromium for the session. One that is installed and does not start is a failure of its tests."""
    playwright, found = pytest.importorskip("playwright.sync_api"), need("chromium")
    playwright.expect.set_options(timeout=60_000)
    with playwright.sync_playwright() as started:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        # Pages of one site in one profile share a process, in which what they all load is compiled once.
        arguments.append("--process-per-site")
        opened = started.chromium.launch(executable_path=found, args=arguments)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def chromium(browser: Any) -> Any:
    """The browser, for tests that are of Chromium alone."""
    return browser


@pytest.fixture(scope="session")
def session(browser: Any) -> Iterator[Any]:
    """One session of the browser for the pages of all tests. Its first window stays: the next page in it costs the
    browser less than one in a new window, whose process begins anew."""
    context = browser.new_context()
    context.new_page()
    yield context
    context.close()


@pytest.fixture
def new_page(browser: Any, session: Any) -> Iterator[Callable[..., Any]]:
    """A function that gives a window of the session of all tests, first the one that stays, or, alone or with options,
    of one of its own."""
    pages: list[Any] = []
    staying = session.pages[0]

    def open_page(*, alone: bool = False, **options: Any) -> Any:
        if alone or options:
            pages.append(browser.new_context(**options).new_page())
        else:
            pages.append(session.new_page() if staying in pages else staying)
        return pages[-1]

    yield open_page
    for page in pages:
        if page == staying:
            page.goto("about:blank")
            page.emulate_media(media="null", color_scheme="null", reduced_motion="null", forced_colors="null")
            page.unroute_all()
        else:
            (page if page.context == session else page.context).close()


class Visitor(http.server.SimpleHTTPRequestHandler):
    """Serves a site as its own servers do: an address that has no page gets the 404 page of its edition."""

    def log_message(self, format: str, *args: object) -> None:
        """Write no log."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """The edition's own page where there is one."""
        first = self.path.split("/")[1]
        pages = (Path(self.directory, first, "404.html"), Path(self.directory, "404.html"))
        page = next((page for page in pages if page.is_file()), None)
        if code != 404 or page is None:
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture(scope="session")
def served() -> Iterator[Callable[[Path], str]]:
    """A function that serves an output folder on this computer and gives its address, without a closing slash."""
    servers: list[http.server.ThreadingHTTPServer] = []

    def serve(folder: Path) -> str:
        handler = functools.partial(Visitor, directory=str(folder))
        servers.append(http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler))
        threading.Thread(target=servers[-1].serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{servers[-1].server_port}"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()
