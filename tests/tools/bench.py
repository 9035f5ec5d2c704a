"""`bench`: a generated site built by three ways in turn: with the build cache, without it, and by Pelican alone; then
published to a folder.

"Stock Pelican" is Pelican with pelican-i18n-subsites and its theme `simple` on the same files: two languages as two
editions, and none of this project's pages, pictures or checks. Each build is a whole process, start-up included; memory
is the peak of the largest one.
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

ROUNDS = 5
CACHED, UNCACHED, STOCK = "cached", "uncached", "stock Pelican"
# Search and pictures are left out: they take the same time in each build, spent once for each picture.
SETTINGS = "\nSEARCH = False\nSOCIAL_CARDS = False\n"
WITHOUT = "\nINCREMENTAL = False\n"
BUILD = """
from plugins.cli.commands.build import build
from plugins.cli.terminal import exit_with
exit_with(build({settings!r}))
"""
STOCK_SETTINGS = """
SITENAME, SITEURL, TIMEZONE, DEFAULT_LANG = "News", "https://news.example", "UTC", "en"
PATH, ARTICLE_PATHS, THEME = "content", ["news"], "simple"
PLUGINS = ["pelican.plugins.i18n_subsites"]
I18N_SUBSITES = {"sr": {"SITENAME": "Vesti"}}
FILENAME_METADATA = r"(?P<slug>.*)\\.(?P<lang>[a-z]+)"
# A date and a category are written once a pair; Pelican finds no such field in the other file.
DEFAULT_DATE = "fs"
ARTICLE_URL, ARTICLE_SAVE_AS = "news/{slug}/", "news/{slug}/index.html"
DEFAULT_PAGINATION = 20
FEED_ALL_ATOM, CATEGORY_FEED_ATOM = "feeds/all.atom.xml", "feeds/{slug}.atom.xml"
TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
"""


@dataclass(frozen=True)
class Figure:
    """One run: seconds by the clock, seconds of processor time, and the peak of memory in MiB."""

    wall: float
    cpu: float
    peak: float


@dataclass(frozen=True)
class Way:
    """A way to build the pairs of `content`: a command in a folder, whose output and cache are there too."""

    name: str
    folder: Path
    command: tuple[str, ...]
    content: Path


def bench(pairs: int, save: str) -> int:
    """Measure, print a table, and save the figures where a file is named."""
    root = Path.cwd()
    with tempfile.TemporaryDirectory(prefix="dvoglas-bench-") as folder:
        ways = make_sites(root, Path(folder), pairs)
        figures: dict[str, dict[str, list[Figure]]] = {}
        # Not counted: Python compiles the code on the way.
        for way in ways:
            clean(way, pairs)
        for row, work in (("unchanged", unchanged), ("one edit", edited), ("clean", clean)):
            for turn in range(ROUNDS):
                for way in ways:
                    print(f"round {turn + 1}: {row}, {way.name}", file=sys.stderr, flush=True)
                    figures.setdefault(row, {}).setdefault(way.name, []).append(work(way, pairs))
        listed = [list_commands(root) for _ in range(ROUNDS + 1)][1:]
        site = ways[0].folder
        publishes = {name: find_medians(found) for name, found in published(site, pairs).items()}
        print("saves under serve", file=sys.stderr, flush=True)
        latency = {
            name: served(site, f"{name}.py", article(site / "content", pairs), saves)
            for name, saves in ((CACHED, 20), (UNCACHED, 3))
        }
    rows = {row: {name: find_medians(found) for name, found in kinds.items()} for row, kinds in figures.items()}
    commands = find_medians(listed)
    report(pairs, rows, commands, latency, publishes)
    if save:
        facts = {
            "pairs": pairs,
            "python": platform.python_version(),
            "processors": os.cpu_count(),
            "builds": rows,
            "publishes": publishes,
            "list": commands,
            "serve": {name: found.__dict__ for name, found in latency.items()},
        }
        Path(save).write_text(json.dumps(facts, indent=2) + "\n", "utf-8")
    return 0


def make_sites(root: Path, folder: Path, pairs: int) -> list[Way]:
    """A copy of this site's code and theme with generated content, for builds with and without the cache, and a site
    of stock Pelican with the same content."""
    site, stock = folder / "site", folder / "stock"
    for name in ("plugins", "theme"):
        shutil.copytree(root / name, site / name, ignore=shutil.ignore_patterns("__pycache__"))
    write: Callable[[Path, int], None] = runpy.run_path(str(root / "tests" / "synthetic.py"))["write_site"]
    write(site / "content", pairs)
    conf = (root / "pelicanconf.py").read_text("utf-8") + SETTINGS
    for name in ("tasks.py", "pyproject.toml", "publishconf.py"):
        shutil.copyfile(root / name, site / name)
    for name in (CACHED, "pelicanconf"):
        (site / f"{name}.py").write_text(conf, "utf-8")
    (site / f"{UNCACHED}.py").write_text(conf + WITHOUT, "utf-8")
    stock.mkdir()
    (stock / "pelicanconf.py").write_text(STOCK_SETTINGS, "utf-8")
    (stock / "content").symlink_to(site / "content")
    ours = (
        Way(name, site, (sys.executable, "-c", BUILD.format(settings=f"{name}.py")), site / "content")
        for name in (CACHED, UNCACHED)
    )
    return [*ours, Way(STOCK, stock, (sys.executable, "-m", "pelican", "--quiet"), site / "content")]


def clean(way: Way, pairs: int) -> Figure:
    """A build of everything, nothing known. What was there is put aside: file systems are slow to make files where many
    have just been removed, and that is no part of the build."""
    aside = Path(tempfile.mkdtemp(prefix="aside-", dir=way.folder.parent))
    for name in ("output", ".cache"):
        if (way.folder / name).exists():
            (way.folder / name).rename(aside / name)
    return built(way)


def unchanged(way: Way, pairs: int) -> Figure:
    """The same command again. The first time after another way is not counted: it has everything to learn."""
    built(way)
    return built(way)


def edited(way: Way, pairs: int) -> Figure:
    """One sentence more in one English article."""
    built(way)
    add_sentence(way, pairs)
    return built(way)


def add_sentence(way: Way, pairs: int) -> None:
    """The edit, without a number, which the translation would lack."""
    with article(way.content, pairs).open("a", encoding="utf-8") as file:
        file.write("\nEdited once more.\n")


def published(site: Path, pairs: int) -> dict[str, list[Figure]]:
    """`./inv publish` to a folder: the first time, once; with nothing changed and after an edit, in turn. And what
    `build --production` takes where `build` has made the site, which is the same."""
    command = (sys.executable, "-m", "plugins.cli.main")
    way, usual, production = (
        Way(" ".join(words), site, (*command, *words), site / "content")
        for words in (("publish", "--no-verify"), ("build",), ("build", "--production"))
    )
    figures: dict[str, list[Figure]] = {}
    for turn in range(ROUNDS):
        print(f"round {turn + 1}: publishes", file=sys.stderr, flush=True)
        if not turn:
            figures["first"] = [built(way)]
        figures.setdefault("unchanged", []).append(built(way))
        add_sentence(way, pairs)
        figures.setdefault("one edit", []).append(built(way))
        add_sentence(way, pairs)
        built(usual)
        figures.setdefault("production build", []).append(built(production))
    return figures


def article(content: Path, pairs: int) -> Path:
    """The story in the middle."""
    return next((content / "news").glob(f"*/story-{pairs // 2:05d}.en.md"))


def built(way: Way) -> Figure:
    """One build in a process of its own."""
    return measure(way.command, way.folder)


def list_commands(root: Path) -> Figure:
    """What `./inv --list` does in the virtual environment."""
    command = (sys.executable, "-m", "plugins.cli.main", "--list")
    return measure(command, root)


def measure(command: tuple[str, ...], folder: Path) -> Figure:
    """A command in a folder; Python keeps the modules that it compiles."""
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} failed")
    scale = 1024 if sys.platform != "darwin" else 1024 * 1024
    return Figure(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / scale)


def find_medians(figures: list[Figure]) -> dict[str, float]:
    """The median of each measure."""
    return {
        name: round(statistics.median(getattr(figure, name) for figure in figures), 3)
        for name in ("wall", "cpu", "peak")
    }


def report(
    pairs: int,
    rows: dict[str, dict[str, dict[str, float]]],
    commands: dict[str, float],
    latency: dict[str, Latency],
    publishes: dict[str, dict[str, float]],
) -> None:
    """The table; the ratios count, since machines differ."""
    ways = (CACHED, UNCACHED, STOCK)
    print(f"{pairs} pairs, medians of {ROUNDS}; uncached is the same site without plugins.build_cache,")
    print("stock Pelican is Pelican with pelican-i18n-subsites and the theme simple, on the same files")
    print(f"{'seconds':12}{''.join(f'{name:>15}' for name in ways)}{'/ uncached':>12}{'/ stock':>9}")
    for row, kinds in rows.items():
        first, second, third = (kinds[name]["wall"] for name in ways)
        print(f"{row:12}{first:15.2f}{second:15.2f}{third:15.2f}{first / second:12.2f}{first / third:9.2f}")
    print(f"{'--list':12}{commands['wall']:15.2f}")
    for measured, title in (("cpu", "CPU seconds"), ("peak", "peak, MiB")):
        print(title)
        for row, kinds in rows.items():
            print(
                f"{row:12}" + "".join(f"{kinds[name][measured]:15.{0 if measured == 'peak' else 2}f}" for name in ways)
            )
    print(f"{'publish to a folder':20}{'seconds':>10}{'CPU':>10}{'peak, MiB':>12}")
    for name, figure in publishes.items():
        print(f"{name:20}{figure['wall']:10.2f}{figure['cpu']:10.2f}{figure['peak']:12.0f}")
    print("save to page under serve")
    for name, one in latency.items():
        print(
            f"{name:12}{1000 * one.seconds:12.0f} ms, median of {one.saves}; "
            f"memory {one.first:.0f} MiB after the first, {one.last:.0f} MiB after the last"
        )
