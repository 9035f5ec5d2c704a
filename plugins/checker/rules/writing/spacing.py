"""Rules about missing, doubled and misplaced spaces, and about hyphens."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.checker.engine.check_context import CheckContext
from plugins.checker.facts.measures import spaced_units
from plugins.diagnostics import Diagnostic, Message
from plugins.diagnostics.rule import rule

TWO_SPACES = re.compile(r"(?<=[\w.,;:!?)”“\"’»])(?P<gap> {2,})(?=[^\s|])")
GLUED = re.compile(
    r"(?:(?<![^\W\d_])[^\W\d_]{2,}(?P<sign>[,;:!?.])(?=[^\W\d_]{2,})"
    r"|(?<![\w.,:/-])\d[\d.,:]*(?P<after_number>[.,;!?])(?=[^\W\d_]{3,})"
    r"|(?<![^\W\d_])[^\W\d_]{2,}(?P<bracket>\()(?=[^() \n]* [^()\n]*\)))"
)
GLUED_NUMBER = re.compile(
    r"(?<![\w/.-])(?:(?P<word>[^\W\d_]{2,})(?P<number>\d{1,4})|(?P<count>\d{1,4})(?P<counted>[^\W\d_]{2,}))(?![\w/-])"
)
SHORTEST_COUNTED = 4
VOWEL = re.compile(r"[aeiou]|[^\x00-\x7f]")
LOOSE_HYPHEN = re.compile(r"(?<![^\W\d_])(?P<first>[^\W\d_]{2,})(?P<gap>- | -)(?P<second>[^\W\d_]+)")
DOUBLE_HYPHEN = re.compile(r"(?<=[^\s-]) (?P<hyphens>--|---)(?= [^\s-])")
LOOSE_SIGN = re.compile(r"(?<=[\w)”’“])(?P<gap>[ \u00a0]+)(?P<sign>,(?!,)|[;!?)]|[.:](?![\w.:)(])|:(?=[^\W\d_]{2}))")
AFTER_OPENING = re.compile(r"(?:(?<=\s)|(?<=\w))(?P<sign>\()(?P<gap>[ \u00a0]+)(?=\w)")
# A letter alone is a word in small letters only; twice in capitals, it is a sign.
TWICE = re.compile(r"\b(?P<word>[^\W\d_]+)[ \n](?P<again>(?i:(?P=word)))\b(?![-.])")


@rule("text")
def double_space(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds runs of spaces inside a line."""
    for segment, match in context.matches(TWO_SPACES):
        message = Message("two spaces where one is enough: delete one")
        yield segment.correct(match.span("gap"), message, " ", certain=True)


@rule("text")
def missing_space(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds signs between two words without a space; commas and semicolons are fixed."""
    for segment, match in context.matches(GLUED):
        # After a full stop, small letters are those of an abbreviation or a file.
        if match["sign"] == "." and not segment.text[match.end()].isupper():
            continue
        sign = match["sign"] or match["after_number"] or match["bracket"]
        at = match.end() - 1
        around = _text_with_word(segment.text, match)
        message = (
            Message("a space is missing before {sign!r} in {around!r}", sign=sign, around=around)
            if match["bracket"]
            else Message("a space is missing after {sign!r} in {around!r}", sign=sign, around=around)
        )
        gap = at if match["bracket"] else match.end()
        # Other signs may belong to a name ("Yahoo!Japan", "Re:Publica").
        yield segment.correct((gap, gap), message, " ", certain=match["sign"] in (",", ";"), at=at)


@rule("text")
def glued_number(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds a word of the language with a number right behind it or in front of it; what the pair's other texts have
    too is a name, such as 247sports, but no unit."""
    for segment, match in context.matches(GLUED_NUMBER):
        word = match["word"] or match["counted"]
        is_unit = bool(match["count"]) and word in spaced_units(context.language_data)
        # What has no vowel is a unit or a format: km2, mp3.
        is_word = (
            (match["word"] or len(word) >= SHORTEST_COUNTED)
            and word.islower()
            and VOWEL.search(word)
            and (not context.speller.is_available or context.speller.accepts(word))
            and not context.is_in_others(match[0])
        )
        if is_unit or is_word:
            at = match.end("count") if match["count"] else match.start("number")
            apart = f"{segment.text[match.start() : at]} {segment.text[at : match.end()]}"
            message = Message("a space is missing in {here!r}: write {apart!r}", here=match[0], apart=apart)
            yield segment.correct((at, at), message, " ")


@rule("text")
def loose_hyphen(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds a hyphen with a space on one side; hanging hyphens ("pre- and post-war") are none."""
    for segment, match in context.matches(LOOSE_HYPHEN):
        first, second = match["first"], match["second"]
        language = context.language_data
        if match["gap"] == "- " and second.lower() in language.joiners | language.words("spelling", "between"):
            continue
        message = Message(
            "{here!r} has a space beside its hyphen: write '{first}-{second}', or a dash, '{first} – {second}'",
            here=match[0],
            first=first,
            second=second,
        )
        yield segment.correct(match.span("gap"), message, "-", " – ")


@rule("text")
def double_hyphen(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds two or three hyphens with a space on both sides."""
    for segment, match in context.matches(DOUBLE_HYPHEN):
        message = Message("{hyphens} is typed for a dash: write –", hyphens=match["hyphens"])
        yield segment.correct(match.span("hyphens"), message, "–", certain=True)


@rule("text")
def space_before_punctuation(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds spaces before a closing sign and after an opening bracket."""
    for segment, match in context.matches(LOOSE_SIGN):
        # Where a word follows at once, the space belongs behind the sign, or the sign to that word.
        certain = not segment.text[match.end() : match.end() + 1].isalnum()
        message = Message("a space before {sign!r}: delete it", sign=match["sign"])
        yield segment.correct(match.span("gap"), message, *([""] if certain else []), certain=certain)
    for segment, match in context.matches(AFTER_OPENING):
        yield segment.correct(match.span("gap"), Message("a space after '(': delete it"), "", certain=True)


@rule("text")
def repeated_word(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds a word twice in a row, except those that the language doubles."""
    for segment, match in context.matches(TWICE):
        word = match["word"]
        is_word = word.islower() or (word.istitle() and (len(word) > 1 or match["again"].islower()))
        if (
            is_word
            and not context.is_in_others(match[0])
            and word.lower() not in context.language_data.words("spelling", "doubled")
        ):
            # The second word goes with one space beside it; a line end stays.
            start, end = match.end("word"), match.end()
            if segment.text[start] == "\n":
                start, end = start + 1, end + segment.text.startswith(" ", end)
            message = Message("{word!r} is here twice: delete one, if it is a mistake", word=word)
            yield segment.correct((start, end), message, "", at=match.start())


def _text_with_word(text: str, match: re.Match[str]) -> str:
    end = re.compile(r"\w*").match(text, match.end())
    return text[match.start() : end.end() if end else match.end()][-40:]
