"""Kinds of lines, as several rules ask for them, and the reasons that other modules look for."""

from __future__ import annotations

import re

from plugins.importer import weights as w
from plugins.importer.boilerplate.lines import BUTTON, NOTICE
from plugins.importer.document import ENDED
from plugins.importer.metadata.dates import word_key
from plugins.importer.project_api import WORD, to_latin
from plugins.importer.units import KEY_AND_VALUE, NOT_TEXT, OPEN_END, Role, Unit

SECTION_NUMBER = re.compile(r"\W*(?:[^\W\d_]+\s+)?(?:\d{1,3}|[IVXL]{1,5})[.)]?\W*")
SECOND = "a second extraction of the page does not keep it"
PHRASE = "words of a page"
LINK = "a line that is a link"
ABOVE_LINKS = "above lines that are links"
RELEASE = "above a press release"
NAMED_ROW = "one of a row of names and values"
LETTER_END = "the end of a letter"
TRANSLATED = "both texts have it"
INCOMPLETE_DATE = "date without its day or year"
NUMBER = re.compile(r"\d")
LABELLED = re.compile(r"\W{0,3}[^\W\d_]+(?: [^\W\d_]+){0,2}:\s+\S")
LETTERS = re.compile(r"[^\W\d_]")
LONGEST_CANDIDATE = 40
STEM, LONGEST_SMALL_WORD = 5, 3
SHORT_KICKER = 3
LONGEST_GREETING = 5


def is_surely_text(unit: Unit) -> bool:
    """Whether a short line is text by the lines beside it or in the other text, wherever it stands."""
    return any(vote.reason in (NAMED_ROW, LETTER_END, TRANSLATED) and vote.role == "body" for vote in unit.votes)


def may_be_paired(unit: Unit) -> bool:
    """Whether a line may have a counterpart in the other text."""
    return unit.words > 0 and not is_fact(unit) and unit.block.kind != "image"


def is_no_sentence(unit: Unit) -> bool:
    """Whether a line does not end as a sentence does, and goes on in no other line unless it is short."""
    if KEY_AND_VALUE.fullmatch(unit.text):
        return False
    goes_on = OPEN_END.search(unit.text) is not None or unit.text.endswith(("…", "..."))
    return unit.words <= w.LONGEST_CLUTTER_UNDER_TITLE if goes_on else not ENDED.search(unit.text)


def is_fact(unit: Unit) -> bool:
    """Whether a line is known to be something else than text: a label, a date, goals, a credit and the like."""
    return (
        unit.facts is not None
        or unit.goals is not None
        or unit.language_line is not None
        or unit.certain_role() != ""
        or max(map(unit.strength, ("credit", "contact"))) >= w.CONTACT_ADDRESS
    )


def name_reasons(unit: Unit, role: str) -> str:
    """The three strongest reasons for a role of a line, joined with commas."""
    votes = [vote for vote in unit.votes if vote.role == role and vote.weight > 0]
    return ", ".join(vote.reason for vote in sorted(votes, key=lambda vote: -vote.weight)[:3])


def is_only_lacking(unit: Unit) -> bool:
    """Whether nothing but that a second extraction does not keep it speaks for leaving a line out."""
    return {vote.reason for vote in unit.votes if vote.role in NOT_TEXT and vote.weight > 0} == {SECOND}


def is_only_named(unit: Unit, role: Role) -> bool:
    """Whether nothing but a list of words speaks for leaving a line out."""
    return {vote.reason for vote in unit.votes if vote.role == role and vote.weight > 0} <= {PHRASE, BUTTON, NOTICE}


def stems_of(text: str) -> frozenset[str]:
    """The beginnings of the longer words of a text, without the marks of letters."""
    return frozenset(word_key(word)[:STEM] for word in WORD.findall(to_latin(text)) if len(word) > LONGEST_SMALL_WORD)


def fold_loosely(text: str) -> str:
    """Reduce a text to its letters and digits, in small Latin letters, to compare it with another."""
    return re.sub(r"[\W_]+", "", to_latin(text).casefold())
