"""What a text shows that was sent: greeting, cover note, closing and signature; and whom to ask."""

from __future__ import annotations

import re
from collections.abc import Sequence

from plugins.importer import weights as w
from plugins.importer.document import CAPITALS, ENDED
from plugins.importer.metadata.line_reader import WORD, LineReader
from plugins.importer.project_api import to_latin
from plugins.importer.roles.line_kinds import LETTER_END, LONGEST_GREETING, SHORT_KICKER, is_fact
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
        for unit in filled[:2] if sent else ():
            if not self.is_cover(unit):
                break
            unit.vote("clutter", w.COVER_NOTE, "a message's cover note")
        for at, unit in enumerate(filled[:3]):
            if at and not sent and filled[at - 1].certain_role() not in ("clutter", "boilerplate"):
                # "Dear friends," below a label or a title opens a speech.
                break
            greets = unit.words <= LONGEST_GREETING and self.line_reader.opens(unit.text, "greetings")
            if greets and unit.text.rstrip()[-1:] in ",!.:":
                unit.vote("clutter", w.GREETING, "a message's greeting")
                for following in filled[at + 1 : at + 3]:
                    if self.is_cover(following):
                        following.vote("clutter", w.COVER_NOTE, "a message's cover note")
                    else:
                        break
                break
        for unit in self._find_note(filled) if sent else ():
            unit.vote("clutter", w.COVER_NOTE, "a message's cover note")
        self._vote_signature(filled, sent)

    def _vote_signature(self, filled: Sequence[Unit], sent: bool) -> None:
        """The words that close a message, and the names below them; and its postscript."""
        last = next((at for at, unit in enumerate(filled) if POSTSCRIPT.match(unit.text)), len(filled))
        if (
            sent
            and len(filled) - last <= LONGEST_NOTE
            and all(unit.words <= SIGNED_WORDS for unit in filled[last + 1 :])
        ):
            for unit in filled[last:]:
                unit.vote("clutter", w.COVER_NOTE + max(0.0, unit.strength("body")), "a message's signature")
            filled = filled[:last]
        for at in range(len(filled) - 1, max(-1, len(filled) - SIGNED_LINES), -1):
            below, notices = _part_notices(filled[at + 1 :])
            names = all(len(WORD.findall(unit.text)) <= SIGNED_WORDS for unit in below)
            # Without a name below, "Thank you." is the end of a speech.
            closed = names and (len(below) > 0 or sent or self._is_addressed(filled))
            if closed and not sent and self._closes(filled[at], False) and self._is_letter(filled[:at]):
                for unit in (filled[at], *below):
                    unit.vote("body", w.BODY_STRUCTURE, LETTER_END)
                return
            if closed and self._closes(filled[at], sent and len(below) > 0):
                for unit in (filled[at], *below, *(notices if sent else ())):
                    over = max(0.0, unit.strength("body")) if unit in notices else 0.0
                    unit.vote("clutter", w.CLOSING + over, "a message's signature")
                return
        for unit in filled[-1:] if sent else ():
            short = unit.words <= SIGNED_WORDS and STOPPED.search(unit.text) is not None
            if short and unit.block.kind == "paragraph" and not is_fact(unit):
                # "Call me when it is online." may be the end of the text as well.
                unit.vote("clutter", unit.strength("body") - w.FACT_INSIDE_ASKED, "a message's signature")

    @staticmethod
    def _is_addressed(filled: Sequence[Unit]) -> bool:
        """Whether the greeting of a message was found."""
        return any(unit.strength("clutter") >= w.GREETING for unit in filled[:3])

    def _is_letter(self, filled: Sequence[Unit]) -> bool:
        """Whether the text itself is a letter or a speech: in it, below a title, somebody is addressed."""
        greeted = (unit for unit in filled[1:] if unit.strength("clutter") < w.GREETING and self._addresses(unit))
        return any(self.line_reader.opens(unit.text, "greetings") for unit in greeted)

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
        greets = unit.words <= LONGEST_GREETING and self.line_reader.opens(text, "greetings")
        return greets or (text.endswith(",") and unit.words <= SHORT_KICKER and text[:1].isupper())

    def vote_contacts(self, units: Sequence[Unit]) -> None:
        """Names and numbers below a line that says whom to ask; a label such as "For journalists:" right above some is
        such a line."""
        filled = [unit for unit in units if unit.words]
        first = next((at for at, unit in enumerate(filled) if unit.is_prose), len(filled))
        for at, unit in enumerate(filled):
            only_label = unit.facts is None or _is_only_label(unit)
            heads = only_label and unit.words <= LONGEST_GREETING and unit.language_line is None
            if heads and self._heads_contacts(unit, at > first) and _has_address_below(filled, at):
                unit.vote("label", -max(0.0, unit.strength("label")), "whom to ask")
                unit.vote("contact", max(0.0, w.CONTACT - unit.strength("contact")), "whom to ask")
                unit.facts = None
        below = False
        for unit in units:
            if unit.strength("contact") >= w.CONTACT:
                below = True
            elif below and unit.strength("contact") >= w.CONTACT_ADDRESS:
                continue
            elif below and 0 < unit.words <= SIGNED_WORDS + 2 and _names_people(unit.text) and not unit.certain_role():
                unit.vote("contact", w.CONTACT_BELOW, "below whom to ask")
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
    if first is None or first.strength("contact") >= w.CONTACT_ADDRESS:
        return first is not None
    second = rest[0]
    named = first.words <= SIGNED_WORDS + 2 and _names_people(first.text) and not first.certain_role()
    return named and second is not None and second.strength("contact") >= w.CONTACT_ADDRESS


def _part_notices(below: Sequence[Unit]) -> tuple[Sequence[Unit], Sequence[Unit]]:
    """The lines above the sender's first notice, such as that a message is confidential; and those below it, which are
    notices too."""
    first = next((at for at, unit in enumerate(below) if _is_notice(unit)), len(below))
    return below[:first], [unit for unit in below[first:] if not _is_notice(unit)]


def _is_notice(unit: Unit) -> bool:
    """Whether a line is no part of a text, such as what a company writes below each message."""
    return unit.strength("boilerplate") >= w.BOILERPLATE


def _heads(unit: Unit) -> bool:
    """Whether a line is of those that stand above a title: a label, a date, a mark of a release, a language."""
    return unit.certain_role() in ("label", "date", "goals", "release", "language", "pointer")


def _names_people(text: str) -> bool:
    """Whether a line looks like a name with an office, such as "Bojana Perić, Communications Officer"."""
    words = [word for word in text.split() if len(word) > 2]
    return not ENDED.search(text) and ("," in text or sum(word[0].isupper() for word in words) >= 0.6 * len(words))
