"""A publish killed at random moments, under constant load."""

import contextlib
import os
import random
import time
from pathlib import Path

from tests.loops import times
from tests.publishing import servers, sites
from tests.publishing.attempts import Log, publishes
from tests.publishing.publisher import publisher
from tests.publishing.readers import Reader, eventually

KILLS, STORAGE_KILLS = times(4, 100), times(3, 100)


def kill_loop(
    folder: Path, targets: dict[str, dict[str, object]], port: int, log: Log, *, ordered: bool, kills: int
) -> int:
    """Kill a publish ``kills`` times, each followed by one that must succeed; gives how many were hit at work."""
    chance = random.Random(20_26)
    hits = 0
    with Reader(port, ordered=ordered, rest=0.004) as reader:
        took = 1.0
        for number in range(1, kills + 1):
            output = sites.build(folder / "output", 2 * number)
            with publisher(output, targets) as process:
                time.sleep(chance.uniform(0, 1.1 * took))
                hits += process.kill()
            assert not reader.faults, (number, reader.faults[:5])

            begun = time.monotonic()
            sites.build(folder / "output", 2 * number + 1)
            assert publishes(output, targets, log), log.text[-800:]
            took = time.monotonic() - begun
            status, _, body = servers.get(port, "/sr/")
            assert (status, body) == (200, sites.page_of(2 * number + 1, "sr/index.html"))
    print(f"{hits} of {kills} kills hit a publish at work; {reader.count} requests, {len(reader.faults)} faults")
    assert not reader.faults, reader.faults[:5]
    return hits


def is_worked_on(folder: Path) -> bool:
    """Whether a process was started with the folder as part of an argument."""
    for arguments in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            if os.fsencode(folder) in arguments.read_bytes():
                return True
    return False


def test_ssh_shows_no_reader_anything_but_whole_releases(ssh_server, tmp_path, log) -> None:
    """Killed over SSH at any moment: no error, no half page, no older page after a newer one."""
    published = tmp_path / "published"
    targets = {"site": {**ssh_server, "path": str(published), "keep": 3}}
    assert publishes(sites.build(tmp_path / "output", 1), targets, log)
    with servers.nginx_for(servers.served_site(published), tmp_path / "nginx") as port:
        targets["site"]["url"] = f"http://127.0.0.1:{port}"

        hits = kill_loop(tmp_path, targets, port, log, ordered=True, kills=KILLS)
        # On a busy machine the rsync of a killed publish may begin after the next publish has ended; the one after
        # removes what it wrote.
        eventually(lambda: not is_worked_on(published))
        assert publishes(sites.build(tmp_path / "output", 1), targets, log), log.text[-800:]

    assert hits >= KILLS // 3
    left = [path.name for path in (published / "releases").iterdir()]
    assert len(left) <= 4
    assert not [name for name in left if name.endswith(".part")]


def test_s3_shows_no_reader_a_page_without_its_parts(bucket, storage, tmp_path, log) -> None:
    """Killed on the way to a bucket: every page whole, its style sheet there; the next publish succeeds."""
    targets = {"site": dict(bucket)}
    assert publishes(sites.build(tmp_path / "output", 1), targets, log)
    with servers.nginx_before_bucket(storage, bucket["bucket"], tmp_path / "nginx") as port:
        targets["site"]["url"] = f"http://127.0.0.1:{port}"

        hits = kill_loop(tmp_path, targets, port, log, ordered=False, kills=STORAGE_KILLS)

    assert hits >= STORAGE_KILLS // 3
