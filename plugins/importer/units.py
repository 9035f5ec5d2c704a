"""The lines of a page as units that are decided one by one, with what each shows by itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Literal

from plugins.importer.document import CAPITALS, ENDED, Block, cut
from plugins.importer.metadata.goals import GoalLine
from plugins.importer.metadata.line_reader import FactLine, LanguageLine
from plugins.importer.reasons import Reason
from plugins.importer.weights import LIKELY, PAIR_SURE, PROSE_WORDS, PROSE_WORDS_UNENDED

Role = Literal[
    "title", "body", "credit", "contact", "label", "date", "goals", "kicker", "pointer", "language", "signoff",
    "release", "boilerplate", "clutter", "rule",
]  # fmt: skip
KEPT: frozenset[str] = frozenset({"body", "credit", "contact", "rule"})
"""The roles of lines that stand in the files' text; a title stands in the header, the others in the report."""
NOT_TEXT: tuple[Role, ...] = (
    "label", "date", "goals", "pointer", "language", "signoff", "release", "boilerplate", "clutter",
)  # fmt: skip
"""The roles of lines that are no part of a text, wherever they stand."""
Zone = Literal["opening", "between", "inside", "closing"]

STOPPED = re.compile(r"\.[\"”“'’»«)\]]*$")
OPEN_END = re.compile(r"[:;,][\"”“'’»«)]*$")
KEY_AND_VALUE = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)?: (?:\S+ )?\S*\d\S*(?: \S+)?")
TWO_SENTENCES = re.compile(rf"(?:[^\W\d_]{{3}}\.|[!?…])[\"”“'’»«)\]]*\s+[\"'„“«»(]*[{CAPITALS}]")
ORNAMENT = re.compile(r"\W*(?:[oOxX0]\W*){3}")


@dataclass(frozen=True)
class Vote:
    """What speaks for a role or (below 0) against it. One that `leans` says by how much a role is likelier than all
    that keep the line: what is in doubt is rather left out or rather kept, and asked about."""

    role: Role
    weight: float
    reason: Reason
    leans: bool = False


@dataclass(frozen=True)
class Counterpart:
    """The line of the other text that says the same as a line; `margin` is by how much the best pairing of both texts
    with it is better than the best one without (below 0 the line has none)."""

    unit: Unit = field(repr=False)
    margin: float


@dataclass
class Unit:
    """One line of a block, or the whole of it: `id` as messages and overrides name it, `joined` if a line break of the
    author's parts it from the unit before it, `leads_title` if a label or "Title:" was cut off or stands before it,
    `below_image` if it stands right below an image,
    `names_field` what it only names as a form does.

    The rest is filled in step by step: `counterpart` is what says the same in the other text, `lone` says that the
    other text has no line for it, `zone` where it stands;
    `written` is the text as the page has it, where `block` has it in another script. Rules cast `votes`, and read of a
    line only what `weigh` found before them, so that their order does not matter."""

    id: str
    block: Block
    joined: bool = False
    votes: list[Vote] = field(default_factory=list)
    facts: FactLine | None = None
    goals: GoalLine | None = None
    language_line: LanguageLine | None = None
    language: str = ""
    language_margin: float = 0.0
    said_language: str = ""
    leads_title: bool = False
    below_image: bool = False
    names_field: Literal["title", "text", ""] = ""
    counterpart: Counterpart | None = None
    zone: Zone = "inside"
    lone: bool = False
    role: Role = "body"
    margin: float = 0.0
    reasons: tuple[Reason, ...] = ()
    written: str = ""
    _totals: dict[str, float] = field(default_factory=dict)
    _certain: str = ""

    @property
    def text(self) -> str:
        """Its words."""
        return self.block.text

    @property
    def words(self) -> int:
        """How many words it has."""
        return self.block.words

    @property
    def is_prose(self) -> bool:
        """Whether it is written text by its length and end."""
        if self.block.kind in ("image", "rule", "heading"):
            return False
        if self.block.kind == "table":
            return True
        return (self.words >= PROSE_WORDS and ENDED.search(self.text) is not None) or self.words >= PROSE_WORDS_UNENDED

    @property
    def bold(self) -> bool:
        """Whether all its words are bold."""
        return bool(self.block.runs) and all(run.bold or not run.text.strip() for run in self.block.runs)

    @property
    def is_all_caps(self) -> bool:
        """Whether all its letters are capitals."""
        return self.text.isupper()

    @property
    def link_share(self) -> float:
        """The share of its words that are links."""
        return self.block.linked_words / max(1, self.words)

    @property
    def partner(self) -> Unit | None:
        """The line that is its translation; None where it has none."""
        partner = self.likeliest_partner
        return partner if partner is not None and partner.language != self.language and self.has_counterpart else None

    @property
    def likeliest_partner(self) -> Unit | None:
        """Its partner, also where that is not sure, as titles are often translated freely."""
        counterpart = self.counterpart
        return counterpart.unit if counterpart is not None and counterpart.margin > -PAIR_SURE else None

    @property
    def pair_margin(self) -> float:
        """By how much a pair with its counterpart is better than none."""
        return self.counterpart.margin if self.counterpart is not None else 0.0

    @property
    def pair_confidence(self) -> float:
        """How sure that pair is, from 0 to 1."""
        return min(1.0, max(0.0, self.pair_margin / PAIR_SURE))

    @property
    def has_counterpart(self) -> bool:
        """Whether the other text says the same somewhere."""
        return self.counterpart is not None and self.counterpart.margin > 0

    def vote(self, role: Role, weight: float, reason: Reason) -> None:
        """Add a vote."""
        self.votes.append(Vote(role, weight, reason))

    def lean(self, weight: float, reason: Reason, role: Role = "clutter") -> None:
        """Say by how much a role is likelier than all that keep the line."""
        self.votes.append(Vote(role, weight, reason, leans=True))

    def weigh(self) -> None:
        """Sum the votes that were cast."""
        totals: dict[str, float] = {}
        for vote in self.votes:
            if not vote.leans:
                totals[vote.role] = totals.get(vote.role, 0.0) + vote.weight
        kept = max(totals.get(role, 0.0) for role in KEPT)
        for vote in self.votes:
            if vote.leans:
                totals[vote.role] = max(totals.get(vote.role, 0.0), kept + vote.weight)
        self._totals = totals
        best = max(NOT_TEXT, key=self.strength)
        strength = self.strength(best)
        certain = strength >= LIKELY and strength > max(self.strength("body"), self.strength("title"))
        self._certain = best if certain else ""

    def strength(self, role: str) -> float:
        """What speaks for a role, as it was weighed last."""
        return self._totals.get(role, 0.0)

    def certain_role(self) -> str:
        """The role that its own votes leave no doubt of, such as a label's; "" where there is doubt."""
        return self._certain

    def reasons_for(self, role: str) -> tuple[Reason, ...]:
        """The three strongest reasons for a role."""
        votes = [vote for vote in self.votes if vote.role == role and (vote.weight > 0 or vote.leans)]
        return tuple(vote.reason for vote in sorted(votes, key=lambda vote: -vote.weight)[:3])


def prose_places(units: Sequence[Unit]) -> list[int]:
    """Where written text stands."""
    return [at for at, unit in enumerate(units) if unit.is_prose and not unit.certain_role()]


def units_of(blocks: Sequence[Block]) -> list[Unit]:
    """A unit for each block, and for each line of a paragraph whose lines the author broke."""
    units: list[Unit] = []
    for block in blocks:
        text = block.text
        if block.kind not in ("paragraph", "heading", "item") or "\n" not in text:
            units.append(Unit(str(block.place), block))
            continue
        lines = text.split("\n")
        starts = accumulate((len(line) + 1 for line in lines), initial=0)
        pieces = [(start, start + len(line)) for start, line in zip(starts, lines, strict=False) if line.strip()]
        for at, (start, end) in enumerate(pieces):
            runs = cut(block.runs, start, end)
            if runs:
                name = f"{block.place}.{at + 1}" if len(pieces) > 1 else str(block.place)
                units.append(Unit(name, block.with_runs(runs), joined=at > 0))
    return units


def shorten(text: str, longest: int = 60) -> str:
    """The beginning of a text on one line, for messages."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1] + "…"


def quote(text: str, longest: int = 60) -> str:
    """Put the beginning of a text in quotation marks, for messages."""
    return f"“{shorten(text, longest)}”"
