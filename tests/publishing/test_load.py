"""Many publishes while readers are reading."""

from tests.loops import times
from tests.publishing import servers, sites
from tests.publishing.attempts import publishes, rolls_back
from tests.publishing.readers import Reader

RUNS = times(10, 100)


def test_no_request_fails_however_often_the_site_changes(tmp_path, log) -> None:
    """Publishes one after another under load: every request is answered in full, and versions only go forward."""
    published = tmp_path / "published"
    targets = {"here": {"kind": "folder", "path": str(published), "keep": 3}}
    assert publishes(sites.build(tmp_path / "output", 1), targets, log)
    with servers.nginx_for(servers.served_site(published), tmp_path / "nginx") as port:
        targets["here"]["url"] = f"http://127.0.0.1:{port}"
        with Reader(port, ordered=True) as one, Reader(port, ordered=True) as other:
            for version in range(2, RUNS + 2):
                sites.build(tmp_path / "output", version)
                assert publishes(tmp_path / "output", targets, log)

    print(f"{RUNS} publishes, {one.count + other.count} requests, {len(one.faults + other.faults)} failed")
    assert one.count > RUNS
    assert one.newest == RUNS + 1
    assert one.faults + other.faults == []


def test_no_request_fails_under_rollbacks(tmp_path, log) -> None:
    """Readers who have opened a page of the release that a rollback leaves get its style sheet too, there and back."""
    published = tmp_path / "published"
    targets = {"here": {"kind": "folder", "path": str(published)}}
    for version in (1, 2):
        assert publishes(sites.build(tmp_path / "output", version), targets, log)
    with (
        servers.nginx_for(servers.served_site(published), tmp_path / "nginx") as port,
        Reader(port, ordered=False) as one,
        Reader(port, ordered=False) as other,
    ):
        # On a busy computer readers get fewer pages in that time: it goes on until they have had enough.
        for done in range(10 * RUNS):
            if done >= RUNS and one.count + other.count > RUNS:
                break
            assert rolls_back(targets, log, to="1")
            assert rolls_back(targets, log, to="2")

    assert one.count + other.count > RUNS
    assert one.faults + other.faults == []
