"""Pelican's writer, for pages of a maintainer's templates and of third-party plugins; ours are written by
`page_writer.write_page`.

Pelican uses the first writer that a plugin names at the signal `get_writer`, and ignores the others. So this one takes
the methods of another plugin's writer, if there is one, and that plugin's receiver is called from here alone."""

from __future__ import annotations

from functools import partial
from typing import Any

from blinker import ANY
from pelican import signals
from pelican.writers import Writer

from plugins.content.counterparts import Counterparts
from plugins.editions.build_context import BuildContext, build_context
from plugins.editions.edition_site import EditionSite
from plugins.editions.foreign_code import is_own
from plugins.editions.page_writer import ListedPage, ListedPages, PageSpec, RenderedBy, page_errors


def _render_with_view(template: Any, first: str, url: str, context: dict[str, Any]) -> str:
    """A page as HTML, which gets `site` and `view`, and which search engines should list where it names itself in its
    head. One call of `write_file` writes many pages where a template is paginated, from the file `first` on. The
    context keeps `site` and `view`, for receivers of `content_written`."""
    name = context.get("output_file", first)
    pages = (value for key, value in context.items() if key.endswith("_page"))
    part = next((page for page in pages if getattr(page, "save_as", "") == name), None)
    address = (part.url if part else url) or name.removesuffix("index.html")
    site: EditionSite = context["edition_site"]
    counterparts = site.counterparts(address) if part is None else _counterparts_of_part(site, address, part)
    make = partial(context["make_view"], address, counterparts)
    view = make()
    context |= {"site": context["site_context"], "view": view}
    page = str(template.render(context))
    if f'"{view.head.canonical}"' in page:
        spec = PageSpec(address=address, template=template.name, view=make, counterparts=counterparts)
        site.build.part(ListedPages).append(ListedPage(site.edition, spec))
    return page


def _counterparts_of_part(site: EditionSite, address: str, part: Any) -> Counterparts:
    """Which editions have as many parts of a paginated list of stories. Other pages that a run writes are in every
    edition, since every edition has a run."""
    before = (part.number - 1) * part.paginator.per_page
    names = tuple(
        other.edition.name
        for other in site.all_sites
        if part.number == 1 or sum(story.has_page for story in other.stories) > before
    )
    return Counterparts(address, names, names)


class EditionWriter(Writer):  # type: ignore[misc]
    """Gives a page that extends the theme's `base.html` the `view` that this template needs."""

    def write_file(
        self,
        name: str,
        template: Any,
        context: dict[str, Any],
        relative_urls: bool = False,
        paginated: Any = None,
        template_name: str | None = None,
        override_output: bool = False,
        url: str | None = None,
        **kwargs: Any,
    ) -> None:
        """As in Pelican."""
        if name and "make_view" in context and "view" not in kwargs and "site_context" in context:
            template.environment.globals["site"] = context["site_context"]
            template = RenderedBy(template, partial(_render_with_view, template, name, url or ""))
        with page_errors(f"/{url or name}"):
            super().write_file(
                name, template, context, relative_urls, paginated, template_name, override_output, url, **kwargs
            )


def take_over_writers(build: BuildContext) -> None:
    """Disconnect the receivers of `get_writer` that third-party plugins connected, and keep them in the build."""
    for receiver in list(signals.get_writer.receivers_for(ANY)):
        if not is_own(getattr(receiver, "__module__", None) or ""):
            signals.get_writer.disconnect(receiver)
            if receiver not in build.writer_receivers:
                build.writer_receivers.append(receiver)


def edition_writer(pelican: Any) -> type[EditionWriter]:
    """Handler of `get_writer`: the class of this run's writer, with the methods of a third-party plugin's."""
    answers = [receiver(pelican) for receiver in build_context(pelican.settings).writer_receivers]
    # Pelican uses the first alone.
    other = next((answer for answer in answers if isinstance(answer, type)), None)
    return type("EditionWriter", (EditionWriter, other), {}) if other else EditionWriter
