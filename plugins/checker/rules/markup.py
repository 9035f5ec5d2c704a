"""Rules about the Markdown of a text: comments and what is taken out, headings, lists, links, pictures, and markup that
readers see."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from plugins.checker.engine.check_context import CheckContext
from plugins.content.markup.markdown import MarkdownRenderer
from plugins.content.markup.removed_markup import ADDRESS, MARKUP, find_removed_markup
from plugins.content.markup.rendered import Kind, TextExtract
from plugins.content.markup.shown_text import TITLES, Block
from plugins.content.markup.source_map import COMMENT, COMMENT_END, find_offsets, read_comments
from plugins.content.sources import Source
from plugins.diagnostics import Diagnostic, Fix, Message
from plugins.diagnostics.rule import rule

# Characters of a line of bold words that is taken for a heading.
LONGEST_HEADING = 80
POINT = re.compile(r"(?:(?P<sign>[-*+])|1\.) +\S")
# Points as Word and e-mail programs write them, the last two in Word's own fonts.
PASTED = re.compile(
    r"^(?P<mark>[•●▪◦‣·\uf0b7\uf0a7](?=[ \t\xa0]*[^\s])|(?P<number>\d{1,2})\)(?=[ \t\xa0]+[^\s]))", re.M
)
LINE = re.compile(r"^(?P<indent>[ \t]*)(?P<words>[^\n]*)", re.M)
FILE_NAME = re.compile(
    r"\S+\.(?:jpe?g|png|gif|webp|svg|tiff?|heic)|(?:IMG|DSC|DSCN|DSCF|PXL|WhatsApp Image)[ _-]?\w*\d[\w .-]*"
    r"|(?:image|photo|picture|pic|slika|foto|fotografija)[ _-]?\d*",
    re.I,
)
NOTE = re.compile(r"\[\^[^\]\n]+\]")
LABELLED = re.compile(r"(?<!!)\[(?P<words>[^\[\]^\n]+)\]\[(?P<label>[^\[\]\n]*)\]")
# An address, or a file's name with its ending, apart from the words by a blank.
SPLIT = re.compile(
    r"\[(?P<words>[^\[\]^\n]+)\](?P<blank>[ \t]+)\((?P<target>(?:https?://|mailto:|/|\{|[^\s()]{1,200}\.[a-zA-Z0-9]{2,5}(?=[)#]))[^()\s]*)\)"
)
# Signs that mean nothing but markup: those of bold words, which stand at words; of code; of a link; of a table's row.
SIGNS = re.compile(
    r"(?<![*_])(?P<bold>\*\*\*?(?=[^\s*])|(?<=\w)\*\*\*?(?!\*)|(?<!\w)___?(?=[^\W_])|(?<=[^\W_])___?(?!\w))"
    r"|(?P<code>`+)|(?P<link>(?<=\])\()|(?P<row>^\|(?=[^\n]+\|))",
    re.M,
)


@rule("text")
def open_comment(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds comments that the next one begins within, and one that never ends, which readers see."""
    body, renderer = context.body.raw, context.config.renderer
    if body.count(COMMENT) > body.count(COMMENT_END):
        nested = _nested(body, renderer)
        for start in find_offsets(body, nested, [[COMMENT]] * len(nested), lambda text: _nested(text, renderer)):
            message = Message(
                "this comment does not end before the next one, and hides what is between: put --> where it ends"
            )
            yield context.written[-1].finding(start, message)
    endless = context.shown.text.find(COMMENT)
    if endless >= 0:
        message = Message("this comment does not end, and readers see it: put --> where it ends")
        yield context.body.finding(endless, message)


def _nested(text: str, renderer: MarkdownRenderer) -> list[str]:
    """The comments of a text that another one begins within, up to that."""
    comments = (comment.text.partition(COMMENT) for comment in read_comments(text, renderer))
    return [first for first, sign, _ in comments if sign]


@rule("text")
def missing_text(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds a published text with nothing but comments below its header."""
    if not context.text.draft and not context.shown.text.strip():
        message = Message(
            "nothing is written below the header, and readers would see a title alone: write the text, or add a line "
            "`Status: draft`"
        )
        yield context.at_field("", message)


@rule("text")
def removed_markup(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds elements and attributes that the sanitiser takes out of the page."""
    yield from _removed(context, MARKUP)


@rule("text")
def unsafe_link(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds links with a scheme that is not published."""
    yield from _removed(context, ADDRESS)


def _removed(context: CheckContext, code: str) -> Iterator[Diagnostic]:
    for diagnostic in _all_removed(context.source, context.config.renderer, context.extract):
        if diagnostic.code == code:
            yield replace(diagnostic, severity="error")


# Each text is rendered once for both rules.
@lru_cache(maxsize=1)
def _all_removed(source: Source, renderer: MarkdownRenderer, extract: TextExtract) -> tuple[Diagnostic, ...]:
    return tuple(find_removed_markup(source, renderer, extract))


def headings(context: CheckContext) -> list[tuple[Block, int]]:
    """Every heading with its level, in order."""
    blocks = (block for block in context.shown.blocks if block.element in TITLES)
    return [(block, int(block.element[1])) for block in blocks]


@rule("text")
def heading_levels(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds headings more than one level below the one before."""
    before = 1
    for block, level in headings(context):
        if level > before + 1:
            message = Message(
                "a heading of level {level} after level {before}: use {marks} here",
                level=level,
                before=before,
                marks="#" * (before + 1),
            )
            yield context.body.finding_at(block, message, _change_level(context, block, before + 1))
        before = max(level, 1)


@rule("text")
def heading_one(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds headings of the title's level."""
    for block, level in headings(context):
        if level == 1:
            message = Message("the first level is the title's: write this heading with two signs, ##")
            yield context.body.finding_at(block, message, _change_level(context, block, 2))


def _change_level(context: CheckContext, block: Block, level: int) -> Fix | None:
    """A fix that changes the level of a heading, to 2 where it is underlined; None for a tag."""
    body, offset = context.body, context.places.of_block(block)
    line, _, below = body.raw[offset:].partition("\n")
    if signs := len(line) - len(line.lstrip("#")):
        return body.fix_raw((offset, offset + signs, "#" * level))
    underline, start = below.partition("\n")[0].rstrip(), offset + len(line) + 1
    is_underlined = bool(underline) and not underline.strip("=-")
    return body.fix_raw((start, start + len(underline), "-" * len(underline))) if is_underlined and level == 2 else None


@rule("text")
def empty_heading(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds headings without words."""
    for block, _ in headings(context):
        if not context.shown.words(block).strip():
            message = Message("a heading without words: write them after the signs, or delete the line")
            yield context.body.finding_at(block, message)


@rule("text")
def bold_heading(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds paragraphs of bold words alone."""
    for block in context.shown.blocks:
        words = context.shown.words(block).strip().rstrip(":")
        if block.is_bold and 1 < len(words) <= LONGEST_HEADING and not any(sign in words for sign in ".!?:\n"):
            message = Message("this line looks like a heading: write ## {words}", words=words)
            yield context.body.finding_at(block, message)


@rule("text")
def accidental_list(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds paragraphs that become a list since they begin with a number and a full stop."""
    seen: set[int] = set()
    for block in context.shown.blocks:
        if block.element != "ol":
            continue
        offset = context.places.of_block(block)
        written = context.body.raw[offset:].partition(".")[0]
        if not written.isdecimal():
            continue
        number, point = int(written), offset + len(written)
        if block.points == 1 and number != 1 and number - 1 not in seen:
            message = Message(
                "this paragraph begins with {number}. and so becomes a list: write {number}\\. instead", number=number
            )
            yield context.written[-1].correct((point, point + 1), message, "\\.", at=offset)
        seen.update(range(number, number + block.points))


@rule("text")
def lost_list(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds lists without an empty line above, and points as word processors write them."""
    yield from _find_pasted(context)
    for block in context.body.blocks:
        lines = block[0].split("\n")
        at = len(lines[0]) + 1
        for before, line, after in zip(lines, lines[1:], [*lines[2:], ""], strict=False):
            point, start = POINT.match(line), block.start() + at
            # In a quotation, the line begins with its sign.
            if point and _goes_on(before, point["sign"], after) and context.body.place(start)[1] == 1:
                message = Message(
                    "a list begins here without an empty line before it, and is shown as one paragraph: add one"
                )
                yield context.body.correct((start, start), message, "\n")
                break
            at += len(line) + 1


def _goes_on(before: str, sign: str | None, after: str) -> bool:
    """Whether a line that begins as a point does is one: a list is announced, or has a second point."""
    return before.rstrip().endswith(":") or after.startswith(f"{sign} " if sign else "2. ")


def _find_pasted(context: CheckContext) -> Iterator[Diagnostic]:
    """Find the first point of each list that was pasted, whether its points are lines or paragraphs."""
    text, within = context.body.text, False
    numbers = {int(point["number"]) for point in PASTED.finditer(text) if point["number"]}
    for block in context.body.blocks:
        # One number alone may be anything.
        points = [
            point
            for point in PASTED.finditer(block[0])
            if not point["number"] or numbers & {int(point["number"]) - 1, int(point["number"]) + 1}
        ]
        for point in points[:1] if not within else ():
            message = Message(
                "the points of this list begin with {mark}, and are shown as plain text: begin each with "
                "`{begin} `, and leave an empty line above the first",
                mark=point["mark"] if point["mark"].isprintable() else Message("a sign of Word's"),
                begin="1." if point["number"] else "-",
            )
            yield context.body.finding(block.start() + point.start("mark"), message)
        within = bool(points)


@rule("text")
def accidental_code(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds paragraphs that begin with a tab or four spaces."""
    body = context.written[-1]
    for block in context.shown.blocks:
        if block.element == "pre" and context.places.is_indented(block):
            message = Message(
                "this paragraph begins with a tab or four spaces, and is shown as code: take them out, or, where it is "
                "code, put it between two lines of ```"
            )
            start = body.raw.rfind("\n", 0, context.places.of_block(block)) + 1
            rest = LINE.finditer(body.raw, start)
            lines = itertools.takewhile(lambda line: line["indent"] or not line["words"], rest)
            indents = [(*line.span("indent"), "") for line in lines if line["words"]]
            yield body.finding(start, message, None, [body.fix(*indents)])


@rule("text")
def empty_link(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds links without an address or without words."""
    for number, link in enumerate(context.references):
        if link.kind is Kind.LINK and link.target.strip() in ("", "#"):
            message = Message(
                "the link {words!r} leads to nothing: put the address between the brackets", words=link.words
            )
            yield context.finding(number, message)
        elif link.kind is Kind.LINK and not link.words.strip():
            message = Message("the link to {target!r} has no words: write them between [ and ]", target=link.target)
            yield context.finding(number, message)


@rule("text")
def insecure_link(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds links by http and those without a scheme."""
    for number, link in enumerate(context.references):
        if link.target.lower().startswith(("http:", "//")):
            fix = "https://" + link.target.split("//", 1)[-1]
            message = Message("the link to {target} is not https: write {fix}", target=link.target, fix=fix)
            yield context.finding(number, message)


@rule("text")
def vague_link(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds links whose words are a phrase such as "click here"."""
    for number, link in enumerate(context.references):
        words = " ".join(link.words.strip(" *_.…>»").casefold().split())
        if link.kind is Kind.LINK and words in context.language_data.words("spelling", "vague"):
            message = Message("{words!r} does not describe where the link leads: link words that do", words=link.words)
            yield context.finding(number, message)


@rule("text")
def missing_alt(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds pictures without a description: the article's own, and those in the text."""
    if context.pair.shared.image and not context.text.draft and not context.text.image_alt.strip():
        message = Message(
            "the article's picture is not described: add a line `Image-Alt:` that describes it in this language"
        )
        yield context.at_field("image-alt" if context.source.field("image-alt") else "image", message)
    posters = {video.poster for video in context.references if video.words}
    for number, picture in enumerate(context.references):
        described = picture.words.strip() or picture.target in posters
        if picture.kind is Kind.PICTURE and not described:
            message = Message(
                "the picture {picture!r} is not described: write between [ and ] what is seen", picture=picture.target
            )
            yield context.finding(number, message)


@rule("text")
def file_name_alt(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds descriptions that are the name of a file."""
    if FILE_NAME.fullmatch(context.value("image-alt").strip()):
        yield context.at_field("image-alt", _is_file_name(context.value("image-alt")))
    for number, picture in enumerate(context.references):
        if picture.is_shown and FILE_NAME.fullmatch(picture.words.strip()):
            yield context.finding(number, _is_file_name(picture.words))


def _is_file_name(alt: str) -> Message:
    return Message("{alt!r} is a file's name: write what is seen in the picture", alt=alt)


@rule("text")
def undefined_reference(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds labels and notes that no line defines."""
    for match in LABELLED.finditer(context.shown.text):
        label = (match["label"] or match["words"]).casefold()
        message = Message(
            "the address of [{label}] is missing: add a line `[{label}]: https://…`, or write (https://…)", label=label
        )
        yield context.body.finding(match.start(), message)
    for match in NOTE.finditer(context.shown.text):
        message = Message(
            "the text of the note {note} is missing: add a line `{note}: …`, or take it out", note=match[0]
        )
        yield context.body.finding(match.start(), message)


@rule("text")
def split_link(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds links with a blank between the words and the address."""
    for match in SPLIT.finditer(context.shown.text):
        message = Message(
            "this is no link: take out the blank, [{words}]({target})", words=match["words"], target=match["target"]
        )
        yield context.body.correct(match.span("blank"), message, "", certain=True, at=match.start())


@rule("text")
def visible_markup(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds the first sign of each paragraph that is part of no markup and has no backslash before it."""
    for block in context.body.blocks:
        for match in SIGNS.finditer(context.shown.text, *block.span()):
            at = context.places.of(match.start())
            # A sign may also be written as a character reference, for readers to see.
            if context.body.raw[at : at + 1] == match[0][0] and context.body.raw[at - 1 : at] != "\\":
                yield context.body.finding(match.start(), _cure(match))
                break


def _cure(sign: re.Match[str]) -> Message:
    match sign.lastgroup:
        case "link":
            return Message(
                "this is no link, and readers see its brackets: write [words](https://…), the address without blanks"
            )
        case "row":
            return Message(
                "this is no table, and readers see its lines: write |---|---| below its first row, and an empty line "
                "above it"
            )
        case _:
            return Message(
                "readers see {sign} here: write {sign} before the words and again right after them, or take it out; "
                "where it is meant, write \\{first}",
                sign=sign[0],
                first=sign[0][0],
            )
