"""Rules that an original and its translation have the same links, pictures, headings and quotations."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from plugins.checker.engine.check_context import CheckContext, TranslationPair
from plugins.checker.engine.rule import Finding, rule
from plugins.checker.engine.segments import WORD, TextSegment
from plugins.checker.rules.markup.headings import headings
from plugins.content.links.attachments import type_of
from plugins.content.links.named_files import resolve_path
from plugins.content.markup.rendered import Kind
from plugins.diagnostics import Message, Place

# Between quotation marks of any language: another rule finds those that are not the text's own.
QUOTED = re.compile(r"[\"„“”«»‟][^\"„“”«»‟]*[\"„“”«»‟]")
LONG_QUOTATION = 4
# As long are words such as "with" that a title leaves small.
LONGEST_SMALL = 4
Search = Callable[[CheckContext], Iterator[tuple[str, int]]]
"""What a text names, each with what it is called and its number among the references."""


@rule(scope="translation")
def link_parity(pair: TranslationPair) -> Iterator[Finding]:
    """Finds links that one of the two texts has more often."""
    yield from _unequal(pair, _links, _missing_link)


@rule(scope="translation")
def image_parity(pair: TranslationPair) -> Iterator[Finding]:
    """Finds pictures and videos that one of the two texts has more often; videos count by the site that has them."""
    yield from _unequal(pair, _images, _missing_picture)
    yield from _unequal(pair, _videos, _missing_video)


@rule(scope="translation")
def heading_parity(pair: TranslationPair) -> Iterator[Finding]:
    """Finds the first heading whose level differs between the two texts."""
    ours, theirs = headings(pair.original.body), headings(pair.translation.body)
    if [level for _, level, _ in ours] != [level for _, level, _ in theirs]:
        place = next(
            (n for n, (one, other) in enumerate(zip(ours, theirs, strict=False)) if one[1] != other[1]),
            min(len(ours), len(theirs)),
        )
        offset = theirs[place][0] if place < len(theirs) else 0
        source = pair.original.source.path
        other = Place(source, *pair.original.body.place(ours[place][0])) if place < len(ours) else Place(source)
        message = Message(
            "heading {number} is the first that differs: give both texts the same headings", number=place + 1
        )
        yield pair.translation.body.finding(offset, message)._replace(other=other)


@rule(scope="translation")
def quotation_parity(pair: TranslationPair) -> Iterator[Finding]:
    """Finds a paragraph that quotes, whose counterpart does not; where the texts have other paragraphs, the text that
    quotes in more of them than the other."""
    for here, there in ((pair.original, pair.translation), (pair.translation, pair.original)):
        found, other = _quotations(here.body, LONG_QUOTATION), _quotations(there.body)
        more = [own for own, theirs in zip(found, other, strict=False) if own is not None and theirs is None]
        if len(found) != len(other):
            more = [start for start in found if start is not None][sum(start is not None for start in other) :]
        if more:
            message = Message(
                "this paragraph quotes somebody, and the other text does not: quote the same words in both"
            )
            yield here.body.finding(more[0], message)._replace(other=Place(there.source.path))
            return


def _quotations(body: TextSegment, fewest: int = 1) -> list[int | None]:
    """For each block where it begins, if it quotes so many words at least, names in capitals not counted, or is a block
    quotation; else None."""
    return [
        block.start
        if block.text.lstrip().startswith(">")
        or any(_quotes(WORD.findall(match[0]), fewest) for match in QUOTED.finditer(block.text))
        else None
        for block in body.blocks
    ]


def _quotes(words: list[str], fewest: int) -> bool:
    """Whether these words are speech; a name has capitals in all but its small words."""
    long = [word for word in words if len(word) > LONGEST_SMALL]
    named = fewest > 1 and bool(long) and all(word[0].isupper() for word in long)
    return len(words) >= fewest and not named


def _links(context: CheckContext) -> Iterator[tuple[str, int]]:
    types = context.config.attachable.types
    for number, link in enumerate(context.references):
        if link.kind is not Kind.LINK:
            continue
        if link.file and type_of(link.file) in types:
            # Each language has its own report, under its own name.
            yield Message("a .{type} file", type=type_of(link.file)), number
        elif link.file:
            stem = posixpath.splitext(resolve_path(link.file, context.source.name))[0]
            yield re.sub(rf"\.(?:{'|'.join(map(re.escape, context.resources.languages))})$", "", stem), number
        elif not link.target.startswith("#"):
            yield _site(link.target), number


def _images(context: CheckContext) -> Iterator[tuple[str, int]]:
    for number, picture in enumerate(context.references):
        if picture.kind is Kind.PICTURE and picture.file:
            stem = re.sub(
                rf"[.-](?:{'|'.join(map(re.escape, context.resources.languages))})(?=\.\w+$)", "", picture.file
            )
            yield resolve_path(stem, context.source.name), number


def _videos(context: CheckContext) -> Iterator[tuple[str, int]]:
    """Each video by the site that has it: like a file, it may be another one in each language."""
    for number, reference in enumerate(context.references):
        if reference.kind is Kind.VIDEO and (video := reference.video):
            yield Message("on {site}", site=video.site) if video.site else Message("in a file"), number


def _site(target: str) -> str:
    try:
        host = urlsplit(target).netloc.lower().removeprefix("www.")
    except ValueError:
        host = ""
    return host or target.split("#")[0].split("?")[0]


def _missing_link(what: str) -> Message:
    return Message("the link to {what} is not in the other text: add it there, or take it out here", what=what)


def _missing_picture(what: str) -> Message:
    return Message("the picture {what} is not in the other text: add it there, or take it out here", what=what)


def _missing_video(what: str) -> Message:
    return Message("the video {what} is not in the other text: add it there, or take it out here", what=what)


def _unequal(pair: TranslationPair, search: Search, missing: Callable[[str], Message]) -> Iterator[Finding]:
    """A finding for each reference that one text has more often than the other, with the message `missing`."""
    ours, theirs = list(search(pair.original)), list(search(pair.translation))
    original, translation = pair.original, pair.translation
    for mine, others, here, there in ((ours, theirs, original, translation), (theirs, ours, translation, original)):
        more = Counter(key for key, _ in mine) - Counter(key for key, _ in others)
        for key, number in reversed(mine):
            if more[key] > 0:
                more[key] -= 1
                yield here.finding(number, missing(key))._replace(other=Place(there.source.path))
