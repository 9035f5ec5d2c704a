"""Redirects in every server's format, and addresses that a publish would lose."""

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
    redirect_page,
    resolve_redirects,
    underscore_redirects,
)
from plugins.publishing.releases import refuse_taken_addresses
from tests.publishing import sites
from tests.publishing.attempts import publishes

PREVIEW = "preview/0123456789abcdef0123456789abcdef/index.html"


def manifest(*paths: str) -> Manifest:
    """A release of these files."""
    return Manifest("000001-00000000", "", dict.fromkeys(paths, Entry("0" * 64, 1)))


@given(st.text(max_size=30) | st.just("news/old/"), st.text(max_size=30) | st.just("вести/"))
def test_each_redirect_has_one_form_in_each_format(old: str, new: str) -> None:
    """A redirect that is accepted is one pair in each format, with and without its last slash, and a page that needs no
    script; no text breaks out of them."""
    try:
        moved = resolve_redirects({f"/{old}": f"/{new}"})
    except PublishError:
        return
    ((old, goal),) = moved.items()
    page = BeautifulSoup(redirect_page(goal, "https://example.org"), "html.parser")
    goal = page.a["href"]
    assert goal.isascii()
    assert page.find("link", rel="canonical")["href"] == f"https://example.org{goal}"
    assert page.find("meta", attrs={"name": "robots"})["content"] == "noindex"
    assert page.find("meta", attrs={"http-equiv": "refresh"})["content"] == f"0; url={goal}"
    assert len(page.find_all("a")) == 1
    assert page.script is None
    forms = sorted({old, old.rstrip("/") or "/"})
    assert nginx_map(moved) == "".join(f'"{form}" "{goal}";\n' for form in forms)
    assert caddy_redirects(moved) == "".join(f'redir "{form}" "{goal}" permanent\n' for form in forms)
    assert underscore_redirects(moved).split()[1:] == [goal, "301"]


@pytest.mark.parametrize(
    ("redirects", "words"),
    [
        ({"/a/": "/b/", "/b/": "/a/"}, "lead to each other in a loop"),
        *(
            ({old: new}, "is no plain path")
            for old, new in (
                ("/a b/", "/c/"), ("a/", "/c/"), ("/../etc/", "/c/"), ('/a";return 200;"', "/c/"),
                ("/a/{env.X}", "/c/"), ("/a\nb/", "/c/"), ("/a/*", "/c/"), ("https://example.org/a/", "/c/"),
                ("/a/", "/c/?x=1"), ("/a/", "//evil.example/"), ("/a/", "javascript:alert(1)"),
            )
        ),
    ],
)  # fmt: skip
def test_odd_redirects_are_refused(redirects: dict[str, str], words: str) -> None:
    """Only plain paths get into configurations and file names; an address that moved twice leads to the last."""
    with pytest.raises(PublishError, match=words):
        resolve_redirects(redirects)
    assert resolve_redirects({"/a/": "/b/", "/b": "/c/"}) == {"/a/": "/c/", "/b/": "/c/"}


def test_an_alias_takes_no_address_of_the_site() -> None:
    """In any form of the address; a redirect page can neither take the place of a file or a folder nor stand below a
    file, beside them it can."""
    files = ("index.html", "sr/index.html", "robots.txt", "v1.0/index.html", "news/story-1/index.html", "404.html")
    refuse_taken_addresses(files, ["/v1.1", "/news/story-2/", "/old/"])
    for alias, named in (
        ("/robots.txt", "/robots.txt"), ("/robots.txt/x/", "/robots.txt/x/"), ("/v1.0", "/v1.0"), ("/", "/"),
        ("/index.html", "/"), ("/sr/", "/sr/"), ("/news/story-1", "/news/story-1/"), ("/404.html", "/404.html"),
        ("/news/story-1/index.html", "/news/story-1/"),
    ):  # fmt: skip
        with pytest.raises(PublishError) as refused:
            refuse_taken_addresses(files, ["/old/", alias])
        assert str(refused.value).startswith(f"aliases name addresses that the site itself has: {named}:"), alias


def test_lost_addresses() -> None:
    """Pages, feeds and linked files that are neither there nor redirected nor withdrawn; assets and previews, whose
    addresses may change at any time, do not count, but what only has the word in its address does."""
    old = manifest(
        *("index.html", "news/a/index.html", "news/b/index.html", "feeds/x.atom.xml", "x.css", "archive/1/index.html"),
        *("files/news/a.pdf", "files/news/b.csv", "files/news/b.csv.gz", "files/c.pdf", "files/d.pdf"),
        *(PREVIEW, f"sr/{PREVIEW}", "news/preview/index.html", "category/preview/index.html"),
    )
    moved = {"/news/b": "/news/c/", "/files/news/b.csv": "/news/c/"}
    lost = lost_addresses(old, manifest("index.html", "files/c.pdf"), moved, ["*/archive/*", "/archive/*", "/files/d*"])
    assert lost == ("/category/preview/", "/feeds/x.atom.xml", "/files/news/a.pdf", "/news/a/", "/news/preview/")
    edition = ("/feeds/x.xml", "/sr/", "/sr/news/a/", "/sr/news/b/")
    assert grouped(edition, manifest("index.html", "feeds/y.xml")) == ("/feeds/x.xml", "/sr/*")
    assert grouped(edition, manifest("sr/about/index.html")) == ("/feeds/x.xml", "/sr/", "/sr/news/*")
    assert lost_addresses(None, manifest(), {}) == ()


def test_publish_refuses_to_lose_an_address(here, tmp_path, log) -> None:
    """A lost slug is named and the old site stays; with an alias the publish succeeds and redirects."""
    output = sites.build(tmp_path / "output", 1)
    assert publishes(output, here, log)
    for edition in sites.EDITIONS:
        (output / edition / "news" / "story-1" / "index.html").unlink()
    assert not publishes(output, here, log)
    assert "2 addresses would be lost: /news/story-1/, /sr/news/story-1/" in log.text
    moved = {"/news/story-1/": "/news/story-0/", "/sr/news/story-1/": "/sr/news/story-0/"}
    assert not publishes(output, here, log, redirects={**moved, "/robots.txt": "/"})
    assert publishes(output, here, log, redirects=moved)
    current = tmp_path / "published" / "current"
    assert 'href="/news/story-0/"' in (current / "moved" / "news" / "story-1" / "index.html").read_text("utf-8")
    assert '"/sr/news/story-1/" "/sr/news/story-0/";' in (current / "redirects.map").read_text("utf-8")
    assert not publishes(output, here, log), "an alias may not be lost"
