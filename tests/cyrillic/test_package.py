"""The package by itself: its names, its README, and that it needs nothing else of this project."""

import doctest
import inspect
import re
import shutil
import subprocess
import sys

from plugins import cyrillic
from plugins.cyrillic.rules import DATA
from tests.small_site import ROOT

FUNCTIONS = ["html_to_cyrillic", "parse_glossary", "strip_marks", "to_cyrillic", "to_latin", "undecided"]
README = DATA.parent / "README.md"
PUBLIC = {"Doubt", "GlossaryError", "SCRIPT", *FUNCTIONS}


def run(code: str, folder: str) -> str:
    """What a new interpreter prints that knows only the standard library and a folder."""
    command = [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {folder!r}); {code}"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def test_it_has_six_functions_and_two_types():
    """`__all__` names them and the table for settings, and each function has a docstring and full types."""
    assert set(cyrillic.__all__) == PUBLIC
    for name in FUNCTIONS:
        function = getattr(cyrillic, name)
        assert function.__doc__
        assert set(inspect.signature(function).parameters) | {"return"} == set(function.__annotations__)


def test_importing_it_imports_no_sibling_and_nothing_installed():
    """Of `plugins` only this package is loaded, and all else is the standard library's."""
    code = (
        "import plugins.cyrillic; names = {name.split('.')[0] for name in sys.modules}; "
        "print(*sorted(name for name in sys.modules if name.startswith('plugins.') and name.count('.') == 1), "
        "*sorted(names - sys.stdlib_module_names - {'plugins', '__main__'}))"
    )
    assert run(code, str(ROOT)) == "plugins.cyrillic"


def test_a_copy_of_the_folder_works_elsewhere(tmp_path):
    """Copied under another name, the package converts without anything else of this project."""
    shutil.copytree(DATA.parent, tmp_path / "transliteration", ignore=shutil.ignore_patterns("__pycache__"))
    code = "import transliteration as t; print(ascii(t.to_cyrillic('Njego\u0161, XIV vek')))"
    assert run(code, str(tmp_path)) == ascii("Његош, XIV век")


def test_every_example_of_the_readme_is_true():
    """The README's Python sessions give what they show, and show each function."""
    result = doctest.testfile(str(README), module_relative=False, encoding="utf-8")
    sessions = "\n".join(re.findall(r"^>>> .*", README.read_text("utf-8"), re.M))
    assert result.failed == 0
    assert result.attempted >= len(FUNCTIONS)
    assert [name for name in FUNCTIONS if f"{name}(" not in sessions] == []


def test_the_readme_names_every_module_and_data_file():
    """Each file of the package is explained in the README, and it names no other."""
    files = {file.name for file in [*DATA.parent.glob("*.py"), *DATA.iterdir()]} - {"__init__.py"}
    named = set(re.findall(r"`(?:data/)?(\w+\.(?:py|toml|txt))`", README.read_text("utf-8")))
    assert files <= named
    assert named - files <= {"glossary.txt"}


def test_import_linter_forbids_the_siblings():
    """The contract in pyproject.toml names every other package of `plugins`."""
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    contract = text.partition('source_modules = ["plugins.cyrillic"]')[2].partition("[[")[0]
    siblings = {path.parent.name for path in (ROOT / "plugins").glob("*/__init__.py")} - {"cyrillic"}
    assert set(re.findall(r"plugins\.(\w+)", contract)) == siblings
