"""Drafts stop nobody: what is wrong in one is a warning, and an error from the moment it is to be published."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from plugins.content.draft_diagnostics import head_says_draft
from plugins.content.library import ContentLibrary
from plugins.diagnostics import ContentErrors, Diagnostic
from tests.content.nested import NESTED
from tests.small_site import SmallSite

CASES: dict[str, dict[str, Any]] = tomllib.loads(Path(__file__).with_name("bad_content.toml").read_text("utf-8"))
# A file without a byte says nothing, and what a draft links to has no address yet that an alias could take.
SILENT = {"empty-file"}
NOT_YET = {"alias-that-is-the-address-of-a-file"}
# A draft need not be complete.
INCOMPLETE = {"missing-title", "missing-date"}
ONE_FILE = "news/2026/bad.en.md"


def warnings_of(library: ContentLibrary) -> list[Diagnostic]:
    """What stops no build."""
    return [diagnostic for diagnostic in library.diagnostics if diagnostic.severity == "warning"]


@pytest.fixture
def site(built_site: SmallSite) -> SmallSite:
    """A site without a fault: a published pair and a picture."""
    return built_site


def library_of(site: SmallSite, **options: Any) -> ContentLibrary:
    """What a build that ends well has read."""
    library: ContentLibrary = site.build(**options)["BUILD"].library
    return library


def as_draft(text: str) -> str:
    """The text of a file with the line `Status: draft` in its header."""
    if text.startswith("---"):
        return text.replace("---\n", "---\nstatus: draft\n", 1)
    return f"Status: draft\n{text}"


def codes(diagnostics: Any) -> set[str]:
    """The codes of diagnostics, or of lines that end with them."""
    return {str(one).rpartition("(")[2].rstrip(")") for one in diagnostics}


def can_be_draft(case: str) -> bool:
    """Whether the files that are at fault are read so far that they can say that they are drafts."""
    errors = CASES[case]["errors"]
    names = {error.split(":")[0] for error in errors}
    texts = {f"content/{name}" for name in CASES[case]["files"] if not name.startswith("press-office.")}
    return case not in NOT_YET and not codes(errors) & SILENT and names <= texts


def together() -> list[list[str]]:
    """The cases in the builds that try them: those of one file, which stands for itself, in one; each other alone."""
    cases = list(filter(can_be_draft, CASES))
    alone = [case for case in cases if set(CASES[case]["files"]) != {ONE_FILE}]
    return [[case for case in cases if case not in alone], *([case] for case in alone)]


@pytest.mark.parametrize("cases", together(), ids=lambda cases: cases[0])
def test_an_error_in_a_draft_is_a_warning(built_site: SmallSite, cases: list[str]) -> None:
    """Whatever is wrong in a draft, the rest is built; the draft has a warning of the same rule, under its name."""

    def own(text: str, number: int) -> str:
        """A path or a text of the case of that number, under another name where it is not alone."""
        return text.replace("/bad", f"/bad-{number}") if len(cases) > 1 else text

    for number, case in enumerate(cases):
        for name, text in CASES[case]["files"].items():
            is_text = name.lower().endswith((".md", ".md.txt"))
            built_site.write(own(name, number), own(as_draft(text) if is_text else text, number))
    story = built_site.output / "news/fair/index.html"
    story.unlink()

    library = library_of(built_site, show_drafts=True)

    assert story.is_file()
    for number, case in enumerate(cases):
        names = {own(error.split(":")[0], number) for error in CASES[case]["errors"]}
        warnings = [one for one in library.diagnostics if one.path in names]
        assert {one.severity for one in warnings} <= {"warning"}, case
        assert all(one.of_draft for one in warnings), case
        assert codes(CASES[case]["errors"]) - INCOMPLETE <= codes(warnings), case


@pytest.mark.parametrize("status", ["published", ""])
def test_the_warning_is_an_error_once_the_story_is_to_be_published(site: SmallSite, status: str) -> None:
    """An unknown category or goal, a missing picture, a dead link and a misspelt field stop nothing in a draft; when it
    is published, each of them does; a story that waits for its date is to be published."""
    bad = {"category": "Locla", "sdgs": "99", "image": "none.jpg", "body": "[A](gone.en.md)\n\n![B](none.jpg)\n"}
    for slug, date in (("bad", "2026-03-01"), ("later", "2031-03-01")):
        site.article(slug, date=date, titel="x", status="draft", **bad)
    warnings = warnings_of(library_of(site))
    assert len(warnings) == 12

    for slug, date in (("bad", "2026-03-01"), ("later", "2031-03-01")):
        site.article(slug, date=date, titel="x", status=status, **bad)
    with pytest.raises(ContentErrors) as caught:
        site.build()
    published = {(one.path, one.code, one.message) for one in caught.value.diagnostics}
    assert published == {(one.path, one.code, one.message) for one in warnings}


def test_a_draft_translation_changes_nothing_of_the_published_story(site: SmallSite) -> None:
    """Shared fields that a draft translation has otherwise, or has wrong, are warnings, in whichever language it is;
    the published text has the first word, and its pictures and aliases alone count."""
    site.article("one", "sr", original="yes", date="2026-03-05", category="local", title="Jedan", aliases="/old/")
    site.article(
        "one",
        date="2026-09-09",
        category="Locla",
        original="yes",
        aliases="/news/fair/",
        image="no.jpg",
        status="draft",
    )
    library = library_of(site)

    pair = library.by_name["news/2026/one.sr.md"]
    assert (pair.original, pair.shared.category, pair.shared.date.day) == ("sr", "local", 5)
    assert (pair.shared.aliases, pair.shared.image) == (("/old/",), "")
    assert codes(warnings_of(library)) == {"conflicting-fact", "unknown-category", "two-originals", "missing-image"}
    assert {one.path for one in warnings_of(library)} == {"content/news/2026/one.en.md"}


@pytest.mark.parametrize("slug_of", ["draft", "published"])
def test_an_address_that_a_published_story_has_stops_the_build(site: SmallSite, slug_of: str) -> None:
    """Of two files with one address, one published and one a draft, the build cannot take both; of two drafts one is
    left out with a warning."""
    first, second = ("draft", "") if slug_of == "draft" else ("", "draft")
    site.write("news/2024/same.en.md", f"Title: A\nDate: 2024-03-01\nStatus: {first}\n\nText.\n")
    site.write("news/2025/same.en.md", f"Title: B\nDate: 2025-03-01\nStatus: {second}\n\nText.\n")
    with pytest.raises(ContentErrors) as caught:
        site.build()
    assert codes(caught.value.diagnostics) == {"duplicate-slug"}

    for year in (2024, 2025):
        site.write(f"news/{year}/same.en.md", f"Title: A\nDate: {year}-03-01\nStatus: draft\n\nText.\n")
    assert codes(warnings_of(library_of(site))) == {"duplicate-slug"}


def test_a_published_link_to_a_draft_is_an_error_of_the_published_story(site: SmallSite) -> None:
    """Whether the draft can be read or not: readers would find nothing there."""
    site.write("news/2026/broken.en.md", "---\ntitle: a: b\nstatus: draft\n---\n\nText.\n")
    site.write("news/2026/same.en.md", "Title: A\nDate: 2026-01-01\nStatus: draft\n\nText.\n")
    site.write("pages/search.en.md", "Title: S\nStatus: draft\n\nText.\n")
    body = "[a](broken.en.md) [b](same.en.md) [c](../../pages/search.en.md)"
    site.article("told", body=body)
    with pytest.raises(ContentErrors) as caught:
        site.build()
    assert [(one.path, one.code) for one in caught.value.diagnostics] == [
        ("content/news/2026/told.en.md", "broken-link")
    ] * 3


def test_a_published_file_keeps_its_address_beside_a_drafts_file(site: SmallSite) -> None:
    """Of two attached files that would have one address, that of the published story is published, in whatever order
    the texts come."""
    site.write("files/Plan.pdf", "%PDF-1.4 one")
    site.write("files/plan.pdf", "%PDF-1.4 two")
    site.article("aaa", status="draft", body="[a]({static}/files/Plan.pdf)")
    site.article("zzz", body="[a]({static}/files/plan.pdf)")
    library = library_of(site)
    assert list(library.attachments) == ["files/plan.pdf"]
    assert [(one.path, one.code) for one in warnings_of(library)] == [("content/news/2026/aaa.en.md", "bad-file")]


@pytest.mark.parametrize(
    ("header", "is_draft"),
    [
        ("Status: draft", True),
        ("Status: drfat", True),
        ("Statsu: draft", True),
        ("Status: DRAFT (Ana)", True),
        ("Status: ready", False),
        ("Summary: draft", False),
        ("Titel: draft", False),
    ],
)
def test_a_slip_in_the_status_publishes_nothing(site: SmallSite, header: str, is_draft: bool) -> None:
    """A misspelt `Status: draft` holds the story back, with a warning; another status that is not known is an error,
    since it may mean that the story is to be published."""
    site.write("news/2026/held.en.md", f"Title: Held\nDate: 2026-03-01\nCategory: local\n{header}\n\nText.\n")
    if is_draft:
        library = library_of(site)
        assert not (site.output / "news/held").exists()
        assert (header == "Status: draft") is not bool(warnings_of(library))
    elif header.startswith("Summary"):
        library_of(site)
        assert (site.output / "news/held").exists()
    else:
        with pytest.raises(ContentErrors):
            site.build()


@pytest.mark.parametrize(
    ("raw", "is_draft"),
    [
        (b"---\ntitle: a: b\nstatus: draft\n---\n\nText.\n", True),
        (b"---\ntitle: a: b\n---\n\nStatus: draft\n", False),
        (b"---\nstatus: 'draft'\ntitle: it never ends\n\nText.\n", True),
        (b"Title: A\nStatus draft\nText.\n", True),
        (b"**Status:** draft\nTitle: A\n\nText.\n", True),
        (b"Title: A\nText.\n\nStatus: draft\n", False),
        ("Title: Č\nStatus: draft\n\nText.\n".encode("cp1250"), True),
        ("Title: Č\r\nStatus: draft\r\n\r\nText.\r\n".encode("utf-16"), True),
        ("Title: Č\nText.\n".encode("utf-16"), False),
    ],
)
def test_a_header_that_cannot_be_read_may_say_that_it_is_a_draft(raw: bytes, is_draft: bool) -> None:
    """A line of the header is enough; what the body says does not count."""
    assert head_says_draft(raw) is is_draft


def test_a_draft_that_cannot_be_rendered_is_shown_as_it_is_written(site: SmallSite) -> None:
    """Each build says so of the draft, whatever is in its cache. Lists that are nested too deep stop the build of a
    published story, also one whose own file has not changed since it was a draft."""
    deep = NESTED["quotations"](280)
    site.article("held", status="draft", preview="yes", body=deep)
    site.article("held", "sr", body=deep)
    for _ in range(2):
        warnings = warnings_of(library_of(site, show_drafts=True))
        assert [(one.path.rpartition("/")[2], one.code, one.of_draft) for one in warnings] == [
            ("held.en.md", "too-deep", True), ("held.sr.md", "too-deep", True),
        ]  # fmt: skip
    assert site.page("/news/held/").pre.get_text().strip().startswith(deep[:100])
    site.build(PREVIEW_KEY="a long secret word of this test")

    site.article("held", body="Short.")
    with pytest.raises(ContentErrors) as caught:
        site.build()
    assert [(one.path, one.code) for one in caught.value.diagnostics] == [("content/news/2026/held.sr.md", "too-deep")]


def test_a_picture_of_a_draft_that_leads_out_of_the_content_is_not_published(site: SmallSite, tmp_path: Path) -> None:
    """A link to a file elsewhere is a warning in a draft, and the file is in no output."""
    Image.new("RGB", (60, 40), "red").save(tmp_path / "secret.jpg")
    (site.content / "images" / "secret.jpg").symlink_to(tmp_path / "secret.jpg")
    site.article("held", status="draft", body="![A wall](images/secret.jpg)")
    assert codes(warnings_of(library_of(site, show_drafts=True))) == {"outside-content"}
    assert (site.output / "news/held/index.html").is_file()
    assert list(site.output.rglob("*secret*")) == []
