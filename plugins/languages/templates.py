"""The theme's templates, each edition's in an environment of its own that serves for one build."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from typing import Any

from jinja2 import BytecodeCache, Environment, FileSystemLoader
from jinja2.bccache import Bucket
from markupsafe import Markup
from pelican.generators import Generator

Fragment = Callable[..., Markup]


class ThemeEnvironment(Environment):
    """Looks at each template once a build, and lets imported macros see `frame`."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """A plain dictionary, since the chain of two that Jinja makes is slow to compare, as each import does."""
        return {**self.globals, **(d or {})}


class CompiledTemplates(BytecodeCache):
    """Templates compiled once for all editions, by their names and what they hold."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, str], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket, if its template was compiled before."""
        if code := self.known.get((bucket.key, bucket.checksum)):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the bucket's code."""
        self.known[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


def use_own_templates(generator: Generator) -> None:
    """Handler of `generator_init`: a template that the theme lacks is an error, not one of another theme.

    Pelican's own generators write nothing here, but ask for their templates all the same, so they keep theirs.
    """
    if type(generator).__module__.startswith("pelican."):
        return
    settings = generator.settings
    environments: dict[str, Environment] = settings.setdefault("ENVIRONMENTS", {})
    if settings["EDITION"] not in environments:
        environments[settings["EDITION"]] = _environment(generator)
    generator.env = environments[settings["EDITION"]]


def _environment(generator: Generator) -> Environment:
    settings = generator.settings
    environment = ThemeEnvironment(
        loader=FileSystemLoader(generator._templates_path),
        bytecode_cache=settings.get("COMPILED_TEMPLATES") or settings.setdefault("COMPILED", CompiledTemplates()),
        auto_reload=False,
        cache_size=-1,
        **settings["JINJA_ENVIRONMENT"],
    )
    environment.filters, environment.tests = generator.env.filters, generator.env.tests
    once: Callable[[Fragment], Fragment] = settings.get("ONCE", _as_it_is)
    environment.globals.update(generator.env.globals, fragment=once(fragments(environment)))
    return environment


def fragments(environment: Environment) -> Fragment:
    """What templates know as `fragment`: the template of that name made with `frame` and the names given, and with
    nothing of the page, so that the same names always give the same HTML."""

    def fragment(name: str, **given: object) -> Markup:
        return Markup(environment.get_template(name).render(given))

    return fragment


def _as_it_is(fragment: Fragment) -> Fragment:
    return fragment
