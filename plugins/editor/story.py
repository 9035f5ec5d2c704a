"""One story in the editor: the data of its page, and the handling of what the page sends back."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import msgspec
from msgspec import UNSET, UnsetType

from plugins.content.headers.table import MORE_WORDS, NOTES
from plugins.content.outdated import Outdated
from plugins.content.pairs import Pair
from plugins.diagnostics import Message, UserError, message_of
from plugins.editing.differences import runs
from plugins.editing.document import Document, DocumentError
from plugins.editing.merging import Answer, Merge, Question, merge
from plugins.editor.builds import Builds
from plugins.editor.checks import Checks
from plugins.editor.declarations import NO_STEM, Edition, Moment, Number, Stem, Threads, get, post
from plugins.editor.diagnostics import (
    UNDECIDED,
    PlacedDiagnostic,
    ScriptChange,
    placed_diagnostics,
    script_change,
    unplaced_diagnostic,
    with_choices,
)
from plugins.editor.documents import (
    Aside,
    Documents,
    Draft,
    Drafts,
    TextData,
    Unsaved,
    check_length,
    drafts_in,
    fields_of,
    plain_document,
    shared_values,
    text_data,
)
from plugins.editor.files.store import Conflict, JournalEntry, Store, StoreError
from plugins.editor.pauses import Pauses
from plugins.editor.published import Readers
from plugins.editor.rendering import RenderedPage
from plugins.editor.site import Site
from plugins.editor.windows import Windows

NOT_READ = Message("your text is saved, but something went wrong after it; the terminal says what")
NO_LANGUAGE = Message("the site does not have this language any more: your text is kept")


class Taken(msgspec.Struct, frozen=True):
    """Unsaved work of another page, up to a number among what its window sent."""

    stem: str
    window: str
    number: Number = 0


class Kept(msgspec.Struct, frozen=True):
    """The ids of what a page had put aside and is in versions now."""

    kept: list[str]


class ChangedParagraph(msgspec.Struct, frozen=True):
    """A paragraph of the original that a translation has not seen: its line, and its `words` as ("same" or "gone" or
    "new", text)."""

    line: int
    words: list[tuple[str, str]]


class Behind(msgspec.Struct, frozen=True):
    """What a translation has not seen of its original, which it was made from at the moment `since`."""

    since: str
    changes: list[ChangedParagraph]


class StoryState(msgspec.Struct, frozen=True, kw_only=True):
    """A story's state in each language, what its translations have not seen of the original, and what readers have, as
    far as it is known."""

    states: Mapping[str, str] | UnsetType = UNSET
    outdated: Mapping[str, Behind] | UnsetType = UNSET
    readers: Readers | UnsetType = UNSET


class JournalData(msgspec.Struct, frozen=True):
    """Unsaved work as a page takes it over; it is `live` where the page that it is of is open; `begun` are the texts
    that it began with, where the files differ."""

    stem: str
    window: str
    live: bool
    moment: str
    number: int
    state: Unsaved
    begun: dict[str, TextData]


class OpenedStory(StoryState, frozen=True, kw_only=True):
    """A story as its page shows it; `former` are its earlier stems, `category` is the slug of its category, and `live`
    are the windows that have it open."""

    stem: str
    former: list[str]
    kind: str
    slug: str
    original: str
    texts: dict[str, TextData]
    shared: dict[str, str]
    category: str
    journals: list[JournalData]
    authors: list[str]
    credits: list[str]
    words: list[str]
    notes: Sequence[str]
    problem: str
    live: list[str]


class Merged(msgspec.Struct, frozen=True):
    """A page's own text, the `text` on disk, and both merged, as far as the `questions` about what both changed are
    answered."""

    own: str
    text: TextData
    merged: str
    questions: tuple[Question, ...]


class Saved(StoryState, frozen=True, kw_only=True):
    """The texts that were saved, as they are now; of those that were not what is on disk, or why they were refused.
    `shared` are shared fields that were not saved since others have changed them too, as they are on disk.
    `seen` are the translations that had seen all of their original before, and `problem` is what went wrong after all
    was saved."""

    saved: dict[str, TextData]
    conflicts: dict[str, TextData]
    refused: dict[str, str]
    shared: dict[str, str]
    seen: list[str]
    problem: str


class Checked(msgspec.Struct, frozen=True, rename="camel"):
    """What is found in a story, and what was dismissed; by language, what writes a text in its own script, and the
    lines on which bodies begin."""

    diagnostics: list[PlacedDiagnostic] = []
    dismissed: list[PlacedDiagnostic] = []
    scripts: dict[str, ScriptChange] = {}
    outdated: Mapping[str, Behind] | UnsetType = UNSET
    body_lines: dict[str, int] = {}


@dataclass
class Stories:
    """Opens and saves stories; `windows` are those that have one open."""

    site: Site
    checks: Checks
    builds: Builds
    store: Store
    documents: Documents
    windows: Windows
    pauses: Pauses

    @get("story")
    def open(self, stem: Stem = NO_STEM) -> OpenedStory:
        """A story as its page shows it; also one whose files are gone, where there is unsaved work on it."""
        names = self.site.names(stem)
        documents = {language: self.store.read(name) for language, name in names.items()}
        journals = self.store.journals(stem)
        written = [code for code, document in documents.items() if document.raw]
        if not written and not (journals and self.site.content.is_dir()):
            raise self.site.no_story()
        pair = self.documents.pair(stem, documents)
        original = pair.original if pair else (written or [*documents])[0]
        state, shared = self.story_state(stem, pair), shared_values(documents.values())
        return OpenedStory(
            stem=stem,
            former=self.store.former_stems(stem),
            kind="news" if stem.startswith("news/") else "page",
            slug=stem.rpartition("/")[2],
            original=original,
            texts={code: text_data(name, documents[code]) for code, name in names.items()},
            shared=shared,
            category=self.documents.category_of(shared, original),
            journals=[self._journal_data(stem, entry, documents) for entry in journals],
            authors=self.site.lists().authors,
            credits=self.site.lists().credits,
            words=[name for name in MORE_WORDS if name not in NOTES],
            notes=NOTES,
            problem=self.site.problem,
            # Windows come and go meanwhile.
            live=[
                window for window, known in tuple(self.windows.stems.items()) if self.store.present_stem(known) == stem
            ],
            **msgspec.structs.asdict(state),
        )

    def _journal_data(self, stem: str, entry: JournalEntry, documents: Mapping[str, Document]) -> JournalData:
        texts = drafts_in(entry.state).texts
        begun = {
            code: text_data(name, self.documents.base(name, text))
            for code, name in self.site.names(stem).items()
            if (text := texts.get(code)) and text.version != documents[code].version
        }
        is_live, moment = self.windows.stems.get(entry.window) == entry.stem, entry.moment.isoformat()
        return JournalData(entry.stem, entry.window, is_live, moment, entry.number, dict(entry.state), begun)

    def follow_renames(self, gone: Mapping[str, str], added: Collection[str]) -> None:
        """Let unsaved work and the windows that have a story open follow it where another program has renamed its
        files: from one of the stems that are `gone`, with the digest of its pair, to the `added` stem that has it, or
        from any stem to that whose files hold what the unsaved work began with."""
        pairs, kept = self.site.pairs(), self.store.list_unsaved()
        stems = {pairs[stem].digest: stem for stem in added}
        stems |= {Document(text.source.raw).version: stem for stem in added for text in pairs[stem].texts.values()}
        for stem in {*kept, *gone} - pairs.keys() if stems else ():
            begun = {gone.get(stem, "")}
            if stem in kept:
                begun |= {text.version for text in drafts_in(kept[stem].state).texts.values()}
            new_stems = {stems[key] for key in begun if key in stems}
            if len(new_stems) == 1 and self.store.present_stem(stem) == stem:
                self.store.note_rename(stem, new := new_stems.pop())
                self.store.follow_rename(stem, new)

    def story_state(self, stem: str, pair: Pair | None = None) -> StoryState:
        """The state of a story, or of the pair that is made of what is written in it."""
        readers = self.site.published.readers()
        try:
            status = self.site.live_status(pair or self.site.pair(stem))
        except UserError:
            return StoryState(states={}, outdated={}, readers=readers)
        outdated = {language: _describe_changes(late) for language, late in status.outdated.items()}
        return StoryState(states=status.states, outdated=outdated, readers=readers)

    @post("save", Threads.KEEPING, writes=True)
    def save(self, stem: str, drafts: Drafts, window: str, number: Number = 0) -> Saved:
        """Save what a page sends, which knows the story by `stem`, with its number among what the window sent. Raises
        StoreError where nothing could be saved."""
        known, stem = stem, self.store.present_stem(stem)
        self.keep_aside(stem, drafts.aside)
        for name, document in self.documents.unplaced(stem, drafts):
            self.store.keep(name, document)
        clashes = self.documents.changed_shared(stem, drafts)
        shared = {name: value for name, value in drafts.shared.items() if name not in clashes}
        drafts = msgspec.structs.replace(drafts, shared=shared)
        composed = self.documents.compose(stem, drafts)
        if not composed and drafts.shared:
            raise self.site.no_story()
        seen = self._up_to_date(stem)
        names = self.site.names(stem)
        saved: dict[str, TextData] = {}
        conflicts: dict[str, TextData] = {}
        refused: dict[str, str] = {code: NO_LANGUAGE for code in drafts.texts if code not in names}
        for language, (base, changed, typed) in composed.items():
            if changed.raw == base.raw and language not in drafts.texts:
                continue
            name = names[language]
            try:
                if typed:
                    self.store.keep(name, typed)
                document = self.store.save(name, changed, base.version)
            except Conflict as conflict:
                conflicts[language] = text_data(name, conflict.document)
                continue
            except StoreError as error:
                if not saved and not conflicts:
                    raise
                refused[language] = message_of(error)
                continue
            saved[language] = text_data(name, document)
        is_whole = not conflicts and not refused and not clashes
        if is_whole:
            with contextlib.suppress(OSError):
                # It would be offered again, and is what was saved; what was typed meanwhile has a larger number.
                self.store.drop_journal(known, window, number)
        touched = [names[language] for language in (*saved, *conflicts, *refused) if language in names]
        problem, state = self._follow_save(stem, touched)
        state_now = msgspec.structs.asdict(state)
        return Saved(
            saved=saved, conflicts=conflicts, refused=refused, shared=clashes, seen=seen, problem=problem, **state_now
        )

    def _follow_save(self, stem: str, names: list[str]) -> tuple[str, StoryState]:
        """Read the files that a save was about, unless the watch has done so. Gives what went wrong, and the story's
        state: the texts are saved all the same."""
        problem, state = "", StoryState()
        try:
            self.site.reload_changed([self.site.content / name for name in names])
            problem = self.site.problem
            state = self.story_state(stem)
        except Exception as error:
            self.site.report(error)
            problem = problem or NOT_READ
        return problem, state

    def _up_to_date(self, stem: str) -> list[str]:
        """The translations that have seen all of their original; none of a story that is not there, and none where that
        cannot be found out: a save depends on nothing but its files."""
        try:
            pair = self.site.pair(stem)
            outdated = self.site.live_status(pair).outdated
            return [code for code in pair.texts if code != pair.original and not outdated.get(code)]
        except UserError:
            return []
        except Exception as error:
            self.site.report(error)
            return []

    def keep_aside(self, stem: str, aside: Iterable[Aside]) -> list[str]:
        """Make versions of what a page has put aside; gives the ids. Raises StoreError."""
        kept = []
        for drafts in aside:
            self.keep(stem, drafts)
            kept.append(drafts.id)
        return kept

    def keep(self, stem: str, drafts: Drafts) -> None:
        """Make versions of drafts that are not saved. Raises StoreError."""
        names = self.site.names(stem)
        try:
            composed = self.documents.compose(stem, drafts)
            kept = [
                (names[code], text) for code, parts in composed.items() for text in (parts.typed, parts.changed) if text
            ]
        except DocumentError:
            kept = []
        if not kept:
            # No file can have it, or there is none that could have the shared fields: the words are kept all the same.
            texts = drafts.texts or {next(iter(names)): Draft()}
            kept = [(f"{stem}.{code}.md", plain_document(draft, drafts.shared)) for code, draft in texts.items()]
        for name, document in (*kept, *self.documents.unplaced(stem, drafts)):
            self.store.keep(name, document)

    @post("journal", Threads.KEEPING)
    def keep_journal(
        self,
        stem: str,
        window: str,
        state: Unsaved | None,
        number: Number = 0,
        moment: Moment | None = None,
        taken: Sequence[Taken] = (),
    ) -> Kept:
        """Keep what is being typed in a window, whose page knows the story by `stem`, and make versions of what it has
        put aside; no state says that nothing of it is unsaved any more. Then what it has `taken` over of other pages is
        forgotten. Raises StoreError where it cannot be kept."""
        kept: list[str] = []
        if state is None:
            self._drop_journal(stem, window, number)
        else:
            self.pauses.note_typing()
            self.store.write_journal(stem, window, state, number, moment)
            with contextlib.suppress(StoreError):
                # It is in the journal, and is tried again with the next.
                kept = self.keep_aside(self.store.present_stem(stem), drafts_in(state).aside)
        for work in taken:
            self._drop_journal(work.stem, work.window, work.number)
        return Kept(kept)

    def _drop_journal(self, stem: str, window: str, number: int) -> None:
        """Forget the unsaved work of a window up to a number, but for what it had put aside. Raises StoreError."""
        if entry := self.store.journal(stem, window):
            self.keep_aside(self.store.present_stem(stem), drafts_in(entry.state).aside)
        self.store.drop_journal(stem, window, number)
        self.windows.events.notify()

    @post("merge")
    def merge(self, stem: Stem, language: str, drafts: Drafts, answers: Mapping[str, Answer] | None = None) -> Merged:
        """A page's own text of a language, the one on disk and their merge, by the answers that a person has given."""
        name = self._names_of(stem, [language])[language]
        texts = self.documents.compose(stem, drafts)
        if language not in texts:
            raise self.site.no_story()
        base, own, other = texts[language].base.text, texts[language].changed.text, self.store.read(name)
        # A file that is gone has nothing to merge.
        merged = merge(base, own, other.text, answers) if other.raw else Merge(own)
        return Merged(own, text_data(name, other), merged.text, merged.questions)

    @post("check")
    def check(self, stem: Stem, drafts: Drafts) -> Checked:
        """The diagnostics of a story as it is being written."""
        names, root = self.site.names(stem), self.site.root_name
        try:
            documents = self._compose_readable(stem, drafts)
        except DocumentError as error:
            return Checked([unplaced_diagnostic(next(iter(drafts.texts or names)), message_of(error))])
        texts = {language: document.raw for language, document in documents.items()}
        diagnostics, dismissed = self.checks.check_all(stem, texts)
        placed = placed_diagnostics(diagnostics, documents, names, root)
        for language, document in documents.items():
            if any(diagnostic.rule == UNDECIDED and diagnostic.language == language for diagnostic in placed):
                words = "\n\n".join((*fields_of(document).values(), document.body))
                placed = with_choices(placed, language, document, self.checks.find_undecided(language, words))
        hidden = placed_diagnostics(dismissed, documents, names, root)
        changes = {
            code: script_change(diagnostics, f"{root}/{names[code]}", document) for code, document in documents.items()
        }
        return Checked(
            placed,
            [diagnostic for diagnostic in hidden if not diagnostic.other],
            {code: change for code, change in changes.items() if change},
            self.story_state(stem, self.documents.pair(stem, documents)).outdated,
            {code: text_data(names[code], document).body_line for code, document in documents.items()},
        )

    def _names_of(self, stem: str, languages: Collection[str]) -> dict[str, str]:
        """The names of the story's files; raises UserError where the site does not have one of these languages."""
        names = self.site.names(stem)
        if not names.keys() >= set(languages):
            raise UserError(NO_LANGUAGE)
        return names

    def _compose_readable(self, stem: str, drafts: Drafts) -> dict[str, Document]:
        """The documents as they are being written. Raises UserError, DocumentError."""
        check_length(drafts)
        return {language: text.changed for language, text in self.documents.compose(stem, drafts).items()}

    @post("render", Threads.RENDERING)
    def render(self, stem: Stem, drafts: Drafts, edition: Edition, window: str) -> RenderedPage:
        """The story's page in an edition, which is then at the preview's address."""
        documents = self._compose_readable(stem, drafts)
        texts = {language: document.raw for language, document in documents.items() if document.raw}
        rendered = self.builds.render(stem, texts, edition)
        self.windows.rendered[window] = rendered.html
        return rendered

    @post("recompose")
    def recompose(self, stem: Stem, drafts: Drafts) -> dict[str, TextData]:
        """The texts of a page's drafts, written whole and read again, with the versions that they began with: for the
        change between form and whole text."""
        check_length(drafts)
        names = self._names_of(stem, drafts.texts)
        return {
            language: msgspec.structs.replace(text_data(names[language], changed), version=base.version)
            for language, (base, changed, _) in self.documents.compose(stem, drafts).items()
        }


def _describe_changes(late: Outdated) -> Behind:
    changes = [
        ChangedParagraph(change.line, [(run.kind, run.text) for run in runs(change.before, change.after)])
        for change in late.changes
    ]
    return Behind(late.since.isoformat(), changes)


def title_in(entry: JournalEntry) -> str:
    """The title in unsaved work, or of what it began with; "" where it has none."""
    for text in drafts_in(entry.state).texts.values():
        base = fields_of(Document(text.base.encode("utf-8", "surrogatepass")))
        if title := text.fields.get("title") or base.get("title"):
            return title
    return ""
