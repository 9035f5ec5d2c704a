"""Incremental builds: with `INCREMENTAL = False` the output is byte for byte the same, and takes longer.

Keeps in the cache folder the parsed sources, the rendered texts and, for each page, a key of all that the page is made
from; renders only the pages that changed, on all processors. `protocol.py` is what a build needs of it; `NullCache`
there takes its place.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from plugins.build_cache.protocol import BuildCache


def open_cache(settings: Mapping[str, Any]) -> BuildCache:
    """The cache of a build with these settings; imported only here, so that a build that finds nothing changed needs
    little."""
    from plugins.build_cache.cache import DiskCache
    from plugins.build_cache.options import BuildOptions
    from plugins.build_cache.protocol import NullCache
    from plugins.build_cache.workers import count_processors

    if not settings["INCREMENTAL"]:
        return NullCache()
    options: BuildOptions = settings.get("BUILD_OPTIONS") or BuildOptions()
    workers = settings["WORKERS"] or count_processors()
    return DiskCache(settings, workers, options.progress, options.notice, options.memory, options.finalizers)


def log_notice(text: str) -> None:
    """Log a sentence about the cache as a warning, on a logger of our own: it is no reason to stop a build."""
    logging.getLogger(__name__).warning(text)
