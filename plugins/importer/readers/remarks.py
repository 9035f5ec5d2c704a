"""Remarks that Google Docs and Word write below a text that is exported or copied, as "[a]Is this right?" and "[MP1]Is
this right?", and their marks."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import replace

from plugins.importer.document import Block, LeftOut, Run, tidy
from plugins.importer.reasons import Reason

REMARK = re.compile(r"\s*(?P<mark>\[[A-Za-z]{1,3}\d{0,3}\])\s*(?P<said>\S.*)", re.DOTALL)


def take_out_remarks(blocks: Sequence[Block]) -> tuple[list[Block], list[LeftOut]]:
    """The blocks without the remarks below them and without the marks of these, and the remarks."""
    lines = [(at, line) for at, block in enumerate(blocks) for line in block.text.split("\n")]
    marks: dict[str, str] = {}
    first = len(lines)
    for place in range(len(lines) - 1, -1, -1):
        match = REMARK.fullmatch(lines[place][1])
        if match is None or not any(match["mark"] in line for _, line in lines[:place]):
            break
        marks[match["mark"]], first = lines[place][1].strip(), place
    if not marks or any(mark not in "\n".join(line for _, line in lines[:first]) for mark in marks):
        return list(blocks), []
    kept = lines[:first]
    end = kept[-1][0] + 1 if kept else 0
    cleaned = [_without_marks(block, marks) for block in blocks[:end]]
    return cleaned, [LeftOut(line, Reason.REMARK) for line in reversed(marks.values())]


def _without_marks(block: Block, marks: dict[str, str]) -> Block:
    def change(runs: tuple[Run, ...]) -> tuple[Run, ...]:
        texts = [functools.reduce(lambda text, mark: text.replace(mark, ""), marks, run.text) for run in runs]
        changed = tuple(replace(run, text=text) for run, text in zip(runs, texts, strict=True))
        return tidy(changed) if changed != runs else runs

    return block.change_runs(change)
