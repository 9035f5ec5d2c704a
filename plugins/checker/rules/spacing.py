"""Rules about the spaces between words and signs, which hands in a hurry leave out or put in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.checker.engine.context import Manuscript
from plugins.checker.engine.rule import Note, rule
from plugins.checker.engine.segments import Passage

TWO_SPACES = re.compile(r"(?<=[\w.,;:!?)”“\"’»])(?P<gap> {2,})(?=[^\s|])")
GLUED = re.compile(
    r"(?:(?<![^\W\d_])[^\W\d_]{2,}(?P<sign>[,;:!?]|\.(?=[A-ZČĆŠŽĐА-Я][^\W\d_]))(?=[^\W\d_]{2,})"
    r"|(?<![\w.,:/-])\d[\d.,:]*(?P<after_number>[.,;!?])(?=[^\W\d_]{3,})"
    r"|(?<![^\W\d_])[^\W\d_]{2,}(?P<bracket>\()(?=[^() \n]* [^()\n]*\)))"
)
GLUED_NUMBER = re.compile(r"(?<![\w/.-])(?P<word>[^\W\d_]{2,})(?P<number>\d{1,4})(?![\w/])")
VOWEL = re.compile(r"[aeiou]|[^\x00-\x7f]")
LOOSE_HYPHEN = re.compile(r"(?<![^\W\d_])(?P<first>[^\W\d_]{2,})(?P<gap>- | -)(?P<second>[^\W\d_]+)")
LOOSE_SIGN = re.compile(r"(?<=[\w)”’“])(?P<gap>[ \u00a0]+)(?P<sign>,(?!,)|[;!?)]|[.:](?![\w.:)(])|:(?=[^\W\d_]{2}))")
AFTER_OPENING = re.compile(r"(?:(?<=\s)|(?<=\w))(?P<sign>\()(?P<gap>[ \u00a0]+)(?=\w)")
TWICE = re.compile(r"\b(?P<word>[^\W\d_]{2,})[ \n](?P=word)\b(?!-)", re.I)
ENDING = re.compile(r"^[ \t]*(?:[-*+]|\d+[.)])?[ \t]*$|\|")


@rule()
def double_space(script: Manuscript) -> Iterator[Note]:
    """One space between two words is enough.

    Bad: in  Belgrade
    Good: in Belgrade
    """
    for passage, match in _matches(script, TWO_SPACES):
        if not ENDING.search(_line_before(passage.text, match.start())) and "|" not in _line_of(
            passage.text, match.start()
        ):
            yield passage.note(match.start("gap"), "two spaces where one is enough: delete one")


@rule()
def missing_space(script: Manuscript) -> Iterator[Note]:
    """A space follows a comma, a semicolon, a colon and the end of a sentence, and stands before an opening bracket.

    Bad: in Belgrade,Niš and Novi Sad
    Good: in Belgrade, Niš and Novi Sad
    """
    for passage, match in _matches(script, GLUED):
        sign = match["sign"] or match["after_number"] or match["bracket"]
        where = "before" if match["bracket"] else "after"
        at = match.end() - 1
        yield passage.note(at, f"a space is missing {where} {sign!r} in {_around(passage.text, match)!r}")


@rule()
def glued_number(script: Manuscript) -> Iterator[Note]:
    """A space stands between a word and a number.

    Bad: held on22 August
    Good: held on 22 August
    """
    for passage, match in _matches(script, GLUED_NUMBER):
        word = match["word"]
        # What has no vowel is a unit or a format: km2, mp3.
        if word.islower() and VOWEL.search(word) and (not script.speller.there or script.speller.knows(word)):
            yield passage.note(
                match.start("number"), f"a space is missing in {match[0]!r}: write '{word} {match['number']}'"
            )


@rule()
def loose_hyphen(script: Manuscript) -> Iterator[Note]:
    """A hyphen joins two parts of a word without a space; between two thoughts stands a dash.

    Bad: counter- trafficking
    Good: counter-trafficking
    """
    for passage, match in _matches(script, LOOSE_HYPHEN):
        first, second = match["first"], match["second"]
        if match["gap"] == "- " and second.lower() in script.tongue.joiners | script.tongue.between:
            continue
        yield passage.note(
            match.start("gap"),
            f"{match[0]!r} has a space beside its hyphen: write '{first}-{second}', or a dash, '{first} – {second}'",
        )


@rule()
def space_before_punctuation(script: Manuscript) -> Iterator[Note]:
    """No space stands before a comma, a full stop or another sign that ends something; none follows an opening bracket.

    Bad: in Belgrade , on Monday
    Good: in Belgrade, on Monday
    """
    for passage, match in _matches(script, LOOSE_SIGN):
        yield passage.note(match.start("gap"), f"a space before {match['sign']!r}: delete it")
    for passage, match in _matches(script, AFTER_OPENING):
        yield passage.note(match.start("gap"), "a space after '(': delete it")


@rule("advice")
def repeated_word(script: Manuscript) -> Iterator[Note]:
    """The same word twice in a row is mostly a slip of the hand.

    Bad: in the the morning
    Good: in the morning
    """
    for passage, match in _matches(script, TWICE):
        if match["word"].lower() not in script.tongue.doubled and (match["word"].islower() or match["word"].istitle()):
            yield passage.note(match.start(), f"{match['word']!r} stands here twice: delete one, if it is a slip")


def _matches(script: Manuscript, pattern: re.Pattern[str]) -> Iterator[tuple[Passage, re.Match[str]]]:
    for passage in script.passages:
        for match in pattern.finditer(passage.text):
            yield passage, match


def _line_before(text: str, at: int) -> str:
    return text[text.rfind("\n", 0, at) + 1 : at]


def _line_of(text: str, at: int) -> str:
    end = text.find("\n", at)
    return text[text.rfind("\n", 0, at) + 1 : end if end >= 0 else len(text)]


def _around(text: str, match: re.Match[str]) -> str:
    end = re.compile(r"\w*").match(text, match.end())
    return text[match.start() : end.end() if end else match.end()][-40:]
