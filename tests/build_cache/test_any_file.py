"""Any file of a site, content, theme, engine or settings, may change in any way that a file can: the next build gives
what a clean build gives, also where it finds that nothing has changed."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.build_cache.edited_site import draw, replace_alike
from tests.checkout import Checkout, checkout

ROUNDS = 150
PARTS = ("content", "content", "theme/templates", "theme/static/css", "theme/strings", "plugins", "pelicanconf.py")
WORDS = {".md", ".html", ".txt", ".csv", ".svg"}
BODY = "See [the plan](../../files/plan.csv).\n\n![A dot](../../images/dot.png)\n\n![A film](../../films/film.mp4)\n"


@dataclass(frozen=True)
class Change:
    """A file of a site that changes; links lead to the folder `beside`, next to the site's."""

    beside: Path
    file: Path
    chance: random.Random

    def alter(self, data: bytes) -> bytes:
        """Other bytes of the same size: a letter in the other case or, in code and data, another digit."""
        is_words = self.file.suffix in WORDS
        places = [match.start() for match in re.finditer(rb"[a-z]" if is_words else rb"(?<![\w.#])[1-8]\b", data)]
        at = self.chance.choice(places or [len(data) - 20])
        return data[:at] + (data[at : at + 1].upper() if is_words else b"9") + data[at + 1 :]

    def replace(self) -> None:
        """By a file of the same size and time."""
        replace_alike(self.file, self.alter)

    def write(self) -> None:
        """In its place, with the time that it had."""
        stat = self.file.stat()
        self.file.write_bytes(self.alter(self.file.read_bytes()))
        os.utime(self.file, ns=(stat.st_atime_ns, stat.st_mtime_ns))

    def delete(self) -> None:
        """It is gone."""
        self.file.unlink()

    def touch(self) -> None:
        """Its time and its mode alone."""
        self.file.touch()
        self.file.chmod(0o600)

    def exchange(self) -> None:
        """With another one of its kind; each keeps its time."""
        other = self.chance.choice(sorted(self.file.parent.glob(f"*{self.file.suffix}")))
        aside = self.file.with_name("aside")
        for old, new in ((self.file, aside), (other, self.file), (aside, other)):
            if old.exists():
                old.rename(new)

    def become_link(self) -> None:
        """It becomes a link to a file of the same size and time."""
        there = self.beside / f"{self.chance.random()}{self.file.suffix}"
        shutil.copy2(self.file, there)
        replace_alike(there, self.alter)
        self.file.unlink()
        self._link(self.file, there)

    def change_in_link(self) -> None:
        """Its folder becomes a link, and it changes there."""
        folder, there = self.file.parent, self.beside / str(self.chance.random())
        if not folder.is_symlink() and folder.name not in ("theme", "plugins", "content"):
            folder.rename(there)
            self._link(folder, there)
        self.write()

    def _link(self, place: Path, there: Path) -> None:
        place.symlink_to(os.path.relpath(there, os.path.realpath(place.parent)))


WAYS: tuple[Callable[[Change], None], ...] = (
    Change.replace, Change.write, Change.delete, Change.touch, Change.exchange, Change.become_link,
    Change.change_in_link,
)  # fmt: skip


def full_checkout(folder: Path) -> Checkout:
    """A site with a picture, an attached file and a video."""
    place = checkout(folder, "SOCIAL_CARDS = True\n", has_derived=True)
    draw(place.site.content / "images/dot.png", 40, 1)
    place.site.write("files/plan.csv", "some;rows\n1;2\n")
    place.site.write("films/film.mp4", "film" * 100)
    place.site.write("glossary.txt", "Story = Прича\n")
    for language in ("en", "sr"):
        place.site.article("full", language, body=BODY, **({"category": "local"} if language == "en" else {}))
    return place


def copied(source: Path, target: Path) -> Path:
    """A copy with times, links and modes, in the place of what was there."""
    shutil.rmtree(target, ignore_errors=True)
    subprocess.run(["cp", "-a", source, target], check=True)
    return target


@pytest.mark.only_long
def test_any_file_may_change_in_any_way(tmp_path: Path) -> None:
    """Rounds of random changes, one on top of the other; one that no site can be built with is taken back."""
    place, beside, chance = full_checkout(tmp_path / "site"), tmp_path / "beside", random.Random(7)
    beside.mkdir()
    compared = 0
    for number in range(ROUNDS):
        assert place.run().returncode == 0
        kept = copied(place.folder, tmp_path / "kept"), copied(beside, tmp_path / "kept-beside")
        part = place.folder / chance.choice(PARTS)
        files = [Path(folder, name) for folder, _, names in os.walk(part, followlinks=True) for name in names]
        file = chance.choice(sorted(one for one in files if one.suffix != ".pyc") or [part])
        way = chance.choice(WAYS)
        way(Change(beside, file, chance))
        done, clean = place.run(), Checkout(copied(place.folder, tmp_path / "clean"))
        # Bytecode included.
        for name in (".cache", "output", *clean.folder.rglob("__pycache__")):
            shutil.rmtree(clean.folder / name)
        expected, what = clean.run(), f"{number}: {way.__name__} {file.relative_to(place.folder)}"
        assert bool(done.returncode) == bool(expected.returncode), f"{what}\n{done.stderr}\n{expected.stderr}"
        if done.returncode:
            copied(kept[0], place.folder)
            copied(kept[1], beside)
            continue
        found, wanted = place.site.files(), clean.site.files()
        assert [name for name in {*found, *wanted} if found.get(name) != wanted.get(name)] == [], what
        compared += 1
    assert compared >= ROUNDS // 3
