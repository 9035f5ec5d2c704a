"""The local folder as target, through the publish itself."""

from tests.publishing import sites
from tests.publishing.attempts import plans, publishes


def test_first_publish_makes_a_whole_site(tmp_path, log) -> None:
    """A fresh clone publishes into ``published/current/site``, byte for byte."""
    output = sites.build(tmp_path / "output", 1)
    targets = {"here": {"kind": "folder", "path": str(tmp_path / "published")}}

    assert publishes(output, targets, log), log.text

    site = tmp_path / "published" / "current" / "site"
    built = {p.relative_to(output): p.read_bytes() for p in output.rglob("*") if p.is_file()}
    assert {p.relative_to(site): p.read_bytes() for p in site.rglob("*") if p.is_file()} == built
    assert log.result.pages == 8
    assert log.result.location == str(site.parent.parent.resolve() / "current" / "site")


def test_unchanged_files_are_hard_links(tmp_path, log) -> None:
    """What did not change is not written again, even if the build wrote it anew."""
    targets = {"here": {"kind": "folder", "path": str(tmp_path / "published")}}
    for version in (1, 2):
        assert publishes(sites.build(tmp_path / f"output{version}", version), targets, log)

    steady = tmp_path / "published" / "current" / "site" / "pictures" / "steady.webp"
    assert steady.stat().st_nlink == 2


def test_dry_run_changes_nothing(tmp_path, log) -> None:
    """``--dry-run`` says what would change and leaves no trace at the target."""
    output = sites.build(tmp_path / "output", 1)
    targets = {"here": {"kind": "folder", "path": str(tmp_path / "published")}}

    assert plans(output, targets, log)

    assert not (tmp_path / "published").exists()
    assert log.result.changes.count == 13
