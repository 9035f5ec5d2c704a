"""Errors to insert into the correct site: one edit of one file each, with the check that must report it and where."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.audit.audit_site.editions import BASE
from tests.audit.audit_site.feeds import redirect

STORY = "news/story-1/index.html"
LATIN = "sr/news/story-1/index.html"
KIT, KIT_PAGE = "news/story-1/press-kit/story-1.zip", "news/story-1/press-kit/index.html"
FEED = "sr/feeds/news.atom.xml"
ABOUT, MAP = "about/index.html", "sitemap-1.xml"
PICTURE = 'src="/images/bridge.png" '


@dataclass(frozen=True)
class Mutation:
    """In `file`, `old` becomes `new`; an empty `old` makes the file anew, and `new` None takes it away."""

    check: str
    page: str
    words: str
    file: str
    old: str
    new: str | None

    def plant(self, output: Path) -> None:
        """Do it; raises AssertionError where the site no longer has what was to be changed."""
        path = output / self.file
        if self.new is None:
            path.unlink()
        elif not self.old:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(self.new, "utf-8")
        else:
            text = path.read_bytes().decode()
            assert self.old in text, f"{self.file} has no {self.old}"
            path.write_bytes(text.replace(self.old, self.new, 1).encode())


MUTATIONS = (
    Mutation("readable", "/news/story-1/", "not a page", STORY, "", " "),
    Mutation("readable", "/sr/feeds/news.atom.xml", "does not parse", FEED, "</feed>", "& </feed>"),
    Mutation("readable", "/sitemap-1.xml", "does not parse", MAP, "<url>", "<url"),
    Mutation("editions", "/sr/404.html", "lacks this page", "sr/404.html", "", None),
    Mutation("editions", "/", "names no feed", "index.html", "application/atom+xml", "text/html"),
    Mutation("links", "/sr/", "/sr/news/stori-1/", "sr/index.html", "/sr/news/story-1/", "/sr/news/stori-1/"),
    Mutation("links", "/sr/", "with the slash", "sr/index.html", "/sr/news/story-1/", "/sr/news/story-1"),
    Mutation("links", "/", "malformed", "index.html", 'href="/about/"', 'href="http://[glas/"'),
    Mutation("links", "/", "not https", "index.html", 'href="/about/"', 'href="http://glas.example/about/"'),
    Mutation("fragments", "/about/", "#mein", ABOUT, '"#main"', '"#mein"'),
    Mutation("climbing", "/sr/", "/sr/../about/", "sr/index.html", '"/sr/about/"', '"/sr/../about/"'),
    Mutation("redirects", "/old-bridge/", "no canonical", "old-bridge/index.html", "example/news", "example/novosti"),
    Mutation("redirects", "/old-bridge/", "elsewhere", "old-bridge/index.html", "url=/news/story-1/", "url=/about/"),
    Mutation("redirects", "/oldest/", "no canonical", "oldest/index.html", "", redirect("/old-bridge/")),
    Mutation("redirects", "/oldest/", "no canonical", "oldest/index.html", "",
        redirect("/no/").replace("url=", f"url={BASE}")),
    Mutation("parts", "/news/story-1/", "bridge-3.png", STORY, "bridge-2.png 2x", "bridge-3.png 2x"),
    Mutation("parts", "/theme/site.css", "tekst.woff2", "theme/site.css", "text.woff2", "tekst.woff2"),
    Mutation("pictures", "/news/story-1/", "no src", STORY, PICTURE, ""),
    Mutation("pictures", "/news/story-1/", "no alt", STORY, 'alt=""', ""),
    Mutation("pictures", "/news/story-1/", "no width", STORY, 'width="4"', ""),
    Mutation("pictures", "/news/story-1/", "no height", STORY, 'height="3"', ""),
    Mutation("cards", "/sr/", "absolute", "sr/index.html", "https://glas.example/images/card", "/images/card"),
    Mutation("cards", "/sr/", "missing", "sr/index.html", "images/card", "images/kard"),
    Mutation("language", "/sr/news/story-1/", "«en»", LATIN, 'lang="sr-Latn" dir', 'lang="en" dir'),
    Mutation("cards", "/news/story-1/", "brigde.png", STORY, '"url": "https://glas.example/images/bridge',
        '"url": "https://glas.example/images/brigde'),
    Mutation("language", "/sr/news/story-1/", "«rtl»", LATIN, 'dir="ltr"', 'dir="rtl"'),
    Mutation("switch", "/sr/404.html", "no language switch", "sr/404.html", " data-switch", ""),
    Mutation("switch", "/sr/about/", "although /about/", "sr/about/index.html", 'g="en" href="/about/"',
        'g="en" href="/"'),
    Mutation("switch", "/archive/", "lang «»", "archive/index.html", '<a lang="sr-Cyrl"', "<a"),
    Mutation("switch", "/archive/", "Label it «Српски»", "archive/index.html", ">Српски<", ">Serbian<"),
    Mutation("switch", "/sdg/16/", "no link", "sdg/16/index.html", 'hreflang="sr-Latn" href="/sr/', 'href="/'),
    Mutation("switch", "/archive/", "no language switch", "archive/index.html", " data-switch", " data-switch hidden"),
    Mutation("canonical", "/about/", "no canonical", ABOUT, 'rel="canonical"', 'rel="prev"'),
    Mutation("canonical", "/about/", "2 canonical", ABOUT, "<meta ", '<link rel="canonical" href="/"><meta '),
    Mutation("canonical", "/about/", "absolute", ABOUT, 'canonical" href="https:', 'canonical" href="http:'),
    Mutation("canonical", "/news/story-1/parallel/", "missing", "news/story-1/parallel/index.html", "example/news",
        "example/nws"),
    Mutation("alternates", "/sr/about/", "x-default", "sr/about/index.html", '"x-default"', '"en"'),
    Mutation("alternates", "/about/", "itself", ABOUT, 'rel="alternate" hreflang="en"', 'rel="prev"'),
    Mutation("alternates", "/about/", "absolute", ABOUT, "example/sr/about", "example/sr/../sr/about"),
    Mutation("alternates", "/about/", "missing", ABOUT, "example/sr/about", "example/sr/uvod"),
    Mutation("alternates", "/sr/about/", "other versions", ABOUT, "example/sr/about", "example/sr/uvod"),
    Mutation("alternates", "/about/", "is in sr-Cyrl", ABOUT, 'alternate" hreflang="sr-Cyrl"',
        'alternate" hreflang="ru"'),
    Mutation("alternates", "/sr/news/lone/", "canonical address is elsewhere", "sr/news/lone/index.html", "<meta ",
        '<link rel="alternate" hreflang="en" href="https://glas.example/news/lone/"><meta '),
    Mutation("sitemap", "/sitemap.xml", "sitemap-3.xml", "sitemap.xml", "sitemap-2.xml", "sitemap-3.xml"),
    Mutation("sitemap", "/about/", "not in the sitemap", MAP, "example/about/</loc>", "example/404.html</loc>"),
    Mutation("sitemap", "/sitemap-1.xml", "404.html", MAP, "example/about/</loc>", "example/404.html</loc>"),
    Mutation("sitemap", "/", "2 times", MAP, "example/about/</loc>", "example/</loc>"),
    Mutation("sitemap", "/sitemap-1.xml", "not those", MAP, " href=", " ref="),
    Mutation("news-sitemap", "/news-sitemap.xml", "«en»", "news-sitemap.xml", "e>sr<", "e>en<"),
    Mutation("sitemap", "/sitemap-1.xml", "no date", MAP, "2026-09-03", "3.9.2026"),
    Mutation("news-sitemap", "/news-sitemap.xml", "no title", "news-sitemap.xml", ">News 1<", "><"),
    Mutation("news-sitemap", "/news-sitemap.xml", "no date", "news-sitemap.xml", "2026-09-03T", "T"),
    Mutation("news-sitemap", "/news-sitemap.xml", "story-9", "news-sitemap.xml", "story-1", "story-9"),
    Mutation("robots", "/robots.txt", "no robots.txt", "robots.txt", "", None),
    Mutation("robots", "/robots.txt", "names no sitemap", "robots.txt", "Sitemap:", "#"),
    Mutation("robots", "/robots.txt", "whole site", "robots.txt", "Allow:", "Disallow:"),
    Mutation("feeds", "/sr/feeds/news.atom.xml", "«sr»", FEED, 'lang="sr-Latn"', 'lang="sr"'),
    Mutation("feeds", "/sr/feeds/news.atom.xml", "link to itself", FEED, 'rel="self"', 'rel="via"'),
    Mutation("feeds", "/sr/feeds/news.atom.xml", "not of the edition", FEED, "example/sr/news/story-1",
        "example/news/story-1"),
    Mutation("feeds", "/sr/feeds/news.atom.xml", "no canonical page", FEED, "sr/news/story-1/", "sr/news/lone/"),
    Mutation("feeds", "/sr/feeds/news.atom.xml", "/story-9/", FEED, 'example/sr/news/story-2/"',
        'example/sr/news/story-9/"'),
    Mutation("feeds", "/sr/feeds/news.atom.xml", "relative address", FEED, 'href="https://glas.example/sr/about',
        'href="/sr/about'),
    Mutation("feeds", "/sr/feeds/news.atom.xml", "/sr/uvod/", FEED, "example/sr/about", "example/sr/uvod"),
    Mutation("feeds", "/sr/feeds/news.atom.xml", "stands for 2 entries", FEED, "sr:news/story-1/", "sr:news/story-2/"),
    Mutation("feeds", "/sr/feeds/news.atom.xml", "a date", FEED, "+02:00</updated><content", "</updated><content"),
    Mutation("feeds", "/sr/feeds/news.atom.xml", "no id", FEED, f"<id>{BASE}/{FEED}</id>", ""),
    Mutation("feeds", "/sr/feeds/news.atom.xml", "author", FEED, "<name>Glas</name>", ""),
    Mutation("feed-ids", "/sr/feeds/news.atom.xml", "stands for", FEED, ":sr:news/story-1/", ":en:news/story-1/"),
    Mutation("feed-links", "/sr/about/", "another edition", "sr/about/index.html", "/sr/feeds/", "/feeds/"),
    Mutation("feed-links", "/sr/about/", "not in the output", "sr/about/index.html", "feeds/news", "feeds/vesti"),
    Mutation("markdown", "/news/story-1/", "not in the output", "news/story-1/index.md", "", None),
    Mutation("markdown", "/news/story-1/", "elsewhere", STORY, '"/news/story-1/index.md"', '"https://glas.test/1.md"'),
    Mutation("markdown", "/sr/news/story-1/", "«sr»", "sr/news/story-1/index.md", '"sr-Latn"', '"sr"'),
    Mutation("markdown", "/news/story-1/", "the text of", STORY, "story-1/index.md", "story-2/index.md"),
    Mutation("markdown", "/news/story-3/index.md", "No page", "news/story-3/index.md", "", "# Left over"),
    Mutation("markdown", "/news/story-1/index.md", "brigde", "news/story-1/index.md", "/bridge.png", "/brigde.png"),
    Mutation("llms", "/sr/llms.txt", "has no llms.txt", "sr/llms.txt", "", None),
    Mutation("llms", "/sr/llms.txt", "leads to nothing", "sr/llms.txt", "story-1", "story-9"),
    Mutation("llms", "/sr/llms.txt", "out of the edition", "sr/llms.txt", "/sr/news/story-1", "/news/story-1"),
    Mutation("press-kits", "/news/story-1/press-kit/story-1.zip", "cannot be opened", KIT, "", "PK"),
    Mutation("press-kits", "/about/press-kit/a.zip", "No page", "about/press-kit/a.zip", "", "PK"),
    Mutation("press-kits", "/sr/news/story-1/press-kit/", "0 archives", f"sr/{KIT_PAGE}", "story-1.zip", "story-1.pdf"),
    Mutation("events", "/sr/news/story-1/event.ics", "no DTSTART", "sr/news/story-1/event.ics", "DTSTART:", "DTFIRST:"),
    Mutation("events", "/sr/news/story-1/event.ics", "Its URL", "sr/news/story-1/event.ics", "/sr/", "/"),
    Mutation("events", "/sr/news/story-1/event.ics", "No story", LATIN, "event.ics", "event.txt"),
    Mutation("structured-data", "/news/story-1/", "does not parse", STORY, '{"@context"', '{{"@context"'),
    Mutation("structured-data", "/sr/news/story-1/", "«en»", LATIN, '"inLanguage": "sr-Latn"', '"inLanguage": "en"'),
    Mutation("structured-data", "/news/story-1/", "no JSON-LD", STORY, "application/ld+json", "application/json"),
    Mutation("translations", "/news/story-1/", "no translationOfWork", LATIN, "translationOfWork", "isBasedOn"),
    Mutation("translations", "/sr/news/story-1/", "no page describes", LATIN, 'OfWork": {"@id": "https:',
        'OfWork": {"@id": "http:'),
    Mutation("translations", "/sr/news/story-1/", "names no translation", LATIN, "translationOfWork", "isBasedOn"),
    Mutation("datetimes", "/sr/news/story-1/", "3.9.2026", LATIN, 'datetime="2026-09-03"', 'datetime="3.9.2026"'),
    Mutation("months", "/sr/news/story-1/", "«September»", LATIN, "3. septembar 2026.", "3 September 2026"),
    Mutation("months", "/sr/news/story-1/", "not sr-Latn", LATIN, "3. septembar", "3. септембар"),
    Mutation("headings", "/about/", "0 <h1>", ABOUT, "<h1>", "<p>"),
    Mutation("headings", "/about/", "2 <h1>", ABOUT, "<h1>", "<h1>1</h1><h1>"),
    Mutation("titles", "/about/", "no <title>", ABOUT, "<title>", "<title></title><title>"),
    Mutation("ids", "/about/", "«main»", ABOUT, "<nav>", '<nav id="main">'),
    Mutation("inline-code", "/about/", "<style>", ABOUT, "</head>", "<style></style></head>"),
    Mutation("inline-code", "/about/", "style attribute on <nav>", ABOUT, "<nav>", '<nav style="color:red">'),
    Mutation("inline-code", "/about/", "<script> without src", ABOUT, "<nav>", "<script>1</script><nav>"),
    Mutation("inline-code", "/about/", "onclick handler", ABOUT, "<nav>", '<nav onclick="go()">'),
    Mutation("inline-code", "/about/", "javascript:", ABOUT, 'href="/about/"', 'href=" JavaScript:go()"'),
    Mutation("third-parties", "/about/", "cdn.example", ABOUT, '"/theme/search.js"', '"//cdn.example/search.js"'),
    Mutation("third-parties", "/theme/site.css", "cdn.example", "theme/site.css", "main{",
        '@import "https://cdn.example/a.css";main{'),
    Mutation("development", "/sdg/index.json", "//localhost", "sdg/index.json", '"16": 2',
        '"at": "http://localhost:8000/"'),
    Mutation("development", "/about/", "file:///", ABOUT, "<nav>", '<nav data-from="file:///home/x">'),
    Mutation("drafts", "/news/secret-plan/", "/secret-plan/", "news/secret-plan/index.html", "", "<h1>Secret</h1>"),
    Mutation("drafts", "/preview/", "`serve` makes", "preview/index.html", "",
        '<ul class="x" data-unpublished="list"></ul>'),
    Mutation("drafts", "/sdg/index.json", "/secret-plan/", "sdg/index.json", '"16": 2', '"16": "/news/secret-plan/"'),
    Mutation("page-weight", "/news/story-1/", "over its limit", "theme/text.woff2", "",
        "".join(map(chr, range(0x4000, 0xD000)))),
    Mutation("page-weight", "/about/", "theme/site.css", "theme/site.css", "", "".join(map(chr, range(0x4000,
        0xD000)))),
    Mutation("picture-weight", "/images/bridge.png", "over the limit", "images/bridge.png", "", "x" * 500_000),
)  # fmt: skip
