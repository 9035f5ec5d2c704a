"""What a line shows, as several rules and questions ask for it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from plugins.cyrillic import to_latin
from plugins.importer import weights as w
from plugins.importer.document import CAPITALS, ENDED
from plugins.importer.language.counterparts import says_all_twice
from plugins.importer.metadata.dates import word_key
from plugins.importer.reasons import Reason
from plugins.importer.units import KEY_AND_VALUE, OPEN_END, STOPPED, Role, Unit, prose_places
from plugins.locales.detection import WORD

SECTION_NUMBER = re.compile(r"\W*(?:[^\W\d_]+\s+)?(?:\d{1,3}|[IVXL]{1,5})[.)]?\W*")
NUMBER = re.compile(r"\d")
LABELLED = re.compile(r"\W{0,3}[^\W_]+(?: [^\W\d_]+){0,2}:\s+\S")
LETTERS = re.compile(r"[^\W\d_]")
# A name with an office or a place behind it, such as "Ana Marić, Coordinator".
PERSON = re.compile(
    rf"(?:[^\W\d_]+\. )?(?:[{CAPITALS}][\w.’'-]*\s){{1,3}}[{CAPITALS}][\w’'-]+, [^\W\d_][^,:;]*(?:, [^,:;]+)?"
)
# Words that somebody says, in quotation marks or after a dash.
SAID = re.compile(r"[„“\"«”]|^[–—-]\s")
# A link within the page, or to a person.
INSIDE_PAGE = re.compile(r"#|mailto:|tel:", re.IGNORECASE)
LONGEST_CANDIDATE = 40
LONGEST_PERSON = 12
STEM, LONGEST_SMALL_WORD = 5, 3
SHORT_KICKER = 3
LONGEST_GREETING = 5


def may_be_paired(unit: Unit) -> bool:
    """Whether a line may have a counterpart in the other text."""
    return unit.words > 0 and not is_fact(unit) and unit.block.kind != "image"


def may_be_strange(unit: Unit) -> bool:
    """Whether a line may have come from elsewhere: it has words, and nobody says them."""
    return LETTERS.search(unit.text) is not None and SAID.search(unit.text) is None


def is_no_sentence(unit: Unit) -> bool:
    """Whether a line does not end as a sentence does, and goes on in no other line unless it is short."""
    if KEY_AND_VALUE.fullmatch(unit.text):
        return False
    goes_on = OPEN_END.search(unit.text) is not None or unit.text.endswith(("…", "..."))
    return unit.words <= w.LONGEST_CLUTTER_UNDER_TITLE if goes_on else not ENDED.search(unit.text)


def is_like_title(unit: Unit) -> bool:
    """Whether a line is as short as a title and ends with no full stop, comma or colon."""
    return unit.words <= w.LONGEST_TITLE and not STOPPED.search(unit.text) and not OPEN_END.search(unit.text)


def is_sentence(unit: Unit) -> bool:
    """Whether a line is a whole sentence."""
    return unit.words >= w.SENTENCE_WORDS and STOPPED.search(unit.text) is not None


def is_fact(unit: Unit) -> bool:
    """Whether a line is known to be something else than text: a label, a date, goals, a credit and the like."""
    return (
        unit.facts is not None
        or unit.goals is not None
        or unit.language_line is not None
        or unit.certain_role() != ""
        or is_source(unit)
    )


def is_source(unit: Unit) -> bool:
    """Whether a line says whose something is, or whom to ask."""
    return max(map(unit.strength, ("credit", "contact"))) >= w.LIKELY


def is_link(unit: Unit) -> bool:
    """Whether a line is nothing but a link to another page, and nothing else is known of it."""
    plain = " ".join(run.text for run in unit.block.runs if not run.href)
    hrefs = {run.href for run in unit.block.runs if run.href}
    # Below the text a name may stand before the links, as in "Themes: Education, Shelter".
    name = unit.zone == "closing" and plain.strip(" ,").endswith(":")
    if unit.block.kind not in ("paragraph", "item") or not hrefs or (LETTERS.search(plain) and not name):
        return False
    named = unit.strength("title") >= w.CERTAIN or not LETTERS.search(unit.text)
    return not named and not is_fact(unit) and not any(map(INSIDE_PAGE.match, hrefs))


def is_written(unit: Unit) -> bool:
    """Whether a line is the text's by what it is: prose, a sentence or a quotation."""
    return not unit.certain_role() and (unit.is_prose or is_sentence(unit) or unit.block.kind == "quote")


def names_person(unit: Unit) -> bool:
    """Whether a line is a name with an office or a place behind it."""
    plain = unit.block.kind == "paragraph" and unit.words <= LONGEST_PERSON and not ENDED.search(unit.text)
    return plain and PERSON.fullmatch(unit.text) is not None


def has_reason(unit: Unit, role: Role, reason: Reason) -> bool:
    """Whether a vote for a role was cast for a reason."""
    return any(vote.role == role and vote.reason == reason for vote in unit.votes)


def is_only_named(unit: Unit, role: Role) -> bool:
    """Whether nothing but a list of words speaks for leaving a line out."""
    named = {Reason.PHRASE, Reason.BUTTON, Reason.NOTICE}
    return {vote.reason for vote in unit.votes if vote.role == role and vote.weight > 0} <= named


def stems_of(text: str) -> frozenset[str]:
    """The beginnings of the longer words of a text, without the marks of letters."""
    return frozenset(word_key(word)[:STEM] for word in WORD.findall(to_latin(text)) if len(word) > LONGEST_SMALL_WORD)


def fold_loosely(text: str) -> str:
    """Reduce a text to its letters and digits, in small Latin letters, to compare it with another."""
    return re.sub(r"[\W_]+", "", to_latin(text).casefold())


def set_zones(units: Sequence[Unit], own: Collection[str], habit: str) -> None:
    """Say of each unit whether it stands before the text ("opening"), where the language changes ("between"), after it
    ("closing") or in it ("inside")."""
    prose = _find_text(units, own, habit)
    place = 0
    for at, unit in enumerate(units):
        while place < len(prose) and prose[place] < at:
            place += 1
        before = prose[place - 1] if place else None
        after = next((later for later in prose[place : place + 2] if later > at), None)
        if before is None:
            unit.zone = "opening"
        elif after is None:
            unit.zone = "closing"
        elif place <= 1 and unit.facts is not None and (unit.facts.dates or unit.facts.categories):
            unit.zone = "opening"
        elif habit != "turns" and _parts_texts(units, before, after):
            unit.zone = "between"
        else:
            unit.zone = "inside"


def _find_text(units: Sequence[Unit], own: Collection[str], habit: str) -> list[int]:
    """Where the text stands: where written text does; on a page that says nearly all twice what has a counterpart, and
    in halves what has it in the other half: what stands below both in both languages is beside them, if it is short."""
    prose = prose_places(units)
    paired = [at for at in prose if units[at].has_counterpart]
    if not paired or not says_all_twice([unit for unit in units if unit.words and unit.language in own]):
        return prose
    places = {id(unit): at for at, unit in enumerate(units)}
    first = units[paired[0]].language
    second = next((at for at in paired if units[at].language != first), 0)
    across = [at for at in paired if min(at, places.get(id(units[at].partner), at)) < second]
    whole, part = (sum(units[at].words for at in row) for row in (paired, across))
    return across if habit == "halves" and whole - part <= w.BESIDE_BOTH * whole else paired


def _parts_texts(units: Sequence[Unit], before: int, after: int) -> bool:
    """Whether one text ends and another one begins between two paragraphs."""
    ruled = any(unit.block.kind == "rule" for unit in units[before + 1 : after])
    return ruled or units[before].language != units[after].language
