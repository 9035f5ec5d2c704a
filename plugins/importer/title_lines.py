"""Lines above a text that are one title, broken by whoever typed it, are joined; where that is in doubt, the lines are
marked."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from plugins.importer import weights as w
from plugins.importer.document import CAPITALS, ENDED, Block, Run, cut, tidy
from plugins.importer.language.detection import SiteDetector
from plugins.importer.metadata.line_reader import ADDRESS, WORD, LineReader
from plugins.importer.roles.features import LABELLED
from plugins.importer.units import STOPPED

OPENS_SMALL = re.compile(r"[\"'„“«‘(\[]*(?P<first>[^\W\d_])")
OPENS_NUMBER = re.compile(r"\d+(?![\d.:]*[.:]\d)")
OPEN_LINE = re.compile(r"[,–—-]$|[^\W_]/$")
COLON = re.compile(r":[\"”“'’»«)]*$")
# A person's name and nothing else.
PERSON = re.compile(rf"[{CAPITALS}][^\W\d_]*[.’'-]?(?:[ -][{CAPITALS}][^\W\d_]*[.’'-]?){{1,2}}")
QUOTED = re.compile(r"[\"'„“«»‘].+[\"'”“»«’]:")
PAIRS = (("„", "“”"), ("«", "»"), ("»", "«"), ("(", ")"), ("[", "]"))
WORDS_OF_PAGES = ("kicker", "exact", "sections", "before_title")
# "St." and "Dr." end no sentence.
ABBREVIATED = re.compile(rf"(?<!\w)[{CAPITALS}][^\W\d_]{{0,2}}\.$")
SINGLE_OPENS, SINGLE_CLOSES = re.compile(r"(?<!\w)['‘](?=\w)"), re.compile(r"(?<=[\w.,!?])['’](?!\w)")


class TitleLines:
    """Joins the lines of titles for one site; `is_fact` says whether a line by itself would become a field, `lead`
    which of the site's languages it is in, and by how much."""

    def __init__(
        self,
        line_reader: LineReader,
        detector: SiteDetector,
        is_fact: Callable[[str], bool],
        lead: Callable[[str], tuple[str, float]],
    ) -> None:
        self.line_reader, self.detector, self.is_fact, self.lead = line_reader, detector, is_fact, lead

    def join(self, blocks: Sequence[Block]) -> tuple[list[Block], list[tuple[str, str]], dict[int, frozenset[str]]]:
        """The blocks, with the lines of each title joined; the lines that were joined, as pairs; and, by the places of
        blocks, the lines that may go on in the next one."""
        places = self._find_places(blocks)
        scores = {at: self._weigh(blocks[at]) for at in places if "\n" in blocks[at].text}
        found, joined, doubtful = list(blocks), [], {}
        for at, pairs in scores.items():
            sums = [one + self._compare(at, here, places, scores, blocks) for here, one in enumerate(pairs)]
            lines = blocks[at].text.split("\n")
            ends = [end for end, total in enumerate(sums) if total < w.LINES_JOINED]
            joined += [(lines[end], lines[end + 1]) for end in range(len(sums)) if end not in ends]
            found[at] = _join_lines(blocks[at], lines, ends) if len(ends) < len(sums) else blocks[at]
            pieces = zip(found[at].text.split("\n"), ends, strict=False)
            doubtful[blocks[at].place] = frozenset(text for text, end in pieces if sums[end] >= w.LINES_IN_DOUBT)
        return found, joined, doubtful

    def _find_places(self, blocks: Sequence[Block]) -> Mapping[int, str]:
        """Where lines stand that may be titles, with their languages: short blocks above all text, below a rule, a
        label or a date, or above text in another language than the text before."""
        found: dict[int, str] = {}
        before = ""
        opens = True
        for at, block in enumerate(blocks):
            if block.kind == "rule":
                opens = True
            if block.kind not in ("paragraph", "heading") or not block.text.strip():
                continue
            language = self.lead(block.text)[0]
            if block.words > w.LONGEST_TITLE or STOPPED.search(block.text):
                before, opens = language, False
            elif self._heads(block.text):
                opens = True
            elif opens or block.gap or language != before:
                found[at] = language
        return found

    def _heads(self, text: str) -> bool:
        """Whether all lines of a text are of those that stand above titles: labels, dates, names of languages."""
        return all(self.is_fact(line) or self.line_reader.language_line(line) for line in text.split("\n"))

    def _weigh(self, block: Block) -> list[float]:
        """How likely each line of a block goes on in the next one."""
        lines = block.text.split("\n")
        ends = [0]
        for line in lines:
            ends.append(ends[-1] + len(line) + 1)
        bold = [_is_bold(block, start, end - 1) for start, end in pairwise(ends)]
        longest = max(map(len, lines))
        full = all(_fills(line, after, longest) for line, after in pairwise(lines))
        return [
            self._weigh_pair(line, after, longest, full and len(lines) > 2)
            + (-w.LIKELY if bold[at] != bold[at + 1] else 0.0)
            + (w.LINE_IN_HEADING if block.kind == "heading" else 0.0)
            for at, (line, after) in enumerate(pairwise(lines))
        ]

    def _weigh_pair(self, line: str, after: str, longest: int, all_full: bool) -> float:
        """How likely a line goes on in the one below it, by their words and lengths."""
        if not line.strip() or not after.strip() or _ends(line) or self._stands_alone(line):
            return -w.PAGE
        opening = OPENS_SMALL.match(after)
        small = opening is not None and opening["first"].islower()
        # "na vrh" is a button by itself, and "govori" a label, but both may end a title.
        of_page = self._stands_alone(after)
        if of_page and not (small and self._is_word_of_page(after)):
            return -w.PAGE
        last_word = self._weigh_last_word(line)
        first, second = self.lead(line), self.lead(after)
        votes = (
            (w.LIKELY, small),
            (-w.HINT, of_page),
            (-w.SURE, first[0] != second[0] and min(first[1], second[1]) >= w.LINE_OTHER_LEAD),
            (w.LIKELY, _is_open(line, after)),
            (w.LIKELY if QUOTED.fullmatch(line) else w.LINE_COLON, COLON.search(line) is not None),
            (w.HINT, OPENS_NUMBER.match(after) is not None),
            (w.LINE_PERSON, not last_word and self._is_person(after)),
            (-w.PAGE, _repeats(line, after) or all(map(LABELLED.match, (line, after)))),
            (-w.LIKELY, STOPPED.search(after) is not None),
        )
        style, width = _compare_styles(line, after), _compare_widths(line, after, longest, all_full)
        return last_word + style + width + sum(weight for weight, applies in votes if applies)

    def _weigh_last_word(self, line: str) -> float:
        """How much the last word of a line speaks for a line below it, such as "to" or "kod"."""
        words = WORD.findall(line)
        last = words[-1] if words and line.endswith(words[-1]) else ""
        if len(words) < w.FEWEST_LINE_WORDS or not self.detector.is_common(last):
            return 0.0
        return w.LINE_SMALL_WORD if len(last) <= w.SHORT_WORD else w.LINE_COMMON_WORD

    def _is_person(self, line: str) -> bool:
        """Whether a line is a person's name and nothing else."""
        return (
            not line.isupper()
            and PERSON.fullmatch(line) is not None
            and not any(map(self.detector.is_common, WORD.findall(line)))
        )

    def _stands_alone(self, line: str) -> bool:
        """Whether a line is something of its own: a fact, a credit, a kicker, an address or words of a page."""
        known = self.line_reader
        kinds: tuple[Callable[[str], object], ...] = (
            self.is_fact, known.language_line, known.is_credit, known.is_byline, known.is_contact,
            known.is_release, known.field_name, ADDRESS.fullmatch,
        )  # fmt: skip
        return (
            any(applies(line) for applies in kinds)
            or any(known.is_one_of(line, name) for name in WORDS_OF_PAGES)
            or any(known.opens(line, name) for name in ("contact", "greetings", "closings"))
        )

    def _is_word_of_page(self, line: str) -> bool:
        """Whether a line is only a word or two that a page may have as a label or a button."""
        named = any(self.line_reader.is_one_of(line, name) for name in (*WORDS_OF_PAGES, "kinds", "credit"))
        return named and len(line.split()) <= w.LONGEST_MENU_WORDS

    def _compare(
        self,
        at: int,
        here: int,
        places: Mapping[int, str],
        scores: Mapping[int, Sequence[float]],
        blocks: Sequence[Block],
    ) -> float:
        """What the title in the other language says of a line's end: it has the same number of lines, of which that
        one surely goes on, or another one does; or it is one line, about as long as all of these."""
        if scores[at][here] <= -w.PAGE / 2:
            return 0.0
        others = [place for place, language in places.items() if language != places[at]]
        lines = blocks[at].text.split("\n")
        total = 0.0
        for other in others:
            text = blocks[other].text
            if other in scores:
                sure = [score >= w.LINES_JOINED for score in scores[other]]
                same = len(sure) == len(scores[at]) and sure[here]
                total = max(total, w.LINE_OTHER_GOES_ON if same else w.HINT if any(sure) else 0.0)
            elif not self._stands_alone(text) and len(text.split()) > w.FEWEST_LINE_WORDS:
                whole = len(text) / len(blocks[at].text)
                alone = len(text) / max(map(len, lines))
                if 1 / w.LINE_AS_LONG <= whole <= w.LINE_AS_LONG and not 1 / w.LINE_AS_LONG <= alone <= w.LINE_AS_LONG:
                    total = max(total, w.LINE_OTHER_IS_LONG)
        return total


def _join_lines(block: Block, lines: Sequence[str], ends: Sequence[int]) -> Block:
    """The block with only those line breaks that are at the ends of these lines."""
    runs: list[Run] = []
    start = 0
    for at, line in enumerate(lines):
        runs += cut(block.runs, start, start + len(line))
        start += len(line) + 1
        if at + 1 < len(lines):
            broken = line.endswith("-") and not line.endswith(" -") and lines[at + 1][:1].islower()
            runs.append(Run("\n" if at in ends else "" if broken else " "))
    return block.with_runs(tidy(runs))


def _fills(line: str, after: str, width: int) -> bool:
    """Whether the first word of the next line would not have fitted on a line of that width."""
    return len(line) + 1 + len((after.split() or [""])[0]) > width


def _is_bold(block: Block, start: int, end: int) -> bool:
    return all(run.bold or not run.text.strip() for run in cut(block.runs, start, end))


def _repeats(line: str, after: str) -> bool:
    """Whether two lines have most of their words in common, as titles in two languages that are alike."""
    first, second = (set(map(str.casefold, WORD.findall(one))) for one in (line, after))
    fewest = min(len(first), len(second))
    return fewest > w.FEWEST_LINE_WORDS and 2 * len(first & second) >= fewest


def _compare_styles(line: str, after: str) -> float:
    """What capitals say of two lines: both have words with capitals, both are in capitals, or only one of them."""
    if _is_title_case(line) and _is_title_case(after, 1):
        return w.LINE_SAME_CASE
    if _is_shouted(line) != _is_shouted(after):
        return -w.LIKELY
    return w.LINE_SAME_CASE if line.isupper() and after.isupper() else 0.0


def _compare_widths(line: str, after: str, longest: int, all_full: bool) -> float:
    """Whether a line was broken for its width; one with a colon is broken there for what it says."""
    if longest < w.NARROWEST_TITLE:
        return 0.0
    fills = 0.0 if COLON.search(line) else w.HINT if _fills(line, after, longest) else -w.HINT
    return fills + (w.HINT if all_full else 0.0)


def _ends(line: str) -> bool:
    return ENDED.search(line) is not None and not ABBREVIATED.search(line)


def _is_shouted(line: str) -> bool:
    """Whether a line is in capitals and more than an abbreviation."""
    return line.isupper() and len(line) > w.LONGEST_ABBREVIATION


def _is_title_case(line: str, fewest: int = 2) -> bool:
    """Whether all longer words of a line, of which there are so many, begin with capitals."""
    longer = [word for word in WORD.findall(line) if len(word) > w.SHORT_WORD]
    return len(longer) >= fewest and not line.isupper() and all(word[0].isupper() for word in longer)


def _is_open(line: str, after: str) -> bool:
    """Whether a line ends in the middle of something: with a comma, a dash, an abbreviation or an open mark."""
    return any(found.search(line) for found in (OPEN_LINE, ABBREVIATED)) or _has_open_mark(line, after)


def _has_open_mark(line: str, after: str) -> bool:
    """Whether a quotation or bracket begins in a line and ends in the next ones."""
    for opening, closing in PAIRS:
        left = line.count(opening) - sum(map(line.count, closing))
        if left > 0 and any(mark in after for mark in closing):
            return True
    return len(SINGLE_OPENS.findall(line)) > len(SINGLE_CLOSES.findall(line)) and bool(SINGLE_CLOSES.search(after))
