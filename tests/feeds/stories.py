"""Stories whose machine-read files the tests of this folder ask."""

from __future__ import annotations

import datetime as dt

from tests.small_site import SmallSite

NOW = dt.datetime(2026, 3, 3, 12, 0, tzinfo=dt.UTC)
EDITIONS = {"en": "", "sr-Latn": "/sr", "sr-Cyrl": "/sr-cyrl"}


def write_stories(site: SmallSite) -> None:
    """A fresh pair, an old pair with a correction, a story in English only, a draft, and a fixed page."""
    site.article(
        "fresh", date="2026-03-02 10:00", category="local", sdgs="16.2, 5", title="Fresh & <new>", author="IOM"
    )
    site.article("fresh", "sr", title="Sveže i novo")
    body = "See [the fresh one]({filename}../2026/fresh.en.md), [us](/about/) or [below](#more).\n\n## More {#more}"
    site.article("old", date="2025-06-01 10:00", category="global", sdgs="16", modified="2025-06-09 08:00", body=body)
    site.article("old", "sr", title="Staro")
    site.article("alone", date="2026-03-01 09:00", category="local", sdgs="5", summary="It is [x], *not* <z>.")
    site.article("draft", date="2026-03-01 09:00", category="local", sdgs="5", status="draft")
    site.write("pages/about.en.md", "Title: About\n\nWho we are.\n")
    site.write("pages/about.sr.md", "Title: O nama\n\nKo smo.\n")


HOST = "https://news.example.org"
