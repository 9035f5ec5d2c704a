"""A document as units, one a line, ready to be decided.

Tables that only lay out are unfolded, what belongs to the page is marked, names of languages before a text are read,
and a line that holds two languages is cut."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from plugins.importer import weights as w
from plugins.importer.boilerplate.lines import BoilerplateFilter
from plugins.importer.document import CAPITALS, ENDED, Block, Document, LeftOut, Run, cut, tidy
from plugins.importer.language.data import ImportLanguage
from plugins.importer.language.detection import SiteDetector
from plugins.importer.language.layout_tables import unfold_tables
from plugins.importer.language.line_languages import Cut, LanguageAssigner
from plugins.importer.metadata.line_reader import LineReader
from plugins.importer.reasons import Reason
from plugins.importer.result import Question
from plugins.importer.title_lines import TitleLines
from plugins.importer.units import STOPPED, Unit, prose_places, quote, units_of

LEAD_WORDS = 5
# "E: …" and "S: …" before paragraphs.
LETTER_LEAD = re.compile(r"(?P<letter>[^\W\d_])(?:\s?[:)]|\s[–—-])\s+(?=\S)")
FEWEST_LETTER_LEADS = 2
LONE_SIGN = re.compile(r"\s*[.,:;·•*_~|–—\u2800-]\s*")
# A stroke behind which, or before which, figures stand.
STROKE_AT_DATE = re.compile(r"\s+[|•·]\s+(?=\d)|(?<=[\d.])\s+[|•·]\s+")
OPENING = re.compile(r"[\s–—-]*[\"'„“«‘(]*(?P<letter>[^\W\d_])")
PERSON = re.compile(rf"[{CAPITALS}][^\W\d_]+ [{CAPITALS}][^\W\d_]+")


@dataclass
class Segments:
    """The units; `boilerplate` are reasons, by the places of blocks that are no part of the article; and what is to be
    reported of the steps."""

    units: list[Unit] = field(default_factory=list)
    boilerplate: Mapping[int, Reason] = field(default_factory=dict)
    facts: list[str] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)


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
        self.title_lines = TitleLines(line_reader, detector, is_fact, assigner.lead)

    def segment(self, document: Document) -> Segments:
        """The units of a document."""
        found = Segments()
        flat, notes, numbers = unfold_tables(self._without_fact_tables(document, found), self.detector)
        found.notes += notes
        found.left_out += numbers
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
        whole, joined, doubtful = self.title_lines.join([blocks[at] for at in own])
        for at, block in zip(own, whole, strict=True):
            blocks[at] = block
        found.notes += [f"the lines {quote(one)} and {quote(other)} were read as one" for one, other in joined]
        units: list[Unit] = []
        letters = self._letters_of_languages(blocks)
        for block in blocks:
            said, rest = ("", block) if block.place in reasons else self._without_lead(block, found, letters)
            for unit in units_of([rest]):
                unit.said_language = said
                unit.may_go_on = unit.text in doubtful.get(block.place, ())
                for part in self._without_date(unit, units):
                    units += self._without_title_lead(part, units, found)
        first_prose = next(iter(prose_places(units)), len(units))
        units = [
            piece
            for at, unit in enumerate(units)
            for piece in self._pieces(
                unit,
                at < first_prose + _may_be_titles(units, first_prose),
                at > 0 and units[at - 1].block.kind == "image",
                found,
            )
        ]
        found.units, found.boilerplate = units, reasons
        return found

    def _without_fact_tables(self, document: Document, report: Segments) -> list[Block]:
        """The blocks, with the cells of tables that only hold labels and dates each by itself."""
        found: list[Block] = []
        for block in document.blocks:
            table = self._without_head(block, report) if block.kind == "table" else block
            found += self._fact_cells(table, report) or [table] if block.kind == "table" else [block]
        return found

    def _without_head(self, table: Block, report: Segments) -> Block:
        """The table without its first row, if each cell of it only names a title, a text or a language."""
        names = [cell.text.strip() for column in table.rows[0] for cell in column] if len(table.rows) > 1 else []
        if len(names) < 2 or not all(self.line_reader.field_name(name) for name in names):
            return table
        report.facts += [f"“{name}” (names a column)" for name in names]
        return replace(table, rows=table.rows[1:], headed=False)

    def _fact_cells(self, table: Block, report: Segments) -> list[Block]:
        """The cells of a table that only holds labels and dates, or each row of one with a name and a fact in it."""
        cells = [cell for cell in table.parts if cell.text.strip()]
        if not cells or len(table.rows) > w.MOST_FACT_CELLS:
            return []
        few = len(cells) <= w.MOST_FACT_CELLS
        if few and all(self.is_fact(cell.text) for cell in cells):
            return cells
        rows = [[cell for column in row for cell in column if cell.text.strip()] for row in table.rows]
        if all(len(row) >= 2 for row in rows):
            columns: list[Block] = []
            if few and len(rows) == 2 and len(rows[0]) == len(rows[1]):
                # The names stand in the row above their facts.
                columns = self._named_facts(list(zip(*rows, strict=True)))
            named = columns or self._form_cells(rows, report) or (self._named_facts(rows) if few else [])
            if named:
                return named
        # The head of a press release: what it is, its day, and whom to ask.
        facts = sum(self.is_fact(cell.text) for cell in cells)
        head = few and len(table.rows) <= w.FACT_ROWS and facts >= max(2, len(cells) / 2)
        return cells if head and all(cell.words <= w.LONGEST_FACT_CELL for cell in cells) else []

    def _form_cells(self, rows: Sequence[Sequence[Block]], report: Segments) -> list[Block]:
        """The rows of a form, each with a name such as "Title (English)", "Text" or "Date" and what it names, one of
        them a title; nothing of any other table."""
        found: list[Block] = []
        names: list[str] = []
        kinds = [self.line_reader.field_name(row[0].text) for row in rows]
        for (name, *cells), kind in zip(rows, kinds, strict=True):
            pair = self._named_facts([(name, cells[0])])
            if kind == "text":
                found += cells
                names.append(f"“{name.text.strip()}” (names the text)")
            elif (kind or pair) and len(cells) == 1:
                found += pair or [_join_name(name, cells[0])]
            else:
                return []
        report.facts += names if "title" in kinds else []
        return found if "title" in kinds else []

    def _named_facts(self, rows: Sequence[Sequence[Block]]) -> list[Block]:
        """The rows of a table with a name and a fact each, as lines; nothing of any other table."""
        if not all(len(row) == 2 for row in rows):
            return []
        pairs = [_join_name(name, fact) for name, fact in rows]
        return pairs if all(self.is_fact(pair.text) for pair in pairs) else []

    def _letters_of_languages(self, blocks: Sequence[Block]) -> Mapping[str, str]:
        """The letters that stand for languages before all paragraphs of a text in turns, as in "E: …" and "S: …"; none
        where letters stand for something else, as in an interview."""
        found: dict[str, list[str]] = {}
        for block in blocks:
            lead = LETTER_LEAD.match(block.text) if block.kind == "paragraph" else None
            if lead is not None:
                found.setdefault(lead["letter"], []).append(self.assigner.lead(block.text[lead.end() :])[0])
        codes = {letter: known[0] for letter, known in found.items() if len(set(known)) == 1 and known[0] in self.codes}
        enough = all(len(known) >= FEWEST_LETTER_LEADS for known in found.values())
        return codes if len(codes) > 1 and len(set(codes.values())) == len(found) and enough else {}

    def _without_lead(self, block: Block, found: Segments, letters: Mapping[str, str]) -> tuple[str, Block]:
        """The language that a block names at its beginning, as in "EN: …" or on a line of its own, and the rest."""
        if block.kind not in ("paragraph", "item"):
            return "", block
        text = block.text
        lead = self._lead(text)
        if lead is None and letters and (letter := LETTER_LEAD.match(text)) and letter["letter"] in letters:
            lead = letters[letter["letter"]], letter.end(), letter[0].strip()
        if lead is None:
            return "", block
        code, end, shown_lead = lead
        found.facts.append(f"“{shown_lead}” (beginning of the {self.names[code]} text)")
        return code, block.with_runs(cut(block.runs, end, len(text)))

    def _lead(self, text: str) -> tuple[str, int, str] | None:
        """The language, the end and the words of a name of a language before a text."""
        known = self.line_reader
        for data in self.own:
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
            enclosed = at > 1 and lead[0] == lead[-1] and text[at + 1 : at + 2] == " "
            spaced = enclosed or lead[-1] in "\n)]:" or (text[at - 1 : at] == " " and text[at + 1 : at + 2] == " ")
            rest = text[at + 1 :]
            if spaced and rest.strip() and self.assigner.lead(rest)[0] in ("", line.code):
                end = len(text) - len(rest.lstrip(" :\n–—-/|"))
                return line.code, end, lead.strip(" :\n()[]–—-/|")
        return None

    def _without_date(self, unit: Unit, before: Sequence[Unit]) -> list[Unit]:
        """The unit, or a title and the date that a stroke parts from it, as in "Ferry returns | 3 May 2024", or a
        first paragraph and the date that opens it in a style of its own."""
        if end := self._find_styled_date(unit, before):
            return _cut_in_two(unit, (0, end), (end, len(unit.text)))
        match = STROKE_AT_DATE.search(unit.text) if unit.block.kind in ("paragraph", "heading") else None
        if match is None or unit.words > w.LONGEST_TITLE or self.is_fact(unit.text):
            return [unit]
        texts = (unit.text[: match.start()], unit.text[match.end() :])
        facts = [self.line_reader.fact_line(text) for text in texts]
        titles = [text for text, fact in zip(texts, facts, strict=True) if fact is None and not STOPPED.search(text)]
        opens = not any(one.is_prose for one in before) or before[-1].block.kind == "rule" or unit.block.gap
        if (
            not opens
            or len(titles) != 1
            or len(titles[0].split()) < 2
            or not any(fact and fact.dates for fact in facts)
        ):
            return [unit]
        return _cut_in_two(unit, (0, match.start()), (match.end(), len(unit.text)))

    def _find_styled_date(self, unit: Unit, before: Sequence[Unit]) -> int:
        """Where the date ends that opens a paragraph in bold or italic letters, above all text or below a heading; 0
        where there is none."""
        runs = unit.block.runs if unit.block.kind == "paragraph" and unit.is_prose else ()
        if len(runs) < 2 or not (runs[0].bold or runs[0].italic):
            return 0
        if any(one.is_prose for one in before) and before[-1].block.kind not in ("heading", "rule"):
            return 0
        found = self.line_reader.calendar.read_line(runs[0].text.strip(" .–—-|"))
        styled = (runs[0].bold, runs[0].italic) != (runs[1].bold, runs[1].italic)
        begins = OPENING.match(runs[1].text)
        return len(runs[0].text) if found and found.sure and styled and begins and begins["letter"].isupper() else 0

    def _without_title_lead(self, unit: Unit, before: Sequence[Unit], found: Segments) -> list[Unit]:
        """The unit, or the label before a title in its line and the title, as in "PRESS RELEASE: Ferry returns"; a word
        such as "Title:" becomes a fact. The title of a later text is behind one only where the first one is, or where
        a text begins."""
        plain = unit.block.kind in ("paragraph", "heading")
        named = before[-1].names_field if before else ""
        if named == "title" and plain and not self.is_fact(unit.text):
            unit.leads_title = True
            unit.vote("title", w.CERTAIN, Reason.NAMED_AS_TITLE)
        unit.names_field = self._field_alone(unit, before) if plain else ""
        lead = self.line_reader.field_lead(unit.text) if plain and not named else None
        if lead is None or self.is_fact(unit.text) or self.line_reader.language_line(unit.text):
            return [unit]
        ends = ((0, lead.end), (lead.end, len(unit.text)))
        head, rest = (unit.block.with_runs(cut(unit.block.runs, *places)) for places in ends)
        behind = Unit(f"{unit.id}b", rest, said_language=unit.said_language)
        if lead.kind == "text" and any(one.leads_title for one in before):
            found.facts.append(f"“{head.text.strip()}” (names the text)")
            return [behind]
        title = 0 < rest.words <= w.LONGEST_TITLE and not STOPPED.search(rest.text) and not self.is_fact(rest.text)
        opens = not any(one.is_prose for one in before) or any(one.leads_title for one in before)
        opens = opens or (before[-1].block.kind == "rule" or unit.block.gap)
        if not title or not opens or lead.kind == "text":
            return [unit]
        behind.leads_title = True
        if lead.kind == "title":
            found.facts.append(f"“{head.text.strip()}” (names the title)")
            behind.vote("title", w.CERTAIN, Reason.NAMED_AS_TITLE)
            return [behind]
        found.notes.append(f"the words “{head.text.strip()}” before the title {quote(rest.text)} were read as a label")
        return [Unit(f"{unit.id}a", head, unit.joined, said_language=unit.said_language), behind]

    def _field_alone(self, unit: Unit, before: Sequence[Unit]) -> Literal["title", "text", ""]:
        """What a line names that is only a word of a form, such as "Title (English):"; it is no line of the text."""
        kind = self.line_reader.field_name(unit.text) if unit.text.rstrip().endswith(":") else ""
        if kind == "text" and not any(one.leads_title for one in before):
            return ""
        if kind:
            unit.vote("label", w.CERTAIN, Reason.NAMES_TITLE if kind == "title" else Reason.NAMES_TEXT)
        return kind

    def _is_one_credit(self, unit: Unit, cut_unit: Cut) -> bool:
        """Whether a unit is a credit whose pieces are none by themselves: a name behind a stroke is no translation."""
        credit = self.line_reader.is_credit
        return credit(unit.text) >= w.SURE_CREDIT and not all(credit(block.text) for block, _ in cut_unit.pieces)

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

    def _pieces(self, unit: Unit, on_top: bool, below_image: bool, found: Segments) -> list[Unit]:
        """The unit, or its parts where it holds two languages."""
        if unit.said_language or self.is_fact(unit.text) or self.line_reader.language_line(unit.text):
            return [unit]
        cut_unit = self.assigner.cut(unit, on_top)
        if cut_unit.question:
            found.questions.append(Question(cut_unit.question, "language", unit.id))
        if not cut_unit.pieces or self._is_one_credit(unit, cut_unit):
            return [unit]
        if below_image and any(PERSON.fullmatch(block.text.strip()) for block, _ in cut_unit.pieces):
            # "Ana Savić / Our office" below an image is no caption in two languages.
            return [unit]
        found.notes.append(cut_unit.note)
        cut_unit = replace(cut_unit, pieces=self._with_own_descriptions(cut_unit.pieces))
        pieces = []
        for at, (block, code) in enumerate(cut_unit.pieces):
            pieces.append(
                Unit(f"{unit.id}{'abcdefghijklmnop'[min(at, 15)]}", block, unit.joined and at == 0, said_language=code)
            )
        return pieces


def _without_lone_signs(blocks: Sequence[Block]) -> list[Block]:
    """The blocks without those that are a sign and no more, such as the full stops that make room in a caption: a gap
    stands in their place."""
    found: list[Block] = []
    gap = False
    for block in blocks:
        if block.kind == "paragraph" and LONE_SIGN.fullmatch(block.text) and not block.picture:
            gap = True
        else:
            found.append(replace(block, gap=True) if gap else block)
            gap = False
    return found


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


def _may_be_titles(units: Sequence[Unit], at: int) -> bool:
    """Whether the first line that is long enough for prose may still be both titles."""
    return at < len(units) and units[at].words <= 2 * w.LONGEST_TITLE and not ENDED.search(units[at].text)
