"""An alias is never an address that the site itself has: readers would be sent away from what is there."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from plugins.diagnostics import ContentErrors
from tests.small_site import SmallSite, small_site

ODD = "content/news/2026/odd.en.md"


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """A site with every kind of page and file, built."""
    site = small_site(tmp_path_factory.mktemp("good"), SOCIAL_CARDS=False)
    site.article("fair", category="local", sdgs="16", body="[Plan](plan.pdf)")
    site.article("fair", "sr")
    site.write("news/2026/plan.pdf", "%PDF-1.4")
    site.write("pages/about.en.md", "Title: About\n\nText.\n")
    site.build()
    return site


@pytest.fixture
def site(good: SmallSite) -> Iterator[SmallSite]:
    """The site, whose output must not have changed."""
    before = good.files()
    yield good
    (good.folder / ODD).unlink()
    assert good.files() == before


def addresses(output: Path) -> list[str]:
    """The address of every file of a built site."""
    names = sorted(file.relative_to(output).as_posix() for file in output.rglob("*") if file.is_file())
    return [f"/{name.removesuffix('index.html')}" for name in names]


def test_no_alias_is_an_address_of_the_site(site: SmallSite) -> None:
    """For every file that a build writes, an alias of its address stops the next build with the alias's line."""
    found = addresses(site.output)
    assert {"/robots.txt", "/sitemap.xml", "/sdg/", "/search/", "/archive/", "/category/local/", "/404.html"} <= {
        *found
    }
    assert {"/news/fair/parallel/", "/files/news/2026/plan.pdf", "/feeds/news.atom.xml", "/sr/sdg/16/"} <= {*found}
    # The names of the parts of an index change with each story, and this one is a story too.
    versioned = ("/theme/", "/pictures/", "/search/words/", "/search/meant/")
    pages = [address for address in found if not address.startswith(versioned)]
    site.article("odd", aliases=", ".join(pages))
    with pytest.raises(ContentErrors) as caught:
        site.build()
    # The addresses of stories and front pages are errors before any page is made.
    early = {one.message.split("'")[1] for one in caught.value.diagnostics}
    site.article("odd", aliases=", ".join(address for address in pages if address not in early))
    with pytest.raises(ContentErrors) as caught:
        site.build()
    late = {one.message.split("'")[1] for one in caught.value.diagnostics}
    assert early | late == {*pages}
    assert {(one.path, one.line, one.code) for one in caught.value.diagnostics} == {(ODD, 3, "bad-alias")}


@pytest.mark.parametrize(
    "alias", ["/sdg", "/sdg/index.html", "/%73dg/", "/sr-cyrl/sdg/16", "/files/news/2026/plan.pdf", "/robots.tx%74"]
)
def test_other_spellings_are_the_same_address(site: SmallSite, alias: str) -> None:
    """An alias in any spelling that a server takes for an address of the site is refused."""
    site.article("odd", aliases=alias)
    with pytest.raises(ContentErrors, match=r"odd\.en\.md:3: .*bad-alias"):
        site.build()


def test_a_story_that_waits_takes_no_address_either(site: SmallSite) -> None:
    """The alias of a story whose date is to come is refused now, not on that day."""
    site.article("odd", date="2026-12-24", aliases="/sdg/")
    with pytest.raises(ContentErrors, match="bad-alias"):
        site.build()


def test_an_old_address_is_no_address_of_the_site(good: SmallSite, tmp_path: Path) -> None:
    """Old addresses below the site's own lists, in any language, are aliases as all others."""
    shutil.copytree(good.content, tmp_path / "content")
    site = SmallSite(tmp_path, good.settings)
    site.article("odd", aliases="/archive/1999/01/, /sr/vesti/stara.html, /sdg/old/, /category/local/2026/x/")
    site.build()
    assert site.page("/news/odd/").h1
