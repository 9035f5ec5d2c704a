"""The audit: a sound site passes whole, and each planted fault is refused by name of page and cure."""

from __future__ import annotations

import gzip
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from plugins.publishing.audit import EditionFacts, Finding, Report, SiteFacts, audit
from plugins.publishing.audit.auditing import CHECKS
from tests.publishing.audit_site.editions import FACTS
from tests.publishing.audit_site.mutations import MUTATIONS, Mutation
from tests.publishing.audit_site.site import write_site

HIDING = replace(FACTS, hidden_slugs=("secret-plan",))


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sound site, written once."""
    output = tmp_path_factory.mktemp("sound")
    write_site(output)
    return output


@pytest.fixture
def output(sound: Path, tmp_path: Path) -> Path:
    """A copy of the sound site to spoil."""
    return Path(shutil.copytree(sound, tmp_path / "output"))


def test_sound_site_passes(sound: Path) -> None:
    """A site in which nothing is wrong has no findings, and every check has looked at it."""
    report = audit(sound, HIDING)
    assert [str(finding) for finding in report.findings] == []
    assert report.ok
    assert report.pages == 39
    assert list(report.counts) == [check.__name__ for check in CHECKS]


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda one: f"{one.check}: {one.words}")
def test_planted_fault_is_refused(output: Path, mutation: Mutation) -> None:
    """One fault in one file is refused by its check, which names the page, the fault and a cure."""
    mutation.plant(output)
    report = audit(output, HIDING)
    found = [
        finding for finding in report.findings if finding.check == mutation.check and finding.page == mutation.page
    ]
    assert any(mutation.words in finding.message for finding in found), [str(finding) for finding in report.findings]
    assert all(finding.cure.endswith(".") for finding in report.findings)
    assert not report.ok


def test_every_check_is_put_to_the_proof() -> None:
    """There is no check without a planted fault."""
    assert {mutation.check for mutation in MUTATIONS} == {check.__name__ for check in CHECKS}


def test_empty_output_is_refused(tmp_path: Path) -> None:
    """A folder without pages is not a site that passes."""
    assert "There is no page in" in audit(tmp_path, FACTS).findings[0].message


def test_site_below_a_path(tmp_path: Path) -> None:
    """Where the site's address has a path, a link that leaves it out is outside the site."""
    (tmp_path / "index.html").write_text(
        '<html lang="en"><a href="/about/">1</a><a href="/glas/">2</a></html>', "utf-8"
    )
    facts = SiteFacts("https://pages.example/glas/", (EditionFacts("en", "en", "", "English"),))
    found = [finding for finding in audit(tmp_path, facts).findings if finding.check == "links"]
    assert [finding.what for finding in found] == ["The address «/about/» is malformed, outside the site or not https."]


def test_local_preview_may_name_itself(output: Path) -> None:
    """A site built for this machine's own address is not refused for having it."""
    for path in output.rglob("*.*"):
        path.write_text(path.read_text("utf-8").replace("https://glas.example", "http://localhost:8000"), "utf-8")
    report = audit(output, replace(FACTS, base_url="http://localhost:8000"))
    assert [str(finding) for finding in report.findings] == []


def test_exempt_file_is_left_alone(output: Path) -> None:
    """A file that is no page of the site, such as a search engine's proof of ownership, can be exempted by name."""
    (output / "google123.html").write_text("google-site-verification: google123.html", "utf-8")
    assert not audit(output, FACTS).ok
    assert audit(output, replace(FACTS, exempt=("google*.html",))).ok


def test_foreign_part_keeps_its_own_months(output: Path) -> None:
    """A date inside a part marked in another language is held to that language's months."""
    page = output / "sr/news/story-1/index.html"
    english = '<p lang="en"><time datetime="2026-09-03">3 September 2026</time></p>'
    page.write_text(page.read_text("utf-8").replace("<main", f"{english}<main"), "utf-8")
    assert audit(output, FACTS).ok


def test_two_processes_find_what_one_does(tmp_path: Path) -> None:
    """Reading with two processes gives the same findings in the same order."""
    write_site(tmp_path, stories=40)
    MUTATIONS[5].plant(tmp_path)
    alone, together = audit(tmp_path, FACTS, 1), audit(tmp_path, FACTS, 2)
    assert alone.findings == together.findings
    assert not alone.ok


def test_table_shows_some_of_many() -> None:
    """A fault that is on every page takes a few rows of the table, and the number of the rest."""
    findings = tuple(Finding(f"/{number}/", "It is [bold]wrong.", "Mend it.", "links") for number in range(12))
    console = Console(record=True, width=120)
    console.print(Report(findings, ("links", "feeds"), 12, 30, 1.25).table(examples=3))
    text = console.export_text()
    assert "12 pages, 30 files, 1.2 s, 12 findings" in text
    assert text.count("It is [bold]wrong. Mend it.") == 3
    assert "and 9 more" in text


def test_table_shows_whole_addresses() -> None:
    """On a narrow terminal, or in a log, an address is broken into lines and never cut short."""
    address = f"/sr/news/{'long' * 20}/"
    console = Console(record=True, width=60)
    console.print(
        Report((Finding(address, f"A link leads to {address}.", "Mend it.", "links"),), ("links",), 1, 1, 1).table()
    )
    assert "…" not in console.export_text()


def test_json_has_everything(output: Path) -> None:
    """The JSON has every finding with its page, check, fault and cure, and the count of each check."""
    MUTATIONS[5].plant(output)
    data = json.loads(audit(output, FACTS).as_json())
    assert data["ok"] is False
    assert data["counts"]["links"] == 1
    assert data["findings"][0]["page"] == "/sr/"
    assert data["findings"][0]["cure"] == "Correct the link, or give the page that moved an alias."


def test_every_check_is_documented() -> None:
    """The table of checks in the manual names each check once, in the order of the report."""
    rows = (Path(__file__).parents[2] / "docs" / "audit.md").read_text("utf-8").splitlines()
    named = [row.split("`")[1] for row in rows if row.startswith("| `")]
    assert named == [check.__name__ for check in CHECKS]


def test_packed_search_index_is_unpacked(output: Path) -> None:
    """A draft in the compressed index of the search is found there."""
    (output / "search" / "one.pf_fragment").write_bytes(gzip.compress(b'{"url": "/news/secret-plan/"}'))
    assert [(one.check, one.page) for one in audit(output, HIDING).findings] == [("drafts", "/search/one.pf_fragment")]


def test_redirect_may_leave_the_site(output: Path) -> None:
    """A moved page may send its reader to another site, named as canonical."""
    page = output / "old-bridge" / "index.html"
    page.write_text(
        page.read_text("utf-8").replace("https://glas.example", "").replace("/news", "https://un.example/news")
    )
    assert audit(output, FACTS).ok
