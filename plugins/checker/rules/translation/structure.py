"""Rules that an original and its translation have the same links, pictures and headings."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from plugins.checker.engine.check_context import CheckContext
from plugins.checker.engine.translation_pair import TranslationPair
from plugins.checker.rules.markup import headings
from plugins.content.links.attachments import type_of
from plugins.content.links.named_files import resolve_path
from plugins.content.markup.rendered import Kind, Reference
from plugins.diagnostics import Diagnostic, Message, Place
from plugins.diagnostics.rule import rule


@rule("translation")
def link_parity(pair: TranslationPair) -> Iterator[Diagnostic]:
    """Finds links that one of the two texts has more often."""
    yield from _unequal(pair, Kind.LINK)


@rule("translation")
def image_parity(pair: TranslationPair) -> Iterator[Diagnostic]:
    """Finds pictures and videos that one of the two texts has more often; videos count by the site that has them."""
    yield from _unequal(pair, Kind.PICTURE)
    yield from _unequal(pair, Kind.VIDEO)


@rule("translation")
def heading_parity(pair: TranslationPair) -> Iterator[Diagnostic]:
    """Finds the first heading whose level differs between the two texts."""
    ours, theirs = headings(pair.original), headings(pair.translation)
    if [level for _, level in ours] != [level for _, level in theirs]:
        place = next(
            (n for n, (mine, other) in enumerate(zip(ours, theirs, strict=False)) if mine[1] != other[1]),
            min(len(ours), len(theirs)),
        )
        body, source = pair.translation.body, pair.original.source.path
        is_there = place < len(ours)
        other = Place(source, *pair.original.body.place_of_block(ours[place][0])) if is_there else Place(source)
        message = Message(
            "heading {number} is the first that differs: give both texts the same headings", number=place + 1
        )
        finding = (
            body.finding_at(theirs[place][0], message)
            if place < len(theirs)
            else pair.translation.written[-1].finding(0, message)
        )
        yield replace(finding, other=other)


def _unequal(pair: TranslationPair, kind: Kind) -> Iterator[Diagnostic]:
    """A finding for each reference of a kind that one text has more often than the other."""
    ours, theirs = (
        [
            (name, number)
            for number, reference in enumerate(context.references)
            if reference.kind is kind and (name := _name_of(reference, context))
        ]
        for context in (pair.original, pair.translation)
    )
    original, translation = pair.original, pair.translation
    for mine, others, here, there in ((ours, theirs, original, translation), (theirs, ours, translation, original)):
        more = Counter(name for name, _ in mine) - Counter(name for name, _ in others)
        for name, number in reversed(mine):
            if more[name] > 0:
                more[name] -= 1
                yield replace(here.finding(number, _missing(kind, name)), other=Place(there.source.path))


def _missing(kind: Kind, name: str) -> Message:
    # Of a path, people know the last part.
    what = name if isinstance(name, Message) else posixpath.basename(name) or name
    if kind is Kind.LINK:
        return Message("the link to {what} is not in the other text: add it there, or take it out here", what=what)
    if kind is Kind.VIDEO:
        return Message("the video {what} is not in the other text: add it there, or take it out here", what=what)
    return Message("the picture {what} is not in the other text: add it there, or take it out here", what=what)


def _name_of(reference: Reference, context: CheckContext) -> str:
    """What a reference is called in every language, where a file has its language in its name and each language its own
    report, and its own video at the same site; "" for a place in the same text."""
    codes, types = "|".join(map(re.escape, context.resources.spellers)), context.config.attachable.types
    file = reference.file
    if reference.kind is Kind.VIDEO:
        video = reference.video
        if video is None:
            return ""
        return Message("on {site}", site=video.site) if video.site else Message("in a file")
    if reference.kind is Kind.PICTURE:
        return resolve_path(re.sub(rf"[.-](?:{codes})(?=\.\w+$)", "", file), context.source.name) if file else ""
    if file and type_of(file) in types:
        return Message("a .{type} file", type=type_of(file))
    if file:
        return re.sub(rf"\.(?:{codes})$", "", posixpath.splitext(resolve_path(file, context.source.name))[0])
    return "" if reference.target.startswith("#") else _site(reference.target)


def _site(target: str) -> str:
    try:
        host = urlsplit(target).netloc.lower().removeprefix("www.")
    except ValueError:
        host = ""
    return host or target.split("#")[0].split("?")[0]
