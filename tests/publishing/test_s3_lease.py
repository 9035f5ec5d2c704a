"""The lease on a bucket: one publisher at a time, by compare-and-swap on the state object."""

import dataclasses
import os
import signal
import threading
import time

import msgspec
import pytest

from plugins.publishing import PublishError
from plugins.publishing.backends import read_target, s3
from tests.publishing import sites
from tests.publishing.attempts import Log, publishes
from tests.publishing.readers import eventually


def write_owner(bucket, **changes: str) -> None:
    """Put a lease into the bucket, as another publisher would."""
    with read_target("site", bucket).open(Log(), locked=False) as session:
        owner = s3.Owner("one who is far", s3.machine(), s3.process(os.getpid()), "other", "0")
        state = s3.State((), "", owner=dataclasses.replace(owner, **changes))
        session.bucket.put(s3.STATE, msgspec.json.encode(state))


def test_lease_of_a_dead_publisher_is_taken(bucket, monkeypatch) -> None:
    """One whose process on this machine is gone is taken over at once; one from elsewhere that nobody renews is stale
    after a while, by our own stopwatch, though nobody should wait; that is said. A publish that has ended leaves
    none."""
    write_owner(bucket, process="999999999 1", who="one who died")
    log, started = Log(), time.monotonic()
    with read_target("site", bucket).open(log, locked=True) as session:
        assert time.monotonic() - started < s3.LEASE_SECONDS / 2
        assert s3.read_state(session.bucket)[0].owner
    assert "The publish of one who died is dead; this one takes over" in log.text
    assert s3.read_state(session.bucket)[0].owner is None
    monkeypatch.setattr(s3, "LEASE_SECONDS", 1.0)
    write_owner(bucket, machine="elsewhere")
    with read_target("site", {**bucket, "wait_seconds": 0}).open(log, locked=True):
        assert "one who is far is dead" in log.text


class Renewals:
    """A clock that goes on only where somebody sleeps, and not before the lease was renewed meanwhile, however busy the
    computer is."""

    def __init__(self, client, bucket) -> None:
        self.now, self._client, self._bucket = 0.0, client, bucket

    def monotonic(self) -> float:
        """Seconds."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Go on after a renewal."""
        before = self._etag()
        eventually(lambda: self._etag() != before)
        self.now += seconds

    def _etag(self) -> str:
        return self._client.head_object(Bucket=self._bucket["bucket"], Key=s3.STATE)["ETag"]


def test_lease_of_a_living_machine_is_respected(bucket, client, monkeypatch) -> None:
    """A lease from elsewhere that is renewed is never taken, also after twice the time in which one is stale."""
    monkeypatch.setattr(s3, "RENEWAL_SECONDS", 0.02)
    monkeypatch.setattr(s3, "POLL_SECONDS", s3.LEASE_SECONDS / 5)
    monkeypatch.setattr(s3, "machine", lambda: "")
    monkeypatch.setattr(s3, "time", Renewals(client, bucket))
    other = read_target("site", {**bucket, "wait_seconds": 2 * int(s3.LEASE_SECONDS)})
    with (
        read_target("site", bucket).open(Log(), locked=True),
        pytest.raises(PublishError, match="another publish is under way"),
        other.open(Log(), locked=True),
    ):
        raise AssertionError("two publishers have one lease")


def is_lost(lease: s3.Lease) -> bool:
    """Whether the lease refuses to go on."""
    try:
        lease.check()
    except PublishError:
        return True
    return False


def test_lost_lease_stops_its_holder(bucket, monkeypatch) -> None:
    """A publisher whose lease was taken over notices it at the next renewal, and changes nothing more."""
    monkeypatch.setattr(s3, "RENEWAL_SECONDS", 0.1)
    with read_target("site", bucket).open(Log(), locked=True) as session:
        write_owner(bucket)
        eventually(lambda: is_lost(session.lease))
        for change in (lambda: session.lease.check(), lambda: session.lease.update(live=("x",))):
            with pytest.raises(PublishError, match="the lease on the bucket was lost to another publish"):
                change()
    assert s3.read_state(session.bucket)[0].owner.token == "other", "the other's lease stays"


def test_write_whose_response_is_lost_is_our_own(bucket, monkeypatch) -> None:
    """A retried write that the storage refuses, because the first try succeeded, loses no lease."""
    real = s3.Bucket.put_if

    def unheard(self: s3.Bucket, key: str, body: bytes, etag: str) -> str:
        real(self, key, body, etag)
        return ""

    with read_target("site", bucket).open(Log(), locked=True) as session:
        with monkeypatch.context() as patch:
            patch.setattr(s3.Bucket, "put_if", unheard)
            session.lease.update(live=("000001-00000000",))
        session.lease.update(live=())


def test_storage_that_contradicts_itself_is_given_up(bucket, monkeypatch) -> None:
    """412 for a state that is then not found: tried again with pauses, and not for ever."""
    tries = []
    monkeypatch.setattr(s3, "LEASE_SECONDS", 0.2)
    monkeypatch.setattr(s3, "POLL_SECONDS", 0.02)
    monkeypatch.setattr(s3.Bucket, "put_if", lambda *_: tries.append(1) or "")
    with (
        pytest.raises(PublishError, match="another publish is under way"),
        read_target("site", {**bucket, "wait_seconds": 0}).open(Log(), locked=True),
    ):
        raise AssertionError("no lease was written")
    assert 1 < len(tries) < 40


def test_interrupt_cancels_what_is_queued(bucket) -> None:
    """Ctrl+C during an upload ends it with the objects that are under way."""
    begun, waiting = [], threading.Event()

    def send(number: int) -> None:
        begun.append(number)
        if number == 0:
            signal.raise_signal(signal.SIGINT)
        waiting.wait(0.2)

    target = read_target("site", {**bucket, "threads": 2})
    # A shell that starts the tests in the background lets them ignore the signal.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with target.open(Log(), locked=False) as session, pytest.raises(KeyboardInterrupt):
            session.bucket.for_each(send, range(100))
    finally:
        signal.signal(signal.SIGINT, before)
    # What was not cancelled is a hundred, however late the interruption comes on a busy computer.
    assert len(begun) < 50


def test_buckets_of_earlier_versions_are_read(bucket, client, tmp_path, log) -> None:
    """A state without an owner, manifests without keys and contents named by their hash alone."""
    output = sites.build(tmp_path / "output", 1)
    assert publishes(output, {"site": bucket}, log)
    with read_target("site", bucket).open(Log(), locked=False) as session:
        name = session.current_release()[0]
        release = session.read_release(name)
        for digest, key in release.contents.items():
            session.bucket.copy(key, s3.CONTENT + digest, {})
            session.bucket.delete([key])
        session.bucket.put(s3.release_key(name), release.manifest.to_json().encode())
        headers = session.state().headers
        session.bucket.put(s3.STATE, f'{{"live": ["{name}"], "headers": "{headers}"}}'.encode())

    assert publishes(sites.build(output, 2), {"site": bucket}, log), log.text
    assert log.result.previous == name
    assert client.get_object(Bucket=bucket["bucket"], Key="index.html")["Body"].read() == sites.page_of(2, "index.html")
