"""Drafts and waiting stories as the preview server shows them, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from plugins.audit import EditionSpec, SiteSpec, audit
from plugins.build_cache.protocol import CacheMemory
from plugins.devserver.fast_preview import preview_changes
from tests.small_site import SmallSite, small_site

LIST = "preview/index.html"
EDITIONS = ("", "sr/", "sr-cyrl/")


def write_site(site: SmallSite) -> None:
    """A published pair, one of which the translation is a draft, a draft, a draft in Serbian alone, a draft page, and a
    story whose date is to come."""
    (site.content / "images").mkdir()
    Image.new("RGB", (60, 40), "teal").save(site.content / "images" / "held.png")
    site.article("told", category="local", sdgs="3")
    site.article("told", "sr")
    site.article("half", category="local")
    site.article("half", "sr", status="draft", title="Napola gotovo")
    site.article("held", status="draft", category="local", sdgs="3", image="images/held.png", image_alt="Teal.")
    body = "[nacrt](held.en.md) [ovo](told.en.md)"
    site.article("serbian", "sr", body, date="", status="draft", title="Srpski nacrt", untranslated="hide")
    site.article("later", date="2031-05-05")
    site.write("pages/soon.en.md", "Title: Soon\nStatus: draft\n\nText.\n")


@pytest.fixture
def site(as_built: Callable[..., SmallSite]) -> SmallSite:
    """The site, built."""
    return as_built(write_site, SEARCH=False, SOCIAL_CARDS=False, WORKERS=1)


def ribbon(site: SmallSite, address: str) -> tuple[str, str, str]:
    """What the ribbon of a page says: the state, the text, and where its link leads."""
    found = site.page(address).select_one("body > .ribbon")
    assert found is not None, address
    return str(found["data-unpublished"]), found.get_text(" ", strip=True), str(found.a["href"])


def test_drafts_are_shown_at_their_future_addresses(site: SmallSite) -> None:
    """Each has its page in each edition that will have one, with a ribbon in the edition's language; a draft
    translation has the place of the notice that readers see."""
    published = site.files()
    site.build(show_drafts=True)

    added = {name for name in site.files() if name not in published}
    assert {name for name in added if name.endswith(".html")} == {
        *(f"{edition}{name}" for edition in EDITIONS for name in (
            LIST, "news/held/index.html", "news/later/index.html", "soon/index.html"
        )),
        "sr/news/serbian/index.html", "sr-cyrl/news/serbian/index.html",
    }  # fmt: skip
    assert ribbon(site, "/news/held/") == ("draft", "Draft: readers do not see this page. All drafts", "/preview/")
    assert ribbon(site, "/soon/")[0] == "draft"
    assert ribbon(site, "/news/later/")[:2] == (
        "waiting",
        "To be published on 5 May 2031: readers do not see this page yet. All drafts",
    )
    assert ribbon(site, "/sr/news/half/") == (
        "draft",
        "Nacrt: čitaoci ne vide ovu stranicu. Svi nacrti",
        "/sr/preview/",
    )
    assert "Нацрт" in ribbon(site, "/sr-cyrl/news/half/")[1]
    assert "Napola gotovo" in site.text("/sr/news/half/")
    assert "Srpski nacrt" in site.text("/sr/news/serbian/")
    assert all('name="robots" content="noindex"' in site.text(f"/{name}") for name in added if name.endswith(".html"))

    # But for the pages of drafts, all files are those of a published build.
    changed = {name for name, data in site.files().items() if name in published and published[name] != data}
    assert changed == {"sr/news/half/index.html", "sr-cyrl/news/half/index.html"}


def test_a_build_removes_what_serve_has_shown(site: SmallSite) -> None:
    """Switching between the two, in one process or another, leaves the output of each as it is alone."""
    published = site.files()
    memory = CacheMemory()
    site.build(show_drafts=True, memory=memory)
    shown = site.files()
    assert site.build(show_drafts=True, memory=memory)["BUILD"].changes.written == ()
    site.build(memory=memory)
    assert site.files() == published
    site.build(show_drafts=True)
    assert site.files() == shown
    site.build()
    assert site.files() == published


def test_an_edit_of_a_draft_renders_its_own_pages_and_the_lists(site: SmallSite) -> None:
    """Builds of the preview server stay incremental."""
    memory = CacheMemory()
    site.build(show_drafts=True, memory=memory)
    site.article("held", status="draft", title="Another title")
    written = site.build(show_drafts=True, memory=memory)["BUILD"].changes.written
    assert {name for name in written if name.endswith(".html")} == {
        f"{edition}{name}" for edition in EDITIONS for name in (LIST, "news/held/index.html")
    }


def test_pictures_links_and_the_list_of_drafts(site: SmallSite) -> None:
    """A draft's picture is drawn, a link to another draft leads to that, and one to a published story as always. The
    list has every text that is not published, in each edition: the next to be published first, with state, file, and a
    link to the page."""
    site.build(show_drafts=True)
    source = str(site.page("/news/held/").select_one("figure img")["src"])
    assert (site.output / source.lstrip("/")).is_file()
    links = [str(link["href"]) for link in site.page("/sr/news/serbian/").select(".prose a")]
    assert links == ["/sr/news/held/", "/sr/news/told/"]
    for edition in EDITIONS:
        rows = site.page(f"/{edition}preview/").select(".draft-list > li")
        found = [(str(row["data-state"]), str(row.a["href"]), row.code.get_text()) for row in rows]
        own, serbian = f"/{edition}", f"/{edition}" if edition else "/sr/"
        assert found == [
            ("waiting", "/news/later/", "content/news/2031/later.en.md"),
            ("draft", f"{serbian}news/half/", "content/news/2026/half.sr.md"),
            ("draft", "/news/held/", "content/news/2026/held.en.md"),
            ("draft", f"{serbian}news/serbian/", "content/news/2026/serbian.sr.md"),
            ("draft", "/soon/", "content/pages/soon.en.md"),
        ], own
    assert [row.a.get("lang") for row in site.page("/preview/").select(".draft-list > li")] == [
        None, "sr-Latn", None, "sr-Latn", None
    ]  # fmt: skip


def test_list_without_drafts_says_so(tmp_path: Path) -> None:
    """The list is there from the start."""
    site = small_site(tmp_path, SEARCH=False, SOCIAL_CARDS=False, WORKERS=1)
    site.article("told")
    site.build(show_drafts=True)
    assert site.page("/preview/").select_one(".empty-state").get_text() == "There are no drafts."


def report(site: SmallSite, settings: dict[str, Any]) -> list[tuple[str, str]]:
    """What the audit finds of drafts."""
    library = settings["BUILD"].library
    editions = tuple(
        EditionSpec(one.name, one.tag, one.prefix, one.label, one.direction) for one in library.config.editions
    )
    hidden = tuple(pair.address for pair in (*library.waiting, *library.drafts))
    found = audit(site.output, SiteSpec(settings["SITEURL"], editions, hidden_addresses=hidden)).findings
    return sorted({(one.path, one.code) for one in found if one.code == "drafts"})


def test_the_audit_shows_that_no_draft_is_published(site: SmallSite) -> None:
    """After `serve` the output holds drafts, each of which the audit finds; after a build it finds none, although
    drafts have the slugs of a category, of a page and of a goal."""
    for slug in ("local", "about", "5"):
        site.article(slug, status="draft", title=f"Draft {slug}")
    site.write("pages/about.en.md", "Title: About\n\nWho we are.\n")
    site.write("pages/told.en.md", "Title: Told\nStatus: draft\n\nText.\n")
    shown = report(site, site.build(show_drafts=True))
    assert {"/preview/", "/sr/preview/", "/news/held/", "/sr/news/half/", "/sr-cyrl/news/half/", "/told/"} <= {
        path for path, _ in shown
    }
    assert not {"/about/", "/category/local/", "/sdg/5/", "/news/told/"} & {path for path, _ in shown}

    assert report(site, site.build()) == []


def test_fast_preview_leaves_a_draft_translation_in_its_place(site: SmallSite) -> None:
    """Saving the published text renders its pages, and not the notice over the draft's page."""
    memory = CacheMemory()
    settings = site.build(show_drafts=True, memory=memory)
    before = site.text("/sr/news/half/")
    file = site.article("half", category="local", body="Other words.")
    written = preview_changes(settings, {file})
    assert [path.relative_to(site.output).as_posix() for path in written] == ["news/half/index.html"]
    assert site.text("/sr/news/half/") == before


def test_previews_have_their_pictures_and_no_dead_links(site: SmallSite) -> None:
    """What a preview with a secret address shows is published with it; links to what is not published are words."""
    body = "[another draft](serbian.sr.md) [to come](../2031/later.en.md) [nothing](none.en.md) ![x](none.png)"
    site.article("held", status="draft", preview="yes", image="images/held.png", image_alt="Teal.", body=body)
    build = site.build(PREVIEW_KEY="a long secret word of this test")["BUILD"]
    (path,) = [address for source, address in build.previews if source.endswith("held.en.md")]
    page = site.page(path.removeprefix("https://news.example.org"))
    assert page.select(".prose a") == []
    source = str(page.select_one("figure img")["src"])
    assert (site.output / source.lstrip("/")).is_file()


def test_a_draft_shows_no_picture_from_outside_the_content(site: SmallSite, tmp_path: Path) -> None:
    """A link to somebody's private picture is a warning in a draft, and the picture is in no output."""
    private = tmp_path / "private.png"
    Image.new("RGB", (61, 41), "red").save(private)
    (site.content / "images" / "linked.png").symlink_to(private)
    site.build(show_drafts=True, PREVIEW_KEY="a long secret word of this test")
    before = {name for name in site.files() if name.startswith("pictures/")}
    fields = {"status": "draft", "preview": "yes", "image": "images/linked.png", "image_alt": "Red."}
    site.article("outside", body="![Red.](../../images/linked.png)", **fields)
    for options in ({"show_drafts": True}, {}):
        build = site.build(PREVIEW_KEY="a long secret word of this test", **options)["BUILD"]
        assert "outside-content" in {one.code for one in build.library.diagnostics}
        assert {name for name in site.files() if name.startswith("pictures/")} <= before
