"""Redirects in every server's format, and addresses that a publish would lose."""

import re

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from plugins.publishing.failures import PublishError
from plugins.publishing.manifest import Entry, Manifest
from plugins.publishing.redirects import (
    caddy_redirects,
    grouped,
    lost_addresses,
    nginx_map,
    normalize_path,
    percent_encode,
    redirect_page,
    resolve_redirects,
    underscore_redirects,
)
from plugins.publishing.releases import refuse_taken_addresses
from tests.publishing import sites
from tests.publishing.attempts import publishes

FILE = Entry("0" * 64, 1)


def manifest(*paths: str) -> Manifest:
    """A release of these files."""
    return Manifest("000001-00000000", "", dict.fromkeys(paths, FILE))


def test_forms() -> None:
    """One redirect in the format of each server."""
    moved = {"/news/old/": "/news/new/"}

    assert nginx_map(moved) == '"/news/old" "/news/new/";\n"/news/old/" "/news/new/";\n'
    assert caddy_redirects(moved).splitlines()[1] == 'redir "/news/old/" "/news/new/" permanent'
    assert underscore_redirects(moved) == "/news/old/ /news/new/ 301\n"
    assert percent_encode("/вести/") == "/%D0%B2%D0%B5%D1%81%D1%82%D0%B8/"


def test_redirect_page_needs_no_script() -> None:
    """The redirect page: canonical link to the new address, noindex, a link for people, no script."""
    page = BeautifulSoup(redirect_page("/news/new/", "https://example.org"), "html.parser")

    assert page.find("link", rel="canonical")["href"] == "https://example.org/news/new/"
    assert page.find("meta", attrs={"name": "robots"})["content"] == "noindex"
    assert page.find("meta", attrs={"http-equiv": "refresh"})["content"] == "0; url=/news/new/"
    assert page.a["href"] == "/news/new/"
    assert page.script is None


def test_chains_are_one_step() -> None:
    """An address that moved twice redirects straight to the last one."""
    assert resolve_redirects({"/a/": "/b/", "/b": "/c/"}) == {"/a/": "/c/", "/b/": "/c/"}


def test_loop_is_refused() -> None:
    """Addresses that redirect to each other are refused."""
    with pytest.raises(PublishError, match="lead to each other in a loop"):
        resolve_redirects({"/a/": "/b/", "/b/": "/a/"})


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/a b/", "/c/"),
        ("a/", "/c/"),
        ("/../etc/", "/c/"),
        ("/a/", "//evil.example/"),
        ("/a/", "javascript:alert(1)"),
        ('/a";return 200;"', "/c/"),
        ("/a/{env.X}", "/c/"),
        ("/a\nb/", "/c/"),
        ("/a/*", "/c/"),
        ("https://example.org/a/", "/c/"),
        ("/a/", "/c/?x=1"),
    ],
)
def test_odd_addresses_are_refused(old, new) -> None:
    """Only plain paths get into configurations and file names."""
    with pytest.raises(PublishError, match="is no plain path"):
        resolve_redirects({old: new})


@pytest.mark.parametrize("old", ["/robots.txt", "/robots.txt/below/", "/v1.0", "/news/story-1/"])
def test_alias_where_the_site_has_a_file_or_a_folder_is_refused(old) -> None:
    """A redirect page can neither take the place of these nor stand below a file; beside them it can."""
    files = ("robots.txt", "v1.0/index.html", "news/story-1/index.html")
    refuse_taken_addresses(files, ["/v1.1", "/news/story-2/"])
    with pytest.raises(PublishError, match=re.escape(old)):
        refuse_taken_addresses(files, [old])


@given(st.text(max_size=30), st.text(max_size=30))
def test_no_text_breaks_out_of_a_form(old, new) -> None:
    """Each accepted redirect is one line with one quoted pair in each format."""
    try:
        moved = resolve_redirects({f"/{old}": f"/{new}"})
    except PublishError:
        return
    for line in nginx_map(moved).splitlines():
        assert line.count('"') == 4
        assert line.endswith('";')
    for line in caddy_redirects(moved).splitlines():
        assert line.count('"') == 4
        assert "{" not in line
    assert len(underscore_redirects(moved).split()) == 3
    assert (
        len(BeautifulSoup(redirect_page(next(iter(moved.values())), "https://e.org"), "html.parser").find_all("a")) == 1
    )


def test_lost_addresses() -> None:
    """Pages, feeds and linked files that are neither there nor redirected nor withdrawn; assets do not count."""
    old = manifest(
        *("index.html", "news/a/index.html", "news/b/index.html", "feeds/x.atom.xml", "x.css", "archive/1/index.html"),
        *("files/news/a.pdf", "files/news/b.csv", "files/news/b.csv.gz", "files/c.pdf", "files/d.pdf"),
    )
    moved = {"/news/b": "/news/c/", "/files/news/b.csv": "/news/c/"}

    lost = lost_addresses(old, manifest("index.html", "files/c.pdf"), moved, ["*/archive/*", "/archive/*", "/files/d*"])

    assert lost == ("/feeds/x.atom.xml", "/files/news/a.pdf", "/news/a/")
    edition = ("/feeds/x.xml", "/sr/", "/sr/news/a/", "/sr/news/b/")
    assert grouped(edition, manifest("index.html", "feeds/y.xml")) == ("/feeds/x.xml", "/sr/*")
    assert grouped(edition, manifest("sr/about/index.html")) == ("/feeds/x.xml", "/sr/", "/sr/news/*")
    assert lost_addresses(None, manifest(), {}) == ()


def test_publish_refuses_to_lose_an_address(here, tmp_path, log) -> None:
    """A lost slug is named and the old site stays; with an alias the publish succeeds and redirects."""
    assert publishes(sites.build(tmp_path / "output", 1), here, log)
    for edition in sites.EDITIONS:
        (tmp_path / "output" / edition / "news" / "story-1" / "index.html").unlink()

    assert not publishes(tmp_path / "output", here, log)
    assert "2 addresses would be lost: /news/story-1/, /sr/news/story-1/" in log.text

    moved = {"/news/story-1/": "/news/story-0/", "/sr/news/story-1/": "/sr/news/story-0/"}
    assert publishes(tmp_path / "output", here, log, redirects=moved)
    current = tmp_path / "published" / "current"
    assert 'href="/news/story-0/"' in (current / "moved" / "news" / "story-1" / "index.html").read_text("utf-8")
    assert '"/sr/news/story-1/" "/sr/news/story-0/";' in (current / "redirects.map").read_text("utf-8")

    assert not publishes(tmp_path / "output", here, log), "an alias may not be lost"


PREVIEW = "preview/0123456789abcdef0123456789abcdef/index.html"


@pytest.mark.parametrize("edition", ["", "sr/"])
def test_previews_may_always_be_lost(here, edition, tmp_path, log) -> None:
    """Publishing a story ends its preview, and a new PREVIEW_KEY moves all previews: nothing is refused."""
    output = sites.build(tmp_path / "output", 1)
    preview = output / edition / PREVIEW
    preview.parent.mkdir(parents=True)
    preview.write_bytes(b"draft")
    assert publishes(output, here, log), log.text
    moved = preview.parent.with_name("f" * 32)
    preview.parent.rename(moved)
    assert publishes(output, here, log), log.text
    (moved / "index.html").unlink()
    assert publishes(output, here, log), log.text


def test_only_previews_may_be_lost() -> None:
    """A story or a category whose address has the word in it must not be lost."""
    old = manifest("news/preview/index.html", "category/preview/index.html", PREVIEW)
    assert lost_addresses(old, manifest(), {}) == ("/category/preview/", "/news/preview/")


@pytest.mark.parametrize(
    "alias",
    [
        *("/robots.txt", "/sr/", "/", "/index.html", "/news/story-1", "/news/story-1/index.html", "/404.html"),
        *("/robots.txt/x/", "/feeds/news.atom.xml", "/pictures/steady.webp"),
    ],
)
@pytest.mark.parametrize("kind", ["folder", "git"])
def test_alias_of_an_address_of_the_site_is_refused(kind, alias, tmp_path, log) -> None:
    """No alias takes over a page or file of the site, in any form of its address, and the error names it."""
    targets = {"here": {"kind": kind} | ({"path": str(tmp_path / "published")} if kind == "folder" else {})}
    output = sites.build(tmp_path / "output", 1)

    assert not publishes(output, targets, log, redirects={"/old/": "/sr/", alias: "/news/story-0/"})

    assert "aliases name addresses that the site itself has: " + normalize_path(alias) in log.text
    assert "/old/" not in log.text
    assert not (tmp_path / "published" / "current").exists()


def test_many_redirects_are_resolved_in_linear_time() -> None:
    """Each redirect is normalised a fixed number of times, however many there are."""
    calls = []

    class Address(str):
        def lstrip(self, *characters: str) -> str:
            calls.append(1)
            return str(self).lstrip(*characters)

    for number in (50, 100):
        calls.clear()
        resolve_redirects({Address(f"/old-{n}/"): "/new/" for n in range(number)})
        assert len(calls) <= 2 * number
