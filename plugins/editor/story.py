"""One story in the editor: the data of its page, and the handling of what the page sends back.

A page sends *drafts*: for each language whose text was touched the version that it began with, and either the fields
and the body, or the whole text. Fields that belong to the pair are sent once, as `shared`. What has left the screen and
was not saved is `aside`: drafts, each with an `id`, that become versions before anything else happens to them.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from plugins.diagnostics import Message, message_of
from plugins.editor.diagnostics import UNDECIDED, placed_diagnostics, with_choices
from plugins.editor.files.document import Document, DocumentError
from plugins.editor.files.merging import Merge, merge
from plugins.editor.files.revisions import Revision, Revisions
from plugins.editor.files.store import Conflict, JournalEntry, Store, StoreError
from plugins.editor.site import (
    LANGUAGE_FORM,
    SHARED_FORM,
    RenderedPage,
    Site,
    UserError,
    record_name,
    word_differences,
)

NOT_READ = Message("your text is saved, but something went wrong after it; the terminal says what")
# The letters of a revision's name in the repository.
COMMIT = 40
# Bytes of the texts that pages began with and may still send changes of: of hundreds of stories, or some thick books.
REMEMBERED = 8_000_000


@dataclass
class Stories:
    """Opens and saves stories."""

    site: Site
    store: Store
    revisions: Revisions
    # By name and version, without what a document works out of its bytes.
    _bases: OrderedDict[tuple[str, str], bytes] = field(default_factory=OrderedDict)

    def open(self, stem: str) -> dict[str, Any]:
        """A story as its page shows it; also one whose files are gone, where there is unsaved work on it."""
        documents = {language: self.read(name) for language, name in self.site.names(stem).items()}
        journals = self.store.journals(stem)
        written = [code for code, one in documents.items() if one.raw]
        if not written and not (journals and self.site.content.is_dir()):
            raise self.site.no_story()
        pair = self._pair(stem, documents)
        return {
            "stem": stem,
            "kind": "news" if stem.startswith("news/") else "page",
            "slug": stem.rpartition("/")[2],
            "original": pair.original if pair else (written or [*documents])[0],
            "texts": {code: self.text_data(name, documents[code]) for code, name in self.site.names(stem).items()},
            "shared": self.shared_values(documents),
            "journals": [self._journal_data(stem, entry, documents) for entry in journals],
            **self.story_state(stem, pair),
        }

    def _journal_data(self, stem: str, entry: JournalEntry, documents: Mapping[str, Document]) -> dict[str, Any]:
        """Unsaved work as a page takes it over; `begun` are the texts that it began with, where the files differ."""
        texts = entry.state.get("texts")
        begun = {
            code: self.text_data(name, self._base(name, str(text.get("version", "")), str(text.get("base", ""))))
            for code, name in self.site.names(stem).items()
            if isinstance(texts, dict) and isinstance(text := texts.get(code), dict)
            if text.get("version") != documents[code].version
        }
        table = {"window": entry.window, "moment": entry.moment.isoformat(), "number": entry.number}
        return {**table, "state": entry.state, "begun": begun}

    def has_unsaved(self, stem: str) -> bool:
        """Whether there is unsaved work on a story, whatever became of its files."""
        try:
            return bool(self.store.journals(stem))
        except StoreError:
            return False

    def follow_renames(self, opened: Iterable[str], added: Collection[str]) -> None:
        """Let unsaved work and the windows that have a story open (by its stem) follow it where another program has
        renamed its files: to one of the `added` stems whose files hold what the work began with."""
        pairs, kept = self.site.pairs(), self.store.list_unsaved()
        lost = [stem for stem in {*kept, *opened} - {""} - pairs.keys() if self.store.present_stem(stem) == stem]
        if not lost or not added:
            return
        stems = {Document(text.source.raw).version: stem for stem in added for text in pairs[stem].texts.values()}
        for stem in lost:
            begun = {version for name, version in self._bases if name.startswith(f"{stem}.")}
            if stem in kept:
                begun |= {str(text.get("version")) for text in _texts_in(kept[stem])}
            found = {stems[version] for version in begun if version in stems}
            if len(found) == 1:
                names = zip(self.site.names(stem).values(), self.site.names(new := found.pop()).values(), strict=True)
                self.store.rename(stem, new, dict(names))

    def story_state(self, stem: str, pair: Any = None) -> dict[str, Any]:
        """The story's state in each language, and what its translations have not seen of the original."""
        if pair is None:
            try:
                pair = self.site.pair(stem)
            except UserError:
                return {"states": {}, "outdated": {}}
        status = self.site.status(pair)
        outdated = {
            language: {
                "since": late.since.isoformat(),
                "changes": [
                    {
                        "line": change.line,
                        "before": change.before,
                        "after": change.after,
                        "words": word_differences(change.before, change.after),
                    }
                    for change in late.changes
                ],
            }
            for language, late in status.outdated.items()
        }
        return {"states": dict(status.states), "outdated": outdated, "readers": self._readers(pair)}

    def _readers(self, pair: Any) -> dict[str, str]:
        """What readers have of a story, as far as this computer has published it: `live` as in the list, and where."""
        record = self.site.read_publish_record()
        if record is None:
            return {"live": "", "where": ""}
        return {"live": record.state_of(record_name(pair), pair.digest), "where": record.place}

    def text_data(self, name: str, document: Document) -> dict[str, Any]:
        """One text as its pane shows it; where its header cannot be read, as a whole only."""
        data: dict[str, Any] = {
            "name": name,
            "exists": bool(document.raw),
            "version": document.version,
            "text": "",
            "error": "",
            "fields": {},
            "body": "",
            "bodyLine": 1,
        }
        try:
            data["text"] = document.text
            data |= {"fields": document.fields, "body": document.body, "bodyLine": document.body_line}
        except DocumentError as error:
            data["error"] = message_of(error)
        return data

    def shared_values(self, documents: Mapping[str, Document]) -> dict[str, dict[str, str]]:
        """The values of shared fields, each with the language of the file that has it; a category with its slug too."""
        found: dict[str, dict[str, str]] = {}
        for name in SHARED_FORM:
            for language, document in documents.items():
                value = _fields(document).get(name, "")
                if value and name not in found:
                    found[name] = {"value": value, "language": language}
        if category := found.get("category"):
            category["slug"] = self.site.category_slug(category["value"], category["language"])
        return found

    def read(self, name: str) -> Document:
        """Read a file, and keep it as the base of what a page edits."""
        document = self.store.read(name)
        self._remember(name, document)
        return document

    def compose(self, stem: str, drafts: Mapping[str, Any]) -> dict[str, Document]:
        """The story's documents with the changes of a page; those of untouched texts are as they are on disk. Raises
        DocumentError."""
        return {language: changed for language, (_, changed) in self._compose_pairs(stem, drafts).items()}

    def _compose_pairs(self, stem: str, drafts: Mapping[str, Any]) -> dict[str, tuple[Document, Document]]:
        """The base and the changed document of each language that has one."""
        texts: Mapping[str, Any] = drafts.get("texts", {})
        found: dict[str, tuple[Document, Document]] = {}
        for language, name in self.site.names(stem).items():
            draft = texts.get(language)
            if draft is None:
                document = self.store.read(name)
                if document.raw:
                    found[language] = (document, document)
                continue
            base = self._base(name, str(draft.get("version", "")), str(draft.get("base", "")))
            found[language] = (base, _apply_changes(base, draft))
        shared = {name: str(value) for name, value in drafts.get("shared", {}).items() if name in SHARED_FORM}
        return self._apply_shared(stem, found, shared)

    def _apply_shared(
        self, stem: str, found: dict[str, tuple[Document, Document]], shared: Mapping[str, str]
    ) -> dict[str, tuple[Document, Document]]:
        """Change shared fields in every file that has them; a field that no file has is written into the original's."""
        if not found:
            return found
        for name, value in shared.items():
            holders = [code for code, (_, document) in found.items() if _fields(document).get(name)]
            if not holders and value:
                holders = [self._original(stem, {code: document for code, (_, document) in found.items()})]
            for language in holders:
                base, document = found[language]
                found[language] = (base, document.replace_fields({name: value}))
        return found

    def _original(self, stem: str, documents: Mapping[str, Document]) -> str:
        pair = self._pair(stem, documents)
        return pair.original if pair and pair.original in documents else next(iter(documents))

    def _pair(self, stem: str, documents: Mapping[str, Document]) -> Any:
        texts = {code: document.raw for code, document in documents.items() if document.raw}
        return self.site.pair_from(stem, texts)[0] if texts else None

    def save(self, stem: str, drafts: Mapping[str, Any], window: str, number: int = 0) -> dict[str, Any]:
        """Save what a page sends, with its number among what the window sent; gives its saved texts as they are now,
        and for those that were not saved the conflicts, or why they were refused. `problem` is what went wrong after
        all was saved. Raises StoreError where nothing could be saved."""
        self.keep_aside(stem, drafts)
        composed = self._compose_pairs(stem, drafts)
        up_to_date = self._up_to_date(stem) if drafts.get("minor") else []
        saved: dict[str, Any] = {}
        conflicts: dict[str, Any] = {}
        refused: dict[str, str] = {}
        for language, (base, changed) in composed.items():
            name = self.site.names(stem)[language]
            if changed.raw == base.raw and language not in drafts.get("texts", {}):
                continue
            try:
                document = self.store.save(name, changed, base.version)
            except Conflict as conflict:
                conflicts[language] = self._conflict(name, base, changed, conflict.document)
                continue
            except StoreError as error:
                if not saved and not conflicts:
                    raise
                refused[language] = message_of(error)
                continue
            self._remember(name, document)
            saved[language] = self.text_data(name, document)
        is_whole = not conflicts and not refused
        if is_whole:
            with contextlib.suppress(OSError):
                # It would be offered again, and is what was saved; what was typed meanwhile has a larger number.
                self.store.drop_journal(stem, window, number)
        names = [self.site.names(stem)[language] for language in (*saved, *conflicts, *refused)]
        followed = self._follow_save(stem, names, up_to_date if is_whole else [])
        return {"saved": saved, "conflicts": conflicts, "refused": refused, **followed}

    def _follow_save(self, stem: str, names: list[str], up_to_date: list[str]) -> dict[str, Any]:
        """Read the files that a save was about, unless the watch has done so, and accept translations that had seen all
        before a minor edit; the story's state, and as `problem` what went wrong: the texts are saved all the same."""
        problem = ""
        state: dict[str, Any] = {}
        try:
            self.site.reload_changed([self.site.content / name for name in names])
            problem = self.site.problem
            if up_to_date:
                # A minor edit makes nothing outdated that was not.
                self.site.accept(stem, up_to_date)
        except (UserError, OSError) as error:
            problem = problem or message_of(error)
        except Exception as error:
            self.site.report(error)
            problem = problem or NOT_READ
        try:
            state = self.story_state(stem)
        except Exception as error:
            self.site.report(error)
            problem = problem or NOT_READ
        return {"problem": problem, **state}

    def _up_to_date(self, stem: str) -> list[str]:
        """The translations that have seen all of their original."""
        pair = self.site.pair(stem)
        return [code for code in pair.texts if code != pair.original and not self.site.find_outdated(pair, code)]

    def keep_aside(self, stem: str, state: Mapping[str, Any]) -> list[str]:
        """Make versions of what a page has put aside; gives the ids. Raises StoreError."""
        aside = state.get("aside")
        rows = [one for one in aside if isinstance(one, dict)] if isinstance(aside, list) else []
        for row in rows:
            self.keep(stem, row)
        return [str(row.get("id", "")) for row in rows]

    def keep(self, stem: str, drafts: Mapping[str, Any]) -> None:
        """Make versions of drafts that are not saved. Raises StoreError."""
        names = self.site.names(stem)
        try:
            found = {names[code]: document for code, (_, document) in self._compose_pairs(stem, drafts).items()}
        except DocumentError:
            # No file can have it as it is, and its words are kept all the same.
            found = {names[code]: _plain(draft) for code, draft in drafts.get("texts", {}).items() if code in names}
        for name, document in found.items():
            self.store.keep(name, document)

    def keep_journal(self, stem: str, window: str, state: Mapping[str, Any], number: int, moment: float) -> list[str]:
        """Keep the unsaved work of a window, and make versions of what it has put aside; gives the ids of these. Raises
        StoreError where it cannot be kept."""
        self.store.write_journal(stem, window, state, number, moment)
        try:
            return self.keep_aside(stem, state)
        except StoreError:
            # It is in the journal, and is tried again with the next.
            return []

    def drop_journal(self, stem: str, window: str, number: int) -> None:
        """Forget the unsaved work of a window up to a number, but for what it had put aside. Raises StoreError."""
        if entry := self.store.journal(stem, window):
            self.keep_aside(stem, entry.state)
        self.store.drop_journal(stem, window, number)

    def merge(self, stem: str, language: str, drafts: Mapping[str, Any]) -> dict[str, Any]:
        """A page's own text of a language, the one on disk, which is `text` too as a pane shows it, and their merge."""
        name = self.site.names(stem)[language]
        base, own = self._compose_pairs(stem, drafts)[language]
        other = self.store.read(name)
        return {**self._conflict(name, base, own, other), "text": self.text_data(name, other)}

    def _conflict(self, name: str, base: Document, own: Document, other: Document) -> dict[str, Any]:
        self._remember(name, other)
        # A file that is gone has nothing to merge.
        merged = merge(base.text, own.text, other.text) if other.raw else Merge(own.text, 1)
        return {
            "own": own.text,
            "other": other.text,
            "version": other.version,
            "merged": merged.text,
            "clean": merged.conflicts == 0,
            "gone": not other.raw,
        }

    def check(self, stem: str, drafts: Mapping[str, Any]) -> dict[str, Any]:
        """The diagnostics of a story as it is being written."""
        try:
            documents = self.compose(stem, drafts)
        except DocumentError as error:
            return {"diagnostics": [], "error": message_of(error)}
        texts = {language: document.raw for language, document in documents.items()}
        found, dismissed = self.site.check_all(stem, texts, is_typed=True)
        placed = placed_diagnostics(found, documents, self.site.names(stem), self.site.root_name)
        for language, document in documents.items():
            if any(one.rule == UNDECIDED and one.language == language for one in placed):
                words = "\n\n".join((*_fields(document).values(), document.body))
                placed = with_choices(placed, language, document, self.site.find_undecided(language, words))
        hidden = placed_diagnostics(dismissed, documents, self.site.names(stem), self.site.root_name)
        counts = {
            language: {"words": len(document.body.split()), "letters": len(document.body)}
            for language, document in documents.items()
        }
        return {
            "diagnostics": [one.data() for one in placed],
            "dismissed": [one.data() for one in hidden if not one.other],
            "counts": counts,
            "texts": {code: {"bodyLine": document.body_line} for code, document in documents.items()},
        }

    def render(self, stem: str, drafts: Mapping[str, Any], edition: str) -> tuple[RenderedPage, dict[str, int]]:
        """The story's page in an edition, and the lines on which its bodies begin, by language."""
        documents = self.compose(stem, drafts)
        texts = {language: document.raw for language, document in documents.items() if document.raw}
        rendered = self.site.render(stem, texts, edition)
        return rendered, {language: document.body_line for language, document in documents.items()}

    def recompose(self, stem: str, drafts: Mapping[str, Any]) -> dict[str, Any]:
        """The texts of a page's drafts, written whole and read again: for the change between form and whole text."""
        return {
            language: self.text_data(self.site.names(stem)[language], document) | {"version": base.version}
            for language, (base, document) in self._compose_pairs(stem, drafts).items()
        }

    def hold_back(self, stem: str) -> None:
        """Make a story's original a draft, which holds back the whole story until its status is changed again."""
        pair = self.site.pair(stem)
        name = self.site.names(stem)[pair.original]
        document = self.store.read(name)
        self.store.save(name, document.replace_fields({"status": "draft"}), document.version)
        self.site.reload()

    def delete(self, stem: str, language: str = "") -> str:
        """Delete a story, or one of its translations; gives the key that undoes it."""
        names = [name for code, name in self.site.names(stem).items() if language in ("", code)]
        key = self.store.delete([file for name in names for file in (name, name.removesuffix(".md") + ".basis")])
        self.site.reload()
        return key

    def duplicate(self, stem: str, title: str) -> str:
        """Begin a draft with the text and the fields of a story; gives its stem."""
        pair = self.site.pair(stem)
        source = self.store.read(self.site.names(stem)[pair.original])
        new = self.site.create(title, "", "", pair.original, "")
        name = self.site.names(new)[pair.original]
        created = self.store.read(name)
        fields = {**source.fields, "title": title, "date": created.fields.get("date", ""), "status": "draft"}
        for other in ("aliases", "modified", "preview"):
            fields.pop(other, None)
        document = created.replace_fields(fields).replace_body(source.body)
        self.store.save(name, document, created.version)
        self.site.reload()
        return new

    def versions(self, name: str) -> list[dict[str, Any]]:
        """The earlier states of a file, the newest first, each with the moment up to which it stood and
        what was changed then, in a few words."""
        rows = []
        following = self.store.read(name)
        for id, moment, document in self._earlier_states(name, following):
            rows.append({"id": id, "moment": moment.isoformat(), **_describe_changes(document, following)})
            following = document
        return rows

    def _earlier_states(self, name: str, present: Document) -> list[tuple[str, dt.datetime, Document]]:
        """The states that saves and the repository keep, each once, with the moment at which it was replaced."""
        found = [(one.id, one.moment, self.store.version(name, one.id)) for one in self.store.versions(name)]
        until = self.store.changed_at(name)
        for revision in self._revisions_of(name):
            found.append((revision.id, until, revision.document))
            until = revision.moment
        found.sort(key=lambda one: one[1], reverse=True)
        states, seen = [], {present.version}
        for id, moment, document in found:
            if document.version not in seen:
                states.append((id, moment, document))
            seen.add(document.version)
        return states

    def version(self, name: str, id: str) -> dict[str, Any]:
        """An earlier state of a file beside the present one."""
        recorded = [one.document for one in self._revisions_of(name) if one.id == id] if len(id) == COMMIT else []
        document, present = recorded[0] if recorded else self.store.version(name, id), self.store.read(name)
        return {**self.text_data(name, document), "present": present.text, "presentVersion": present.version}

    def _revisions_of(self, name: str) -> list[Revision]:
        """The recorded states of a file, also under the names that it had before its story got another address."""
        stem, dot, rest = name.partition(".")
        names = [name, *(f"{former}{dot}{rest}" for former in self.store.former_stems(stem))]
        found = {one.id: one for each in names for one in self.revisions.list_revisions(each)}
        return sorted(found.values(), key=lambda one: one.moment, reverse=True)

    def list_deleted(self) -> list[dict[str, Any]]:
        """The stories and translations that were deleted in the last 30 days, the newest first, each with its
        titles."""
        return [
            {
                "key": one.key,
                "moment": one.moment.isoformat(),
                "titles": {
                    language: _fields(document).get("title") or name.rpartition("/")[2]
                    for name, document in one.files.items()
                    for language in [name.split(".")[-2]]
                },
            }
            for one in self.store.list_deletions()
        ]

    def rename(self, stem: str, slug: str) -> str:
        """Give a story another address; its versions and the unsaved work of all windows go with it. Gives its stem."""
        new = self.site.rename(stem, slug)
        names = self.site.names(stem)
        self.store.rename(stem, new, {name: self.site.names(new)[language] for language, name in names.items()})
        return new

    def _remember(self, name: str, document: Document) -> None:
        self._bases[name, document.version] = document.raw
        self._bases.move_to_end((name, document.version))
        size = sum(map(len, self._bases.values()))
        while size > REMEMBERED and len(self._bases) > 1:
            size -= len(self._bases.popitem(last=False)[1])

    def _base(self, name: str, version: str, text: str) -> Document:
        """The document that a page began with: the file if it is still that, else the one remembered, else one made of
        the text that the page says it began with."""
        present = self.store.read(name)
        if present.version == version:
            return present
        remembered = self._bases.get((name, version))
        if remembered is not None:
            return Document(remembered)
        for kept in self.store.versions(name):
            document = self.store.version(name, kept.id)
            if document.version == version:
                return document
        # Its line ends are not known any more; saving reports a conflict, since no file has this version.
        return Document(text.encode())


def _apply_changes(base: Document, draft: Mapping[str, Any]) -> Document:
    if draft.get("whole") is not None:
        return base.replace_text(str(draft["whole"]))
    fields = {name: value for name, value in draft.get("fields", {}).items() if name in LANGUAGE_FORM}
    changed = base.replace_fields(fields)
    return changed.replace_body(str(draft["body"])) if draft.get("body") is not None else changed


def _plain(draft: Mapping[str, Any]) -> Document:
    """A draft as a text, whatever stands in it."""
    fields = "".join(f"{name.title()}: {value}\n" for name, value in draft.get("fields", {}).items())
    whole = draft.get("whole")
    text = f"{fields}\n{draft.get('body') or ''}" if whole is None else str(whole)
    return Document(text.encode("utf-8", "replace"))


def _texts_in(entry: JournalEntry) -> list[Mapping[str, Any]]:
    """The texts of unsaved work, as far as they can be read."""
    texts = entry.state.get("texts")
    return [text for text in texts.values() if isinstance(text, dict)] if isinstance(texts, dict) else []


def title_in(entry: JournalEntry) -> str:
    """The title in unsaved work, or of what it began with; "" where it has none."""
    for text in _texts_in(entry):
        fields, base = text.get("fields"), _fields(Document(str(text.get("base", "")).encode("utf-8", "surrogatepass")))
        if title := (fields.get("title") if isinstance(fields, dict) else None) or base.get("title"):
            return str(title)
    return ""


def _fields(document: Document) -> dict[str, str]:
    try:
        return document.fields
    except DocumentError:
        return {}


def _describe_changes(before: Document, after: Document) -> dict[str, Any]:
    """Which fields, and how many paragraphs, differ between a version and the one after it."""
    one, other = _fields(before), _fields(after)
    fields = [name for name in {**one, **other} if one.get(name) != other.get(name)]
    try:
        old, new = before.body.split("\n\n"), after.body.split("\n\n")
    except DocumentError:
        return {"fields": fields, "paragraphs": 0}
    return {"fields": fields, "paragraphs": len(set(old) ^ set(new)) // 2 + (len(old) != len(new))}
