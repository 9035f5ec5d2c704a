"""Two publishes at once, and locks whose holder is gone; the lease on a bucket has a file of its own."""

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

import pytest

from plugins.publishing.backends import read_target, ssh
from plugins.publishing.failures import PublishError
from tests.publishing import sites
from tests.publishing.attempts import Log, plans, publishes
from tests.publishing.readers import eventually


@pytest.mark.parametrize("kind", ["folder", "ssh", "s3"])
def test_one_publish_at_a_time(kind: str, target_of, tmp_path, log) -> None:
    """A publish that may not wait names the other one, and changes nothing; a dry run needs no lock; of those that wait
    all succeed one after another, and the last to have its turn is whole."""
    settings = target_of(kind)
    outputs = [sites.build(tmp_path / str(version) / "output", version) for version in range(1, 4)]
    with read_target("site", settings).open(Log(), locked=True):
        assert not publishes(outputs[0], {"site": {**settings, "wait_seconds": 0}}, log)
        assert plans(outputs[0], {"site": settings}, log)
    assert "another publish is under way" in log.text
    assert socket.gethostname() in log.text
    with ThreadPoolExecutor() as pool:
        assert all(pool.map(lambda output: publishes(output, {"site": settings}, log), outputs)), log.text
    with read_target("site", settings).open(Log(), locked=False) as place:
        assert len(place.list_releases()) == 3
        live = place.manifest(place.current_release()[0]).entries
    built = {path: entry.digest for path, entry in live.items() if not entry.kept}
    assert built in [{path: entry.digest for path, entry in sites.scan(output).items()} for output in outputs]


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
    """A publisher whose connection is cut loses the lock after a time of silence; the next one gets it, and no command
    of the first runs any more."""
    settings = {**ssh_server, "path": str(tmp_path / "published"), "wait_seconds": 60}
    with read_target("site", settings).open(Log(), locked=True) as place:
        assert place.list_releases() == ()
    silent.shell.process.wait(60)
    with pytest.raises(PublishError, match="the connection to the server was lost"):
        silent.activate("000001-00000000", Log())
    assert not (tmp_path / "published" / "current").is_symlink()


# A server that lets nobody in who sends something before the answer.
LATE_SERVER = ["sh", "-c", '[ -z "$(timeout 1 head -n 1)" ] && eval "$0"']


def test_ssh_signs_of_life(ssh_server, tmp_path, monkeypatch) -> None:
    """None is sent while the lock is waited for, where its answer would be taken for that of the lock; then they are
    sent while no command is, since a shell that is silent ends."""
    monkeypatch.setattr(ssh, "KEEP_ALIVE_SECONDS", 0.01)
    with ssh.RemoteShell(LATE_SERVER, [str(tmp_path), "somebody", "0"], timeout=60) as shell:
        assert shell.start(Log(), 0)
        assert shell.run("ls") == "releases"
    sent, run = [], ssh.RemoteShell.run
    monkeypatch.setattr(ssh.RemoteShell, "run", lambda shell, line: (sent.append(line), run(shell, line))[1])
    settings = {**ssh_server, "path": str(tmp_path / "published")}
    with read_target("site", settings).open(Log(), locked=True) as place:
        before = len(sent)
        eventually(lambda: len(sent) >= before + 3)
        assert place.list_releases() == ()
