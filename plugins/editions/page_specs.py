"""Page specifications: address, template, dependencies and view of a page before it is rendered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple

from plugins.content.availability import Counterparts
from plugins.content.settings.site_config import Edition
from plugins.editions.stories import Story


class PageSpec(NamedTuple):
    """A page before it is rendered.

    `address` is relative to the edition, `template` a name without ending or with one. `dependencies` are the cache
    keys of all content that `build_view` reads; settings, strings, templates and code have keys of their own.
    `build_view` returns what the template sees as `view`. `counterparts` is given for pages that search engines should
    list, and `lastmod` is when their words last changed; `story` is the one that the page is about.
    """

    address: str
    template: str
    dependencies: tuple[str, ...]
    build_view: Callable[[], object]
    counterparts: Counterparts | None = None
    lastmod: dt.datetime | None = None
    story: Story | None = None


class ListedPage(NamedTuple):
    """A page that was written and that search engines should list."""

    edition: Edition
    spec: PageSpec
