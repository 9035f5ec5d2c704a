"""A page before it is rendered, and its writing: it is rendered, or kept as the last build made it."""

from __future__ import annotations

import contextlib
import datetime as dt
import traceback
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

from jinja2 import TemplateSyntaxError, UndefinedError
from jinja2.exceptions import TemplateNotFound
from msgspec import Struct
from pelican.generators import PelicanTemplateNotFound

from plugins.build_cache.protocol import PageJob
from plugins.content.counterparts import Counterparts
from plugins.content.settings.site_config import Edition
from plugins.diagnostics import ContentErrors, UserError, program_fault
from plugins.diagnostics.site_files import shown_path
from plugins.editions.build_context import BuildContext, build_context
from plugins.editions.edition_site import EditionSite
from plugins.editions.page_keys import EditionKeys
from plugins.editions.story import Story
from plugins.editions.templates import Templates, read_template

NAMES = "docs/architecture.md lists what a template may use"


class PageError(UserError):
    """A page cannot be made; the message names the template, its line, the page, and the file of its story."""


@contextlib.contextmanager
def page_errors(address: str, source: str = "") -> Iterator[None]:
    """Raise what goes wrong in a template, or in what it calls, as PageError. `address` is that of the page, `source`
    the file of its story, "" where it has none. An error outside of any template is one of the program, at work on that
    file; it is raised as it is where the page has no story, as errors for people and of memory always are."""
    try:
        yield
    except (UserError, MemoryError):
        raise
    except Exception as error:
        place = template_place(error)
        page = f"the page {address}{f' of {source}' if source else ''}"
        if place:
            raise PageError(f"{place}: {describe(error)}, while {page} was made (template)") from error
        if source:
            raise ContentErrors([program_fault(source, 1, error)]) from error
        raise


def template_place(error: BaseException) -> str:
    """The template and line of an error, as seen from the working folder; "" where it was raised outside of one."""
    if isinstance(error, TemplateSyntaxError):
        return f"{shown_path(error.filename or error.name or '')}:{error.lineno}"
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        # Jinja gives the lines of a template the template's own name.
        if not frame.filename.endswith(".py") and not frame.filename.startswith("<"):
            return f"{shown_path(frame.filename)}:{frame.lineno}"
    return ""


def describe(error: Any) -> str:
    """What went wrong, in one line."""
    if isinstance(error, TemplateSyntaxError):
        return str(error.message)
    if isinstance(error, TemplateNotFound):
        return f"there is no template {error.message}"
    if isinstance(error, UndefinedError):
        return f"{error.message}; {NAMES}"
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


class PageSpec(Struct, frozen=True, kw_only=True):
    """A page before it is rendered.

    `address` is relative to the edition, `template` a name without ending or with one. `view` makes what the template
    sees as `view`: a function with its arguments, which are all content that it reads; `page_keys.py` tells what a page
    depends on beside them. `counterparts` is given for pages that search engines should list, and `lastmod` is when
    their words last changed; `story` is the one that the page is about.
    """

    address: str
    template: str
    view: partial[Any]
    counterparts: Counterparts | None = None
    lastmod: dt.datetime | None = None
    story: Story | None = None


class TextFile(Struct, frozen=True):
    """`text.txt`: a file that is no page, as it stands."""

    text: str


def text_spec(address: str, make: Callable[..., str], *arguments: object) -> PageSpec:
    """A file that is no page; `make` returns its text."""
    return PageSpec(address=address, template="text.txt", view=partial(make, *arguments))


class ListedPage(NamedTuple):
    """A page that was written and that search engines should list."""

    edition: Edition
    spec: PageSpec


class ListedPages(list[ListedPage]):
    """Those of a build."""


def names_from_context(template: Any, build: BuildContext, context: Mapping[str, Any]) -> dict[str, Any]:
    """Select what a template reads of a run's context: the names of Pelican and of plugins, with their values."""
    return {name: context[name] for name in read_template(template, build).names if name in context}


def render_page(spec: PageSpec, template: Any, site_context: object, names: Mapping[str, Any]) -> str:
    """Render a page. The template sees `site`, `view`, on a story's page `article` or `page`, and the `names` that
    `names_from_context` gave."""
    view = spec.view()
    view = TextFile(view) if isinstance(view, str) else view
    return str(template.render(site=site_context, view=view, **names, **_story_of(spec)))


def render_again(spec: PageSpec, site: EditionSite, site_context: object) -> str:
    """Render a page of an edition with the templates of a build that has ended."""
    template = site.build.part(Templates).environments[site.edition.name].get_template(f"{spec.template}.html")
    return render_page(spec, template, site_context, names_from_context(template, site.build, site.context))


def _story_of(spec: PageSpec) -> dict[str, Story]:
    if spec.story is None:
        return {}
    return {"article" if spec.story.pair.is_story else "page": spec.story}


def write_page(generator: Any, writer: Any, spec: PageSpec) -> None:
    """Write a page of the run's edition, or keep that of the output where its key has not changed; with third-party
    plugins at once, by the run's writer, so that they see it when Pelican says so."""
    build, site = build_context(generator.settings), generator.context["edition_site"]
    site_context = generator.context.get("site_context")
    if spec.counterparts:
        build.part(ListedPages).append(ListedPage(site.edition, spec))
    generator.env.globals["site"] = site_context
    name = site.edition.save_as(spec.address)
    file = site.edition.path(name)[1:]
    template = _find_template(generator, spec, file)
    names = names_from_context(template, build, generator.context)
    if build.has_plugins and name.endswith(".html"):
        names_for_errors = _names_for_errors(file, spec)
        with page_errors(*names_for_errors):
            own = {**names, **_story_of(spec), "view": spec.view()}

        # Only the rendering: what a receiver of `content_written` does wrong is no error of the page.
        def render_watched(*given: Any, **named: Any) -> str:
            with page_errors(*names_for_errors):
                return str(template.render(*given, **named))

        watched = RenderedBy(template, render_watched)
        writer.write_file(name, watched, generator.context, False, site=site_context, **own)
        return
    key = "" if build.has_plugins else site.part(EditionKeys).page_key(template, site_context, spec.view, names)
    if key and build.cache.page_is_current(file, key):
        build.kept.add(file)
        return

    def render() -> str:
        with page_errors(*_names_for_errors(file, spec)):
            return render_page(spec, template, site_context, names)

    build.cache.add_page(PageJob(spec.address, file, f"{generator.output_path}/{name}", key, render))
    if build.has_plugins:
        build.cache.write_pages()


class RenderedBy:
    """A template for Pelican's writer, with a function of ours in place of its `render`."""

    def __init__(self, template: Any, render: Callable[..., str]) -> None:
        self._template, self.render = template, render

    def __getattr__(self, name: str) -> Any:
        return getattr(self._template, name)


def _find_template(generator: Any, spec: PageSpec, file: str) -> Any:
    """The page's template; raises PageError where neither the theme nor the site has it."""
    try:
        return generator.get_template(spec.template)
    except PelicanTemplateNotFound as error:
        address, source = _names_for_errors(file, spec)
        place = f"the page {address}{f' of {source}' if source else ''}"
        message = f"theme/templates: there is no template {spec.template}, while {place} was made (template)"
        raise PageError(message) from error


def _names_for_errors(file: str, spec: PageSpec) -> tuple[str, str]:
    """The page's address, and the file of the story that it is about."""
    return f"/{file.removesuffix('index.html')}", spec.story.text.source.path if spec.story else ""
