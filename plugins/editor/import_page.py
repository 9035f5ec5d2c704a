"""The import page: shows the blocks of a page with the language and the role that the importer gave each, and writes
the pair once a person has decided what is in doubt.

The importer reads the page, decides, and writes the files: what a person decides goes to it as its `Overrides`. Here a
page's blocks become rows with the few roles that a person chooses from, and header fields that the importer does not
fill (summary, description of the picture, credit, author) are added to its files.
"""

from __future__ import annotations

import re
import secrets
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import quote

import msgspec
from starlette.responses import Response

from plugins.content.headers.fields import read_category, read_date
from plugins.diagnostics import Message, UserError, message_of
from plugins.editing.document import Document
from plugins.editor.declarations import Whole, page, post
from plugins.editor.files.store import Store, check_content_folder
from plugins.editor.import_process import ImportProcess
from plugins.editor.site import Site
from plugins.locales.language import known_codes
from plugins.sdg.tagging import parse_goals

if TYPE_CHECKING:
    from plugins.importer.options import ImportSite
    from plugins.importer.result import DecidedBlock, ImportResult
    from plugins.importer.roles import Overrides
    from plugins.importer.units import Role

# Pages that are being settled; older ones are read again.
REMEMBERED = 20
# What a block may become: fields of its language's header, fields of the pair, text, or nothing.
LANGUAGE_ROLES = {"title": "title", "summary": "summary", "caption": "image-alt", "credit": "image-credit"}
SHARED_ROLES = {"date": "date", "category": "category", "goals": "sdgs", "author": "author"}
ROLES = ("text", *LANGUAGE_ROLES, *SHARED_ROLES, "left-out", "unplaced")
# The roles of blocks that need a language.
SPOKEN = ("text", *LANGUAGE_ROLES)
# The importer's roles that are others here; those in no table leave a block out.
ROW_ROLES = {"title": "title", "date": "date", "goals": "goals", "label": "category"}
GONE = Message("this page is no longer kept: drop it again")
# What stands for a picture whose bytes are in the page itself, and the letters of one that is shown.
PICTURE_INSIDE = Message("a picture that is in the page itself")
LONGEST_SHOWN = 400_000
# Signs that open a mark in a page that is read: the largest pages have some ten thousand.
MOST_MARKS = 200_000
# The beginnings of files that are not read as marks.
PACKED = (b"PK", b"%PDF", b"\xd0\xcf\x11\xe0")
# What the importer is given for a block that is in no text.
LEFT_OUT: Role = "clutter"


class SettledRow(msgspec.Struct, frozen=True):
    """What a person decided about a block of a page."""

    id: str
    role: str
    language: str = ""


class Row(msgspec.Struct, frozen=True):
    """A block of a page: `language` and `role` are what the importer gave it, `reason` why it has no place, `doubts`
    what is asked about it; `decided` is the importer's own role, "" for text left out before any role was given;
    `picture` is the `data:` address of a picture that is in the page itself, `beside` what the other text has in the
    place of a block in doubt."""

    id: str
    text: str
    kind: str
    language: str
    role: str
    reason: str = ""
    doubts: tuple[str, ...] = ()
    decided: str = ""
    picture: str = ""
    beside: str = ""


class OpenQuestion(msgspec.Struct, frozen=True):
    """What is asked about no block of the page."""

    topic: str
    message: str


class Attached(msgspec.Struct, frozen=True):
    """A file that came with a message; a `text` can be imported too."""

    name: str
    text: bool


class GonePage(msgspec.Struct, frozen=True):
    """Says of a page that it is no longer kept, and is to be read again."""

    gone: bool = True


class DecidedPage(msgspec.Struct, frozen=True):
    """A page's rows, what is asked about none of them, and the address by the titles."""

    rows: tuple[Row, ...]
    questions: list[OpenQuestion]
    slug: str


class ReadPage(DecidedPage, frozen=True):
    """A page that was read, with the fields of the pair that were found in it, and what is attached."""

    id: str
    origin: str
    fields: dict[str, str]
    attached: list[Attached]


class WrittenPair(msgspec.Struct, frozen=True):
    """The story that was made of a page."""

    stem: str


class Pasted(msgspec.Struct, frozen=True):
    """Markdown of what was pasted, and what was taken out, counted by kind."""

    markdown: str
    removed: Mapping[str, int]


@dataclass(frozen=True)
class ImportedPage:
    """A page that was read, before anything of it is written."""

    result: ImportResult
    rows: tuple[Row, ...]


@dataclass
class Imports:
    """Reads pages and writes pairs."""

    site: Site
    store: Store
    process: ImportProcess = field(default_factory=ImportProcess)
    _pages: OrderedDict[str, ImportedPage] = field(default_factory=OrderedDict)

    @post("import-read")
    def read(self, data: bytes, name: str = "page.txt") -> ReadPage:
        """A page as it is shown; raises UserError where it cannot be read."""
        check_marks(data)
        from plugins.editor import importer

        result = self.process.call(importer.import_document, data, name, self._import_site())
        codes = tuple(self.site.config.languages)
        page = ImportedPage(result, tuple(_rows(result, codes)))
        # A window may ask by a key from before the editor was started again: it is never another page's.
        key = secrets.token_hex(8)
        self._pages[key] = page
        while len(self._pages) > REMEMBERED:
            self._pages.popitem(last=False)
        fields = {
            "date": self._local_date(result.fields.date),
            "category": result.fields.category,
            "sdgs": result.fields.goals,
        }
        attached = [
            Attached(name, Path(name).suffix.lower() in importer.SUFFIXES) for name, _ in result.document.attached
        ]
        questions, origin = _open_questions(result, page.rows), result.document.origin
        return ReadPage(page.rows, questions, result.slug, key, origin, fields, attached)

    def _local_date(self, value: str) -> str:
        """A date of a page as a header has it: in the time of the site, without a zone."""
        if not re.search(r"\d:\d\d.*(?:Z|[+-]\d\d:?\d\d)$", value):
            return value
        try:
            return read_date(value, self.site.config.zone).astimezone(self.site.config.zone).strftime("%Y-%m-%d %H:%M")
        except ValueError:
            return value

    @post("import-again")
    def decide_again(self, id: str, rows: list[SettledRow]) -> DecidedPage | GonePage:
        """Decide the other blocks of a page again, by what a person settled of some."""
        from plugins.editor import importer

        page = self._pages.get(id)
        if page is None:
            return GonePage()
        own = self._settle(page, rows)
        overrides = _overrides(own.values())
        result = self.process.call(importer.resolve, page.result.document, self._import_site(), overrides)
        new = {row.id: row for row in _rows(result, tuple(self.site.config.languages))}
        # The page's head and what the reader left out are no blocks, and stay as they are.
        decided = tuple(new.get(row.id, row) if row.decided and row.id not in own else row for row in page.rows)
        self._pages[id] = replace(page, rows=decided)
        shown = tuple(own.get(row.id, row) for row in decided)
        return DecidedPage(shown, _open_questions(result, decided), result.slug)

    @page("api/import-attachment")
    def attachment(self, id: str = "", n: Whole = -1) -> Response:
        """A file that is attached to an imported message, by its place among these: to be saved and never shown. Raises
        UserError."""
        kept = self._pages.get(id)
        attached = kept.result.document.attached if kept is not None else ()
        if not 0 <= n < len(attached):
            raise UserError(GONE)
        name, data = attached[n]
        headers = {"content-disposition": f"attachment; filename*=utf-8''{quote(name, safe='')}"}
        return Response(data, media_type="application/octet-stream", headers=headers)

    @post("import-write", writes=True)
    def write(self, id: str, rows: list[SettledRow], fields: dict[str, str], slug: str) -> WrittenPair | GonePage:
        """Write the pair of a page as a person decided it. Raises UserError or FieldError where a word has no place
        yet, a field cannot be read, or the address is taken."""
        from plugins.editor import importer

        page = self._pages.get(id)
        if page is None:
            return GonePage()
        settled = self._decided_rows(page, rows)
        if waiting := sum(len(row.text.split()) for row in settled if row.role == "unplaced"):
            message = Message(
                "{n} {words} no place yet: give each block a language or leave it out",
                n=waiting,
                words="words have" if waiting > 1 else "word has",
            )
            raise UserError(message)
        if not any(row.role in ("text", "title") for row in settled):
            raise UserError(Message("no block is text yet: give one the role of text"))
        shared = {name: " ".join(value.split()) for name, value in fields.items() if name in SHARED_ROLES.values()}
        self._check(shared, slug)
        result = self._complete_result(self._resolve(page, settled, shared, slug), settled, shared)
        check_content_folder(self.site.content)
        importer.write_result(result, self.site.content)
        self.site.reload()
        return WrittenPair(str(next(iter(result.files))).rsplit(".", 2)[0])

    @post("paste")
    def paste(self, html: str = "", plain: str = "") -> Pasted:
        """The Markdown of pasted HTML, or of plain text where there is no HTML, by the importer's cleaner and reader,
        and what was taken out, counted by kind."""
        from plugins.editor import importer

        check_marks(html)
        pasted = self.process.call(importer.read_paste, tuple(self.site.config.languages), html, plain)
        return Pasted(pasted.markdown, pasted.removed)

    def _decided_rows(self, page: ImportedPage, decided: Iterable[SettledRow]) -> list[Row]:
        """The page's rows with the languages and roles that a person decided, in the page's order."""
        settled = self._settle(page, decided)
        if len(settled) < len(page.rows):
            raise UserError(GONE)
        return [settled[row.id] for row in page.rows]

    def _settle(self, page: ImportedPage, decided: Iterable[SettledRow]) -> dict[str, Row]:
        """Rows of the page with the languages and roles that a person decided, by their ids."""
        known = {row.id: row for row in page.rows}
        settled = {}
        for decision in decided:
            row, role, language = known.pop(decision.id, None), decision.role, decision.language
            if row is None or role not in ROLES or (language and language not in self.site.config.languages):
                raise UserError(GONE)
            if role in SPOKEN and not language:
                role = "unplaced"
            settled[row.id] = msgspec.structs.replace(row, role=role, language=language if role in SPOKEN else "")
        return settled

    def _check(self, shared: Mapping[str, str], slug: str) -> None:
        """Refuse fields that no header can have, and an address that another story has."""
        config = self.site.config
        readers: dict[str, Callable[[str], object]] = {
            "date": lambda value: read_date(value, config.zone),
            "category": lambda value: read_category(value, config.categories),
            "sdgs": parse_goals,
        }
        for name, reader in readers.items():
            try:
                if value := shared.get(name):
                    reader(value)
            except ValueError as error:
                raise UserError(message_of(error)) from None
        # Refuses what cannot be an address.
        self.store.path(f"news/0000/{slug}.{next(iter(config.languages))}.md")
        if any(pair.slug == slug and pair.is_story for pair in self.site.pairs().values()):
            message = Message("another story has the address {slug} already: choose another one", slug=slug)
            raise UserError(message)

    # What the importer decides with the rows and fields that a person settled

    def _import_site(
        self, slug: str = "", shared: Mapping[str, str] | None = None, titles: Mapping[str, str] | None = None
    ) -> ImportSite:
        from plugins.editor import importer

        said = shared or {}
        given = {
            "slug": slug,
            **{name: said.get(SHARED_ROLES[name], "") for name in ("date", "category", "goals")},
        }
        return importer.site_of(self.site.config.languages, self.site.config.categories, given, titles or {})

    def _resolve(self, page: ImportedPage, rows: Sequence[Row], shared: Mapping[str, str], slug: str) -> ImportResult:
        """The importer's result, with every row as it was settled."""
        from plugins.editor import importer

        titles = {
            row.language: row.text for row in rows if row.role == "title" and (not row.decided or row.kind == "image")
        }
        # What is wanted of the page's head is among the rows.
        document = replace(page.result.document, head=replace(page.result.document.head, title="", date="", section=""))
        site = self._import_site(slug, shared, titles)
        return self.process.call(importer.resolve, document, site, _overrides(rows))

    def _complete_result(self, result: ImportResult, rows: Sequence[Row], shared: Mapping[str, str]) -> ImportResult:
        """Add to the result the text of blocks that the importer left out, and the fields that it does not know."""
        from plugins.editor import importer

        stem = f"news/{result.fields.folder_year}/{result.slug}"
        files = {}
        for code in self.site.config.languages:
            own = [row for row in rows if row.language == code]
            added = [
                importer.Block("paragraph", (importer.Run(row.text),))
                for row in own
                if row.role == "text" and not row.decided
            ]
            text = result.files.get(f"{stem}.{code}.md")
            if text is None:
                if not any(row.role in ("text", "title") for row in own):
                    continue
                title = next((row.text for row in own if row.role == "title"), "")
                text = importer.article_file(code, title, None, result.original, [code], {code: ""})
            if added:
                text = text.rstrip("\n") + "\n\n" + importer.render(added, lambda _: "")
            values = {
                name: " ".join(row.text for row in own if row.role == role)
                for role, name in LANGUAGE_ROLES.items()
                if role != "title"
            }
            if code == (result.original or next(iter(self.site.config.languages))):
                values["author"] = shared.get("author", "")
            document = Document(text.encode()).replace_fields({name: value for name, value in values.items() if value})
            files[f"{stem}.{code}.md"] = document.raw.decode()
        return replace(result, files=files)


def check_marks(page: bytes | str) -> None:
    """Raise UserError for a page that has too many marks to be read."""
    if isinstance(page, bytes) and page.startswith(PACKED):
        return
    marks = page.count("<") if isinstance(page, str) else page.count(b"<")
    if marks > MOST_MARKS:
        raise UserError(Message("the page has too much markup to be read: save its text alone, or take it in parts"))


def _overrides(rows: Iterable[Row]) -> Overrides:
    """What the importer is told of blocks that were settled."""
    from plugins.editor import importer

    blocks = [row for row in rows if row.decided]
    roles = {row.id: _role_for_importer(row) for row in blocks}
    return importer.Overrides(roles, {row.id: row.language for row in blocks if row.language})


def _open_questions(result: ImportResult, rows: Iterable[Row]) -> list[OpenQuestion]:
    """The importer's questions that are about no block of the page."""
    ids = {row.id for row in rows}
    return [
        OpenQuestion(question.topic, question.message) for question in result.questions if question.block not in ids
    ]


def _role_for_importer(row: Row) -> Role:
    """The importer's role for a row as it was settled: its own where nothing was changed."""
    from plugins.editor import importer

    if row.role == "title" and row.kind != "image":
        return "title"
    if row.role == "text":
        return cast("Role", row.decided) if row.decided in importer.KEPT else "body"
    own = row.decided not in importer.KEPT and row.decided != "title"
    return cast("Role", row.decided) if own else LEFT_OUT


def _rows(result: ImportResult, codes: Sequence[str]) -> Iterator[Row]:
    """A page's rows in its order: its blocks, then what the reader has left out of them."""
    from plugins.editor import importer

    doubts: defaultdict[str, list[str]] = defaultdict(list)
    for question in result.questions:
        # What is asked about a whole text is shown at its first line.
        by_line = question.topic in (importer.Topic.ROLE, importer.Topic.TITLE)
        for line in question.lines if by_line else question.lines[:1]:
            doubts[line.id].append(question.message)
    beside = {question.block: question.beside for question in result.questions}
    for code in _head_titles(result):
        yield Row(f"head-{code}", result.titles[code], "heading", code, "title")
    reported = (*result.facts, *result.left_out)
    reasons = {left.block: left.why for left in reported}
    for block in result.blocks:
        text = block.text or _alt(block)
        if not text.strip():
            continue
        kept = block.role in importer.KEPT or block.role == "title"
        own = block.language in codes
        role = ROW_ROLES.get(block.role, "text" if kept else "left-out") if own or not kept else "unplaced"
        spoken = block.language if own and role in SPOKEN else ""
        reason = _say_language(block.language) if role == "unplaced" else reasons.get(block.id, "")
        shown, other = _shown_picture(block), beside.get(block.id, "")
        yield Row(block.id, text, block.kind, spoken, role, reason, tuple(doubts[block.id]), block.role, shown, other)
    for number, left in enumerate(reported, 1):
        text = " ".join(left.text.split())
        if text and not left.block:
            yield Row(f"left-{number}", text, "paragraph", "", "left-out", left.why)


def _say_language(code: str) -> Message:
    """That a block is in none of the site's languages."""
    from plugins.editor import importer

    if code not in known_codes():
        return Message("this is in another script")
    return Message("this is in another language: {name}", name=importer.read_language(code).name, code=code)


def _head_titles(result: ImportResult) -> list[str]:
    """The languages whose title is not a block of the page."""
    blocks = {block.language for block in result.blocks if block.role == "title"}
    return [code for code, title in result.titles.items() if title and code not in blocks]


def _shown_picture(block: DecidedBlock) -> str:
    """The address of a picture that is in the page itself; "" for others, and for one that is too large to be shown."""
    source = block.picture.src if block.picture else ""
    return source if source.startswith("data:image/") and len(source) <= LONGEST_SHOWN else ""


def _alt(block: DecidedBlock) -> str:
    """The words that stand for a picture."""
    if block.picture is None:
        return ""
    if not block.picture.alt and block.picture.src.startswith("data:"):
        return PICTURE_INSIDE
    return str(block.picture.alt or Path(block.picture.src.partition("?")[0][:500]).name)
