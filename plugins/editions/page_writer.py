"""A page before it is rendered, and its writing: it is rendered, or kept as the last build made it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from plugins.build_cache.interface import PageJob
from plugins.content.availability import Counterparts
from plugins.content.settings.site_config import Edition
from plugins.editions.context import BuildContext, build_context
from plugins.editions.page_errors import page_errors
from plugins.editions.page_keys import Shown
from plugins.editions.stories import Story
from plugins.editions.templates import template_names


class PageSpec(NamedTuple):
    """A page before it is rendered.

    `address` is relative to the edition, `template` a name without ending or with one. `shown` is all content that
    `build_view` reads; `page_keys.py` tells what a page depends on beside it. `build_view` returns what the template
    sees as `view`. `counterparts` is given for pages that search engines should
    list, and `lastmod` is when their words last changed; `story` is the one that the page is about.
    """

    address: str
    template: str
    shown: Shown
    build_view: Callable[[], object]
    counterparts: Counterparts | None = None
    lastmod: dt.datetime | None = None
    story: Story | None = None


class ListedPage(NamedTuple):
    """A page that was written and that search engines should list."""

    edition: Edition
    spec: PageSpec


def names_from_context(template: Any, build: BuildContext, context: Mapping[str, Any]) -> dict[str, Any]:
    """Select what a template reads of a run's context: the names of Pelican and of plugins, with their values."""
    return {name: context[name] for name in template_names(template, build) & context.keys()}


def render_page(spec: PageSpec, template: Any, site_context: object, names: Mapping[str, Any]) -> str:
    """Render a page. The template sees `site`, `view`, on a story's page `article` or `page`, and the `names` that
    `names_from_context` gave."""
    return str(template.render(site=site_context, view=spec.build_view(), **names, **_story_of(spec)))


def _story_of(spec: PageSpec) -> dict[str, Story]:
    if spec.story is None:
        return {}
    return {"article" if spec.story.pair.kind == "news" else "page": spec.story}


def write_page(generator: Any, writer: Any, spec: PageSpec) -> None:
    """Write a page of the run's edition, or keep that of the output where its key has not changed."""
    build, site = build_context(generator.settings), generator.context["edition_site"]
    site_context = generator.context.get("site_context")
    if spec.counterparts:
        build.listed_pages.append(ListedPage(site.edition, spec))
    generator.env.globals["site"] = site_context
    name, template = site.edition.save_as(spec.address), generator.get_template(spec.template)
    names = names_from_context(template, build, generator.context)
    file = site.edition.path(name)[1:]
    is_watched = build.third_party.watches_output
    if is_watched and name.endswith(".html"):
        with page_errors(*_names_for_errors(file, spec)):
            own = {**names, **_story_of(spec)}
            writer.write_file(
                name, template, generator.context, False, site=site_context, view=spec.build_view(), **own
            )
        return
    key = site.keys.page_key(template, site_context, spec.shown, names)
    if build.cache.page_is_current(file, key) and not is_watched:
        build.kept.add(file)
        return

    def render() -> str:
        with page_errors(*_names_for_errors(file, spec)):
            return render_page(spec, template, site_context, names)

    build.cache.add_page(PageJob(file, f"{generator.output_path}/{name}", key, render))
    if is_watched:
        build.cache.write_pages()


def _names_for_errors(file: str, spec: PageSpec) -> tuple[str, str]:
    """The page's address, and the file of the story that it is about."""
    return f"/{file.removesuffix('index.html')}", spec.story.text.source.path if spec.story else ""
