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
from tests.small_site import ROOT

HIDING = replace(FACTS, hidden_addresses=("news/secret-plan/",))


@pytest.fixture(scope="module")
def correct(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The correct site, written once, with what an audit of it keeps in the file `audit` beside it."""
    output = tmp_path_factory.mktemp("correct") / "output"
    write_site(output)
    audit(output, HIDING, kept_in(output.parent))
    return output


def kept_in(folder: Path) -> KeptResults:
    """The results that are kept in a folder."""
    return KeptResults(folder / "audit", FileDigests())


@pytest.fixture
def output(correct: Path, tmp_path: Path) -> Path:
    """A copy of the correct site to spoil, with what its audit keeps."""
    return Path(shutil.copytree(correct.parent, tmp_path / "copy")) / "output"


def test_what_an_audit_keeps_is_what_another_would_find(correct: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a correct site nothing is wrong, and every check has looked at it; where no byte has changed, nothing is read
    again. The address of the site, its editions and what is hidden are part of what each check looks at."""
    first = audit(correct, HIDING)
    assert [str(finding) for finding in first.findings] == []
    assert (first.is_ok, first.pages, list(first.counts)) == (True, 42, list(CODES))
    with monkeypatch.context() as patch:
        patch.setattr(built_site, "_read_file", lambda *_: pytest.fail("a file is read again"))
        assert replace(audit(correct, HIDING, kept_in(correct.parent)), seconds=0) == replace(first, seconds=0)
    before = (correct.parent / "audit").read_bytes()
    for changed in (
        replace(HIDING, hidden_addresses=("news/story-1/",)),
        replace(HIDING, base_url="https://else.example"),
        replace(HIDING, editions=HIDING.editions[:2]),
    ):
        found = audit(correct, changed, kept_in(correct.parent)).findings
        assert found
        assert found == audit(correct, changed, workers=2).findings
        (correct.parent / "audit").write_bytes(before)


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda one: f"{one.check}: {one.words}")
def test_planted_fault_is_reported(output: Path, mutation: Mutation, tmp_path: Path) -> None:
    """One error in one file is reported by its check with the page, the error and a correction, after an audit in which
    nothing was wrong; that a first audit finds the same is shown below."""
    plant_unseen(output, mutation)
    with kept_digests(tmp_path / "digests") as digests:
        report = audit(output, HIDING, KeptResults(output.parent / "audit", digests))
    found = [finding for finding in report.findings if finding.code == mutation.check and finding.path == mutation.page]
    assert any(mutation.words in finding.message for finding in found), [str(finding) for finding in report.findings]
    assert all(finding.message.endswith(".") for finding in report.findings)
    assert not report.is_ok
    assert json.loads(report.as_json())["counts"][mutation.check] == report.counts[mutation.check] > 0


def plant_unseen(output: Path, mutation: Mutation) -> None:
    """Plant a fault so that size and time of its file stay as they were, where it has the same length."""
    file = output / mutation.file
    before = file.stat() if file.exists() else None
    mutation.plant(output)
    if before and file.exists():
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


SHUFFLED = random.Random(0).sample(MUTATIONS, len(MUTATIONS))


@pytest.mark.parametrize("begin", range(0, len(SHUFFLED), 24))
def test_any_sequence_of_faults_is_found_as_by_a_first_audit(correct: Path, output: Path, begin: int) -> None:
    """Faults that are planted together and corrected one after the other are found after each audit as in a first
    one, in the files that they are in and in those that lead there."""
    chosen = SHUFFLED[begin : begin + 24]
    for number in range(0, len(chosen), 8):
        for mutation in chosen[number : number + 8]:
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


# A file, what stands there and what takes its place: none of it is wrong.
FOREIGN_DATE = '<p lang="en"><time datetime="2026-09-03">3 September 2026</time></p>'
RIGHT = (
    # Which places the page at the new address has is not asked of the old one.
    ("index.html", 'href="/about/"', 'href="/old-bridge/#main"'),
    # A date inside a part marked in another language has that language's months.
    ("sr/news/story-1/index.html", "<main", f"{FOREIGN_DATE}<main"),
    # A moved page may lead to another site, named as canonical.
    ("old-bridge/index.html", "url=/news/story-1/", "url=https://un.example/"),
    ("old-bridge/index.html", 'href="https://glas.example/news/story-1/', 'href="https://un.example/'),
    # Longer addresses that end as a hidden one does.
    ("robots.txt", "User-agent", "# /category/goals/ /news/goals/ /news/master-plan/ /files/plan/ my-news/plan/\nUser"),
)


def test_what_is_right_is_not_reported(output: Path) -> None:
    """Also of a site that is built for this machine's own address; and a hidden page is found by its own address."""
    for file, old, new in RIGHT:
        text = (output / file).read_text("utf-8")
        assert old in text, file
        (output / file).write_text(text.replace(old, new), "utf-8")
    spec = replace(FACTS, hidden_addresses=("goals/", "news/plan/"))
    assert [str(finding) for finding in audit(output, spec).findings] == []
    page = output / "about" / "index.html"
    text = page.read_text("utf-8")
    for named in ("/goals/", f"{FACTS.base_url.rstrip('/')}/sr/goals/", "/sr/news/plan/", "news/plan/"):
        page.write_text(text.replace("</main>", f"<p>{named}</p></main>"), "utf-8")
        assert [one.path for one in audit(output, spec).findings if one.code == "drafts"] == ["/about/"], named
    page.write_text(text, "utf-8")
    for path in output.rglob("*.*"):
        path.write_bytes(path.read_bytes().replace(b"https://glas.example", b"http://localhost:8000"))
    assert audit(output, replace(FACTS, base_url="http://localhost:8000")).findings == ()


def test_address_of_a_draft_is_found_in_packed_files(output: Path) -> None:
    """In the compressed index of the search, and in a press kit, in a text of it and in the name of a file."""
    with zipfile.ZipFile(output / KIT, "a") as archive:
        archive.writestr("story-1/note.txt", "See /news/secret-plan/.", zipfile.ZIP_DEFLATED)
    with zipfile.ZipFile(output / "news/story-1/press-kit/names.zip", "w") as archive:
        archive.writestr("news/secret-plan/picture.jpg", "")
    (output / "search" / "one.pf_fragment").write_bytes(gzip.compress(b'{"url": "/news/secret-plan/"}'))
    found = [one.path for one in audit(output, HIDING).findings if one.code == "drafts"]
    assert found == ["/news/story-1/press-kit/names.zip", f"/{KIT}", "/search/one.pf_fragment"]


def test_sites_of_another_form(tmp_path: Path) -> None:
    """A folder without pages is not a site that passes; where the site's address has a path, a link that leaves it out
    is outside the site."""
    assert "There is no page in" in audit(tmp_path, FACTS).findings[0].message
    links = '<html lang="en"><a href="/about/">1</a><a href="/glas/">2</a></html>'
    (tmp_path / "index.html").write_text(links, "utf-8")
    facts = SiteSpec("https://pages.example/glas/", (EditionSpec("en", "en", "", "English"),))
    (finding,) = (finding for finding in audit(tmp_path, facts).findings if finding.code == "links")
    words = "The address «/about/» is malformed, outside the site or not https. Correct the address in the text."
    assert finding.message == words


def test_every_check_has_a_planted_fault_and_a_row_in_the_manual() -> None:
    """The table of checks in the manual names each once, in the order of the report."""
    assert {mutation.check for mutation in MUTATIONS} == set(CODES)
    rows = (ROOT / "docs" / "audit.md").read_text("utf-8").splitlines()
    assert [row.split("`")[1] for row in rows if row.startswith("| `")] == list(CODES)
