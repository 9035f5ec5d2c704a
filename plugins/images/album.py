"""The album: all pictures of a site, its social cards, and the files generated for them."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from plugins.build_cache.workers import Done, start_jobs
from plugins.content.links.named_files import resolve_picture
from plugins.diagnostics import ContentErrors, program_fault
from plugins.editions.edition_site import EditionSite
from plugins.editions.stories import Story
from plugins.images.cache_sweep import sweep
from plugins.images.originals import Originals, load_records
from plugins.images.picture_elements import Picture, picture_of
from plugins.images.renditions import FOLDER, all_renditions, crops, render, write_crops
from plugins.images.social_cards import ICONS, Card, CardStyle, logo_address, write_card, write_icon, write_logo
from plugins.images.validation import Limits
from plugins.sdg.goals import GOALS


def collect_pictures(site: EditionSite, originals: Originals) -> list[str]:
    """The pictures of the edition's stories and texts, and those of drafts that it shows or has previews of.

    `check_images` reports those that cannot be shown, which stop a build only in published texts."""
    above = (story.pair.shared.image for story in site.stories)
    stories = (*site.stories, *site.pages, *site.unpublished_stories, *site.previews)
    within = (image for story in stories for image in (story.pair.shared.image, *_pictures_in(story, site)))
    images = [image for image in dict.fromkeys((*above, *within)) if image in site.config.files]
    originals.examine(images)
    return [image for image in images if originals.find(image)]


def _pictures_in(story: Story, site: EditionSite) -> Iterator[str]:
    source = story.text.source
    for reference in site.library.references(story.text):
        if reference.is_shown:
            yield resolve_picture(reference.target, source.name, site.config.files)


# Where what is drawn is of no text.
THEME = "theme/static"
Job = tuple[partial[None], list[Path]]
"""A function that writes files, and the files."""


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
        raise ContentErrors([program_fault(path, 1, error)]) from None


class Album:
    """Pictures of one content folder, for all editions of a build.

    `files` maps the path of each output to its file in the cache. It is complete once `prepare` was called for each
    edition, before any page is rendered; the files exist after `publish`."""

    def __init__(self, content: Path, static: Path, cache: Path, limits: Limits, workers: int) -> None:
        self.content, self.cache, self.workers = content, cache, workers
        self.social_cards = True
        self.style = CardStyle(static)
        self.records = load_records(cache / FOLDER / "known.json")
        self.originals = Originals(content, self.records, limits, workers)
        self.files: dict[str, Path] = {}
        self.missing: list[Job] = []
        self.waiting: Callable[[], object] | None = None
        self.goals = {goal.number: (goal.number, goal.colour, goal.ink) for goal in GOALS}

    def picture(self, image: str, alt: str, caption: str = "", credit: str = "") -> Picture | None:
        """The picture at a path in the content folder, or None if there is none or it cannot be shown."""
        original = self.originals.find(image) if image else None
        return picture_of(original, alt, caption, credit) if original else None

    def version(self, image: str) -> str:
        """A digest of a picture and of how it is encoded; "" if `image` is ""."""
        return self.originals.version(image) if image else ""

    @property
    def logo(self) -> str:
        """The root-relative path of the publisher's logo, a square PNG."""
        return f"/{logo_address(self.style)}"

    def usual_card_path(self, site: EditionSite) -> str:
        """The root-relative path of the edition's own card."""
        return f"/{self._site_card(site).address(self.style)}"

    def story_card_path(self, site: EditionSite, story: Story) -> str:
        """The root-relative path of a story's card."""
        return f"/{self._card(site, story).address(self.style)}" if self.social_cards else self.usual_card_path(site)

    def crop_paths(self, image: str) -> tuple[str, ...]:
        """The root-relative paths of a story's picture as search engines want it; none where it has none."""
        original = self.originals.find(image) if image else None
        return tuple(f"/{crop.name}" for crop in crops(original)) if original else ()

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
            goals=tuple(self.goals[number] for number in dict.fromkeys(tag.number for tag in story.goals)),
            picture=self.originals.find(story.pair.shared.image) if story.pair.shared.image else None,
        )

    def prepare(self, site: EditionSite) -> None:
        """Collect the pictures and cards of an edition, and those that the cache lacks."""
        pictures = collect_pictures(site, self.originals)
        self.missing += (*self._renditions(pictures), *self._crops(site), *self._drawings(site))

    def begin(self, done: Done, finalizers: contextlib.ExitStack | None = None) -> None:
        """Start to generate the missing files of all editions in the background; `finalizers` stop it if the build
        fails."""
        if self.waiting is None:
            self.waiting = start_jobs(
                self.missing, lambda job: job[0](), self.workers, done, jobs_a_process=1, finalizers=finalizers
            )

    def _renditions(self, images: Iterable[str]) -> Iterator[Job]:
        originals = (original for image in images if (original := self.originals.find(image)))
        for original in originals:
            wanted = [one for one in all_renditions(original) if one.name not in self.files]
            self.files.update((one.name, self.cache / one.name) for one in wanted)
            missing = tuple(one for one in wanted if not self.records.is_intact(self.files[one.name]))
            if missing:
                draw = partial(render, self.content / original.name, missing, self.cache)
                job = partial(draw_or_report, f"{self.content.name}/{original.name}", draw)
                yield job, [self.files[one.name] for one in missing]

    def _crops(self, site: EditionSite) -> Iterator[Job]:
        """The pictures of stories in other shapes, those that are missing."""
        images = dict.fromkeys(story.pair.shared.image for story in site.stories if story.has_page)
        for original in (found for image in images if image and (found := self.originals.find(image))):
            wanted = [one for one in crops(original) if one.name not in self.files]
            self.files.update((one.name, self.cache / one.name) for one in wanted)
            missing = tuple(one for one in wanted if not self.records.is_intact(self.files[one.name]))
            if missing:
                draw = partial(write_crops, self.content, missing, self.cache)
                job = partial(draw_or_report, f"{self.content.name}/{original.name}", draw)
                yield job, [self.files[one.name] for one in missing]

    def _icons(self) -> Iterator[Job]:
        """The icon's files at the root that are missing."""
        for address, size in ICONS.items():
            stem, _, ending = address.partition(".")
            file = self.cache / FOLDER / f"{stem}.{self.style.digest}.{ending}"
            if address not in self.files:
                self.files[address] = file
                if self.records.is_intact(file):
                    continue
                yield partial(draw_or_report, THEME, partial(write_icon, self.style, size, file)), [file]

    def _drawings(self, site: EditionSite) -> Iterator[Job]:
        """The logo and the cards that are missing."""
        cards = [self._site_card(site)]
        paths = [THEME]
        if self.social_cards:
            stories = [story for story in site.stories if story.has_page]
            cards += [self._card(site, story) for story in stories]
            paths += [story.text.source.path for story in stories]
        drawings = {card.address(self.style): partial(write_card, card, self.style, self.content) for card in cards}
        drawings[logo_address(self.style)] = partial(write_logo, self.style)
        yield from self._icons()
        path_of = {card.address(self.style): path for card, path in zip(cards, paths, strict=True)}
        for address, draw in drawings.items():
            if address not in self.files:
                file = self.files[address] = self.cache / address
                if not self.records.is_intact(file):
                    yield partial(draw_or_report, path_of.get(address, THEME), partial(draw, file)), [file]

    def publish(self, place: Callable[[Path, str], None]) -> None:
        """Wait for the files, then `place` each at its address; then sweep the cache. Raises OSError if a file cannot
        be written."""
        if self.waiting:
            self.waiting()
        self.records.record_generated(file for _, files in self.missing for file in files)
        self.records.save()
        for address, file in self.files.items():
            place(file, address)
        sweep(self.cache / FOLDER, self.records, {str(file) for file in self.files.values()})
