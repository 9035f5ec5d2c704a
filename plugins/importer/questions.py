"""Questions and notes for the editor: about decisions with small margins, and about each line of which nothing shows
that it is the article's. On a page that says everything twice that is shown by the other text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from enum import Enum
from itertools import groupby, pairwise
from typing import Literal

from plugins.diagnostics import Message
from plugins.diagnostics.message import fill
from plugins.importer import weights as w
from plugins.importer.asked import SHOWN_LINES, Line, Question, Topic, lines_of
from plugins.importer.document import ENDED, Block
from plugins.importer.language.counterparts import is_lone, says_all_twice
from plugins.importer.language.line_languages import STROKE, WHOLE_QUOTE, LanguageAssigner, is_neutral, lists_names
from plugins.importer.language.romanize import is_mostly_cyrillic
from plugins.importer.reasons import Reason
from plugins.importer.roles import TitleChoice
from plugins.importer.roles.features import (
    SAID,
    fold_loosely,
    has_reason,
    is_fact,
    is_no_sentence,
    is_sentence,
    is_source,
    may_be_paired,
    may_be_strange,
    stems_of,
)
from plugins.importer.units import KEPT, STOPPED, Unit, quote, shorten
from plugins.importer.writers.markdown import SCHEME
from plugins.locales.letters import MISREAD

HASHTAGS = re.compile(r"#\w\S*(?:\s+[#@]\w\S*)*")
LETTER = re.compile(r"[^\W\d_]")
# What a title and its translation both have, letter by letter: numbers, and what stands in square brackets.
SAME_IN_BOTH = re.compile(r"\d{2,}|\[[^\[\]]+\]")
NUMBER = re.compile(r"\d+")
BRACKETED = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")
# Commands of TeX, and the signs of wikis, templates, records and forums.
MARKUP = re.compile(
    r"\\[a-z]{2,20}\b\*?(?:[{\[][^{}\[\]]{0,80}[}\]]?)?|\{\{[^{}]{0,80}\}\}|\[\[[^\[\]]{0,80}\]\]|</?[a-z][^<>]{0,80}>"
    r"|&[a-z]{2,6};|(?<!\S)(?:={2,80}|~{2,80}|\*{2})|(?:={2,80}|~{2,80}|\*{2})(?!\S)"
    r"|\[(?:/\w{1,30}|\w{1,30}_\w{1,30}|[\w -]{1,30}=[^\[\]]{0,80})\]|(?<!\S)[\w.]{1,80}\[[a-z-]{2,5}\]:"
)
FEWEST_MISREAD, SHOWN = 2, 3


class LineDoubt(Enum):
    """What is asked or noted of lines that were kept or left out, in the words of a report."""

    KEPT = "kept in the text, but may not be part of the article"
    LEFT_OUT = "left out of the text, but may be part of the article"


LEFT_OUT = frozenset({"clutter", "boilerplate", "kicker", "signoff"})
# How much some reasons show that a line which was left out is the page's; each other one counts 1.
REASONS_OF_PAGE = {Reason.SECOND: 3, Reason.PHRASE: 3, Reason.LINK: 2, Reason.WHOLE_SENTENCE: 0}


class DoubtReport:
    """Gathers the questions and notes about one page; `names` are those of languages by code, `saved` says that
    the page is one of a site."""

    def __init__(
        self,
        assigner: LanguageAssigner,
        codes: Sequence[str],
        names: Mapping[str, str],
        head_languages: frozenset[str] = frozenset(),
        saved: bool = False,
    ) -> None:
        self.assigner, self.codes, self.names, self.saved = assigner, codes, names, saved
        self.questions: list[Question] = []
        self.notes: list[str] = []
        self.head_languages = head_languages

    def ask(
        self,
        units: Sequence[Unit],
        choices: Mapping[str, TitleChoice],
        given: Collection[str],
        aside: Sequence[tuple[str, Block]],
    ) -> None:
        """Gather all that is in doubt; no title is asked about in the languages of `given`, `aside` is text that is in
        no file, each block with its language."""
        self._question_titles(
            units, {code: choice for code, choice in choices.items() if choice.unit and code not in given}
        )
        self._question_roles(units)
        self._note_hashtags(units)
        self._question_languages(units, aside)
        self._question_lengths(units)

    def _question_titles(self, units: Sequence[Unit], choices: Mapping[str, TitleChoice]) -> None:
        """Ask about titles with a small margin, and those that something else speaks against."""
        titles = {code: choice.unit for code, choice in choices.items() if choice.unit is not None}
        rivals = {
            unit.id: choices[code].second for code, unit in titles.items() if choices[code].margin < w.TITLE_ASKED
        }
        self._ask_other_titles([(unit, rivals[unit.id]) for unit in titles.values() if rivals.get(unit.id)])
        for code, unit in titles.items():
            choice = choices[code]
            is_weak = min(choice.margin, choice.strength) < w.TITLE_ASKED
            is_long = unit.words > w.LONGEST_UNASKED_TITLE and unit.block.kind != "heading"
            if not rivals.get(unit.id) and (is_weak or is_long):
                message = Message(
                    "taken for the title in {language}, but may be none: correct it if it is wrong",
                    **self._language(code),
                )
                self._ask(Topic.TITLE, message, unit)
        self._question_lines(units, titles)
        self._compare_titles(titles)

    def _question_lines(self, units: Sequence[Unit], titles: Collection[str]) -> None:
        """Ask about a title that may be one with the line above or below it, which the other text does not have."""
        for unit, after in pairwise(units):
            title, beside = (unit, after) if unit.role == "title" else (after, unit)
            joined = after.joined and unit.block.place == after.block.place and unit.language == after.language
            if not joined or title.role != "title" or title.language not in titles:
                continue
            asked = any(question.block in (unit.id, after.id) for question in self.questions)
            if not is_fact(beside) and not beside.has_counterpart and not asked:
                message = Message(
                    "the title in {language} may be “{first}” and “{second}” together: correct it if it is wrong",
                    first=shorten(unit.text),
                    second=shorten(after.text),
                    **self._language(title.language),
                )
                self._ask(Topic.TITLE, message, title)

    def _ask_other_titles(self, rivals: Sequence[tuple[Unit, str]]) -> None:
        """Ask once about titles and what may be the title instead of each: they were chosen together."""
        titles = [title for title, _ in rivals]
        if len(titles) > 1:
            others = " – ".join(quote(other) for _, other in rivals)
            message = Message("the titles may be {others} instead: correct them if they are wrong", others=others)
            self._ask(Topic.TITLE, message, *titles)
        elif titles:
            message = Message(
                "the title in {language} may be “{other}” instead: correct it if it is wrong",
                other=shorten(rivals[0][1]),
                **self._language(titles[0].language),
            )
            self._ask(Topic.TITLE, message, titles[0])

    def _compare_titles(self, titles: Mapping[str, Unit]) -> None:
        """Ask about a title that looks less like one than the titles in the other languages: only it ends with a full
        stop, or has a number or brackets, or it is much shorter."""
        if len(titles) < 2 or any(question.topic is Topic.TITLE for question in self.questions):
            return
        longest = max(len(unit.text) for unit in titles.values())
        stopped = [code for code, unit in titles.items() if STOPPED.search(unit.text)]
        marks = Counter(mark for unit in titles.values() for mark in {*SAME_IN_BOTH.findall(unit.text)})
        for code, unit in titles.items():
            if stopped == [code]:
                why = Message("it ends like a sentence")
            elif alone := [mark for mark in SAME_IN_BOTH.findall(unit.text) if marks[mark] < len(titles)]:
                why = Message("the other one has no {mark}", mark=alone[0])
            elif unit.words <= w.FEW_TITLE_WORDS and len(unit.text) < w.TITLES_APART * longest:
                why = Message("it is much shorter than the other one")
            else:
                continue
            message = Message(
                "taken for the title in {language}, but {why}: correct it if it is wrong",
                why=why,
                **self._language(code),
            )
            self._ask(Topic.TITLE, message, unit)

    def _question_roles(self, units: Sequence[Unit]) -> None:
        """Account for each line: what nothing shows to be rightly kept, or left out, is asked about or noted. One
        question or note has all lines of which it says the same."""
        words = [unit for unit in units if unit.words]
        twice = says_all_twice([unit for unit in words if unit.language in self.codes])
        own, of_page = _find_own(words, self.saved), _find_of_page(words, twice)
        begun: set[str] = set()
        doubted: dict[tuple[LineDoubt, bool], list[Unit]] = {}
        for unit in words:
            begun |= {unit.language} if unit.is_prose else set()
            if unit.language not in self.codes:
                continue
            if unit.role in (*KEPT, "title"):
                what, doubt = LineDoubt.KEPT, _doubt_kept(unit, twice, unit.language in begun)
                in_doubt, asked = doubt != "", doubt == "unsure" or (doubt == "lone" and unit.id not in own)
            else:
                what, in_doubt, asked = LineDoubt.LEFT_OUT, _is_left_out_in_doubt(unit), unit.id not in of_page
            if in_doubt:
                doubted.setdefault((what, asked), []).append(unit)
        for (what, asked), row in doubted.items():
            self._ask(Topic.ROLE, fill(what.value, {}), *row, noted=not asked)

    def _note_hashtags(self, units: Sequence[Unit]) -> None:
        """Name the hashtags that were left out and are no links: a campaign's may be the author's own words."""
        row = [unit for unit in units if unit.role not in KEPT and not unit.link_share and unit.goals is None]
        lines = [unit.text for unit in row if HASHTAGS.fullmatch(unit.text)]
        if lines:
            self.notes.append(f"hashtags were left out of the text: {', '.join(map(quote, lines[:SHOWN_LINES]))}")

    def _question_languages(self, units: Sequence[Unit], aside: Sequence[tuple[str, Block]]) -> None:
        """Ask about lines whose language is in doubt, and about text that is in no file."""
        for unit in units:
            # A note has the language of its mark.
            if unit.block.kind != "note" and unit.language in self.codes and unit.words and not unit.said_language:
                self._question_language(unit)
        self._question_varieties(units)
        alike = {other.code for relatives in self.assigner.relatives.values() for other in relatives}
        for code, group in groupby(sorted(aside, key=lambda pair: pair[0]), key=lambda pair: pair[0]):
            blocks = [block for _, block in group]
            message = Message("text in {language} is in no file", **self._language(code))
            line = Line(str(blocks[0].place), blocks[0].label, blocks[0].text)
            advice = "it is printed below; if it is the site's own language, add it by hand"
            question = Question(Topic.LANGUAGE, message, (line,), advice)
            if code not in alike and sum(block.words for block in blocks) >= w.FEWEST_WORDS_MARKED:
                # So much text shows its language.
                self.notes.append(str(replace(question, advice="it is printed below")))
            else:
                self.questions.append(question)
        self._question_twice(units)

    def _question_language(self, unit: Unit) -> None:
        """Ask about one line if its language is in doubt, or note it."""
        name = self.names[unit.language]
        strange = self._find_strange_language(unit)
        if strange:
            both = {"name": self.names[strange], "code": strange, "language": name, "own": unit.language}
        if unit.role == "title" and strange:
            message = Message("looks like {name}, but is the title in {language}: move it if that is wrong", **both)
            self._ask(Topic.LANGUAGE, message, unit)
        if unit.role not in KEPT:
            return
        if is_neutral(unit.text, self.assigner.detector):
            self._note_either(unit, name)
            return
        likely, lead = self.assigner.lead(unit.text)
        if strange:
            message = Message("looks like {name}, but stands in the {language} text: move it if that is wrong", **both)
            self._ask(Topic.LANGUAGE, message, unit)
        elif WHOLE_QUOTE.fullmatch(unit.text) and likely not in ("", unit.language):
            self.notes.append(
                f"{unit.block.label}: a quotation in {self.names[likely]} between paragraphs in {name}; kept with them"
            )
        elif unit.block.kind == "table" and lead < 6.0:
            self._note_either(unit, name)
        elif unit.language_margin < w.LANGUAGE_ASKED and unit.words >= w.FEWEST_WORDS_ASKED:
            message = Message(
                "could be either language; it was placed in the {language} text: move it if that is wrong",
                **self._language(unit.language),
            )
            self._ask(Topic.LANGUAGE, message, unit)
        elif unit.language_margin < w.LANGUAGE_MENTIONED:
            self._note_either(unit, name)

    def _note_either(self, unit: Unit, name: str) -> None:
        self.notes.append(
            f"{unit.block.label}: could be either language; placed with the text around it ({name}): {quote(unit.text)}"
        )

    def _find_strange_language(self, unit: Unit) -> str:
        """The language that the site does not have and that a line by itself, such as a title without a text below it,
        is rather in than in the site's; "" for any other line."""
        plain = unit.role in ("title", "body") and unit.words >= w.STRANGE_WORDS and unit.facts is None
        if not plain or unit.is_prose or unit.partner or ENDED.search(unit.text) or SAID.search(unit.text):
            return ""
        evidence = self.assigner.evidence(unit.text)
        others = {code: value for code, value in evidence.items() if code not in self.codes and code in self.names}
        own = [evidence[code] for code in self.codes if code in evidence]
        best = max(others, key=lambda code: others[code], default="")
        return best if best and own and others[best] - max(own) >= w.STRANGE_LINE else ""

    def _question_varieties(self, units: Sequence[Unit]) -> None:
        """A text whose words do not show that it is the site's language and not another one that is like it, and lines
        that have words of the other one alone."""
        for code in self.codes:
            row = [unit for unit in units if unit.language == code and unit.role in (*KEPT, "title") and unit.words]
            text = " ".join(unit.text for unit in row)
            if code not in self.assigner.varieties or not any(unit.is_prose for unit in row):
                continue
            own, foreign = self.assigner.marks(code, text)
            names = ", ".join(other.name for other in self.assigner.relatives[code])
            if not foreign and len(own) < w.FEWEST_MARKS:
                foreign = self.assigner.hints(code, text)
            said = {other.code for other in self.assigner.relatives[code]} & self.head_languages
            if not foreign and not said and self._is_shown(code, row, units):
                continue
            if (
                not own
                or (foreign and w.MARKS_AGAINST * len(foreign) >= len(own))
                or (said and len(own) < w.FEWEST_MARKS_AGAINST_HEAD)
            ):
                self._ask_variety(code, row, names, foreign, bool(foreign or said))
            # Lines that have more words of a language like it than of its own; a single word is chance.
            elif doubtful := [unit for unit in row if len(self._foreign(code, unit)) >= w.FEWEST_MARKS]:
                foreign = [word for unit in doubtful for word in self._foreign(code, unit)]
                self._ask_variety(code, doubtful, names, foreign, True)

    def _is_shown(self, code: str, row: Sequence[Unit], units: Sequence[Unit]) -> bool:
        """Whether something else than its words shows that a text is in one of the site's languages: a script that no
        language like it is written in, the page's head, or a heading such as "Srpski" above it."""
        relatives = self.assigner.relatives[code]
        if any(unit.language in {other.code for other in relatives} for unit in units):
            return False
        written = " ".join(unit.written for unit in row)
        script = is_mostly_cyrillic(written) and all(unit.written for unit in row if unit.is_prose)
        if script and not any("cyrillic" in (other.language.script, other.language.also) for other in relatives):
            return True
        headed = (unit.language_line for unit in units if unit.role in ("language", "pointer"))
        return code in self.head_languages or any(line is not None and line.code == code for line in headed)

    def _foreign(self, code: str, unit: Unit) -> list[str]:
        """The words of a line that only languages like its own have; none where it has as many of its own."""
        own, foreign = self.assigner.marks(code, unit.text)
        return foreign if len(foreign) > len(own) else []

    def _ask_variety(self, code: str, row: Sequence[Unit], names: str, foreign: Sequence[str], against: bool) -> None:
        """Ask where something speaks against the site's language; what has no word of either one is right in both."""
        values = {"names": names, **self._language(code)}
        message = Message(
            "the {language} text may be in a language like it ({names}), its words do not show which: take out what is",
            **values,
        )
        if foreign:
            message = Message(
                "the {language} text may be in a language like it ({names}), with words {words}: take out what is",
                words=", ".join(dict.fromkeys(foreign[:SHOWN])),
                **values,
            )
        self._ask(Topic.LANGUAGE, message, *row, noted=not against)

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
        asked = {question.block for question in self.questions}
        more = [unit for unit in rows[longest] if not unit.has_counterpart and unit.id not in asked]
        if len(more) < w.FEWEST_MORE or sum(unit.words for unit in more) < w.LENGTHS_SHARE * counts[longest]:
            return
        message = Message(
            "the {language} text is much longer than its translation, which has nothing for this: does it hold another "
            "version of the text, or does the other one lack a part?",
            **self._language(longest),
        )
        self._ask(Topic.LANGUAGE, message, *more)

    def _question_twice(self, units: Sequence[Unit]) -> None:
        """One question for all paragraphs that a text has once more."""
        seen: set[tuple[str, str]] = set()
        twice = []
        for unit in units:
            if unit.is_prose and unit.role in KEPT and unit.language in self.codes and unit.block.kind == "paragraph":
                key = (unit.language, fold_loosely(unit.text))
                twice += [unit] if key in seen else []
                seen.add(key)
        if twice:
            message = Message("kept, though the text has it above: what stands twice is to be taken out once")
            self._ask(Topic.ROLE, message, *twice)

    def _ask(self, topic: Topic, message: Message, *units: Unit, noted: bool = False) -> None:
        """Ask about some lines, or note what would be asked."""
        question = Question(topic, message, lines_of(units))
        if noted:
            self.notes.append(str(question))
        else:
            self.questions.append(question)

    def _language(self, code: str) -> dict[str, str]:
        """A language as the value of a message: its English name, and its code for other languages."""
        return {"language": self.names.get(code, code), "code": code}


def _doubt_kept(unit: Unit, twice: bool, begun: bool) -> Literal["unsure", "lone", "noted", ""]:
    """Whether a line that was kept is in doubt, by its margin, or since the other text has no such line; or is noted at
    most, or not even that, where its place is shown: by its margin, and on a page that says nearly all twice by its
    translation, or by being written text. `begun` says that its text has begun."""
    if _names_field(unit):
        return "noted"
    if unit.role in ("rule", "title"):
        return ""
    if unit.margin < w.ROLE_ASKED:
        return "lone" if has_reason(unit, "clutter", Reason.LONE) else "unsure"
    if not twice or unit.block.kind == "note" or (unit.is_prose and not is_lone(unit)):
        return ""
    if unit.pair_margin >= w.PAIR_BY_WORDS:
        at_edge = unit.zone != "inside" and unit.block.kind == "paragraph" and not is_source(unit)
        return "noted" if at_edge and is_no_sentence(unit) else ""
    lone = begun and not unit.has_counterpart and may_be_paired(unit) and may_be_strange(unit) and not unit.below_image
    return "lone" if lone and unit.zone != "inside" else "noted"


def _names_field(unit: Unit) -> bool:
    """Whether a line begins as its translation does, but for what stands in brackets, as in "Title (English): Ferry
    returns": nobody translated the name of a field."""
    if unit.partner is None:
        return False
    leads = [line.text.partition(":")[0] for line in (unit, unit.partner) if ":" in line.text]
    bare = [BRACKETED.sub("", lead).strip() for lead in leads if len(lead.split()) <= w.LONGEST_LEAD]
    return len(bare) > 1 and bare[0] != "" and bare[0] == bare[1] and bare[0] != leads[0].strip()


def _is_left_out_in_doubt(unit: Unit) -> bool:
    """Whether a line that was left out is in doubt. What stands in both texts is rather the author's, unless it is
    short, as the words of a menu are."""
    if unit.role == "clutter" and Reason.SECOND in unit.reasons:
        return True
    # Between the texts a line above the second title may end the first text.
    between = unit.role == "kicker" and unit.zone == "between" and unit.strength("kicker") <= 0
    ends_text = between and (unit.language_margin < w.LANGUAGE_ASKED or ENDED.search(unit.text) is not None)
    lone = unit.role == "clutter" and unit.reasons[:1] == (Reason.LONE,) and is_sentence(unit)
    if unit.margin < w.ROLE_ASKED or ends_text or lone:
        return True
    if unit.role not in LEFT_OUT or unit.partner is None or unit.pair_margin < w.PAIR_BY_WORDS:
        return False
    return unit.partner.role in (*KEPT, "title") or (not unit.link_share and is_sentence(unit))


def _find_of_page(units: Sequence[Unit], twice: bool) -> frozenset[str]:
    """The ids of the lines that are left out for so much that nobody need be asked: beside the reasons of their votes,
    that a text in another language stands above them; and where the other text lacks them, that they stand above the
    text or in a row, or have a number that no text of the page has, as a count of readers has."""
    ids: set[str] = set()
    numbers = {number for unit in units if unit.role in KEPT for number in NUMBER.findall(unit.text)}
    above = ""
    for left_out, group in groupby(units, key=lambda unit: unit.role in LEFT_OUT):
        row = list(group)
        if not left_out:
            above = next((unit.language for unit in reversed(row) if unit.is_prose), above)
            continue
        # What strokes part is a row by itself.
        whole = sum(unit.lone for unit in row) >= w.LONE_OF_PAGE
        whole = whole or sum(len(STROKE.split(unit.text)) for unit in row) >= w.ROW_OF_PAGE
        for unit in row:
            reasons = {vote.reason for vote in unit.votes if vote.role == "clutter" and (vote.weight > 0 or vote.leans)}
            # The other text may lack a paragraph that its author forgot; a second extraction lacks most links.
            reasons -= {Reason.LONE} if unit.is_prose else set()
            reasons -= {Reason.LINK} if Reason.SECOND in reasons else set()
            evidence = sum(REASONS_OF_PAGE.get(reason, 1) for reason in reasons)
            evidence += unit.zone == "closing" and unit.language != above
            counts = unit.lone and not is_source(unit) and bool({*NUMBER.findall(unit.text)} - numbers)
            if counts or (whole and (unit.lone or Reason.BELOW_TEXTS in reasons)):
                evidence += 0 if unit.is_prose else w.SURE_OF_PAGE
            if twice and unit.zone == "opening" and not ENDED.search(unit.text) and unit.pair_margin < w.PAIR_BY_WORDS:
                evidence += w.SURE_OF_PAGE
            if evidence >= w.SURE_OF_PAGE:
                ids.add(unit.id)
    return frozenset(ids)


def _is_wordless(text: str) -> bool:
    """Whether a line is only signs and numbers, or hashtags."""
    return not LETTER.search(text) or HASHTAGS.fullmatch(text) is not None


def _find_own(units: Sequence[Unit], saved: bool) -> frozenset[str]:
    """The ids of the lines that the other text lacks and that are the author's all the same: those without a word, and
    rows of lines of which one is written text, an item, a name and its value, a list of names, or in the text once
    more, as a pull quote. Text in the page of a site has words of the rest."""
    prose = [(unit.language, fold_loosely(unit.text)) for unit in units if unit.is_prose]
    stems = Counter(stem for unit in units for stem in stems_of(unit.text))

    def is_own(unit: Unit) -> bool:
        key = fold_loosely(unit.text)
        again = any(unit.language == code and key in text and key != text for code, text in prose)
        shared = sum(stems[stem] > 1 for stem in stems_of(unit.text))
        written = unit.is_prose and (not saved or shared >= w.SHARED_STEMS)
        row = unit.block.kind == "item" or has_reason(unit, "body", Reason.NAMED_ROW)
        return written or again or row or lists_names(unit.text)

    ids: set[str] = set()
    for (lone, _), group in groupby(units, key=lambda unit: (unit.lone, unit.language)):
        row = list(group) if lone else []
        whole = any(unit.role in KEPT and is_own(unit) for unit in row)
        ids |= {unit.id for unit in row if whole or _is_wordless(unit.text)}
    return frozenset(ids)


def misread(texts: Mapping[str, Sequence[Block]]) -> list[Message]:
    """A question where letters were read with the wrong encoding before the page was saved: "zaÅ¡tita"."""
    words = (word for blocks in texts.values() for block in blocks for word in block.text.split())
    spoiled = dict.fromkeys(word for word in words if not word.isascii() and MISREAD.search(word))
    if len(spoiled) < FEWEST_MISREAD:
        return []
    message = Message(
        "letters of this page were spoiled before it was saved ({words}): get its text again from its source",
        words=", ".join([*spoiled][:SHOWN]),
    )
    return [message]


def left_markup(titles: Mapping[str, str], texts: Mapping[str, Sequence[Block]]) -> list[Message]:
    """A question where signs of markup that no reader knows are left in a title or in the text."""
    lines = [*titles.values(), *(block.text for blocks in texts.values() for block in blocks)]
    left = dict.fromkeys(match[0].strip() for line in lines for match in MARKUP.finditer(line))
    if not left:
        return []
    signs = ", ".join(map(quote, [*left][:SHOWN_LINES]))
    return [Message("signs of a program's markup are left in the text: {signs}: take them out", signs=signs)]


def old_links(texts: Mapping[str, Sequence[Block]]) -> list[Message]:
    """A question for the links that only make sense on the page's old site."""
    runs = (run for blocks in texts.values() for block in blocks for part in block.parts for run in part.runs)
    links = dict.fromkeys(
        run.href for run in runs if run.href and not SCHEME.match(run.href) and not run.href.startswith("//")
    )
    if not links:
        return []
    message = Message(
        "these links lead into the old site, whose address the page does not say: {links}; complete them or take them "
        "out",
        links=", ".join(links),
    )
    return [message]
