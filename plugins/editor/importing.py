"""Import by eye: the blocks of a page with the language and the role that the importer gave each, and the pair that is
written once a person has settled them."""

from __future__ import annotations

import itertools
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from plugins.editor.document import Document
from plugins.editor.site import FIELD_NAMES, ImportedPage, Site, UserError
from plugins.editor.store import Conflict, Store, write_atomically

# Pages that are being settled; older ones are read again.
REMEMBERED = 20
# What a block may become: fields of its language's header, fields of the pair, text, or nothing.
LANGUAGE_ROLES = {"title": "title", "summary": "summary", "caption": "image-alt", "credit": "image-credit"}
SHARED_ROLES = {"date": "date", "category": "category", "goals": "sdgs", "author": "author"}
ROLES = ("text", *LANGUAGE_ROLES, *SHARED_ROLES, "left-out", "unplaced")


@dataclass
class Imports:
    """Reads pages and writes pairs."""

    site: Site
    store: Store
    _pages: OrderedDict[str, ImportedPage] = field(default_factory=OrderedDict)
    _numbers: Any = field(default_factory=lambda: itertools.count(1))

    def read(self, data: bytes, name: str) -> dict[str, Any]:
        """A page as it is shown; raises UserError where it cannot be read."""
        page = self.site.read_page(data, name)
        key = f"page-{next(self._numbers)}"
        self._pages[key] = page
        while len(self._pages) > REMEMBERED:
            self._pages.popitem(last=False)
        return {
            "id": key,
            "origin": page.origin,
            "rows": [
                {
                    "id": row.id,
                    "text": row.text,
                    "kind": row.kind,
                    "language": row.language,
                    "role": row.role,
                    "reason": row.reason,
                    "sure": row.sure,
                    "words": len(row.text.split()),
                }
                for row in page.rows
            ],
            "fields": dict(page.fields),
            "slug": page.slug,
            "questions": page.questions,
            "notes": page.notes,
        }

    def write(self, key: str, decided: Iterable[Mapping[str, Any]], fields: Mapping[str, str], slug: str) -> str:
        """Write the pair of a page as a person settled it; gives its stem. Raises UserError where a word has no place
        yet, or the address is taken."""
        page = self._pages.get(key)
        if page is None:
            raise UserError("this page is no longer kept: drop it again")
        rows = self._settled(page, decided)
        if waiting := sum(len(row.text.split()) for row in rows if row.role == "unplaced"):
            raise UserError(f"{waiting} words have no place yet: give each block a language or leave it out")
        languages = [code for code in self.site.config.languages if any(_is_text(row, code) for row in rows)]
        if not languages:
            raise UserError("no block is text yet")
        shared = {name: " ".join(value.split()) for name, value in fields.items() if name in SHARED_ROLES.values()}
        stem = self._stem(slug, shared.get("date", ""))
        bodies, pictures = self.site.markdown_of_rows(stem.rpartition("/")[2], rows, languages)
        documents = {code: self._document(code, languages, rows, bodies[code], shared) for code in languages}
        try:
            for code, document in documents.items():
                self.store.save(self.site.names(stem)[code], document, "")
        except Conflict:
            raise UserError(f"{stem} is there already: choose another address") from None
        for name, data in pictures.items():
            write_atomically((self.site.content / stem).parent / name, data)
        self.site.reload()
        return stem

    def _settled(self, page: ImportedPage, decided: Iterable[Mapping[str, Any]]) -> list[Any]:
        """The page's rows with the languages and roles that were decided, in the order that was decided."""
        known = {row.id: row for row in page.rows}
        rows = []
        for one in decided:
            row = known.pop(str(one["id"]), None)
            role, language = str(one["role"]), str(one.get("language", ""))
            if row is None or role not in ROLES or (language and language not in self.site.config.languages):
                raise UserError("the blocks are not those of this page: drop it again")
            if role in ("text", *LANGUAGE_ROLES) and not language:
                role = "unplaced"
            rows.append(replace(row, role=role, language=language))
        if known:
            raise UserError("some blocks of the page are missing: drop it again")
        return rows

    def _stem(self, slug: str, date: str) -> str:
        year = self.site.year_of(date)
        if any(pair.slug == slug and pair.kind == "news" for pair in self.site.pairs().values()):
            raise UserError(f"another story has the address {slug} already: choose another one")
        stem = f"news/{year}/{slug}"
        # Refuses what cannot be an address.
        self.store.path(f"{stem}.{next(iter(self.site.config.languages))}.md")
        return stem

    def _document(
        self, code: str, languages: list[str], rows: list[Any], body: str, shared: Mapping[str, str]
    ) -> Document:
        """One file of the pair; what the pair shares stands in the first language's."""
        fields = {
            name: " ".join(row.text.strip() for row in rows if row.role == role and row.language == code)
            for role, name in LANGUAGE_ROLES.items()
        }
        first = code == languages[0]
        values = {**fields, **(shared if first else {})}
        if first and code != next(iter(self.site.config.languages)):
            values["original"] = "yes"
        # A person has settled it; publishing is another decision.
        values["status"] = "draft"
        lines = [f"{shown}: {values[name]}" for name, shown in FIELD_NAMES.items() if values.get(name)]
        return Document(("\n".join(lines) + f"\n\n{body.strip()}\n").encode())


def _is_text(row: Any, code: str) -> bool:
    return bool(row.language == code and row.role in ("text", "title"))
