"""Text without the characters that nobody sees, and runs with single spaces."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from plugins.importer.model import Run

BREAKS = re.compile(r"\r\n?|[\u0085\u2028\u2029\v\f]")
INVISIBLE = re.compile(r"[\u00ad\u200b\u2060\ufeff\ufff9-\ufffb]")
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
JOINERS = re.compile(r"[\u200c-\u200f\u202a-\u202e\u2066-\u2069]")
# Joiners and direction marks carry meaning in these scripts, and in emoji.
NEEDS_JOINERS = re.compile(r"[\u0590-\u08ff\u0900-\u0dff\u2600-\u27bf\ufb1d-\ufdff\ufe70-\ufeff\U0001f000-\U0001faff]")
SURROGATES = re.compile(r"[\ud800-\udfff]")
SPACES = re.compile(r"[^\S\n]+")


def clean(text: str) -> str:
    """The text in composed letters, with plain line breaks and without soft hyphens, zero-width and control
    characters."""
    text = BREAKS.sub("\n", SURROGATES.sub("\ufffd", text))
    text = CONTROLS.sub("", INVISIBLE.sub("", text))
    if not NEEDS_JOINERS.search(text):
        text = JOINERS.sub("", text)
    return unicodedata.normalize("NFC", text)


def spaced(text: str) -> str:
    """The text with every stretch of spaces (non-breaking ones too) as one space; line breaks stay."""
    return SPACES.sub(" ", text)


def tidy(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Runs of equal style joined, single spaces, no space beside a line break or at either end, nothing empty."""
    joined: list[Run] = []
    for run in runs:
        if joined and replace(joined[-1], text="") == replace(run, text=""):
            joined[-1] = replace(run, text=joined[-1].text + run.text)
        elif run.text:
            joined.append(run)
    return _trimmed([replace(run, text=re.sub(r" ?\n ?", "\n", spaced(run.text))) for run in joined])


def _trimmed(runs: list[Run]) -> tuple[Run, ...]:
    """Spaces that meet where two runs meet, and those at the ends, taken away."""
    kept: list[Run] = []
    last = "\n"
    for run in runs:
        text = run.text
        if last in " \n":
            text = text.lstrip(" \n" if not kept else " ")
        if text.startswith("\n") and kept and last == " ":
            kept[-1] = replace(kept[-1], text=kept[-1].text.rstrip(" "))
        if text:
            kept.append(replace(run, text=text))
            last = text[-1]
    while kept and not (end := kept[-1].text.rstrip()):
        kept.pop()
    if kept:
        kept[-1] = replace(kept[-1], text=end)
    return tuple(run for run in kept if run.text)


def cut(runs: Iterable[Run], start: int, end: int) -> tuple[Run, ...]:
    """The runs of the characters from `start` up to `end`, tidied."""
    pieces: list[Run] = []
    at = 0
    for run in runs:
        low, high = max(start - at, 0), min(end - at, len(run.text))
        if low < high:
            pieces.append(replace(run, text=run.text[low:high]))
        at += len(run.text)
    return tidy(pieces)
