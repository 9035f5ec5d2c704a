"""`publish` in a checkout: its steps, where it stops, and that no other build interferes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from plugins.cli.commands import publish as publishing
from plugins.cli.commands.build import build
from plugins.cli.commands.publish import publish, rollback
from plugins.project.build import LOCK
from plugins.project.lock import held
from tests.checkout import Checkout, checkout

SETTINGS = 'from pelicanconf import *\nTARGETS = {"here": {"kind": "folder", "path": "published", "wait_seconds": 0}}\n'
FRONT = "published/current/site/index.html"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Checkout]:
    """A checkout as the current folder; its settings, which Python imports by name, are unloaded afterwards."""
    made = checkout(tmp_path / "site", stories=1)
    (made.folder / "publishconf.py").write_text(SETTINGS, "utf-8")
    monkeypatch.chdir(made.folder)
    monkeypatch.syspath_prepend(made.folder)
    monkeypatch.delitem(sys.modules, "pelicanconf", raising=False)
    yield made
    sys.modules.pop("pelicanconf", None)


def write_settings(place: Checkout, text: str) -> None:
    """Replace the settings of the publish."""
    (place.folder / "publishconf.py").write_text(text, "utf-8")


def test_a_site_is_published_and_rolled_back(place: Checkout, capsys: pytest.CaptureFixture[str]) -> None:
    """A good site goes through every step; a second one can be rolled back."""
    assert publish("", False) == 0, capsys.readouterr()
    first = Path(FRONT).read_bytes()
    place.site.article("late", category="local", date="2026-04-01")
    assert publish("here", False) == 0
    assert b"/news/late/" in Path(FRONT).read_bytes()
    assert rollback("", "") == 0
    assert Path(FRONT).read_bytes() == first


def test_what_the_audit_refuses_is_not_published(place: Checkout, capsys: pytest.CaptureFixture[str]) -> None:
    """A site with a dead link stops at the audit, and readers keep what they have."""
    assert publish("", False) == 0, capsys.readouterr()
    before = Path(FRONT).read_bytes()
    base = place.folder / "theme" / "templates" / "base.html"
    base.write_text(base.read_text("utf-8").replace("</body>", '<a href="/nowhere/">x</a></body>'), "utf-8")
    capsys.readouterr()

    assert publish("", False) == 1

    output = capsys.readouterr()
    assert "publish: stopped at the audit; what readers have now is as it was" in output.err
    assert "/nowhere/" in output.out
    assert Path(FRONT).read_bytes() == before


def test_what_is_wrong_in_content_is_not_published(place: Checkout, capsys: pytest.CaptureFixture[str]) -> None:
    """Content that cannot be built stops the publish before anything is uploaded."""
    place.site.write("news/2026/bad.en.md", "Title: Bad\nDate: never\nCategory: local\n\nText.\n")
    assert publish("", False) == 1
    assert "bad.en.md" in "".join(capsys.readouterr())
    assert not Path("published").exists()


def test_nothing_builds_between_build_and_upload(place: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the build until the output is audited and copied, no other build, not even one that waits, may write to it,
    and no other publish begins."""
    cache, free = Path(".cache"), []

    def try_locks() -> None:
        for name in (LOCK, "publish.lock"):
            with held(cache / name, 0) as mine:
                free.append(mine)

    def built(*settings: str, **rest: bool) -> int:
        status = build(*settings, **rest)
        try_locks()
        return status

    def audited(settings_file: str) -> int:
        try_locks()
        return 0

    monkeypatch.setattr(publishing, "build", built)
    monkeypatch.setattr(publishing, "audit_site", audited)
    assert publish("", False) == 0
    assert free == [False] * 4
    with held(cache / LOCK, 0) as one, held(cache / "publish.lock", 0) as another:
        assert one
        assert another


def test_a_second_publish_in_the_folder_is_refused(place: Checkout, capsys: pytest.CaptureFixture[str]) -> None:
    """Where another publish is running here, this one reports it and changes nothing."""
    with held(Path(".cache/publish.lock"), 0):
        assert publish("", False) == 1
    assert "another publish is running in this folder" in capsys.readouterr().err
    assert not place.site.output.exists()


@pytest.mark.parametrize(
    ("targets", "words"),
    [
        ("", "TARGETS: expected at least one target"),
        ("TARGETS = ['here']", "TARGETS: expected a dictionary of targets, got list"),
        ("TARGETS = {'here': {'kind': 'ftp'}}", 'TARGETS["here"]["kind"]: expected one of'),
    ],
)
def test_wrong_targets_are_reported_in_one_line(
    place: Checkout, capsys: pytest.CaptureFixture[str], targets: str, words: str
) -> None:
    """They are reported before anything is built, and by `rollback` as well."""
    write_settings(place, f"from pelicanconf import *\n{targets}\n")
    assert publish("", False) == 1
    assert words in capsys.readouterr().err
    assert rollback("", "") == 1
    assert words in "".join(capsys.readouterr())
    assert not place.site.output.exists()


@pytest.mark.parametrize("url", ["https://example.org/", 5])
def test_a_wrong_address_is_reported_by_every_command(
    place: Checkout, capsys: pytest.CaptureFixture[str], url: object
) -> None:
    """Building, publishing and rolling back name the setting and its value, and nothing else."""
    for name in ("pelicanconf.py", "publishconf.py"):
        file = place.folder / name
        file.write_text(f"{file.read_text('utf-8')}\nSITEURL = {url!r}\n", "utf-8")
    for command in (lambda: build("pelicanconf.py"), lambda: publish("", False), lambda: rollback("", "")):
        assert command() == 1
        output = capsys.readouterr()
        assert output.err.startswith("SITEURL: expected an address without a path or a closing slash, such as")
        assert (output.err.count("\n"), output.err.strip()[-len(repr(url)) :], output.out) == (1, repr(url), "")
    assert not place.site.output.exists()
