"""Aliases that are addresses of this build."""

from __future__ import annotations

from plugins.content.links.aliases import check_against_output
from plugins.diagnostics import ContentErrors
from plugins.editions.build_context import BuildContext
from plugins.editions.output_folder import files_below


def stop_at_taken_addresses(build: BuildContext) -> None:
    """Raise ContentErrors for an alias, now or once its story's time has come, that is an address of this build."""
    library = build.library
    aliased = [pair for pair in (*library.published_pairs, *library.waiting) if pair.shared.aliases]
    if aliased:
        files = {*files_below(str(build.staging)), *build.kept}
        if found := list(check_against_output(aliased, library.config, files)):
            raise ContentErrors(found)
