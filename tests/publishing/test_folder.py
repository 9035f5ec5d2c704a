"""The local folder as target, through the publish itself."""

from plugins.publishing import publish
from tests.publishing import sites


def said(console) -> str:
    """What the console was told."""
    return console.file.getvalue()


def test_first_publish_makes_a_whole_site(tmp_path, console) -> None:
    """A fresh clone publishes into ``published/current/site``, byte for byte."""
    output = sites.build(tmp_path / "output", 1)
    targets = {"here": {"kind": "folder", "path": str(tmp_path / "published")}}

    assert publish(output, targets, None, dry_run=False, console=console) == 0, said(console)

    site = tmp_path / "published" / "current" / "site"
    built = {p.relative_to(output): p.read_bytes() for p in output.rglob("*") if p.is_file()}
    assert {p.relative_to(site): p.read_bytes() for p in site.rglob("*") if p.is_file()} == built
    assert "Published to here: 16 pages" in said(console)


def test_unchanged_files_are_hard_links(tmp_path, console) -> None:
    """What did not change is not written again, even if the build wrote it anew."""
    targets = {"here": {"kind": "folder", "path": str(tmp_path / "published")}}
    for version in (1, 2):
        publish(sites.build(tmp_path / f"output{version}", version), targets, None, dry_run=False, console=console)

    steady = tmp_path / "published" / "current" / "site" / "pictures" / "steady.webp"
    assert steady.stat().st_nlink == 2


def test_dry_run_changes_nothing(tmp_path, console) -> None:
    """``--dry-run`` says what would change and leaves no trace at the target."""
    output = sites.build(tmp_path / "output", 1)
    targets = {"here": {"kind": "folder", "path": str(tmp_path / "published")}}

    assert publish(output, targets, None, dry_run=True, console=console) == 0

    assert not (tmp_path / "published").exists()
    assert "21 files would change" in said(console)
