"""The audit: a correct site passes, and each planted error is reported with its page and a correction."""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import random
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from plugins.audit import EditionSpec, KeptResults, SiteSpec, audit, built_site
from plugins.audit.checks import CODES
from plugins.system.digests import FileDigests, kept_digests
from tests.audit.audit_site.editions import FACTS
from tests.audit.audit_site.mutations import KIT, MUTATIONS, Mutation
from tests.audit.audit_site.site import write_site

HIDING = replace(FACTS, hidden_addresses=("news/secret-plan/",))


@pytest.fixture(scope="module")
def correct(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The correct site, written once."""
    output = tmp_path_factory.mktemp("correct")
    write_site(output)
    return output


@pytest.fixture(scope="module")
def record(correct: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What an audit of the correct site keeps."""
    folder = tmp_path_factory.mktemp("kept")
    audit(correct, HIDING, kept_in(folder))
    return folder / "audit"


def kept_in(folder: Path) -> KeptResults:
    """The results that are kept in a folder."""
    return KeptResults(folder / "audit", FileDigests())


@pytest.fixture
def output(correct: Path, tmp_path: Path) -> Path:
    """A copy of the correct site to spoil."""
    return Path(shutil.copytree(correct, tmp_path / "output"))


def test_correct_site_passes(correct: Path) -> None:
    """A site in which nothing is wrong has no findings, and every check has looked at it."""
    report = audit(correct, HIDING)
    assert [str(finding) for finding in report.findings] == []
    assert report.is_ok
    assert report.pages == 42
    assert list(report.counts) == list(CODES)


def test_unchanged_site_is_read_once(
    correct: Path, record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no byte has changed, the report is that of the audit before, and nothing is parsed; whatever else the audit
    is given has another report."""
    shutil.copyfile(record, tmp_path / "audit")
    with monkeypatch.context() as patch:
        patch.setattr(built_site, "_read_file", lambda *_: pytest.fail("a file is read again"))
        report = audit(correct, HIDING, kept_in(tmp_path))
        assert replace(report, seconds=0) == replace(audit(correct, HIDING, kept_in(tmp_path)), seconds=0)
        hiding_more = replace(HIDING, hidden_addresses=("news/story-1/",))
        found = audit(correct, hiding_more, kept_in(tmp_path))
    fresh = audit(correct, hiding_more)
    assert fresh.findings
    assert found.findings == fresh.findings
    assert report.findings == ()


def test_nothing_is_taken_from_an_audit_of_other_settings(correct: Path, record: Path, tmp_path: Path) -> None:
    """The address of the site and its editions are part of what each check looks at."""
    for changed in (replace(HIDING, base_url="https://else.example"), replace(HIDING, editions=HIDING.editions[:2])):
        shutil.copyfile(record, tmp_path / "audit")
        found = audit(correct, changed, kept_in(tmp_path)).findings
        assert found
        assert found == audit(correct, changed).findings


def test_link_to_a_place_of_a_page_that_moved(output: Path) -> None:
    """Which places the page at the new address has is not asked of the old one."""
    front = output / "index.html"
    front.write_text(front.read_text("utf-8").replace('href="/about/"', 'href="/old-bridge/#main"'), "utf-8")
    assert audit(output, FACTS).is_ok


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda one: f"{one.check}: {one.words}")
def test_planted_fault_is_reported(output: Path, mutation: Mutation, record: Path, tmp_path: Path) -> None:
    """One error in one file is reported by its check with the page, the error and a correction, after an audit in which
    nothing was wrong; that a first audit finds the same is shown below."""
    shutil.copyfile(record, tmp_path / "audit")
    with kept_digests(tmp_path / "digests") as digests:
        assert audit(output, HIDING, KeptResults(tmp_path / "audit", digests)).is_ok
    plant_unseen(output, mutation)
    with kept_digests(tmp_path / "digests") as digests:
        report = audit(output, HIDING, KeptResults(tmp_path / "audit", digests))
    found = [finding for finding in report.findings if finding.code == mutation.check and finding.path == mutation.page]
    assert any(mutation.words in finding.message for finding in found), [str(finding) for finding in report.findings]
    assert all(finding.message.endswith(".") for finding in report.findings)
    assert not report.is_ok


def plant_unseen(output: Path, mutation: Mutation) -> None:
    """Plant a fault so that size and time of its file stay as they were, where it has the same length."""
    file = output / mutation.file
    before = file.stat() if file.exists() else None
    mutation.plant(output)
    if before and file.exists():
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


SHUFFLED = random.Random(0).sample(MUTATIONS, len(MUTATIONS))


@pytest.mark.parametrize("begin", range(0, len(SHUFFLED), 12))
def test_any_sequence_of_faults_is_found_as_by_a_first_audit(correct: Path, output: Path, begin: int) -> None:
    """Faults that are planted together and corrected one after the other are found after each audit as in a first
    one, in the files that they are in and in those that lead there."""
    chosen = SHUFFLED[begin : begin + 12]
    audit(output, HIDING, kept_in(output.parent))
    for number in range(0, len(chosen), 4):
        for mutation in chosen[number : number + 4]:
            # One may have changed what the other looks for.
            with contextlib.suppress(AssertionError, FileNotFoundError):
                plant_unseen(output, mutation)
        assert audit(output, HIDING, kept_in(output.parent)).findings == audit(output, HIDING).findings
    for mutation in random.Random(begin).sample(chosen, 2):
        shutil.rmtree(output / mutation.file, ignore_errors=True)
        if (correct / mutation.file).exists():
            shutil.copyfile(correct / mutation.file, output / mutation.file)
        assert audit(output, HIDING, kept_in(output.parent)).findings == audit(output, HIDING).findings


def test_fault_in_a_page_that_did_not_change_is_found(output: Path) -> None:
    """A page whose bytes stay the same is checked again where a page that it leads to has changed."""
    front, about = output / "index.html", output / "about/index.html"
    front.write_text(front.read_text("utf-8").replace('href="/about/"', 'href="/about/#main"'), "utf-8")
    assert audit(output, HIDING, kept_in(output.parent)).is_ok
    about.write_text(about.read_text("utf-8").replace("#main", "#text").replace('"main"', '"text"'), "utf-8")
    found = audit(output, HIDING, kept_in(output.parent)).findings
    assert [(one.code, one.path) for one in found] == [("fragments", "/")]


def test_every_check_has_a_planted_fault() -> None:
    """There is no check without a planted error."""
    assert {mutation.check for mutation in MUTATIONS} == set(CODES)


def test_empty_output_is_reported(tmp_path: Path) -> None:
    """A folder without pages is not a site that passes."""
    assert "There is no page in" in audit(tmp_path, FACTS).findings[0].message


def test_site_below_a_path(tmp_path: Path) -> None:
    """Where the site's address has a path, a link that leaves it out is outside the site."""
    (tmp_path / "index.html").write_text(
        '<html lang="en"><a href="/about/">1</a><a href="/glas/">2</a></html>', "utf-8"
    )
    facts = SiteSpec("https://pages.example/glas/", (EditionSpec("en", "en", "", "English"),))
    found = [finding for finding in audit(tmp_path, facts).findings if finding.code == "links"]
    assert [finding.message for finding in found] == [
        "The address «/about/» is malformed, outside the site or not https. Correct the address in the text."
    ]


def test_local_preview_may_name_itself(output: Path) -> None:
    """A site built for this machine's own address is not refused for having it."""
    for path in output.rglob("*.*"):
        path.write_bytes(path.read_bytes().replace(b"https://glas.example", b"http://localhost:8000"))
    report = audit(output, replace(FACTS, base_url="http://localhost:8000"))
    assert [str(finding) for finding in report.findings] == []


def test_foreign_part_keeps_its_own_months(output: Path) -> None:
    """A date inside a part marked in another language is held to that language's months."""
    page = output / "sr/news/story-1/index.html"
    english = '<p lang="en"><time datetime="2026-09-03">3 September 2026</time></p>'
    page.write_text(page.read_text("utf-8").replace("<main", f"{english}<main"), "utf-8")
    assert audit(output, FACTS).is_ok


def test_two_processes_find_what_one_does(tmp_path: Path) -> None:
    """Reading with two processes gives the same findings in the same order."""
    write_site(tmp_path, stories=40)
    MUTATIONS[5].plant(tmp_path)
    alone, together = (audit(tmp_path, FACTS, workers=number) for number in (1, 2))
    assert alone.findings == together.findings
    assert not alone.is_ok


def test_json_has_everything(output: Path) -> None:
    """The JSON has every finding with its path, code and message, and the count of each check."""
    MUTATIONS[5].plant(output)
    data = json.loads(audit(output, FACTS).as_json())
    assert data["ok"] is False
    assert data["counts"]["links"] == 1
    assert data["findings"][0]["path"] == "/sr/"
    assert data["findings"][0]["message"].endswith("Correct the link, or give the page that moved an alias.")


def test_every_check_is_documented() -> None:
    """The table of checks in the manual names each check once, in the order of the report."""
    rows = (Path(__file__).parents[2] / "docs" / "audit.md").read_text("utf-8").splitlines()
    named = [row.split("`")[1] for row in rows if row.startswith("| `")]
    assert named == list(CODES)


def test_address_of_a_draft_is_found_in_packed_files(output: Path) -> None:
    """In the compressed index of the search, and in a press kit, in a text of it and in the name of a file."""
    with zipfile.ZipFile(output / KIT, "a") as archive:
        archive.writestr("story-1/note.txt", "See /news/secret-plan/.", zipfile.ZIP_DEFLATED)
    with zipfile.ZipFile(output / "news/story-1/press-kit/names.zip", "w") as archive:
        archive.writestr("news/secret-plan/picture.jpg", "")
    (output / "search" / "one.pf_fragment").write_bytes(gzip.compress(b'{"url": "/news/secret-plan/"}'))
    found = [one.path for one in audit(output, HIDING).findings if one.code == "drafts"]
    assert found == ["/news/story-1/press-kit/names.zip", f"/{KIT}", "/search/one.pf_fragment"]


def test_redirect_may_leave_the_site(output: Path) -> None:
    """A moved page may send its reader to another site, named as canonical."""
    page = output / "old-bridge" / "index.html"
    page.write_text(
        page.read_text("utf-8").replace("https://glas.example", "").replace("/news", "https://un.example/news")
    )
    assert audit(output, FACTS).is_ok


def test_address_of_a_draft_is_found_only_where_it_is_whole(output: Path) -> None:
    """A hidden page is named by its own address, not by a longer one that ends alike, and a hidden article likewise."""
    spec = replace(FACTS, hidden_addresses=("goals/", "news/plan/"))
    page = output / "about" / "index.html"
    text = page.read_text("utf-8")
    (output / "plain.txt").write_text(
        "/category/goals/ /news/goals/ /news/master-plan/ /files/plan/ my-news/plan/", "utf-8"
    )
    assert [one for one in audit(output, spec).findings if one.code == "drafts"] == []
    for named in ("/goals/", f"{FACTS.base_url.rstrip('/')}/sr/goals/", "/sr/news/plan/", "news/plan/"):
        page.write_text(text.replace("</main>", f"<p>{named}</p></main>"), "utf-8")
        assert [one.path for one in audit(output, spec).findings if one.code == "drafts"] == ["/about/"], named
