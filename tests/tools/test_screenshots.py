"""Screenshots: each edition by day, one by night, one on a phone, light enough for a README."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Error

from plugins.project.current_site import open_library
from tests.small_site import small_site
from tests.tools.screenshots import ATTEMPTS, NOT_DRAWN, capture, editor_shots, launch, shots, take

ROOT = Path(__file__).resolve().parents[2]
HEAVIEST = 250_000


@pytest.mark.only_long
def test_every_edition_is_taken_in_a_picture_of_its_own(
    tmp_path: Path, chromium: Any, served: Callable[[Path], str]
) -> None:
    """A story that every language has and a front page give two pictures an edition, one by night, one on a phone."""
    site = small_site(tmp_path / "site")
    for language in ("en", "sr"):
        site.article("a-bridge", language)
    site.article("an-island", date="2026-03-02")
    wanted = shots(site.build()["BUILD"].library)
    assert {shot.path for shot in wanted if shot.name == "article-sr"} == {"/sr/news/a-bridge/"}
    taken = {file.stem: file for file in take(chromium, served(site.output), wanted, tmp_path / "shots")}
    editions = ("en", "sr", "sr-cyrl")
    by_day = {f"{kind}-{edition}" for kind in ("front", "article") for edition in editions}
    assert set(taken) == {*by_day, "front-en-dark", "front-sr-cyrl-phone"}
    widths = {name: Image.open(file).width for name, file in taken.items()}
    assert widths.pop("front-sr-cyrl-phone") == 390
    assert set(widths.values()) == {1280}
    assert max(file.stat().st_size for file in taken.values()) < HEAVIEST
    day, night = (Image.open(taken[name]).convert("L").getpixel((5, 400)) for name in ("front-en", "front-en-dark"))
    assert night < day


def test_without_a_browser_nothing_is_launched(monkeypatch: Any, tmp_path: Path) -> None:
    """Where neither the system nor Playwright has a Chromium, the message names what to install."""
    monkeypatch.setenv("PATH", str(tmp_path))
    absent = SimpleNamespace(chromium=SimpleNamespace(executable_path=str(tmp_path / "chrome")))
    assert launch(absent) is None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("message", "failures", "tried"),
    [(NOT_DRAWN, 2, 3), (NOT_DRAWN, ATTEMPTS, ATTEMPTS), ("Target crashed", 1, 1)],
)
def test_a_picture_that_was_not_drawn_in_time_is_taken_again(message: str, failures: int, tried: int) -> None:
    """Where a busy browser has drawn nothing the picture is taken again, a few times; another error is raised."""
    calls: list[int] = []

    def screenshot() -> bytes:
        calls.append(1)
        if len(calls) <= failures:
            raise Error(f"Protocol error (Page.captureScreenshot): {message}")
        return b"a picture"

    place: Any = SimpleNamespace(screenshot=screenshot)
    if failures < tried:
        assert capture(place) == b"a picture"
    else:
        with pytest.raises(Error, match=message):
            capture(place)
    assert len(calls) == tried


def test_every_picture_of_the_documentation_is_one_that_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """The site and the editor are taken by one command: no picture is left over from an earlier look."""
    monkeypatch.chdir(ROOT)
    library = open_library()
    taken = {shot.name for shot in (*shots(library), *editor_shots(library))}
    assert {file.stem for file in (ROOT / "docs" / "screenshots").glob("*.png")} == taken


def test_the_pictures_of_the_readme_are_light() -> None:
    """Each picture in docs/screenshots is under 250 KB, and the README's is one of them."""
    files = sorted((ROOT / "docs" / "screenshots").glob("*.png"))
    assert files
    assert [file.name for file in files if file.stat().st_size >= HEAVIEST] == []


def test_inv_installs_the_packages_of_the_tests_for_screenshots() -> None:
    """`--screenshots`, with or without an equals sign, is among the words for which inv installs both lock files."""
    code = (
        "import importlib.machinery, importlib.util; loader = importlib.machinery.SourceFileLoader('inv', 'inv'); "
        "inv = importlib.util.module_from_spec(importlib.util.spec_from_loader('inv', loader)); "
        "loader.exec_module(inv); "
        "inv.sys.argv = ['inv', 'serve', '--screenshots=x']; inv.os.execv = lambda *rest: None; "
        "inv.install = lambda files: print([file.name for file in files]); inv.main()"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "['requirements.txt', 'requirements-test.txt']", done.stderr
