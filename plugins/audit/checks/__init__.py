"""All checks of the audit, in the order of the report, and the function that runs them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic

from plugins.audit.built_site import Site, file_sizes, read_files, read_site
from plugins.audit.checks import (
    alternates,
    dates,
    feeds,
    json_ld,
    languages,
    links,
    markdown,
    pictures,
    press,
    safety,
    sitemap,
    structure,
    weight,
)
from plugins.audit.kept_results import KeptResults
from plugins.audit.report import Finding, Report
from plugins.audit.spec import SiteSpec
from plugins.diagnostics import Diagnostic
from plugins.diagnostics.codes import codes

Check = Callable[[Site], Iterator[Finding]]

# A check precedes those whose results mean little when it fails.
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
    press.press_kits,
    press.events,
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


def code_of(check: Check) -> str:
    """The code of a check's diagnostics: its name with hyphens."""
    return check.__name__.replace("_", "-")


# What no file may have, the preview of a draft neither; whatever else is wrong in a preview stops nothing.
WITHOUT_EXCEPTION = (
    structure.readable,
    safety.inline_code,
    safety.third_parties,
    safety.development,
    safety.drafts,
)


def audit(output: Path, spec: SiteSpec, kept: KeptResults | None = None, processes: int = 0) -> Report:
    """Read the built site below `output`, run every check and return the report; raises OSError.

    What was read in the same bytes by the same code before is taken from `kept`. `processes` is the number of
    reading processes; by default it is chosen by the number of files that must be read.
    """
    started = monotonic()
    sizes = file_sizes(output)
    site = read_site(output, spec, sizes, processes, kept.read if kept else read_files)
    found = tuple(_diagnostic(check, finding, spec) for check in CHECKS for finding in check(site))
    checks = tuple(map(code_of, CHECKS))
    return Report(found, checks, len(site.every_page), len(sizes), monotonic() - started)


def _diagnostic(check: Check, finding: Finding, spec: SiteSpec) -> Diagnostic:
    code = codes()[code_of(check)]
    is_of_a_draft = check not in WITHOUT_EXCEPTION and spec.is_preview(finding.path)
    severity = "warning" if is_of_a_draft and code.severity == "error" else code.severity
    return Diagnostic(finding.path, 1, 1, finding.message, code.name, severity)
