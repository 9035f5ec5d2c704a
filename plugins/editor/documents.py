"""The documents of stories, as their files are and as a page has changed them, and its drafts: what it sends of a
story's texts, as they stand in its window.

Of each language whose text was touched drafts have the version that it began with, and either the fields and the body,
or the whole text. Fields that belong to the pair are there once, as `shared`. What has left the screen and was not
saved is `aside`: drafts, each with an `id`, that become versions before anything else happens to them.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import msgspec

from plugins.content.headers.fields import FieldError
from plugins.content.headers.table import LANGUAGE_FIELDS, PUBLISHING_FIELDS, SHARED_FIELDS
from plugins.content.pairs import Pair
from plugins.diagnostics import Message, UserError, message_of
from plugins.editing.document import Document, DocumentError
from plugins.editor.files.store import Store
from plugins.editor.rendering import read_pair
from plugins.editor.site import Site

# The fields of each language's form, and of the form for the pair: two fields of the pair are about the text in which
# they stand.
LANGUAGE_FORM = (*LANGUAGE_FIELDS, "status", "original")
SHARED_FORM = tuple(name for name in (*SHARED_FIELDS, *PUBLISHING_FIELDS) if name not in LANGUAGE_FORM)

# Characters of a text that is checked or rendered while it is written: a book has as many. What is only kept has no
# limit but that of every request: nothing that was typed is refused a place.
LONGEST_TEXT = 1_000_000
# Unsaved work as a page sent it, of whatever version of the program: it is kept and given back as it is.
Unsaved = dict[str, Any]


class Draft(msgspec.Struct, frozen=True):
    """One text: `version` and `base` are those of the file that it began with; fields and body are of that file, or of
    the `whole` one that takes its place. None takes a field's line out, and leaves body or whole as they are."""

    version: str = ""
    base: str = ""
    fields: dict[str, str | None] = {}
    body: str | None = None
    whole: str | None = None


class Drafts(msgspec.Struct, frozen=True):
    """Texts by language, and shared fields, with what these were before on disk, where a page says it."""

    texts: dict[str, Draft] = {}
    shared: dict[str, str] = {}
    shared_base: dict[str, str] | None = None
    aside: list[Aside] = []


class Aside(Drafts, frozen=True):
    """Drafts that have left the screen."""

    id: str = ""


def drafts_in(state: Mapping[str, object]) -> Drafts:
    """The drafts in unsaved work that was kept as it came; none where they cannot be read."""
    try:
        return msgspec.convert(state, Drafts)
    except msgspec.ValidationError:
        return Drafts()


def check_length(drafts: Drafts) -> None:
    """Raise UserError for drafts that are too long to be checked or rendered while somebody waits."""
    parts = (part for text in drafts.texts.values() for part in (text.body, text.whole, text.base))
    if any(part and len(part) > LONGEST_TEXT for part in parts):
        raise UserError(
            Message("the text is too long to be checked while it is written: divide it; what you write is kept")
        )


class TextData(msgspec.Struct, frozen=True, rename="camel"):
    """One text as its pane shows it; where its header cannot be read, as a whole only, with the `error`."""

    name: str
    exists: bool
    version: str
    text: str = ""
    error: str = ""
    fields: dict[str, str] = {}
    body: str = ""
    body_line: int = 1


class Composed(NamedTuple):
    """The document that a page began with, the same with the page's changes, and the text as it was typed, where a
    shared field has taken the place of another value that was typed in it."""

    base: Document
    changed: Document
    typed: Document | None = None


@dataclass
class Documents:
    """Reads the documents of stories, and makes them of drafts."""

    site: Site
    store: Store

    def pair(self, stem: str, documents: Mapping[str, Document]) -> Pair | None:
        """The pair that these documents make; None where no text can be read."""
        texts = {code: document.raw for code, document in documents.items() if document.raw}
        return read_pair(self.site.config, stem, texts)[0] if texts else None

    def category_of(self, shared: Mapping[str, str], language: str) -> str:
        """The slug of the category that a language's file names; "" where there is none."""
        with contextlib.suppress(FieldError):
            return self.site.config.read_category(shared.get("category", ""), language)
        return ""

    def compose(self, stem: str, drafts: Drafts) -> dict[str, Composed]:
        """The story's documents with the changes of a page, by language; those of untouched texts are as they are on
        disk. Raises DocumentError."""
        composed: dict[str, Composed] = {}
        for language, name in self.site.names(stem).items():
            draft = drafts.texts.get(language)
            base = self.store.read(name) if draft is None else self.base(name, draft)
            if draft or base.raw:
                composed[language] = Composed(base, _apply_changes(base, draft) if draft else base)
        for name, value in drafts.shared.items():
            # Changed in every file that has the field; one that no file has is written into the original's.
            holders = [code for code, text in composed.items() if fields_of(text.changed).get(name)]
            if not holders and value and composed:
                holders = [self._original(stem, {code: text.changed for code, text in composed.items()})]
            for language in holders if name in SHARED_FORM else ():
                base, document, typed = composed[language]
                if fields_of(document).get(name, value) not in (value, fields_of(base).get(name)):
                    typed = typed or document
                composed[language] = Composed(base, document.replace_fields({name: value}), typed)
        return composed

    def changed_shared(self, stem: str, drafts: Drafts) -> dict[str, str]:
        """Shared fields of drafts that the files have other values of by now than the page began with, and than it
        sends: their present values."""
        if drafts.shared_base is None:
            return {}
        present = shared_values(map(self.store.read, self.site.names(stem).values()))
        known = {name: (drafts.shared_base.get(name, ""), value) for name, value in drafts.shared.items()}
        return {
            name: present.get(name, "")
            for name, values in known.items()
            if name in SHARED_FORM and present.get(name, "") not in [" ".join(value.split()) for value in values]
        }

    def unplaced(self, stem: str, drafts: Drafts) -> Iterator[tuple[str, Document]]:
        """What no file of the story can have of a page's drafts, as texts by the names of files: those in languages,
        and values of fields, that the site does not have any more."""
        names = self.site.names(stem)
        for language, draft in drafts.texts.items():
            fields = _unknown_fields(draft.fields)
            if language not in names:
                yield f"{stem}.{language}.md", plain_document(draft)
            elif fields and draft.whole is None:
                yield names[language], plain_document(Draft(fields=fields))
        if fields := _unknown_fields(drafts.shared):
            yield next(iter(names.values())), plain_document(Draft(fields=fields))

    def _original(self, stem: str, documents: Mapping[str, Document]) -> str:
        pair = self.pair(stem, documents)
        return pair.original if pair and pair.original in documents else next(iter(documents))

    def base(self, name: str, draft: Draft) -> Document:
        """The document that a page began with: the file if it is still that, else one made of the text that the page
        says it began with. Its line ends are not known any more; saving reports a conflict."""
        present = self.store.read(name)
        return present if present.version == draft.version else Document(draft.base.encode())


def text_data(name: str, document: Document) -> TextData:
    """One text as its pane shows it."""
    exists, version, text = bool(document.raw), document.version, ""
    try:
        text = document.text
        fields, body, line = document.fields, document.body, document.body_line
    except DocumentError as error:
        return TextData(name, exists, version, text, message_of(error))
    return TextData(name, exists, version, text, "", fields, body, line)


def shared_values(documents: Iterable[Document]) -> dict[str, str]:
    """The values of shared fields, by their names: of several the first."""
    known = list(map(fields_of, documents))
    values = {name: next((fields[name] for fields in known if fields.get(name)), "") for name in SHARED_FORM}
    return {name: value for name, value in values.items() if value}


def fields_of(document: Document) -> dict[str, str]:
    """The fields of a text; none where its header cannot be read."""
    try:
        return document.fields
    except DocumentError:
        return {}


def plain_document(draft: Draft, shared: Mapping[str, str] | None = None) -> Document:
    """A draft and shared fields as a text, whatever stands in them."""
    head = "".join(f"{name.title()}: {value}\n" for name, value in {**draft.fields, **(shared or {})}.items())
    body = "" if draft.body is None else f"\n{draft.body}"
    return Document((head + (draft.whole or "") + body).encode("utf-8", "replace"))


def _unknown_fields(fields: Mapping[str, str | None]) -> dict[str, str | None]:
    return {name: value for name, value in fields.items() if value and name not in (*LANGUAGE_FORM, *SHARED_FORM)}


def _apply_changes(base: Document, draft: Draft) -> Document:
    changed = base if draft.whole is None else base.replace_text(draft.whole)
    known = fields_of(changed)
    given = {name: value for name, value in draft.fields.items() if name in LANGUAGE_FORM and known.get(name) != value}
    changed = changed.replace_fields(given)
    return changed if draft.body is None else changed.replace_body(draft.body)
