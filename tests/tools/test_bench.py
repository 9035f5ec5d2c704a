"""`bench`: what it compares builds the same pairs, and its table has every row."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from tests.small_site import ROOT
from tests.tools.bench import THREE, WAYS, Figure, edited, make_site, make_sites, published, read_kept, report
from tests.tools.bench_serving import Latency


@pytest.mark.only_long
def test_each_way_builds_the_same_pairs_after_an_edit(tmp_path: Path) -> None:
    """Each way publishes every pair in both languages, and the sentence that was added last."""
    ways = make_sites(ROOT, tmp_path, 2)
    assert tuple(way.name for way in ways) == WAYS
    for way in ways:
        figure = edited(way, 2)
        assert min(figure.wall, figure.cpu, figure.peak) > 0
        pages = {number: way.folder / "output" / f"news/story-0000{number}" / "index.html" for number in range(2)}
        assert all(page.is_file() for page in pages.values())
        assert "Edited once more" in pages[1].read_text("utf-8")
        assert (way.folder / "output" / "sr" / "news" / "story-00000" / "index.html").is_file()
        assert (way.folder / "output" / "sr-cyrl").is_dir() == (way.name == THREE)


def test_the_table_has_every_row(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each build is compared with stock Pelican's, and each row with what was kept; saves to a page stand below."""
    rows = {
        f"clean, {name}": Figure(seconds, seconds, 100) for name, seconds in zip(WAYS, (1.0, 3.0, 2.0), strict=True)
    }
    rows["publish, first"] = Figure(0.1, 0.1, 20)
    file = tmp_path / "kept.json"
    assert read_kept(file) == {}
    file.write_text(json.dumps({"rows": {"publish, first": asdict(Figure(0.2, 0.2, 20))}}), "utf-8")
    report(7, rows, read_kept(file), Latency(0.044, 20, 90, 91))
    lines = capsys.readouterr().out.splitlines()
    assert "7 pairs" in lines[0]
    assert [line.split()[-1] for line in lines if line.startswith("clean")] == ["0.50", "1.50", "1.00"]
    assert any(line.split() == ["publish,", "first", "0.10", "0.10", "20", "0.50"] for line in lines)
    assert any("44 ms, median of 20" in line for line in lines)


@pytest.mark.only_long
def test_a_site_is_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is published after an edit has the sentence."""
    monkeypatch.setattr("tests.tools.bench.ROUNDS", 1)
    site = make_site(ROOT, tmp_path / "site", 2, "")
    assert list(published(site, 2)) == ["first", "unchanged", "one edit", "build --production"]
    pages = [page.read_text("utf-8") for page in site.glob("published/**/news/story-00001/index.html")]
    assert any("Edited once more" in page for page in pages)
