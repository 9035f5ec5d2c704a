"""How the code is laid out: who imports whom, and what the documentation documents."""

from __future__ import annotations

import ast
import dataclasses
import importlib
import re
import runpy
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from typing import Any

import grimp
import pytest

from plugins.content.settings.table import PELICANS, SETTINGS
from plugins.pages import views
from tests.small_site import ROOT
from tests.tools import settings_pages

PLUGINS = sorted(path.name for path in (ROOT / "plugins").iterdir() if (path / "__init__.py").exists())


def test_no_modules_import_each_other_in_a_circle() -> None:
    """Each module can be read after those that it imports, imports for types alone and within functions included."""
    graph = grimp.build_graph("plugins", exclude_type_checking_imports=False, cache_dir=None)
    imported = {name: graph.find_modules_directly_imported_by(name) for name in graph.modules}
    # Raises CycleError, which names the circle.
    assert len(list(TopologicalSorter(imported).static_order())) > len(PLUGINS)


def test_settings_import_no_plugin() -> None:
    """The settings files name plugins and import none, so that Pelican loads each once."""
    for name in ("pelicanconf.py", "publishconf.py"):
        assert not re.search(r"^\s*(?:from|import)\s+plugins", (ROOT / name).read_text("utf-8"), re.M)


def test_every_setting_is_in_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings files set what the table of settings has, and nothing that no site may set."""
    # publishconf.py imports the other by its name, and Pelican keeps under that name what it read last, of any site.
    monkeypatch.delitem(sys.modules, "pelicanconf", raising=False)
    set_ = {
        name
        for file in ("pelicanconf.py", "publishconf.py")
        for name in runpy.run_path(str(ROOT / file))
        if name.isupper()
    }
    assert set_ - SETTINGS.keys() == set()


def test_every_default_is_of_its_type() -> None:
    """The table's own defaults are accepted, but for what each site has to name, and each setting has a sentence."""
    own = [one for one in SETTINGS.values() if one.default is not PELICANS]
    assert [one.name for one in own if not one.type.accepts(one.default)] == ["LANGUAGES", "EDITIONS"]
    assert [one.name for one in SETTINGS.values() if not one.sentence] == []


@pytest.mark.parametrize("page", settings_pages.LISTS)
def test_lists_of_settings_are_made_of_the_table(page: str) -> None:
    """docs/settings.md and docs/pelican.md say of each setting what the table does."""
    assert settings_pages.with_lists(page) == (ROOT / "docs" / page).read_text("utf-8")


def promises() -> str:
    """What docs/architecture.md promises to templates."""
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    return text.partition("## What a template may use")[2].partition("\n## ")[0]


def test_every_template_is_promised() -> None:
    """The table of the contract lists exactly the templates of the theme."""
    rows = re.findall(r"^\| (`[^|]*) \|", promises(), re.M)
    documented = {name for row in rows for name in re.findall(r"`([\w-]+\.\w+)`", row)}
    assert documented == {path.name for path in (ROOT / "theme" / "templates").glob("*.*")} - {"base.html"}


@pytest.mark.parametrize(
    ("view", "begins"),
    [
        (views.SiteContext, ("`site`: ",)),
        (views.Link, ("`site`: ", "| `list.html` ")),
        (views.Term, ("`site`: ",)),
        (views.PageHead, ("`view`, on every page ",)),
        (views.Card, ("`Card` ",)),
        (views.StoryView, ("| `article.html` ",)),
    ],
)
def test_every_name_that_a_template_may_use_is_promised(view: type[Any], begins: tuple[str, ...]) -> None:
    """Each attribute of the frame, the head and the cards is in the paragraph or row of the contract that is about
    it."""
    parts = [part for part in re.split(r"\n\n|\n(?=\|)", promises()) if part.startswith(begins)]
    documented = set(re.findall(r"\w+", " ".join(re.findall(r"`([^`]*)`", " ".join(parts)))))
    assert view.__annotations__.keys() - documented == set()


def test_the_table_of_places_leads_somewhere() -> None:
    """Each file and folder in the table "Where to find things" is there, and the table leads into every package."""
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    table = text.partition("## Where to find things")[2].partition("\n## ")[0]
    paths = [path for path in re.findall(r"`([\w./-]+)`", table) if "/" in path or path.endswith(".py")]
    others = {"output/", "content/glossary.txt", "__init__.py"}
    assert [path for path in paths if path not in others and not (ROOT / path).exists()] == []
    packages = {path.split("/")[1] for path in paths if path.startswith("plugins/")}
    assert set(PLUGINS) - packages == set()


SERBIAN = re.compile("[čćđšžабвгдђежзијклљмнњопрстћуфхцчџш]", re.I)


def strings_of(tree: ast.Module) -> Iterator[object]:
    """The strings of a module that its code works with: no docstrings, and no messages, which may have examples."""
    others: set[ast.AST] = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Message":
            others.update(node.args)
    return (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and node not in others)


def test_letters_of_a_language_are_data() -> None:
    """No letter of Serbian is in the code: it is in the data of languages, in `cyrillic` or in the site's own files."""
    files = {file.relative_to(ROOT / "plugins").as_posix(): file for file in (ROOT / "plugins").rglob("*.py")}
    code = {name: file for name, file in files.items() if not name.startswith(("cyrillic/", "site/"))}
    assert len(code) > 100
    texts = {name: file.read_text("utf-8") for name, file in code.items()}
    # To read a module takes longer than to see that it can have no such letter.
    maybe = {name: text for name, text in texts.items() if SERBIAN.search(text) or re.search(r"\\[xuUN]", text)}
    found = {
        name
        for name, text in maybe.items()
        if any(isinstance(string, str) and SERBIAN.search(string) for string in strings_of(ast.parse(text)))
    }
    assert found == set()


def test_the_model_is_as_documented() -> None:
    """The table of the model names each class with its file, and in their order every field that it has, or ends with
    `…`; names that are no fields are attributes."""
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    table = text.partition("## The model")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)\(([^`]*)\)`[^|]*\| `([\w/]+\.py)` \|", table, re.M)
    assert len(rows) > 8
    for name, arguments, file in rows:
        module = file.removesuffix(".py").replace("/", ".")
        found = getattr(importlib.import_module(f"plugins.content.{module}"), name)
        documented = re.findall(r"\w+", arguments)
        names = getattr(found, "_fields", ()) or getattr(found, "__struct_fields__", ())
        fields = names or [one.name for one in dataclasses.fields(found)]
        assert all(one in fields or hasattr(found, one) for one in documented), name
        if "…" not in arguments:
            private = {"rows", "file", "parsed", "found"}
            assert [one for one in fields if one not in {*documented, *private}] == [], name


def test_the_clock_of_this_computer_is_read_in_one_place() -> None:
    """Whatever else depends on the moment is handed it, so that it is the same for a whole build and can be given."""
    readers = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("time", "time")}
    found = set()
    for file in (ROOT / "plugins").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Attribute):
                owner = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
                if (owner, node.attr) in readers:
                    found.add(file.relative_to(ROOT).as_posix())
    assert found == {"plugins/system/clock.py"}
