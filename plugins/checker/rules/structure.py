"""Rules that an original and its translation have the same links, pictures, headings and quotations."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from plugins.checker.engine.context import Manuscript, Twins
from plugins.checker.engine.rule import Note, rule
from plugins.checker.engine.segments import BLOCK, WORD
from plugins.checker.rules.headings import headings
from plugins.checker.rules.quotes import closings
from plugins.content.attachments import type_of
from plugins.content.references import Reference, references, resolved
from plugins.content.videos import video_at

LONG_QUOTATION = 4
# As long are words such as "with" that a title leaves small.
LONGEST_SMALL = 4
Search = Callable[[Manuscript], Iterator[tuple[str, Reference]]]


@rule(scope="twins")
def link_parity(twins: Twins) -> Iterator[Note]:
    """Both texts link to the same stories and sites, and to as many files; a page or a file may be the one in the
    text's own language.

    Bad: the original links to sdgs.un.org, the translation does not
    Good: both link to sdgs.un.org
    """
    yield from _unequal(twins, _links, "link to")


@rule(scope="twins")
def image_parity(twins: Twins) -> Iterator[Note]:
    """Both texts show the same pictures, and as many videos; a video may be the one in the text's own language.

    Bad: ![A map](map.jpg) in the original only
    Good: ![A map](map.jpg) and ![Karta](map.jpg)
    """
    yield from _unequal(twins, _images, "picture")
    yield from _unequal(twins, _videos, "video")


@rule(scope="twins")
def heading_parity(twins: Twins) -> Iterator[Note]:
    """Both texts are divided by the same headings, of the same levels.

    Bad: two headings in the original, one in the translation
    Good: two headings in each
    """
    ours, theirs = headings(twins.original.body), headings(twins.translation.body)
    if [level for _, level, _ in ours] != [level for _, level, _ in theirs]:
        place = next(
            (n for n, (one, other) in enumerate(zip(ours, theirs, strict=False)) if one[1] != other[1]),
            min(len(ours), len(theirs)),
        )
        offset = theirs[place][0] if place < len(theirs) else 0
        said = (
            f"heading {place + 1} is the first that differs"
            if len(ours) == len(theirs)
            else f"{len(theirs)} headings here, {len(ours)} in the original"
        )
        yield twins.translation.body.note(offset, f"{said} ({twins.original.source.path}): divide both texts alike")


@rule("advice", scope="twins")
def quotation_parity(twins: Twins) -> Iterator[Note]:
    """What somebody says is a quotation in both languages.

    Bad: “We are ready,” she said. – but: Rekla je da su spremni.
    Good: “We are ready,” she said. – and: „Spremni smo”, rekla je.
    """
    for here, there in ((twins.original, twins.translation), (twins.translation, twins.original)):
        found, fewer = quotations(here, LONG_QUOTATION), quotations(there)
        if len(found) > len(fewer):
            counts = f"{len(found)} paragraphs quote somebody here, {len(fewer)} in {there.source.path}"
            yield here.body.note(found[0], f"{counts}: quote the same words in both")
            return


def quotations(script: Manuscript, fewest: int = 1) -> list[int]:
    """Where each paragraph begins that quotes so many words at least, names in capitals not counted, or is a block
    quotation."""
    first, last = re.escape(script.language.quotes[0]), re.escape(closings(script))
    quoted = re.compile(f"{first}[^{first}{last}]*[{last}]")
    return [
        block.start()
        for block in BLOCK.finditer(script.body.text)
        if block[0].lstrip().startswith(">")
        or any(_quotes(WORD.findall(match[0]), fewest) for match in quoted.finditer(block[0]))
    ]


def _quotes(words: list[str], fewest: int) -> bool:
    """Whether somebody says these words; a name has capitals in all but its small words."""
    named = fewest > 1 and all(word[0].isupper() for word in words if len(word) > LONGEST_SMALL)
    return len(words) >= fewest and not named


def _links(script: Manuscript) -> Iterator[tuple[str, Reference]]:
    types = script.library.config.attachable.types
    for link in _references(script, image=False):
        if _is_linked_video(link):
            continue
        if link.file and type_of(link.file) in types:
            # Each language has its own report, under its own name.
            yield f"a .{type_of(link.file)} file", link
        elif link.file:
            stem = posixpath.splitext(resolved(link.file, script.source.name))[0]
            yield re.sub(rf"\.(?:{'|'.join(map(re.escape, script.shelf.tongues))})$", "", stem), link
        elif not link.target.startswith("#"):
            yield _site(link.target), link


def _images(script: Manuscript) -> Iterator[tuple[str, Reference]]:
    for picture in _references(script, image=True):
        if picture.file and not video_at(picture.target):
            stem = re.sub(rf"[.-](?:{'|'.join(map(re.escape, script.shelf.tongues))})(?=\.\w+$)", "", picture.file)
            yield resolved(stem, script.source.name), picture


def _videos(script: Manuscript) -> Iterator[tuple[str, Reference]]:
    """Each video by the site that has it: like a file, it may be another one in each language."""
    for reference in references(script.source.body, script.source.body_line):
        video = video_at(reference.target)
        if video and (reference.image or _is_linked_video(reference)):
            yield f"on {video.site}" if video.site else "in a file", reference


def _is_linked_video(link: Reference) -> bool:
    """Whether a link is the picture of a video."""
    return not link.image and link.text.startswith("![") and video_at(link.target) is not None


def _references(script: Manuscript, image: bool) -> list[Reference]:
    return [
        reference for reference in references(script.source.body, script.source.body_line) if reference.image is image
    ]


def _site(target: str) -> str:
    try:
        host = urlsplit(target).netloc.lower().removeprefix("www.")
    except ValueError:
        host = ""
    return host or target.split("#")[0].split("?")[0]


def _unequal(twins: Twins, search: Search, what: str) -> Iterator[Note]:
    """A note for each reference that one text has more often than the other."""
    ours, theirs = list(search(twins.original)), list(search(twins.translation))
    original, translation = twins.original, twins.translation
    for mine, others, here, there in ((ours, theirs, original, translation), (theirs, ours, translation, original)):
        missing = Counter(key for key, _ in mine) - Counter(key for key, _ in others)
        for key, reference in reversed(mine):
            if missing[key] > 0:
                missing[key] -= 1
                message = f"the {what} {key} is not in {there.source.path}: add it there, or take it out here"
                yield Note(here.source.path, reference.line, reference.column, message)
