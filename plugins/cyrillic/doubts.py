"""Tokens that neither a rule nor the glossary decides, each with a suggestion for the editor."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .context_rules import SENTENCE_START
from .glossary import Glossary
from .letters import DIGRAPH, LATIN_LETTER, MORPHEME_BOUNDARY, SERBIAN_LETTERS, SERBIAN_MARKS, letters_to_cyrillic
from .rules import find_rule, find_words
from .tokens import Replacement, find_replacements
from .word_rules import (
    ACRONYMS,
    ASK_BOUNDARY,
    ASK_NUMERAL,
    ASK_SCRIPTS,
    ASK_SPELLING,
    CASE_ENDING,
    AcronymScript,
    is_listed_foreign,
    suggest_spelling,
)

BESIDE_FOREIGN = "beside a foreign name"
LINE_WRAP = re.compile(r"(?<=\w)\n(?=\w)|\u00a0")
WORD_BEFORE = find_rule("names", "word before a name")
WORD_AFTER = find_rule("names", "word after a name")
BRIDGE = find_rule("names", "short English words inside a name")
SERBIAN_TOO = find_words("names", "English words that Serbian has too")
INNER = find_words("names", "English words inside a phrase")


@dataclass(frozen=True)
class Doubt:
    """One token to decide.

    `offset` counts characters of the text in NFC. `reason` is one of "acronym", "a numeral or a word", "two letters or
    one", "spelling", "mixed scripts", "mixed capitals" and "beside a foreign name". `suggestion` is what to write
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
        if self.reason == BESIDE_FOREIGN:
            name = self.suggestion.strip("[]")
            # A small word within a name is none by itself.
            alone = [(self.token, letters_to_cyrillic(self.token))] if self.token[:1].isupper() else []
            return (*(line for line in alone if not LATIN_LETTER.search(line[1])), (name, name))
        if "=" not in self.suggestion or self.reason == ASK_NUMERAL:
            return ()
        key, _, suggested = (part.strip() for part in self.suggestion.partition("="))
        joined = letters_to_cyrillic(key)
        apart = letters_to_cyrillic(DIGRAPH.sub(lambda letters: MORPHEME_BOUNDARY.join(letters[0]), key, count=1))
        forms = (suggested, joined, *((apart,) if self.reason == ASK_BOUNDARY else ()))
        cyrillic = (form for form in dict.fromkeys(forms) if not LATIN_LETTER.search(form))
        return (*((key, form) for form in cyrillic), (key, key))

    @property
    def replacement(self) -> tuple[str, str]:
        """Words of the text, which hold the token, and what to write instead of them; ("", "") where only the glossary
        helps."""
        if self.reason == BESIDE_FOREIGN:
            return self.suggestion.strip("[]"), self.suggestion
        if self.reason == ASK_NUMERAL:
            return self.token, f"[[{self.token}]]"
        return ("", "") if "=" in self.suggestion else (self.token, self.suggestion)


def find_doubts(text: str, glossary: Glossary) -> list[Doubt]:
    """All doubts in a text, in order."""
    replacements = list(find_replacements(text, glossary))
    text = LINE_WRAP.sub(" ", text)
    words = [_word_doubt(text, replacement) for replacement in replacements if replacement.reason]
    names = [doubt for name in _find_foreign_names(text, replacements) for doubt in _name_doubts(text, name, glossary)]
    return sorted({doubt.offset: doubt for doubt in names + words}.values(), key=lambda doubt: doubt.offset)


def _word_doubt(text: str, replacement: Replacement) -> Doubt:
    token = text[replacement.start : replacement.end]
    start, reason = replacement.start, replacement.reason
    if reason in (ASK_SPELLING, ASK_SCRIPTS):
        return Doubt(token, start, reason, suggest_spelling(token, replacement.text))
    stem, _, ending = token.partition("-")
    if CASE_ENDING.pattern.fullmatch(ending):
        return Doubt(token, start, reason, f"{stem} = {replacement.text.partition('-')[0]}")
    return Doubt(token, start, reason, f"{token} = {replacement.text}")


def _find_foreign_names(text: str, replacements: list[Replacement]) -> Iterator[tuple[int, int]]:
    """Start and end of each stretch of foreign words, with what links them, as `for` does in Youth for Peace."""
    stretch: list[Replacement] = []
    foreign = [replacement for replacement in replacements if replacement.foreign]
    for replacement in [*foreign, Replacement(len(text) + 2, len(text) + 2, "")]:
        if stretch and not _continues(text, stretch[-1], replacement):
            yield stretch[0].start, stretch[-1].end
            stretch = []
        stretch.append(replacement)


def _continues(text: str, word: Replacement, next_word: Replacement) -> bool:
    between = text[word.end : next_word.start]
    # „Facebook on ne koristi, Windows to ne ume.”
    if (small_word := between.strip()) in SERBIAN_TOO and between == f" {small_word} ":
        return not (is_listed_foreign(word.text) and is_listed_foreign(next_word.text))
    return between == " " or bool(BRIDGE.pattern.fullmatch(between))


def _name_doubts(text: str, name: tuple[int, int], glossary: Glossary) -> Iterator[Doubt]:
    """A capitalised word that touches a foreign name may belong to it, as Human does in Human Rights Watch."""
    start, end = name
    words = text[start:end].split()
    for bridge in BRIDGE.pattern.finditer(text, start, end):
        yield Doubt(bridge[1], bridge.start(1), BESIDE_FOREIGN, f"[[{text[start:end]}]]")
    before = WORD_BEFORE.pattern.search(text, max(0, start - 40), start)
    after = WORD_AFTER.pattern.match(text, end)
    if before and _begins_name(text, before, words, glossary):
        yield Doubt(before[1], before.start(1), BESIDE_FOREIGN, f"[[{text[before.start(1) : end]}]]")
    if after and _may_be_foreign(after[1], glossary, words[-1]):
        yield Doubt(after[1], after.start(1), BESIDE_FOREIGN, f"[[{text[start:end]} {after[1]}]]")


def _begins_name(text: str, before: re.Match[str], words: list[str], glossary: Glossary) -> bool:
    """True where the word before is a name's first one: UN before Women, but not SAD before Facebook."""
    if ACRONYMS.get(before[1]) is AcronymScript.CYRILLIC:
        return words[0][:1].isupper() and not is_listed_foreign(words[0]) and glossary.find(before[1]) is None
    starts_sentence = bool(SENTENCE_START.pattern.search(text[max(0, before.start() - 60) : before.start()]))
    is_common = starts_sentence or is_listed_foreign(words[0])
    is_one_common_word = len(words) == 1 and is_common and words[0] not in INNER
    return not is_one_common_word and _may_be_foreign(before[1], glossary, words[0])


def _may_be_foreign(word: str, glossary: Glossary, neighbour: str) -> bool:
    """True for a capitalised word; a short one only beside a neighbour within English words (`Be the …`)."""
    if not word.istitle() or (len(word) < 3 and neighbour not in INNER) or SERBIAN_MARKS.search(word):
        return False
    return bool(SERBIAN_LETTERS.fullmatch(word)) and glossary.find(word) is None
