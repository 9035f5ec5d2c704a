"""The server over SSH as target, beyond what the faults, locks and kills show."""

import time

from plugins.publishing import publish, rollback
from tests.publishing import sites


def put(output, targets, console, **more) -> None:
    """Publish, which must succeed."""
    assert publish(output, targets, None, dry_run=False, console=console, **more) == 0, console.file.getvalue()


def test_release_is_the_built_site(ssh_server, tmp_path, console) -> None:
    """What readers get is what was built, unchanged files are hard links, and the folder is readable for a server."""
    published = tmp_path / "a folder" / "published"
    targets = {"live": {**ssh_server, "path": str(published)}}
    put(sites.build(tmp_path / "output", 1), targets, console)
    put(sites.build(tmp_path / "output", 2), targets, console)

    site = published / "current" / "site"
    for path in sites.paths():
        assert (site / path).read_bytes() == sites.page_of(2, path)
    assert (site / "pictures" / "steady.webp").stat().st_nlink == 2
    assert (site / sites.style_name(1)).read_bytes() == sites.style_of(1), (
        "a reader may hold a page of the release before"
    )
    assert (published / "current").readlink().as_posix().startswith("releases/000002-")
    assert site.stat().st_mode & 0o777 == 0o755
    assert (site / "index.html").stat().st_mode & 0o777 == 0o644


def test_unusual_names_arrive(ssh_server, tmp_path, console) -> None:
    """Spaces, quotes and Cyrillic letters in file names, also of parts that outlive their build."""
    targets = {"live": {**ssh_server, "path": str(tmp_path / "published")}}
    output = sites.build(tmp_path / "output", 1)
    odd = output / "pictures" / 'it\'s a "слика" $(x).0123456789ab.webp'
    odd.write_bytes(b"picture")
    put(output, targets, console)
    odd.unlink()

    put(sites.build(output, 2), targets, console)

    assert (tmp_path / "published" / "current" / "site" / "pictures" / odd.name).read_bytes() == b"picture"


def test_damage_at_the_server_is_told(ssh_server, tmp_path, console) -> None:
    """A part that somebody deleted from the live release is named, and so is a manifest that is no manifest."""
    published = tmp_path / "published"
    targets = {"live": {**ssh_server, "path": str(published)}}
    put(sites.build(tmp_path / "output", 1), targets, console)
    style = published / "current" / "site" / sites.style_name(1)
    style.unlink()
    assert publish(sites.build(tmp_path / "output", 2), targets, None, dry_run=False, console=console) == 1
    assert sites.style_name(1) in console.file.getvalue()

    (published / "current" / "manifest.json").write_text("{}")
    assert publish(tmp_path / "output", targets, None, dry_run=False, console=console) == 1
    assert "the manifest of the live release cannot be read" in console.file.getvalue()


def test_rollback_is_quick(ssh_server, tmp_path, console) -> None:
    """Going back is one connection and one rename."""
    targets = {"live": {**ssh_server, "path": str(tmp_path / "published")}}
    for version in (1, 2):
        put(sites.build(tmp_path / "output", version), targets, console)
    begun = time.monotonic()

    assert rollback(targets, None, to=None, console=console) == 0

    assert time.monotonic() - begun < 3, "a second on a quiet machine"
    assert (tmp_path / "published" / "current" / "site" / "index.html").read_bytes() == sites.page_of(1, "index.html")


def test_reload_follows_each_switch(ssh_server, tmp_path, console) -> None:
    """The server's own command runs after the switch; if it fails, readers keep the old release."""
    settings = {**ssh_server, "path": str(tmp_path / "published")}
    note = tmp_path / "note"
    put(sites.build(tmp_path / "output", 1), {"live": {**settings, "reload": f"readlink current > {note}"}}, console)
    assert note.read_text().startswith("releases/000001-")
    failing = {"live": {**settings, "reload": "echo the map is wrong; false"}}

    assert publish(sites.build(tmp_path / "output", 2), failing, None, dry_run=False, console=console) == 1

    assert "the server could not do its part: the map is wrong" in console.file.getvalue()
    assert (tmp_path / "published" / "current" / "site" / "index.html").read_bytes() == sites.page_of(1, "index.html")


def test_dry_run_leaves_no_trace(ssh_server, tmp_path, console) -> None:
    """Before the first publish there is nothing to compare with, and nothing is made."""
    targets = {"live": {**ssh_server, "path": str(tmp_path / "published")}}

    assert publish(sites.build(tmp_path / "output", 1), targets, None, dry_run=True, console=console) == 0
    assert not (tmp_path / "published").exists()
    assert "21 files would change" in console.file.getvalue()
