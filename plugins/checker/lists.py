"""The rule about lists that nobody meant to write."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.checker.manuscripts import Manuscript
from plugins.checker.passages import BLOCK
from plugins.checker.rules import Note, rule

NUMBERED = re.compile(r"(?P<number>\d{1,4})\. +\S")


@rule()
def accidental_list(script: Manuscript) -> Iterator[Note]:
    """A paragraph that begins with a number and a full stop becomes a list; a backslash keeps it a paragraph.

    Bad: 22. avgusta je otvoren most.
    Good: 22\\. avgusta je otvoren most.
    """
    blocks = list(BLOCK.finditer(script.body.text))
    starts = [NUMBERED.match(block[0]) for block in blocks]
    numbers = [int(start["number"]) if start else None for start in starts]
    for place, number in enumerate(numbers):
        alone = NUMBERED.search(blocks[place][0], blocks[place][0].find("\n") + 1 or len(blocks[place][0])) is None
        if number is None or number == 1 or not alone or number - 1 in numbers[:place]:
            continue
        message = f"this paragraph begins with {number}. and so becomes a list: write {number}\\. instead"
        yield script.body.note(blocks[place].start(), message)
