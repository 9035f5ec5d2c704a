"""A release keeps the sources that it was made from, on each kind of target, out of readers' reach."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from plugins.publishing import open_live, publish
from tests.publishing import sites
from tests.publishing.attempts import Log


@pytest.fixture(params=["folder", "ssh", "s3", "git"])
def targets(
    request: pytest.FixtureRequest,
    target_of: Callable[[str], dict[str, Any]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> dict[str, dict[str, Any]]:
    """A target of each kind; the sources of a branch are kept in the folder of the site."""
    monkeypatch.chdir(tmp_path)
    return {"here": target_of(request.param)}


def write(folder: Path, texts: dict[str, bytes]) -> dict[str, Path]:
    """Files of a content folder."""
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text)
    return {name: folder / name for name in texts}


def test_the_sources_of_the_live_release_can_be_read(targets, tmp_path: Path, log: Log) -> None:
    """After each publish the live release has its own sources, changed, new and unchanged ones; before the first there
    are none. A page with the same bytes as a source keeps both."""
    with open_live(targets) as live:
        assert (live.name, live.sources) == ("", {})
    first = {"news/2026/a.en.md": b"One.", "news/2026/\xc5\xa1uma.sr.md".encode().decode("latin-1"): b"Dva \xff."}
    for version, texts in ((1, first), (2, {**first, "news/2026/a.en.md": b"Other.", "images/x.jpg": b"\x00\x01"})):
        output = sites.build(tmp_path / f"output-{version}", version)
        texts["news/2026/page.en.md"] = (output / "index.html").read_bytes()
        publish(output, targets, sources=write(tmp_path / f"content-{version}", texts))
        with open_live(targets) as live:
            assert {path: live.read_source(path) for path in live.sources} == texts
            assert not any("sources" in Path(path).parts for path in live.files)


def test_an_unchanged_source_of_a_folder_costs_nothing(here: dict[str, dict[str, Any]], tmp_path: Path) -> None:
    """In a folder, a source that has not changed is the same file in both releases."""
    sources = write(tmp_path / "content", {"news/a.en.md": b"One."})
    for version in (1, 2):
        publish(sites.build(tmp_path / f"output-{version}", version), here, sources=sources)
    kept = sorted((tmp_path / "published" / "releases").glob("*/sources/news/a.en.md"))
    assert len(kept) == 2
    assert os.path.samefile(*kept)
