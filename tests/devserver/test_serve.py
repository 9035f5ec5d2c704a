"""`serve`: it builds again in one process, survives whatever an edit breaks, and open tabs follow by themselves."""

from __future__ import annotations

import datetime as dt
import inspect
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from plugins.devserver import builder as builder_module
from plugins.devserver import serve as serve_module
from plugins.devserver import watching
from plugins.devserver.builder import PreviewBuilder, places_of
from plugins.devserver.events import Event, PagesRendered
from plugins.devserver.http_server import PortError, PreviewServer
from plugins.devserver.preview import Preview, resolve
from plugins.devserver.serve import build_on_changes, is_code, syntax_error
from plugins.devserver.watching import WATCHED, watch_files
from plugins.editions.output_folder import OutputChanges
from plugins.project.build import LOCK
from plugins.project.events import Built, Failed
from plugins.project.up_to_date import digest_path
from plugins.system import clock
from plugins.system.clock import Clock
from plugins.system.file_lock import file_lock
from tasks import serve
from tests.checkout import Checkout, checkout, edited
from tests.ports import free_port
from tests.small_site import ROOT

PATIENCE = 60.0
SERVER = "plugins/devserver/http_server.py"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """A checkout that the tests of this file edit, each putting back what it changed; a story of it had another
    address."""
    place = checkout(tmp_path_factory.mktemp("serving") / "site")
    file = place.site.content / "news/2026/story-0.en.md"
    file.write_text(f"Aliases: /old-story/\n{file.read_text('utf-8')}", "utf-8")
    return place


def builder_with_events() -> tuple[PreviewBuilder, list[Event]]:
    """A builder with a preview of its own, and the list of its events."""
    events: list[Event] = []
    return PreviewBuilder(Preview(), events.append), events


BROKEN = {
    "theme/templates/article.html": (lambda text: text + "{% if %}", r"theme/templates/article\.html:\d+: .*template"),
    "theme/templates/partials/footer.html": (
        lambda text: text + "{{ nobody.knows }}",
        r"theme/templates/partials/footer\.html:\d+: .*nobody.*template",
    ),
    "pelicanconf.py": (lambda text: f"{text}\nSITENAME = = 1\n", r"pelicanconf\.py:\d+: .*settings"),
    "content/news/2026/story-0.en.md": (
        lambda text: text.replace("2026-03-01", "soon"),
        r"story-0\.en\.md:\d+: .*soon",
    ),
    "theme/strings/en.toml": (lambda text: f"{text}\n= =\n", r"en\.toml"),
}


def test_an_error_is_reported_and_the_last_good_site_stays(
    place: Checkout, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An error in a template, settings, content or strings is reported with its place; the last good site stays;
    correcting it brings the site back. No error is printed here."""
    monkeypatch.chdir(place.folder)
    builder, events = builder_with_events()
    preview = builder.preview
    builder.build()
    assert isinstance(events[-1], Built)
    before = place.site.files()
    good = preview.state.version
    for name, (change, expected) in BROKEN.items():
        with edited(place.folder / name, change):
            builder.build()
            assert re.search(expected, preview.state.error), preview.state.error
            assert "Traceback" not in preview.state.error
            assert events[-1] == Failed(None, preview.state.error_kind, preview.state.error)
            assert place.site.files() == before
            assert resolve(preview.state, "/").file == place.site.output / "index.html"
    assert preview.state.version == good + len(BROKEN)
    builder.build()
    assert not preview.state.error
    assert place.site.files() == before
    assert preview.state.version == good + len(BROKEN) + 1
    assert capsys.readouterr().err == ""


def test_all_errors_of_a_build_are_shown(place: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build with several errors reports each of them."""
    monkeypatch.chdir(place.folder)
    builder, _ = builder_with_events()
    stories = [place.site.content / f"news/2026/story-{number}.en.md" for number in (0, 1)]
    with (
        edited(stories[0], lambda text: text.replace("2026-03-01", "soon")),
        edited(stories[1], lambda text: text.replace("2026-03-02", "later")),
    ):
        builder.build()
    assert re.search(r"story-0\.en\.md:\d+: .*soon", builder.preview.state.error)
    assert re.search(r"story-1\.en\.md:\d+: .*later", builder.preview.state.error)


def test_an_error_of_the_program_is_shown_with_its_place(place: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    """What no editor can correct is shown whole, an exception in the settings with its line, and serving goes on."""
    monkeypatch.chdir(place.folder)
    builder, _ = builder_with_events()
    with edited(place.folder / "pelicanconf.py", lambda text: f"{text}\nraise SystemExit('enough')\n"):
        builder.build()
        assert builder.preview.state.error.endswith("SystemExit: enough (settings)")

    def fail(*_: object, **__: object) -> None:
        raise SystemExit("enough")

    with monkeypatch.context() as patch:
        patch.setattr("plugins.devserver.builder.run_pelican", fail)
        builder.build()
        assert "enough" in builder.preview.state.error
        assert "Traceback" in builder.preview.state.error
    builder.build()
    assert not builder.preview.state.error


def test_old_addresses_redirect_in_the_preview(place: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    """An alias of a story redirects in each edition, as on the published site."""
    monkeypatch.chdir(place.folder)
    builder, _ = builder_with_events()
    builder.build()
    assert resolve(builder.preview.state, "/old-story/").location == "/news/story-0/"
    assert resolve(builder.preview.state, "/sr/old-story").location == "/sr/news/story-0/"


def test_builds_have_the_options_of_serve(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A build under `serve` has its build options, and one state in memory from build to build."""
    overrides: list[dict[str, Any]] = []

    def run_pelican(_: str, **given: Any) -> dict[str, Any]:
        overrides.append(given)
        raise ValueError

    monkeypatch.setattr(builder_module, "run_pelican", run_pelican)
    builder, _ = builder_with_events()
    builder.build()
    builder.build()
    assert [given["show_drafts"] for given in overrides] == [True, True]
    assert overrides[0]["memory"] is overrides[1]["memory"]


def test_tabs_reload_only_for_what_they_show(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A build that changed nothing, or only feeds and data, is no new version; one that changed a page is."""
    library = SimpleNamespace(clock=Clock(dt.datetime.now(dt.UTC)))
    build = SimpleNamespace(output=tmp_path, library=library, changes=OutputChanges((), (), 1))
    monkeypatch.setattr(builder_module, "redirects", lambda _: {})
    monkeypatch.setattr(builder_module, "build_warnings", lambda *_, **__: ())
    places = {name: str(tmp_path) for name in ("PATH", "THEME", "OUTPUT_PATH", "CACHE_PATH")}
    settings = {"BUILD": build, **places, "THEME_TEMPLATES_OVERRIDES": [], "STATIC_PATHS": []}
    monkeypatch.setattr(builder_module, "run_pelican", lambda *_, **__: settings)
    builder, _ = builder_with_events()
    versions = []
    for written, removed in (
        (("index.html",), ()),
        ((), ()),
        (("feeds/news.atom.xml", "search.json", "robots.txt"), ("sitemap.xml",)),
        ((), ("index.html",)),
    ):
        build.changes = OutputChanges(written, removed, 1)
        builder.build()
        versions.append(builder.preview.state.version)
    assert [later - versions[0] for later in versions] == [0, 0, 0, 1]


def test_places_are_found_in_a_time_that_grows_with_their_number(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Links are followed a few times for each file that a build read, not for each pair of them; what lies in another
    place that is watched is left out."""
    monkeypatch.chdir(tmp_path)
    names = [f"data/{number}.txt" for number in range(400)] + ["texts/list.txt", "plugins/own.txt"]
    for name in names:
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text("data", "utf-8")
    calls: list[str] = []
    realpath = os.path.realpath

    def follow_links(path: str) -> str:
        calls.append(path)
        return realpath(path)

    monkeypatch.setattr(os.path, "realpath", follow_links)
    settings = {"PATH": "texts", "THEME": "theme", "OUTPUT_PATH": "output", "CACHE_PATH": ".cache"}
    opened = [str(tmp_path / name) for name in names]
    found = places_of({**settings, "THEME_TEMPLATES_OVERRIDES": [], "STATIC_PATHS": []}, opened, time.time() + 60)
    own = {os.path.relpath(place) for place in found if place.startswith(str(tmp_path))}
    assert own == {"texts", *names[:400]}
    assert len(calls) < 20 * len(names)


def test_plugin_code_with_a_syntax_error_is_reported(tmp_path: Path) -> None:
    """Serving does not start again with code that has a syntax error; the error names the line."""
    file = tmp_path / "odd.py"
    file.write_text("a = 1\ndef (\n", "utf-8")
    assert re.search(r"odd\.py:2: .*\(code\)", syntax_error([tmp_path / "deleted.py", file]))
    file.write_text("a = 1\n", "utf-8")
    assert syntax_error([file]) == ""


def test_no_fast_preview_while_another_process_builds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While another process builds or publishes, no page is written into its output; afterwards it is."""
    builder, events = builder_with_events()
    rendered: list[int] = []
    builder.settings = {"CACHE_PATH": str(tmp_path)}
    monkeypatch.setattr(builder_module, "preview_changes", lambda *_: rendered.append(1) or [tmp_path])
    with file_lock(tmp_path / LOCK, 0):
        builder.render_stories({Path("content/x.en.md")})
    assert (rendered, events) == ([], [])
    builder.render_stories({Path("content/x.en.md")})
    assert rendered == [1]
    assert isinstance(events[0], PagesRendered)


def test_a_failed_fast_preview_leaves_the_page_to_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error of the fast preview is an event, shows no banner, and is not tried again while the build is broken."""
    builder, events = builder_with_events()
    builder.settings = {"CACHE_PATH": str(tmp_path)}
    monkeypatch.setattr(builder_module, "preview_changes", lambda *_: 1 / 0)
    builder.render_stories({Path("content/x.en.md")})
    assert events == [Failed(None, "program", "the fast preview failed: division by zero")]
    assert builder.preview.state.error == ""
    builder.preview.fail("broken")
    builder.render_stories({Path("content/x.en.md")})
    assert len(events) == 1


def test_a_port_in_use_is_reported_before_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    """A port in use is reported before the build."""
    monkeypatch.setattr(builder_module, "run_pelican", lambda *_: pytest.fail("a build was started"))
    with PreviewServer(Preview(), "127.0.0.1", 0) as server, pytest.raises(PortError, match="--port"):
        serve_module.serve("127.0.0.1", int(server.address.rpartition(":")[2]), print)


def test_only_this_computer_is_served_by_default() -> None:
    """The command listens on the loopback address unless another is given."""
    assert inspect.signature(serve.body).parameters["host"].default == "127.0.0.1"


@pytest.fixture
def serving(place: Checkout) -> Iterator[tuple[str, Iterator[str]]]:
    """The address of `serve`, and the lines that it prints next, in a process of its own, which Ctrl+C ends without an
    error; then the server's code is put back."""
    before = (place.folder / SERVER).read_text("utf-8")
    shutil.copyfile(ROOT / "tasks.py", place.folder / "tasks.py")
    process = subprocess.Popen(
        [sys.executable, "-m", "plugins.cli.main", "serve", f"--port={free_port()}"],
        cwd=place.folder,
        env=place.variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout
    # Ends the wait for a line that does not come.
    timer = threading.Timer(5 * PATIENCE, process.kill)
    timer.start()
    lines = iter(process.stdout.readline, "")
    try:
        yield next(line for line in lines if line.startswith("http")).split("/ ")[0], lines
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0
        assert "Traceback" not in process.stdout.read()
    finally:
        timer.cancel()
        process.kill()
        (place.folder / SERVER).write_text(before, "utf-8")


@pytest.mark.usefixtures("looks_often")
def test_changes_before_the_watch_began_are_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that was saved during the first build is seen when the watch begins, by the place it lies in; a change of
    code starts `serve` again then too."""
    monkeypatch.chdir(tmp_path)
    for name in ("content", "plugins"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file.py").write_text("a = 1\n", "utf-8")
    for name in ("content", "plugins"):
        before = [digest_path(place) for place in WATCHED]
        (tmp_path / name / "file.py").write_text("a = 10\n", "utf-8")
        changes = watch_files(before)
        assert next(changes) == {Path(name)}
        changes.close()
    events: list[Event] = []
    builder = SimpleNamespace(is_due=lambda: False, places=(), on_event=events.append)
    build_on_changes(builder, [*before[:2], "another", before[3]])  # type: ignore[arg-type]
    assert events == []


READING = """
from pathlib import Path
from pelican import signals

def read_list(pelican):
    Path("own/list.txt").read_text("utf-8")
    Path("written.txt").write_text("by each build", "utf-8")

def register():
    signals.initialized.connect(read_list)
"""


def test_what_a_build_reads_is_watched(
    place: Checkout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """A content folder of another name, templates of the site's own, plugins, and what these and the settings import
    or open; what a plugin writes is not. Code that a build would not read again starts `serve` anew."""
    shutil.copytree(place.folder, tmp_path / "site", symlinks=True, ignore=shutil.ignore_patterns("output", ".cache"))
    monkeypatch.chdir(tmp_path / "site")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    for name in ("opening_plugin", "names_of_places"):
        request.addfinalizer(lambda name=name: sys.modules.pop(name, None))
    shutil.move("content", "texts")
    for name in ("own", "own/templates", "more"):
        Path(name).mkdir()
    Path("own/opening_plugin.py").write_text(READING, "utf-8")
    for name in ("own/list.txt", "own/data.txt"):
        Path(name).write_text("data", "utf-8")
    Path("names_of_places.py").write_text("TAGLINE = open('own/data.txt').read()\n", "utf-8")
    with Path("pelicanconf.py").open("a", encoding="utf-8") as settings:
        settings.write("from names_of_places import TAGLINE\nPATH = 'texts'\nPLUGIN_PATHS = ['own']\n")
        settings.write("PLUGINS += ['opening_plugin']\nTHEME_TEMPLATES_OVERRIDES = ['own/templates']\n")
    for file in Path.cwd().rglob("*"):
        os.utime(file, (1_780_000_000, 1_780_000_000), follow_symlinks=False)
    builder, events = builder_with_events()
    builder.build()
    assert not [event for event in events if isinstance(event, Failed)]
    names = "names_of_places.py own/data.txt own/list.txt own/opening_plugin.py own/templates texts".split()
    # This process has modules of the tests too.
    assert sorted(name for name in map(os.path.relpath, builder.places) if not name.startswith("..")) == names
    before = [*map(digest_path, (*WATCHED, *builder.places))]
    Path("own/data.txt").write_text("other data", "utf-8")
    changes = watch_files(before, places=lambda: builder.places)
    assert {os.path.relpath(path) for path in next(changes)} == {"own/data.txt"}
    # What was saved before a further place was watched is built too, once.
    monkeypatch.setattr(builder, "places", (*builder.places, str(Path("more").resolve())))
    assert next(changes) == set()
    Path("more/new.txt").write_text("new", "utf-8")
    assert {os.path.relpath(path) for path in next(changes)} == {"more/new.txt"}
    changes.close()
    assert [is_code(Path(name).resolve(), builder.places) for name in names] == [True, False, False, True, False, False]
    # After a build that fails, and read nothing of it, it is watched too.
    with Path("pelicanconf.py").open("a", encoding="utf-8") as settings:
        settings.write("EDITIONS = {}\n")
    builder.build()
    assert isinstance(events[-1], Failed)
    assert str(Path("own/data.txt").resolve()) in builder.places


@pytest.fixture
def looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the watch look at its places ten times a second."""
    monkeypatch.setattr(watching, "LOOK", 100)


def wait_until_quiet(seen: list[set[str]]) -> None:
    """Wait until all changes have been seen, and forget them."""
    while seen:
        del seen[:]
        time.sleep(0.4)


@pytest.mark.long
@pytest.mark.usefixtures("looks_often")
def test_places_that_others_have_taken_are_watched_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A settings file that is saved by renaming, as most editors do, is seen each time; a content folder that is moved
    away, deleted, made again or exchanged is seen, and so are the files in it afterwards."""
    monkeypatch.chdir(tmp_path)
    text, settings = Path("content/news/a.md"), Path("pelicanconf.py")
    text.parent.mkdir(parents=True)
    text.write_text("a")
    settings.write_text("a")
    seen: list[set[str]] = []

    ends = threading.Event()

    def watch() -> None:
        for changed in watch_files([], ends.is_set):
            if ends.is_set():
                return
            seen.append({os.path.relpath(path) for path in changed})

    watching = threading.Thread(target=watch, daemon=True)
    watching.start()

    def exchange() -> None:
        shutil.copytree("content", "new")
        os.rename("content", "old")
        os.rename("new", "content")

    def make_again() -> None:
        text.parent.mkdir(parents=True)
        text.write_text("b")

    def replace_settings() -> None:
        Path("beside.py").write_text("b")
        os.replace("beside.py", settings)

    # The watch begins in its thread.
    end = time.monotonic() + PATIENCE
    while not seen:
        assert time.monotonic() < end
        text.write_text(str(time.monotonic()))
        time.sleep(0.2)
    steps: tuple[tuple[Callable[[], object], Path], ...] = (
        (replace_settings, settings),
        (replace_settings, settings),
        (lambda: settings.write_text("c"), settings),
        (lambda: os.rename("content", "away"), Path("content")),
        (lambda: os.rename("away", "content"), Path("content")),
        (lambda: text.write_text("d"), text),
        (lambda: shutil.rmtree("content"), Path("content")),
        (make_again, Path("content")),
        (lambda: text.write_text("e"), text),
        (exchange, Path("content")),
        (lambda: text.write_text("f"), text),
    )
    for number, (step, place) in enumerate(steps):
        wait_until_quiet(seen)
        step()
        end = time.monotonic() + PATIENCE
        while not any(str(place) in changed for changed in seen):
            assert time.monotonic() < end, f"step {number}: {place} is not seen"
            time.sleep(0.02)
    ends.set()
    watching.join(PATIENCE)


@pytest.mark.long
def test_open_tabs_reload_by_themselves(place: Checkout, serving: tuple[str, Iterator[str]], browser: Any) -> None:
    """Open tabs all show a saved edit, an error and its correction; meanwhile another request is answered. More tabs
    than a browser has connections are in `test_reload.py`. After a change of the plugins' code the same command serves
    on the same port, with the new code."""
    served_site, lines = serving
    assert served_site.startswith("http://127.0.0.1:")
    file = place.site.content / "news/2026/story-1.en.md"
    context = browser.new_context()
    pages = [context.new_page() for _ in range(2)]
    for page in pages:
        page.goto(f"{served_site}/news/story-1/", wait_until="load")
        page.get_by_text("The second paragraph").first.wait_for()
    with edited(file, lambda text: text.replace("The second paragraph", "A seen paragraph")):
        for page in pages:
            page.get_by_text("A seen paragraph").first.wait_for(timeout=1000 * PATIENCE)
        other = context.new_page()
        other.goto(f"{served_site}/news/story-0/", wait_until="load", timeout=1000 * PATIENCE)
        with edited(place.folder / "theme/templates/article.html", lambda text: text + "{% if %}"):
            for page in (*pages, other):
                page.get_by_role("alert").wait_for(timeout=1000 * PATIENCE)
            assert pages[0].get_by_role("alert").evaluate("e => getComputedStyle(e).position") == "fixed"
        for page in pages:
            page.get_by_role("alert").wait_for(state="detached", timeout=1000 * PATIENCE)
            page.get_by_text("A seen paragraph").first.wait_for(timeout=1000 * PATIENCE)
    for page in pages:
        page.get_by_text("The second paragraph").first.wait_for(timeout=1000 * PATIENCE)
    context.close()
    code = (place.folder / SERVER).read_text("utf-8")
    (place.folder / SERVER).write_text(code.replace('"no-store"', '"no-cache"'), "utf-8")
    assert any(line.startswith(f"{served_site}/ ") for line in lines)
    with urllib.request.urlopen(served_site, timeout=PATIENCE) as answer:
        assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.usefixtures("looks_often")
def test_a_waiting_story_is_shown_when_its_moment_comes(place: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    """A story whose date comes while the site is served is published by itself, once, without a file being saved."""
    monkeypatch.chdir(place.folder)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    builder, events = builder_with_events()

    def is_due() -> bool:
        return bool(builder_module.read_time().timestamp() >= builder.until)

    tomorrow = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
    file = place.site.article("waiting", date=f"{tomorrow:%Y-%m-%d %H:%M}", category="local")
    settings = place.folder / "pelicanconf.py"
    with ExitStack() as undo:
        undo.callback(file.unlink)
        undo.callback(settings.write_text, settings.read_text("utf-8"), "utf-8")
        settings.write_text(f"{settings.read_text('utf-8')}NOW = None\n", "utf-8")
        before = list(map(digest_path, WATCHED))
        builder.build()
        assert not is_due()
        assert place.site.page("/news/waiting/").select("[data-unpublished]")
        assert "Story waiting" not in place.site.text("/")

        for module in (builder_module, clock):
            monkeypatch.setattr(module, "read_time", lambda: tomorrow + dt.timedelta(minutes=2))
        assert is_due()
        assert next(watch_files(before, is_due)) == set()
        builder.render_stories(())
        builder.build()

        assert not is_due()
        assert not place.site.page("/news/waiting/").select("[data-unpublished]")
        assert "Story waiting" in place.site.text("/")
        assert not [event for event in events if isinstance(event, Failed | PagesRendered)]
