"""Reads files as pairs: typed fields, shared fields from any file, diagnostics where files disagree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from itertools import chain
from typing import Any

from plugins.content.draft_diagnostics import as_draft, says_draft, tell_drafts
from plugins.content.headers.fields import Event, EventMoment, FieldError, SharedMetadata
from plugins.content.headers.reader import Field
from plugins.content.headers.table import (
    FIELD_NAMES,
    FIELDS,
    FROM_NAME,
    HEADER_FIELDS,
    LANGUAGE_FIELDS,
    LONGEST_VALUE,
    MORE_WORDS,
    Owner,
    unknown_field,
    written_name,
)
from plugins.content.pairs import Pair, Text
from plugins.content.settings.press_office import office_file
from plugins.content.settings.site_config import SiteConfig
from plugins.content.sources import PairKind, Source
from plugins.content.subjects import IN_TABLES, SubjectName
from plugins.diagnostics import Diagnostic, Message, Place, message_of, program_fault


class PairReader:
    """Reads the files of one pair and collects the diagnostics of all of them. Where one of its files cannot be read,
    the pair is not whole, and nothing is said to be missing."""

    def __init__(self, sources: Iterable[Source], config: SiteConfig, is_whole: bool = True) -> None:
        self.config, self.is_whole = config, is_whole
        self.sources = sorted(sources, key=lambda source: list(config.languages).index(source.language))
        self.drafts = {source.language for source in self.sources if says_draft(source.fields)}
        # Published files come first, so that a draft of the same pair changes nothing of what readers see.
        self.published_first = sorted(self.sources, key=lambda source: source.language in self.drafts)
        self.diagnostics: list[Diagnostic] = []

    def read(self) -> Pair:
        """Read the pair, as far as that is possible; `diagnostics` then says what is wrong with it."""
        for source in self.sources:
            self._check_names(source)
            self._read_value(source, "status")
        original = self._read_original()
        if original in self.drafts:
            self.drafts.update(source.language for source in self.sources)
        first = self.sources[0]
        metadata = self._read_shared_metadata(first.kind, original in self.drafts)
        texts = {source.language: self._read_text(source, source.language in self.drafts) for source in self.sources}
        pair = Pair(first.kind, first.slug, original, metadata, texts)
        self._check_press_kit(pair)
        return pair

    def _read_value(self, source: Source, name: str) -> Any:
        """The value of a field in a file; None where the field is absent, empty or invalid."""
        field = source.field(name)
        if field and field.value:
            try:
                return HEADER_FIELDS[name].read(field.value, source, self.config)
            except FieldError as error:
                self.diagnostics.append(source.diagnostic(field.line, message_of(error), error.code))
        return None

    def _check_names(self, source: Source) -> None:
        seen: set[str] = set()
        most_characters = {name: field.most for name, field in HEADER_FIELDS.items()}
        for field in source.fields:
            written = written_name(field.name)
            if field.name in FROM_NAME:
                message = Message(
                    "{field} is not written in the header: it comes from the file's name; delete this line",
                    field=written,
                )
                self.diagnostics.append(source.diagnostic(field.line, message, "unknown-field"))
            elif field.name not in FIELDS and field.name not in self.config.extra_fields:
                message = unknown_field(field.name, self.config.extra_fields)
                self.diagnostics.append(source.diagnostic(field.line, message, "unknown-field"))
            elif field.name in seen:
                message = Message("{field} is written twice: keep one of the two lines", field=written)
                self.diagnostics.append(source.diagnostic(field.line, message, "repeated-field"))
            elif len(field.value) > (most := most_characters.get(field.name, LONGEST_VALUE)):
                message = Message(
                    "{field} has more than {most} characters: move what is too much into the text",
                    field=written,
                    most=most,
                )
                self.diagnostics.append(source.diagnostic(field.line, message, "bad-value"))
            seen.add(field.name)

    def _read_original(self) -> str:
        languages = [source.language for source in self.sources]
        fields_by_original: dict[str, tuple[Source, Field]] = {}
        for source in self.published_first:
            language = self._read_value(source, "original")
            if language:
                fields_by_original.setdefault(language, (source, source.field("original")))  # type: ignore[arg-type]
        if len(fields_by_original) > 1:
            (_, (first_source, first_field)), (_, (second_source, field)) = list(fields_by_original.items())[:2]
            message = Message("two originals: the other text says another one; keep one `Original:` line in the pair")
            diagnostic = second_source.diagnostic(field.line, message, "two-originals")
            self.diagnostics.append(replace(diagnostic, other=Place(first_source.path, first_field.line)))
        chosen = next(iter(fields_by_original), languages[0])
        if chosen in languages:
            return chosen
        if self.is_whole:
            source, field = fields_by_original[chosen]
            message = Message(
                "the original is said to be {code!r}, but there is no such file: add it, or correct this line",
                code=chosen,
            )
            self.diagnostics.append(source.diagnostic(field.line, message, "two-originals"))
        return languages[0]

    def _read_shared_metadata(self, kind: PairKind, draft: bool) -> SharedMetadata:
        aliases = [(source, self._read_value(source, "aliases") or ()) for source in self.sources]
        used = (read for source, read in aliases if draft or source.language not in self.drafts)
        shared = (field for field in HEADER_FIELDS.values() if field.owner is not Owner.TEXT and field.attribute)
        metadata = SharedMetadata(
            **{field.attribute: self._read_shared(field.name) for field in shared},
            aliases=tuple(dict.fromkeys(chain.from_iterable(used))),
            draft=draft,
            event=self._read_event(),
            subjects=self._read_subjects() if kind == PairKind.NEWS else (),
        )
        if kind != PairKind.NEWS:
            self._refuse_on_pages()
        # An invalid date has a diagnostic already; in a draft it is only a warning.
        published = [source for source in self.sources if draft or source.language not in self.drafts]
        has_date = any(field.value for source in published if (field := source.field("date")))
        is_dated = metadata.date or has_date or not self.is_whole
        if kind == PairKind.NEWS and not is_dated and (not draft or metadata.preview):
            message = Message(
                "the article has no date: add a line such as `Date: 2026-09-03` to this file or to its translation"
            )
            self.diagnostics.append(published[0].diagnostic(1, message, "missing-date"))
        return metadata

    def _read_shared(self, name: str) -> Any:
        """The value of a field that is written in one file of the pair, or with the same value in several."""
        read = ((source, self._read_value(source, name)) for source in self.published_first)
        values = [(source, value) for source, value in read if value is not None]
        for source, value in values[1:]:
            if value != values[0][1]:
                self.diagnostics.append(_disagreement(name, values[0][0], source))
        return values[0][1] if values else HEADER_FIELDS[name].otherwise

    def _read_subjects(self) -> tuple[SubjectName, ...]:
        """The topics and places that the header names, and those whose pages begin with the story."""
        named = chain.from_iterable(self._read_shared(kind.plural) for kind in IN_TABLES)
        return tuple(dict.fromkeys((*named, *self.config.subjects.beginning_with(self.sources[0].slug))))

    def _read_event(self) -> Event | None:
        start: EventMoment | None = self._read_shared("event-start")
        end: EventMoment | None = self._read_shared("event-end")
        if start is None:
            self._check_event_has_start()
            return None
        if end and (end.moment < start.moment or end.has_hour != start.has_hour):
            source, field = next((source, written) for source in self.sources if (written := source.field("event-end")))
            message = (
                Message("the event ends before it begins: correct Event-Start or Event-End")
                if end.moment < start.moment
                else Message(
                    "Event-Start and Event-End must both have an hour, or both be days: add it, or take it away"
                )
            )
            self.diagnostics.append(source.diagnostic(field.line, message, "bad-event"))
        link = self._read_shared("event-link")
        return Event(start.moment, end.moment if end else None, not start.has_hour, link)

    def _check_event_has_start(self) -> None:
        """Report an event with an end, a place or a link but no beginning; one that cannot be read has its own
        error."""
        is_said = any(field.value for source in self.sources if (field := source.field("event-start")))
        if is_said or not self.is_whole:
            return
        for source in self.sources:
            field = source.field("event-end") or source.field("event-place") or source.field("event-link")
            if field and field.value:
                message = Message("the event has no beginning: add a line such as `Event-Start: 2026-12-03 11:00`")
                self.diagnostics.append(source.diagnostic(field.line, message, "bad-event"))

    def _refuse_on_pages(self) -> None:
        for source in self.sources:
            for field in source.fields:
                if field.name in HEADER_FIELDS and not HEADER_FIELDS[field.name].on_pages:
                    message = Message(
                        "{field} belongs to a story in content/news/, not to a fixed page: delete this line",
                        field=written_name(field.name),
                    )
                    self.diagnostics.append(source.diagnostic(field.line, message, "bad-event"))

    def _check_press_kit(self, pair: Pair) -> None:
        """A press kit names the office in each language of the story."""
        source = next((source for source in self.sources if source.field("press-kit")), None)
        if source is None or not pair.shared.press_kit:
            return
        for language in pair.texts:
            if office_file(language) not in self.config.files:
                message = Message(
                    "a press kit names whom journalists can ask, in {language}: add the file {file} (docs/press.md)",
                    language=self.config.languages[language].name,
                    code=language,
                    file=f"{self.config.content.name}/{office_file(language)}",
                )
                field = source.field("press-kit")
                assert field is not None
                self.diagnostics.append(source.diagnostic(field.line, message, "missing-press-office"))

    def _read_text(self, source: Source, draft: bool) -> Text:
        own = {name: self._read_value(source, name) for name in LANGUAGE_FIELDS}
        values = {
            field.attribute: field.otherwise if own[name] is None else own[name]
            for name, field in HEADER_FIELDS.items()
            if name in own and field.attribute
        }
        if not values["title"] and not draft:
            message = Message("the article has no title: add a line such as `Title: What happened` at the top")
            self.diagnostics.append(source.diagnostic(1, message, "missing-title"))
        return Text(
            **{**values, "title": values["title"] or source.slug},
            language=source.language,
            more={name: own[name] or "" for name in MORE_WORDS},
            draft=draft,
            source=source,
        )


def _disagreement(name: str, first: Source, second: Source) -> Diagnostic:
    first_field, second_field = first.field(name), second.field(name)
    assert first_field is not None
    assert second_field is not None
    message = Message(
        "{field} is {here!r} here and {there!r} in another text: "
        "all languages share it; write it in one of the files, or the same in all",
        field=FIELD_NAMES[name],
        here=second_field.value,
        there=first_field.value,
    )
    return replace(
        second.diagnostic(second_field.line, message, "conflicting-fact"), other=Place(first.path, first_field.line)
    )


def group_key(sources: Iterable[Source], config: SiteConfig) -> str:
    """Cache key of a pair: its files and the settings that they are validated against."""
    return "\0".join([config.key, *(f"{source.name}:{source.digest}" for source in sources)])


def read_pairs(
    sources: Iterable[Source],
    config: SiteConfig,
    known: Mapping[str, Pair] | None = None,
    unread: Collection[str] = (),
) -> tuple[list[Pair], list[Diagnostic]]:
    """Every pair, in order of kind and slug, and the diagnostics, those of drafts as such; `known` maps keys of groups
    to pairs that have none, `unread` are the names of pairs with a file that cannot be read."""
    groups: dict[tuple[PairKind, str], dict[str, Source]] = defaultdict(dict)
    diagnostics: list[Diagnostic] = []
    # Files that are left out, each with the one of the same address that the pair has.
    doubles: list[tuple[Source, Source]] = []
    for source in sources:
        group = groups[source.kind, source.slug]
        if source.language in group:
            doubles.append((source, group[source.language]))
        elif source.kind == PairKind.PAGE and source.slug in config.reserved:
            message = Message(
                "/{slug}/ is an address that the site itself uses: give the page another name", slug=source.slug
            )
            diagnostic = source.diagnostic(1, message, "reserved-address")
            diagnostics.append(as_draft(diagnostic) if says_draft(source.fields) else diagnostic)
        else:
            group[source.language] = source
    pairs = []
    for group in (group for group in groups.values() if group):
        before = (known or {}).get(group_key(group.values(), config))
        # Known with these very sources, that is: others would not know what their files hold.
        if before and all(text.source is group[language] for language, text in before.texts.items()):
            pairs.append(before)
            continue
        first = next(iter(group.values()))
        reader = PairReader(group.values(), config, f"{first.kind}/{first.slug}" not in unread)
        try:
            pairs.append(reader.read())
        except Exception as error:
            # Whatever is in one header, the others are read.
            diagnostics.append(program_fault(first.path, 1, error))
        diagnostics += reader.diagnostics
    draft_paths = {text.source.path for pair in pairs for text in pair.texts.values() if text.draft}
    diagnostics = list(tell_drafts(diagnostics, draft_paths))
    for source, other in doubles:
        message = Message("another story has the same address: two cannot share one; rename one of the files")
        diagnostic = replace(source.diagnostic(1, message, "duplicate-slug"), other=Place(other.path))
        # A draft that has the address of a published story would take its place.
        is_harmless = says_draft(source.fields) and other.path in draft_paths
        diagnostics.append(as_draft(diagnostic) if is_harmless else diagnostic)
    return sorted(pairs, key=lambda pair: pair.name), diagnostics
