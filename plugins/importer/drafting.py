"""A page made ready to be written: facts taken out, text parted by language, titles found, Markdown made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from plugins.importer.dates import Calendar, calendar_of
from plugins.importer.deciding import Decider, Given
from plugins.importer.detecting import Detector
from plugins.importer.images import Album
from plugins.importer.labels import Labels
from plugins.importer.markdown import SCHEME, render
from plugins.importer.metadata import FactReader
from plugins.importer.model import Block, Draft, ImportFault, LeftOut, Page
from plugins.importer.noise import Noise
from plugins.importer.profiles import Profile, known_codes, read_profile
from plugins.importer.slugs import slug_of
from plugins.importer.splitting import Parted, Splitter, numbered
from plugins.importer.stored import once, stored_blocks, stored_text
from plugins.importer.tables import unfolded
from plugins.importer.taken import Taken
from plugins.importer.titles import one_line, page_title, take_title
from plugins.locales.unicode_scripts import MISREAD

FEWEST_MISREAD, SHOWN = 2, 3


class DraftMaker:
    """Makes drafts for one site: `languages` are its own in order (code to name and CLDR locale), `categories` its
    slugs with their names, the one to write first."""

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
        self.noise = Noise(self.own, self.facts.is_fact, self.facts.goals.is_used)

    def draft(self, page: Page) -> Draft:
        """The draft of a page; raises ImportFault where there is no text in it."""
        blocks, taken, noise, notes = self._sorted(page)
        parted = Splitter(self.detector, self.own, self.names).part(blocks)
        notes += parted.notes
        questions = list(parted.questions)
        titles, texts = self._texts(page, parted, notes, noise)
        titles = self._titles(titles, notes, questions)
        decider = Decider(self.given, self.facts.labels, self.calendar, self.categories)
        facts = decider.facts(page, taken, blocks)
        slug = self._slug(page, titles)
        album = Album(slug, page.folder)
        bodies = {code: render(found, album.address) for code, found in texts.items()}
        aside = self._aside(parted, album)
        return Draft(
            origin=page.origin, slug=slug, original=next(iter(parted.texts), ""), facts=facts, titles=titles,
            bodies=bodies, pictures=album.files, notes=(*notes, *decider.notes, *album.notes),
            questions=(*questions, *misread(texts), *decider.questions, *old_links(texts), *album.questions),
            taken=(*taken.lines, *parted.taken), aside=aside, left_out=(*page.left_out, *noise),
        )  # fmt: skip

    def _sorted(self, page: Page) -> tuple[tuple[Block, ...], Taken, list[LeftOut], list[str]]:
        """The blocks that are text, the facts in the others, what is left out, and what to say of all that."""
        flat, notes = unfolded(page.blocks, self.detector)
        kept, noise = self.noise.parted(flat)
        blocks, taken = self.facts.read(numbered(kept))
        if not any(block.words for block in blocks):
            raise ImportFault(
                f"{page.origin}: no article was found in it; save the page with its text, or paste the text into a file"
            )
        return blocks, taken, noise, [*page.notes, *notes, *taken.notes]

    def _texts(
        self, page: Page, parted: Parted, notes: list[str], left_out: list[LeftOut]
    ) -> tuple[dict[str, str], dict[str, tuple[Block, ...]]]:
        """Each language's title ("" where the page has none) and its other blocks, in the site's order of languages."""
        titles, texts = {}, {}
        for profile in self.own:
            if profile.code in parted.texts:
                stored = self._stored(profile, parted.texts[profile.code], notes, left_out)
                titles[profile.code], texts[profile.code] = take_title(stored, page.facts.title)
        self._page_title(page, titles)
        return titles, texts

    def _stored(
        self, profile: Profile, blocks: Sequence[Block], notes: list[str], left_out: list[LeftOut]
    ) -> tuple[Block, ...]:
        if profile.also != "cyrillic":
            return tuple(blocks)
        blocks, twice = once(blocks)
        left_out += [LeftOut(text, "the same text in the other script") for text in twice]
        found, mixed = stored_blocks(blocks)
        if found != tuple(blocks):
            notes.append(f"the {profile.name} text was in Cyrillic; it is stored in Latin letters")
        if mixed:
            notes.append(
                "words with letters of both scripts were left as they are; `check` shows them: "
                f"{', '.join(sorted(mixed))}"
            )
        return found

    def _page_title(self, page: Page, titles: dict[str, str]) -> None:
        """The title in the page's head, for the language that it is in, where the text itself has none."""
        title = page_title(page.facts.title, titles, self.facts.labels.kinds)
        code = self.detector.guess(title).known if title else ""
        if titles.get(code) == "":
            titles[code] = stored_text(title) if read_profile(code).also else title

    def _titles(self, found: Mapping[str, str], notes: list[str], questions: list[str]) -> dict[str, str]:
        """The editor's titles before the page's; a language without one is asked for."""
        titles = dict(found)
        for code, title in self.given.titles.items():
            if code not in found:
                notes.append(f"there is no text in {self.names[code]} on the page; the title given for it was not used")
            elif found[code] not in ("", title):
                notes.append(f"the page's own title in {self.names[code]} was replaced: “{found[code]}”")
            titles |= {code: one_line(title)} if code in found else {}
        for code in (code for code, title in titles.items() if not title):
            questions.append(
                f'the page has no title in {self.names[code]}: give it with --title "{code}=…", or write it '
                "in the file, "
                "where a marked draft title stands"
            )
        return titles

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


def misread(texts: Mapping[str, Sequence[Block]]) -> list[str]:
    """A question where letters were read with the wrong encoding before the page was saved: "zaÅ¡tita"."""
    words = (word for blocks in texts.values() for block in blocks for word in block.text.split())
    found = dict.fromkeys(word for word in words if not word.isascii() and MISREAD.search(word))
    if len(found) < FEWEST_MISREAD:
        return []
    shown = ", ".join([*found][:SHOWN])
    return [f"letters of this page were spoiled before it was saved ({shown}): get its text again from its source"]


def old_links(texts: Mapping[str, Sequence[Block]]) -> list[str]:
    """A question for the links that only make sense on the page's old site."""
    runs = (run for blocks in texts.values() for block in blocks for part in block.parts for run in part.runs)
    links = dict.fromkeys(
        run.href for run in runs if run.href and not SCHEME.match(run.href) and not run.href.startswith("//")
    )
    if not links:
        return []
    listed = ", ".join(links)
    return [
        f"these links lead into the old site, whose address the page does not say: {listed}; complete them "
        "or take them out"
    ]
