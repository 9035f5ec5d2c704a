"""The theme's templates: one Jinja environment for each edition of a build, shared by all generators of its run."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable, MutableMapping
from pathlib import Path
from typing import Any

import pelican
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, TemplateNotFound, nodes
from markupsafe import Markup

from plugins.content.pairs import key_of
from plugins.diagnostics.site_files import read_site_text
from plugins.editions.build_context import BuildContext, build_context
from plugins.editions.third_party import is_own

Fragment = Callable[..., Markup]
# Names in a run's context that are not content of Pelican or plugins.
OUR_NAMES = frozenset(
    "edition_site site_context builder make_view write_news write_fixed write_story write_feeds site view article page "
    "localsiteurl".split()
)
# Modules whose functions give the same for the same arguments, as long as their version is the same.
KNOWN_CODE = ("builtins.", "_operator.", "jinja2.", "markupsafe.", "pelican.")
FUNCTIONS = ("JINJA_FILTERS", "JINJA_GLOBALS", "JINJA_TESTS")
STRING = r"(?:\"[^\"]*\"|'[^']*')"
# A template's name as it is written out, or a list of names of which the first that exists is taken; then what may
# follow.
NAMES = re.compile(
    rf"\s*(?P<names>{STRING}|[\[(]\s*{STRING}(?:\s*,\s*{STRING})*\s*,?\s*[\])])\s*"
    r"(?:$|[,)]|(?:import|as|ignore|with|without)\b)"
)
FRAGMENT = r"\bfragment\s*\(\s*(?:name\s*=)?(.*)"
SIMPLE = Path(pelican.__file__).parent / "themes" / "simple" / "templates"


class SiteLoader(FileSystemLoader):
    """Loads templates from folders; raises FileError for one that is no text in UTF-8."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """As in Jinja."""
        try:
            return super().get_source(environment, template)
        except UnicodeDecodeError:
            folders = (Path(folder, template) for folder in self.searchpath)
            read_site_text(next(file for file in folders if file.is_file()))
            raise


class ThemeEnvironment(Environment):
    """Gives each template a plain dictionary of globals: the chain of two that Jinja makes is slow to look things up
    in, as every import of a macro does. Globals are complete before the first template is loaded."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The environment's globals and those of the template."""
        return {**self.globals, **(d or {})}


def use_theme_environment(generator: Any) -> None:
    """Handler of `generator_init`: templates come from the theme alone.

    Pelican takes one that the theme lacks from its theme `simple` without a message; here that is an error, and
    `!simple/base.html` names such a template on purpose.
    """
    build, settings = build_context(generator.settings), generator.settings
    name = settings["EDITION"]
    if name not in build.environments:
        build.environments[name] = _make_environment(generator)
    generator.env = build.environments[name]


def _make_environment(generator: Any) -> Environment:
    settings, build = generator.settings, build_context(generator.settings)
    theme = os.path.join(os.path.expanduser(generator.theme), "templates")
    environment = ThemeEnvironment(
        loader=ChoiceLoader(
            [
                SiteLoader([*settings["THEME_TEMPLATES_OVERRIDES"], theme]),
                PrefixLoader({"!simple": FileSystemLoader(SIMPLE), "!theme": SiteLoader(theme)}),
            ]
        ),
        bytecode_cache=build.cache.bytecode(build.keys.base),
        auto_reload=False,
        cache_size=-1,
        **settings["JINJA_ENVIRONMENT"],
    )
    environment.filters, environment.tests = generator.env.filters, generator.env.tests
    known: dict[str, Any] = {"names_of_templates": {}, "sources_of_templates": {}}
    environment.globals.update(generator.env.globals, fragment=make_fragments(environment), **known)
    return environment


def make_fragments(environment: Environment) -> Fragment:
    """The function that templates know as `fragment`: renders the template of that name with `site` and the names
    given, without the page. Results are cached, since the same names always give the same HTML."""
    known: dict[tuple[object, ...], tuple[object, Markup]] = {}

    def fragment(name: str, **given: object) -> Markup:
        # Texts and numbers are compared by value, others by identity; these are kept alive, so that no identity is
        # used again.
        site = environment.globals.get("site")
        key = (name, id(site), *given, *(one if type(one) in (str, int, bool) else id(one) for one in given.values()))
        if key not in known:
            known[key] = (site, given), Markup(environment.get_template(name).render(given))
        return known[key][1]

    return fragment


def template_sources(template: Any) -> dict[str, str]:
    """The sources of a template and of every template that it draws in, by name; "" for one that is not there, which
    rendering reports unless the template allows for it. A template that draws in one whose name is not written out may
    draw in any. Each is read once for an edition."""
    found: dict[str, str] = {}
    todo, environment = [template.name], template.environment
    known = environment.globals.get("sources_of_templates", {})
    while todo:
        name = todo.pop()
        if name not in found:
            if name not in known:
                known[name] = _source_and_references(name, environment)
            found[name], references = known[name]
            todo += references
    return found


def _source_and_references(name: str, environment: Any) -> tuple[str, list[str]]:
    source = ""
    with contextlib.suppress(TemplateNotFound):
        source = environment.loader.get_source(environment, name)[0]
    return source, _references(source, environment)


def _references(source: str, environment: Any) -> list[str]:
    """The names of the templates that a source draws in, or of all templates where it does not say which."""
    begin, end = re.escape(environment.block_start_string), re.escape(environment.block_end_string)
    tags = re.findall(rf"{begin}[-+]?\s*(?:extends|include|import|from)\b(.*?)[-+]?{end}", source, re.S)
    drawn = [NAMES.match(text) for text in (*tags, *re.findall(FRAGMENT, source))]
    if environment.line_statement_prefix or None in drawn:
        return list(environment.list_templates())
    return [name[1:-1] for match in drawn if match for name in re.findall(STRING, match["names"])]


def template_names(template: Any, build: BuildContext) -> frozenset[str]:
    """The names that a template, and every template that it draws in, reads from its context or gives itself, without
    `OUR_NAMES`; and as `|name` and `?name` the filters and tests that it uses."""
    known = template.environment.globals["names_of_templates"]
    if template.name not in known:
        sources = template_sources(template).items()
        read = frozenset().union(*(_names(name, source, template.environment, build) for name, source in sources))
        known[template.name] = read - OUR_NAMES
    names: frozenset[str] = known[template.name]
    return names


def _names(name: str, source: str, environment: Environment, build: BuildContext) -> frozenset[str]:
    """The names that the source of a template reads; each source is parsed once for all editions and all templates."""
    if source not in build.names_of_sources:

        def find() -> str:
            loader = environment.loader
            # The file, for the message of an error in it.
            filename = loader.get_source(environment, name)[1] if loader and source else None
            parsed = environment.parse(source, name, filename)
            found = {name.name for name in parsed.find_all(nodes.Name) if name.ctx == "load"}
            found |= {f"|{one.name}" for one in parsed.find_all(nodes.Filter)}
            found |= {f"?{one.name}" for one in parsed.find_all(nodes.Test)}
            return " ".join(sorted(found))

        key = key_of("names and filters", source)
        build.names_of_sources[source] = frozenset(build.cache.text(key, find).split())
    return build.names_of_sources[source]


def third_party_values(template: Any, build: BuildContext) -> dict[str, Any]:
    """The globals, filters and tests of plugins that a template uses. What the settings file names has the settings'
    key, and functions of Jinja, Pelican and ours that of the code."""
    environment, names = template.environment, template_names(template, build)
    found = {name: environment.globals[name] for name in names & environment.globals.keys()}
    for mark, table in (("|", environment.filters), ("?", environment.tests)):
        found |= {f"{mark}{name}": value for name, value in table.items() if f"{mark}{name}" in names}
    tables = (build.settings.get(name, {}) for name in FUNCTIONS)
    of_settings = {id(value) for table in tables for value in table.values()}
    return {
        name: value for name, value in found.items() if id(value) not in of_settings and not _is_of_known_code(value)
    }


def _is_of_known_code(value: object) -> bool:
    module = f"{getattr(value, '__module__', None) or ''}."
    return is_own(module) or (module.startswith(KNOWN_CODE) and not module.startswith("pelican.plugins."))
