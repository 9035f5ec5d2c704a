"""`bench`: times of a made-up site, with the incremental plugin and without, each pair of figures taken in one run.

Each build is a whole process, start-up included; memory is the peak of the largest one.
"""

from __future__ import annotations

import json
import os
import platform
import runpy
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.tools.bench_serving import Latency, served

ROUNDS = 3
# Search and pictures are left out: what they cost is another engine's time, spent once for each picture.
SETTINGS = "\nSEARCH = False\nSOCIAL_CARDS = False\n"
WITHOUT = '\nPLUGINS = [name for name in PLUGINS if name != "plugins.build_cache"]\n'
BUILD = """
from plugins.cli.commands.build import build
from plugins.cli.terminal import exit_with
exit_with(build({settings!r}))
"""


@dataclass(frozen=True)
class Figure:
    """One run: seconds by the clock, seconds of processor time, and the peak of memory in MiB."""

    wall: float
    cpu: float
    peak: float


def bench(pairs: int, save: str) -> int:
    """Measure, print a table, and save the figures where a file is named."""
    root = Path.cwd()
    with tempfile.TemporaryDirectory(prefix="dvoglas-bench-") as folder:
        site = make_site(root, Path(folder, "site"), pairs)
        rows: dict[str, dict[str, list[Figure]]] = {}
        # Not counted: Python compiles the code on the way.
        clean(site, "fast.py", pairs)
        for name, work in (("clean", clean), ("unchanged", unchanged), ("edited", edited)):
            for turn in range(ROUNDS):
                for settings in ("fast.py", "stock.py"):
                    print(f"round {turn + 1}: {name}, {settings.removesuffix('.py')}", file=sys.stderr, flush=True)
                    rows.setdefault(name, {}).setdefault(settings, []).append(work(site, settings, pairs))
        print("saves under serve", file=sys.stderr, flush=True)
        latency = {settings: served(site, settings, article(site, pairs)) for settings in ("fast.py", "stock.py")}
    medians = {name: {kind: _medians(figures) for kind, figures in kinds.items()} for name, kinds in rows.items()}
    report(pairs, medians, latency)
    if save:
        facts = {
            "pairs": pairs,
            "python": platform.python_version(),
            "processors": os.cpu_count(),
            "builds": medians,
            "serve": {name: figures.__dict__ for name, figures in latency.items()},
        }
        Path(save).write_text(json.dumps(facts, indent=2) + "\n", "utf-8")
    return 0


def make_site(root: Path, folder: Path, pairs: int) -> Path:
    """A copy of this site's code and theme with made-up content."""
    for name in ("plugins", "theme", "pelicanconf.py"):
        source = root / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(source, folder / name)
    conf = (folder / "pelicanconf.py").read_text("utf-8") + SETTINGS
    (folder / "fast.py").write_text(conf, "utf-8")
    (folder / "stock.py").write_text(conf + WITHOUT, "utf-8")
    write: Callable[[Path, int], None] = runpy.run_path(str(root / "tests" / "synthetic.py"))["write_site"]
    write(folder / "content", pairs)
    return folder


def clean(site: Path, settings: str, pairs: int) -> Figure:
    """A build of everything, nothing known. What was there is put aside: file systems are slow to make files where many
    have just been removed, and that is no part of the build."""
    aside = Path(tempfile.mkdtemp(prefix="aside-", dir=site.parent))
    for name in ("output", ".cache"):
        if (site / name).exists():
            (site / name).rename(aside / name)
    return built(site, settings)


def unchanged(site: Path, settings: str, pairs: int) -> Figure:
    """The same command again. The first time after another's settings is not counted: it has everything to learn."""
    built(site, settings)
    return built(site, settings)


def edited(site: Path, settings: str, pairs: int) -> Figure:
    """One sentence more in one English article."""
    built(site, settings)
    with article(site, pairs).open("a", encoding="utf-8") as file:
        file.write(f"\nEdited at {time.time_ns()}.\n")
    return built(site, settings)


def article(site: Path, pairs: int) -> Path:
    """The story in the middle."""
    return next((site / "content" / "news").glob(f"*/story-{pairs // 2:05d}.en.md"))


def built(site: Path, settings: str) -> Figure:
    """One build in a process of its own."""
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(site / "pycache"), "PYTHONPATH": str(site)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", BUILD.format(settings=settings)], cwd=site, env=environment, stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"the build with {settings} failed")
    scale = 1024 if sys.platform != "darwin" else 1024 * 1024
    return Figure(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / scale)


def _medians(figures: list[Figure]) -> dict[str, float]:
    return {
        name: round(statistics.median(getattr(figure, name) for figure in figures), 3)
        for name in ("wall", "cpu", "peak")
    }


def report(pairs: int, medians: dict[str, dict[str, dict[str, float]]], latency: dict[str, Latency]) -> None:
    """The table; the ratio is what counts, since machines differ."""
    print(f"{pairs} pairs, medians of {ROUNDS}; stock is the same site without plugins.build_cache")
    print(f"{'':12} {'fast s':>8} {'stock s':>8} {'ratio':>6} {'fast MiB':>9} {'stock MiB':>9}")
    for name, kinds in medians.items():
        fast, stock = kinds["fast.py"], kinds["stock.py"]
        print(
            f"{name:12} {fast['wall']:8.2f} {stock['wall']:8.2f} {fast['wall'] / stock['wall']:6.2f}"
            f" {fast['peak']:9.0f} {stock['peak']:9.0f}"
        )
    for name, one in latency.items():
        print(
            f"serve, {name.removesuffix('.py')}: {1000 * one.seconds:.0f} ms from the save of an article to its page, "
            f"median of {one.saves}; memory {one.first:.0f} MiB after the first, {one.last:.0f} MiB after the last"
        )
