"""The audit of a site built by this project: it passes, and each error planted in it is reported."""

from __future__ import annotations

import re
from pathlib import Path

from plugins.audit import EditionSpec, SiteSpec, audit
from plugins.content.settings.site_config import read_editions, read_languages
from tests.small_site import small_site

CATEGORIES = ("local", "regional", "global", "stories", "press-releases", "statements")

# The check that reports an error, the file in which it is planted, what stands there, and what takes its place.
FAULTS = (
    ("links", "index.html", r'href="/about/"|href="/archive/"', 'href="/arhive/"'),
    ("fragments", "sr/index.html", r'href="#\w+"', 'href="#nowhere"'),
    ("climbing", "sr/index.html", r'href="/sr/archive/"', 'href="/sr/../archive/"'),
    ("parts", "index.html", r"\.css\b", ".scss"),
    ("language", "sr/index.html", r'<html lang="sr-Latn"', '<html lang="sr"'),
    ("switch", "sr/archive/index.html", r'<a href="/archive/" lang="en"', '<a href="/" lang="en"'),
    ("canonical", "archive/index.html", r'rel="canonical"', 'rel="prev"'),
    ("alternates", "sr/archive/index.html", r'<link rel="alternate" hreflang="en"[^>]*>', ""),
    ("sitemap", "sitemap.xml", r"<loc>[^<]*/archive/</loc>", "<loc>https://other.example/</loc>"),
    ("robots", "robots.txt", r"(?i)sitemap:", "#"),
    ("feeds", "sr/feeds/news.atom.xml", r"/sr/news/story-1/", "/news/story-1/"),
    ("markdown", "sr-cyrl/news/story-1/index.md", r'language: "sr-Cyrl"', 'language: "sr-Latn"'),
    ("llms", "sr/llms.txt", r"/sr/news/story-1/index\.md", "/news/story-1/index.md"),
    ("structured-data", "news/story-1/index.html", r'json">\{', 'json">{{'),
    ("translations", "sr/news/story-1/index.html", r"translationOfWork", "isBasedOn"),
    ("months", "sr/news/story-1/index.html", r"mart\b", "March"),
    ("headings", "news/story-1/index.html", r"</main>", "<h1>More</h1></main>"),
    ("ids", "news/story-1/index.html", r"</main>", '</main><p id="main"></p>'),
    ("inline-code", "news/story-1/index.html", r"</main>", '<p style="color: red"></p></main>'),
    ("third-parties", "news/story-1/index.html", r"</main>", '<iframe src="https://video.example/1"></iframe></main>'),
    ("pictures", "news/story-1/index.html", r"</main>", '<img src="/favicon.png"></main>'),
    ("development", "news/story-1/index.html", r"</main>", '<a href="http://localhost:8000/">1</a></main>'),
    ("drafts", "news/story-1/index.html", r"</main>", '<a href="/news/secret-plan/">1</a></main>'),
)


def test_a_built_site_passes_and_each_fault_in_it_is_reported(tmp_path: Path) -> None:
    """Stories in every category and of every goal, one of them not translated, with a footnote and videos; then each
    error that is planted in a file is reported, with the page's path and a correction."""
    site = small_site(tmp_path)
    for number, category in enumerate(CATEGORIES):
        goals = ", ".join(str(goal) for goal in range(1 + number, 18, len(CATEGORIES)))
        site.article(f"story-{number}", category=category, sdgs=goals)
        site.article(f"story-{number}", "sr")
    site.write("news/2026/film.mp4", b"film")
    videos = "https://youtu.be/QBb-VfMFPdc\n\n![The bridge](film.mp4)"
    site.article("lone", category="local", body=f"In English only.[^1]\n\n{videos}\n\n[^1]: A note.\n")
    settings = site.build()
    editions = tuple(
        EditionSpec(one.name, one.tag, one.prefix, one.label, one.direction)
        for one in read_editions(settings["EDITIONS"], read_languages(settings["LANGUAGES"]))
    )
    spec = SiteSpec(settings["SITEURL"], editions, hidden_addresses=("news/secret-plan/",))
    report = audit(site.output, spec)
    assert [str(finding) for finding in report.findings] == []
    assert report.pages > 100
    for check, file, old, new in FAULTS:
        text, times = re.subn(old, new, (site.output / file).read_text("utf-8"), count=1)
        assert times == 1, check
        (site.output / file).write_text(text, "utf-8")
    found = audit(site.output, spec).findings
    assert {check for check, *_ in FAULTS} - {one.code for one in found} == set()
    assert all(one.path.startswith("/") and one.message.endswith(".") for one in found)
