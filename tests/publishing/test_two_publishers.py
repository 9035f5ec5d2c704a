"""Two publishers of one bucket, one of them stopped (SIGSTOP) before one of its requests and resumed later.

Storage cannot refuse the writes of a publisher that wakes up, so what it did must not harm the other's site. Each push
stops at a few requests; `./inv test --long` stops at each.
"""

import random
import time

import pytest

from plugins.publishing.backends import read_target, s3
from tests.loops import times
from tests.publishing import sites
from tests.publishing.attempts import Log, publishes, rolls_back
from tests.publishing.publisher import publisher

STOPS = times(2, 1000)
LEASE_SECONDS = 0.3


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The outputs: that of before, and those for the two publishers, one of them without a story."""
    folder = tmp_path_factory.mktemp("outputs")
    sites.build(folder / "stopped", 3, stories=1)
    sites.build(folder / "other", 4, stories=2)
    return folder


@pytest.fixture(scope="module")
def target(make_bucket, folder):
    """A bucket with as many releases as are kept."""
    settings = {**make_bucket(), "keep": 2, "threads": 1, "withdrawn": ["*"], "wait_seconds": 30}
    log = Log()
    for version in (1, 2):
        assert publishes(sites.build(folder / "before", version, stories=2), {"site": settings}, log), log.text
    return settings


@pytest.fixture(scope="module")
def number(target, folder) -> int:
    """How many requests the publish makes that will be stopped, if nobody stops it."""
    with publisher(folder / "stopped", {"site": target}) as process:
        succeeded, count, text = process.resume()
    assert succeeded, text
    return count


def check_site(settings, output) -> None:
    """Readers get this build at every address and nothing else, and an earlier release can be gone back to."""
    log = Log()
    target = read_target("site", settings)
    with target.open(log, locked=False) as session:
        release = session.read_release(session.current_release()[-1])
        entries = release.manifest.entries
        built = {path: entry.digest for path, entry in sites.scan(output).items()}
        assert {path: entry.digest for path, entry in entries.items() if not entry.kept} == built
        public = {key for key in session.bucket.keys("") if not key.startswith(".dvoglas/")}
        assert public == set(entries), public ^ set(entries)
        for path, entry in entries.items():
            body, _ = session.bucket.get(path)
            assert s3.hashlib.sha256(body).hexdigest() == entry.digest, path
        names, contents = session.list_releases(), set(session.bucket.keys(s3.CONTENT))
        for name in names:
            assert set(session.read_release(name).contents.values()) <= contents, name
    assert rolls_back({"site": settings}, log, to=names[0]), log.text


def stops(number: int) -> list[int]:
    """The requests to stop at: all, or some of them."""
    if number <= STOPS:
        return list(range(1, number + 1))
    return sorted(random.Random(2026).sample(range(2, number + 1), STOPS))


@pytest.mark.long
def test_publisher_stopped_at_every_step_harms_nothing(target, number, folder, monkeypatch) -> None:
    """The other publisher takes over and publishes; resumed, the first fails, and the other's site is whole."""
    assert number > 30
    lost = 0
    for step in stops(number):
        log = Log()
        assert publishes(folder / "before", {"site": target}, log), log.text
        with publisher(folder / "stopped", {"site": target}, step) as process:
            stopped = process.wait_until_stopped()
            with monkeypatch.context() as patch:
                patch.setattr(s3, "LEASE_SECONDS", LEASE_SECONDS)
                patch.setattr(s3, "POLL_SECONDS", 0.05)
                assert publishes(folder / "other", {"site": target}, log), log.text
            succeeded, _, text = process.resume()
        lost += not succeeded
        # Stopped before it had locked the bucket, or after its last change, it may go on: it is then the later one.
        done = stopped and succeeded and "release" in text and not took_over(log)
        try:
            check_site(target, folder / ("stopped" if done else "other"))
        except AssertionError as error:
            raise AssertionError(f"stopped at request {step} of {number}: {text}\n{log.text}") from error
    print(f"{len(stops(number))} stops of {number} requests, {lost} leases lost")
    assert lost


def took_over(log: Log) -> bool:
    """Whether the other publisher found the lease held, and took it."""
    return "this one takes over" in log.text


@pytest.mark.long
def test_both_publishers_stopped_harm_nothing(target, number, folder) -> None:
    """The first resumes and ends while the second is stopped in the midst of its own publish; then the second ends."""
    chance = random.Random(11)
    pairs = [(chance.randrange(8, number), chance.randrange(8, number)) for _ in range(max(len(stops(number)) // 2, 1))]
    for first, second in pairs:
        log = Log()
        assert publishes(folder / "before", {"site": target}, log), log.text
        with publisher(folder / "stopped", {"site": target}, first) as one:
            if not one.wait_until_stopped():
                continue
            with publisher(folder / "other", {"site": target}, second, LEASE_SECONDS) as other:
                other.wait_until_stopped()
                time.sleep(0.05)
                _, _, said = one.resume()
                succeeded, _, text = other.resume()
        assert succeeded, (first, second, text)
        try:
            check_site(target, folder / "other")
        except AssertionError as error:
            raise AssertionError(f"stopped at requests {first} and {second}: {said}\n{text}") from error
