"""How every page is written: one template, two names (`frame` and `page`), by the writer that Pelican was given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, NamedTuple

from plugins.content.availability import Counterparts
from plugins.content.config import Edition
from plugins.editions.edition_site import EditionSite


class Sheet(NamedTuple):
    """A page before it is made: `make` gives what its template sees as `page`.

    `made_from` stands for all that `make` reads of the content; what is in settings, strings, templates and code goes
    without saying. `found` is given for pages that search engines should list, and `changed` says when their words did.
    """

    address: str
    template: str
    made_from: tuple[str, ...]
    make: Callable[[], object]
    found: Counterparts | None = None
    changed: dt.datetime | None = None


class Listed(NamedTuple):
    """A page that was written and that search engines should list."""

    edition: Edition
    sheet: Sheet


def write_sheet(generator: Any, writer: Any, sheet: Sheet) -> None:
    """Write a page of the run's edition. A writer that has `write_later` may find that nothing of it has changed."""
    site: EditionSite = generator.context["site"]
    frame = generator.context.get("frame")
    if sheet.found:
        generator.settings["LISTED"].append(Listed(site.edition, sheet))
    generator.env.globals["frame"] = frame
    name, template = site.edition.save_as(sheet.address), generator.get_template(sheet.template)
    later = getattr(writer, "write_later", None)
    if later:
        later(name, template, frame, sheet.made_from, sheet.make)
    else:
        writer.write_file(name, template, {}, False, frame=frame, page=sheet.make())
