"""The memory of a session that saves and builds again and again."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from tests.editor.running import PATIENCE, is_busy, wait_until

STEM = "news/2026/bridge"
SAVES, FIRST = 24, 8
# Megabytes: a build takes more than twice as much.
BUILD = 12


def megabytes(process: int) -> float:
    """The memory of a process."""
    rows = Path(f"/proc/{process}/status").read_text("utf-8").splitlines()
    return next(int(row.split()[1]) / 1024 for row in rows if row.startswith("VmRSS:"))


def settled_megabytes(process: int) -> float:
    """The memory of a process once it has nothing to do, and does not grow, for a second; dictionaries are read in the
    background."""
    end, known, since = time.monotonic() + PATIENCE, megabytes(process), time.monotonic()
    while time.monotonic() < min(end, since + 1):
        time.sleep(0.02)
        if (now := megabytes(process)) > known + 0.2 or is_busy(process):
            known, since = max(known, now), time.monotonic()
    return known


@pytest.mark.only_long
def test_saves_and_builds_leave_the_memory_as_it_was(site_folder, editors):
    """What builds need is in their own process; neither it nor the server grows from save to save."""
    with (site_folder.folder / "pelicanconf.py").open("a", encoding="utf-8") as settings:
        settings.write("del EDITIONS['sr-cyrl']\n")
    editor = editors.start(site_folder.folder, is_new=True)
    # Dictionaries and letter statistics of languages are in memory from the first check on that needs them.
    text = json.loads(editor.request("GET", f"story?stem={STEM}"))["texts"]["en"]
    unknown = {"version": text["version"], "base": text["text"], "body": "Qwetr zuioplk.\n\nVbnmx dfghj wertz.\n"}
    drafts = {"texts": {"en": {**unknown, "fields": {"title": "Asdfg hjkl"}}}, "shared": {}}
    editor.request("POST", "check", {"stem": STEM, "window": "w", "drafts": drafts})
    before = settled_megabytes(editor.process)
    for number in range(SAVES):
        text = json.loads(editor.request("GET", f"story?stem={STEM}"))["texts"]["en"]
        change = {"version": text["version"], "base": text["text"], "body": f"{text['body']}\nMore {number}.\n"}
        drafts = {"texts": {"en": {**change, "fields": {"title": f"Bridge {number}"}}}, "shared": {}}
        assert json.loads(editor.request("POST", "save", {"stem": STEM, "window": "w", "drafts": drafts}))["saved"]
        wait_until(lambda number=number: f"Bridge {number}<" in editor.site_page(), 0.2)
        if number == FIRST:
            (builder,) = editor.children
            settled = megabytes(editor.process), megabytes(builder)
    assert editor.children == [builder]
    after = megabytes(editor.process), megabytes(builder)
    assert after[0] < before + BUILD
    assert after[0] < settled[0] * 1.05
    assert after[1] < settled[1] * 1.05
    editor.end()
