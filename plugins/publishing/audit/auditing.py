"""The audit: read the output once, ask every question, gather the answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from time import monotonic

from plugins.publishing.audit import (
    alternates,
    data,
    dates,
    feeds,
    languages,
    links,
    pictures,
    safety,
    sitemap,
    structure,
    weight,
)
from plugins.publishing.audit.facts import SiteFacts
from plugins.publishing.audit.findings import Finding
from plugins.publishing.audit.report import Report
from plugins.publishing.audit.site import Site, read_site

Check = Callable[[Site], Iterator[Finding]]

# In the order of the report: first what makes the later answers doubtful
CHECKS: tuple[Check, ...] = (
    structure.readable,
    languages.editions,
    links.links,
    links.fragments,
    links.climbing,
    links.redirects,
    pictures.parts,
    pictures.pictures,
    pictures.cards,
    languages.language,
    languages.switch,
    alternates.canonical,
    alternates.alternates,
    sitemap.sitemap,
    sitemap.news_sitemap,
    sitemap.robots,
    feeds.feeds,
    feeds.feed_ids,
    feeds.feed_links,
    data.structured_data,
    data.translations,
    dates.datetimes,
    dates.months,
    structure.headings,
    structure.titles,
    structure.ids,
    safety.inline_code,
    safety.third_parties,
    safety.development,
    safety.drafts,
    weight.page_weight,
    weight.picture_weight,
)


def audit(output: Path, facts: SiteFacts, processes: int | None = None) -> Report:
    """Re-read the built site below `output` and report all that must not be published; raises OSError."""
    began = monotonic()
    site = read_site(output, facts, processes)
    findings = tuple(replace(finding, check=check.__name__) for check in CHECKS for finding in check(site))
    names = tuple(check.__name__ for check in CHECKS)
    return Report(findings, names, len(site.every_page), len(site.sizes), monotonic() - began)
