"""Rules that an original and its translation have the same links, pictures and headings."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from plugins.checker.engine.check_context import CheckContext
from plugins.checker.engine.rule import Finding, rule
from plugins.checker.engine.translation_pair import TranslationPair
from plugins.checker.rules.markup.headings import headings
from plugins.content.links.attachments import type_of
from plugins.content.links.named_files import resolve_path
from plugins.content.markup.rendered import Kind
from plugins.diagnostics import Message, Place

Search = Callable[[CheckContext], Iterator[tuple[str, int]]]
"""What a text names, each with what it is called and its number among the references."""


@rule(scope="translation")
def link_parity(pair: TranslationPair) -> Iterator[Finding]:
    """Finds links that one of the two texts has more often."""
    yield from _unequal(
        pair,
        _links,
        lambda what: Message(
            "the link to {what} is not in the other text: add it there, or take it out here", what=what
        ),
    )


@rule(scope="translation")
def image_parity(pair: TranslationPair) -> Iterator[Finding]:
    """Finds pictures and videos that one of the two texts has more often; videos count by the site that has them."""
    yield from _unequal(
        pair,
        _images,
        lambda what: Message(
            "the picture {what} is not in the other text: add it there, or take it out here", what=what
        ),
    )
    yield from _unequal(
        pair,
        _videos,
        lambda what: Message("the video {what} is not in the other text: add it there, or take it out here", what=what),
    )


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


def _unequal(pair: TranslationPair, search: Search, missing: Callable[[str], Message]) -> Iterator[Finding]:
    """A finding for each reference that one text has more often than the other, with the message `missing`."""
    ours, theirs = list(search(pair.original)), list(search(pair.translation))
    original, translation = pair.original, pair.translation
    for mine, others, here, there in ((ours, theirs, original, translation), (theirs, ours, translation, original)):
        more = Counter(key for key, _ in mine) - Counter(key for key, _ in others)
        for key, number in reversed(mine):
            if more[key] > 0:
                more[key] -= 1
                # Of a path, people know the last part.
                what = key if isinstance(key, Message) else posixpath.basename(key) or key
                yield here.finding(number, missing(what))._replace(other=Place(there.source.path))
