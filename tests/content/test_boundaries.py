"""What the content library needs, and what it must not: no Pelican, and no language in its code."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

from tests.small_site import ROOT

WITHOUT = """
import sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "pelican":
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, Absent())
import runpy
from plugins.content.library import load_library
from plugins.content.settings.site_config import now_of, read_site_config
from plugins.content.settings.table import DEFAULTS

conf = {name: value for name, value in runpy.run_path("conf.py").items() if name.isupper()}
settings = {**DEFAULTS, **conf, "PATH": "content", "THEME": "theme", "SITEURL": "https://news.example.org"}
library = load_library(read_site_config(settings), now_of({}))
print(len(library.news) > 0, len(library.diagnostics))
"""
# Packages whose code holds no words or letters of a language: their languages are data, and the site's own files.
PACKAGES = ("content", "editions", "pages", "feeds", "sdg", "images", "build_cache", "press_kit", "newsroom", "digest")
LETTERS = re.compile("[čćšžđČĆŠŽĐ\u0400-\u04ff]")


def test_content_is_read_without_pelican(tmp_path: Path) -> None:
    """In a Python that does not have it: all pairs, and what is wrong with them."""
    for name in ("plugins", "theme", "content"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "conf.py").write_bytes((ROOT / "pelicanconf.py").read_bytes())
    done = subprocess.run([sys.executable, "-c", WITHOUT], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("True 0\n", "")


def test_no_letter_of_a_language_is_in_code() -> None:
    """But in what is written for people: docstrings, comments and the examples of messages."""
    for file in sorted(file for package in PACKAGES for file in (ROOT / "plugins" / package).rglob("*.py")):
        text = file.read_text("utf-8")
        if not LETTERS.search(text) and "\\" not in text:
            continue
        tree = ast.parse(text)
        said = {
            id(part)
            for node in ast.walk(tree)
            for part in (
                [node.body[0].value]
                if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
                and node.body
                and isinstance(node.body[0], ast.Expr)
                else node.args
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Message"
                else ()
            )
        }
        found = [
            f"{file.name}:{node.lineno}: {node.value!r}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in said
            and LETTERS.search(node.value)
        ]
        assert not found
