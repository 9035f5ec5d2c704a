"""A page made ready to be written: facts taken out, text parted by language, titles found, Markdown made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from plugins.importer.dates import Calendar, agreed, calendar_of
from plugins.importer.detecting import Detector
from plugins.importer.images import Album
from plugins.importer.markdown import render
from plugins.importer.metadata import FactReader, Labels, Taken
from plugins.importer.model import Block, Draft, Facts, ImportFault, Page
from plugins.importer.profiles import Profile, known_codes, read_profile
from plugins.importer.slugs import slug_of
from plugins.importer.splitting import Parted, Splitter, numbered
from plugins.importer.stored import stored_blocks, stored_text
from plugins.importer.tables import unfolded
from plugins.importer.titles import one_line, page_title, take_title
from plugins.sdg.tagging import GoalTag


@dataclass(frozen=True)
class Given:
    """What the editor said on the command line; "" where nothing was. It wins over what the page says."""

    date: str = ""
    slug: str = ""
    category: str = ""
    goals: str = ""
    titles: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


class DraftMaker:
    """Makes drafts for one site: `languages` are its own in order (code to name and CLDR locale), `categories` its slugs
    with their names, the one to write first."""

    def __init__(
        self, languages: Mapping[str, tuple[str, str]], categories: Mapping[str, Sequence[str]], given: Given
    ) -> None:
        self.own = [read_profile(code, name, cldr) for code, (name, cldr) in languages.items()]
        self.others = [read_profile(code) for code in known_codes() if code not in languages]
        self.names = {profile.code: profile.name for profile in (*self.own, *self.others)} | {
            "other script": "another script"
        }
        self.categories, self.given = categories, given
        self.detector = Detector(self.own, self.others)
        self.calendar: Calendar = calendar_of(self.own)
        self.facts = FactReader(Labels.of(self.own, categories), self.calendar, self.detector)

    def draft(self, page: Page) -> Draft:
        """The draft of a page; raises ImportFault where there is no text in it."""
        flat, flat_notes = unfolded(page.blocks, self.detector)
        blocks, taken = self.facts.read(numbered(flat))
        if not any(block.words for block in blocks):
            raise ImportFault(
                f"{page.origin}: no article was found in it; save the page with its text, or paste the text into a file"
            )
        parted = Splitter(self.detector, self.own, self.names).part(blocks)
        notes = [*page.notes, *flat_notes, *taken.notes, *parted.notes]
        texts = {p.code: self._stored(p, parted.texts[p.code], notes) for p in self.own if p.code in parted.texts}
        titles = {}
        for code in texts:
            titles[code], texts[code] = take_title(texts[code])
        self._page_title(page, titles)
        questions = [*taken.questions, *parted.questions]
        titles = self._titles(titles, questions)
        facts = self._facts(page, taken, blocks, notes, questions)
        slug = self._slug(page, titles)
        album = Album(slug, page.folder)
        bodies = {code: render(found, album.address) for code, found in texts.items()}
        aside = self._aside(parted, album)
        return Draft(
            origin=page.origin, slug=slug, original=next(iter(parted.texts), ""), facts=facts, titles=titles, bodies=bodies,
            pictures=album.files, questions=(*questions, *album.questions), notes=(*notes, *album.notes),
            taken=(*taken.lines, *parted.taken), aside=aside, left_out=page.left_out,
        )  # fmt: skip

    def _stored(self, profile: Profile, blocks: Sequence[Block], notes: list[str]) -> tuple[Block, ...]:
        if profile.also != "cyrillic":
            return tuple(blocks)
        found, mixed = stored_blocks(blocks)
        if found != tuple(blocks):
            notes.append(f"the {profile.name} text was in Cyrillic; it is stored in Latin letters")
        if mixed:
            notes.append(
                f"words with letters of both scripts were left as they are; `check` shows them: {', '.join(sorted(mixed))}"
            )
        return found

    def _page_title(self, page: Page, titles: dict[str, str]) -> None:
        """The title in the page's head, for the language that it is in, where the text itself has none."""
        title = page_title(page.facts.title, titles)
        code = self.detector.guess(title).known if title else ""
        if titles.get(code) == "":
            titles[code] = stored_text(title) if read_profile(code).also else title

    def _titles(self, found: Mapping[str, str], questions: list[str]) -> dict[str, str]:
        titles = {code: one_line(self.given.titles.get(code, "")) or title for code, title in found.items()}
        for code in (code for code, title in titles.items() if not title):
            questions.append(
                f"the page has no title in {self.names[code]}: give it with --title-{code}, or write it in the file; a marked draft title stands there"
            )
        return titles

    def _facts(
        self, page: Page, taken: Taken, blocks: Sequence[Block], notes: list[str], questions: list[str]
    ) -> Facts:
        date = self.given.date or self._date(page, taken, notes, questions)
        category = self.given.category or self._category(page, taken, notes, questions)
        goals = self.given.goals or goals_field(taken.goals)
        year = date[:4] or self._year_in(blocks, notes)
        return Facts(date, category, goals, year)

    def _date(self, page: Page, taken: Taken, notes: list[str], questions: list[str]) -> str:
        written = agreed(taken.dates)
        if page.facts.date:
            if taken.dates and page.facts.date[:10] not in {date[:10] for date in taken.dates}:
                notes.append(
                    f"the page's head says it was published on {page.facts.date[:10]}, its text {', '.join(taken.dates)}; the head was believed"
                )
            return page.facts.date
        if not written:
            why = (
                f"its date lines disagree ({', '.join(taken.dates)})"
                if taken.dates
                else "it does not say when it was published"
            )
            questions.append(f"the page has no sure date: {why}; give it with --date, such as --date 2026-09-03")
        return written

    def _category(self, page: Page, taken: Taken, notes: list[str], questions: list[str]) -> str:
        labels = self.facts.labels
        slugs = list(dict.fromkeys(taken.categories)) or [
            s for s in [labels.categories.get(page.facts.section.casefold().strip(), "")] if s
        ]
        valid = ", ".join(names[0] for names in self.categories.values())
        if len(slugs) == 1:
            return next(iter(self.categories[slugs[0]]), slugs[0])
        if self.categories:
            why = "labels name more than one category" if slugs else "the page names no category of this site"
            questions.append(f"{why}: give one with --category ({valid})")
        return ""

    def _year_in(self, blocks: Sequence[Block], notes: list[str]) -> str:
        """The folder's year where the date is unknown: that of the dates in the text, if they agree, else this year."""
        today = dt.date.today().year
        years = {
            found.value[:4]
            for block in blocks
            for found in self.calendar.dates(block.text)
            if int(found.value[:4]) <= today
        }
        year = max(years) if years else str(today)
        reason = (
            f"the latest date in the text ({'that of an event, it may be' if years else ''})" if years else "this year"
        )
        reason = (
            "the latest date in its text, which may be an event's"
            if years
            else "today's, since the text has no full date"
        )
        notes.append(
            f"the files are in the folder {year}: the year is {reason}; move them if the article is from another year"
        )
        return year

    def _slug(self, page: Page, titles: Mapping[str, str]) -> str:
        """From the title in the site's first language that has one, else from the page's own name."""
        return (
            self.given.slug
            or next((slug for title in titles.values() if (slug := slug_of(title))), "")
            or slug_of(page.origin.rpartition("/")[2].rpartition(".")[0])
            or "imported-page"
        )

    def _aside(self, parted: Parted, album: Album) -> tuple[tuple[str, str], ...]:
        groups: dict[str, list[Block]] = {}
        for code, block in parted.aside:
            groups.setdefault(code, []).append(block)
        return tuple((self.names.get(code, code), render(blocks, album.address)) for code, blocks in groups.items())


def goals_field(tags: Sequence[GoalTag]) -> str:
    """The SDGs field for goals as found: "10, 16.2, 17"; a goal's targets stand in its place."""
    targets: dict[int, list[str]] = {}
    for tag in tags:
        targets.setdefault(tag.number, []).extend(
            target for target in tag.targets if target not in targets.get(tag.number, [])
        )
    return ", ".join(part for number, found in sorted(targets.items()) for part in (found or [str(number)]))


def without_pictures(draft: Draft) -> Draft:
    """The draft without the bytes of its images, for tests and reports."""
    return replace(draft, pictures=MappingProxyType({}))
