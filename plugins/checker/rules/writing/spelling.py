"""Rules of spelling: words that are in no dictionary and no list of the site, words of the other standard form, and
names that a text spells in two ways."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from plugins.checker.dismissals import DISMISSED
from plugins.checker.engine.check_context import WORDS, CheckContext
from plugins.checker.engine.dictionaries import Speller
from plugins.checker.engine.segments import WORD, TextSegment, begins_sentence
from plugins.checker.facts.names import name_words
from plugins.checker.rules.writing.letters import restore_letters
from plugins.content.library import ContentLibrary
from plugins.content.regular_files import read_regular_file
from plugins.diagnostics import Diagnostic, Either, Message, message_of
from plugins.diagnostics.rule import rule
from plugins.diagnostics.utf8 import NotUtf8, plain_text
from plugins.locales.letters import fold, script_of

LONGEST_CUT = 4
# A word so long that is one slip from a common one is hardly ever a name, at the start of a sentence and within it; and
# how much of a name stays in every form and language.
LONG_WORD, LONG_NAME, NAME_BEGINNING = 5, 8, 4
# Letters that the endings leave of a name with a slip, and the most of an ending.
LONG_STEM, LONGEST_ENDING = 6, 2


@rule("library")
def not_utf_8(library: ContentLibrary) -> Iterator[Diagnostic]:
    """Finds lists of words in another encoding: a line with a letter beyond English is as if it were not there."""
    content = library.config.content
    for name in (WORDS, DISMISSED):
        try:
            plain_text(read_regular_file(content / name))
        except NotUtf8 as error:
            yield Diagnostic(f"{content.name}/{name}", error.line, 1, message_of(error), "", "warning")
        except OSError:
            continue


@rule("text")
def spelling(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds words that are in no dictionary and no list; with a capital, only those very close to a known word."""
    for segment, match in unknown_words(context):
        near = [word for word in context.speller.suggest(match[0]) if word != match[0]]
        message = (
            Message(
                "{word!r} is not in the dictionary: did you mean {near}? if it is right, add it to content/{words}",
                word=match[0],
                near=Either(near),
                words=WORDS,
            )
            if near
            else Message(
                "{word!r} is not in the dictionary: look it up; if it is right, add it to content/{words}",
                word=match[0],
                words=WORDS,
            )
        )
        yield segment.correct(match.span(), message, *near)


def unknown_words(context: CheckContext) -> Iterator[tuple[TextSegment, re.Match[str]]]:
    """Each word that may be misspelt, with its segment; none where the language has no dictionary."""
    if not context.speller.is_available:
        return
    for segment, match in context.matches(WORD):
        if _is_suspect(context, segment, match[0], match.start()):
            yield segment, match


def _is_suspect(context: CheckContext, segment: TextSegment, word: str, at: int) -> bool:
    if _is_known(context.speller, word):
        return False
    if _is_cut_short(context, segment.text, at + len(word), word):
        return False
    if word in context.shared_words or restore_letters(context.speller, word):
        return False
    if word[0].islower():
        return True
    return _is_slip(context, word, begins_sentence(segment.text, at))


@lru_cache(maxsize=1 << 16)
def _is_known(speller: Speller, word: str) -> bool:
    """Whether a word is right wherever it stands, or nothing that a dictionary has."""
    return (
        len(word) < 3
        or any(script_of(letter) not in ("", speller.language.script) for letter in word)
        or _is_no_word(word)
        or speller.accepts(word)
        or _has_known_parts(speller, word)
    )


def _is_no_word(word: str) -> bool:
    """Acronyms, also with an ending (UNDP-a), brand names with a capital inside, hashtags."""
    first = word.partition("-")[0]
    return (len(first) > 1 and first.isupper()) or any(letter.isupper() for letter in word[1:].replace("-", ""))


def _is_cut_short(context: CheckContext, text: str, end: int, word: str) -> bool:
    """Abbreviations: a few letters and a full stop, known as such ("etc.") or with no sentence after it ("tel. 1")."""
    if len(word) > LONGEST_CUT or text[end : end + 1] != ".":
        return False
    after = re.match(r"\.[ \u00a0]?(?P<sign>[^\W_]|[+,(])", text[end : end + 3])
    return context.speller.accepts(f"{word}.") or (after is not None and not after["sign"].isupper())


def _has_known_parts(speller: Speller, word: str) -> bool:
    """Compounds with a hyphen, words with an apostrophe, and those of which one part is a name."""
    plain = word.replace("’", "'").replace("‑", "-").removesuffix("'s")
    if plain != word and speller.accepts(plain):
        return True
    parts = plain.split("-")
    return len(parts) > 1 and all(len(part) < 3 or part[0].isupper() or speller.accepts(part) for part in parts)


def _is_slip(context: CheckContext, word: str, at_start: bool) -> bool:
    """Whether a word with a capital is one slip from a common one, and no name: a name is in the pair's other texts
    too, in some form."""
    if len(word) < (LONG_WORD if at_start else LONG_NAME):
        return False
    # A slip is made once, a name comes again.
    if len(_alike(context, word)) > 1:
        return False
    if any(not other.speller.accepts(name.lower()) for other in context.others for name in _alike(other, word)):
        return False
    if not context.speller.is_one_slip_away(word.lower()):
        return False
    near = context.speller.suggest(word.lower())
    return any(other.islower() and is_one_slip(word.lower(), other) for other in near)


def _alike(context: CheckContext, name: str) -> list[str]:
    """The words of a text with a capital that begin as a name does, but for the marks of letters."""
    beginning = fold(name)[:NAME_BEGINNING]
    return [word for word in context.words if word.istitle() and fold(word).startswith(beginning)]


@rule("text")
def other_standard(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds words of the language's other standard form; words with a capital inside a sentence, and words that the
    pair's other texts have too, are names."""
    speller = context.speller
    if not speller.is_available or not context.language_data.variants:
        return
    for segment, match in context.matches(WORD):
        word = match[0]
        if word in context.shared_words or not (
            word.islower() or (word.istitle() and begins_sentence(segment.text, match.start()))
        ):
            continue
        own = speller.own_form(word.lower()) if word.lower() not in speller.words else ""
        if own:
            right = own.capitalize() if word.istitle() else own
            message = Message(
                "{word!r} is of the other standard form of {language}: write {right}",
                word=word,
                language=context.language_data.name,
                code=context.text.language,
                right=right,
            )
            yield segment.correct(match.span(), message, right)


@rule("text")
def name_spelling(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds names that a text spells in two ways: without the marks of their letters, or with one slip, the endings of
    their cases aside. Of both, the rarer or plainer one is reported, where it first stands. A text that has such
    letters in some names has them in all that the other text writes with them."""
    places: dict[str, tuple[TextSegment, int]] = {}
    counts = Counter[str]()
    for segment, match in context.matches(WORD):
        word = match[0]
        is_name = word.istitle() and len(word) > 2 and "-" not in word
        if is_name and all(script_of(letter) in ("", context.language_data.script) for letter in word):
            counts[word] += 1
            places.setdefault(word, (segment, match.start()))
    strange = {word for word in counts if not context.speller.accepts(word)}
    elsewhere, stem = context.shared_words, name_words(context.language_data.file).stem
    folded = {word: fold(word) for word in counts}
    reported: set[str] = set()
    for name, second_name in itertools.combinations(sorted(counts), 2):
        if name[:1] != second_name[:1] and folded[name][:1] != folded[second_name][:1]:
            continue
        if not {name, second_name} & strange or {name, second_name} <= elsewhere or {name, second_name} & reported:
            continue
        wrong, right = sorted(
            (name, second_name), key=lambda word: (word in elsewhere, counts[word], not word.isascii())
        )
        unmarked = stem(folded[name]) == stem(folded[second_name]) and stem(name.lower()) != stem(second_name.lower())
        slipped = (
            wrong in strange
            and counts[wrong] == 1
            and (counts[right] > 1 or right in elsewhere or right not in strange)
            and not any(word.startswith(wrong[:-1]) for word in elsewhere)
            and _differ_by_slip(stem(wrong.lower()), stem(right.lower()))
        )
        if unmarked or slipped:
            reported.add(wrong)
            segment, start = places[wrong]
            message = Message(
                "{word!r} is {other!r} elsewhere in this text: spell the name in one way", word=wrong, other=right
            )
            same_form = folded[name] == folded[second_name] or is_one_slip(wrong, right)
            yield segment.correct((start, start + len(wrong)), message, *([right] if same_form else []))
    # A text that writes some names with their marks writes all so that the other text does.
    marked = [word for word in elsewhere if word.istitle() and not word.isascii()]
    for word in sorted(strange - elsewhere - reported) if not all(map(str.isascii, counts)) else ():
        plain = folded[word]
        if word.isascii() and (right := min((name for name in marked if _begins(name, plain)), key=len, default="")):
            segment, start = places[word]
            message = Message("{word!r} is {other!r} in the other text: write all its letters", word=word, other=right)
            yield segment.correct((start, start + len(word)), message, *([right] if fold(right) == plain else []))


def _begins(name: str, plain: str) -> bool:
    """Whether a name, but for the ending of a case, has these plain letters."""
    return fold(name).startswith(plain) and len(fold(name)) <= len(plain) + LONGEST_ENDING


def _differ_by_slip(word: str, other: str) -> bool:
    return min(len(word), len(other)) >= LONG_STEM and word[-1] == other[-1] and is_one_slip(word, other)


def is_one_slip(word: str, other: str) -> bool:
    """Whether one slip makes the one word of the other."""
    if word == other or abs(len(word) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(word), len(other)) and word[start] == other[start]:
        start += 1
    rest, others = word[start:], other[start:]
    if len(rest) == len(others):
        swapped = rest[:2] == others[1::-1] and rest[2:] == others[2:]
        return swapped or rest[1:] == others[1:]
    return rest[1:] == others or rest == others[1:]
