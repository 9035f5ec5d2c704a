"""A small site in a folder of its own, and the editor on it: in process, and as a server of its own."""

from __future__ import annotations

import gc
import importlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from plugins.editor.http.entrance import Entrance
from plugins.editor.http.security import KEY_HEADER
from tests.editor.running import HOST, SESSION, EditorStarter, Running, write_site
from tests.editor.windows import Profile
from tests.small_site import SmallSite


@pytest.fixture
def own_theme() -> None:
    """The small site of the test has a theme of its own, which may be changed."""


@pytest.fixture
def site_folder(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SmallSite:
    """The small site, with its folder as the current one."""
    site = write_site(tmp_path / "site", has_theme="own_theme" in request.fixturenames)
    monkeypatch.chdir(site.folder)
    return site


@pytest.fixture(scope="session")
def imported() -> None:
    """What an editor and its builds import is there: each build collects what it leaves behind, and looks at none of
    it."""
    importlib.import_module("plugins.editor.http.application")
    importlib.import_module("plugins.newsroom")
    gc.collect()
    gc.freeze()


@pytest.fixture
def editor(site_folder: SmallSite, imported: None, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The editor of the small site, without its threads and processes."""
    from plugins.editor import builds
    from plugins.editor.http.application import Editor
    from plugins.editor.import_process import ImportProcess
    from plugins.editor.site import Site
    from tests.editor.editor_forks import BuildsHere

    monkeypatch.setattr(builds, "BuildProcess", BuildsHere)
    monkeypatch.setattr(ImportProcess, "call", lambda _, work, *arguments: work(*arguments))
    return Editor(Site(), may_publish=True)


@pytest.fixture
def entrance(tmp_path: Path) -> Entrance:
    """What lets browsers into the session of these tests."""
    return Entrance(tmp_path / "work" / "open.html", f"http://{HOST}")


@pytest.fixture
def application(editor: Any, entrance: Entrance) -> Any:
    """The application of the session of these tests."""
    from plugins.editor.http.application import make_application

    return make_application(editor, SESSION, entrance)


@pytest.fixture
def client(application: Any) -> Iterator[Any]:
    """Sends requests as the editor's own page does: with its cookies, key, host and origin."""
    from starlette.testclient import TestClient

    headers = {"origin": f"http://{HOST}", KEY_HEADER: SESSION.key}
    with TestClient(application, base_url=f"http://{HOST}", headers=headers, follow_redirects=False) as opened:
        opened.cookies.set(SESSION.cookie_name, SESSION.cookie)
        opened.cookies.set(SESSION.site_cookie_name, SESSION.site_cookie)
        yield opened


@pytest.fixture(scope="session")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EditorStarter]:
    """Starts editors."""
    starter = EditorStarter(tmp_path_factory.mktemp("editors"))
    yield starter
    starter.close()


@pytest.fixture
def editors(starter: EditorStarter) -> Iterator[EditorStarter]:
    """Starts editors, which end with the test."""
    yield starter
    starter.stop_all()


@pytest.fixture
def running(request: pytest.FixtureRequest, editors: EditorStarter) -> Running:
    """An editor on the small site, in a process of its own; for other browsers than that of `visit`, which forgets what
    it has kept of a port, at any."""
    return editors.start(editors.site(), editors.port if "visit" in request.fixturenames else 0)


@pytest.fixture(scope="session")
def profile(browser: Any) -> Iterator[Profile]:
    """The browser's profile for the pages of all tests: scripts are loaded and compiled once."""
    profile = Profile(browser)
    yield profile
    profile.close()


@pytest.fixture
def visit(browser: Any, profile: Profile, running: Running) -> Iterator[Callable[..., Any]]:
    """Opens pages of the editor in windows that have its cookie; an error of a script fails the test, and so does a
    broken policy, which lets no page ask another server for anything. The browser keeps nothing from test to test.
    Options other than the size of the window are those of a profile of its own."""
    profiles = [profile]

    def open_page(path: str = "/~editor/", viewport: Any = None, **options: Any) -> Any:
        if options:
            profiles.append(Profile(browser, viewport, **options))
        page = profiles[-1 if options else 0].open(running, viewport)
        page.goto(running.root + path)
        return page

    yield open_page
    problems = [problem for one in profiles for problem in one.problems]
    for own in profiles[1:]:
        own.close()
    profile.clear(running)
    assert problems == []
