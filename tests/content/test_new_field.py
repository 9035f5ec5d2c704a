"""The examples of docs/contributing.md: a new field of the header and a new kind of page are five files each, and work
from end to end."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.forked import run_python
from tests.small_site import ROOT

BUILD = """
from pathlib import Path
from tests.small_site import small_site
site = small_site(Path("site"), SOCIAL_CARDS=False, SEARCH=False)
for language, words in (("en", "From the field"), ("sr", "Sa terena")):
    site.article("fair", language, title="Sajam", kicker=words, **({"category": "local"} if language == "en" else {}))
site.article("road", correction="It is 3 km.")
site.article("road", "sr")
site.write("pages/about.en.md", "Title: About\\n\\nUs.\\n")
site.build()
for edition in ("", "/sr", "/sr-cyrl"):
    page = site.page(f"{edition}/news/fair/")
    print(page.select_one(".story-head p").text)
    print([link["href"] for link in site.page(f"{edition}/corrections/").select("main .card-title a")])
site.article("wrong", kickr="x")
try:
    site.build()
except Exception as error:
    print(error)
"""


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with the change of the page."""
    folder = tmp_path_factory.mktemp("changed")
    for name in ("plugins", "theme", "docs"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "screenshots"))
    for name in ("pelicanconf.py", "tests/__init__.py", "tests/small_site.py"):
        (folder / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    page = (ROOT / "docs" / "contributing.md").read_text("utf-8")
    diffs = re.findall(r"```diff\n(.*?)```", page, re.S)
    assert len(diffs) == 2
    for diff in diffs:
        assert len(re.findall(r"^--- ", diff, re.M)) <= 5
        # It is applied by its lines: their numbers are those of the day when the page was written.
        done = subprocess.run(["git", "apply", "-"], input=diff, cwd=folder, text=True, capture_output=True)
        assert done.returncode == 0, done.stderr
    return folder


def test_a_new_field_and_a_new_kind_of_page_are_in_every_edition(changed: Path) -> None:
    """In the words of each language, converted for the Cyrillic edition; the message about a misspelt name knows the
    field. The page lists the stories whose text in that edition has a correction."""
    done = run_python(BUILD, changed, {**os.environ, "PYTHONPATH": str(changed)})
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    shown, rest = lines[:6], lines[6:]
    assert shown[::2] == ["From the field", "Sa terena", "Са терена"]
    assert shown[1::2] == ["['/news/road/']", "[]", "[]"]
    assert "'Kickr' is not a field: did you mean Kicker?" in "\n".join(rest)
