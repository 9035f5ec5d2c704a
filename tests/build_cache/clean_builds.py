"""Clean builds that share nothing with the builds that they are compared with: each is made in a fork of a process that
has built one other site, in which nothing changed, and no more."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.forked import forks
from tests.small_site import CONF, LIGHT, SmallSite, small_site


class CleanBuilds:
    """The process; it ends when this one does."""

    def __init__(self) -> None:
        self._connection, other = forks().Pipe()
        forks().Process(target=_serve, args=(other,), daemon=True).start()
        other.close()

    def make(self, site: SmallSite, settings: Mapping[str, object]) -> None:
        """Build a site without a cache; raises what the build raises."""
        self._connection.send((site, settings))
        error = self._connection.recv()
        if error is not None:
            raise error


@cache
def clean_builds() -> CleanBuilds:
    """Those of this process."""
    return CleanBuilds()


def _serve(connection: Connection) -> None:
    # To import all that a build needs, and to compile the templates, takes as long as a build.
    with TemporaryDirectory() as folder:
        other = small_site(Path(folder), **{**LIGHT, "EDITIONS": CONF["EDITIONS"]})
        other.article("other")
        other.build(INCREMENTAL=False)
    while True:
        try:
            site, settings = connection.recv()
        except EOFError:
            return
        if child := os.fork():
            os.waitpid(child, 0)
        else:
            connection.send(_build(site, settings))
            os._exit(0)


def _build(site: SmallSite, settings: Mapping[str, object]) -> Exception | None:
    from plugins.build_cache.protocol import BuildCache

    try:
        built = site.build(**settings)
        assert type(built["BUILD"].cache) is BuildCache, "the cache took part"
    except Exception as error:
        return error
    return None
