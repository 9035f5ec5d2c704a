"""A text cut into tokens, and what becomes of each: the one engine behind conversion and doubts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from .context import ALWAYS_UNITS, in_context
from .glossary import Glossary
from .words import Verdict, verdict

DOMAINS = (
    "com|org|net|int|edu|gov|info|biz|io|eu|rs|me|ba|hr|mk|si|al|bg|ro|hu|at|ch|de|fr|it|es|uk|us|ru|tv|ai|app|dev|news|media|online|site"
    "|international|foundation|social|live|blog|ly|co|be|gl|nl|fi|dk|pl|cz|sk|gr|tr|ca|au|ie|pt|lu|xyz|fm|gg|cc"
)
FILES = (
    "pdf|docx?|xlsx?|pptx?|odt|ods|csv|tsv|txt|md|html?|xml|json|ya?ml|toml|jpe?g|png|gif|svg|webp|avif|mp[34]|wav|mov"
    "|zip|rar|exe|py|js|css|epub"
)
# What an address is made of, and what it can end in; a mark that follows without a blank is no part of it.
END = r"""(?!\[\[)[^\s<>"„“”»«.,;:!?'’)\]}…*]"""
BODY = r"""(?:(?!\[\[)[^\s<>"„“”»«])"""
OPAQUE = "|".join((
    r"```.*?```|``[^\n]+?``|`[^`\n]+`",
    r"<(?P<element>\w+)[^<>]*\blang=[\"']?(?!sr\b)[^<>]*>.{0,2000}?</(?P=element)>|</?[a-zA-Z][^<>]*>",
    rf"(?<!\w)(?:[a-zA-Z][a-zA-Z0-9+.-]{{1,15}}://|mailto:|tel:|www\.){BODY}*{END}",
    r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    rf"(?<![\w-])(?<!\w\.)(?:(?<!/)(?:[\w-]+/)+)?[\w-]+(?:\.[\w-]+)*\.(?:{DOMAINS}|{FILES})(?![\w])(?:[/?#]{BODY}*{END})?",
    r"(?<![\w&])[#@]\w+(?:\.\w+)*",
    r"(?<![\w/<.])~?/(?:[\w.~-]+/)+[\w.~-]*",
    r"(?<![\w/])[A-Z]{1,5}/(?:[A-Z\d.-]+/)*\d(?:[\w./-]*\w)?",
    r"(?<!\w)[A-Z]{1,3}&[A-Z]{1,3}(?!\w)",
    r"(?<!\w)[A-Za-z]:\\[\w\\.-]+",
    r"\{[A-Za-z_][\w.:!]*\}[\w./#-]*|%\(\w+\)[sd]",
))  # fmt: skip
MARK = r"\[\[(?=\S)(?:(?!\[\[|\]\]).){1,300}?\]\]"
WORD = r"\w+(?:[-‐‑'’]\w+)*"
# Most tokens are words before a blank or a comma: nothing opaque that begins with a letter goes on across one, and no
# token begins with one. To know both at once spares a dozen alternatives.
PLAIN = r"\w++(?=[\s,;!?)”“]|\.?(?:\s|\Z))"
TOKEN = re.compile(f"{PLAIN}|(?![\\s,;!?()])(?:(?P<mark>{MARK})|(?P<opaque>{OPAQUE})|{WORD})", re.DOTALL)
MOST_VERDICTS = 1 << 17
MARKED = re.compile(MARK, re.DOTALL)


class Piece(NamedTuple):
    """What stands at `text[start:end]` becomes `text`; `reason` is empty unless an editor should be asked."""

    start: int
    end: int
    text: str
    reason: str = ""
    foreign: bool = False


def pieces(text: str, glossary: Glossary) -> Iterator[Piece]:
    """The pieces of a text that change or raise a doubt, in order; what lies between them stays as it is."""
    position = 0
    for start, end, kept in glossary.phrases.found(text):
        before = list(_tokens_up_to(start, end, TOKEN.finditer(text, position)))
        yield from _pieces(before, glossary)
        position = before[-1].end() if before else position
        # In an address, a mark or a piece of code it is no phrase.
        if position <= start:
            yield from _pieces(TOKEN.finditer(text, position, start), glossary)
            yield Piece(start, end, kept)
            position = end
    yield from _pieces(TOKEN.finditer(text, position), glossary)


def _tokens_up_to(start: int, end: int, tokens: Iterator[re.Match[str]]) -> Iterator[re.Match[str]]:
    """The tokens before a phrase, and one that is no word and holds it."""
    for token in tokens:
        holds_it = token.lastgroup and (token.start() < start or token.end() > end)
        if token.end() > start and not holds_it:
            return
        yield token


def _pieces(tokens: Iterable[re.Match[str]], glossary: Glossary) -> Iterator[Piece]:
    for match in tokens:
        kind = match.lastgroup
        if kind is None:
            judged = _judged(match, glossary)
            if judged.text != match[0] or judged.reason or judged.foreign:
                yield Piece(match.start(), match.end(), *judged)
        elif kind == "mark":
            yield from unmarked(match)


def _judged(match: re.Match[str], glossary: Glossary) -> Verdict:
    word = match[0]
    known = glossary.verdicts.get(word)
    if known is not None:
        return known
    decided = glossary.decided(word) if glossary.words else None
    if decided is None and (len(word) == 1 or word.isupper() or word in ALWAYS_UNITS or word in ("ha", "min")):
        return in_context(word, match.string, match.start(), match.end())
    if len(glossary.verdicts) >= MOST_VERDICTS:
        glossary.verdicts.clear()
    judged = glossary.verdicts[word] = verdict(word) if decided is None else Verdict(decided)
    return judged


def unmarked(match: re.Match[str]) -> Iterator[Piece]:
    """The two brackets of an inline mark go; what they protect stays."""
    yield Piece(match.start(), match.start() + 2, "")
    yield Piece(match.end() - 2, match.end(), "")


def marks(text: str) -> Iterator[Piece]:
    """Only the brackets of inline marks, for an edition in the script it was written in."""
    for match in MARKED.finditer(text):
        yield from unmarked(match)
