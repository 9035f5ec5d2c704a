"""Rules that an original and its translation have the same links, pictures, headings and quotations."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from plugins.checker.engine.check_context import CheckContext, TranslationPair
from plugins.checker.engine.rule import Finding, rule
from plugins.checker.engine.segments import BLOCK, WORD
from plugins.checker.rules.markup.headings import headings
from plugins.content.links.attachments import type_of
from plugins.content.links.named_files import resolve_path
from plugins.content.markup.source_marks import Reference, references
from plugins.content.markup.videos import video_at
from plugins.diagnostics import Message

ELEMENT = re.compile(r"<([a-zA-Z]+)")
# Between quotation marks of any language: another rule finds those that are not the text's own.
QUOTED = re.compile(r"[\"„“”«»‟][^\"„“”«»‟]*[\"„“”«»‟]")
LONG_QUOTATION = 4
# As long are words such as "with" that a title leaves small.
LONGEST_SMALL = 4
Search = Callable[[CheckContext], Iterator[tuple[str, Reference]]]


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
        path = pair.original.source.path
        message = (
            Message(
                "heading {number} is the first that differs ({path}): give both texts the same headings",
                number=place + 1,
                path=path,
            )
            if len(ours) == len(theirs)
            else Message(
                "{n} {headings} here, {others} in the original ({path}): give both texts the same headings",
                n=len(theirs),
                headings="heading" if len(theirs) == 1 else "headings",
                others=len(ours),
                path=path,
            )
        )
        yield pair.translation.body.finding(offset, message)


@rule(scope="translation")
def quotation_parity(pair: TranslationPair) -> Iterator[Finding]:
    """Finds the text that quotes in more paragraphs than the other."""
    for here, there in ((pair.original, pair.translation), (pair.translation, pair.original)):
        found, fewer = quotations(here, LONG_QUOTATION), quotations(there)
        if len(found) > len(fewer):
            message = Message(
                "{n} {paragraphs} a quotation here, {others} in {path}: quote the same words in both",
                n=len(found),
                paragraphs="paragraph has" if len(found) == 1 else "paragraphs have",
                others=len(fewer),
                path=there.source.path,
            )
            yield here.body.finding(found[0], message)
            return


def quotations(context: CheckContext, fewest: int = 1) -> list[int]:
    """Where each paragraph begins that quotes so many words at least, names in capitals not counted, or is a block
    quotation."""
    return [
        block.start()
        for block in BLOCK.finditer(context.body.text)
        if block[0].lstrip().startswith(">")
        or any(_quotes(WORD.findall(match[0]), fewest) for match in QUOTED.finditer(block[0]))
    ]


def _quotes(words: list[str], fewest: int) -> bool:
    """Whether these words are speech; a name has capitals in all but its small words."""
    named = fewest > 1 and all(word[0].isupper() for word in words if len(word) > LONGEST_SMALL)
    return len(words) >= fewest and not named


def _links(context: CheckContext) -> Iterator[tuple[str, Reference]]:
    types = context.config.attachable.types
    for link in _references(context, image=False):
        if _is_linked_video(link):
            continue
        if link.file and type_of(link.file) in types:
            # Each language has its own report, under its own name.
            yield Message("a .{type} file", type=type_of(link.file)), link
        elif link.file:
            stem = posixpath.splitext(resolve_path(link.file, context.source.name))[0]
            yield re.sub(rf"\.(?:{'|'.join(map(re.escape, context.resources.languages))})$", "", stem), link
        elif not link.target.startswith("#"):
            yield _site(link.target), link


def _images(context: CheckContext) -> Iterator[tuple[str, Reference]]:
    for picture in _references(context, image=True):
        if picture.file and not video_at(picture.target):
            stem = re.sub(
                rf"[.-](?:{'|'.join(map(re.escape, context.resources.languages))})(?=\.\w+$)", "", picture.file
            )
            yield resolve_path(stem, context.source.name), picture


def _videos(context: CheckContext) -> Iterator[tuple[str, Reference]]:
    """Each video by the site that has it: like a file, it may be another one in each language."""
    for reference in references(context.source.body, context.source.body_line):
        video = video_at(reference.target)
        if video and (reference.image or _is_linked_video(reference)):
            yield Message("on {site}", site=video.site) if video.site else Message("in a file"), reference


def _is_linked_video(link: Reference) -> bool:
    """Whether a link is the picture of a video."""
    return not link.image and link.text.startswith("![") and video_at(link.target) is not None


def _references(context: CheckContext, image: bool) -> list[Reference]:
    """The links or the pictures; not those of elements that readers do not get, which another rule reports."""
    rows = context.source.body.split("\n")
    elements = context.config.renderer.allowed.elements

    def is_removed(written: str) -> bool:
        """Whether a reference is written as an element that the sanitiser takes out."""
        element = ELEMENT.match(written)
        return element is not None and element[1].lower() not in elements

    return [
        one
        for one in references(context.source.body, context.source.body_line)
        if one.image is image and not is_removed(rows[one.line - context.source.body_line][one.column - 1 :])
    ]


def _site(target: str) -> str:
    try:
        host = urlsplit(target).netloc.lower().removeprefix("www.")
    except ValueError:
        host = ""
    return host or target.split("#")[0].split("?")[0]


def _missing_link(what: str, path: str) -> Message:
    return Message("the link to {what} is not in {path}: add it there, or take it out here", what=what, path=path)


def _missing_picture(what: str, path: str) -> Message:
    return Message("the picture {what} is not in {path}: add it there, or take it out here", what=what, path=path)


def _missing_video(what: str, path: str) -> Message:
    return Message("the video {what} is not in {path}: add it there, or take it out here", what=what, path=path)


def _unequal(pair: TranslationPair, search: Search, missing_one: Callable[[str, str], Message]) -> Iterator[Finding]:
    """A finding for each reference that one text has more often than the other, with the message of `missing_one`."""
    ours, theirs = list(search(pair.original)), list(search(pair.translation))
    original, translation = pair.original, pair.translation
    for mine, others, here, there in ((ours, theirs, original, translation), (theirs, ours, translation, original)):
        missing = Counter(key for key, _ in mine) - Counter(key for key, _ in others)
        for key, reference in reversed(mine):
            if missing[key] > 0:
                missing[key] -= 1
                message = missing_one(key, there.source.path)
                yield Finding(here.source.path, reference.line, reference.column, message)
