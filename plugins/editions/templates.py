"""The theme's templates: one Jinja environment for each edition of a build, shared by all generators of its run."""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections.abc import Callable, Iterator, MutableMapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import pelican
from jinja2 import (
    BytecodeCache,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    Template,
    TemplateNotFound,
    meta,
    nodes,
)
from jinja2.exceptions import TemplateError
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from markupsafe import Markup

from plugins.diagnostics import UserError
from plugins.diagnostics.site_files import read_site_text
from plugins.editions.build_context import BuildContext, build_context
from plugins.editions.foreign_code import is_known
from plugins.locales.strings import StandIn
from plugins.system.digests import key_of

FILTER = "stand_in"
TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)|(?P<closed>>)")
# Elements that hold words alone.
HOLDS_WORDS = frozenset("title option script style textarea".split())


class StandInMarks(Extension):
    """Sends each output of an HTML template that stands in a text through a filter."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """As in Jinja: the tokens of a template, with what marks its outputs."""
        is_html, place = (stream.name or "").endswith(".html"), _Place()
        for token in stream:
            if token.type == "data":
                place.read(token.value)
            if token.type == "variable_end" and is_html and place.is_text:
                yield Token(token.lineno, "rparen", ")")
                yield Token(token.lineno, "pipe", "|")
                yield Token(token.lineno, "name", FILTER)
            yield token
            if token.type == "variable_begin" and is_html and place.is_text:
                yield Token(token.lineno, "lparen", "(")


class _Place:
    """Where a template's source has come to."""

    def __init__(self) -> None:
        self._in_tag = False
        self._holder = ""

    @property
    def is_text(self) -> bool:
        """Whether an element may stand here."""
        return not self._in_tag and not self._holder

    def read(self, source: str) -> None:
        """Read on."""
        for tag in TAG.finditer(source):
            self._in_tag = not tag["closed"]
            if tag["name"] in HOLDS_WORDS:
                self._holder = "" if tag["end"] else tag["name"]


def stand_in(value: object) -> object:
    """A string that stands in for another, with its language; anything else as it is."""
    if not isinstance(value, StandIn):
        return value
    return Markup('<span lang="{}" dir="{}">{}</span>').format(value.tag, value.direction, str(value))


# Names in a run's context that are not content of Pelican or plugins.
OUR_NAMES = frozenset("edition_site site_context make_view write_feeds site view article page localsiteurl".split())
FRAGMENT = "fragment"
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
    in, as every import of a macro does. Globals are complete before the first template is loaded. A page asks for
    twenty templates by name; Jinja's own cache takes ten times as long for each.

    What was compiled before is not used where plugins have brought filters, tests or extensions, which are called
    while Jinja compiles."""

    has_plugins = False

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._known: dict[str, Template] = {}

    @property
    def bytecode_cache(self) -> BytecodeCache | None:
        """As in Jinja."""
        called = (*self.filters.values(), *self.tests.values(), *self.extensions.values())
        # Pelican has a test that is a partial function.
        modules = (getattr(getattr(function, "func", function), "__module__", "") for function in called)
        return self._compiled if not self.has_plugins or all(map(is_known, modules)) else None

    @bytecode_cache.setter
    def bytecode_cache(self, compiled: BytecodeCache | None) -> None:
        self._compiled = compiled

    def get_template(
        self, name: str | Template, parent: str | None = None, globals: MutableMapping[str, Any] | None = None
    ) -> Template:
        """As in Jinja; its loader is asked once for each name."""
        if not isinstance(name, str) or globals is not None:
            return super().get_template(name, parent, globals)
        if name not in self._known:
            self._known[name] = super().get_template(name, parent)
        return self._known[name]

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The environment's globals and those of the template."""
        return {**self.globals, **(d or {})}


def use_theme_environment(generator: Any) -> None:
    """Handler of `generator_init`: templates come from the theme alone.

    Pelican takes one that the theme lacks from its theme `simple` without a message; here that is an error, and
    `!simple/base.html` names such a template on purpose.
    """
    known, name = build_context(generator.settings).part(Templates).environments, generator.settings["EDITION"]
    if name not in known:
        known[name] = _make_environment(generator)
    generator.env = known[name]


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
        bytecode_cache=build.cache.bytecode(build.template_key),
        auto_reload=False,
        cache_size=-1,
        **settings["JINJA_ENVIRONMENT"],
    )
    environment.has_plugins = build.has_plugins
    environment.filters, environment.tests = generator.env.filters, generator.env.tests
    environment.filters[FILTER] = stand_in
    environment.add_extension(StandInMarks)
    environment.globals.update(generator.env.globals, fragment=Fragments(environment))
    return environment


class Fragments:
    """What templates know as `fragment`: renders the template of that name with `site` and the names given, without the
    page. Results are cached, since the same names always give the same HTML."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self._known: dict[tuple[object, ...], tuple[object, Markup]] = {}

    def __call__(self, name: str, **given: object) -> Markup:
        """The HTML of the template."""
        # Texts and numbers are compared by value, others by identity; these are kept alive, so that no identity is
        # used again.
        site = self._environment.globals.get("site")
        key = (
            name,
            id(site),
            *given,
            *(value if type(value) in (str, int, bool) else id(value) for value in given.values()),
        )
        if key not in self._known:
            self._known[key] = (site, given), Markup(self._environment.get_template(name).render(given))
        return self._known[key][1]


class TemplateFacts(NamedTuple):
    """The digest of a template's source, and what it says: the names that it reads of its context, or gives itself, and
    the templates that it draws in, None where it may draw in any."""

    digest: str = ""
    names: frozenset[str] = frozenset()
    drawn: tuple[str, ...] | None = ()


class TemplateReading(NamedTuple):
    """What a page is made of by a template: the `key` of its own source and that of every template that it draws in,
    and the names of `TemplateFacts` of all of them, without `OUR_NAMES`."""

    key: str
    names: frozenset[str]


@dataclass
class Templates:
    """The templates of a build, the same in all editions: Jinja's environments by the edition's name; and of each
    template, by its name, the facts and the reading."""

    environments: dict[str, Environment] = field(default_factory=dict)
    readings: dict[str, TemplateReading] = field(default_factory=dict)
    facts: dict[str, TemplateFacts] = field(default_factory=dict)


# What this process has found in the sources of templates, by all that parsing them depends on; and how many it keeps.
_parsed: dict[tuple[object, ...], str] = {}
MOST_PARSED = 1_000


def read_template(template: Any, build: BuildContext) -> TemplateReading:
    """The reading of a template."""
    known = build.part(Templates).readings
    if template.name not in known:
        facts = drawn_templates(template, build)
        names = frozenset[str]().union(*(drawn.names for drawn in facts.values()))
        sources = sorted((name, drawn.digest) for name, drawn in facts.items())
        known[template.name] = TemplateReading(key_of(sources), names - OUR_NAMES)
    return known[template.name]


def read_all_templates(build: BuildContext) -> None:
    """Read and compile the templates of the theme and the site ahead of the first page, for all processes that render
    pages. What is wrong with one is said where a page is made with it."""
    environment = next(iter(build.part(Templates).environments.values()))
    for name in environment.list_templates(filter_func=lambda name: not name.startswith("!")):
        with contextlib.suppress(TemplateError, UserError):
            read_template(environment.get_template(name), build)


def drawn_templates(template: Any, build: BuildContext) -> dict[str, TemplateFacts]:
    """The facts of a template and of every template that it draws in, by name; one that is not there has none, which
    rendering reports unless the template allows for it. A template that draws in one whose name is not written out may
    draw in any."""
    facts: dict[str, TemplateFacts] = {}
    todo, environment, known = [template.name], template.environment, build.part(Templates).facts
    while todo:
        name = todo.pop()
        if name not in facts:
            if name not in known:
                known[name] = _read_facts(name, environment, build)
            facts[name] = known[name]
            drawn = facts[name].drawn
            todo += environment.list_templates() if drawn is None else drawn
    return facts


def _read_facts(name: str, environment: Any, build: BuildContext) -> TemplateFacts:
    try:
        source, filename, _ = environment.loader.get_source(environment, name)
    except TemplateNotFound:
        return TemplateFacts()

    def find() -> str:
        # Jinja has one lexer for environments of the same options.
        key = (environment.lexer, *environment.extensions, source)
        if len(_parsed) > MOST_PARSED:
            _parsed.clear()
        if key not in _parsed:
            _parsed[key] = json.dumps(_find_facts(environment.parse(source, name, filename)))
        return _parsed[key]

    digest = key_of("names and templates", source)
    names, drawn = json.loads(build.cache.text(digest, find))
    return TemplateFacts(digest, frozenset(names), None if drawn is None else tuple(drawn))


def _find_facts(parsed: nodes.Template) -> tuple[list[str], list[str] | None]:
    """The names that a template reads, and the templates that it draws in, as `TemplateFacts` has them."""
    names = sorted({name.name for name in parsed.find_all(nodes.Name) if name.ctx == "load"})
    drawn = [*meta.find_referenced_templates(parsed), *_find_fragments(parsed)]
    return names, None if None in drawn else [str(name) for name in drawn]


def _find_fragments(parsed: nodes.Template) -> Iterator[str | None]:
    """The templates that `fragment` renders; None for one that is not written out, and for `fragment` itself as a
    value, which may be called by another name."""
    named = set[int]()
    for call in parsed.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == FRAGMENT:
            named.add(id(call.node))
            given = [*call.args[:1], *(argument.value for argument in call.kwargs if argument.key == "name")]
            is_constant = bool(given) and isinstance(given[0], nodes.Const) and isinstance(given[0].value, str)
            yield given[0].value if is_constant else None  # type: ignore[attr-defined]
    if any(name.name == FRAGMENT and id(name) not in named for name in parsed.find_all(nodes.Name)):
        yield None
