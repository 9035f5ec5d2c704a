"""A page in, a pair of articles out: the steps of an import, in order.

1. A reader makes one `Document` of blocks, with what the page's head says and what readers left out.
2. Tables that only lay out two languages are unfolded; blocks become units, one a line; what belongs to the page and
   not to the article is marked; a line that holds two languages is cut.
3. The languages of all lines are decoded together.
4. Serbian in Cyrillic is written in Latin letters.
5. Each line gets a role, each language a title, by votes over the whole sequence.
6. Lines that are facts become the shared fields; the others become Markdown.
7. Every word of the page must be in a file or in the report.

Nothing is printed and nothing is written here: `import_document` returns an `ImportResult`, `resolve` runs steps 2 to 7
again with what a person decided, and `writers.files.write_result` writes the files.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from plugins.importer import weights as w
from plugins.importer.boilerplate.lines import BoilerplateFilter
from plugins.importer.dependencies import MISREAD, to_latin
from plugins.importer.document import Block, Document, ImportFailure, LeftOut, Picture, Run, cut, tidy
from plugins.importer.language.data import fold, known_codes, read_language
from plugins.importer.language.decoding import STROKE, WHOLE_QUOTE, LanguageDecoder, is_neutral
from plugins.importer.language.detection import Detector
from plugins.importer.language.romanize import CYRILLIC, duplicates, romanize_block, romanize_text
from plugins.importer.language.tables import unfolded
from plugins.importer.metadata.goals import GoalReader
from plugins.importer.metadata.shared import SharedFields, SharedFieldsResolver
from plugins.importer.metadata.vocabulary import Vocabulary
from plugins.importer.readers.source import ReadingContext, read_bytes
from plugins.importer.resolver import SECOND, Overrides, Resolver, TitleChoice, loose
from plugins.importer.site import ImportSite
from plugins.importer.units import KEPT, Role, Unit, prose_places, shown, units_of
from plugins.importer.writers.files import article_file, slug_of
from plugins.importer.writers.images import Album
from plugins.importer.writers.markdown import SCHEME, render
from plugins.importer.writers.words import missing_words

FEWEST_MISREAD, SHOWN, SHOWN_LINES = 2, 3, 12
LEAD_WORDS = 5
ROLE_NAMES = {
    "label": "label", "date": "date", "goals": "goals", "release": "above a press release", "language": "heading",
}  # fmt: skip
LEFT_OUT_NAMES = {
    "kicker": "a line above the title", "pointer": "points to the other language", "signoff": "the end of a release",
    "clutter": "not part of the article",
}  # fmt: skip


@dataclass(frozen=True)
class DecidedBlock:
    """One line of the page as it was decided: `margin` is the lead over the next best role that would go elsewhere,
    `second` that role; `reasons` are the votes that won; `picture` is an image's."""

    id: str
    text: str
    kind: str
    language: str
    language_margin: float
    role: Role
    margin: float
    second: str
    reasons: str
    picture: Picture | None = None


@dataclass(frozen=True)
class Question:
    """What only a person can know; `block` is the id of the line that it is about, "" where it is about the page."""

    message: str
    topic: str
    block: str = ""


@dataclass(frozen=True)
class ImportResult:
    """What became of one page. `files` are paths below the content folder with their texts, `pictures` those with
    bytes.

    `questions` are for the editor; `notes` say what was done and why; `facts` are the lines that became fields; `aside`
    are texts in other languages, by language; `left_out` are words that are in no file.
    """

    document: Document
    blocks: tuple[DecidedBlock, ...]
    slug: str
    original: str
    fields: SharedFields
    titles: Mapping[str, str]
    bodies: Mapping[str, str]
    files: Mapping[str, str]
    pictures: Mapping[str, bytes]
    questions: tuple[Question, ...] = ()
    notes: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    aside: tuple[tuple[str, str], ...] = ()
    left_out: tuple[LeftOut, ...] = ()

    @property
    def margins(self) -> Mapping[str, tuple[float, float]]:
        """For each line by id the margins of its role and its language."""
        return {block.id: (block.margin, block.language_margin) for block in self.blocks}


def import_document(data: bytes, name: str, site: ImportSite, folder: Path | None = None) -> ImportResult:
    """The result for the bytes of a page; `name` tells the kind of file, `folder` is where its images may lie.

    Raises ImportFailure where the bytes cannot be read, hold no article, or a word would be lost.
    """
    importer = importer_of(site)
    return importer.resolve(read_bytes(data, name, importer.reading, folder))


def resolve(document: Document, site: ImportSite, overrides: Overrides | None = None) -> ImportResult:
    """The result for a document that was read, with what a person decided of its lines."""
    return importer_of(site).resolve(document, overrides)


@lru_cache(maxsize=4)
def importer_of(site: ImportSite) -> Importer:
    """One importer for all pages of a site: it keeps what it learnt of each word."""
    return Importer(site)


class Importer:
    """Runs the steps for one site."""

    def __init__(self, site: ImportSite) -> None:
        self.site = site
        self.own = [read_language(code, name, cldr) for code, name, cldr in site.languages]
        others = [read_language(code) for code in known_codes() if code not in site.codes]
        self.names = {data.code: data.name for data in (*self.own, *others)} | {"other script": "another script"}
        self.categories = dict(site.categories)
        self.detector = Detector(self.own, others)
        self.decoder = LanguageDecoder(self.detector, self.own, others)
        self.vocabulary = Vocabulary.of(self.own, others, self.categories)
        self.goals = GoalReader(self.vocabulary)
        self.resolver = Resolver(self.vocabulary, self.goals)
        self.filter = BoilerplateFilter(self.own, self.is_fact, lambda text: self.goals.read(text) is not None)
        self.reading = ReadingContext(self.own, self.is_fact)

    def is_fact(self, line: str) -> bool:
        """Whether a line by itself would become a field."""
        return self.vocabulary.fact_line(line) is not None or self.goals.read(line) is not None

    def resolve(self, document: Document, overrides: Overrides | None = None) -> ImportResult:
        """The result for a document."""
        return PageImport(self, document, overrides or Overrides()).run()


class PageImport:
    """The import of one page: each method is a step and leaves its notes and questions."""

    def __init__(self, importer: Importer, document: Document, overrides: Overrides) -> None:
        self.importer, self.document, self.overrides = importer, document, overrides
        self.codes = importer.site.codes
        self.names = importer.names
        self.notes: list[str] = list(document.notes)
        self.questions: list[Question] = [Question(message, "page") for message in document.questions]
        self.facts: list[str] = []
        self.left_out: list[LeftOut] = list(document.left_out)
        self.aside: list[tuple[str, Block]] = []

    def run(self) -> ImportResult:
        """All steps."""
        units = self._units()
        if not any(unit.words for unit in units if not unit.fixed()) and not any(
            unit.strength("title") for unit in units
        ):
            raise ImportFailure(
                f"{self.document.origin}: no article was found in it; save the page with its text, or paste the text "
                "into a file"
            )
        habit = self._decode(units)
        units = self._romanize(units)
        choices = self.importer.resolver.resolve(units, self.codes, habit, self.overrides)
        shared = SharedFieldsResolver(
            self.importer.site.given, self.importer.vocabulary, self.importer.goals, self.importer.categories
        )
        fields = shared.resolve(self.document.head, units, self.codes, self.left_out)
        texts = self._texts(units)
        titles = self._titles(choices, texts)
        self._question_roles(units, choices)
        self._question_second(units)
        self._question_languages(units, texts)
        self.notes += shared.notes
        self.questions += [Question(message, "field") for message in shared.questions]
        return self._result(units, fields, titles, texts)

    # ---- step 2: units

    def _units(self) -> list[Unit]:
        flat, notes = unfolded(self._without_fact_tables(), self.importer.detector)
        self.notes += notes
        judged = self.importer.filter.reasons(flat)
        kept = sum(not reason for _, reason in judged)
        places = {False: 0, True: kept}
        blocks, reasons = [], {}
        for block, reason in judged:
            places[bool(reason)] += 1
            place = places[bool(reason)]
            blocks.append(replace(block, place=place))
            if reason:
                reasons[place] = reason
        units = []
        for block in blocks:
            said, rest = ("", block) if block.place in reasons else self._without_lead(block)
            for unit in units_of([rest]):
                unit.said_language = said
                units.append(unit)
        first_prose = next(iter(prose_places(units)), len(units))
        units = [piece for at, unit in enumerate(units) for piece in self._pieces(unit, at < first_prose)]
        self.importer.resolver.vote(units, self.document, reasons)
        return units

    def _without_fact_tables(self) -> list[Block]:
        """The blocks, with the cells of tables that only hold labels and dates each by itself."""
        found: list[Block] = []
        for block in self.document.blocks:
            cells = [cell for cell in block.parts if cell.text.strip()] if block.kind == "table" else []
            only_facts = 0 < len(cells) <= w.MOST_FACT_CELLS and all(self.importer.is_fact(cell.text) for cell in cells)
            found += cells if only_facts else [block]
        return found

    def _without_lead(self, block: Block) -> tuple[str, Block]:
        """The language that a block names at its beginning, as in "EN: …" or on a line of its own, and the rest."""
        if block.kind not in ("paragraph", "item"):
            return "", block
        text = block.text
        found = self._lead(text)
        if found is None:
            return "", block
        code, end, shown_lead = found
        self.facts.append(f"“{shown_lead}” (beginning of the {self.names[code]} text)")
        return code, block.with_runs(cut(block.runs, end, len(text)))

    def _lead(self, text: str) -> tuple[str, int, str] | None:
        """The language, the end and the words of a name of a language before a text."""
        known = self.importer.vocabulary
        for data in self.importer.own:
            for flag in data.flags:
                if text.startswith(flag) and len(text) > len(flag) + 1:
                    rest = text[len(flag) :]
                    inner = self._lead(rest.lstrip()) if len(rest.split()) > 1 else None
                    start = len(flag) + len(rest) - len(rest.lstrip())
                    if (
                        known.language_line(text.split("\n")[0]) is not None
                        and len(text.split("\n")[0].split()) <= LEAD_WORDS
                    ):
                        return None if "\n" not in text else (data.code, text.index("\n") + 1, text.split("\n")[0])
                    return (data.code, start + (inner[1] if inner else 0), flag)
        opening = text[:60]
        first = known.language_line(text.split("\n")[0])
        if first is not None and first.kind == "pointer":
            return None
        ends = [at for at, letter in enumerate(opening) if letter in ":\n)]–—-/|" and at]
        for at in ends[:3]:
            lead = opening[: at + 1]
            line = known.language_line(lead.strip(" :\n()[]–—-/|"))
            if line is None or line.kind != "heading" or line.code not in self.codes or len(lead.split()) > LEAD_WORDS:
                continue
            spaced = lead[-1] in "\n)]:" or (text[at - 1 : at] == " " and text[at + 1 : at + 2] == " ")
            rest = text[at + 1 :]
            if spaced and rest.strip() and self.importer.decoder.lead(rest)[0] in ("", line.code):
                end = len(text) - len(rest.lstrip(" :\n–—-/|"))
                return line.code, end, lead.strip(" :\n()[]–—-/|")
        return None

    def _pieces(self, unit: Unit, on_top: bool) -> list[Unit]:
        """The unit, or its parts where it holds two languages."""
        if unit.said_language or self.importer.is_fact(unit.text) or self.importer.vocabulary.language_line(unit.text):
            return [unit]
        found = self.importer.decoder.cut(unit, on_top)
        if found.question:
            self.questions.append(Question(found.question, "language", unit.id))
        if not found.pieces:
            return [unit]
        self.notes.append(found.note)
        pieces = []
        for at, (block, code) in enumerate(found.pieces):
            pieces.append(
                Unit(f"{unit.id}{'abcdefghijklmnop'[min(at, 15)]}", block, unit.joined and at == 0, said_language=code)
            )
        return pieces

    # ---- steps 3 and 4: languages

    def _decode(self, units: Sequence[Unit]) -> str:
        for unit in units:
            if unit.id in self.overrides.languages:
                unit.said_language = self.overrides.languages[unit.id]
        habit = self.importer.decoder.decode(units)
        if habit == "halves":
            self.questions += [
                Question(message, "language") for message in self.importer.decoder.set_versions_apart(units)
            ]
        for code in self.codes:
            row = [unit for unit in units if unit.language == f"like {code}"]
            if row:
                relative = self.importer.decoder.relative(code, " ".join(unit.text for unit in row))
                for unit in row:
                    unit.language = relative
        self._place_wordless(units)
        for unit in units:
            unit.language = self.overrides.languages.get(unit.id, unit.language)
        known = any(unit.language in self.codes and unit.language_margin >= w.LANGUAGE_ASKED for unit in units)
        if not known and any(unit.language in self.codes for unit in units):
            language = next(unit.language for unit in units if unit.language in self.codes)
            self.questions.append(
                Question(
                    f"the language of this page is not clear; it was taken for {self.names[language]}: read "
                    f"it, and move it "
                    "if that is wrong",
                    "language",
                )
            )
        return habit

    def _place_wordless(self, units: Sequence[Unit]) -> None:
        """Languages for images, rules and footnotes: that of the text around them."""
        marks = {
            run.text.strip("[]"): unit.language
            for unit in units
            for block in unit.block.parts
            for run in block.runs
            if run.shift == "note"
        }
        after, following = "", []
        for unit in reversed(units):
            following.append(after)
            after = unit.language or after
        following.reverse()
        before, ruled, prose = "", False, False
        for unit, ahead in zip(units, following, strict=True):
            if unit.block.kind == "note":
                unit.language = marks.get(str(unit.block.number), before or ahead)
            elif unit.block.kind == "rule":
                unit.language = before if before == ahead else ""
                ruled = True
                continue
            elif not unit.language:
                unit.language = ahead if ahead and (ruled or not prose or not before) else before
                unit.language = unit.language or self.codes[0]
            else:
                before = unit.language
            ruled = False
            prose = prose or unit.is_prose

    def _romanize(self, units: list[Unit]) -> list[Unit]:
        """Text in a second script in the script that its language is stored in; what stands in both is kept once."""
        for data in self.importer.own:
            if data.also != "cyrillic":
                continue
            row = [unit for unit in units if unit.language == data.code]
            twice = {id(row[at]) for at in duplicates([unit.block for unit in row])}
            self.left_out += [
                LeftOut(unit.text, "the same text in the other script") for unit in row if id(unit) in twice
            ]
            units = [unit for unit in units if id(unit) not in twice]
            mixed: set[str] = set()
            changed = False
            for unit in (unit for unit in row if id(unit) not in twice):
                block = romanize_block(unit.block, mixed)
                changed = changed or (block.text != unit.block.text and CYRILLIC.search(unit.text) is not None)
                unit.block = block
            if changed:
                self.notes.append(f"the {data.name} text was in Cyrillic; it is stored in Latin letters")
            if mixed:
                self.notes.append(
                    "words with letters of both scripts were left as they are; `check` shows them: "
                    f"{', '.join(sorted(mixed))}"
                )
        return units

    # ---- step 6: texts and titles

    def _texts(self, units: Sequence[Unit]) -> dict[str, tuple[Block, ...]]:
        """Each language's blocks; what is in no file goes to the report."""
        found: dict[str, list[Block]] = {}
        last: Unit | None = None
        for unit in units:
            kept = unit.role in KEPT
            if unit.language not in self.codes:
                if unit.block.kind != "rule" and not self._is_reported(unit):
                    self.aside.append((unit.language, unit.block))
            elif kept and unit.block.kind == "rule" and not unit.language:
                pass
            elif kept:
                row = found.setdefault(unit.language, [])
                joins = unit.joined and last is not None and last.role in KEPT and last.language == unit.language
                if (
                    joins
                    and row
                    and row[-1].kind == unit.block.kind
                    and last is not None
                    and last.block.place == unit.block.place
                ):
                    row[-1] = row[-1].with_runs(tidy((*row[-1].runs, Run("\n"), *unit.block.runs)))
                else:
                    row.append(unit.block)
            elif unit.role != "title":
                found.setdefault(unit.language, [])
                self._is_reported(unit)
            else:
                found.setdefault(unit.language, [])
            last = unit
        texts = {code: _without_edge_rules(found[code]) for code in self.codes if code in found}
        titled = {unit.language for unit in units if unit.role == "title"}
        return {code: blocks for code, blocks in texts.items() if blocks or code in titled}

    def _is_reported(self, unit: Unit) -> bool:
        """Record a unit that is in no file; whether its role says so."""
        text = " ".join(unit.text.split())
        if unit.role in ROLE_NAMES:
            if unit.role == "language" and unit.language_line is not None:
                code = unit.language_line.code
                self.facts.append(f"“{text}” (heading of the {self.names.get(code, code)} text)")
            elif not text and unit.block.picture is not None:
                self.facts.append(f"“{unit.block.picture.alt}” (goals)")
            else:
                self.facts.append(f"“{text}” ({unit.reason.split(', ')[0] or ROLE_NAMES[unit.role]})")
            return True
        if unit.role == "boilerplate":
            words = text or (unit.block.picture.alt if unit.block.picture else "")
            if words.strip():
                self.left_out.append(LeftOut(words, unit.reason.split(", ")[0]))
            return True
        if unit.role in LEFT_OUT_NAMES:
            reason = unit.reason.split(", ")[0] if unit.role == "clutter" and unit.reason else LEFT_OUT_NAMES[unit.role]
            self.left_out.append(LeftOut(text, reason))
            return True
        return False

    def _titles(self, choices: Mapping[str, TitleChoice], texts: Mapping[str, object]) -> dict[str, str]:
        """Each language's title: the editor's, the page's, or that of its head; one that is missing is asked for."""
        chosen = {code: choices[code].unit for code in texts if code in choices}
        titles = {code: " ".join(unit.text.split()) if unit is not None else "" for code, unit in chosen.items()}
        titles |= {code: "" for code in texts if code not in titles}
        self._head_titles(titles)
        for code, title in self.importer.site.given.titles.items():
            if code not in titles:
                self.notes.append(
                    f"there is no text in {self.names[code]} on the page; the title given for it was not used"
                )
            elif titles[code] not in ("", title):
                self.left_out.append(LeftOut(titles[code], "a title that was replaced"))
                self.notes.append(f"the page's own title in {self.names[code]} was replaced: “{titles[code]}”")
            titles |= {code: " ".join(title.split())} if code in titles else {}
        for code in (code for code, title in titles.items() if not title):
            self.questions.append(
                Question(
                    f'the page has no title in {self.names[code]}: give it with --title "{code}=…", or '
                    f"write it in the file, "
                    "where a marked draft title stands",
                    "title",
                )
            )
        return titles

    def _head_titles(self, titles: dict[str, str]) -> None:
        """The title in the page's head, or its halves, for a language whose text has none."""
        head = " ".join(self.document.head.title.split())
        if not head or all(titles.values()):
            return
        parts = [part.strip() for part in STROKE.split(head)] if STROKE.search(head) else [head]
        kinds = self.importer.vocabulary.words["kinds"]
        for part in parts:
            lead, colon, rest = part.partition(": ") if ": " in part else part.partition(" - ")
            if colon and fold(to_latin(lead)) in kinds:
                part = rest.strip()
            same = any(loose(part) in loose(other) or loose(other) in loose(part) for other in titles.values() if other)
            code, lead_by = self.importer.decoder.lead(part)
            if same or titles.get(code) != "" or (lead_by < 3.0 and len(titles) > 1):
                continue
            data = next(data for data in self.importer.own if data.code == code)
            titles[code] = romanize_text(part) if data.also else part
            if self.document.head.title_from != "the page's head":
                self.questions.append(
                    Question(
                        f"the title in {self.names[code]} was taken from {self.document.head.title_from}: "
                        f"“{titles[code]}”; "
                        "is it the article's?",
                        "title",
                    )
                )

    # ---- questions

    def _question_roles(self, units: Sequence[Unit], choices: Mapping[str, TitleChoice]) -> None:
        given = self.importer.site.given.titles
        for code, choice in choices.items():
            if choice.unit is None or code in given:
                continue
            name = self.names[code]
            if choice.margin < w.TITLE_ASKED and choice.second:
                message = f"the title in {name} may be {shown(choice.second)} instead of {shown(choice.unit.text)}"
            elif choice.margin < w.TITLE_ASKED or choice.strength < w.TITLE_WEAK:
                message = f"{shown(choice.unit.text)} was taken for the title in {name}, but may be none"
            else:
                continue
            self.questions.append(Question(f"{message}: correct it if it is wrong", "title", choice.unit.id))
        for unit in units:
            if (
                unit.language in self.codes
                and unit.role not in ("title", "rule")
                and unit.margin < w.ROLE_ASKED
                and unit.words
            ):
                done = "kept in the text" if unit.role in KEPT else "left out of the text"
                other = f" ({unit.second})" if unit.second in ("label", "date", "goals", "credit") else ""
                message = (
                    f"{unit.block.label}: {shown(unit.text, 90)} was {done}, but may not be part of the article{other}"
                    if unit.role in KEPT
                    else f"{unit.block.label}: {shown(unit.text, 90)} was {done} ({unit.role}), but may be "
                    f"part of the article"
                )
                self.questions.append(Question(message, "role", unit.id))

    def _question_second(self, units: Sequence[Unit]) -> None:
        """One question for all lines that only one of two extractions keeps."""
        out = [unit for unit in units if unit.role == "clutter" and SECOND in unit.reason]
        kept = [
            unit for unit in units if unit.block.doubt == "asked" and unit.role in KEPT and unit.language in self.codes
        ]
        for row, what in ((out, "were left out, since"), (kept, "were kept, though")):
            if row:
                some = ", ".join(shown(unit.text, 40) for unit in row[:SHOWN_LINES])
                more = f" and {len(row) - SHOWN_LINES} more" if len(row) > SHOWN_LINES else ""
                message = (
                    f"these {len(row)} lines {what} a second extraction of the page does not keep them: {some}{more}"
                )
                self.questions.append(Question(f"{message}; do they belong to the article?", "role", row[0].id))

    def _question_languages(self, units: Sequence[Unit], texts: Mapping[str, Sequence[Block]]) -> None:
        for unit in units:
            if unit.language not in self.codes or unit.role not in KEPT or not unit.words or unit.said_language:
                continue
            name = self.names[unit.language]
            if is_neutral(unit.text, self.importer.detector):
                self.notes.append(
                    f"{unit.block.label}: could be either language; placed with the text around it "
                    f"({name}): {shown(unit.text)}"
                )
                continue
            likely, lead = self.importer.decoder.lead(unit.text)
            if WHOLE_QUOTE.fullmatch(unit.text) and likely not in ("", unit.language):
                self.notes.append(
                    f"{unit.block.label}: a quotation in {self.names[likely]} between paragraphs in {name}; "
                    f"kept with them"
                )
            elif (
                likely not in ("", unit.language)
                and lead >= 3.0
                and unit.words >= w.FEWEST_WORDS_ASKED
                and not _of_names(unit.text)
            ):
                self._ask_language(unit, f"looks like {self.names[likely]}, but stands in the {name} text")
            elif unit.block.kind == "table" and lead < 6.0:
                self.notes.append(
                    f"{unit.block.label}: could be either language; placed with the text around it "
                    f"({name}): {shown(unit.text)}"
                )
            elif unit.language_margin < w.LANGUAGE_ASKED and unit.words >= w.FEWEST_WORDS_ASKED:
                self._ask_language(unit, f"could be either language; it was placed in the {name} text")
            elif unit.language_margin < w.LANGUAGE_MENTIONED:
                self.notes.append(
                    f"{unit.block.label}: could be either language; placed with the text around it "
                    f"({name}): {shown(unit.text)}"
                )
        self._question_lengths(units)
        if self.aside:
            names = dict.fromkeys(self.names.get(code, code) for code, _ in self.aside)
            first = shown(self.aside[0][1].text)
            self.questions.append(
                Question(
                    f"text in {', '.join(names)} is in no file ({first}): it is printed below; if it is the "
                    f"site's own language, "
                    "add it by hand",
                    "language",
                    str(self.aside[0][1].place),
                )
            )
        self._question_twice(units)

    def _question_lengths(self, units: Sequence[Unit]) -> None:
        """A text that is much longer than its translation may hold a third version that looks like its language."""
        rows = {
            code: [unit for unit in units if unit.language == code and unit.role in KEPT and unit.words]
            for code in self.codes
        }
        counts = {code: sum(unit.words for unit in row) for code, row in rows.items() if row}
        if len(counts) < 2:
            return
        longest = max(counts, key=lambda code: counts[code])
        others = [count for code, count in counts.items() if code != longest]
        if min(others) < w.FEWEST_WORDS_COMPARED or counts[longest] < w.LENGTHS_APART * max(others):
            return
        row = rows[longest]
        starts = [at for at, unit in enumerate(row) if at and (unit.block.gap or not unit.is_prose)]
        half = [sum(unit.words for unit in row[:at]) / counts[longest] - 0.5 for at in starts]
        if starts and min(map(abs, half)) < 0.2:
            at = starts[min(range(len(starts)), key=lambda place: abs(half[place]))]
            self.questions.append(
                Question(
                    f"the {self.names[longest]} text is much longer than its translation: does another "
                    f"version of it begin with "
                    f"{', '.join(shown(unit.text, 44) for unit in row[at : at + 8])}? Take it out if so",
                    "language",
                    row[at].id,
                )
            )

    def _ask_language(self, unit: Unit, what: str) -> None:
        self.questions.append(
            Question(f"{unit.block.label}: {shown(unit.text)} {what}: move it if that is wrong", "language", unit.id)
        )

    def _question_twice(self, units: Sequence[Unit]) -> None:
        seen: dict[tuple[str, str], Unit] = {}
        for unit in units:
            if unit.is_prose and unit.role in KEPT and unit.language in self.codes and unit.block.kind == "paragraph":
                key = (unit.language, loose(unit.text))
                if key in seen:
                    self.questions.append(
                        Question(
                            f"{unit.block.label}: {shown(unit.text)} stands twice in the "
                            f"{self.names[unit.language]} text: take one out",
                            "text",
                            unit.id,
                        )
                    )
                seen[key] = unit

    # ---- step 7: the result

    def _result(
        self,
        units: Sequence[Unit],
        fields: SharedFields,
        titles: Mapping[str, str],
        texts: Mapping[str, Sequence[Block]],
    ) -> ImportResult:
        slug = self._slug(titles)
        album = Album(slug, self.document.folder)
        bodies = {code: render(blocks, album.written) for code, blocks in texts.items()}
        by_language = groupby(sorted(self.aside, key=lambda pair: pair[0]), key=lambda pair: pair[0])
        aside = tuple(
            (self.names.get(code, code), render([block for _, block in group], album.named))
            for code, group in by_language
        )
        self.notes += album.notes
        self.questions += [Question(message, "text") for message in (*misread(texts), *old_links(texts))]
        self.questions += [Question(message, "picture") for message in album.questions]
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
            blocks=tuple(map(_decided, units)),
            slug=slug,
            original=original,
            fields=fields,
            titles=titles,
            bodies=bodies,
            files=files,
            pictures={f"{folder}/{name}": raw for name, raw in album.files.items()},
            questions=tuple(dict.fromkeys(self.questions)),
            notes=tuple(dict.fromkeys(self.notes)),
            facts=tuple(self.facts),
            aside=aside,
            left_out=tuple(self.left_out),
        )
        lost = missing_words(self.document.source, _written(result))
        if lost:
            raise ImportFailure(
                f"{self.document.origin}: nothing was written, since words of the page would have been lost "
                f"({', '.join(lost[:12])}): import its text as a .txt file, and report this page"
            )
        return result

    def _slug(self, titles: Mapping[str, str]) -> str:
        """From the title in the site's first language that has one, else from the page's own name."""
        return (
            self.importer.site.given.slug
            or next((slug for title in titles.values() if (slug := slug_of(title))), "")
            or slug_of(self.document.origin.rpartition("/")[2].rpartition(".")[0])
            or "imported-page"
        )


def _decided(unit: Unit) -> DecidedBlock:
    return DecidedBlock(
        id=unit.id,
        text=unit.text,
        kind=unit.block.kind,
        language=unit.language,
        language_margin=unit.language_margin,
        role=unit.role,
        margin=unit.margin,
        second=unit.second,
        reasons=unit.reason,
        picture=unit.block.picture,
    )


def _written(result: ImportResult) -> tuple[str, str]:
    """Everything that a result's files hold, as Markdown, and everything that its report says."""
    texts = [*result.bodies.values(), *(text for _, text in result.aside)]
    said = [*result.titles.values(), *result.facts, *(left.text for left in result.left_out)]
    return "\n".join(texts), "\n".join(said)


def _without_edge_rules(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks without rules at either end or beside another: they parted the languages, not the text."""
    kept: list[Block] = []
    for block in blocks:
        if block.kind != "rule" or (kept and kept[-1].kind != "rule"):
            kept.append(block)
    if kept and kept[-1].kind == "rule":
        kept.pop()
    return tuple(kept)


def _of_names(text: str) -> bool:
    """Whether nearly all longer words of a text begin with a capital."""
    words = [word for word in text.split() if len(word) > 3]
    return sum(word.lstrip('„“"(«')[:1].isupper() for word in words) > 0.7 * len(words)


def misread(texts: Mapping[str, Sequence[Block]]) -> list[str]:
    """A question where letters were read with the wrong encoding before the page was saved: "zaÅ¡tita"."""
    words = (word for blocks in texts.values() for block in blocks for word in block.text.split())
    found = dict.fromkeys(word for word in words if not word.isascii() and MISREAD.search(word))
    if len(found) < FEWEST_MISREAD:
        return []
    some = ", ".join([*found][:SHOWN])
    return [f"letters of this page were spoiled before it was saved ({some}): get its text again from its source"]


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
