"""`bench`: builds of a generated site with two and with three editions, and of the same pairs by Pelican alone; then
publishes of the site with three editions, with all its features, to a folder.

"Stock Pelican" is Pelican with pelican-i18n-subsites and its theme `simple` on the same files: two languages as two
editions, and none of this project's pages, pictures or checks. Each build is a whole process, start-up included; memory
is the peak of the largest one. The figures are kept, and printed beside those that were kept before.
"""

from __future__ import annotations

import contextlib
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
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.tools.bench_serving import Latency, served

ROUNDS = 4
TWO, THREE, STOCK = "two editions", "three editions", "stock Pelican"
WAYS = (TWO, THREE, STOCK)
# Left out of builds, which stock Pelican has no part of: search, and pictures, which are made once.
SETTINGS = "\nSEARCH = False\nSOCIAL_CARDS = False\n"
WITHOUT_CYRILLIC = '\ndel EDITIONS["sr-cyrl"]\n'
COMMAND = (sys.executable, "-m", "plugins.cli.main")
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
    """One run, or the medians of several: seconds by the clock, seconds of processor time, and the peak of memory in
    MiB."""

    wall: float
    cpu: float
    peak: float


Rows = Mapping[str, Figure]
"""Figures by what was run."""


@dataclass(frozen=True)
class Way:
    """A way to build the pairs of the folder `content`: a command in a folder, whose output and cache are there too."""

    name: str
    folder: Path
    command: tuple[str, ...]

    def run(self, *command: str) -> Figure:
        """One build, or another command, in a process of its own."""
        return measure(command or self.command, self.folder)


def bench(pairs: int, save: str) -> int:
    """Measure, print a table, and keep the figures in a file, one for each size of the site by default."""
    root, kept = Path.cwd(), Path(save or f".cache/bench-{pairs}.json")
    with tempfile.TemporaryDirectory(prefix="dvoglas-bench-") as folder:
        ways = make_sites(root, Path(folder), pairs)
        # Not counted: Python compiles the code on the way.
        for way in ways:
            clean(way, pairs)
        rows = {}
        for work in (clean, edited, unchanged):
            taken: dict[str, list[Figure]] = {way.name: [] for way in ways}
            for turn in range(ROUNDS):
                for way in ways:
                    print(f"round {turn + 1}: {work.__name__}, {way.name}", file=sys.stderr, flush=True)
                    taken[way.name].append(work(way, pairs))
            rows |= {f"{work.__name__}, {name}": find_medians(figures) for name, figures in taken.items()}
        rows["--list"] = find_medians([measure((*COMMAND, "--list"), root) for _ in range(ROUNDS)])
        site = make_site(root, Path(folder) / "published", pairs, "")
        rows |= {f"publish, {name}": find_medians(figures) for name, figures in published(site, pairs).items()}
        print("saves under serve", file=sys.stderr, flush=True)
        latency = served(ways[1].folder, article(ways[1].folder / "content", pairs), 20)
    report(pairs, rows, read_kept(kept), latency)
    facts = {"pairs": pairs, "python": platform.python_version(), "processors": os.cpu_count()}
    kept.parent.mkdir(parents=True, exist_ok=True)
    written = {**facts, "rows": {name: asdict(figure) for name, figure in rows.items()}, "serve": asdict(latency)}
    kept.write_text(json.dumps(written, indent=2) + "\n", "utf-8")
    return 0


def read_kept(file: Path) -> Rows:
    """The figures that were kept in a file; none where there are none."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        return {name: Figure(**row) for name, row in json.loads(file.read_text("utf-8"))["rows"].items()}
    return {}


def make_sites(root: Path, folder: Path, pairs: int) -> list[Way]:
    """Sites with two and with three editions, and one of stock Pelican, with the same generated content."""
    two = make_site(root, folder / "two", pairs, SETTINGS + WITHOUT_CYRILLIC)
    three = make_site(root, folder / "three", pairs, SETTINGS)
    stock = folder / "stock"
    stock.mkdir()
    (stock / "pelicanconf.py").write_text(STOCK_SETTINGS, "utf-8")
    shutil.copytree(three / "content", stock / "content")
    ours = (Way(name, site, (*COMMAND, "build")) for name, site in ((TWO, two), (THREE, three)))
    return [*ours, Way(STOCK, stock, (sys.executable, "-m", "pelican", "--quiet"))]


def make_site(root: Path, site: Path, pairs: int, settings: str) -> Path:
    """A copy of this site's code and theme with generated content, and with these settings beside its own."""
    for name in ("plugins", "theme"):
        shutil.copytree(root / name, site / name, ignore=shutil.ignore_patterns("__pycache__"))
    write: Callable[[Path, int], None] = runpy.run_path(str(root / "tests" / "synthetic.py"))["write_site"]
    write(site / "content", pairs)
    for name in ("tasks.py", "pyproject.toml", "publishconf.py"):
        shutil.copyfile(root / name, site / name)
    (site / "pelicanconf.py").write_text((root / "pelicanconf.py").read_text("utf-8") + settings, "utf-8")
    return site


def clean(way: Way, pairs: int) -> Figure:
    """A build of everything, nothing known. What was there is put aside: file systems are slow to make files where many
    have just been removed, and that is no part of the build."""
    aside = Path(tempfile.mkdtemp(prefix="aside-", dir=way.folder.parent))
    for name in ("output", ".cache"):
        if (way.folder / name).exists():
            (way.folder / name).rename(aside / name)
    return way.run()


def unchanged(way: Way, pairs: int) -> Figure:
    """The same command again."""
    return way.run()


def edited(way: Way, pairs: int) -> Figure:
    """One sentence more in one English article."""
    add_sentence(way.folder, pairs)
    return way.run()


def add_sentence(site: Path, pairs: int) -> None:
    """The edit, without a number, which the translation would lack."""
    with article(site / "content", pairs).open("a", encoding="utf-8") as file:
        file.write("\nEdited once more.\n")


def published(site: Path, pairs: int) -> dict[str, list[Figure]]:
    """`./inv publish` to a folder: the first time, once; with nothing changed and after an edit, in turn. And what
    `build --production` takes where `build` has made the site, which is the same."""
    way, figures = Way("publish", site, (*COMMAND, "publish", "--no-verify")), dict[str, list[Figure]]()
    for turn in range(ROUNDS):
        print(f"round {turn + 1}: publishes", file=sys.stderr, flush=True)
        # Of later rounds it publishes what the round before has only built.
        begun = way.run()
        figures.setdefault("first", [begun])
        figures.setdefault("unchanged", []).append(way.run())
        add_sentence(site, pairs)
        figures.setdefault("one edit", []).append(way.run())
        add_sentence(site, pairs)
        way.run(*COMMAND, "build")
        figures.setdefault("build --production", []).append(way.run(*COMMAND, "build", "--production"))
    return figures


def article(content: Path, pairs: int) -> Path:
    """The story in the middle."""
    return next((content / "news").glob(f"*/story-{pairs // 2:05d}.en.md"))


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


def find_medians(figures: list[Figure]) -> Figure:
    """The median of each measure."""
    walls, cpus, peaks = ([getattr(figure, name) for figure in figures] for name in ("wall", "cpu", "peak"))
    return Figure(*(round(statistics.median(values), 3) for values in (walls, cpus, peaks)))


def report(pairs: int, rows: Rows, before: Rows, latency: Latency) -> None:
    """The table; the ratios count, since machines differ."""
    print(f"{pairs} pairs, medians of {ROUNDS}; stock Pelican is Pelican with pelican-i18n-subsites and the theme")
    print("simple, on the same files; the last column compares CPU seconds with those that were kept before")
    print(f"{'':32}{'seconds':>9}{'CPU':>9}{'MiB':>7}{'/ stock':>9}{'/ before':>10}")
    for name, figure in rows.items():
        stock = rows.get(f"{name.partition(', ')[0]}, {STOCK}")
        compared = f"{figure.wall / stock.wall:9.2f}" if stock else f"{'':9}"
        known = f"{figure.cpu / before[name].cpu:10.2f}" if name in before else ""
        print(f"{name:32}{figure.wall:9.2f}{figure.cpu:9.2f}{figure.peak:7.0f}{compared}{known}".rstrip())
    print(
        f"save to page under serve: {1000 * latency.seconds:.0f} ms, median of {latency.saves}; "
        f"memory {latency.first:.0f} MiB after the first, {latency.last:.0f} MiB after the last"
    )
