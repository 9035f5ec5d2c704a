"""Videos: an address alone on its line is a figure that asks nothing of another site before a reader clicks."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag

from plugins.diagnostics import ContentErrors
from tests.small_site import SmallSite, small_site

LIGHT = {"SEARCH": False, "SOCIAL_CARDS": False, "WORKERS": 1}
DOT = (Path(__file__).parent.parent / "build_cache" / "dot.png").read_bytes()
ID = "QBb-VfMFPdc"
WATCH = f"https://www.youtube.com/watch?v={ID}"
BODY = f"""{{first}}

https://youtu.be/{ID}?si=follows-me

![{{title}}](https://vimeo.com/76979871 "{{caption}}")

[![{{title}}](images/dot.png)](https://www.youtube.com/shorts/{ID})

bridge.mp4
"""
ENGLISH = {"first": "The bridge is open.", "title": "The first carts", "caption": "On Monday"}
SERBIAN = {"first": "Most je otvoren.", "title": "Prva kola", "caption": "U ponedeljak"}
EDITIONS = ("", "/sr", "/sr-cyrl")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """A story with every way to write a video, in both languages."""
    site = small_site(tmp_path_factory.mktemp("videos"), **LIGHT)
    site.write("images/dot.png", DOT)
    site.write("news/2026/bridge.mp4", b"moving pictures")
    site.write("news/2026/bridge.png", DOT)
    site.article("bridge", category="local", body=BODY.format(**ENGLISH))
    site.article("bridge", "sr", body=BODY.format(**SERBIAN))
    site.build()
    return site


def figures(page: BeautifulSoup) -> list[Tag]:
    """The videos of a page."""
    return page.select("figure.video")


def words(element: Tag) -> str:
    """What a reader sees of an element."""
    return " ".join(element.get_text(" ").split())


@pytest.mark.parametrize(
    ("edition", "expected"),
    [
        ("", ("Watch the video on YouTube", "The first carts (video on Vimeo) On Monday")),
        ("/sr", ("Pogledajte video na sajtu YouTube", "Prva kola (video na sajtu Vimeo) U ponedeljak")),
        ("/sr-cyrl", ("Погледајте видео на сајту YouTube", "Прва кола (видео на сајту Vimeo) У понедељак")),
    ],
)
def test_a_video_is_a_link_with_words_of_the_edition(site: SmallSite, edition: str, expected: tuple[str, str]) -> None:
    """The address is the same in every edition, without what follows readers; title and caption are the text's."""
    bare, titled, pictured, own = figures(site.page(f"{edition}/news/bridge/"))
    assert [one.a["href"] for one in (bare, titled, pictured)] == [
        WATCH,
        "https://vimeo.com/76979871",
        f"https://www.youtube.com/shorts/{ID}",
    ]
    assert (words(bare), words(titled)) == expected
    assert bare.select_one(".video-link-frame")
    assert pictured.picture
    assert pictured.img["alt"] == ""
    assert own.video["src"] == own.a["href"] == "/files/news/2026/bridge.mp4"
    assert (own.video["preload"], "controls" in own.video.attrs) == ("none", True)
    assert (site.output / own.video["poster"].lstrip("/")).is_file()
    assert (site.output / "files/news/2026/bridge.mp4").read_bytes() == b"moving pictures"


@pytest.mark.parametrize("edition", EDITIONS)
def test_no_page_fetches_from_a_third_party(site: SmallSite, edition: str) -> None:
    """The addresses of other sites are in links alone: in no frame, picture, script or player."""
    page = site.page(f"{edition}/news/bridge/")
    assert not page.select("iframe, embed, object")
    loaded = re.findall(r'(?:src|srcset|poster)="([^"]*)"', site.text(f"{edition}/news/bridge/"))
    assert [address for address in loaded if "//" in address] == []


def test_feeds_have_a_plain_link(site: SmallSite) -> None:
    """No figure, player or frame is in a feed: its readers get the address and the words."""
    for edition in EDITIONS:
        feed = BeautifulSoup(site.text(f"{edition}/feeds/news.atom.xml"), "xml")
        text = BeautifulSoup(feed.entry.content.text, "lxml")
        assert not text.select("figure, video, span.video-link-frame, .video-link")
        hrefs = [link["href"] for link in text.select("a")]
        assert hrefs == [
            WATCH,
            "https://vimeo.com/76979871",
            f"https://www.youtube.com/shorts/{ID}",
            "https://news.example.org/files/news/2026/bridge.mp4",
        ]


def test_both_columns_of_the_parallel_page_have_the_videos_in_their_language(site: SmallSite) -> None:
    """Each side in the words of its own text, side by side."""
    page = site.page("/news/bridge/parallel/")
    shown = [words(one) for one in figures(page)]
    assert shown[:2] == ["Watch the video on YouTube", "Pogledajte video na sajtu YouTube"]
    rows = [row for row in page.select(".parallel-row") if row.select("figure.video")]
    assert [len(row.select("figure.video")) for row in rows] == [2, 2, 2, 2]


def test_a_video_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    """With the line, and what was perhaps meant."""
    site = small_site(tmp_path, **LIGHT)
    site.write("news/2026/bridge.mp4", b"x")
    site.article("a", category="local", body="Text.\n\nbrigde.mp4\n")
    with pytest.raises(ContentErrors) as raised:
        site.build()
    (problem,) = raised.value.diagnostics
    assert (problem.line, problem.code) == (7, "missing-image")
    assert "the video 'brigde.mp4' is not there: did you mean news/2026/bridge.mp4?" in problem.message


def test_the_video_of_a_draft_is_not_published(tmp_path: Path) -> None:
    """A preview has the words alone, as with other files that only drafts link to."""
    site = small_site(tmp_path, **LIGHT, PREVIEW_KEY="a-long-secret-word")
    site.write("news/2026/bridge.mp4", b"x")
    site.article("a", category="local", status="draft", preview="yes", body="Text.\n\n![The bridge](bridge.mp4)\n")
    address = site.build()["BUILD"].previews[0][1].removeprefix("https://news.example.org")
    assert "The bridge" in site.page(address).select_one(".prose").get_text()
    assert not figures(site.page(address))
    assert not (site.output / "files").exists()


def test_the_first_words_stand_for_a_summary(tmp_path: Path) -> None:
    """A text that begins with a video has the words below it as its summary."""
    site = small_site(tmp_path, **LIGHT)
    site.article("a", category="local", body=f"{WATCH}\n\nThe words below.\n")
    site.build()
    assert site.page("/news/a/").select_one('meta[name="description"]')["content"] == "The words below."


PHONE = {"width": 360, "height": 740}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_reader_asks_nothing_of_another_site(
    site: SmallSite, chromium: Any, served: Callable[[Path], str], scheme: str
) -> None:
    """On a phone the video is a picture as wide as the text with a play mark, large enough to tap, and no request goes
    anywhere else, nor for the film, before it is clicked; then the browser asks for the video's page."""
    home = served(site.output)
    context = chromium.new_context(viewport=PHONE, color_scheme=scheme)
    page = context.new_page()
    requests: list[str] = []
    page.route("**/*", lambda route: route.continue_() if route.request.url.startswith(home) else route.abort())
    page.on("request", lambda request: requests.append(request.url))
    page.goto(f"{home}/sr-cyrl/news/bridge/")
    page.evaluate("document.querySelectorAll('img').forEach(image => image.loading = 'eager')")
    page.wait_for_function("() => [...document.images].every(image => image.complete)")
    assert [url for url in requests if not url.startswith(home) or url.endswith(".mp4")] == []
    link = page.locator(".video-link").first
    box = link.bounding_box()
    assert box["width"] > PHONE["width"] * 0.8
    assert box["height"] > box["width"] * 9 / 16
    mark = "getComputedStyle(document.querySelector('.video-link'), '::after')"
    assert page.evaluate(f"{mark}.clipPath").startswith("polygon")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    with page.expect_request(WATCH):
        link.click()
    context.close()


def test_paper_has_the_address(site: SmallSite, chromium: Any, served: Callable[[Path], str]) -> None:
    """Printed, a video is its words and its address; the frame that shows nothing is left out."""
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{served(site.output)}/news/bridge/")
    page.emulate_media(media="print")
    assert WATCH in page.evaluate("getComputedStyle(document.querySelector('.video-link'), '::after').content")
    assert not page.locator(".video-link-frame").first.is_visible()
    assert not page.locator("video").first.is_visible()
    context.close()
