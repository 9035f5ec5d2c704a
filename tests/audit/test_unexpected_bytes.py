"""The audit's readers, given bytes that no build writes: they report findings and do not crash."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from plugins.audit import EditionSpec, SiteSpec, audit
from plugins.audit.addresses import file_of, path_of
from plugins.audit.built_site import Content, Reading, Site, facts_of
from plugins.audit.checks import check_file, check_site
from plugins.audit.checks.dates import month_names
from plugins.audit.forbidden_strings import find_forbidden_strings
from plugins.audit.json_ld import read_json_ld
from plugins.audit.markdown_files import read_markdown
from plugins.audit.pages import Page, read_page, read_style_sheet
from plugins.audit.xml_files import Feed, read_xml
from plugins.diagnostics import Diagnostic
from tests.audit.audit_site.editions import EDITIONS
from tests.audit.audit_site.html_page import render
from tests.audit.audit_site.site import correct_pages

FACTS = SiteSpec("https://glas.example", (EditionSpec("en", "en", "", "English"), EditionSpec("x", "q-x", "x", "X")))

STORY = next(render(page) for page in correct_pages(EDITIONS[0]) if page.og_type == "article")
# Bits that steer random text into the corners of the readers
TAGS = st.sampled_from([
    "<html lang=en>", "<a href='", "'>", "<img srcset='", "<time datetime=", "<!--", "<div data-switch>", "</", "&a;",
    "<script type='application/ld+json'>{", "<link rel=canonical href='http://[", "<content type='html'>", "<entry>",
    "<feed xmlns='http://www.w3.org/2005/Atom'>", "<?xml version='1.0'?>", "<!DOCTYPE x [<!ENTITY a 'b'>]>", "\0",
    "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>", "<url><loc>", "https://glas.example/../", "url(",
    "//", "%ff", "#",
])  # fmt: skip
SOUP = st.lists(TAGS | st.text(max_size=8)).map(lambda pieces: "".join(pieces).encode("utf-8", "surrogatepass"))
BYTES = st.binary(max_size=400) | SOUP


def check_all(contents: dict[str, Content], forbidden: tuple[str, ...] = ()) -> list[Diagnostic]:
    """What all checks find in a site of these files, by path, of which the first has forbidden strings."""
    readings = {path: Reading(content, facts_of(content, FACTS)) for path, content in contents.items()}
    sizes = {file_of(path): 1 for path in contents}
    site = Site(FACTS, sizes, {path: one.facts for path, one in readings.items()}, forbidden={"/": forbidden})
    return [*check_site(site), *(found for path, one in readings.items() for found in check_file(site, path, one))]


@pytest.mark.parametrize("entity", ['"sesame"', "SYSTEM {file!r}"])
def test_no_entity_of_an_xml_file_is_filled_in(tmp_path: Path, entity: str) -> None:
    """Neither with its own text, which may be as long as it likes, nor with that of a file of this computer."""
    (tmp_path / "secret.txt").write_text("sesame", "utf-8")
    declared = f"<!DOCTYPE feed [<!ENTITY e {entity.format(file=(tmp_path / 'secret.txt').as_uri())}>]>"
    feed = read_xml(
        "/feed.xml", f"{declared}<feed xmlns='http://www.w3.org/2005/Atom'><title>x &e;</title></feed>".encode()
    )
    assert isinstance(feed, Feed)
    assert feed.title.strip() == "x"


@given(html=BYTES, xml=BYTES, css=BYTES)
@example(html=b"", xml=b"", css=b"")
@example(
    html=b"<html lang=en><a href='//['>x</a>", xml=b"<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>", css=b"url(//[)"
)
@example(
    html=b"<svg><title>x", xml=b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><content type='html'>&lt;", css=b""
)
def test_any_bytes_are_audited(html: bytes, xml: bytes, css: bytes) -> None:
    """Arbitrary bytes as a page, an XML file, a style sheet and a Markdown file go through every check."""
    contents = {
        "/": read_page("/", html, FACTS),
        "/feed.xml": read_xml("/feed.xml", xml),
        "/index.md": read_markdown("/index.md", xml),
        "/site.css": read_style_sheet("/site.css", css, FACTS),
    }
    findings = check_all(contents, find_forbidden_strings("index.html", html, FACTS))
    assert all(finding.path.startswith("/") and finding.message.endswith(".") for finding in findings)


@given(st.data())
def test_any_damage_is_audited(data: st.DataObject) -> None:
    """A correct story, cut anywhere and with anything put into the gap, goes through every check."""
    html = STORY.encode()
    cut = data.draw(st.integers(0, len(html)))
    damaged = html[:cut] + data.draw(BYTES) + html[cut + data.draw(st.integers(0, 40)) :]
    assert all(finding.message for finding in check_all({"/": read_page("/", damaged, FACTS)}))


@pytest.mark.parametrize(
    "name", ["index.html", "x/index.html", "sitemap.xml", "feeds/a.atom.xml", "site.css", "robots.txt"]
)
def test_undecodable_file_is_no_crash(tmp_path, name: str) -> None:
    """A binary file under a text file's name ends in findings."""
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_bytes(bytes(range(256)) * 4)
    assert not audit(tmp_path, FACTS).is_ok


@given(st.text(max_size=60), st.text(max_size=20))
def test_any_reference_resolves(reference: str, page: str) -> None:
    """Any text as an address has a target, and what is internal is a path from the root."""
    target = FACTS.resolve(reference, f"/{page}")
    assert target.kind in ("internal", "external", "other", "broken")
    assert target.path.startswith("/") == (target.kind == "internal")


def test_references_lead_where_a_browser_would_go() -> None:
    """In each form; a path and the file that answers it are two names of one thing."""
    for reference, expected in (
        ("/news/x/", ("internal", "/news/x/", "")),
        ("b/?q=1#c", ("internal", "/news/b/", "c")),
        ("https://glas.example", ("internal", "/", "")),
        ("https://glas.example/%C4%91/", ("internal", "/đ/", "")),
        ("#%C4%91", ("internal", "/news/a.html", "đ")),
        ("//glas.example/x/", ("internal", "/x/", "")),
        ("//other.example/x/", ("external", "", "")),
        ("mailto:a@b.example", ("other", "", "")),
        ("data:image/gif;base64,R0", ("other", "", "")),
        ("http://glas.example/x/", ("broken", "", "")),
        ("http://[", ("broken", "", "")),
    ):
        assert FACTS.resolve(reference, "/news/a.html") == expected
    for path, file in (("/", "index.html"), ("/sr/", "sr/index.html"), ("/a.xml", "a.xml")):
        assert (file_of(path), path_of(file)) == (file, path)


def test_what_readers_take_of_odd_files() -> None:
    """JSON without end is an error of the page; each candidate of a srcset is a part of its page, descriptors and
    fragments aside; `noindex` counts among other words, and `none` within another does not; months are those of the
    tag's own script; a name with broken letters stops nothing, since a publish refuses it."""
    works, _, error = read_json_ld("[" * 100_000)
    assert (works, bool(error)) == ((), True)
    html = b'<html lang="en"><img src="/a.jpg#x" srcset="/a.jpg 480w, /b,c.jpg 960w,\n/d.jpg 2x, e">'
    parts = [part.path for part in read_page("/", html, FACTS).parts]
    assert parts == ["/a.jpg", "/a.jpg", "/b,c.jpg", "/d.jpg", "/e"]
    assert Page("/", robots="NOINDEX, follow").is_noindex
    assert not Page("/", robots="max-image-preview:none, index").is_noindex
    assert "septembar" in month_names("sr-Latn")
    assert "септембар" in month_names("sr-Cyrl")
    assert month_names("q-x") == frozenset()
    assert find_forbidden_strings("d\udcff.txt", b"//localhost/x", FACTS) == ("//localhost",)
