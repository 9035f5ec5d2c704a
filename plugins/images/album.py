"""The album: every picture that the content names, the cards of its pages, and the files that pages load for them."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Protocol

from plugins.build_cache.workers import Done, start_jobs
from plugins.content.references import named_file, resolved
from plugins.content.sources import Source
from plugins.diagnostics import ContentErrors, Diagnostic
from plugins.editions.body_html import with_pictures
from plugins.editions.edition_site import EditionSite
from plugins.editions.stories import Story
from plugins.images.cache_sweep import sweep
from plugins.images.cards import Card, Look, logo_address, write_card, write_logo
from plugins.images.elements import Picture, picture_of
from plugins.images.image_check import RULE, fault_of
from plugins.images.original import Limits
from plugins.images.originals import Originals, load_known
from plugins.images.renditions import FOLDER, all_renditions, render


def pictures_shown(site: EditionSite, originals: Originals) -> tuple[list[str], list[Diagnostic]]:
    """The pictures of the edition's stories and texts, and a fault for each in a text that cannot be shown.

    Most faults are told before, from headers and references; this is for whatever way of writing a picture they miss.
    """
    images = [story.pair.shared.image for story in site.stories if story.pair.shared.image]
    originals.learn(images)
    diagnostics = []
    for story in (*site.stories, *site.pages):
        for target in images_in(site.build.bodies.html(story.text, site.edition)) if story.text.source.pictured else ():
            image, source = file_of(target, story, site.config.files), story.text.source
            problem = originals.problem(image) if image in site.config.files else ""
            if image not in site.config.files:
                message = (
                    f"the picture {target!r} is no file of this site: save it in content/images/ and name that file"
                )
                diagnostics.append(source.diagnostic(_line(source, target), message, "foreign-image"))
            elif problem:
                diagnostics.append(fault_of(source, _line(source, target), 1, image, problem))
            else:
                images.append(image)
    return list(dict.fromkeys(images)), diagnostics


def images_in(body: str) -> list[str]:
    """What the pictures of a body's HTML name as their source."""
    found: list[str] = []

    def noted(source: str, alt: str, title: str) -> str:
        found.append(source)
        return ""

    with_pictures(body, noted)
    return found


def file_of(target: str, story: Story, files: frozenset[str]) -> str:
    """The content file that a picture in a story names."""
    return resolved(named_file(target) or target, story.text.source.name, files)


def _line(source: Source, target: str) -> int:
    """The first line of a text that has the name of a picture."""
    name = PurePosixPath(target).name or target
    lines = enumerate(source.body.split("\n"), source.body_line)
    return next((number for number, line in lines if name in line), source.body_line)


# Where what is drawn is of no text.
THEME = "theme/static"
Job = tuple[partial[None], list[Path]]
"""What makes files, and the files."""


def draw_or_report(path: str, draw: Callable[[], None]) -> None:
    """Draw; raises ContentErrors with the path of the file that a picture is of, where it cannot be drawn."""
    try:
        draw()
    except MemoryError:
        raise
    except Exception as error:
        # A disk that is full has a number; encoders have none.
        if isinstance(error, OSError) and error.errno:
            raise
        message = f"the picture cannot be drawn ({type(error).__name__}: {error}): report this file"
        raise ContentErrors([Diagnostic(path, 1, 1, message, RULE)]) from None


class Coloured(Protocol):
    """A goal as cards show it; colours are `#rrggbb`."""

    @property
    def number(self) -> int:
        """1 to 17."""

    @property
    def colour(self) -> str:
        """Of its tile."""

    @property
    def ink(self) -> str:
        """Of the number on it."""


class Album:
    """Pictures of one content folder. `files` are the outputs that the pages of this build name, from address to the
    file that holds them; all are known when each edition's run has called `prepare`, before any page is made, and are
    there after `publish`."""

    def __init__(self, content: Path, static: Path, cache: Path, limits: Limits, workers: int) -> None:
        self.content, self.cache, self.workers = content, cache, workers
        self.social_cards = True
        self.look = Look(static)
        self.known = load_known(cache / FOLDER / "known.json")
        self.originals = Originals(content, self.known, limits, workers)
        self.files: dict[str, Path] = {}
        self.missing: list[Job] = []
        self.waiting: Callable[[], object] | None = None
        self.goals: dict[int, tuple[int, str, str]] = {}

    def picture(self, image: str, alt: str, caption: str = "", credit: str = "") -> Picture | None:
        """The picture of an image file, named by its path in the content folder; None where there is none to show."""
        original = self.originals.sound(image) if image else None
        return picture_of(original, alt, caption, credit) if original else None

    def version(self, image: str) -> str:
        """Stands for the image file as it is now and for what is made of it; "" where `image` is ""."""
        return self.originals.version(image) if image else ""

    @property
    def logo(self) -> str:
        """The root-relative path of the publisher's logo, a square PNG."""
        return f"/{logo_address(self.look)}"

    def default(self, site: EditionSite) -> str:
        """The root-relative path of the card that stands for the edition."""
        return f"/{self._site_card(site).address(self.look)}"

    def social(self, site: EditionSite, story: Story) -> str:
        """The root-relative path of the card that stands for a story where it is shared."""
        return f"/{self._card(site, story).address(self.look)}" if self.social_cards else self.default(site)

    def _site_card(self, site: EditionSite) -> Card:
        edition, goals = site.edition, tuple(self.goals.values())
        return Card(edition.name, site.name, edition.tag, edition.direction, site.tagline, edition.tag, goals)

    def _card(self, site: EditionSite, story: Story) -> Card:
        return Card(
            name=f"{site.edition.name}-{story.slug}",
            title=story.title,
            tag=story.home.tag,
            direction=story.home.direction,
            label=site.name,
            label_tag=site.edition.tag,
            goals=tuple(self.goals[number] for number in dict.fromkeys(tag.number for tag in story.pair.shared.goals)),
        )

    def prepare(self, site: EditionSite, goals: Sequence[Coloured]) -> None:
        """Find out what the pages of an edition will name and the cache lacks; where it lacks nothing, look at each
        file.

        Raises ContentErrors for a picture in a text that is no file of the content folder.
        """
        self.goals = {goal.number: (goal.number, goal.colour, goal.ink) for goal in goals}
        images, diagnostics = pictures_shown(site, self.originals)
        if diagnostics:
            raise ContentErrors(diagnostics)
        self.missing += (*self._renditions(images), *self._drawings(site))

    def begin(self, done: Done, finalizers: contextlib.ExitStack | None = None) -> None:
        """Have made, while the build goes on, what is missing, once it is known of all editions. What is not made at
        the end of the build is given up."""
        if self.waiting is None:
            self.waiting = start_jobs(
                self.missing, lambda job: job[0](), self.workers, done, jobs_a_process=1, finalizers=finalizers
            )

    def _renditions(self, images: Iterable[str]) -> Iterator[Job]:
        originals = (original for image in images if (original := self.originals.sound(image)))
        for original in originals:
            wanted = [one for one in all_renditions(original) if one.name not in self.files]
            self.files.update((one.name, self.cache / one.name) for one in wanted)
            missing = tuple(one for one in wanted if not self.known.sound(self.files[one.name]))
            if missing:
                draw = partial(render, self.content / original.name, missing, self.cache)
                job = partial(draw_or_report, f"{self.content.name}/{original.name}", draw)
                yield job, [self.files[one.name] for one in missing]

    def _drawings(self, site: EditionSite) -> Iterator[Job]:
        """The logo and the cards that are missing."""
        cards = [self._site_card(site)]
        paths = [THEME]
        if self.social_cards:
            stories = [story for story in site.stories if story.has_page]
            cards += [self._card(site, story) for story in stories]
            paths += [story.text.source.path for story in stories]
        drawings = {card.address(self.look): partial(write_card, card, self.look) for card in cards}
        drawings[logo_address(self.look)] = partial(write_logo, self.look)
        path_of = {card.address(self.look): path for card, path in zip(cards, paths, strict=True)}
        for address, draw in drawings.items():
            if address not in self.files:
                file = self.files[address] = self.cache / address
                if not self.known.sound(file):
                    yield partial(draw_or_report, path_of.get(address, THEME), partial(draw, file)), [file]

    def publish(self, staging: Path, output: Path, kept: set[str]) -> None:
        """Put every file of this build, once it is made, into the staging folder, or its address into `kept` where the
        output has it; then sweep the cache. Raises OSError where a file cannot be made."""
        if self.waiting:
            self.waiting()
        self.known.made(file for _, files in self.missing for file in files)
        self.known.save()
        folders = set()
        for address, file in self.files.items():
            if _same(file, output / address):
                kept.add(address)
                continue
            target = staging / address
            if target.parent not in folders:
                target.parent.mkdir(parents=True, exist_ok=True)
                folders.add(target.parent)
            # With its time, which says at the next build that it is there already.
            shutil.copy2(file, target)
        sweep(self.cache / FOLDER, self.known, {str(file) for file in self.files.values()})


def _same(one: Path, other: Path) -> bool:
    try:
        first, second = one.stat(), other.stat()
    except OSError:
        return False
    return (first.st_size, first.st_mtime_ns) == (second.st_size, second.st_mtime_ns)
