"""Converts a page into a pair of articles, in these steps:

1. A reader makes one `Document` of blocks, with what the page's head says and what readers left out: `readers/`.
2. Tables that only lay out two languages are unfolded; blocks become units, one a line; what belongs to the page and
   not to the article is marked; a line that holds two languages is cut: `segmentation`, `boilerplate/`.
3. A language is assigned to each line, over all lines together: `language/line_languages`.
4. Serbian in Cyrillic is written in Latin letters: `language/romanize`.
5. Each line gets a role, each language a title, by votes over the whole sequence: `roles`, `weights`.
6. Lines that are facts become the shared fields, the others Markdown: `metadata/pair_fields`, `titles`, `writers/`.
7. Each line is accounted for: what nothing shows to be right becomes a question or a note: `questions`.
8. Every word of the page must be in a file or in the report: `writers/lost_words`.

Nothing is printed and nothing is written here: `import_document` returns an `ImportResult`, `resolve` runs steps 2 to 8
again with what a person decided, and `writers.files.write_result` writes the files.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from plugins.diagnostics import Message
from plugins.importer import weights as w
from plugins.importer.asked import Question, Topic
from plugins.importer.boilerplate.lines import BoilerplateFilter
from plugins.importer.budget import limited_time
from plugins.importer.document import Block, Document, ImportFailure, LeftOut, Run, tidy, without_edge_rules
from plugins.importer.language.counterparts import find_counterparts, return_strays
from plugins.importer.language.data import ImportLanguage, read_language
from plugins.importer.language.detection import CYRILLIC, SiteDetector
from plugins.importer.language.line_languages import LanguageAssigner, place_wordless
from plugins.importer.language.repeats import Repeats
from plugins.importer.language.romanize import is_mostly_cyrillic, romanize_block
from plugins.importer.metadata.goals import GoalReader
from plugins.importer.metadata.line_reader import LineReader
from plugins.importer.metadata.pair_fields import SharedFields, SharedFieldsResolver
from plugins.importer.options import ImportSite
from plugins.importer.paging import join_torn, vote_for_running_lines
from plugins.importer.questions import DoubtReport, left_markup, misread, old_links
from plugins.importer.readers.broken_words import BrokenWords
from plugins.importer.readers.context import ReadingContext
from plugins.importer.readers.dispatch import read_bytes
from plugins.importer.reasons import Reason
from plugins.importer.result import DecidedBlock, ImportResult
from plugins.importer.roles import Overrides, RoleResolver
from plugins.importer.segmentation import Segmenter
from plugins.importer.titles import FileTitles
from plugins.importer.units import KEPT, Unit, quote, shorten
from plugins.importer.writers.files import article_file
from plugins.importer.writers.images import Album
from plugins.importer.writers.lost_words import missing_words
from plugins.importer.writers.markdown import render
from plugins.locales.language import known_codes
from plugins.locales.letters import slug_of

LONGEST_BESIDE = 90
# The roles of what is read as a fact, and of what is left out, each with the reason where no vote gave one.
FACTS: Mapping[str, Reason] = {
    "label": Reason.LABEL, "date": Reason.DATE, "goals": Reason.GOALS, "release": Reason.RELEASE,
    "language": Reason.LANGUAGE_HEADING,
}  # fmt: skip
LEFT_OUT: Mapping[str, Reason] = {
    "kicker": Reason.KICKER, "pointer": Reason.LANGUAGE_POINTER, "signoff": Reason.SIGNOFF, "clutter": Reason.NO_PART,
    "boilerplate": Reason.NO_PART,
}  # fmt: skip


def import_document(data: bytes, name: str, site: ImportSite, folder: Path | None = None) -> ImportResult:
    """The result for the bytes of a page; `name` tells the kind of file, `folder` is where its images may lie.

    Raises ImportFailure where the bytes cannot be read, hold no article, or a word would be lost, and where that takes
    longer than an import may (`budget`).
    """
    with limited_time(name):
        importer = importer_of(site)
        return importer.resolve(read_bytes(data, name, importer.reading, folder))


def resolve(document: Document, site: ImportSite, overrides: Overrides | None = None) -> ImportResult:
    """The result for a document that was read, with what a person decided of its lines. Raises ImportFailure."""
    with limited_time(document.origin):
        return importer_of(site).resolve(document, overrides)


def importer_of(site: ImportSite) -> Importer:
    """One importer for all pages of a site; it caches the languages of each word."""
    own = tuple(read_language(code, name, cldr) for code, name, cldr in site.languages)
    return _importer(site, own, tuple(read_language(code) for code in known_codes() if code not in site.codes))


@lru_cache(maxsize=4)
def _importer(site: ImportSite, own: tuple[ImportLanguage, ...], others: tuple[ImportLanguage, ...]) -> Importer:
    return Importer(site, own, others)


class Importer:
    """Runs the steps for one site, in its `own` languages; `others` are those that text in it may be in too."""

    def __init__(self, site: ImportSite, own: Sequence[ImportLanguage], others: Sequence[ImportLanguage]) -> None:
        self.site, self.own = site, own
        self.names = {data.code: data.name for data in (*self.own, *others)} | {"other script": "another script"}
        self.categories = dict(site.categories)
        self.detector = SiteDetector(self.own, others)
        self.assigner = LanguageAssigner(self.detector, self.own, others)
        self.line_reader = LineReader(self.own, others, self.categories)
        self.goals = GoalReader(self.line_reader)
        self.resolver = RoleResolver(self.line_reader, self.goals)
        boilerplate = BoilerplateFilter(self.own, self.is_fact, lambda text: self.goals.read(text) is not None)
        self.segmenter = Segmenter(
            self.own, self.names, self.line_reader, self.detector, self.assigner, boilerplate, self.is_fact
        )
        self.reading = ReadingContext(self.own, self.line_reader.calendar, self.is_fact, self.detector.sure_language)

    def is_fact(self, line: str) -> bool:
        """Whether a line by itself would become a field."""
        return self.line_reader.fact_line(line) is not None or self.goals.read(line) is not None

    def resolve(self, document: Document, overrides: Overrides | None = None) -> ImportResult:
        """The result for a document."""
        return PageImport(self, document, overrides or Overrides()).run()


class PageImport:
    """The import of one page: each method is a step and leaves its notes and questions."""

    def __init__(self, importer: Importer, document: Document, overrides: Overrides) -> None:
        self.importer, self.overrides = importer, overrides
        self.broken = BrokenWords(document.blocks, importer.own)
        self.document = replace(document, blocks=self.broken.settle_all())
        self.codes = importer.site.codes
        self.names = importer.names
        self.notes: list[str] = list(document.notes)
        self.questions: list[Question] = []
        self.facts: list[LeftOut] = []
        self.left_out: list[LeftOut] = list(document.left_out)
        self.aside: list[tuple[str, Block]] = []

    def run(self) -> ImportResult:
        """All steps."""
        segments = self.importer.segmenter.segment(self.document)
        self.facts += segments.facts
        self.left_out += segments.left_out
        self.notes += segments.notes
        units = segments.units
        self.importer.resolver.vote(units, self.document, segments.boilerplate)
        units = self._leave_repeats_out(units)
        if not any(unit.words for unit in units if not unit.certain_role()) and not any(
            unit.strength("title") for unit in units
        ):
            message = Message(
                "{origin}: no article was found in it; save the page with its text, or paste the text into a file",
                origin=self.document.origin,
            )
            raise ImportFailure(message)
        habit = self._decode(units)
        self._romanize(units)
        find_counterparts(units, self.codes)
        return_strays(units, self.codes, habit)
        vote_for_running_lines(units, self.codes)
        for unit in units:
            unit.weigh()
        joined = join_torn(units, self.codes, self.broken)
        if len(joined) < len(units):
            units = joined
            find_counterparts(units, self.codes)
        importer, given = self.importer, self.importer.site.given
        named = dict(given.titles)
        titles = FileTitles(importer.own, importer.line_reader, importer.assigner, self.document.head, named)
        choices = importer.resolver.resolve(
            units, self.codes, habit, self.overrides, titles.find_in_header(units), self.document.saved
        )
        shared = SharedFieldsResolver(given, importer.line_reader, importer.goals, importer.categories)
        fields = shared.resolve(self.document.head, units, self.left_out)
        texts = self._texts(units)
        shown = titles.decide({code: choices[code].unit if code in choices else None for code in texts})
        languages = self.document.head.languages
        doubts = DoubtReport(importer.assigner, self.codes, self.names, languages, self.document.saved)
        doubts.ask(units, choices, named, self.aside)
        self.notes += [*titles.notes, *doubts.notes, *shared.notes]
        self.questions += [*titles.questions, *doubts.questions]
        self.left_out += titles.left_out
        self._report_broken_words()
        self.questions += shared.questions
        return self._result(units, fields, shown, texts)

    def _report_broken_words(self) -> None:
        """Name the words that keep a hyphen at the end of a line, and ask about those of which nothing shows it."""
        if self.broken.kept:
            self.notes.append(f"hyphens at the ends of lines were kept in: {', '.join(self.broken.kept)}")
        if self.broken.unsure:
            words = ", ".join(self.broken.unsure)
            message = Message("the end of a line broke these words: {words}; see if they have a hyphen", words=words)
            self.questions.append(Question(Topic.TEXT, message))

    # ---- languages

    def _leave_repeats_out(self, units: Sequence[Unit]) -> list[Unit]:
        """The units without those that say the same in another script; vote for leaving out what stands twice."""
        scripts = any(data.language.also == "cyrillic" for data in self.importer.own)
        reasons = Repeats(units, scripts).find_reasons()
        for at, reason in reasons.items():
            if reason == Reason.TWICE:
                units[at].vote("boilerplate", w.PAGE, reason)
                units[at].weigh()
            else:
                self.left_out.append(LeftOut(units[at].text, reason))
        twice = [units[at] for at, reason in reasons.items() if reason == Reason.TWICE]
        if twice:
            self.notes.append(f"a text stands twice; one of the two, from {quote(twice[0].text)}, was left out")
        if len(twice) < len(reasons):
            self.notes.append("a text stands in both scripts; the one in Latin letters was taken")
        return [unit for at, unit in enumerate(units) if reasons.get(at, Reason.TWICE) == Reason.TWICE]

    def _decode(self, units: Sequence[Unit]) -> str:
        for unit in units:
            if unit.id in self.overrides.languages:
                unit.said_language = self.overrides.languages[unit.id]
        habit = self.importer.assigner.assign(units)
        for code in self.codes:
            row = [unit for unit in units if unit.language == f"like {code}"]
            if row:
                named = (
                    unit.language_line.code for unit in row if unit.language_line and unit.certain_role() == "language"
                )
                relative = next(named, "") or self.importer.assigner.relative(code, " ".join(unit.text for unit in row))
                for unit in row:
                    unit.language = relative
        place_wordless(units, self.codes[0])
        for unit in units:
            unit.language = self.overrides.languages.get(unit.id, unit.language)
        known = any(unit.language in self.codes and unit.language_margin >= w.LANGUAGE_ASKED for unit in units)
        if not known and any(unit.language in self.codes for unit in units):
            language = next(unit.language for unit in units if unit.language in self.codes)
            message = Message(
                "the language of this page is not clear; it was taken for {language}: read it, and move it if that is "
                "wrong",
                language=self.names[language],
                code=language,
            )
            self.questions.append(Question(Topic.LANGUAGE, message))
        return habit

    def _romanize(self, units: Sequence[Unit]) -> None:
        """Write text in a second script in the script that its language is stored in."""
        for data in self.importer.own:
            if data.language.also != "cyrillic":
                continue
            mixed: set[str] = set()
            changed = repaired = False
            for unit in (unit for unit in units if unit.language == data.code):
                block = romanize_block(unit.block, mixed)
                if block.text != unit.block.text and CYRILLIC.search(unit.text):
                    mostly = is_mostly_cyrillic(unit.text)
                    changed, repaired = changed or mostly, repaired or not mostly
                    unit.written = unit.text
                unit.block = block
            if changed:
                self.notes.append(f"the {data.name} text was in Cyrillic; it is stored in Latin letters")
            if repaired:
                self.notes.append("Cyrillic letters in Latin text were replaced by the Latin ones")
            if mixed:
                self.notes.append(
                    "words with letters of both scripts were left as they are; `check` shows them: "
                    f"{', '.join(sorted(mixed))}"
                )

    # ---- texts and titles

    def _texts(self, units: Sequence[Unit]) -> dict[str, tuple[Block, ...]]:
        """Each language's blocks; what is in no file goes to the report."""
        # Each block with the lines that are joined to it, which are tidied at the end, all at once.
        rows: dict[str, list[tuple[Block, list[Run]]]] = {}
        last: tuple[Block, list[Run]] | None = None
        for unit in units:
            kept = unit.role in KEPT
            if unit.language not in self.codes:
                if unit.block.kind != "rule" and not self._is_reported(unit):
                    self.aside.append((unit.language, unit.block))
                last = None
                continue
            row = rows.setdefault(unit.language, [])
            if kept and unit.joined and last is not None and row[-1:] == [last] and last[0].place == unit.block.place:
                last[1].extend((Run("\n"), *unit.block.runs))
            elif kept:
                last = (unit.block, [])
                row.append(last)
            else:
                last = None
                if unit.role != "title":
                    self._is_reported(unit)
        joined = {code: [_join_lines(*pair) for pair in rows[code]] for code in self.codes if code in rows}
        texts = {code: without_edge_rules(blocks) for code, blocks in joined.items()}
        titled = {unit.language for unit in units if unit.role == "title"}
        return {code: blocks for code, blocks in texts.items() if blocks or code in titled}

    def _is_reported(self, unit: Unit) -> bool:
        """Record a unit that is in no file; whether its role says so."""
        usual = FACTS.get(unit.role) or LEFT_OUT.get(unit.role)
        if usual is None:
            return False
        code = unit.language_line.code if unit.language_line is not None else ""
        picture = unit.block.picture
        shown = " ".join(unit.text.split()) or ((picture.alt or f"the image {picture.src}") if picture else "")
        reported = self.facts if unit.role in FACTS else self.left_out
        if shown or unit.role in FACTS:
            why = next(iter(unit.reasons), usual)
            reported.append(LeftOut(shown, why, unit.id, self.names.get(code, code)))
        return True

    # ---- the result

    def _result(
        self,
        units: Sequence[Unit],
        fields: SharedFields,
        titles: Mapping[str, str],
        texts: Mapping[str, Sequence[Block]],
    ) -> ImportResult:
        slug = self._slug(titles)
        album = Album(slug, self.document.folder)
        bodies = {code: render(blocks, album.write_image) for code, blocks in texts.items()}
        by_language = groupby(sorted(self.aside, key=lambda pair: pair[0]), key=lambda pair: pair[0])
        aside = tuple(
            (self.names.get(code, code), render([block for _, block in group], album.describe))
            for code, group in by_language
        )
        self.notes += album.notes
        asked = (*misread(texts), *left_markup(titles, texts), *old_links(texts))
        self.questions += [Question(Topic.TEXT, message) for message in asked]
        self.questions += [Question(Topic.PICTURE, message) for message in album.questions()]
        beside = {
            unit.id: shorten(unit.counterpart.unit.text, LONGEST_BESIDE)
            for unit in units
            if unit.counterpart is not None and unit.has_counterpart
        }
        questions = [replace(question, beside=beside.get(question.block, "")) for question in self.questions]
        written = (unit.language for unit in units if unit.language in bodies and unit.role in (*KEPT, "title"))
        original = next(written, "")
        folder = f"news/{fields.folder_year}"
        drafts = {data.code: data.draft_title for data in self.importer.own}
        files = {}
        for code in bodies:
            own_fields = fields if code == original else None
            title = titles[code] or drafts[code]
            files[f"{folder}/{slug}.{code}.md"] = article_file(code, title, own_fields, original, self.codes, bodies)
        result = ImportResult(
            document=self.document,
            blocks=tuple(map(_describe_decision, units)),
            slug=slug,
            original=original,
            fields=fields,
            titles=titles,
            bodies=bodies,
            files=files,
            pictures={f"{folder}/{name}": raw for name, raw in album.files.items()},
            questions=tuple(dict.fromkeys(questions)),
            notes=tuple(dict.fromkeys(self.notes)),
            facts=tuple(self.facts),
            aside=aside,
            left_out=tuple(self.left_out),
        )
        lost = missing_words(self.document.source, _collect_words(result))
        if lost:
            message = Message(
                "{origin}: nothing was written, since words of the page would have been lost ({words}): import its "
                "text as a .txt file, and report this page",
                origin=self.document.origin,
                words=", ".join(lost[:12]),
            )
            raise ImportFailure(message)
        return result

    def _slug(self, titles: Mapping[str, str]) -> str:
        """From the title in the site's first language that has one, else from the page's own name."""
        return (
            self.importer.site.given.slug
            or next((slug for title in titles.values() if (slug := slug_of(title))), "")
            or slug_of(self.document.origin.rpartition("/")[2].rpartition(".")[0])
            or "imported-page"
        )


def _join_lines(block: Block, more: Sequence[Run]) -> Block:
    """A block with the lines of the author's that are joined to it."""
    return block.with_runs(tidy((*block.runs, *more))) if more else block


def _describe_decision(unit: Unit) -> DecidedBlock:
    return DecidedBlock(
        id=unit.id,
        text=unit.text,
        kind=unit.block.kind,
        language=unit.language,
        role=unit.role,
        picture=unit.block.picture,
    )


def _collect_words(result: ImportResult) -> tuple[str, str]:
    """Collect the words of a result: those of its files, as Markdown, and those of its report."""
    texts = [*result.bodies.values(), *(text for _, text in result.aside)]
    said = [*result.titles.values(), *(left.text for left in (*result.facts, *result.left_out))]
    return "\n".join(texts), "\n".join(said)
