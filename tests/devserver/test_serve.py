"""`serve`: it rebuilds in one process, survives whatever an edit breaks, and the browser follows by itself."""

from __future__ import annotations

import inspect
import re
import signal
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from plugins.devserver import serve as serving
from plugins.devserver.serve import rebuild, start_again
from plugins.devserver.server import Preview
from plugins.project.build import LOCK
from plugins.project.lock import held
from tasks import serve
from tests.checkout import Checkout, checkout

SERVE = "from plugins.devserver.serve import serve; raise SystemExit(serve('127.0.0.1', 0))"
PATIENCE = 30.0


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """A checkout that the tests of this file edit, each mending what it broke."""
    return checkout(tmp_path_factory.mktemp("serving") / "site")


@contextmanager
def edited(file: Path, change: Callable[[str], str]) -> Iterator[None]:
    """A file while it is edited."""
    before = file.read_text("utf-8")
    file.write_text(change(before), "utf-8")
    try:
        yield
    finally:
        file.write_text(before, "utf-8")


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


@pytest.mark.parametrize("name", BROKEN)
def test_whatever_is_broken_is_told_and_mended(
    place: Checkout, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A fault in a template, settings, content or strings is told with its place; the last good site stays; mending it
    brings the site back."""
    monkeypatch.chdir(place.folder)
    preview = Preview()
    rebuild(preview)
    assert not preview.diagnostic
    before = place.site.files()
    change, told = BROKEN[name]
    with edited(place.folder / name, change):
        rebuild(preview)
        assert re.search(told, preview.diagnostic), preview.diagnostic
        assert "Traceback" not in preview.diagnostic
        assert preview.diagnostic in capsys.readouterr().err
        assert place.site.files() == before
        assert preview.file("/")[0] == place.site.output / "index.html"
    rebuild(preview)
    assert not preview.diagnostic
    assert place.site.files() == before
    assert preview.version == 3


def test_a_fault_of_the_program_is_told_with_its_place(place: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    """What no editor can mend, such as an exception in the settings, is shown whole, and serving goes on."""
    monkeypatch.chdir(place.folder)
    preview = Preview()
    with edited(place.folder / "pelicanconf.py", lambda text: f"{text}\nraise SystemExit('enough')\n"):
        rebuild(preview)
        assert "enough" in preview.diagnostic
    rebuild(preview)
    assert not preview.diagnostic


def test_plugin_code_that_python_cannot_read_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Serving does not begin anew with code that has a syntax error; it names the line instead."""
    file = tmp_path / "odd.py"
    file.write_text("a = 1\ndef (\n", "utf-8")
    start_again([file])
    assert re.search(r"odd\.py:2: .*\(code\)", capsys.readouterr().err)


def test_no_first_look_while_the_output_is_another_s(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """While another process builds or publishes, no page is written into its output; afterwards it is."""
    preview, looked = Preview(), []
    preview.settings = {"CACHE_PATH": str(tmp_path)}
    monkeypatch.setattr(serving, "first_look", lambda *_: looked.append(1) or [tmp_path])
    with held(tmp_path / LOCK, 0):
        serving.show_first(preview, {Path("content/x.en.md")})
    assert looked == []
    serving.show_first(preview, {Path("content/x.en.md")})
    assert looked == [1]
    assert "first look" in capsys.readouterr().out


def test_only_this_computer_is_served_by_default() -> None:
    """The verb listens on the loopback address unless it is told otherwise."""
    assert inspect.signature(serve.body).parameters["host"].default == "127.0.0.1"


@pytest.fixture
def served_site(place: Checkout) -> Iterator[str]:
    """The address of `serve`, run in a process of its own."""
    process = subprocess.Popen(
        place.command(SERVE), cwd=place.folder, env=place.variables, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    lines = iter(process.stdout.readline, "")
    yield next(line for line in lines if line.startswith("http")).split("/ ")[0]
    process.send_signal(signal.SIGINT)
    assert process.wait(PATIENCE) == 0


def comes(address: str, text: str, absent: bool = False) -> bool:
    """Whether the page comes to hold a text, or no longer does, while one can wait for it."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
            if (text in answer.read().decode()) is not absent:
                return True
        time.sleep(0.05)
    return False


@pytest.mark.long
def test_an_edit_comes_through(place: Checkout, served_site: str) -> None:
    """A saved file changes the page that is served; a fault is shown in the page, and goes when it is mended."""
    page, file = f"{served_site}/news/story-1/", place.site.content / "news/2026/story-1.en.md"
    assert served_site.startswith("http://127.0.0.1:")
    with edited(file, lambda text: text.replace("The second paragraph", "A new paragraph")):
        assert comes(page, "A new paragraph")
        with edited(file, lambda text: text.replace("2026-03-02", "one day")):
            assert comes(page, 'role="alert"')
            assert comes(page, "A new paragraph")
        assert comes(page, 'role="alert"', absent=True)
    assert comes(page, "The second paragraph")


@pytest.mark.long
def test_the_browser_reloads_by_itself(place: Checkout, served_site: str, browser: Any) -> None:
    """In a browser that nobody touches, the open page shows a saved edit, and a fault."""
    file = place.site.content / "news/2026/story-1.en.md"
    page = browser.new_page()
    page.goto(f"{served_site}/news/story-1/", wait_until="domcontentloaded")
    page.get_by_text("The second paragraph").first.wait_for()
    with edited(file, lambda text: text.replace("The second paragraph", "A seen paragraph")):
        page.get_by_text("A seen paragraph").first.wait_for(timeout=1000 * PATIENCE)
        with edited(place.folder / "theme/templates/article.html", lambda text: text + "{% if %}"):
            page.get_by_role("alert").wait_for(timeout=1000 * PATIENCE)
    page.get_by_text("The second paragraph").first.wait_for(timeout=1000 * PATIENCE)
    page.close()
