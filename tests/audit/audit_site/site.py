"""A small site of three editions in which nothing is wrong: the base for inserted errors."""

from __future__ import annotations

import zipfile
from pathlib import Path

from plugins.audit import EditionSpec
from tests.audit.audit_site import feeds
from tests.audit.audit_site.editions import BASE, DATES, EDITIONS, NEWS, SENTENCES
from tests.audit.audit_site.html_page import Draft, render

LISTS = ("", "category/local/", "sdg/", "sdg/16/", "archive/", "archive/2026/09/", "about/", "search/")
PICTURE = (
    '<img src="/images/bridge.png" srcset="/images/bridge.png 1x, /images/bridge-2.png 2x" alt="" width="4" height="3">'
)

KIT_LINK = '<a href="/news/story-1/press-kit/story-1.zip">1</a>'


def write_site(output: Path, stories: int = 2, sentences: int = 3, links: int = 2) -> None:
    """Write the whole site; `stories` articles an edition, each of so many sentences; lists have so many `links`."""
    pages = [page for edition in EDITIONS for page in correct_pages(edition, stories, sentences, links)]
    for page in pages:
        name = page.path.lstrip("/")
        _write(output, name if name.endswith(".html") else f"{name}index.html", render(page))
    for page in pages:
        if page.markdown:
            _write(output, f"{page.path[1:]}index.md", page.markdown)
    for edition in EDITIONS:
        lists = "".join(f"- [{one.label}]({BASE}{one.home}llms.txt)\n" for one in EDITIONS if one != edition)
        story = f"- [1]({BASE}{edition.home}news/story-1/index.md)\n"
        _write(output, f"{edition.home[1:]}llms.txt", f"# {NEWS[edition.name]}\n\n{story}{lists}")
    _write_press_files(output)
    _write_feeds(output, [page for page in pages if page.indexable])
    _write(output, "old-bridge/index.html", feeds.redirect("/news/story-1/"))
    _write(output, "theme/site.css", '@font-face{src:url("text.woff2")} main{background:url(/images/bridge.png)}')
    for name in ("theme/search.js", "theme/text.woff2", "images/bridge.png", "images/bridge-2.png", "images/card.png"):
        _write(output, name, "not read by the audit")


def _write(output: Path, name: str, text: str) -> None:
    path = output / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _write_press_files(output: Path) -> None:
    """A press kit of the first story, and its event for calendars in each edition."""
    kit = output / "news/story-1/press-kit/story-1.zip"
    with zipfile.ZipFile(kit, "w") as archive:
        for edition in EDITIONS:
            for ending in ("docx", "txt"):
                archive.writestr(f"story-1/story-1.{edition.name}.{ending}", SENTENCES[edition.name])
    for edition in EDITIONS:
        path = f"{edition.home}news/story-1/"
        fields = f"UID:1@x\r\nDTSTAMP:20260901T080000Z\r\nDTSTART:20260903T080000Z\r\nSUMMARY:1\r\nURL:{BASE}{path}\r\n"
        text = f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n{fields}END:VEVENT\r\nEND:VCALENDAR\r\n"
        (output / f"{path[1:]}event.ics").write_bytes(text.encode())


def correct_pages(edition: EditionSpec, stories: int = 2, sentences: int = 3, links: int = 2) -> list[Draft]:
    """All pages of an edition."""
    date = f'<time datetime="2026-09-03">{DATES[edition.name]}</time>'
    shown = range(1, min(links, stories) + 1)
    cards = "".join(f'<article><h2><a href="{edition.home}news/story-{n}/">{n}</a></h2>{date}</article>' for n in shown)
    text = date + PICTURE + SENTENCES[edition.name] * sentences + cards
    return [
        *(Draft(edition, address, f"{NEWS[edition.name]} {address}", cards) for address in LISTS),
        Draft(edition, "404.html", "404", cards, robots="noindex"),
        Draft(edition, "news/story-1/press-kit/", "Kit", KIT_LINK, canonical=f"{BASE}{edition.home}news/story-1/"),
        Draft(edition, "news/story-1/parallel/", "1 ‖ 1", text, canonical=f"{BASE}/news/story-1/"),
        *(_story(edition, number, text) for number in range(1, stories + 1)),
        *_lone_story(edition),
    ]


def _lone_story(edition: EditionSpec) -> list[Draft]:
    """An untranslated story: the second edition shows a notice in its place, the third has no page for it."""
    original, second, _ = EDITIONS
    canonical = "" if edition == original else f"{BASE}/news/lone/"
    page = Draft(edition, "news/lone/", "Lone", "…", EDITIONS[:2], EDITIONS[:1], canonical)
    return [page] if edition in (original, second) else []


def _story(edition: EditionSpec, number: int, body: str) -> Draft:
    address = f"news/story-{number}/"
    ids = [f"{BASE}{other.home}{address}#article" for other in EDITIONS]
    own = ids[EDITIONS.index(edition)]
    body += f'<a href="{edition.home}{address}event.ics">1</a>' if number == 1 else ""
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": own,
        "inLanguage": edition.tag,
        "image": {"@type": "ImageObject", "url": f"{BASE}/images/bridge.png"},
    }
    if own == ids[0]:
        data["workTranslation"] = [{"@id": one} for one in ids[1:]]
    else:
        data["translationOfWork"] = {"@id": ids[0]}
    return Draft(edition, address, f"{NEWS[edition.name]} {number}", body, og_type="article", data=[data])


def _write_feeds(output: Path, pages: list[Draft]) -> None:
    stories = [page for page in pages if page.og_type == "article"]
    for edition in EDITIONS:
        own = [story for story in stories if story.edition == edition]
        _write(output, f"{edition.home[1:]}feeds/news.atom.xml", feeds.feed(edition, own[:20]))
    half = len(pages) // 2
    _write(output, "sitemap-1.xml", feeds.sitemap(pages[:half]))
    _write(output, "sitemap-2.xml", feeds.sitemap(pages[half:]))
    _write(output, "sitemap.xml", feeds.sitemap_index(["sitemap-1.xml", "sitemap-2.xml"]))
    _write(output, "news-sitemap.xml", feeds.news_sitemap(stories[:1000]))
    _write(output, "robots.txt", f"User-agent: *\nAllow: /\nSitemap: {BASE}/sitemap.xml\n")
    _write(output, "sdg/index.json", '{"16": 2}')
