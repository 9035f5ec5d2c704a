"""Two publishes at once, and locks whose holder is gone; the lease on a bucket has a file of its own."""

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest

from plugins.publishing.backends import read_target, ssh
from plugins.publishing.failures import PublishError
from tests.publishing import sites
from tests.publishing.attempts import Log, plans, publishes
from tests.publishing.readers import eventually


@pytest.fixture(params=["folder", "ssh", "s3"])
def settings(request, target_of) -> dict[str, object]:
    """A target of each kind that has a lock of its own."""
    return target_of(request.param)


@contextmanager
def hold_lock(settings: dict[str, object], **more: object) -> Iterator[None]:
    """The target's lock, as by another publish."""
    with read_target("site", {**settings, **more}).open(Log(), locked=True):
        yield


def test_second_publish_refuses_a_busy_target(settings, tmp_path, log, monkeypatch) -> None:
    """A publish that may not wait names the other one, and changes nothing."""
    output = sites.build(tmp_path / "output", 1)
    with hold_lock(settings):
        assert not publishes(output, {"site": {**settings, "wait_seconds": 0}}, log)

    said = log.text
    assert "another publish is under way" in said
    assert socket.gethostname() in said
    assert publishes(output, {"site": settings}, log)


def test_second_publish_waits_its_turn(settings, tmp_path, log) -> None:
    """Of publishes at once all succeed one after another, and the last to start its turn is whole."""
    outputs = [sites.build(tmp_path / str(version) / "output", version) for version in range(1, 4)]

    with ThreadPoolExecutor() as pool:
        results = list(pool.map(lambda o: publishes(o, {"site": settings}, log), outputs))

    assert results == [True, True, True], log.text
    with read_target("site", settings).open(Log(), locked=False) as place:
        assert len(place.list_releases()) == 3
        live = place.manifest(place.current_release()[0]).entries
    built = {path: entry.digest for path, entry in live.items() if not entry.kept}
    assert built in [{path: entry.digest for path, entry in sites.scan(output).items()} for output in outputs]


def test_dry_run_needs_no_lock(settings, tmp_path, log) -> None:
    """A dry run works while somebody publishes."""
    output = sites.build(tmp_path / "output", 1)
    with hold_lock(settings):
        assert plans(output, {"site": settings}, log)


@pytest.fixture
def silent(ssh_server, tmp_path, monkeypatch) -> Iterator[Any]:
    """A publisher that holds the lock of `published`, and loses it after a second of silence."""
    target = read_target("site", {**ssh_server, "path": str(tmp_path / "published")})
    with ExitStack() as stack:
        with monkeypatch.context() as patch:
            patch.setattr(ssh, "SILENCE_SECONDS", 1)
            session = stack.enter_context(target.open(Log(), locked=True))
        yield session


def test_ssh_lock_of_a_silent_holder_is_free(silent, ssh_server, tmp_path) -> None:
    """A publisher whose connection is cut loses the lock after a time of silence; the next one gets it."""
    settings = {**ssh_server, "path": str(tmp_path / "published"), "wait_seconds": 60}
    with read_target("site", settings).open(Log(), locked=True) as place:
        assert place.list_releases() == ()
    silent.shell.process.wait(60)


def test_ssh_command_after_a_lost_lock_does_not_run(silent, tmp_path) -> None:
    """After the server's shell has ended, no command to switch runs."""
    silent.shell.process.wait(60)
    with pytest.raises(PublishError, match="the connection to the server was lost"):
        silent.activate("000001-00000000", Log())
    assert not (tmp_path / "published" / "current").is_symlink()


# A server that lets nobody in who sends something before the answer.
LATE_SERVER = ["sh", "-c", '[ -z "$(timeout 1 head -n 1)" ] && eval "$0"']


def test_ssh_sends_no_sign_of_life_while_it_waits_for_the_lock(tmp_path, monkeypatch) -> None:
    """Its answer would be taken for that of the lock, or the other way round."""
    monkeypatch.setattr(ssh, "KEEP_ALIVE_SECONDS", 0.01)
    with ssh.RemoteShell(LATE_SERVER, [str(tmp_path), "somebody", "0"], timeout=60) as shell:
        assert shell.start(Log(), 0)
        assert shell.run("ls") == "releases"


def test_ssh_holder_that_works_long_keeps_its_lock(ssh_server, tmp_path, monkeypatch) -> None:
    """Signs of life are sent while no command is: a shell that is silent ends."""
    sent, run = [], ssh.RemoteShell.run
    monkeypatch.setattr(ssh.RemoteShell, "run", lambda shell, line: (sent.append(line), run(shell, line))[1])
    monkeypatch.setattr(ssh, "KEEP_ALIVE_SECONDS", 0.05)
    settings = {**ssh_server, "path": str(tmp_path / "published")}
    with read_target("site", settings).open(Log(), locked=True) as place:
        before = len(sent)
        eventually(lambda: len(sent) >= before + 3)
        assert place.list_releases() == ()
