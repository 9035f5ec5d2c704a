"""Assigns a language to each line of a page.

All lines are decided together, since a line is likely to have the language of the line before it (two halves of a
page), or the other one (languages in turns)."""

from __future__ import annotations

import operator
import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, groupby, pairwise, permutations
from typing import Literal

from plugins.cyrillic import to_latin
from plugins.importer import weights as w
from plugins.importer.alignment import similarity, table_of
from plugins.importer.document import CAPITALS, ENDED, SMALL, Block, cut
from plugins.importer.language.data import ImportLanguage
from plugins.importer.language.detection import CYRILLIC, SiteDetector
from plugins.importer.language.romanize import is_mostly_cyrillic
from plugins.importer.sequences import max_marginals, score, viterbi
from plugins.importer.units import KEY_AND_VALUE, OPEN_END, Unit, prose_places
from plugins.locales.detection import WORD

# A quotation ends with the mark that belongs to the one it begins with: an apostrophe ends none.
QUOTE = (
    r"(?:(?<=[\s(\[–—-])|^)(?:[„“\"”](?=[^\s„“”\"«»])[^„“”\"«»\n]{2,1500}?[”“\"]|«(?=\S)[^«»\n]{2,1500}?»"
    r"|»(?=\S)[^«»\n]{2,1500}?«|‘(?=\S)[^„“”\"«»‘\n]{2,600}?’(?!\w))"
)
QUOTED = re.compile(QUOTE)
CLOSED_OFF = re.compile(rf"\([^()\n]{{1,400}}\)|{QUOTE}")
# What opens as in one language and closes as in the other, over a stroke, is two halves of quotations.
MIXED_QUOTE = re.compile(r"\".*[\n/|].*[”“»]|[„«].*[\n/|].*\"", re.S)
SPOKEN = re.compile(r"^\s*[–—-]\s*(?P<said>.{2,400}?)(?:\s[–—-]\s(?P<frame>.+))?$", re.S)
WHOLE_QUOTE = re.compile(r"[–—-]?\s*[\"'“”„«»‘’].*[\"'“”„«»‘’][\s.,;)]*(?:[–—-].{0,80})?", re.S)
# Signs that stand between two titles in one line.
SIGN = r"(?:/{1,3}|―|[|❘∣¦│┃‖]{1,2}|[•·●▪■◆♦★►▶→⇒↔~*\\»>]{1,3}|<>|={1,2}|:{2})"
STROKE = re.compile(rf"\n+|\s+{SIGN}\s+")
TIGHT_STROKE = re.compile(r"(?<=[^\W\d_]{3})\s?/\s?(?=[^\W_]{2})")
DASH = re.compile(r"\s+[–—-]{1,2}\s+")
SENTENCE = re.compile(rf"(?<=[.!?…])[\"'”“’»«)\]]*\s+(?=[\"'„“«»(\[]*(?![{SMALL}])[^\W\d_])")
# Signs between two sentences that part a text from its translation: "—", "-->", "* * *".
SENTENCE_JOINT = re.compile(
    rf"(?<=[.!?…])[\"'”“’»«)\]]*\s+(?:[^\w\s\"'„“«‘(\[]{{1,3}}\s+){{1,3}}(?=[\"'„“«»(\[]*(?![{SMALL}])[^\W\d_])"
)
OUTER_JOINT = re.compile(
    rf"\s+$|\s+{SIGN}\s*$|(?:\s+[^\w\s.!?…\"'”“’»«)\]]{{1,3}}){{1,3}}\s*$"
    rf"|\s*(?:/{{1,3}}|\|{{1,2}}|[•·]|\*{{1,3}}|\\|~|<>|={{1,2}}|[–—-])\s*$"
)
# The bracket before the translation of a title.
BRACKETED = re.compile(r"^[^()\[\]]+[^()\[\]\s]\s*[(\[](?=[^()\[\]]+[)\]]\s*$)")
BRACKET_END = re.compile(r"\s*[(\[)\]]\s*$")
NUMBER = re.compile(r"\d+")
ADDRESS = re.compile(r"(?:https?://|www\.)\S+|(?<!\S)\S+\.(?:org|com|net|rs|eu|int|info)/\S+")
CONTACT = re.compile(r"[\w.+-]{1,64}@[\w.-]{1,64}\.\w+|https?://|www\.|\+\d[\d\s/-]{6,}|\b\d{5}\b")
LONGEST_NEUTRAL, LISTED = 15, 12
# What stands between names in a list: a comma, or a small word such as "and".
NEXT_NAME = re.compile(rf",\s+|\s[^\W\d_]{{1,3}}\s(?=[{CAPITALS}])")
LONGEST_VARIETY = 20_000
REMEMBERED = 2_000
REMEMBERED_WORDS = 50_000
LONGEST_SMALL_WORD = 3


Cost = Callable[[int, int, int], float]
"""What it costs that one state comes before another one at a place."""


@dataclass(frozen=True)
class Joint:
    """What may stand between two languages in a line, or only in one `of_titles`: a change of language costs `lead`
    there, which is the least lead of each of two sides that are about as long; `end` is no part of what ends there."""

    pattern: re.Pattern[str]
    lead: float
    of_titles: bool = False
    end: re.Pattern[str] = OUTER_JOINT


JOINTS = (
    Joint(BRACKETED, w.CUT_AT_DASH, of_titles=True, end=BRACKET_END),
    Joint(STROKE, w.CUT_AT_STROKE),
    Joint(TIGHT_STROKE, w.CUT_AT_STROKE),
    Joint(DASH, w.CUT_AT_DASH, of_titles=True),
    Joint(SENTENCE_JOINT, w.CUT_AT_SENTENCE),
    Joint(SENTENCE, w.CUT_AT_SENTENCE),
)
# Those that part two names of one thing: brackets, strokes and dashes.
JOINTS_OF_NAMES = JOINTS[:4]


class LanguageAssigner:
    """Decides the languages of the units of a page."""

    def __init__(self, detector: SiteDetector, own: Sequence[ImportLanguage], others: Sequence[ImportLanguage]) -> None:
        self.detector, self.own = detector, [data.code for data in own]
        self.varieties: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
        self.relatives: dict[str, Sequence[ImportLanguage]] = {}
        self.languages = {data.code: data.language for data in own}
        for data in own:
            relatives = [other for other in (*own, *others) if is_relative(other, data)]
            if relatives:
                # What only some of them share with it speaks neither for it nor against it.
                marks = frozenset[str]().union(*(other.language.marks for other in relatives))
                self.varieties[data.code] = (data.language.marks - marks, marks - data.language.marks)
                self.relatives[data.code] = relatives

    # ---- evidence

    @lru_cache(maxsize=REMEMBERED)  # noqa: B019
    def evidence(self, text: str) -> Mapping[str, float]:
        """How much the words of a text speak for each language; quoted words count less. Empty where it has no
        words."""
        for strange in self.detector.languages_by_script(text)[:1]:
            return dict.fromkeys(self.own, -w.EVIDENCE_CAP) | {strange: 0.0}
        frame, quoted, cap = _frame_of(text)
        evidence, weight = self.detector.evidence(frame)
        if not weight and not quoted:
            return {}
        if quoted:
            inside, _ = self.detector.evidence(quoted)
            evidence = {
                code: value + w.QUOTED_SHARE * max(inside.get(code, 0.0), -w.EVIDENCE_CAP)
                for code, value in evidence.items()
            }
        best = max(evidence.values(), default=0.0)
        evidence = {code: max(value - best, -cap) for code, value in evidence.items()}
        if len(text) < LONGEST_VARIETY:
            self._add_varieties(text, evidence)
        return evidence

    def _add_varieties(self, text: str, evidence: dict[str, float]) -> None:
        for code in self.varieties:
            if code not in evidence:
                continue
            cyrillic = CYRILLIC.search(text) is not None
            own_words, others = self.marks(code, to_latin(text) if cyrillic else text)
            lead = w.VARIETY_WORD * (len(others) - len(own_words))
            lead = max(-w.VARIETY_CAP, min(w.VARIETY_CAP, lead))
            prior = w.VARIETY_CYRILLIC if cyrillic and is_mostly_cyrillic(text) else w.VARIETY_PRIOR
            evidence[f"like {code}"] = evidence[code] + lead - prior

    def marks(self, code: str, text: str) -> tuple[list[str], list[str]]:
        """The words of a text that only a language of the site has, and those that only languages like it have; names,
        such as Rijeka or Severin, count for neither."""
        language = self.languages[code]
        words: dict[str, list[str]] = {"own": [], "foreign": [], "": []}
        shouted = text.isupper()
        for match in WORD.finditer(text):
            word = match[0].casefold()
            kind = self._kind_of(code, word)
            plain = match[0][0].islower() or shouted or not match.start()
            if plain or (kind == "own" and word.endswith(language.adjectives)):
                words[kind].append(word)
        return words["own"], words["foreign"]

    @lru_cache(maxsize=REMEMBERED_WORDS)  # noqa: B019
    def _kind_of(self, code: str, word: str) -> Literal["own", "foreign", ""]:
        """Whether a word is one that only a language of the site has, or only those like it."""
        own, foreign = self.varieties[code]
        if _has_stem(word, self.languages[code].false_marks):
            return ""
        return "foreign" if _has_stem(word, foreign) else "own" if _has_stem(word, own) else ""

    def hints(self, code: str, text: str) -> list[str]:
        """The words of a text that are rare in a language of the site and common in those like it, and names with
        their spelling."""
        stems = frozenset[str]().union(*(other.language.hints for other in self.relatives[code]))
        others, shared = self.varieties[code][1], self.languages[code].false_marks
        flat = " ".join(text.casefold().split())
        phrases = [stem.replace("_", " ") for stem in sorted(stems) if "_" in stem]
        return [phrase for phrase in phrases if f" {phrase} " in f" {flat} "] + [
            match[0]
            for match in WORD.finditer(text)
            if _has_stem(match[0].casefold(), stems)
            or (
                match[0][0].isupper()
                and match[0][1:].islower()
                and _has_stem(match[0].casefold(), others)
                and not _has_stem(match[0].casefold(), shared)
            )
        ]

    def relative(self, code: str, text: str) -> str:
        """Which of the languages that are like one of the site's a text is in."""
        words = [word.casefold() for word in WORD.findall(text)]
        counts = {
            other.code: sum(_has_stem(word, other.language.marks) for word in words) for other in self.relatives[code]
        }
        return max(counts, key=lambda other: counts[other])

    def lead(self, text: str) -> tuple[str, float]:
        """The likeliest of the site's languages for a text, and its lead over the next; ("", 0) without words."""
        evidence = self.evidence(text)
        ranked = sorted(((evidence[code], code) for code in self.own if code in evidence), reverse=True)
        if not ranked:
            return "", 0.0
        return ranked[0][1], ranked[0][0] - (ranked[1][0] if len(ranked) > 1 else -w.QUOTED_CAP)

    # ---- one line in two languages

    def cut(self, unit: Unit, on_top: bool) -> list[tuple[Block, str]]:
        """The pieces of a unit, cut where its language changes, with the languages that they look like, at the first
        kind of joint that shows it; at brackets and dashes only if it stands `on_top`, where the titles are. None where
        it is in one language."""
        if unit.block.kind in ("rule", "table", "note") or unit.words < 2:
            return []
        title = on_top and unit.words <= w.LONGEST_TITLE and unit.text[0] not in "–—-"
        for joint in JOINTS:
            edges = self._edges(joint.pattern, unit.text) if title or not joint.of_titles else []
            if edges and (pieces := self._cut_at(unit, edges, joint)):
                return pieces
        return _cut_unit(unit, self._find_halves(unit.text) if title else [])

    def _find_halves(self, text: str) -> list[tuple[int, str, str]]:
        """Where two halves of a line begin that are each other's translation, with their texts and languages; empty for
        any other line."""
        for joint in JOINTS_OF_NAMES:
            for edge in self._edges(joint.pattern, text):
                halves = [joint.end.sub("", piece) for piece in (text[:edge], text[edge:])]
                if languages := self.languages_of_pair(*halves):
                    return [*zip((0, edge), halves, languages, strict=True)]
        return []

    def languages_of_pair(self, first: str, second: str) -> tuple[str, ...]:
        """The languages of two texts whose words show that they are each other's translation; empty where they do
        not."""
        evidence = [self.detector.evidence(text)[0] for text in (first, second)]
        for code, other in permutations(self.own, 2):
            leads = [
                evidence[0].get(code, 0.0) - evidence[0].get(other, 0.0),
                evidence[1].get(other, 0.0) - evidence[1].get(code, 0.0),
            ]
            if min(leads) > 0:
                alike = similarity(to_latin(first), to_latin(second), table_of(code, other))
                return (code, other) if alike > 0 and alike + min(leads) >= w.CUT_ALIKE else ()
        return ()

    @staticmethod
    def _edges(pattern: re.Pattern[str], text: str) -> list[int]:
        """Where pieces begin, outside quotation marks and brackets."""
        ends = [match.end() for match in pattern.finditer(text) if 0 < match.end() < len(text)]
        spans = (
            [match.span() for match in CLOSED_OFF.finditer(text) if not MIXED_QUOTE.fullmatch(match[0])] if ends else []
        )
        if ends and pattern is TIGHT_STROKE:
            spans = sorted([*spans, *(match.span() for match in ADDRESS.finditer(text))])
        starts = [start for start, _ in spans]
        around = [bisect_left(starts, end - 1) - 1 for end in ends]
        return [end for end, at in zip(ends, around, strict=True) if at < 0 or end >= spans[at][1]]

    def _translates(self, unit: Unit, above: Unit) -> bool:
        """Whether a paragraph is the translation of the one above it."""
        return unit.is_prose and above.is_prose and self.languages_of_pair(above.text, unit.text) != ()

    def _cut_at(self, unit: Unit, edges: Sequence[int], joint: Joint) -> list[tuple[Block, str]]:
        """The unit cut at those of some places where its language surely changes; nothing if it does at none."""
        text, starts, ends = unit.text, [0, *edges], [*edges, len(unit.text)]
        evidence = [self.evidence(joint.end.sub("", text[start:end])) for start, end in zip(starts, ends, strict=True)]
        present = [code for code in self.own if any(code in values for values in evidence)]
        if len(present) < 2:
            return []
        rows = [[values.get(code, -w.EVIDENCE_CAP if values else 0.0) for code in present] for values in evidence]
        path = viterbi(rows, lambda at, before, now: 0.0 if before == now else joint.lead)
        segments = [[*group] for _, group in groupby(range(len(path)), key=lambda at: path[at])]
        languages = [present[path[segment[0]]] for segment in segments]
        texts = [joint.end.sub("", text[starts[segment[0]] : ends[segment[-1]]]) for segment in segments]
        leads = [self._lead_over(piece, code, languages) for piece, code in zip(texts, languages, strict=True)]
        sizes = [len(piece.split()) for piece in texts]
        alike = len(texts) == 2 and max(sizes) <= w.CUT_AS_LONG * min(sizes) + 2
        each = joint.lead if alike else w.CUT_ANY
        if len(texts) < 2 or min(leads) < each or sum(leads) < w.CUT_SUM:
            return []
        begins = [starts[segment[0]] for segment in segments]
        return _cut_unit(unit, [*zip(begins, texts, languages, strict=True)])

    def _lead_over(self, piece: str, code: str, languages: Sequence[str]) -> float:
        """By how much the words of a piece speak rather for its language than for the others of the line."""
        evidence = self.evidence(piece)
        rivals = [value for other, value in evidence.items() if other in languages and other != code]
        return evidence.get(code, 0.0) - max(rivals, default=-w.QUOTED_CAP)

    # ---- the whole page

    def assign(self, units: Sequence[Unit]) -> str:
        """Give every unit with words its language and margin; returns the habit, "halves" or "turns"."""
        rows = [unit for unit in units if unit.words and unit.block.kind not in ("rule", "note")]
        if not rows:
            return "halves"
        evidence = [
            self._unit_evidence(unit, above)
            for above, unit in zip(("", *(row.text for row in rows)), rows, strict=False)
        ]
        states = self._states(evidence)
        table = [[values.get(code, -w.EVIDENCE_CAP if values else 0.0) for code in states] for values in evidence]
        heads = [unit.certain_role() == "language" for unit in rows]
        halves, turns = self._halves(rows, heads, _ids_after_rules(units), states), self._turns(rows, states)
        better = score(table, turns) - score(table, halves) > w.TURNS_BETTER_BY
        taking_turns = better and _alternates(rows, viterbi(table, turns))
        for unit, marginal in zip(rows, max_marginals(table, turns if taking_turns else halves), strict=True):
            ranked = sorted(range(len(states)), key=lambda at: -marginal[at])
            unit.language = states[ranked[0]]
            unit.language_margin = marginal[ranked[0]] - marginal[ranked[1]] if len(ranked) > 1 else w.EVIDENCE_CAP
        return "turns" if taking_turns else "halves"

    def _unit_evidence(self, unit: Unit, above: str) -> dict[str, float]:
        if unit.language_line is not None and unit.certain_role() == "language":
            code = unit.language_line.code
            like = [own for own, others in self.relatives.items() if code in {other.code for other in others}]
            return dict.fromkeys(self.own, -w.HEADING_EVIDENCE) | {f"like {like[0]}" if like else code: 0.0}
        if unit.certain_role() == "pointer":
            return {}
        # Below itself a line says nothing more: it may be the same names in the other language.
        evidence = {} if unit.text == above else self.evidence(unit.text)
        share = 1.0
        if unit.certain_role() or unit.strength("credit") >= w.LIKELY:
            share = w.FACT_SHARE
        elif is_neutral(unit.text, self.detector):
            share = w.NEUTRAL_SHARE
        evidence = {code: share * value for code, value in evidence.items()}
        for said, weight in ((unit.said_language, w.HEADING_EVIDENCE), (unit.block.language, w.MARKED_EVIDENCE)):
            if said and (said in evidence or said in self.own):
                evidence = dict.fromkeys(self.own, 0.0) | evidence
                evidence = {
                    code: value - (0.0 if code in (said, f"like {said}") else weight)
                    for code, value in evidence.items()
                }
        return evidence

    def _states(self, evidence: Sequence[Mapping[str, float]]) -> list[str]:
        """The site's languages, and others of which some line has clear signs."""
        foreign: dict[str, float] = {}
        longest: dict[str, float] = {}
        for values in evidence:
            own = max((values.get(code, -w.EVIDENCE_CAP) for code in self.own), default=0.0)
            for code, value in values.items():
                if code not in self.own and value > own:
                    foreign[code] = foreign.get(code, 0.0) + value - own
                    longest[code] = max(longest.get(code, 0.0), value - own)
        clear = [code for code in foreign if longest[code] >= w.FOREIGN_HINT or foreign[code] >= w.FOREIGN_SUM]
        clear += [code for code in foreign if code.startswith("like ") and code not in clear]
        ranked = sorted((foreign[code], code) for code in clear)[::-1]
        return [*self.own, *(code for _, code in ranked[:5])]

    def _halves(
        self, rows: Sequence[Unit], heads: Sequence[bool], ruled: Collection[str], states: Sequence[str]
    ) -> Cost:
        """What a change of language costs where the texts are halves of the page; `heads` are headings such as
        "Srpski", `ruled` the ids of units below a rule."""
        opens = [opens_a_text(rows, at) for at in range(len(rows))]
        apart = [unit.id in ruled or unit.block.gap for unit in rows]
        first_prose = next(iter(prose_places(rows)), len(rows))
        titles = sum(not unit.certain_role() for unit in rows[:first_prose])
        # Above the text both titles may stand.
        on_top = w.SWITCH_ON_TOP if titles > 1 else w.SWITCH_AT_TITLE

        def change(at: int) -> float:
            unit, headed = rows[at], heads[at] or (at > 0 and heads[at - 1])
            opening = at <= first_prose
            if headed or (not opening and at > 0 and self._translates(unit, rows[at - 1])):
                cost = w.SWITCH_AT_HEADING
            elif opening:
                cost = on_top
            else:
                costs = [w.SWITCH_AT_TITLE if opens[at] else w.SWITCH, w.SWITCH_AT_GAP if unit.block.gap else w.SWITCH]
                cost = min(*costs, w.SWITCH_AT_RULE if unit.id in ruled else w.SWITCH)
            if not (opening or heads[at] or apart[at]):
                # A name above a heading rather belongs to the text above.
                cost += w.LEAVING_A_TITLE if at > 1 and opens[at - 1] and not rows[at - 1].certain_role() else 0.0
                cost += w.SWITCH_ABOVE_GAP if apart[at + 1 : at + 2] == [True] else 0.0
            return cost

        changes = [change(at) for at in range(len(rows))]
        extra = [0.0 if code in self.own else w.FOREIGN_PRIOR for code in states]

        def cost_of(at: int, before: int, now: int) -> float:
            if before == now:
                return 0.0
            # Below the name of a language that the site does not have, the site's own need evidence.
            kept = w.LEAVING_A_RELATIVE if at and heads[at - 1] and states[before] not in self.own else 0.0
            return changes[at] + extra[now] + kept

        return cost_of

    def _turns(self, rows: Sequence[Unit], states: Sequence[str]) -> Cost:
        """What it costs where the languages take turns that a paragraph is in that of the one before it."""
        free = [
            unit.joined or unit.certain_role() != "" or unit.block.kind in ("item", "image", "table") for unit in rows
        ]
        opens = [opens_a_text(rows, at) for at in range(len(rows))]
        # A text stays in the language of the heading above it.
        headed = [False, *map(operator.gt, opens, opens[1:])]
        facts = [True, *(unit.certain_role() != "" for unit in rows)]
        stays = [0.0 if any(reasons) else w.STAY for reasons in zip(free, headed, facts, strict=False)]
        extra = [0.0 if code in self.own else w.FOREIGN_IN_TURNS for code in states]
        return lambda at, before, now: stays[at] if before == now else extra[now]


def _ids_after_rules(units: Sequence[Unit]) -> set[str]:
    """The ids of units before which a rule, or the end of a release, stands."""
    rules = [(unit, unit.block.kind == "rule" or unit.certain_role() == "signoff") for unit in units]
    filled = [(unit, rule) for unit, rule in rules if rule or unit.words]
    return {unit.id for (_, above), (unit, rule) in pairwise(filled) if above and not rule}


def _cut_unit(unit: Unit, parts: Sequence[tuple[int, str, str]]) -> list[tuple[Block, str]]:
    """The unit cut into parts, each with where it begins, its text and its language."""
    block = unit.block
    return [(block.with_runs(cut(block.runs, start, start + len(piece))), code) for start, piece, code in parts]


def is_relative(other: ImportLanguage, data: ImportLanguage) -> bool:
    """Whether another language shares nearly all words with one of the site's, and is told from it by some: Croatian
    for Serbian, and for Bosnian."""
    head = data.language.like
    if not head:
        return other.language.like == data.code
    return other.code != data.code and head in (other.code, other.language.like)


def _alternates(rows: Sequence[Unit], path: Sequence[int]) -> bool:
    """Whether the languages of the prose really take turns, but for quotations, which may be in either."""
    prose = [
        state
        for unit, state in zip(rows, path, strict=True)
        if unit.words >= w.SENTENCE_WORDS
        and (unit.is_prose or ENDED.search(unit.text))
        and not (unit.certain_role() or WHOLE_QUOTE.fullmatch(unit.text))
    ]
    changes = sum(state != other for state, other in pairwise(prose))
    return changes >= w.FEWEST_TURNS and changes >= w.SHARE_OF_TURNS * (len(prose) - 1)


def opens_a_text(rows: Sequence[Unit], at: int) -> bool:
    """Whether a unit may begin what follows: a heading, or a short line that does not end like a sentence."""
    unit = rows[at]
    if KEY_AND_VALUE.fullmatch(unit.text):
        return False
    if unit.block.kind == "heading" or unit.certain_role() in ("label", "date", "release"):
        return True
    short = unit.block.kind in ("paragraph", "image") and unit.words <= 25 and not OPEN_END.search(unit.text)
    unended = not ENDED.search(unit.text) or (unit.words <= 16 and unit.text.rstrip("”“\"'’»«")[-1:] in "?!")
    source = CONTACT.search(unit.text) is not None or max(map(unit.strength, ("credit", "contact"))) >= w.LIKELY
    return short and unended and unit.link_share < 1 and not source


def is_neutral(text: str, detector: SiteDetector) -> bool:
    """Whether a text is names, numbers or an address, which are the same in every language.

    Names are recognised by their capitals, addresses by their numbers; a common word makes the text a sentence.
    """
    words = [word for part in text.split()[: 2 * LONGEST_NEUTRAL] for word in WORD.findall(part)]
    if len(words) > LONGEST_NEUTRAL or any(word[0].islower() and detector.is_common(word) for word in words):
        return False
    contact = CONTACT.search(text[:400]) is not None or len(NUMBER.findall(text[:400])) > 1
    listed = (
        len(words) > 1
        and text.count(",") + text.count("\n") >= len(words) // 4
        and all(word[0].isupper() for word in words)
    )
    return contact or (listed and "," in text)


def lists_names(text: str) -> bool:
    """Whether a text is a list of names."""
    listed = NEXT_NAME.split(text)
    return len(listed) >= w.FEWEST_LISTED_NAMES and all(name.lstrip("„“\"'(")[:1].isupper() for name in listed)


def place_wordless(units: Sequence[Unit], default: str) -> None:
    """Languages for images, rules and footnotes: that of the text around them."""
    marks = {
        run.text.strip("[]"): unit.language
        for unit in units
        for block in unit.block.parts
        for run in block.runs
        if run.shift == "note"
    }
    languages = [unit.language for unit in reversed(units)]
    following = [*accumulate(languages, lambda after, own: own or after, initial="")][-2::-1]
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
            unit.language = unit.language or default
        else:
            before = unit.language
        ruled = False
        prose = prose or unit.is_prose


def _frame_of(text: str) -> tuple[str, str, float]:
    """The words outside quotation marks, those inside, and how much the text may say."""
    spoken = SPOKEN.match(text) if text[:1] in "–—-" else None
    if spoken is not None:
        if spoken["frame"] and len(spoken["frame"].split()) >= 2:
            return spoken["frame"], spoken["said"], w.EVIDENCE_CAP
        return text, "", w.SPOKEN_CAP
    quotes = [match[0] for match in QUOTED.finditer(text)]
    if not quotes:
        return *_part_names(text), w.EVIDENCE_CAP
    frame = QUOTED.sub(" … ", text)
    if len(WORD.findall(frame)) >= 2:
        return frame, " ".join(quotes), w.EVIDENCE_CAP
    return text, "", w.QUOTED_CAP if WHOLE_QUOTE.fullmatch(text) or frame.strip(" …") == "" else w.EVIDENCE_CAP


def _part_names(text: str) -> tuple[str, str]:
    """A text up to the names that it ends with, and these names: a list behind a few words, as in "Among the guests
    were Dom omladine, …", or whatever has capitals behind a colon, as in "2nd prize: Marko Tot, Senta"."""
    words = text.split()
    colon = next((at for at, word in enumerate(words[: w.LONGEST_LEAD], 1) if word.endswith(":")), 0)
    start = colon or next((at for at in range(1, len(words)) if words[at][:1].isupper()), 0)
    names = " ".join(words[start:])
    capitals = [word[0].isupper() for word in WORD.findall(names)]
    named = lists_names(names) or (colon > 0 and 1 < len(capitals) <= LISTED and all(capitals))
    return (" ".join(words[:start]), names) if named and (colon or start >= w.FEWEST_WORDS_OF_LIST) else (text, "")


def _has_stem(word: str, stems: frozenset[str]) -> bool:
    return f"{word}." in stems or any(word[:size] in stems for size in range(2, min(len(word), 12) + 1))
