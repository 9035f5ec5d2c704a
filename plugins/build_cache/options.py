"""The options of one build, given by its caller."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass

from plugins.build_cache import log_notice
from plugins.build_cache.cache import CacheMemory
from plugins.build_cache.protocol import Progress, no_progress
from plugins.build_cache.store import Notice


@dataclass
class BuildOptions:
    """`progress` is called with (stage, done, total) and `notice` with a sentence for whoever builds; `finalizers` are
    closed at the end of the build, good or bad; `memory` is that of a process that builds again and again;
    `show_drafts` makes pages of drafts and of stories whose date is to come, for the preview server."""

    progress: Progress = no_progress
    notice: Notice = log_notice
    finalizers: contextlib.ExitStack | None = None
    memory: CacheMemory | None = None
    show_drafts: bool = False
