"""The corpus: pages that are made of stories and shapes, with the language and the role of their lines.

A story of `stories.yaml` is rows of a role with a line in English and in Serbian. A shape of `shapes/` is a page with
places for the parts of a story and lines of its own. What stands in its signs is known, the rest is markup:

    ‹en title› ‹sr title›    a title of the story; ‹cy …› is Serbian in Cyrillic, here and below
    ‹en body›                all its rows
    ‹en first› ‹en rest›     the first one and the others
    ‹en middle› ‹en last›    those between the first and the last, and the last
    ‹en all›                 its title and all its rows
    ‹en begin› ‹en end›      the halves of the first row, which something else on the page tears apart
    ‹pairs› ‹pairs first›    each row, or the first, in both languages, as `pair` of the shape says
    ‹en:Words› ‹en title:…›  a line of the text, and a title, that every story has here
    ‹any:Photo: V. Gajić›    a line that must be in one of the files
    ‹may:By Ana Ilić›        a line that may be in a file
    ‹label:News›             a fact, in no file's text; so `date` and `goals`
    ‹page:Print›             a line of the page, in no file
    ‹hr:Skela vozi›          a line in another language, in no file

Beside `page` a shape has `name` and, where it is not as usual: `file`, the kind of page; `text`, `heading`, `item`,
`row` (a list) and `join`, how rows are written (`{code}` is the language), and `pair` (`{row}` is its number); `wrap`,
the width of its lines; `story`, the only one that it is of; `category`, `date` and `goals` that are expected; `asks`,
what is asked, `allows`, what may be, and `noted`; `lost`, words that are in no file. `each` is a list of forms: each is
a shape of its own, with the words of the form for `{1}`, `{2}` … in all that is text.
"""

from __future__ import annotations

import html
import re
import textwrap
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml
from bs4 import BeautifulSoup, Tag

from plugins.cyrillic import to_cyrillic
from tests.importer.harness import word_file

HERE = Path(__file__).parent
PART = re.compile("‹([^›:]+)(?::([^›]*))?›")
PLACE_OF_FORM = re.compile(r"\{(\d)\}")
FACTS = ("label", "date", "goals")
LANGUAGES = ("en", "sr")
STORIES_A_SHAPE = 2


@dataclass(frozen=True)
class Line:
    """A line of a page: `language` is "" where any may be meant; `role` is that of a story's row, or "any", "may", a
    fact, "page" or "other" (another language)."""

    text: str
    language: str
    role: str

    @property
    def is_kept(self) -> bool:
        """Whether it must be in a file's text."""
        return self.role not in (*FACTS, "title", "may", "page", "other")


@dataclass(frozen=True)
class Shape:
    """How a page is laid out; the module's docstring has the meaning of the fields."""

    name: str
    group: str
    page: str
    file: str = "page.txt"
    text: str = "{}"
    heading: str = "{}"
    item: str = "- {}"
    row: str = "{}"
    join: str = "\n\n"
    pair: str = ""
    wrap: int = 0
    story: str = ""
    category: str = "Local"
    date: str = "2024-05-03"
    goals: str = ""
    asks: Sequence[str] = ()
    allows: Sequence[str] = ()
    noted: Sequence[str] = ()
    lost: Sequence[str] = ()


# How rows are written in each kind of file; `row` is around a list.
KINDS = {
    "html": {"text": "<p>{}</p>", "heading": "<h3>{}</h3>", "item": "<li>{}</li>", "row": "<ul>{}</ul>", "join": "\n"},
    "md": {"heading": "### {}"},
    "docx": {"text": "<p>{}</p>", "heading": "<h3>{}</h3>", "item": "<p>- {}</p>", "join": "\n"},
}


@dataclass(frozen=True)
class Story:
    """A text in both languages: `rows` are its lines but the title, a role with a text by language."""

    name: str
    titles: dict[str, str]
    rows: tuple[tuple[str, dict[str, str]], ...]

    def part(self, name: str) -> Sequence[tuple[str, dict[str, str]]]:
        """Some of the rows."""
        places = {
            "body": slice(None), "first": slice(1), "rest": slice(1, None), "middle": slice(1, -1),
            "last": slice(-1, None),
        }  # fmt: skip
        return self.rows[places[name]]


def _add_spaces(text: str) -> str:
    """A text with spaces at the end of each line that has words."""
    return re.sub(r"(?m)(?<=\S)$", " \u00a0 ", text)


def _capitalise(text: str) -> str:
    """HTML with its tags and styles in capitals."""
    return re.sub(r"(?<=</)\w+|(?<=<)\w+|(?<=style=)(['\"]).*?\1", lambda match: match[0].upper(), text)


# How programs save a page, none of which changes what it says; its name chooses one.
WAYS: tuple[Callable[[str], bytes], ...] = (
    str.encode,
    lambda text: text.replace("\n", "\r\n").encode(),
    lambda text: text.encode("utf-8-sig"),
    lambda text: text.encode("utf-16"),
    lambda text: text.encode("utf-16-be"),
)
WAYS_BY_FILE: dict[str, tuple[Callable[[str], bytes], ...]] = {
    ".txt": (
        *WAYS,
        lambda text: _add_spaces(text).encode(),
        lambda text: re.sub(r"(?m)^(?=\S)", " ", text).encode(),
    ),
    ".html": (*WAYS, lambda text: _capitalise(text).encode()),
}


@dataclass(frozen=True)
class Page:
    """A page of a shape with a story; it is written when it is asked for."""

    shape: Shape
    story: Story

    @property
    def name(self) -> str:
        """The shape and the story."""
        return f"{self.shape.name}, {self.story.name}"

    @property
    def text(self) -> str:
        """What is written, of a Word document the HTML that it is made of."""
        return self._written[0]

    @cached_property
    def data(self) -> bytes:
        """The file, as some program saved it."""
        ending = Path(self.shape.file).suffix
        if ending == ".docx":
            return _docx(self.text)
        ways = WAYS_BY_FILE.get(ending, (str.encode,))
        return ways[zlib.crc32(self.name.encode()) % len(ways)](self.text)

    @property
    def lines(self) -> Sequence[Line]:
        """What is known of its lines, in their order."""
        return self._written[1]

    @property
    def titles(self) -> dict[str, str]:
        """The title of each language that the page has a line in; "" where it has none."""
        found = {line.language: "" for line in self.lines if line.is_kept and line.language}
        for line in self.lines:
            if line.role == "title":
                found[line.language] = found.get(line.language) or line.text
        return found

    @cached_property
    def _written(self) -> tuple[str, Sequence[Line]]:
        writer = _Writer(self.shape, self.story)
        return PART.sub(lambda match: writer.write(match[1], match[2]), self.shape.page), writer.lines


def read_yaml(path: Path) -> dict:
    """What a file says, by the loader in C where there is one, which takes a tenth of the time."""
    return yaml.load(path.read_text("utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@lru_cache
def stories() -> tuple[Story, ...]:
    """All stories."""
    found = []
    for name, rows in read_yaml(HERE / "stories.yaml").items():
        pairs = [(role, dict(zip(LANGUAGES, texts, strict=True))) for row in rows for role, texts in row.items()]
        found.append(Story(name, pairs[0][1], tuple(pairs[1:])))
    return tuple(found)


@lru_cache
def shapes() -> tuple[Shape, ...]:
    """All shapes, by group."""
    return tuple(
        Shape(group=path.stem, **KINDS.get(shape.get("file", "").rpartition(".")[2], {}) | shape)
        for path in sorted((HERE / "shapes").glob("*.yaml"))
        for described in read_yaml(path)
        for shape in _forms_of(described)
    )


def _forms_of(shape: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A shape in each of its forms."""
    for form in shape.pop("each", [[]]):
        words = [form] if isinstance(form, str) else form

        def fill(value: Any, words: Sequence[str] = words) -> Any:
            if isinstance(value, list):
                return [fill(part) for part in value]
            return PLACE_OF_FORM.sub(lambda match: words[int(match[1]) - 1], value) if isinstance(value, str) else value

        named = {"name": " ".join(f"{shape['name']}: {words[0]}".split())} if words else {}
        yield {name: fill(value) for name, value in shape.items()} | named


def pages(stories_a_shape: int = STORIES_A_SHAPE) -> Iterator[Page]:
    """The pages of all shapes, each with so many stories, which its name chooses: a new shape changes no other page."""
    known = stories()
    for shape in shapes():
        first = 2 * zlib.crc32(shape.name.encode())
        chosen = [known[(first + step) % len(known)] for step in range(stories_a_shape)]
        only = [story for story in known if story.name == shape.story]
        yield from (Page(shape, story) for story in only or chosen)


class _Writer:
    """Writes the parts of a page and notes their lines."""

    def __init__(self, shape: Shape, story: Story) -> None:
        self.shape, self.story = shape, story
        self.lines: list[Line] = []

    def write(self, name: str, own: str | None) -> str:
        """A part, or a line of the shape's own."""
        code, _, part = name.partition(" ")
        if code == "pairs":
            return "".join(self._pair(at, *row) for at, row in enumerate(self.story.part(part or "body"), 2))
        if own is not None:
            role = part or ("text" if code in (*LANGUAGES, "cy") else code)
            return self._line(own, code, role if code in (*LANGUAGES, "cy", "any", "may", "page", *FACTS) else "other")
        if part == "title":
            return self._line(self.story.titles[_code(code)], code, "title")
        if part in ("begin", "end"):
            return self._half(code, part)
        if part == "all":
            return self.shape.join.join((self.write(f"{code} title", None), self.write(f"{code} body", None)))
        return self._rows(code, self.story.part(part))

    def _pair(self, number: int, role: str, texts: dict[str, str]) -> str:
        """A row in both languages."""
        form = self.shape.pair.replace("{row}", str(number))
        return PART.sub(lambda match: self._line(texts[_code(match[1])], match[1], role), form)

    def _half(self, code: str, part: str) -> str:
        """A half of the first row; the row is a line of the page where it ends."""
        role, texts = self.story.rows[0]
        words = self._line(texts[_code(code)], code, role).split()
        middle = len(words) * 2 // 3
        if part == "begin":
            self.lines.pop()
        return " ".join(words[:middle] if part == "begin" else words[middle:])

    def _rows(self, code: str, rows: Sequence[tuple[str, dict[str, str]]]) -> str:
        """Some rows in one language."""
        found: list[str] = []
        for role, group in groupby(rows, key=lambda row: row[0]):
            form = {"heading": self.shape.heading, "item": self.shape.item}.get(role, self.shape.text)
            lines = [self._line(texts[_code(code)], code, role) for _, texts in group]
            lines = [form.format(line, code=code.upper()) for line in lines]
            found += [self.shape.row.format("\n".join(lines))] if role == "item" else lines
        return self.shape.join.join(found)

    def _line(self, text: str, code: str, role: str) -> str:
        """A line as the page has it."""
        language = _code(code) if code in (*LANGUAGES, "cy") else ""
        self.lines.append(Line(text, language, role))
        written = to_cyrillic(text) if code == "cy" else text
        if self.shape.wrap and role != "title":
            written = textwrap.fill(written, self.shape.wrap)
        return html.escape(written, quote=False) if self.shape.file.endswith("html") else written


def _code(code: str) -> str:
    """The language of the files in which a text is stored."""
    return "sr" if code == "cy" else code


def _docx(text: str) -> bytes:
    """A Word document of some headings, paragraphs and tables in HTML."""
    elements = BeautifulSoup(text, "lxml").body.find_all(["h1", "h2", "h3", "p", "table"], recursive=False)
    return word_file("".join(map(_word_element, elements)))


def _word_element(element: Tag) -> str:
    """A heading, a paragraph, or a table in the XML of Word."""
    if element.name == "table":
        rows = [
            "".join(f"<w:tc>{''.join(map(_word_element, cell('p') or [cell]))}</w:tc>" for cell in row("td"))
            for row in element("tr")
        ]
        return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"
    style = f'<w:pPr><w:pStyle w:val="Heading{element.name[1]}"/></w:pPr>' if element.name[0] == "h" else ""
    bold = "<w:rPr><w:b/></w:rPr>" if element.b else ""
    return f"<w:p>{style}<w:r>{bold}<w:t>{html.escape(element.get_text(), quote=False)}</w:t></w:r></w:p>"
