"""Two publishes at once, and locks whose holder is no more."""

import io
import json
import os
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from rich.console import Console

from plugins.publishing import agent, bucket_lock, publish
from plugins.publishing.bucket_lock import process, words
from plugins.publishing.errors import PublishError
from plugins.publishing.manifest import scan
from plugins.publishing.progress import Reporter
from plugins.publishing.targets import read
from tests.publishing import sites


@pytest.fixture(params=["folder", "ssh", "s3"])
def settings(request, tmp_path) -> dict[str, object]:
    """A target of each kind that has a lock of its own."""
    if request.param == "s3":
        return dict(request.getfixturevalue("bucket"))
    rest = request.getfixturevalue("ssh_server") if request.param == "ssh" else {"kind": "folder"}
    return {**rest, "path": str(tmp_path / "published")}


def reporter() -> Reporter:
    """Somebody to listen."""
    return Reporter(Console(file=io.StringIO(), width=200))


def heard(listener: Reporter) -> str:
    """What was said."""
    return str(listener.console.file.getvalue())


@contextmanager
def held(settings: dict[str, object], **more: object) -> Iterator[None]:
    """The target's lock, as by another publish."""
    with read("site", {**settings, **more}).open(reporter(), locked=True):
        yield


def test_second_publish_refuses_a_busy_target(settings, tmp_path, console, monkeypatch) -> None:
    """A publish that may not wait says who is at work, and changes nothing."""
    output = sites.build(tmp_path / "output", 1)
    with held(settings):
        assert publish(output, {"site": {**settings, "wait_seconds": 0}}, None, dry_run=False, console=console) == 1

    said = console.file.getvalue()
    assert "another publish is under way" in said
    assert socket.gethostname() in said
    assert publish(output, {"site": settings}, None, dry_run=False, console=console) == 0


def test_second_publish_waits_its_turn(settings, tmp_path, console) -> None:
    """Of publishes at once all succeed one after another, and the last to start its turn is whole."""
    outputs = [sites.build(tmp_path / str(version) / "output", version) for version in range(1, 4)]

    with ThreadPoolExecutor() as pool:
        results = list(
            pool.map(lambda o: publish(o, {"site": settings}, None, dry_run=False, console=console), outputs)
        )

    assert results == [0, 0, 0], console.file.getvalue()
    with read("site", settings).open(reporter(), locked=False) as place:
        assert len(place.names()) == 3
        live = place.manifest(place.standing()[0]).entries
    built = {path: entry.digest for path, entry in live.items() if not entry.kept}
    assert built in [{path: entry.digest for path, entry in scan(output).items()} for output in outputs]


def test_looking_needs_no_lock(settings, tmp_path, console) -> None:
    """A dry run works while somebody publishes."""
    output = sites.build(tmp_path / "output", 1)
    with held(settings):
        assert publish(output, {"site": settings}, None, dry_run=True, console=console) == 0


def test_ssh_lock_of_a_silent_holder_is_free(ssh_server, tmp_path, monkeypatch) -> None:
    """A holder that is cut off without a word loses the lock after the silence, and the next one gets it."""
    monkeypatch.setattr(agent, "SILENCE", 1)
    settings = {**ssh_server, "path": str(tmp_path / "published"), "wait_seconds": 10}
    with read("site", settings).open(reporter(), locked=True) as silent:
        with read("site", settings).open(reporter(), locked=True) as place:
            assert place.names() == ()

        silent.agent.process.wait(5)


def test_ssh_command_after_a_lost_lock_does_not_run(ssh_server, tmp_path, monkeypatch) -> None:
    """Once the server's shell has given up on us, an order to switch is refused."""
    monkeypatch.setattr(agent, "SILENCE", 1)
    settings = {**ssh_server, "path": str(tmp_path / "published")}
    with read("site", settings).open(reporter(), locked=True) as place:
        place.agent.process.wait(5)
        with pytest.raises(PublishError, match="the connection to the server was lost"):
            place.activate("000001-00000000", reporter())
    assert not (tmp_path / "published" / "current").is_symlink()


def test_ssh_holder_that_works_long_keeps_its_lock(ssh_server, tmp_path, monkeypatch) -> None:
    """Beats keep the shell listening while nothing else is said."""
    monkeypatch.setattr(agent, "SILENCE", 2)
    monkeypatch.setattr(agent, "BEAT", 0.3)
    settings = {**ssh_server, "path": str(tmp_path / "published")}
    with read("site", settings).open(reporter(), locked=True) as place:
        time.sleep(3)
        assert place.names() == ()


def test_bucket_lock_of_a_dead_process_is_taken_at_once(bucket) -> None:
    """A lock whose process on this machine is gone is taken over, and that is said."""
    place = read("site", bucket)
    with place.open(reporter(), locked=False) as open_place:
        left = json.loads(words()) | {"process": "999999999 1", "who": "one who died"}
        open_place.bucket.put(bucket_lock.KEY, json.dumps(left).encode())
    listener = reporter()
    begun = time.monotonic()

    with place.open(listener, locked=True):
        assert time.monotonic() - begun < 5

    assert "one who died is dead; its lock is taken over" in heard(listener)


def test_bucket_lock_of_another_machine_is_taken_when_silent(bucket, monkeypatch) -> None:
    """A lock from elsewhere that nobody renews is stale after a while by our own stopwatch."""
    monkeypatch.setattr(bucket_lock, "STALE", 1.0)
    place = read("site", bucket)
    with place.open(reporter(), locked=False) as open_place:
        left = json.loads(words()) | {"machine": "elsewhere", "who": "one who is far"}
        open_place.bucket.put(bucket_lock.KEY, json.dumps(left).encode())
    listener = reporter()

    with place.open(listener, locked=True):
        pass

    assert "one who is far is dead" in heard(listener)


def test_bucket_lock_of_a_living_machine_is_respected(bucket, monkeypatch) -> None:
    """A lock from elsewhere that is renewed is never taken."""
    monkeypatch.setattr(bucket_lock, "BEAT", 0.2)
    monkeypatch.setattr(bucket_lock, "STALE", 1.5)
    monkeypatch.setattr(bucket_lock, "machine", lambda: "")
    with held(bucket), pytest.raises(PublishError, match="another publish is under way"), held(bucket, wait_seconds=3):
        raise AssertionError("two held one lock")


def test_bucket_lock_that_was_taken_stops_its_old_holder(bucket, monkeypatch) -> None:
    """Whoever finds the lock in other hands stops before the next step."""
    monkeypatch.setattr(bucket_lock, "BEAT", 0.1)
    with read("site", bucket).open(reporter(), locked=True) as place:
        place.bucket.put(bucket_lock.KEY, words())
        time.sleep(0.5)

        with pytest.raises(PublishError, match="the lock on the bucket was lost"):
            place.settle(["000001-00000000"])
        place.bucket.delete([bucket_lock.KEY])


def test_process_is_told_from_a_later_one() -> None:
    """A process is known by when it began, too; a number without a process is nothing."""
    assert process(os.getpid()).startswith(f"{os.getpid()} ")
    assert process(999_999_999) == ""


def test_bucket_lock_is_gone_after_use(bucket) -> None:
    """A publish that has ended leaves no lock behind."""
    with read("site", bucket).open(reporter(), locked=True) as place:
        assert place.bucket.get(bucket_lock.KEY)
    assert place.bucket.get(bucket_lock.KEY) is None
