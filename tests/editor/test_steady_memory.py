"""The memory of a session that saves and builds again and again."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from tests.editor.command import PATIENCE, children, editing, wait_for_page
from tests.loops import times

STEM = "news/2026/bridge"
SAVES, FIRST = times(16, 24), 8
# Megabytes: a build takes more than twice as much.
BUILD = 12


def megabytes(process: int) -> float:
    """The memory of a process."""
    rows = Path(f"/proc/{process}/status").read_text("utf-8").splitlines()
    return next(int(row.split()[1]) / 1024 for row in rows if row.startswith("VmRSS:"))


def settled_megabytes(process: int) -> float:
    """The memory of a process once it does not grow for a second; dictionaries are read in the background."""
    end, known, since = time.monotonic() + PATIENCE, megabytes(process), time.monotonic()
    while time.monotonic() < min(end, since + 1):
        time.sleep(0.1)
        if (now := megabytes(process)) > known + 0.2:
            known, since = now, time.monotonic()
    return known


@pytest.mark.long
def test_saves_and_builds_leave_the_memory_as_it_was(site_folder):
    """What builds need is in their own process; neither it nor the server grows from save to save."""
    with editing(site_folder.folder) as command:
        server = command.process.pid
        # Dictionaries and letter statistics of languages are in memory from the first check on that needs them.
        text = json.loads(command.request("GET", f"story?stem={STEM}"))["texts"]["en"]
        unknown = {"version": text["version"], "base": text["text"], "body": "Qwetr zuioplk.\n\nVbnmx dfghj wertz.\n"}
        drafts = {"texts": {"en": {**unknown, "fields": {"title": "Asdfg hjkl"}}}, "shared": {}}
        command.request("POST", "check", {"stem": STEM, "window": "w", "drafts": drafts})
        before = settled_megabytes(server)
        for number in range(SAVES):
            text = json.loads(command.request("GET", f"story?stem={STEM}"))["texts"]["en"]
            change = {"version": text["version"], "base": text["text"], "body": f"{text['body']}\nMore {number}.\n"}
            drafts = {"texts": {"en": {**change, "fields": {"title": f"Bridge {number}"}}}, "shared": {}}
            assert json.loads(command.request("POST", "save", {"stem": STEM, "window": "w", "drafts": drafts}))["saved"]
            wait_for_page(command, f"Bridge {number}<")
            if number == FIRST:
                (builder,) = children(server)
                settled = megabytes(server), megabytes(builder)
        assert children(server) == [builder]
        after = megabytes(server), megabytes(builder)
        assert after[0] < before + BUILD
        assert after[0] < settled[0] * 1.05
        assert after[1] < settled[1] * 1.05
        command.end()
