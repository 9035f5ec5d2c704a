"""Tokenizes a text and finds the replacement of each token: conversion and doubts both use `find_replacements`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from .context_rules import ALWAYS_UNITS, convert_in_context
from .foreign_runs import LEAST, TELLING, Run, evidence_of, find_runs
from .glossary import Glossary
from .rules import Rule, any_rule
from .word_rules import Conversion, convert_word, with_own_letters

MARK = r"\[\[(?=\S)(?:(?!\[\[|\]\]).){1,300}?\]\]"
VERBATIM = any_rule("verbatim").source
WORD = r"\w+(?:[-‐‑'’]\w+)*"
# Most tokens are words before a blank or a comma: nothing verbatim that begins with a letter continues across one, and
# no
# token begins with one. Checking both at once saves a dozen alternatives.
PLAIN = r"\w++(?=[\s,;!?)”“]|\.?(?:\s|\Z))"
TOKEN = Rule("token", f"(?s){PLAIN}|(?![\\s,;!?()])(?:(?P<mark>{MARK})|(?P<verbatim>{VERBATIM})|{WORD})")
MARKED = re.compile(MARK, re.DOTALL)
UNIT_LIKE_WORDS = ("ha", "min")
MOST_CONVERSIONS = 1 << 17


class Replacement(NamedTuple):
    """The replacement of `text[start:end]`; `reason` is empty unless an editor should decide.

    `evidence` says how much a word speaks for another language; a `fixed` replacement is made in any language.
    """

    start: int
    end: int
    text: str
    reason: str = ""
    foreign: bool = False
    evidence: float = 0.0
    fixed: bool = False


def find_replacements(text: str, glossary: Glossary) -> Iterator[Replacement]:
    """The replacements and doubts of a text, in order; the text between them stays unchanged."""
    tokens, runs = read_tokens(text, glossary)
    for run in runs:
        if run.foreign:
            tokens[run.first : run.last] = [
                token
                if token.fixed
                else token._replace(text=with_own_letters(text[token.start : token.end]), reason="")
                for token in tokens[run.first : run.last]
            ]
    return iter(tokens)


def read_tokens(text: str, glossary: Glossary) -> tuple[list[Replacement], list[Run]]:
    """All words and phrases of a text with what they become in Serbian, and the runs of them in other languages."""
    tokens = list(_find_tokens(text, glossary))
    for token in tokens:
        if token[5] >= TELLING or token[4]:
            return tokens, list(find_runs(text, tokens))
    return tokens, []


def _find_tokens(text: str, glossary: Glossary) -> Iterator[Replacement]:
    position = 0
    for start, end, phrase in glossary.phrases.find(text):
        before = list(_tokens_up_to(start, end, TOKEN.pattern.finditer(text, position)))
        yield from _replace_tokens(before, glossary)
        position = before[-1].end() if before else position
        # In an address, a mark or a piece of code it is no phrase.
        if position <= start:
            yield from _replace_tokens(TOKEN.pattern.finditer(text, position, start), glossary)
            stays = phrase == text[start:end]
            is_foreign = stays and " " in phrase
            yield Replacement(start, end, phrase, "", is_foreign, 0.0 if stays else LEAST, fixed=True)
            position = end
    yield from _replace_tokens(TOKEN.pattern.finditer(text, position), glossary)


def find_marks(text: str) -> Iterator[Replacement]:
    """Only the brackets of inline marks, for an edition in the script that the text is written in."""
    for match in MARKED.finditer(text):
        yield from _remove_brackets(match)


def replace(text: str, replacements: Iterable[Replacement]) -> str:
    """The text with its replacements made."""
    parts: list[str] = []
    position = 0
    for replacement in replacements:
        parts += (text[position : replacement.start], replacement.text)
        position = replacement.end
    return "".join(parts) + text[position:]


def _tokens_up_to(start: int, end: int, tokens: Iterator[re.Match[str]]) -> Iterator[re.Match[str]]:
    """The tokens before a phrase, and one that is no word and holds the phrase."""
    for token in tokens:
        holds_phrase = token.lastgroup and (token.start() < start or token.end() > end)
        if token.end() > start and not holds_phrase:
            return
        yield token


def _replace_tokens(tokens: Iterable[re.Match[str]], glossary: Glossary) -> Iterator[Replacement]:
    known = glossary.conversions
    for match in tokens:
        kind = match.lastgroup
        if kind is None:
            conversion = known.get(match[0]) or _convert_token(match, glossary)
            # Most of the time of a conversion goes by here.
            yield Replacement._make((*match.span(), *conversion, False))
        elif kind == "mark":
            yield from _remove_brackets(match)


def _convert_token(match: re.Match[str], glossary: Glossary) -> Conversion:
    word = match[0]
    entry = glossary.find(word) if glossary.words else None
    if entry is None and (len(word) == 1 or word.isupper() or word in ALWAYS_UNITS or word in UNIT_LIKE_WORDS):
        return convert_in_context(word, match.string, match.start(), match.end())
    if len(glossary.conversions) >= MOST_CONVERSIONS:
        glossary.conversions.clear()
    if entry is None:
        conversion = convert_word(word)._replace(evidence=evidence_of(word))
    else:
        conversion = Conversion(entry, evidence=0.0 if entry == word or word.isupper() else LEAST)
    glossary.conversions[word] = conversion
    return conversion


def _remove_brackets(match: re.Match[str]) -> Iterator[Replacement]:
    """Remove the brackets of an inline mark; the protected text stays."""
    yield Replacement(match.start(), match.start() + 2, "", fixed=True)
    yield Replacement(match.end() - 2, match.end(), "", fixed=True)
