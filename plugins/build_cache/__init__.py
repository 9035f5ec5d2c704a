"""The same bytes, sooner: remove this plugin from `PLUGINS` and the output is byte for byte the same.

It must be named before `plugins.editions`. It keeps in the cache the parsed sources, the rendered bodies, and for each
page a fingerprint of what it was made from; it reads each file once for all editions and makes only the pages that
changed, on all processors.

Settings: `WORKERS` (processes; 0 for one a processor).
Reads in the settings of a run: `NEWSROOM`, `SITE_OUTPUT`, `CHANGES`, `BUILD_STATE` (what a process that builds again
and again keeps), `PROGRESS` (who is told how far the build is), `AT_END` (closed at its end, good or bad). Puts there:
`KNOWN_SOURCES`, `KNOWN_PAIRS`, `KNOWN_PAGES`, `KNOWN_TEMPLATES`, `LOOKS` and `PRESENT` (how the output looks), `ONCE`,
`KEPT` (files of the output that stay), `OUTPUT_LOOKS` (how it looks after the build), `RECORD`, `STAGING`, `LATER`.
Signals: `initialized`, `generator_init`, `get_generators`, `get_writer`, `finalized`.
"""

from __future__ import annotations

from typing import Any

DEFAULTS: dict[str, Any] = {
    "WORKERS": 0,  # processes that share the work; 0 for one on each processor
}


def register() -> None:
    """Connect the handlers; imported only here, so that a build that finds nothing changed needs no Pelican."""
    from plugins.build_cache.handlers import connect

    connect()
