"""All checks of the audit, in the order of the report, and the function that runs them."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from time import monotonic

import msgspec

from plugins.audit.addresses import path_of
from plugins.audit.built_site import (
    SITE,
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
    beside,
    dates,
    feeds,
    json_ld,
    languages,
    links,
    parts,
    safety,
    sitemap,
    structure,
)
from plugins.audit.kept_results import (
    AuditRecord,
    FileResult,
    KeptResults,
    checksums,
    facts_by_path,
    find_changed,
)
from plugins.audit.report import Report
from plugins.audit.spec import SiteSpec
from plugins.diagnostics import Diagnostic
from plugins.diagnostics.rule import codes, rules_in

CHECKS = rules_in(alternates, beside, dates, feeds, json_ld, languages, links, parts, safety, sitemap, structure)
# In the order of the list, where a check precedes those whose results mean little when it fails.
CODES = tuple(sorted({check.code.name for check in CHECKS}, key=list(codes()).index))
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
            findings = tuple(check_file(site, path_of(name), reading))
            asked = array("I", checksums(site.asked)).tobytes()
            results[name] = FileResult(digests[name], reading.facts, findings, asked, reading.forbidden)
        elif before.hidden == spec.hidden_addresses:
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
    diagnostics = tuple(_milder_in_previews(finding, spec) for finding in in_order)
    pages = sum(name.endswith(".html") for name in names)
    return Report(diagnostics, CODES, pages, len(sizes), monotonic() - started)


def check_file(site: Site, path: str, reading: Reading) -> Iterator[Diagnostic]:
    """What the checks of one file find; afterwards `site.asked` are the paths that they asked about."""
    site.asked.clear()
    for check in CHECKS:
        for finding in check(site, reading.content) if reading.facts.kind in check.scopes else ():
            yield finding if finding.path else replace(finding, path=path)


def check_site(site: Site) -> Iterator[Diagnostic]:
    """What the checks of the site as a whole find."""
    for check in CHECKS:
        if SITE in check.scopes:
            yield from check(site)


def _milder_in_previews(finding: Diagnostic, spec: SiteSpec) -> Diagnostic:
    """A finding as it counts: an error in the preview of a draft stops nothing."""
    is_of_a_draft = finding.code not in WITHOUT_EXCEPTION and spec.is_preview(finding.path)
    return replace(finding, severity="warning") if is_of_a_draft and finding.severity == "error" else finding
