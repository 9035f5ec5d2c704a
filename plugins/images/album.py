"""The album: all pictures of a site, its social cards, and the files generated for them."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from plugins.diagnostics import ContentErrors, UserError, program_fault
from plugins.editions.edition_site import EditionSite
from plugins.editions.story import Story
from plugins.images.image_check import pictures_in
from plugins.images.originals import Originals, load_records
from plugins.images.picture_elements import Picture, picture_of
from plugins.images.renditions import FOLDER, Rendition, all_renditions, crops, render, write_crops
from plugins.images.social_cards import ICONS, Card, CardStyle, logo_address, write_card, write_icon, write_logo
from plugins.images.validation import Limits, Original
from plugins.sdg.goals import GOALS
from plugins.system.workers import Done, start_jobs


def collect_pictures(site: EditionSite, originals: Originals) -> list[str]:
    """The pictures of the edition's stories, subjects and texts, and those of drafts that it shows or has previews of.

    `check_images` reports those that cannot be shown, which stop a build only in published texts."""
    subjects = site.config.subjects.by_name.values()
    above = (*(story.image for story in site.stories), *(subject.image for subject in subjects))
    stories = (*site.stories, *site.pages, *site.unpublished_stories, *site.previews)
    within = (image for story in stories for image in (story.image, *pictures_in(story.text, site.library)))
    images = [image for image in dict.fromkeys((*above, *within)) if image in site.config.files]
    originals.examine(images)
    return [image for image in images if originals.find(image)]


# Where what is drawn is of no text.
THEME = "theme/static"
# The most jobs for which one process is enough.
MOST_TOGETHER = 16
Job = tuple[partial[None], list[Path]]
"""A function that writes files, and the files."""
PiecesOf = Callable[[Original], Iterable[Any]]
"""A picture -> its renditions, or its crops."""
Write = Callable[[Path, Any, Path], None]
"""Writes pieces of a picture of the content folder below the cache."""


def _render(content: Path, wanted: tuple[Rendition, ...], folder: Path) -> None:
    render(content / wanted[0].original.name, wanted, folder)


def draw_or_report(path: str, draw: Callable[[], None]) -> None:
    """Draw; raises ContentErrors with the path of the file that a picture is of, where it cannot be drawn."""
    try:
        draw()
    except (MemoryError, UserError):
        raise
    except Exception as error:
        # A disk that is full has a number; encoders have none.
        if isinstance(error, OSError) and error.errno:
            raise
        raise ContentErrors([program_fault(path, 1, error)]) from None


class Album:
    """Pictures of one content folder, for all editions of a build.

    `files` maps the path of each output to its file in the cache. It is complete after `begin`, before any page is
    rendered; the files exist after `publish`."""

    def __init__(self, content: Path, static: Path, cache: Path, limits: Limits, workers: int) -> None:
        self.content, self.cache, self.workers = content, cache, workers
        self.social_cards = True
        self.style = CardStyle(static)
        self.records = load_records(cache / FOLDER / "known.json")
        self.originals = Originals(content, self.records, limits, workers)
        self.files: dict[str, Path] = {}
        self.usual_cards: dict[str, str] = {}
        self.missing: list[Job] = []
        self.waiting: Callable[[], Iterator[None]] | None = None
        self.goals = {goal.number: (goal.number, goal.colour, goal.ink) for goal in GOALS}

    def picture(self, image: str, alt: str, credit: str = "") -> Picture | None:
        """The picture at a path in the content folder, or None if there is none or it cannot be shown."""
        original = self.originals.find(image)
        return picture_of(original, alt, credit) if original else None

    def version(self, image: str) -> str:
        """A digest of a picture and of how it is encoded; "" if `image` is ""."""
        return self.originals.version(image)

    @property
    def logo(self) -> str:
        """The root-relative path of the publisher's logo, a square PNG."""
        return f"/{logo_address(self.style)}"

    def usual_card_path(self, site: EditionSite) -> str:
        """The root-relative path of the edition's own card."""
        name = site.edition.name
        if name not in self.usual_cards:
            self.usual_cards[name] = f"/{self._site_card(site).address(self.style)}"
        return self.usual_cards[name]

    def story_card_path(self, site: EditionSite, story: Story) -> str:
        """The root-relative path of a story's card."""
        return f"/{self._card(site, story).address(self.style)}" if self.social_cards else self.usual_card_path(site)

    def crop_paths(self, image: str) -> tuple[str, ...]:
        """The root-relative paths of a story's picture as search engines want it; none where it has none."""
        original = self.originals.find(image)
        return tuple(f"/{crop.name}" for crop in crops(original)) if original else ()

    def _site_card(self, site: EditionSite) -> Card:
        edition, goals = site.edition, tuple(self.goals.values())
        return Card(
            name=edition.name,
            title=site.name,
            tag=edition.tag,
            direction=edition.direction,
            label=site.tagline,
            label_tag=edition.tag,
            goals=goals,
        )

    def _card(self, site: EditionSite, story: Story) -> Card:
        return Card(
            name=f"{site.edition.name}-{story.slug}",
            title=story.title,
            tag=story.home.tag,
            direction=story.home.direction,
            label=site.name,
            label_tag=site.edition.tag,
            goals=tuple(self.goals[number] for number in dict.fromkeys(tag.number for tag in story.goals)),
            picture=self.originals.find(story.image),
        )

    def _prepare(self, site: EditionSite) -> None:
        """Collect the pictures and cards of an edition, and those that the cache lacks."""
        pictures = collect_pictures(site, self.originals)
        above = [story.image for story in site.stories if story.has_page]
        self.missing += self._pieces(pictures, all_renditions, _render)
        self.missing += self._pieces(above, crops, write_crops)
        self.missing += self._drawings(site)

    def begin(self, sites: Iterable[EditionSite], done: Done, finalizers: contextlib.ExitStack | None = None) -> None:
        """Start to generate the missing files of all editions in the background, once; `finalizers` stop it if the
        build fails."""
        if self.waiting is None:
            for site in sites:
                self._prepare(site)
            # A few pictures take seconds each; thousands of jobs are cards, of which several go at a time.
            together = max(1, min(MOST_TOGETHER, len(self.missing) // 64))
            self.waiting = start_jobs(
                self.missing, lambda job: job[0](), self.workers, done, jobs_a_process=together, finalizers=finalizers
            )

    def _pieces(self, images: Iterable[str], pieces_of: PiecesOf, write: Write) -> Iterator[Job]:
        """What is made of pictures in other shapes and formats, where it is missing."""
        for original in (picture for image in dict.fromkeys(images) if (picture := self.originals.find(image))):
            wanted = [piece for piece in pieces_of(original) if piece.name not in self.files]
            self.files.update((piece.name, self.cache / piece.name) for piece in wanted)
            if missing := tuple(piece for piece in wanted if not self.records.is_intact(self.files[piece.name])):
                draw = partial(write, self.content, missing, self.cache)
                job = partial(draw_or_report, f"{self.content.name}/{original.name}", draw)
                yield job, [self.files[piece.name] for piece in missing]

    def _drawings(self, site: EditionSite) -> Iterator[Job]:
        """The icon's files, the logo and the cards that are missing."""
        for address, file, path, draw in self._all_drawings(site):
            if address not in self.files:
                self.files[address] = file
                if not self.records.is_intact(file):
                    yield partial(draw_or_report, path, partial(draw, file)), [file]

    def _all_drawings(self, site: EditionSite) -> Iterator[tuple[str, Path, str, Callable[[Path], None]]]:
        """The address of each, its file in the cache, what it is of, and the function that draws it."""
        style = self.style
        for address, size in ICONS.items():
            stem, _, ending = address.partition(".")
            yield (
                address,
                self.cache / FOLDER / f"{stem}.{style.digest}.{ending}",
                THEME,
                partial(write_icon, style, size),
            )
        address = logo_address(style)
        yield address, self.cache / address, THEME, partial(write_logo, style)
        cards = [(self._site_card(site), THEME)]
        if self.social_cards:
            cards += [(self._card(site, story), story.text.source.path) for story in site.stories if story.has_page]
        for card, path in cards:
            address = card.address(style)
            yield address, self.cache / address, path, partial(write_card, card, style, self.content)

    def publish(self, place: Callable[[Path, str], None]) -> None:
        """Wait for the files, then `place` each at its address; then sweep the cache. Raises OSError if a file cannot
        be written."""
        for _ in self.waiting() if self.waiting else ():
            pass
        self.records.record_generated(file for _, files in self.missing for file in files)
        self.records.save()
        for address, file in self.files.items():
            place(file, address)
        self.records.sweep(self.cache / FOLDER, self.files.values())
