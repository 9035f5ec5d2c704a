"""Messages copied out of WhatsApp, Viber or Telegram: each begins with a name and a time."""

from __future__ import annotations

import re
from collections.abc import Sequence

DAY, HOUR = r"\d{1,2}[./]\d{1,2}[./]\d{2,4}\.?", r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[APap]\.?[Mm]\.?)?"
MOMENT = rf"(?:{DAY},?\s{HOUR}|{HOUR},?\s{DAY})"
MESSAGE = re.compile(
    rf"\u200e?(?:\[{MOMENT}\]\s?[^:\n]{{1,50}}:|{MOMENT}\s[-–]\s[^:\n]{{1,50}}:|[^,\n]{{1,50}},\s\[{MOMENT}\]:?)(?:\s|$)"
)
FEWEST_MESSAGES = 2


def part_messages(lines: Sequence[str]) -> list[tuple[str, str]]:
    """Each line as what stands before a message, "" where none begins, and the rest."""
    found = [(MESSAGE.match(line), line) for line in lines]
    return [(match[0].strip(), line[match.end() :]) if match else ("", line) for match, line in found]


def unwrap_messages(text: str) -> tuple[str, list[str]]:
    """The text of some messages, each with an empty line above it, and what stood before them; any other text as it
    is."""
    pieces = part_messages(text.split("\n"))
    leads = [lead for lead, _ in pieces if lead]
    if len(leads) < FEWEST_MESSAGES:
        return text, []
    return "\n".join(f"\n{rest}" if lead else rest for lead, rest in pieces), leads
