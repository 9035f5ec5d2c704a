"""The theme's templates, each edition's in an environment of its own that serves for one build."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from typing import Any

from jinja2 import BytecodeCache, Environment, FileSystemLoader
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import Expr
from markupsafe import Markup, escape
from pelican.generators import Generator

Fragment = Callable[..., Markup]


class ThemeCode(CodeGenerator):
    """Has templates ask `written` for each value, where Jinja's own code asks `escape`."""

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write(f"environment.written({finalize.src or ''}")


class ThemeEnvironment(Environment):
    """Looks at each template once a build, and lets imported macros see `frame`."""

    code_generator_class = ThemeCode

    @staticmethod
    def written(value: object) -> str:
        """The value as HTML; what is HTML already is half of a page's values, and `escape` would copy each."""
        return value if type(value) is Markup else escape(value)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """A plain dictionary, since the chain of two that Jinja makes is slow to compare, as each import does."""
        return {**self.globals, **(d or {})}


class CompiledTemplates(BytecodeCache):
    """Templates compiled once for all editions: `known` holds a checksum of the source and the code, by name."""

    def __init__(self, known: dict[str, tuple[str, bytes]]) -> None:
        self.known = known

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket, if its template was compiled before."""
        checksum, code = self.known.get(bucket.key, ("", b""))
        if checksum == bucket.checksum:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the bucket's code."""
        self.known[bucket.key] = (bucket.checksum, bucket.bytecode_to_string())


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
        bytecode_cache=CompiledTemplates(settings.setdefault("KNOWN_TEMPLATES", {})),
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
