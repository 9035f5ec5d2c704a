"""`bench`: what it compares builds the same pairs, and its table has every row."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.small_site import ROOT
from tests.tools.bench import CACHED, STOCK, UNCACHED, Figure, edited, find_medians, make_sites, published, report
from tests.tools.bench_serving import Latency


@pytest.mark.only_long
def test_each_way_builds_the_same_pairs_after_an_edit(tmp_path: Path) -> None:
    """Each way publishes every pair in both languages, and the sentence that was added last."""
    ways = make_sites(ROOT, tmp_path, 2)
    assert [way.name for way in ways] == [CACHED, UNCACHED, STOCK]
    for way in ways:
        figure = edited(way, 2)
        assert min(figure.wall, figure.cpu, figure.peak) > 0
        pages = {number: way.folder / "output" / f"news/story-0000{number}" / "index.html" for number in range(2)}
        assert all(page.is_file() for page in pages.values())
        assert "Edited once more" in pages[1].read_text("utf-8")
        assert (way.folder / "output" / "sr" / "news" / "story-00000" / "index.html").is_file()


def test_the_table_has_every_row(capsys: pytest.CaptureFixture[str]) -> None:
    """Each row has the three ways and their ratios; saves to a page and the list of commands stand below."""
    figures = {CACHED: 1.0, UNCACHED: 4.0, STOCK: 2.0}
    rows = {
        row: {name: find_medians([Figure(seconds, seconds, 100)]) for name, seconds in figures.items()}
        for row in ("unchanged", "one edit", "clean")
    }
    one = find_medians([Figure(0.1, 0.1, 20)])
    report(7, rows, one, {CACHED: Latency(0.044, 20, 90, 91)}, {"first": one})
    lines = capsys.readouterr().out.splitlines()
    assert "7 pairs" in lines[0]
    for row in rows:
        assert next(line.split()[-5:] for line in lines if line.startswith(row)) == [
            "1.00",
            "4.00",
            "2.00",
            "0.25",
            "0.50",
        ]
    assert any(line.split() == ["--list", "0.10"] for line in lines)
    assert any(line.split() == ["first", "0.10", "0.10", "20"] for line in lines)
    assert any("44 ms, median of 20" in line for line in lines)


@pytest.mark.only_long
def test_a_site_is_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The site of the builds is published, and what is published after an edit has the sentence."""
    monkeypatch.setattr("tests.tools.bench.ROUNDS", 1)
    site = make_sites(ROOT, tmp_path, 2)[0].folder
    assert list(published(site, 2)) == ["first", "unchanged", "one edit", "production build"]
    pages = [page.read_text("utf-8") for page in site.glob("published/**/news/story-00001/index.html")]
    assert any("Edited once more" in page for page in pages)
