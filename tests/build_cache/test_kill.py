"""A build that is killed: readers never get half a file, and the next build gives a clean build's bytes."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from plugins.editions.output_folder import staging_for
from tests.checkout import BUILD, Checkout, checkout
from tests.loops import times

KILLS = times(2, 300)
STORIES = 12


def write_version(place: Checkout, version: int) -> None:
    """Make the content and the theme of one of two versions of the site, which share no page."""
    for number in range(STORIES):
        gone = number % 6 == version
        for language in ("en", "sr"):
            if gone:
                (place.site.content / f"news/2026/story-{number}.{language}.md").unlink(missing_ok=True)
            else:
                facts = {"date": f"2026-03-{1 + number:02d}", "category": "local", "sdgs": "4"}
                place.site.article(
                    f"story-{number}",
                    language,
                    f"{'Text ' * 400}{version}",
                    title=f"Title {number} {version}",
                    **(facts if language == "en" else {}),
                )
    sheet = place.folder / "theme/static/css/utilities.css"
    sheet.write_text(f"{sheet.read_text('utf-8').partition('/* write_version')[0]}/* turn {version} */\n", "utf-8")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """A checkout that is built by two workers."""
    return checkout(tmp_path_factory.mktemp("killed") / "site", "WORKERS = 2\n", stories=0)


def partial_files(output: Path, before: dict[str, bytes], after: dict[str, bytes]) -> list[str]:
    """The files of the output that are neither whole old nor whole new."""
    found = {file.relative_to(output).as_posix(): file.read_bytes() for file in output.rglob("*") if file.is_file()}
    return [name for name, data in found.items() if data not in (before.get(name), after.get(name))]


def kill_build(place: Checkout, seconds: float) -> bool:
    """Start a build and kill it after so many seconds; False if it had ended by then."""
    build = place.start(BUILD)
    try:
        build.wait(seconds)
    except subprocess.TimeoutExpired:
        # The process alone, as the kernel does when memory is short: its workers live on for a moment.
        build.send_signal(signal.SIGKILL)
    build.communicate()
    return build.returncode == -signal.SIGKILL


@pytest.mark.long
def test_a_killed_build_leaves_whole_files(place: Checkout) -> None:
    """Killed at any moment, a build leaves every file whole old or whole new, and the next build makes all new."""
    versions: list[dict[str, bytes]] = []
    took = 0.0
    for version in (0, 1):
        write_version(place, version)
        started = time.monotonic()
        versions.append(place.clean())
        took = time.monotonic() - started
    chance, kills, now = random.Random(1), 0, 1
    while kills < KILLS:
        before, after = versions[now], versions[1 - now]
        assert place.site.files() == before
        write_version(place, 1 - now)
        while kill_build(place, chance.uniform(0.1, 0.8) * took):
            kills += 1
            assert partial_files(place.site.output, before, after) == []
            if chance.random() < 0.6:
                break
        else:
            # It ended before: this computer has less to do now.
            took /= 2
        done = place.run()
        assert done.returncode == 0, done.stderr
        assert done.stderr == ""
        assert place.site.files() == after
        now = 1 - now


def test_what_was_staged_by_a_killed_build_is_thrown_away(place: Checkout) -> None:
    """A build begins with an empty staging folder and leaves none behind."""
    write_version(place, 0)
    whole = place.clean()
    left = staging_for(place.site.output, place.folder / ".cache")
    (left / "half.html").write_text("half", "utf-8")
    shutil.rmtree(place.site.output)
    assert place.run().returncode == 0
    assert place.site.files() == whole
    assert not left.exists()
