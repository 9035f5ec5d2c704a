"""Questions and notes for the editor about decisions with small margins."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import groupby, pairwise

from plugins.importer import weights as w
from plugins.importer.document import ENDED, Block
from plugins.importer.language.counterparts import says_all_twice
from plugins.importer.language.line_languages import WHOLE_QUOTE, LanguageAssigner, is_neutral, lists_names
from plugins.importer.language.romanize import is_mostly_cyrillic
from plugins.importer.reasons import Reason
from plugins.importer.result import Question
from plugins.importer.roles import TitleChoice
from plugins.importer.roles.features import (
    SAID,
    fold_loosely,
    has_reason,
    is_fact,
    is_only_named,
    is_sentence,
    may_be_paired,
    may_be_strange,
    stems_of,
)
from plugins.importer.units import KEPT, STOPPED, Unit, quote
from plugins.importer.writers.markdown import SCHEME
from plugins.locales.unicode_scripts import MISREAD

HASHTAGS = re.compile(r"#\w\S*(?:\s+[#@]\w\S*)*")
LETTER = re.compile(r"[^\W\d_]")
# What a title and its translation both have, letter by letter: numbers, and what stands in square brackets.
SAME_IN_BOTH = re.compile(r"\d{2,}|\[[^\[\]]+\]")
FEWEST_MISREAD, SHOWN, SHOWN_LINES = 2, 3, 12
KEPT_LONE = "kept in the text, but the other text has no such line: is it the article's?"
KEPT_UNPAIRED = "kept in the text, though the other text may have no such line"
MAY_BE_PAGE = "kept in the text, but may not be part of the article"
NOT_IN_SECOND = "left out, since a second extraction of the page lacks it: is it the article's?"
MAY_BE_TEXT = "left out of the text, but may be part of the article"
KEPT_DOUBTS = frozenset({KEPT_LONE, MAY_BE_PAGE})
LEFT_OUT = frozenset({"clutter", "boilerplate", "kicker", "signoff"})


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
        self.below_text: frozenset[str] = frozenset()
        self.own: frozenset[str] = frozenset()
        self.of_page: frozenset[str] = frozenset()
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
        self._question_titles(units, {code: one for code, one in choices.items() if one.unit and code not in given})
        self._question_roles([unit for unit in units if unit.words])
        self._question_translated(units)
        self._question_unpaired(units)
        row = [unit for unit in units if unit.role == "clutter" and Reason.SECOND in unit.reasons]
        self._ask_roles(row, NOT_IN_SECOND)
        self._note_hashtags(units)
        self._question_languages(units, aside)
        self._question_lengths(units)

    def _question_titles(self, units: Sequence[Unit], choices: Mapping[str, TitleChoice]) -> None:
        """Ask about titles with a small margin, and those that something else speaks against."""
        titles = {code: choice.unit for code, choice in choices.items() if choice.unit is not None}
        for code, unit in titles.items():
            name, choice = self.names[code], choices[code]
            if choice.margin < w.TITLE_ASKED and choice.second:
                message = f"the title in {name} may be {quote(choice.second)} instead of {quote(unit.text)}"
            elif min(choice.margin, choice.strength) < w.TITLE_ASKED or (
                unit.words > w.LONGEST_UNASKED_TITLE and unit.block.kind != "heading"
            ):
                message = f"{quote(unit.text)} was taken for the title in {name}, but may be none"
            else:
                continue
            self.questions.append(Question(f"{message}: correct it if it is wrong", "title", unit.id))
        self._question_lines(units, titles)
        self._compare_titles(units, titles)

    def _question_roles(self, words: Sequence[Unit]) -> None:
        """Ask about roles with a small margin."""
        self.own, self.of_page = _find_own(words, self.saved), _find_of_page(words, self.saved)
        self.below_text = _kickers_below_text(words)
        doubts: dict[str, list[Unit]] = {}
        for unit in words:
            if doubt := self._role_in_doubt(unit):
                doubts.setdefault(doubt, []).append(unit)
        for doubt, row in doubts.items():
            self._ask_roles(row, doubt)

    def _question_lines(self, units: Sequence[Unit], titles: Collection[str]) -> None:
        """Ask about a title that may be one with the line above or below it, which the other text does not have."""
        for unit, after in pairwise(units):
            title, beside = (unit, after) if unit.role == "title" else (after, unit)
            joined = after.joined and unit.block.place == after.block.place and unit.language == after.language
            if not joined or title.role != "title" or title.language not in titles:
                continue
            asked = any(question.block in (unit.id, after.id) for question in self.questions)
            if not is_fact(beside) and not beside.has_counterpart and not asked:
                message = f"the title in {self.names[title.language]} may be {quote(unit.text)} and {quote(after.text)}"
                self.questions.append(Question(f"{message} together: correct it if it is wrong", "title", title.id))

    def _compare_titles(self, units: Sequence[Unit], titles: Mapping[str, Unit]) -> None:
        """Ask about a title that looks less like one than the titles in the other languages: only it ends with a full
        stop, or has a number or brackets, it is much shorter, or only below it a longer short line stands above the
        text."""
        if len(titles) < 2 or any(question.topic == "title" for question in self.questions):
            return
        longest = max(len(unit.text) for unit in titles.values())
        stopped = [code for code, unit in titles.items() if STOPPED.search(unit.text)]
        marks = Counter(mark for unit in titles.values() for mark in {*SAME_IN_BOTH.findall(unit.text)})
        below = {code: _find_short_below([one for one in units if one.language == code]) for code in titles}
        for code, unit in titles.items():
            rest, message = below[code], f"{quote(unit.text)} was taken for the title in {self.names[code]}, but "
            if stopped == [code]:
                message += "ends like a sentence"
            elif alone := [mark for mark in SAME_IN_BOTH.findall(unit.text) if marks[mark] < len(titles)]:
                message += f"the other one has no {alone[0]}"
            elif unit.words <= w.FEW_TITLE_WORDS and len(unit.text) < w.TITLES_APART * longest:
                message += "is much shorter than the other one"
            elif rest and not all(below.values()) and unit.words < rest[0].words:
                message = f"the title in {self.names[code]} may be {quote(rest[0].text)} instead of {quote(unit.text)}"
            else:
                continue
            self.questions.append(Question(f"{message}: correct it if it is wrong", "title", unit.id))

    def _role_in_doubt(self, unit: Unit) -> str:
        """What the question says of a unit whose role has a small margin; "" for any other."""
        if unit.language not in self.codes or unit.role in ("title", "rule"):
            return ""
        lone = unit.role == "clutter" and unit.reasons[:1] == (Reason.LONE,) and is_sentence(unit)
        if unit.margin >= w.ROLE_ASKED and unit.id not in self.below_text and not lone:
            return ""
        if unit.role not in KEPT:
            return MAY_BE_TEXT
        if has_reason(unit, "clutter", Reason.LONE):
            return KEPT_LONE
        return MAY_BE_PAGE

    def _note_hashtags(self, units: Sequence[Unit]) -> None:
        """Name the hashtags that were left out and are no links: a campaign's may be the author's own words."""
        row = [unit for unit in units if unit.role not in KEPT and not unit.link_share and unit.goals is None]
        lines = [unit.text for unit in row if HASHTAGS.fullmatch(unit.text)]
        if lines:
            self.notes.append(f"hashtags were left out of the text: {', '.join(map(quote, lines[:SHOWN_LINES]))}")

    def _ask_roles(self, row: Sequence[Unit], what: str) -> None:
        """One question about all lines of a row; those of which something else shows the same are only noted."""
        known = self.own if what == KEPT_LONE else self.of_page if what not in KEPT_DOUBTS else ()
        shown = [unit for unit in row if unit.id in known]
        asked = [unit for unit in row if unit not in shown]
        if shown:
            self.notes.append(_say_of_lines(shown, what))
        if asked:
            self.questions.append(Question(_say_of_lines(asked, what), "role", asked[0].id))

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
            message = (
                f"text in {self.names.get(code, code)} is in no file ({quote(blocks[0].text)}): it is printed below"
            )
            if code not in alike and sum(block.words for block in blocks) >= w.FEWEST_WORDS_MARKED:
                # So much text shows its language.
                self.notes.append(message)
            else:
                message += "; if it is the site's own language, add it by hand"
                self.questions.append(Question(message, "language", str(blocks[0].place)))
        self._question_twice(units)

    def _question_language(self, unit: Unit) -> None:
        """Ask about one line if its language is in doubt, or note it."""
        name = self.names[unit.language]
        if unit.role == "title" and (strange := self._find_strange_language(unit)):
            self._ask_language(unit, f"looks like {self.names[strange]}, but is the title in {name}")
        if unit.role not in KEPT:
            return
        if is_neutral(unit.text, self.assigner.detector):
            self._note_either(unit, name)
            return
        likely, lead = self.assigner.lead(unit.text)
        if strange := self._find_strange_language(unit):
            self._ask_language(unit, f"looks like {self.names[strange]}, but stands in the {name} text")
        elif WHOLE_QUOTE.fullmatch(unit.text) and likely not in ("", unit.language):
            self.notes.append(
                f"{unit.block.label}: a quotation in {self.names[likely]} between paragraphs in {name}; kept with them"
            )
        elif unit.block.kind == "table" and lead < 6.0:
            self._note_either(unit, name)
        elif unit.language_margin < w.LANGUAGE_ASKED and unit.words >= w.FEWEST_WORDS_ASKED:
            self._ask_language(unit, f"could be either language; it was placed in the {name} text")
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
        found = self.assigner.evidence(unit.text)
        others = {code: value for code, value in found.items() if code not in self.codes and code in self.names}
        own = [found[code] for code in self.codes if code in found]
        best = max(others, key=lambda code: others[code], default="")
        return best if best and own and others[best] - max(own) >= w.STRANGE_LINE else ""

    def _question_varieties(self, units: Sequence[Unit]) -> None:
        """A text whose words do not show that it is the site's language and not another one that is like it, and lines
        that have words of the other one alone."""
        for code in self.codes:
            row = [unit for unit in units if unit.language == code and unit.role in (*KEPT, "title") and unit.words]
            text = " ".join(unit.text for unit in row)
            if not any(unit.is_prose for unit in row):
                continue
            # In the letters of the page: Macedonian in Latin letters looks like Serbian.
            if near := self.assigner.nearest(code, " ".join(unit.written or unit.text for unit in row)):
                long = sum(unit.words for unit in row) >= w.FEWEST_WORDS_MARKED
                self._ask_variety(code, row, self.names[near], (), long)
            if code not in self.assigner.varieties:
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
        some = f" ({', '.join(dict.fromkeys(foreign[:SHOWN]))})" if foreign else ""
        message = (
            f"the {self.names[code]} text may be in a language like it ({names}): its words do not show which{some}; "
            f"take out what is: {_name_lines(row)}"
        )
        if against:
            self.questions.append(Question(message, "language", row[0].id))
        else:
            self.notes.append(message)

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
        self.questions.append(
            Question(
                f"the {self.names[longest]} text is much longer than its translation, which has nothing for "
                f"{_name_lines(more)}: does it hold another version of the text, or does the other one lack a part?",
                "language",
                more[0].id,
            )
        )

    def _question_translated(self, units: Sequence[Unit]) -> None:
        """Ask about lines that were left out although the other text has them, and that no other question names: what
        stands in both texts is rather the author's, unless it is short, as the words of a menu are."""
        asked = {question.block for question in self.questions}
        left = [unit for unit in units if unit.role in LEFT_OUT and unit.partner and unit.id not in asked]
        left = [unit for unit in left if unit.margin >= w.ROLE_ASKED and unit.counterpart and _is_sure(unit)]
        kept = [unit for unit in left if unit.partner and unit.partner.role in (*KEPT, "title")]
        both = [unit for unit in left if unit not in kept and not unit.link_share]
        both = [unit for unit in both if is_sentence(unit) or (not self.saved and _is_named_line(unit))]
        self._ask_roles(kept, "left out of the text, but the other text has such a line: is it the article's?")
        self._ask_roles(both, "left out of both texts, which say the same there: is it the article's?")

    def _question_unpaired(self, units: Sequence[Unit]) -> None:
        """Ask about short lines that were kept at the edges of the texts, where nearly all lines have a counterpart and
        they have none; note those that have one by their place alone, or stand above the first paragraph."""
        texts = [unit for unit in units if unit.words and unit.language in self.codes]
        begun: set[str] = set()
        rows: dict[bool, list[Unit]] = {True: [], False: []}
        for unit in texts if says_all_twice(texts) else ():
            begun |= {unit.language} if unit.is_prose else set()
            plain = unit.role in KEPT and not unit.is_prose and not unit.below_image and may_be_paired(unit)
            alone = unit.pair_margin < w.PAIR_SURE and unit.zone != "inside" and unit.margin >= w.ROLE_ASKED
            if plain and alone and may_be_strange(unit):
                rows[unit.language in begun and not unit.has_counterpart].append(unit)
        self._ask_roles(rows[True], KEPT_LONE)
        if rows[False]:
            self.notes.append(_say_of_lines(rows[False], KEPT_UNPAIRED))

    def _question_twice(self, units: Sequence[Unit]) -> None:
        """One question for all paragraphs that a text has once more."""
        seen: set[tuple[str, str]] = set()
        twice = []
        for unit in units:
            if unit.is_prose and unit.role in KEPT and unit.language in self.codes and unit.block.kind == "paragraph":
                key = (unit.language, fold_loosely(unit.text))
                twice += [unit] if key in seen else []
                seen.add(key)
        self._ask_roles(twice, "kept, though the text has it above: what stands twice is to be taken out once")

    def _ask_language(self, unit: Unit, what: str) -> None:
        self.questions.append(
            Question(f"{unit.block.label}: {quote(unit.text)} {what}: move it if that is wrong", "language", unit.id)
        )


def _is_sure(unit: Unit) -> bool:
    """Whether the words of a line and its translation show that they say the same."""
    return unit.counterpart is not None and unit.counterpart.margin >= w.PAIR_BY_WORDS


def _is_named_line(unit: Unit) -> bool:
    """Whether nothing but the words of a page in it leaves out a line of several words."""
    named = unit.strength("clutter") > 0 and is_only_named(unit, "clutter")
    return unit.role == "clutter" and unit.words > w.FEW_WORDS_INSIDE and named


def _say_of_lines(row: Sequence[Unit], what: str) -> str:
    """What is asked about lines, or noted."""
    lines = row[0].block.label if len(row) == 1 else f"these {len(row)} lines"
    return f"{lines}: {_name_lines(row)} {'was' if len(row) == 1 else 'were'} {what}"


def _name_lines(row: Sequence[Unit]) -> str:
    """Some lines as a question names them."""
    some = ", ".join(quote(unit.text, 90 if len(row) == 1 else 44) for unit in row[:SHOWN_LINES])
    return some + (f" and {len(row) - SHOWN_LINES} more" if len(row) > SHOWN_LINES else "")


def _kickers_below_text(units: Sequence[Unit]) -> frozenset[str]:
    """The ids of lines right below text in one language that are left out as lines above a title in another, and that
    may end that text: their language is in doubt, or they end like sentences."""
    found, before = set(), ""
    for unit in units:
        doubtful = unit.language_margin < w.LANGUAGE_ASKED or ENDED.search(unit.text) is not None
        if unit.role == "kicker" and doubtful and before not in ("", unit.language) and unit.strength("kicker") <= 0:
            found.add(unit.id)
        before = unit.language if unit.role in (*KEPT, "title") else before
    return frozenset(found)


def _find_short_below(row: Sequence[Unit]) -> list[Unit]:
    """The lines like titles between a language's title and its text."""
    at = next((place for place, unit in enumerate(row) if unit.role == "title"), len(row))
    found = []
    for unit in row[at + 1 :]:
        if unit.is_prose or ENDED.search(unit.text):
            break
        if unit.role == "body" and unit.words and unit.facts is None and unit.strength("title") > w.TITLE_ASKED:
            found.append(unit)
    return found


def _find_of_page(units: Sequence[Unit], saved: bool) -> frozenset[str]:
    """The ids of the lines that are left out for two reasons: of a second extraction of the page, the other text and a
    list of words two lack them, or the other text lacks them and they stand in a row below the texts."""
    found = {unit.id for unit in units if Reason.SECOND in unit.reasons and has_reason(unit, "clutter", Reason.PHRASE)}
    for left_out, group in groupby(units, key=lambda unit: unit.role in LEFT_OUT):
        row = list(group) if left_out else []
        lone = [unit for unit in row if unit.lone]
        whole = len(row) >= w.ROW_OF_PAGE or (saved and len(lone) >= w.ROW_OF_SITE)
        below = whole and row[0].zone == "closing"
        found |= {unit.id for unit in lone if below or Reason.SECOND in unit.reasons}
    return frozenset(found)


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

    found: set[str] = set()
    for (lone, _), group in groupby(units, key=lambda unit: (unit.lone, unit.language)):
        row = list(group) if lone else []
        whole = any(unit.role in KEPT and is_own(unit) for unit in row)
        found |= {unit.id for unit in row if whole or _is_wordless(unit.text)}
    return frozenset(found)


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
