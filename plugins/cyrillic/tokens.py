"""Tokenizes a text and finds the replacement of each token: conversion and doubts both use `find_replacements`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from .context_rules import ALWAYS_UNITS, convert_in_context
from .glossary import Glossary
from .rules import Rule, any_rule
from .word_rules import Conversion, convert_word

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
    """The replacement of `text[start:end]`; `reason` is empty unless an editor should decide."""

    start: int
    end: int
    text: str
    reason: str = ""
    foreign: bool = False


def find_replacements(text: str, glossary: Glossary) -> Iterator[Replacement]:
    """The replacements and doubts of a text, in order; the text between them stays unchanged."""
    position = 0
    for start, end, phrase in glossary.phrases.find(text):
        before = list(_tokens_up_to(start, end, TOKEN.pattern.finditer(text, position)))
        yield from _replace_tokens(before, glossary)
        position = before[-1].end() if before else position
        # In an address, a mark or a piece of code it is no phrase.
        if position <= start:
            yield from _replace_tokens(TOKEN.pattern.finditer(text, position, start), glossary)
            yield Replacement(start, end, phrase)
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
    for start, end, replacement, _, _ in replacements:
        parts += (text[position:start], replacement)
        position = end
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
            word = match[0]
            text, reason, foreign = known.get(word) or _convert_token(match, glossary)
            if text != word or reason or foreign:
                start, end = match.span()
                yield Replacement(start, end, text, reason, foreign)
        elif kind == "mark":
            yield from _remove_brackets(match)


def _convert_token(match: re.Match[str], glossary: Glossary) -> Conversion:
    word = match[0]
    entry = glossary.find(word) if glossary.words else None
    if entry is None and (len(word) == 1 or word.isupper() or word in ALWAYS_UNITS or word in UNIT_LIKE_WORDS):
        return convert_in_context(word, match.string, match.start(), match.end())
    if len(glossary.conversions) >= MOST_CONVERSIONS:
        glossary.conversions.clear()
    result = glossary.conversions[word] = convert_word(word) if entry is None else Conversion(entry)
    return result


def _remove_brackets(match: re.Match[str]) -> Iterator[Replacement]:
    """Remove the brackets of an inline mark; the protected text stays."""
    yield Replacement(match.start(), match.start() + 2, "")
    yield Replacement(match.end() - 2, match.end(), "")
