"""Page specifications: what a page is made of before it is rendered, and how the writer gets it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, NamedTuple

from plugins.content.availability import Counterparts
from plugins.content.config import Edition
from plugins.editions.edition_site import EditionSite


class PageSpec(NamedTuple):
    """A page before it is rendered.

    `address` is relative to the edition, `template` a name without ending or with one. `dependencies` are the cache
    keys of all content that `build_view` reads; settings, strings, templates and code have keys of their own.
    `build_view` returns what the template sees as `view`. `counterparts` is given for pages that search engines should
    list, and `lastmod` is when their words last changed.
    """

    address: str
    template: str
    dependencies: tuple[str, ...]
    build_view: Callable[[], object]
    counterparts: Counterparts | None = None
    lastmod: dt.datetime | None = None


class ListedPage(NamedTuple):
    """A page that was written and that search engines should list."""

    edition: Edition
    spec: PageSpec


def write_page(generator: Any, writer: Any, spec: PageSpec) -> None:
    """Write a page of the run's edition. A writer that has `write_later` may find that nothing of it has changed."""
    site: EditionSite = generator.context["site"]
    site_context = generator.context.get("site_context")
    if spec.counterparts:
        generator.settings["LISTED"].append(ListedPage(site.edition, spec))
    generator.env.globals["site"] = site_context
    name, template = site.edition.save_as(spec.address), generator.get_template(spec.template)
    later = getattr(writer, "write_later", None)
    if later:
        later(name, template, site_context, spec.dependencies, spec.build_view)
    else:
        writer.write_file(name, template, {}, False, site=site_context, view=spec.build_view())
