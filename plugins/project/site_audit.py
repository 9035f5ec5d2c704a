"""The audit of the site that was built last, as its settings describe it."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.diagnostics import UserError
from plugins.diagnostics.overrides import apply_overrides, read_overrides
from plugins.project.current_site import read_library
from plugins.project.settings import settings_of

if TYPE_CHECKING:
    from plugins.audit import Report


def run_audit(settings_file: str, content: Path | None = None) -> Report:
    """The report on the built site, by the setting DIAGNOSTICS; raises UserError if nothing was built. `content` is the
    folder that it was built from, if that is not the site's own."""
    from plugins.audit import EditionSpec, KeptResults, SiteSpec, audit

    settings = settings_of(settings_file, {"PATH": str(content)} if content else None)
    library, output = read_library(settings), Path(settings["OUTPUT_PATH"])
    if not (output / "index.html").is_file():
        raise UserError(f"{os.path.relpath(output)}/ holds no site: run `./inv build` first")
    editions = tuple(
        EditionSpec(edition.name, edition.tag, edition.prefix, edition.label, edition.direction)
        for edition in library.config.editions
    )
    hidden = tuple(pair.address for pair in (*library.waiting, *library.drafts))
    spec = SiteSpec(settings["SITEURL"], editions, hidden_addresses=hidden)
    report = audit(output, spec, KeptResults(Path(settings["CACHE_PATH"], "audit", "results")))
    return replace(report, findings=apply_overrides(report.findings, read_overrides(settings)))
