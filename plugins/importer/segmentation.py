"""A document as units, one a line, ready to be decided.

Tables that only lay out are unfolded, what belongs to the page is marked, names of languages before a text are read,
and a line that holds two languages is cut."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal

from plugins.importer import weights as w
from plugins.importer.boilerplate.lines import BoilerplateFilter
from plugins.importer.document import BEGINS_SMALL, CAPITALS, ENDED, Block, Document, LeftOut, Run, cut, tidy
from plugins.importer.language.data import ImportLanguage
from plugins.importer.language.detection import SiteDetector
from plugins.importer.language.layout_tables import unfold_tables
from plugins.importer.language.line_languages import LanguageAssigner
from plugins.importer.metadata.line_reader import ADDRESS, LONGEST_SMALL_WORD, WORD, LineReader
from plugins.importer.reasons import Reason
from plugins.importer.units import STOPPED, Unit, prose_places, quote, units_of

LEAD_WORDS = 5
# Lines that are a sign and no more.
LONE_SIGNS = re.compile(r"(?:(?:^|\n)[^\S\n]*[.,:;·•*_~|–—\u2800-][^\S\n]*(?=\n|$))+")
# A stroke behind which, or before which, figures stand.
STROKE_AT_DATE = re.compile(r"\s+[|•·]\s+(?=\d)|(?<=[\d.])\s+[|•·]\s+")
# "link: …" is a field of its own, not the rest of a title.
NAMED_FIELD = re.compile(r"[^\W\d_]+:\s")
# A comma, a colon or a dash, or an abbreviation such as "St."
OPEN_LINE = re.compile(rf"[,:;–—-][\"”“'’»«)]*$|(?<!\w)[{CAPITALS}][^\W\d_]{{0,2}}\.$")
PERSON = re.compile(rf"[{CAPITALS}][^\W\d_]+ [{CAPITALS}][^\W\d_]+")


@dataclass
class Segments:
    """The units; `boilerplate` are reasons, by the places of blocks that are no part of the article; and what is to be
    reported of the steps."""

    units: list[Unit] = field(default_factory=list)
    boilerplate: Mapping[int, Reason] = field(default_factory=dict)
    facts: list[LeftOut] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class Segmenter:
    """Makes units for one site; `is_fact` says whether a line by itself would become a field, `names` are those of
    languages by code."""

    def __init__(
        self,
        own: Sequence[ImportLanguage],
        names: Mapping[str, str],
        line_reader: LineReader,
        detector: SiteDetector,
        assigner: LanguageAssigner,
        boilerplate: BoilerplateFilter,
        is_fact: Callable[[str], bool],
    ) -> None:
        self.own, self.codes, self.names = own, [data.code for data in own], names
        self.line_reader, self.detector, self.assigner = line_reader, detector, assigner
        self.filter, self.is_fact = boilerplate, is_fact

    def segment(self, document: Document) -> Segments:
        """The units of a document."""
        segments = Segments()
        flat, notes, numbers = unfold_tables(self._without_fact_tables(document, segments), self.detector)
        segments.notes += notes
        segments.left_out += numbers
        judged = self.filter.reasons(_without_lone_signs(flat), document.saved)
        kept = sum(not reason for _, reason in judged)
        places = {False: 0, True: kept}
        blocks, reasons = [], {}
        for block, reason in judged:
            places[bool(reason)] += 1
            place = places[bool(reason)]
            blocks.append(replace(block, place=place))
            if reason:
                reasons[place] = reason
        own = [at for at, block in enumerate(blocks) if block.place not in reasons]
        for at, block in zip(own, self._join_titles([blocks[at] for at in own], segments), strict=True):
            blocks[at] = block
        units: list[Unit] = []
        for block in blocks:
            said, rest = ("", block) if block.place in reasons else self._without_lead(block, segments)
            for unit in units_of([rest]):
                if unit.joined and block.place not in reasons:
                    # Each line may have its own flag.
                    code, unit.block = self._without_lead(unit.block, segments)
                    said = code or said
                unit.said_language = said
                for part in self._without_date(unit, units):
                    units += self._without_title_lead(part, units, segments, document.head.path)
        first_prose = next(iter(prose_places(units)), len(units))
        units = [
            piece
            for at, unit in enumerate(units)
            for piece in self._pieces(
                unit,
                at <= first_prose,
                at > 0 and units[at - 1].block.kind == "image",
                segments,
            )
        ]
        segments.units, segments.boilerplate = units, reasons
        return segments

    def _without_fact_tables(self, document: Document, report: Segments) -> list[Block]:
        """The blocks, with the cells of tables that only hold labels and dates each by itself."""
        flat: list[Block] = []
        for block in document.blocks:
            table = self._without_head(block, report) if block.kind == "table" else block
            flat += self._fact_cells(table, report) or [table] if block.kind == "table" else [block]
        return flat

    def _without_head(self, table: Block, report: Segments) -> Block:
        """The table without its first row, if each cell of it only names a title or a text, or two of them a language
        each, as "Source (EN)" does."""
        names = [cell.text.strip() for column in table.rows[0] for cell in column] if len(table.rows) > 1 else []
        known = self.line_reader
        languages = {known.find_language(name) for name in names if len(name.split()) <= LEAD_WORDS} & {*self.codes}
        if len(names) < 2 or (len(languages) < 2 and not all(map(known.field_name, names))):
            return table
        report.facts += [LeftOut(name, Reason.NAMES_COLUMN) for name in names]
        return replace(table, rows=table.rows[1:], headed=False)

    def _fact_cells(self, table: Block, report: Segments) -> list[Block]:
        """The cells of a table that only holds labels and dates, each with its name or by itself."""
        cells = [cell for cell in table.parts if cell.text.strip()]
        if not 0 < len(cells) <= w.MOST_FACT_CELLS:
            return []
        rows = [[cell for column in row for cell in column if cell.text.strip()] for row in table.rows]
        beside = all(len(row) == 2 and row[0].text.rstrip().endswith(":") for row in rows)
        above = len(rows) == 2 and len(rows[0]) == len(rows[1]) > 1
        # The names stand beside their facts, of which one may be no fact, or in the row above these.
        pairs = rows if beside else [*zip(*rows, strict=True)] if above else []
        lines = [self._without_name(name, value) for name, value in pairs]
        known = sum(self.is_fact(line.text) for line in lines)
        if lines and known >= (max(2, len(lines) / 2) if beside else len(lines)):
            alone = [name for (name, value), line in zip(pairs, lines, strict=True) if line is value]
            report.facts += [LeftOut(name.text.strip(), Reason.NAMES_FACT) for name in alone]
            return lines
        # The head of a press release: what it is, its day, and whom to ask.
        facts = sum(self.is_fact(cell.text) for cell in cells)
        head = len(table.rows) <= w.FACT_ROWS and facts >= max(2, len(cells) / 2)
        return cells if head and all(cell.words <= w.LONGEST_FACT_CELL for cell in cells) else []

    def _without_name(self, name: Block, value: Block) -> Block:
        """What is a fact by itself, or a name and what it names as one line."""
        line = _join_name(name, value)
        return value if self.is_fact(value.text) and not self.is_fact(line.text) else line

    def _join_titles(self, blocks: Sequence[Block], segments: Segments) -> Iterator[Block]:
        """The blocks, those of titles with the lines joined that whoever typed it has broken: above all text, below a
        rule or a gap, and where the language changes."""
        before, opens = "", True
        for block in blocks:
            opens = opens or block.kind == "rule" or block.gap
            if block.kind not in ("paragraph", "heading") or not block.text.strip():
                yield block
                continue
            opens = opens or all(map(self.is_fact, block.text.split("\n")))
            language = self.assigner.lead(block.text)[0]
            title = block.words <= w.LONGEST_TITLE and not STOPPED.search(block.text)
            yield self._join_lines(block, segments) if title and (opens or language != before) else block
            if not title:
                before, opens = language, False

    def _join_lines(self, block: Block, segments: Segments) -> Block:
        """The block, with each line joined to the one above it that goes on in it."""
        lines = block.text.split("\n")
        runs: list[Run] = []
        start = 0
        for line, after in pairwise([*lines, ""]):
            runs += cut(block.runs, start, start + len(line))
            start += len(line) + 1
            joins = self._goes_on(line, after)
            runs.append(Run(("" if line.endswith("-") else " ") if joins else "\n"))
            if joins:
                segments.notes.append(f"the lines {quote(line)} and {quote(after)} were read as one")
        return block.with_runs(tidy(runs)) if len(lines) > 1 else block

    def _goes_on(self, line: str, after: str) -> bool:
        """Whether a line of a title goes on in the next one: that begins small, or this one ends with a sign that ends
        no sentence, or with a small word."""
        last = (WORD.findall(line) or [""])[-1]
        small = len(last) <= LONGEST_SMALL_WORD and line.endswith(last) and self.detector.is_common(last)
        open_end = OPEN_LINE.search(line) is not None
        goes_on = open_end or ((small or BEGINS_SMALL.match(after) is not None) and not ENDED.search(line))
        apart = NAMED_FIELD.match(after) is not None or ADDRESS.match(after) is not None
        apart = apart or after.endswith(":")
        apart = apart or any(map(self.is_fact, (line, after)))
        return goes_on and after != "" and not apart

    def _without_lead(self, block: Block, segments: Segments) -> tuple[str, Block]:
        """The language that a block names at its beginning, as in "EN: …" or on a line of its own, and the rest."""
        if block.kind not in ("paragraph", "item"):
            return "", block
        text = block.text
        lead = self._lead(text)
        if lead is None:
            return "", block
        code, end, shown_lead = lead
        segments.facts.append(LeftOut(shown_lead, Reason.BEGINS_TEXT, language=self.names[code]))
        return code, block.with_runs(cut(block.runs, end, len(text)))

    def _lead(self, text: str) -> tuple[str, int, str] | None:
        """The language, the end and the words of a name of a language before a text."""
        known = self.line_reader
        first, _, more = text.partition("\n")
        line = known.language_line(first)
        for data in self.own:
            flag = next((flag for flag in data.flags if text.startswith(flag)), "")
            if flag and line is not None and len(first.split()) <= LEAD_WORDS:
                return (data.code, len(first) + 1, first) if more else None
            if flag:
                return data.code, len(text) - len(text[len(flag) :].lstrip()), flag
        if line is not None and line.kind == "pointer":
            return None
        opening = text[:60]
        ends = [at for at, letter in enumerate(opening) if letter in ":\n)]–—-/|" and at]
        for at in ends[:3]:
            lead = opening[: at + 1]
            line = known.language_line(lead.strip(" :\n()[]–—-/|"))
            if line is None or line.kind != "heading" or line.code not in self.codes or len(lead.split()) > LEAD_WORDS:
                continue
            enclosed = at > 1 and lead[0] == lead[-1] and text[at + 1 : at + 2] == " "
            spaced = enclosed or lead[-1] in "\n)]:"
            rest = text[at + 1 :]
            if spaced and rest.strip() and self.assigner.lead(rest)[0] in ("", line.code):
                end = len(text) - len(rest.lstrip(" :\n–—-/|"))
                return line.code, end, lead.strip(" :\n()[]–—-/|")
        return None

    def _without_date(self, unit: Unit, before: Sequence[Unit]) -> list[Unit]:
        """The unit, or a title and the date that a stroke parts from it, as in "Ferry returns | 3 May 2024"."""
        match = STROKE_AT_DATE.search(unit.text) if unit.block.kind in ("paragraph", "heading") else None
        if match is None or unit.words > w.LONGEST_TITLE or self.is_fact(unit.text):
            return [unit]
        texts = (unit.text[: match.start()], unit.text[match.end() :])
        facts = [self.line_reader.fact_line(text) for text in texts]
        titles = [text for text, fact in zip(texts, facts, strict=True) if fact is None and not STOPPED.search(text)]
        opens = not any(above.is_prose for above in before) or before[-1].block.kind == "rule" or unit.block.gap
        if (
            not opens
            or len(titles) != 1
            or len(titles[0].split()) < 2
            or not any(fact and fact.dates for fact in facts)
        ):
            return [unit]
        return _cut_in_two(unit, (0, match.start()), (match.end(), len(unit.text)))

    def _without_title_lead(
        self, unit: Unit, before: Sequence[Unit], segments: Segments, path: Collection[str]
    ) -> list[Unit]:
        """The unit, or the label before a title in its line and the title, as in "PRESS RELEASE: Ferry returns"; a word
        such as "Title:" becomes a fact. The title of a later text is behind one only where the first one is."""
        plain = unit.block.kind in ("paragraph", "heading")
        named = before[-1].names_field if before else ""
        unit.names_field = self._field_alone(unit, before) if plain else ""
        lead, start = self.line_reader.field_lead(unit.text, path) if plain and not named else ("", 0)
        if not lead or self.is_fact(unit.text) or self.line_reader.language_line(unit.text):
            return [unit]
        ends = ((0, start), (start, len(unit.text)))
        head, rest = (unit.block.with_runs(cut(unit.block.runs, *places)) for places in ends)
        behind = Unit(f"{unit.id}b", rest, said_language=unit.said_language)
        title = 0 < rest.words <= w.LONGEST_TITLE and not STOPPED.search(rest.text) and not self.is_fact(rest.text)
        opens = (
            lead == "title" or not any(above.is_prose for above in before) or any(above.leads_title for above in before)
        )
        if not title or not opens:
            return [unit]
        behind.leads_title = True
        if lead == "title":
            segments.facts.append(LeftOut(head.text.strip(), Reason.NAMES_TITLE))
            behind.vote("title", w.CERTAIN, Reason.NAMED_AS_TITLE)
            return [behind]
        segments.notes.append(
            f"the words “{head.text.strip()}” before the title {quote(rest.text)} were read as a label"
        )
        return [Unit(f"{unit.id}a", head, unit.joined, said_language=unit.said_language), behind]

    def _field_alone(self, unit: Unit, before: Sequence[Unit]) -> Literal["title", "text", ""]:
        """What a line names that is only a word of a form, such as "Title (English):"; it is no line of the text."""
        kind = self.line_reader.field_name(unit.text) if unit.text.rstrip().endswith(":") else ""
        if kind == "text" and not any(above.leads_title for above in before):
            return ""
        if kind:
            unit.vote("label", w.CERTAIN, Reason.NAMES_TITLE if kind == "title" else Reason.NAMES_TEXT)
        return kind

    def _is_one_credit(self, unit: Unit, pieces: Sequence[tuple[Block, str]]) -> bool:
        """Whether a unit is a credit whose pieces are none by themselves: a name behind a stroke is no translation."""
        credit = self.line_reader.is_credit
        return credit(unit.text) >= w.SURE_CREDIT and not all(credit(block.text) for block, _ in pieces)

    def _with_own_descriptions(self, pieces: Sequence[tuple[Block, str]]) -> tuple[tuple[Block, str], ...]:
        """The pieces of a caption in two languages; an image whose description is in one of them has the other one's
        caption as its description there."""
        picture = pieces[0][0].picture
        language = self.assigner.lead(picture.alt)[0] if picture is not None and picture.alt else ""
        language = next((code for block, code in pieces if picture and block.text.strip() == picture.alt), language)
        if picture is None or language not in [code for _, code in pieces]:
            return tuple(pieces)
        return tuple(
            (
                block
                if code == language
                else replace(block, picture=replace(picture, alt=" ".join(block.text.split()))),
                code,
            )
            for block, code in pieces
        )

    def _pieces(self, unit: Unit, on_top: bool, below_image: bool, segments: Segments) -> list[Unit]:
        """The unit, or its parts where it holds two languages."""
        if unit.said_language or self.is_fact(unit.text) or self.line_reader.language_line(unit.text):
            return [unit]
        parts = self.assigner.cut(unit, on_top)
        if not parts or self._is_one_credit(unit, parts):
            return [unit]
        if below_image and any(PERSON.fullmatch(block.text.strip()) for block, _ in parts):
            # "Ana Savić / Our office" below an image is no caption in two languages.
            return [unit]
        named = " and ".join(quote(block.text, 40) for block, _ in parts)
        segments.notes.append(f"{unit.block.label}: it held two languages and was cut into {named}")
        names = (f"{unit.id}{'abcdefghijklmnop'[min(at, 15)]}" for at in range(len(parts)))
        return [
            Unit(name, block, unit.joined and not at, said_language=code)
            for at, (name, (block, code)) in enumerate(zip(names, self._with_own_descriptions(parts), strict=True))
        ]


def _without_lone_signs(blocks: Sequence[Block]) -> list[Block]:
    """The blocks without lines that are a sign and no more, such as the full stops that make room in a caption: a gap
    stands in their place, at which a paragraph ends."""
    kept: list[Block] = []
    gap = False
    for block in blocks:
        signs = [*LONE_SIGNS.finditer(block.text)] if block.kind == "paragraph" and not block.picture else []
        starts, ends = [0, *(match.end() for match in signs)], [*(match.start() for match in signs), len(block.text)]
        for start, end in zip(starts, ends, strict=True):
            part = block.with_runs(cut(block.runs, start, end)) if signs else block
            if part.text or not signs:
                kept.append(replace(part, gap=True) if gap else part)
                gap = False
            gap = gap or end < len(block.text)
    return kept


def _cut_in_two(unit: Unit, *ends: tuple[int, int]) -> list[Unit]:
    """A unit cut into the two of its parts that are between these places."""
    blocks = [unit.block.with_runs(cut(unit.block.runs, *places)) for places in ends]
    units = [Unit(f"{unit.id}{'de'[at]}", block, said_language=unit.said_language) for at, block in enumerate(blocks)]
    units[0].joined = unit.joined
    return units


def _join_name(name: Block, value: Block) -> Block:
    """A name and what it names as one line, with a colon between them."""
    colon = Run("" if name.text.rstrip().endswith(":") else ":")
    return Block("paragraph", tidy((*name.runs, colon, Run(" "), *value.runs)))
