"""What a rendered text names and holds: links, pictures, videos, tables and marks of footnotes; and its first words.

They are found once, in the cleaned HTML itself, so that what a page shows and what it depends on cannot differ. The
cleaner (`allowed_html`) writes HTML of one form, whatever was written: `<` and `>` stand only where a tag begins and
ends, and an attribute is ` name="value"`, its value without quotation marks. What else reads HTML of a text (feeds, the
search, pages with two languages, summaries) reads it by `split_tags` too, also where a plugin has changed it.
"""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import Enum
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from plugins.content.links.named_files import named_file
from plugins.content.markup.videos import Video, video_at
from plugins.diagnostics import Diagnostic


class Kind(Enum):
    """How a text names something."""

    LINK = "link"
    PICTURE = "picture"
    VIDEO = "video"


class Reference(Struct, frozen=True, array_like=True):
    """A link, a picture or a video; `target` is the address or the file as the text names it, `words` are those of the
    link or of the picture in it, the description of the picture or the title of the video. A picture and a video may
    have a `caption`, and `stand_alone` as a paragraph; `poster` is the picture that a video's link holds, as the text
    names it."""

    kind: Kind
    target: str
    words: str = ""
    caption: str = ""
    poster: str = ""
    stands_alone: bool = False

    @property
    def file(self) -> str | None:
        """The content file that it names, before it is resolved; None where it names an address."""
        return named_file(self.target)

    @property
    def video(self) -> Video | None:
        """The video at the target; None where there is none."""
        return video_at(self.target)

    @property
    def is_shown(self) -> bool:
        """Whether the text shows it, as it shows pictures and videos, instead of linking it."""
        return self.kind is not Kind.LINK

    @property
    def names_content(self) -> bool:
        """Whether it names a file, or shows what should be one; other links lead elsewhere."""
        return self.is_shown or self.file is not None


class LinkStart(Struct, frozen=True):
    """Where a link begins: its `tag` in HTML is what the text says of it."""

    reference: Reference
    tag: str

    def leading_to(self, address: str, attributes: str = "") -> str:
        """The tag with another address, and further attributes behind it."""
        start, end = attribute_places(self.tag)["href"]
        return f'{self.tag[:start]}{html.escape(address)}"{attributes}{self.tag[end + 1 :]}'


class Mark(Enum):
    """A place in a text where each edition puts something of its own."""

    LINK_END = "after the words of a link, instead of its end"
    TABLE_END = "after a table"
    BACK_TITLE = "the title of a link back from a footnote"


class TableStart(Struct, frozen=True):
    """Before a table: `name` is its caption, or else the heading that it stands under, "" where there is neither."""

    name: str


HtmlPart = str | LinkStart | Reference | TableStart | Mark
"""HTML that is the same in every edition, or a place where each has its own."""

Tag = str
"""A tag without its `<` and `>`."""
HEADINGS = frozenset("h2 h3 h4 h5 h6".split())
# Elements that end a line of text, and those that hold nothing.
LINES = HEADINGS | frozenset(
    "h1 p li ul ol dl dt dd table tr td th caption blockquote figure figcaption pre div hr br details summary".split()
)
VOID = frozenset("area br col embed hr img input link meta source track wbr".split())
# Characters of an excerpt.
EXCERPT = 200
NOTE = 'sup id="fnref'
# The tags at which there may be a place, or the name of one.
PLACES = HEADINGS | {"a", "/a", "img", "p", "table", "/table"}
BACK_CLASS = 'class="footnote-backref"'
# A tag and its text, where neither holds a sign `<` or `>`: so the cleaner writes all of them.
TAG = re.compile(r'<([A-Za-z/!?][^<>"]*+(?:"[^<>"]*+"[^<>"]*+)*+)>([^<>]*+)')


# The pages of a story, which are made one after the other, read its text.
@lru_cache(maxsize=16)
def split_tags(html: str) -> tuple[str, Sequence[tuple[Tag, str]]]:
    """The text before the first tag of HTML, and each tag with the text up to the next one. What stands in quotation
    marks within a tag is part of it, as a plugin may have written it."""
    tag_texts: list[tuple[Tag, str]] = TAG.findall(html)
    if len(tag_texts) == html.count("<") == html.count(">"):
        return html.partition("<")[0], tag_texts
    first, *pieces = html.split("<")
    texts, tags, begun = [first], list[Tag](), ""
    for piece in pieces:
        if not begun and not (piece[:1].isalpha() or piece.startswith(("/", "!", "?"))):
            texts[-1] += f"<{piece}"
            continue
        begun += piece
        end = begun.find(">")
        while end >= 0 and begun.count('"', 0, end) % 2:
            end = begun.find(">", end + 1)
        if end < 0:
            begun += "<"
        else:
            tags.append(begun[:end])
            texts.append(begun[end + 1 :])
            begun = ""
    if begun:
        texts[-1] += f"<{begun[:-1]}"
    return texts[0], list(zip(tags, texts[1:], strict=True))


def change_tags(html: str, change: Callable[[Tag], Tag]) -> str:
    """HTML with other tags, by a function of each."""
    first, tags = split_tags(html)
    return first + "".join(f"<{change(tag)}>{text}" for tag, text in tags)


def name_of(tag: Tag) -> str:
    """The name of the element that a tag begins or ends, in small letters."""
    return tag.partition(" ")[0].strip("/").lower()


def is_note_mark(tag: Tag) -> bool:
    """Whether a tag begins the mark of a footnote, or the link back from one."""
    return tag.startswith(NOTE) or (tag.startswith("a ") and BACK_CLASS in tag)


def blocks(html: str) -> Iterator[str]:
    """The outermost elements of well-formed HTML, one after the other; text between them is a block of its own."""
    first, tags = split_tags(html)
    block, depth = first, 0
    for tag, text in tags:
        if not depth and block.strip():
            yield block
            block = ""
        if name_of(tag) not in VOID and not tag.startswith(("!", "?")):
            depth += -1 if tag.startswith("/") else 1
        block += f"<{tag}>"
        if depth <= 0:
            yield block.strip()
            block, depth = "", 0
        block += text
    if block.strip():
        yield block


def text_lines(html_of_text: str) -> list[str]:
    """The paragraphs of a text in HTML as a reader sees them, without marks of footnotes."""
    first, tags = split_tags(html_of_text)
    texts, note_end = [first], ""
    for tag, text in tags:
        if note_end:
            note_end = "" if tag == note_end else note_end
        elif is_note_mark(tag):
            note_end = f"/{name_of(tag)}"
        elif name_of(tag) in LINES:
            texts.append("\0")
        if not note_end:
            texts.append(text)
    plain = html.unescape("".join(texts))
    return [line for part in plain.split("\0") if (line := " ".join(part.split()))]


def plain_text(html: str) -> str:
    """The words of a piece of HTML, in one line; a text without elements is returned as it is."""
    return " ".join(text_lines(html)) if "<" in html else html


def shorten(text: str, length: int) -> str:
    """Cut a text to at most `length` characters, between words, with an ellipsis at the end."""
    if len(text) <= length:
        return text
    return text[: length - 1].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"


class TextExtract(Struct, frozen=True, array_like=True):
    """What is kept of a rendered text: all that it names, in order (the poster that a video's link holds follows it as
    a picture); where its header has no summary, the `excerpt`; whether it may have `lost_address`es; and the `problems`
    for which it cannot be rendered, beside which there is nothing else."""

    references: tuple[Reference, ...] = ()
    excerpt: str = ""
    lost_address: bool = False
    problems: tuple[Diagnostic, ...] = ()


def excerpt(cleaned: str) -> str:
    """The first paragraph with words of a text in cleaned HTML, as plain text, cut at a word to 200 characters."""
    paragraphs = (plain_text(block) for block in blocks(cleaned) if block.startswith("<p>"))
    return shorten(next(filter(None, paragraphs), ""), EXCERPT)


@lru_cache(maxsize=64)
def split_text(cleaned: str) -> tuple[HtmlPart, ...]:
    """The parts of a text's cleaned HTML, in order."""
    return tuple(_Splitter(cleaned).parts())


def references_of(parts: Iterable[HtmlPart]) -> tuple[Reference, ...]:
    """What a text names, as `TextExtract` has it."""
    references: list[Reference] = []
    for part in parts:
        reference = part.reference if isinstance(part, LinkStart) else part
        if isinstance(reference, Reference):
            references.append(reference)
            if reference.poster:
                references.append(Reference(Kind.PICTURE, reference.poster))
    return tuple(references)


def has_lost_address(parts: Iterable[HtmlPart]) -> bool:
    """Whether a text may have a link or a picture whose address was taken out when it was cleaned."""
    return any(
        "<a>" in part or "<a " in part if isinstance(part, str) else isinstance(part, Reference) and not part.target
        for part in parts
    )


class _Splitter:
    """Reads cleaned HTML tag by tag."""

    def __init__(self, cleaned: str) -> None:
        first, self.tags = split_tags(cleaned)
        self.literal = [first]
        self.in_link = False
        self.heading = ""

    def parts(self) -> Iterator[HtmlPart]:
        """Yield the parts; what stands between two places is one."""
        at = 0
        while at < len(self.tags):
            tag, text = self.tags[at]
            name = tag.partition(" ")[0]
            if name not in PLACES or (name == "p" and not self.tags[at + 1][0].startswith(("a ", "img "))):
                self.literal.append(f"<{tag}>{text}")
                at += 1
                continue
            parts, taken = self._read(at, name)
            for part in parts:
                if isinstance(part, str):
                    self.literal.append(part)
                    continue
                if html_before := "".join(self.literal):
                    yield html_before
                self.literal.clear()
                yield part
            at += taken
            self.literal.append(self.tags[at - 1][1])
        if html_after := "".join(self.literal):
            yield html_after

    def _read(self, at: int, name: str) -> tuple[list[HtmlPart], int]:
        """The parts at a tag of that name, and how many tags they take."""
        tag = self.tags[at][0]
        if name == "a":
            return self._read_link(at, tag), 1
        if name == "/a" and self.in_link:
            self.in_link = False
            return [Mark.LINK_END], 1
        if name == "img":
            picture = _picture(tag)
            return [replace(picture, kind=Kind.VIDEO) if picture.video else picture], 1
        if name == "p" and (alone := self._read_paragraph(at)):
            return [alone[0]], alone[1]
        if name == "table":
            return [TableStart(self._caption(at) or self.heading), f"<{tag}>"], 1
        if name in HEADINGS:
            self.heading = self._words(at, f"/{name}")
        return [f"<{tag}>", *([Mark.TABLE_END] if name == "/table" else [])], 1

    def _read_link(self, at: int, tag: str) -> list[HtmlPart]:
        places = attribute_places(tag)
        if "href" not in places:
            return [f"<{tag}>"]
        if BACK_CLASS in tag and "title" in places:
            start, end = places["title"]
            return [f"<{tag[:start]}", Mark.BACK_TITLE, f"{tag[end:]}>"]
        self.in_link = True
        words = self._words(at, "/a") or self._picture_words(at)
        return [LinkStart(Reference(Kind.LINK, value_of(tag, "href"), words), f"<{tag}>")]

    def _picture_words(self, at: int) -> str:
        """What stands for the words of a link that is a picture: its description, or else its file."""
        within = itertools.takewhile(lambda piece: piece[0] != "/a", self.tags[at:])
        pictures = (_picture(tag) for tag, _ in within if tag.startswith("img "))
        return next((picture.words or picture.target for picture in pictures), "")

    def _words(self, at: int, end: str) -> str:
        """The words of an element that begins at a tag, up to its end, without the marks within them."""
        words = [text for _, text in itertools.takewhile(lambda piece: piece[0] != end, self.tags[at:])]
        return html.unescape("".join(words))

    def _caption(self, at: int) -> str:
        """The caption of the table that begins at a tag; it is the first that a table holds."""
        is_named = self.tags[at + 1][0].partition(" ")[0] == "caption" if at + 1 < len(self.tags) else False
        return " ".join(self._words(at + 1, "/caption").split()) if is_named else ""

    def _read_paragraph(self, at: int) -> tuple[Reference, int] | None:
        """A picture or a video that is a paragraph of its own, and its tags; None for any other paragraph."""
        if self._is_blank(at, ("p", "img", "/p")):
            picture = replace(_picture(self.tags[at + 1][0]), stands_alone=True)
            return (replace(picture, kind=Kind.VIDEO) if picture.video else picture), 3
        if self._is_blank(at, ("p", "a", "img", "/a", "/p")):
            target = value_of(self.tags[at + 1][0], "href")
            if video_at(target):
                poster = _picture(self.tags[at + 2][0])
                return Reference(Kind.VIDEO, target, poster.words, poster.caption, poster.target, True), 5
        return None

    def _is_blank(self, at: int, names: tuple[str, ...]) -> bool:
        """Whether tags of these names follow each other, the first without attributes, with only blanks between."""
        tags = self.tags[at : at + len(names)]
        return (
            tags[0][0] == names[0]
            and tuple(tag.partition(" ")[0] for tag, _ in tags) == names
            and not any(text.strip() for _, text in tags[:-1])
        )


def _picture(tag: str) -> Reference:
    return Reference(Kind.PICTURE, value_of(tag, "src"), value_of(tag, "alt"), value_of(tag, "title"))


def attribute_places(tag: Tag) -> dict[str, tuple[int, int]]:
    """Where the value of each attribute of a tag begins and ends; of those in quotation marks."""
    places: dict[str, tuple[int, int]] = {}
    at = tag.find(" ")
    while 0 <= at < (sign := tag.find("=", at)):
        mark, start = tag[sign + 1 : sign + 2], sign + 2
        end = tag.find(mark, start) if mark in ('"', "'") else -1
        if end >= 0:
            name = "".join(tag[at:sign].split()[-1:])
            # One that is there twice has the place of the last, in the order of places.
            places.pop(name, None)
            places[name] = start, end
        at = max(end, sign) + 1
    return places


def value_of(tag: str, name: str) -> str:
    """The value of an attribute of a tag; "" where it has none."""
    start, end = attribute_places(tag).get(name, (0, 0))
    return html.unescape(tag[start:end])
