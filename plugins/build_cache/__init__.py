"""Incremental builds: remove this plugin from `PLUGINS` and the output is byte for byte the same.

Name it before `plugins.editions`. It keeps in the cache folder the parsed sources, the rendered texts and, for each
page, a key of all that the page is made from; it renders only the pages that changed, on all processors. `protocol.py`
is what a build needs of it; `NullCache` there takes its place.

Settings: `WORKERS` (processes; 0 for one a processor), Pelican's `OUTPUT_PATH` and `CACHE_PATH`.
Reads `BUILD_OPTIONS` in the settings (a `BuildOptions`, from the caller of a build), and puts `BUILD_CACHE` there for
`plugins.editions`.
Signal: `initialized`.
"""

from __future__ import annotations

import logging
from typing import Any

DEFAULTS: dict[str, Any] = {
    "WORKERS": 0,  # processes that share the work; 0 for one on each processor
}


def open_cache(pelican: Any) -> None:
    """Handler of `initialized`: open the cache in the first run of a build."""
    from plugins.build_cache.cache import DiskCache
    from plugins.build_cache.options import BuildOptions
    from plugins.build_cache.workers import count_processors

    settings = pelican.settings
    if "BUILD_CACHE" in settings:
        return
    wanted = settings.setdefault("WORKERS", DEFAULTS["WORKERS"])
    workers = wanted if isinstance(wanted, int) and wanted > 0 else count_processors()
    options: BuildOptions = settings.get("BUILD_OPTIONS") or BuildOptions()
    settings["BUILD_CACHE"] = DiskCache(
        settings, workers, options.progress, options.notice, options.memory, options.finalizers
    )


def log_notice(text: str) -> None:
    """Log a sentence about the cache as a warning, on a logger of our own: it is no reason to stop a build."""
    logging.getLogger(__name__).warning(text)


def register() -> None:
    """Connect the handler; imported only here, so that a build that finds nothing changed needs no Pelican."""
    from pelican import signals

    signals.initialized.connect(open_cache)
