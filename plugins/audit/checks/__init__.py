"""All checks of the audit, in the order of the report, and the function that runs them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from time import monotonic

from plugins.audit.checks import (
    alternates,
    dates,
    feeds,
    json_ld,
    languages,
    links,
    markdown,
    pictures,
    safety,
    sitemap,
    structure,
    weight,
)
from plugins.audit.report import Finding, Report
from plugins.audit.site import Site, read_site
from plugins.audit.spec import SiteSpec

Check = Callable[[Site], Iterator[Finding]]

# A check stands before those whose results mean little when it fails.
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
    markdown.markdown,
    markdown.llms,
    json_ld.structured_data,
    json_ld.translations,
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


def audit(output: Path, spec: SiteSpec, processes: int | None = None) -> Report:
    """Read the built site below `output`, run every check and return the report; raises OSError.

    `processes` is the number of reading processes; by default as many as pay off for the size of the site.
    """
    started = monotonic()
    site = read_site(output, spec, processes)
    findings = tuple(replace(finding, code=check.__name__) for check in CHECKS for finding in check(site))
    names = tuple(check.__name__ for check in CHECKS)
    return Report(findings, names, len(site.every_page), len(site.sizes), monotonic() - started)
