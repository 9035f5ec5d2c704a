"""Incremental builds: with `INCREMENTAL = False` the output is byte for byte the same, and takes longer.

Keeps in the cache folder the parsed sources, the rendered texts and, for each page, a key of all that the page is made
from; renders only the pages that changed, on all processors. The `BuildCache` of `protocol.py` keeps nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from plugins.build_cache.protocol import BuildCache


def open_cache(settings: Mapping[str, Any]) -> BuildCache:
    """The cache of a build with these settings; imported only here, so that a build that finds nothing changed needs
    little."""
    from plugins.build_cache.cache import DiskCache
    from plugins.build_cache.protocol import BuildCache, BuildOptions
    from plugins.system.workers import count_processors

    if not settings["INCREMENTAL"]:
        return BuildCache()
    options: BuildOptions = settings.get("BUILD_OPTIONS") or BuildOptions()
    workers = settings["WORKERS"] or count_processors()
    return DiskCache(settings, workers, options)
