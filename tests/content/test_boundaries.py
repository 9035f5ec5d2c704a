"""What the content library must not need: Pelican."""

from __future__ import annotations

import os
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
from plugins.content.settings.site_config import read_clock
from plugins.content.settings.site_config import read_site_config
from plugins.content.settings.table import DEFAULTS

conf = {name: value for name, value in runpy.run_path("conf.py").items() if name.isupper()}
settings = {**DEFAULTS, **conf, "PATH": "content", "THEME": "theme", "SITEURL": "https://news.example.org"}
library = load_library(read_site_config(settings), read_clock({}))
print(len(library.news) > 0, len(library.diagnostics))
"""


def test_content_is_read_without_pelican(tmp_path: Path) -> None:
    """In a Python that does not have it: all pairs, and what is wrong with them."""
    for name in ("theme", "content"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "conf.py").write_bytes((ROOT / "pelicanconf.py").read_bytes())
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert (done.stdout, done.stderr) == ("True 0\n", "")
