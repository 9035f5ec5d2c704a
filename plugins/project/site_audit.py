"""The audit of the site that was built last, as its settings describe it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plugins.diagnostics import UserError
from plugins.diagnostics.overrides import apply_overrides, read_overrides

if TYPE_CHECKING:
    from plugins.audit import Report
    from plugins.content.library import ContentLibrary
    from plugins.system.digests import FileDigests


def run_audit(settings: Mapping[str, Any], library: ContentLibrary, digests: FileDigests) -> Report:
    """The report on the site that was built of a library, by the setting DIAGNOSTICS; raises UserError if nothing was
    built."""
    from plugins.audit import EditionSpec, KeptResults, SiteSpec, audit
    from plugins.system.workers import count_processors

    output = Path(settings["OUTPUT_PATH"])
    if not (output / "index.html").is_file():
        raise UserError(f"{os.path.relpath(output)}/ holds no site: run `./inv build` first")
    editions = tuple(
        EditionSpec(edition.name, edition.tag, edition.prefix, edition.label, edition.direction)
        for edition in library.config.editions
    )
    hidden = tuple(pair.address for pair in (*library.waiting, *library.drafts))
    spec = SiteSpec(settings["SITEURL"], editions, hidden_addresses=hidden)
    kept = KeptResults(Path(settings["CACHE_PATH"], "audit", "results"), digests)
    report = audit(output, spec, kept, settings["WORKERS"] or count_processors())
    return replace(report, findings=apply_overrides(report.findings, read_overrides(settings)))
