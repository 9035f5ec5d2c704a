"""Tokens that neither a rule nor the glossary decides, each with a suggestion for the editor."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .glossary import Glossary
from .letters import DIGRAPH, LATIN_LETTER, MORPHEME_BOUNDARY, letters_to_cyrillic
from .tokens import Replacement, read_tokens, replace
from .word_rules import (
    ASK_BOUNDARY,
    ASK_NUMERAL,
    ASK_SCRIPTS,
    ASK_SPELLING,
    CASE_ENDING,
    suggest_spelling,
)

ASK_LANGUAGE = "another language"
LINE_WRAP = re.compile(r"(?<=\w)\n(?=\w)|\u00a0")


@dataclass(frozen=True)
class Doubt:
    """A word, or a run of words, to decide.

    `offset` counts characters of the text in NFC. `reason` is one of "acronym", "a numeral or a word", "two letters or
    one", "spelling", "mixed scripts", "mixed capitals" and "another language". `suggestion` is what to write
    instead, or a line for the glossary, which has a `=`; `choices` and `replacement` are for buttons.
    """

    token: str
    offset: int
    reason: str
    suggestion: str

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """The lines of the glossary that decide it, as (word, form), those with a form in Cyrillic first; none where
        only other words in the text help."""
        if "=" not in self.suggestion or self.reason == ASK_NUMERAL:
            return ()
        key, _, suggested = (part.strip() for part in self.suggestion.partition("="))
        if self.reason == ASK_LANGUAGE:
            return tuple((key, form) for form in dict.fromkeys((suggested, key)))
        joined = letters_to_cyrillic(key)
        apart = letters_to_cyrillic(DIGRAPH.sub(lambda letters: MORPHEME_BOUNDARY.join(letters[0]), key, count=1))
        forms = (suggested, joined, *((apart,) if self.reason == ASK_BOUNDARY else ()))
        cyrillic = (form for form in dict.fromkeys(forms) if not LATIN_LETTER.search(form))
        return (*((key, form) for form in cyrillic), (key, key))

    @property
    def replacement(self) -> tuple[str, str]:
        """Words of the text, which hold the token, and what to write instead of them; ("", "") where only the glossary
        helps."""
        if self.reason in (ASK_NUMERAL, ASK_LANGUAGE):
            return self.token, f"[[{self.token}]]"
        return ("", "") if "=" in self.suggestion else (self.token, self.suggestion)


def find_doubts(text: str, glossary: Glossary) -> list[Doubt]:
    """All doubts in a text, in order."""
    tokens, runs = read_tokens(text, glossary)
    in_runs = {at for run in runs if run.foreign for at in range(run.first, run.last)}
    text = LINE_WRAP.sub(" ", text)
    words = [_word_doubt(text, token) for at, token in enumerate(tokens) if token.reason and at not in in_runs]
    asked = [_run_doubt(text, tokens[run.first : run.last]) for run in runs if not run.certain]
    return sorted({doubt.offset: doubt for doubt in words + asked}.values(), key=lambda doubt: doubt.offset)


def _run_doubt(text: str, words: Sequence[Replacement]) -> Doubt:
    """A doubt about words that may be of another language; its line has them as Serbian."""
    start, end = words[0].start, words[-1].end
    shifted = [word._replace(start=word.start - start, end=word.end - start) for word in words]
    run = text[start:end]
    return Doubt(run, start, ASK_LANGUAGE, f"{run} = {replace(run, shifted)}")


def _word_doubt(text: str, replacement: Replacement) -> Doubt:
    token = text[replacement.start : replacement.end]
    start, reason = replacement.start, replacement.reason
    if reason in (ASK_SPELLING, ASK_SCRIPTS):
        return Doubt(token, start, reason, suggest_spelling(token, replacement.text))
    stem, _, ending = token.partition("-")
    if CASE_ENDING.pattern.fullmatch(ending):
        return Doubt(token, start, reason, f"{stem} = {replacement.text.partition('-')[0]}")
    return Doubt(token, start, reason, f"{token} = {replacement.text}")
