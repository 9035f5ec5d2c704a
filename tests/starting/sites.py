"""Sites that the tests start, and the commands that they run in them."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from plugins.starting.new_site import start_site
from tests.checkout import copy_bytecode
from tests.editions import arabic_site
from tests.forked import run_module, run_python
from tests.small_site import ROOT

STRINGS = ROOT / "tests" / "editions" / "strings"


def run_command(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A command of the site in a folder, as `./inv` runs it, with the engine that lies there."""
    kept = ("PYTHONPYCACHEPREFIX",)
    known = {name: value for name, value in os.environ.items() if name in kept or not name.startswith("PYTHON")}
    environment = {**known, "PYTHONPATH": str(folder), "SOURCE_DATE_EPOCH": "1790000000", "COLUMNS": "200"}
    return run_python(run_module("plugins.cli.main"), folder, environment, words)


def started(folder: Path, name: str, languages: Sequence[str]) -> Path:
    """A new site with complete words of its interface in each language."""
    import datetime as dt

    start_site(folder, name, languages, today=dt.date(2026, 3, 2))
    copy_bytecode(folder)
    own = folder / "theme" / "site" / "strings"
    for code in languages:
        if (STRINGS / f"{code}.toml").is_file():
            shutil.copyfile(STRINGS / f"{code}.toml", own / f"{code}.toml")
        elif code == "ar":
            categories = (own / "ar.toml").read_text("utf-8").partition("[categories]")[2]
            theme = arabic_site.theme(folder.parent / f"{folder.name}-words")
            words = (theme / "strings" / "ar.toml").read_text("utf-8")
            before, _, after = words.partition("[categories]")
            rest = after[after.index("\n[") :] if "\n[" in after else ""
            (own / "ar.toml").write_text(f"{before}[categories]{categories}{rest}", "utf-8")
    return folder


def read(folder: Path, address: str) -> str:
    """A page of the built site."""
    return (folder / "output" / address / "index.html").read_text("utf-8")
