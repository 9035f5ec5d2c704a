"""The words of the interface: what pages, CodeMirror and the manual call for."""

from __future__ import annotations

import functools
import itertools
import re
from pathlib import Path

import pytest

from plugins.content.headers.table import FIELD_NAMES, FIELDS, MORE_WORDS
from plugins.editor.documents import LANGUAGE_FORM, SHARED_FORM
from plugins.editor.http.interface import HERE
from tests.editor.interface import STRINGS
from tests.editor.windows import listed_keys
from tests.small_site import ROOT

CODE = [*sorted((HERE / "static").glob("*.js")), *sorted((HERE / "templates").glob("*.html"))]
CALLS = "\n".join(file.read_text("utf-8") for file in CODE)
# Packages that name what the editor says: kinds, states, reasons.
NAMING = ("content", "editing", "editor", "importer", "project", "publishing")
SOURCE = "\n".join(file.read_text("utf-8") for name in NAMING for file in (ROOT / "plugins" / name).rglob("*.py"))
LITERAL = re.compile(r"""(["'`])((?:(?!\1)[^\\\n])*)\1""")


@functools.cache
def used_keys():
    """The keys that pages ask for, and all that the code may ask for: each is written out, or begins as code begins
    keys that it puts together, and ends in a word that the code has."""
    asked = {key for key in re.findall(r"""\bt\(["'`]([a-z_]+)["'`]""", CALLS) if not key.endswith("_")}
    asked.add("phrases")
    written = set(re.findall(r"""["'`]([a-z_]+)["'`]""", CALLS + SOURCE))
    # Names of the scripts have no lines in them: what has is a key, such as in a table of buttons.
    written |= set(re.findall(r"\b([a-z]+_[a-z_]+):", CALLS))
    begun = re.findall(r"""`([a-z_]+_)\$\{|["']([a-z_]+_)["'] ~|f"([a-z_]+_)\{""", CALLS + SOURCE)
    ends = {re.sub("[^a-z]+", "_", match[2].lower()).strip("_") for match in LITERAL.finditer(CALLS + SOURCE)}
    ends |= set(re.findall(r"\b([a-z_]+):", CALLS))
    built = {f"{begin}{end}" for begin in filter(None, itertools.chain.from_iterable(begun)) for end in ends}
    return asked, asked | written | built


def test_codemirror_says_nothing_in_english():
    """Every phrase of the text fields and of the comparison of two texts has words in a language that is not English,
    and English says no phrase otherwise that there is not."""
    bundle = (HERE / "static/vendor/codemirror.js").read_text("utf-8")
    called = set(re.findall(r'\.phrase\("([^"]+)"', bundle))
    # The panel that searches calls a function of its own.
    [name] = re.findall(r"function (\w+)\((\w+),(\w+)\)\{return \2\.state\.phrase\(\3\)", bundle)[0][:1]
    called |= set(re.findall(rf'\b{name}\(\w+,"([^"]+)"\)', bundle))
    assert {"Find", "replace all", "Revert this chunk", "Go to line"} <= called
    assert sorted(called - set(STRINGS["sr"]["phrases"])) == []
    assert set(STRINGS["en"]["phrases"]) <= set(STRINGS["sr"]["phrases"])


def test_plural_forms_are_those_of_the_language():
    """A string that counts has every form that CLDR has for its language's whole numbers."""
    for name, forms in {"en": {"one", "other"}, "sr": {"one", "few", "other"}}.items():
        for key, value in STRINGS[name].items():
            if isinstance(value, dict) and key not in ("and_more", "phrases"):
                assert set(value) == forms, (name, key)


@pytest.mark.parametrize(("name", "language"), [("editing.md", "en"), ("uredjivanje.md", "sr")])
def test_the_manual_names_what_the_interface_names(name, language):
    """Buttons, fields and states in the manual's part about the browser are called as the interface calls them, and
    it lists every key of a story's page."""
    manual = (ROOT / "docs" / name).read_text("utf-8")
    part = manual.split("\n## ")[1]
    values = STRINGS[language].values()
    said = [form for value in values for form in (value.values() if isinstance(value, dict) else [value])]
    labels = re.findall(r"(?<![*\w])\*([^*\n]+)\*(?!\*)", part)
    states = [row.split("|")[1].strip() for row in part.splitlines() if row.startswith("| ") and "content/" in row]
    assert len(labels) > 5
    assert [label for label in (*labels, *states) if not any(text.startswith(label) for text in said)] == []
    rows = listed_keys()
    assert len(rows) > 10
    assert [key for row in rows for key in row.split(" ") if f"`{key}`" not in part] == []


def test_every_field_of_a_header_can_be_edited():
    """A field that content has is written by the editor, for the pair or in each text, and has a name in words."""
    assert set(FIELD_NAMES) == set(FIELDS) == {*SHARED_FORM, *LANGUAGE_FORM}
    assert not set(SHARED_FORM) & set(LANGUAGE_FORM)
    assert [name for name in FIELDS if f"field_{name.replace('-', '_')}" not in STRINGS["en"]] == []
    # The language of the original is not chosen in a form.
    forms = "".join((HERE / "static" / name).read_text("utf-8") for name in ("fields.js", "language-pane.js"))
    assert "words.map(" in forms
    assert [name for name in FIELDS if name not in MORE_WORDS and not re.search(rf'"{name}"|\.{name}\b', forms)] == []


@pytest.mark.parametrize("file", (HERE / "templates").glob("*.html"), ids=lambda file: file.name)
def test_pages_have_no_words_of_their_own(file):
    """Words that people read stand in the strings."""
    text = file.read_text("utf-8")
    bare = re.sub(
        r"{#.*?#}|<style.*?</style>|{% block kind %}.*?{% endblock %}|{%.*?%}|{{.*?}}|<[^>]*>", "", text, flags=re.S
    )
    assert re.findall(r"[A-Za-z]{3,}", bare) == []


@pytest.mark.parametrize(
    ("name", "least", "licence", "packages"),
    [
        ("codemirror", 300_000, "LICENSE", ["@codemirror/state", "@codemirror/merge", "@lezer/markdown", "style-mod"]),
        ("lit-html", 10_000, "LICENSE-lit-html", ["lit-html"]),
    ],
)
def test_a_vendored_module_is_whole(name, least, licence, packages):
    """A library is one file, with its licence and the versions that it was made from."""
    vendor = HERE / "static" / "vendor"
    module = (vendor / f"{name}.js").read_text("utf-8")
    assert len(module) > least
    assert re.search(r"\b(MIT|BSD 3-Clause) License\b", (vendor / licence).read_text("utf-8"))
    readme = (vendor / "README.md").read_text("utf-8")
    for package in packages:
        assert re.search(rf"\| {package} \| \d+\.\d+\.\d+ \|", readme), package
    assert not re.search(r"https?://registry", module)


def test_nothing_is_loaded_from_elsewhere():
    """No page, script or style names an address of another host."""
    for file in [*CODE, *(HERE / "static").glob("*.css")]:
        assert not re.search(r"""(?:src|href|url|import|fetch)\W{1,3}https?://""", Path(file).read_text("utf-8")), file
