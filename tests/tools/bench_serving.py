"""`bench`, its last part: how soon a save shows under `serve`, and whether memory grows."""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

CODE = "from plugins.cli.commands.serve import serve; serve('127.0.0.1', 0)"
RESIDENT = re.compile(r"VmRSS:\s+(\d+) kB")


@dataclass(frozen=True)
class Latency:
    """Seconds from a save until its page shows it, the median of so many; MiB in use after the first and the last (0
    where the system does not say)."""

    seconds: float
    saves: int
    first: float
    last: float


def served(site: Path, file: Path, saves: int) -> Latency:
    """Serve a site and save an article of it so many times."""
    environment = {**os.environ, "PYTHONPATH": str(site)}
    process = subprocess.Popen(
        [sys.executable, "-u", "-c", CODE], cwd=site, env=environment, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        address = next(line.split()[0] for line in process.stdout if line.startswith("http"))
        page, waits, memory = f"{address}news/{file.name.removesuffix('.en.md')}/", [], []
        for number in range(saves):
            waits.append(_until_shown(file, page, number))
            # The next save comes when the whole site is built, as it does when a person saves.
            next(line for line in process.stdout if " changed, " in line)
            memory.append(_resident(process.pid))
        return Latency(statistics.median(waits), len(waits), memory[0], memory[-1])
    finally:
        process.terminate()
        process.wait()


def _until_shown(file: Path, page: str, number: int) -> float:
    time.sleep(0.2)
    words = f"Saved number {number} at {time.time_ns()}."
    with file.open("a", encoding="utf-8") as opened:
        opened.write(f"\n{words}\n")
    started = time.perf_counter()
    while time.perf_counter() - started < 60:
        with urllib.request.urlopen(page) as answer:
            if words in answer.read().decode():
                return time.perf_counter() - started
        time.sleep(0.005)
    raise RuntimeError("the saved words did not appear")


def _resident(process: int) -> float:
    status = Path(f"/proc/{process}/status")
    found = RESIDENT.search(status.read_text("ascii")) if status.is_file() else None
    return int(found[1]) / 1024 if found else 0.0
