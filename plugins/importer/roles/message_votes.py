"""What a text shows that was sent: greeting, cover note, closing and signature; and whom to ask."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from plugins.importer import weights as w
from plugins.importer.document import CAPITALS, ENDED
from plugins.importer.metadata.line_reader import WORD, LineReader
from plugins.importer.project_api import to_latin
from plugins.importer.reasons import Reason
from plugins.importer.roles.features import LONGEST_GREETING, SHORT_KICKER, is_fact, is_of_page
from plugins.importer.units import STOPPED, Unit

POSTSCRIPT = re.compile(r"\s*P\.?\s?S\.?\s*[:.–—-]?\s+(?=[^\W\d_])")
# "Best regards, Ana Ilić" and "Pozdrav Milena".
NAME = rf"[{CAPITALS}][\w.’'-]*"
SIGNED = re.compile(rf"(?P<words>[^\W\d_]+(?: [^\W\d_]+){{0,3}}?)[!.]?\s*[,–—-]?\s+{NAME}(?: {NAME}){{0,2}}")
LONGEST_COVER = 16
SIGNED_LINES = 8
SIGNED_WORDS = 6
LONGEST_NOTE = 5


class MessageVotes:
    """Votes of the lines of a message."""

    def __init__(self, line_reader: LineReader) -> None:
        self.line_reader = line_reader

    def vote(self, units: Sequence[Unit], sent: bool) -> None:
        """Greeting, cover note and closing of a text that was sent, where no header of a message shows them."""
        filled = [unit for unit in units if unit.words]
        notes = list(itertools.takewhile(self.is_cover, filled[:2])) if sent else []
        greeted = self._find_greeting(filled, sent)
        if greeted is not None:
            filled[greeted].vote("clutter", w.SURE, Reason.GREETING)
            notes += itertools.takewhile(self.is_cover, filled[greeted + 1 : greeted + 3])
        for unit in (*notes, *(self._find_note(filled) if sent else ())):
            unit.lean(w.CERTAIN, Reason.COVER_NOTE)
        self._vote_signature(filled, sent, greeted)
        self._vote_contacts(filled)

    def _find_greeting(self, filled: Sequence[Unit], sent: bool) -> int | None:
        """The place of a line above the text that only greets; "Dear friends," below a label or a title opens a
        speech."""
        for at, unit in enumerate(filled[:3]):
            if at and not sent and not is_of_page(filled[at - 1]):
                return None
            if self._greets(unit) and unit.text.rstrip()[-1:] in ",!.:":
                return at
        return None

    def _greets(self, unit: Unit) -> bool:
        return unit.words <= LONGEST_GREETING and self.line_reader.opens(unit.text, "greetings")

    def _vote_signature(self, filled: Sequence[Unit], sent: bool, greeted: int | None) -> None:
        """The words that close a message, and the names below them; and its postscript."""
        last = next((at for at, unit in enumerate(filled) if POSTSCRIPT.match(unit.text)), len(filled))
        names = all(unit.words <= SIGNED_WORDS for unit in filled[last + 1 :])
        if sent and len(filled) - last <= LONGEST_NOTE and names:
            for unit in filled[last:]:
                unit.lean(w.CERTAIN, Reason.SIGNATURE)
            filled = filled[:last]
        for at in range(len(filled) - 1, max(-1, len(filled) - SIGNED_LINES), -1):
            below, notices = _part_notices(filled[at + 1 :])
            names = all(len(WORD.findall(unit.text)) <= SIGNED_WORDS for unit in below)
            # Without a name below, "Thank you." is the end of a speech.
            closed = names and (len(below) > 0 or sent or greeted is not None)
            if closed and self._closes(filled[at], sent and len(below) > 0):
                letter = not sent and self._is_letter(filled[:at], greeted)
                for unit in (filled[at], *below):
                    if letter:
                        unit.vote("body", w.SURE, Reason.LETTER_END)
                    else:
                        unit.vote("clutter", w.SURE, Reason.SIGNATURE)
                for unit in notices if sent else ():
                    unit.lean(w.SURE, Reason.SIGNATURE)
                return
        for unit in filled[-1:] if sent else ():
            short = unit.words <= SIGNED_WORDS and STOPPED.search(unit.text) is not None
            if short and unit.block.kind == "paragraph" and not is_fact(unit):
                # "Call me when it is online." may be the end of the text as well.
                unit.lean(-w.LEAN, Reason.SIGNATURE)

    def _is_letter(self, filled: Sequence[Unit], greeted: int | None) -> bool:
        """Whether the text itself is a letter or a speech: in it, below a title, somebody is addressed."""
        below = [unit for at, unit in enumerate(filled) if at not in (0, greeted)]
        return any(self._addresses(unit) and self._greets(unit) for unit in below)

    def _closes(self, unit: Unit, loosely: bool) -> bool:
        """Whether a line closes a message; `loosely` allows more words behind those that do, as in "Thanks a lot!"."""
        if self.line_reader.is_one_of(unit.text, "closings") or self._closes_with_name(unit.text):
            return True
        short = unit.words <= SHORT_KICKER and unit.text.rstrip().endswith(",")
        return loosely and (short or (unit.words <= LONGEST_GREETING and self.line_reader.opens(unit.text, "closings")))

    def _closes_with_name(self, text: str) -> bool:
        """Whether a line is words that close a message and a name, as in "Best, Ana"."""
        match = SIGNED.fullmatch(text.strip())
        return match is not None and self.line_reader.is_one_of(match["words"], "closings")

    def _find_note(self, filled: Sequence[Unit]) -> Sequence[Unit]:
        """Find the lines above a text that was sent which only speak to who gets it: sentences above the labels and the
        title, or above the title if the first one greets or says that the text follows."""
        length = next((at for at, unit in enumerate(filled) if not self._speaks(filled, at)), 0)
        start = filled[0] if filled else None
        if start is None or not 0 < length <= LONGEST_NOTE:
            return ()
        below = next((at for at in range(length, len(filled)) if not _heads(filled[at])), len(filled))
        title = filled[below] if below < len(filled) else None
        if title is None or ENDED.search(title.text) or title.words > w.LONGEST_TITLE or title.is_prose:
            return ()
        addressed = self._addresses(start) or self.is_cover(start) or start.text.lstrip()[:1].islower()
        # A sentence by itself may be a line of the article, and is asked about elsewhere.
        return filled[:length] if addressed or below > length > 1 else ()

    def _speaks(self, filled: Sequence[Unit], at: int) -> bool:
        """Whether a line is a sentence of a note, or what stands above one, such as "Jelena,"."""
        unit = filled[at]
        plain = unit.block.kind == "paragraph" and not unit.bold and not _heads(unit)
        if not plain or unit.words > 2 * LONGEST_COVER:
            return False
        begun = at > 0 and unit.text.lstrip()[:1].islower()
        return begun or ENDED.search(unit.text) is not None or self._addresses(unit) or unit.text.endswith(":")

    def _addresses(self, unit: Unit) -> bool:
        """Whether a line only greets or names somebody, with a comma after it."""
        text = unit.text.rstrip()
        if text[-1:] not in (",", "!", ".", ":"):
            return False
        return self._greets(unit) or (text.endswith(",") and unit.words <= SHORT_KICKER and text[:1].isupper())

    def _vote_contacts(self, filled: Sequence[Unit]) -> None:
        """Names and numbers below a line that says whom to ask; a label such as "For journalists:" right above some is
        such a line."""
        first = next((at for at, unit in enumerate(filled) if unit.is_prose), len(filled))
        below = False
        for at, unit in enumerate(filled):
            only_label = unit.facts is None or _is_only_label(unit)
            heads = only_label and unit.words <= LONGEST_GREETING and unit.language_line is None
            if heads and self._heads_contacts(unit, at > first) and _has_address_below(filled, at):
                unit.vote("label", -unit.strength("label"), Reason.CONTACT)
                unit.vote("contact", w.SURE, Reason.CONTACT)
                unit.facts = None
                below = True
            elif unit.strength("contact") >= w.SURE:
                below = True
            elif below and unit.strength("contact") >= w.LIKELY:
                continue
            elif below and unit.words <= SIGNED_WORDS + 2 and _names_people(unit.text) and not unit.certain_role():
                unit.vote("contact", w.LIKELY, Reason.BELOW_CONTACT)
            else:
                below = False

    def _heads_contacts(self, unit: Unit, below_text: bool) -> bool:
        """Whether a line may stand above names and numbers: it ends with a colon, or it has such words and stands below
        text."""
        return unit.text.rstrip().endswith(":") or (
            below_text and self.line_reader.is_one_of(unit.text, "contact_headings")
        )

    def is_cover(self, unit: Unit) -> bool:
        """Whether a unit only says that the text follows."""
        words = {word.casefold() for word in WORD.findall(to_latin(unit.text))}
        known = len(words & self.line_reader.words["cover"])
        longest = LONGEST_COVER if known < w.COVER_WORDS else 2 * LONGEST_COVER
        return unit.words <= longest and (known >= 2 or (known == 1 and unit.text.rstrip().endswith(":")))


def _is_only_label(unit: Unit) -> bool:
    """Whether a line is a label that says no category and no day."""
    facts = unit.facts
    return facts is not None and facts.labels and not (facts.categories or facts.dates or facts.strange)


def _has_address_below(filled: Sequence[Unit], at: int) -> bool:
    """Whether an address or a number stands below a line, with at most a name between them."""
    first, *rest = [*filled[at + 1 : at + 3], None]
    if first is None or first.strength("contact") >= w.LIKELY:
        return first is not None
    second = rest[0]
    named = first.words <= SIGNED_WORDS + 2 and _names_people(first.text) and not first.certain_role()
    return named and second is not None and second.strength("contact") >= w.LIKELY


def _part_notices(below: Sequence[Unit]) -> tuple[Sequence[Unit], Sequence[Unit]]:
    """The lines above the sender's first notice, such as that a message is confidential; and those below it, which are
    notices too."""
    first = next((at for at, unit in enumerate(below) if _is_notice(unit)), len(below))
    return below[:first], [unit for unit in below[first:] if not _is_notice(unit)]


def _is_notice(unit: Unit) -> bool:
    """Whether a line is no part of a text, such as what a company writes below each message."""
    return unit.strength("boilerplate") >= w.PAGE


def _heads(unit: Unit) -> bool:
    """Whether a line is of those that stand above a title: a label, a date, a mark of a release, a language."""
    return unit.certain_role() in ("label", "date", "goals", "release", "language", "pointer")


def _names_people(text: str) -> bool:
    """Whether a line looks like a name with an office, such as "Bojana Perić, Communications Officer"."""
    words = [word for word in text.split() if len(word) > 2]
    return not ENDED.search(text) and ("," in text or sum(word[0].isupper() for word in words) >= 0.6 * len(words))
