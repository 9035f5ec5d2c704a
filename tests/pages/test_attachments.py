"""Files that texts link to, in a built site: published once, described on every page, and only while linked."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable

import pytest

from plugins.audit import EditionSpec, SiteSpec, audit
from plugins.editions import build_context
from tests.small_site import SmallSite

BODY = "Read [the report](Izveštaj (2).pdf) and [the figures]({filename}/images/figures.csv)."
REPORT, FIGURES = "files/news/2026/izvestaj-2.pdf", "files/images/figures.csv"
PDF = b"%PDF-1.4\n" + b"x" * 239_991


def write_site(site: SmallSite) -> None:
    """A pair that links to two files, an untranslated story that links to one of them, and a file that nobody names."""
    site.article("fair", body=BODY)
    site.article("fair", "sr", body="Pročitajte [izveštaj](Izveštaj%20(2).pdf) i [brojke](../../images/figures.csv).")
    site.article("alone", body="See [the report](Izveštaj (2).pdf#page=3).")
    site.write("news/2026/Izveštaj (2).pdf", PDF)
    site.write("news/2026/unused.pdf", PDF)
    site.write("images/figures.csv", "year;stalls\n2026;40\n")


@pytest.fixture
def site(as_built: Callable[..., SmallSite]) -> SmallSite:
    """The site, built."""
    return as_built(write_site, SEARCH=False, SOCIAL_CARDS=False)


def marks(site: SmallSite, address: str) -> list[tuple[str, str]]:
    """Address and description of each file that a page links to."""
    found = site.page(address).select("a:has(> .file-mark)")
    return [(str(link["href"]), link.select_one(".file-mark").get_text().replace("\u00a0", " ")) for link in found]  # type: ignore[union-attr]


def attached(site: SmallSite) -> dict[str, bytes]:
    """The files that are published."""
    return {name: data for name, data in site.files().items() if name.startswith("files/")}


def test_files_are_published_once_and_described_in_each_edition(site: SmallSite) -> None:
    """At one address for all editions; the description is in the words and the script of the text."""
    assert attached(site) == {REPORT: PDF, FIGURES: b"year;stalls\n2026;40\n"}
    table = {"": "CSV table", "sr": "CSV tabela", "sr-cyrl": "CSV табела"}
    for prefix, name in table.items():
        address = f"/{prefix}/news/fair/".replace("//", "/")
        assert marks(site, address) == [(f"/{REPORT}", "(PDF, 240 KB)"), (f"/{FIGURES}", f"({name}, 1 KB)")]
    # A text in another language speaks that language to its last word.
    assert marks(site, "/sr/news/alone/") == [(f"/{REPORT}#page=3", "(PDF, 240 KB)")]
    names = [name for _, name in marks(site, "/sr-cyrl/news/fair/parallel/")]
    assert sorted(names)[:2] == ["(CSV table, 1 KB)", "(CSV табела, 1 KB)"]
    assert f"https://news.example.org/{REPORT}" in site.text("/feeds/news.atom.xml")
    assert "files/" not in site.text("/sitemap.xml")


def test_the_audit_follows_links_to_files(site: SmallSite) -> None:
    """Nothing is amiss in a site with files; where one is gone, each page that links to it is named."""
    editions = (EditionSpec("en", "en", "", "English"), EditionSpec("sr", "sr-Latn", "sr", "Srpski"))
    editions += (EditionSpec("sr-cyrl", "sr-Cyrl", "sr-cyrl", "Српски"),)
    facts = SiteSpec("https://news.example.org", editions)
    assert [str(finding) for finding in audit(site.output, facts).findings] == []
    (site.output / REPORT).unlink()
    pages = {finding.path for finding in audit(site.output, facts).findings}
    assert {"/news/fair/", "/sr/news/fair/", "/news/alone/", "/news/fair/parallel/"} <= pages


def test_a_changed_file_is_noticed(site: SmallSite) -> None:
    """A corrected file is published, and the pages that tell its size are made again, no others; one of the same size
    and time is noticed too."""
    file = site.content / "news/2026/Izveštaj (2).pdf"
    file.write_bytes(PDF * 2)
    written = site.build()["BUILD"].changes.written
    assert attached(site)[REPORT] == PDF * 2
    assert marks(site, "/news/alone/") == [(f"/{REPORT}#page=3", "(PDF, 480 KB)")]
    assert {"news/alone/index.html", "sr/news/fair/index.html", REPORT} <= set(written)
    assert not {name for name in written if name.startswith(("category", "archive", "index", "files/images"))}
    before = file.stat()
    file.write_bytes(PDF.replace(b"x", b"y") * 2)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert site.build()["BUILD"].changes.written == (REPORT,)
    assert attached(site)[REPORT] == PDF.replace(b"x", b"y") * 2


def test_an_unchanged_file_is_left_alone(site: SmallSite, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither copied nor read where nothing says that it changed, and not written where it was only touched; one that
    was spoiled in the output is put right."""
    site.build()
    there = site.output / REPORT
    before = there.stat()
    with monkeypatch.context() as patched:
        patched.setattr(build_context, "is_same", None)
        assert site.build()["BUILD"].changes.written == ()
    os.utime(site.content / "news/2026/Izveštaj (2).pdf")
    assert site.build()["BUILD"].changes.written == ()
    assert (there.stat().st_ino, there.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    there.write_bytes(b"spoiled")
    assert site.build()["BUILD"].changes.written == (REPORT,)
    there.unlink()
    shutil.copytree(site.content, there)
    site.build()
    assert attached(site)[REPORT] == PDF


def test_a_file_that_is_linked_no_more_is_gone(site: SmallSite) -> None:
    """Renamed, it is published under its new name; when no text links to it any more, it is taken away."""
    (site.content / "images/figures.csv").rename(site.content / "images/numbers.csv")
    for file in site.content.glob("news/2026/fair.*.md"):
        file.write_text(file.read_text("utf-8").replace("figures.csv", "numbers.csv"), "utf-8")
    site.build()
    assert set(attached(site)) == {REPORT, "files/images/numbers.csv"}
    for file in site.content.glob("news/2026/fair.*.md"):
        file.unlink()
    site.build()
    assert set(attached(site)) == {REPORT}


@pytest.mark.parametrize("held", [{"status": "draft"}, {"date": "2031-01-01"}])
def test_a_file_of_a_text_held_back_is_held_back(site: SmallSite, held: dict[str, str]) -> None:
    """What only a draft or a story to come links to is not published; its preview has the words alone, and links to
    what others have published."""
    site.write("news/2026/secret.pdf", PDF)
    body = "See [the secret](../2026/secret.pdf) and [the report](../2026/Izveštaj (2).pdf)."
    site.article("later", body=body, preview="yes", **held)
    settings = site.build(PREVIEW_KEY="a long secret word")
    assert set(attached(site)) == {REPORT, FIGURES}
    (_, address), *_ = settings["BUILD"].previews
    preview = address.removeprefix("https://news.example.org")
    assert marks(site, preview) == [(f"/{REPORT}", "(PDF, 240 KB)")]
    assert "See the secret and " in site.text(preview)


def test_fixed_pages_have_files_too(site: SmallSite) -> None:
    """Beside the page or from the root of the content, in Markdown or in raw HTML."""
    site.write("pages/rules 2026.docx", b"PK")
    body = 'Read [the rules](rules%202026.docx) or <a class="k" href="/files/x/">the files</a>.\n\n'
    body += '- <a title="Rules" href="{filename}/pages/rules 2026.docx">Again</a>\n- [once more][r]\n\n'
    body += "[r]: rules%202026.docx"
    site.write("pages/about.en.md", f"Title: About\n\n{body}\n")
    site.build()
    assert marks(site, "/about/") == [("/files/pages/rules-2026.docx", "(Word document, 1 KB)")] * 3
    assert site.page("/about/").select_one(".k")["href"] == "/files/x/"  # type: ignore[index]


def test_kinds_are_a_setting(site: SmallSite) -> None:
    """A site may publish other kinds, and say what they are by their ending."""
    site.write("news/2026/map.gpx2", "route")
    site.article("walk", body="Take [the route](map.gpx2).")
    site.build(ATTACHMENT_TYPES=["pdf", "csv", "gpx2"])
    assert marks(site, "/news/walk/") == [("/files/news/2026/map.gpx2", "(GPX2, 1 KB)")]


def test_without_the_plugin_the_bytes_are_the_same(site: SmallSite) -> None:
    """Files are copied in a build from nothing and kept in one after it, to the same effect."""
    site.build()
    expected = site.files()
    clean = site.folder / "clean"
    site.build(INCREMENTAL=False, OUTPUT_PATH=str(clean), CACHE_PATH=str(site.folder / "other"))
    assert SmallSite.files_of(clean) == expected
