"""Messages copied out of WhatsApp, Viber or Telegram: each begins with a name and a time."""

from __future__ import annotations

import re
from collections.abc import Sequence

from plugins.importer.document import LeftOut
from plugins.importer.reasons import Reason

DAY, HOUR = r"\d{1,2}[./]\d{1,2}[./]\d{2,4}\.?", r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[APap]\.?[Mm]\.?)?"
MOMENT = rf"(?:{DAY},?\s{HOUR}|{HOUR},?\s{DAY})"
MESSAGE = re.compile(
    rf"\s*\u200e?(?:\[{MOMENT}\]\s?[^:\n]{{1,50}}:|{MOMENT}\s[-–]\s[^:\n]{{1,50}}:|[^,\n]{{1,50}},\s\[{MOMENT}\]:?)(?:\s|$)"
)
# What the messenger itself says.
NOTICE = re.compile(rf"\u200e?{MOMENT}\s[-–]\s[^:\n]+")
SENDER = re.compile(rf"{MOMENT}|[\W_]+")
FEWEST_MESSAGES = 2
# A message of more words may be a text.
LONGEST_ANSWER = 12


def part_messages(lines: Sequence[str]) -> list[tuple[str, str]]:
    """Each line as what stands before a message, "" where none begins, and the rest."""
    matched = [(MESSAGE.match(line), line) for line in lines]
    return [(match[0].strip(), line[match.end() :]) if match else ("", line) for match, line in matched]


def unwrap_messages(text: str) -> tuple[str, list[LeftOut]]:
    """The text of some messages, each with an empty line above it, and what was left out: what stood before
    each, and the messages of those who only answer; any other text as it is."""
    messages: list[tuple[str, list[str]]] = []
    for lead, line in part_messages(text.split("\n")):
        if lead or not messages or NOTICE.fullmatch(line.strip()):
            messages.append((lead, [line]))
        else:
            messages[-1][1].append(line)
    leads = [lead for lead, _ in messages if lead]
    if len(leads) < FEWEST_MESSAGES:
        return text, []
    authors = {_sender(lead) for lead, lines in messages if len(" ".join(lines).split()) > LONGEST_ANSWER}
    kept, left_out = [], [LeftOut(lead, Reason.BEFORE_MESSAGE) for lead in leads]
    for lead, lines in messages:
        said = "\n".join(lines)
        notice = NOTICE.fullmatch(said.strip()) is not None
        answers = lead and said.strip() and _sender(lead) not in authors
        if authors and (notice or answers):
            reason = Reason.BEFORE_MESSAGE if notice else Reason.OTHER_MESSAGE
            left_out.append(LeftOut(said.strip(), reason))
        else:
            kept.append(f"\n{said}" if lead else said)
    return "\n".join(kept), left_out


def _sender(lead: str) -> str:
    """Whose message it is."""
    return SENDER.sub("", lead)
