"""All checks of the audit, in the order of the report, and the function that runs them."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic
from typing import NamedTuple

import msgspec

from plugins.audit.addresses import path_of
from plugins.audit.built_site import (
    EVENT,
    FEED,
    MARKDOWN,
    PAGE,
    PRESS_KIT,
    REDIRECT,
    SITEMAP,
    STYLE,
    UNREADABLE,
    Reading,
    Site,
    file_sizes,
    files_to_read,
    forbidden_in,
    read_files,
    read_robots,
)
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
from plugins.audit.kept_results import (
    AuditRecord,
    FileResult,
    KeptResults,
    checksums,
    facts_by_path,
    find_changed,
    hiding_key,
)
from plugins.audit.report import Finding, Report
from plugins.audit.spec import SiteSpec
from plugins.diagnostics import Diagnostic
from plugins.diagnostics.overrides import codes


class Check(NamedTuple):
    """A check: the code of what it finds, the function that finds it, and the kinds of files that it is given one after
    the other; one without kinds is given the site as a whole."""

    code: str
    find: Callable[..., Iterator[Finding]]
    kinds: tuple[str, ...] = ()


# A check precedes those whose results mean little when it fails.
CHECKS: tuple[Check, ...] = (
    Check("readable", structure.has_pages),
    Check("readable", structure.readable, (UNREADABLE,)),
    Check("editions", languages.editions),
    Check("editions", languages.front_feed, (PAGE,)),
    Check("links", links.links, (PAGE,)),
    Check("fragments", links.fragments, (PAGE,)),
    Check("climbing", links.climbing, (PAGE, STYLE)),
    Check("redirects", links.redirects, (REDIRECT,)),
    Check("parts", pictures.parts, (PAGE, STYLE)),
    Check("pictures", pictures.pictures, (PAGE,)),
    Check("cards", pictures.cards, (PAGE,)),
    Check("language", languages.language, (PAGE,)),
    Check("switch", languages.switch, (PAGE,)),
    Check("canonical", alternates.canonical, (PAGE,)),
    Check("alternates", alternates.alternates, (PAGE,)),
    Check("sitemap", sitemap.sitemap),
    Check("sitemap", sitemap.sitemap_file, (SITEMAP,)),
    Check("news-sitemap", sitemap.news_sitemap, (SITEMAP,)),
    Check("robots", sitemap.robots),
    Check("feeds", feeds.feeds, (FEED,)),
    Check("feed-ids", feeds.feed_ids),
    Check("feed-links", feeds.feed_links, (PAGE,)),
    Check("markdown", markdown.markdown, (PAGE,)),
    Check("markdown", markdown.markdown_file, (MARKDOWN,)),
    Check("llms", markdown.llms, (MARKDOWN,)),
    Check("press-kits", press.press_kit_page, (PAGE,)),
    Check("press-kits", press.press_kit, (PRESS_KIT,)),
    Check("events", press.events, (EVENT,)),
    Check("structured-data", json_ld.structured_data, (PAGE,)),
    Check("translations", json_ld.translations, (PAGE,)),
    Check("datetimes", dates.datetimes, (PAGE,)),
    Check("months", dates.months, (PAGE,)),
    Check("headings", structure.headings, (PAGE,)),
    Check("titles", structure.titles, (PAGE,)),
    Check("ids", structure.ids, (PAGE,)),
    Check("inline-code", safety.inline_code, (PAGE, REDIRECT)),
    Check("third-parties", safety.third_parties, (PAGE, STYLE)),
    Check("development", safety.development),
    Check("drafts", safety.drafts),
    Check("page-weight", weight.page_weight, (PAGE,)),
    Check("picture-weight", weight.picture_weight),
)
CODES = tuple(dict.fromkeys(check.code for check in CHECKS))
# What no file may have, the preview of a draft neither; whatever else is wrong in a preview stops nothing.
WITHOUT_EXCEPTION = ("readable", "inline-code", "third-parties", "development", "drafts")


def audit(output: Path, spec: SiteSpec, kept: KeptResults | None = None, workers: int = 1) -> Report:
    """Read the built site below `output` in up to `workers` processes, run every check and return the report; raises
    OSError.

    What was found in the same bytes by the same code before is taken from `kept`.
    """
    started = monotonic()
    sizes = file_sizes(output)
    names = files_to_read(sizes)
    before = kept.read(spec) if kept else AuditRecord()
    digests = {name: kept.digests.find(f"{output}/{name}") if kept else "" for name in names}
    known = {name: result for name, result in before.files.items() if digests.get(name) == result.digest}
    readings = read_files(output, spec, [name for name in names if name not in known], workers)
    others = tuple(sizes.keys() - digests.keys())
    facts = facts_by_path({name: (readings.get(name) or known[name]).facts for name in names}, others)
    changed = find_changed(before.facts, facts)
    readings |= read_files(output, spec, [name for name, result in known.items() if result.has_asked(changed)], workers)

    site = Site(spec, sizes, facts, read_robots(output, sizes))
    results: dict[str, FileResult] = {}
    for name in names:
        if reading := readings.get(name):
            findings = tuple(check_file(site, reading))
            asked = array("I", checksums(site.asked)).tobytes()
            results[name] = FileResult(digests[name], reading.facts, findings, asked, reading.forbidden)
        elif before.hiding == hiding_key(spec):
            results[name] = known[name]
        else:
            results[name] = msgspec.structs.replace(known[name], forbidden=forbidden_in(output, spec, name))
        if results[name].forbidden:
            site.forbidden[path_of(name)] = results[name].forbidden
    if kept:
        kept.keep(spec, results, others)
    of_files = (finding for result in results.values() for finding in result.findings)
    # One check after the other, each in the order of the files.
    in_order = sorted([*check_site(site), *of_files], key=lambda finding: CODES.index(finding.code))
    diagnostics = tuple(_diagnostic(finding, spec) for finding in in_order)
    pages = sum(name.endswith(".html") for name in names)
    return Report(diagnostics, CODES, pages, len(sizes), monotonic() - started)


def check_file(site: Site, reading: Reading) -> Iterator[Finding]:
    """What the checks of one file find; afterwards `site.asked` are the paths that they asked about."""
    site.asked.clear()
    for check in CHECKS:
        if reading.facts.kind in check.kinds:
            for finding in check.find(site, reading.content):
                yield finding._replace(code=check.code)


def check_site(site: Site) -> Iterator[Finding]:
    """What the checks of the site as a whole find."""
    for check in CHECKS:
        for finding in () if check.kinds else check.find(site):
            yield finding._replace(code=check.code)


def _diagnostic(finding: Finding, spec: SiteSpec) -> Diagnostic:
    code = codes()[finding.code]
    is_of_a_draft = finding.code not in WITHOUT_EXCEPTION and spec.is_preview(finding.path)
    severity = "warning" if is_of_a_draft and code.severity == "error" else code.severity
    return Diagnostic(finding.path, 1, 1, finding.message, finding.code, severity)
