"""Keys of what every page depends on: the sources that a template draws in."""

from __future__ import annotations

import re
import tomllib
from types import SimpleNamespace
from typing import Any

import pytest
from jinja2 import DictLoader, Environment

from plugins.build_cache.protocol import BuildCache
from plugins.editions.build_keys import LIBRARIES
from plugins.editions.templates import Templates, drawn_templates
from tests.small_site import ROOT

# Dependencies that shape no page: of commands, of checks, of publishing, of the importer and of the editor.
OTHERS = set(
    "brotli boto3 charset_normalizer chunspell css_inline filelock invoke mammoth markdown_it_py msgspec "
    "pypdf rich starlette trafilatura uvicorn watchfiles".split()
)
THEME = {"a.html": "A", "b.html": "B", "with.html": "W", "c.html": "C"}


def sources(source: str, **options: str) -> set[str]:
    """The names of the templates that a source draws in."""
    environment = Environment(loader=DictLoader({**THEME, "page.html": source}), autoescape=True, **options)
    environment.globals.update(fragment=str)
    build: Any = SimpleNamespace(cache=BuildCache(), part={Templates: Templates()}.get)
    return set(drawn_templates(environment.get_template("page.html"), build)) - {"page.html"}


@pytest.mark.parametrize(
    ("source", "drawn"),
    [
        ('{% extends "a.html" %}', {"a.html"}),
        ("{%- include 'a.html' ignore missing -%}", {"a.html"}),
        ('{%+ include "a.html" +%}', {"a.html"}),
        ('{% include ["a.html", "b.html"] %}', {"a.html", "b.html"}),
        ('{% include ("a.html", "b.html",) ignore missing with context %}', {"a.html", "b.html"}),
        ('{% include("a.html") %}', {"a.html"}),
        ('{%include"a.html"%}', {"a.html"}),
        ('{% include\n  "a.html"\n%}', {"a.html"}),
        ('{% from "with.html" import x, y with context %}', {"with.html"}),
        ('{% import "a.html" as a %}{% import "b.html" as b without context %}', {"a.html", "b.html"}),
        ('{{ fragment("a.html", site=1) }}', {"a.html"}),
        ('{{ fragment( name="a.html") }}', {"a.html"}),
        ("Text that says include or from.", set()),
        ('{% set x = "a.html" %}', set()),
        ('{% include "no-such.html" ignore missing %}', {"no-such.html"}),
    ],
)
def test_a_template_depends_on_what_it_draws_in(source: str, drawn: set[str]) -> None:
    """Every way of Jinja's to write the name of another template."""
    assert sources(source) == drawn


@pytest.mark.parametrize(
    "source",
    [
        "{% set b = 'b.html' %}{% include b %}",
        '{% extends layout or "b.html" %}',
        '{% include "a.html" if x else "b.html" %}',
        '{% include "a" ~ ".html" %}',
        '{% include ["a.html", b] ignore missing %}',
        '{{ fragment("a" ~ ".html") }}',
        "{% set b = 'b.html' %}{{ fragment(b) }}",
        '{% set draw = fragment %}{{ draw("b.html") }}',
        '{{ ["b.html"]|map(fragment) }}',
    ],
)
def test_a_template_whose_names_are_not_written_out_depends_on_all(source: str) -> None:
    """A page never stays as it was because the name of a changed template is computed."""
    if "layout" in source:
        source = "{% set layout = none %}" + source
    assert sources(source) == set(THEME)


def test_other_marks_of_jinja_are_read() -> None:
    """A site may set other marks of blocks, and marks of statements that are lines."""
    assert sources('<% include "a.html" %>', block_start_string="<%", block_end_string="%>") == {"a.html"}
    assert sources('# include "a.html"', line_statement_prefix="#") == {"a.html"}


def test_every_library_that_shapes_pages_is_in_the_key() -> None:
    """Each dependency of a build is in the key of all pages, or in the list of those that shape none."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    names = {re.split(r"[\[<>=~ ]", one)[0].lower().replace("-", "_") for one in project["dependencies"]}
    assert names - {*LIBRARIES} == OTHERS
