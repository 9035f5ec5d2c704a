"""The content library: all pairs of `content/`, with their diagnostics; and one pair read again for a fast preview."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from msgspec.structs import replace

from plugins.content.counterparts import Counterparts, counterparts
from plugins.content.draft_diagnostics import says_draft, tell_drafts
from plugins.content.links.aliases import check_aliases
from plugins.content.links.attachments import Attachment
from plugins.content.links.link_check import Extract, LinkCheck
from plugins.content.links.unused_files import unused_files
from plugins.content.markup.rendered import Kind, Reference
from plugins.content.pair_reader import PairReader, group_key, read_pairs
from plugins.content.pairs import Pair, Text, in_zone, pair_name
from plugins.content.settings.press_office import PressOffice, read_press_offices
from plugins.content.settings.site_config import SiteConfig
from plugins.content.settings.subjects import missing_stories
from plugins.content.sources import Source, display_path, read_source, read_sources
from plugins.diagnostics import Diagnostic
from plugins.system.clock import Clock

Record = Pair | tuple[Source, ...]
"""What is kept of one pair between two times that the library is loaded."""


@dataclass(frozen=True)
class ContentLibrary:
    """All content at the moment of a `clock`. `news` are the published pairs, newest first; `pages` the fixed pages in
    the menu's order; `waiting` pairs whose date is still to come; `drafts` pairs with nothing published;
    `read_diagnostics` what was found wrong while files were read; `links` what texts name, and `checks` find what else
    may be wrong, both when something first asks; `press_offices` the office by language; `new` the names of files that
    are not as in the records that the library was loaded with; `all_read` says that every text is part of a pair: what
    another one uses, nobody knows."""

    config: SiteConfig
    clock: Clock
    news: tuple[Pair, ...]
    pages: tuple[Pair, ...]
    waiting: tuple[Pair, ...]
    drafts: tuple[Pair, ...]
    by_name: Mapping[str, Pair]
    links: LinkCheck = field(repr=False, compare=False)
    read_diagnostics: tuple[Diagnostic, ...] = ()
    checks: tuple[Callable[[ContentLibrary], Iterable[Diagnostic]], ...] = ()
    press_offices: Mapping[str, PressOffice] = field(default_factory=dict)
    new: frozenset[str] = frozenset()
    all_read: bool = True

    def records(self) -> dict[str, Record]:
        """What the next `load_library` need not read again: each pair by what it was read from, or its sources where
        one has a diagnostic, so that it is reported again."""
        with_diagnostics = _pairs_of(self.read_diagnostics, self.config)
        records: dict[str, Record] = {}
        for pair in self.pairs:
            sources = tuple(text.source for text in pair.texts.values())
            records[group_key(sources, self.config)] = sources if pair.name in with_diagnostics else pair
        return records

    @cached_property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All that is wrong, in drafts as warnings; to find it, each text is rendered that is not in a cache."""
        of_settings = self.config.diagnostics
        diagnostics = {*of_settings, *self.read_diagnostics, *self.links.diagnostics, *self._check_aliases()}
        if self.all_read:
            diagnostics.update(unused_files(self.config, self.by_name, self.links.named))
        for check in self.checks:
            diagnostics.update(check(self))
        return tuple(sorted(tell_drafts(diagnostics, self.draft_paths)))

    def _check_aliases(self) -> Iterator[Diagnostic]:
        published = [*sorted(self.published_pairs, key=lambda pair: pair.name), *self.waiting]
        yield from check_aliases(published, self.config, self.attachments.values())
        # What would be wrong with those of drafts if they were published; none of them is in use yet.
        if aliased := [pair for pair in self.drafts if pair.shared.aliases]:
            together = [*published, *(mark_published(pair, pair.texts) for pair in aliased)]
            aliased_paths = {text.source.path for pair in aliased for text in pair.texts.values()}
            diagnostics = check_aliases(together, self.config, self.attachments.values())
            yield from (diagnostic for diagnostic in diagnostics if diagnostic.path in aliased_paths)

    @property
    def attachments(self) -> Mapping[str, Attachment]:
        """The files that published texts link to, by name."""
        return self.links.attachments

    def references(self, text: Text) -> tuple[Reference, ...]:
        """What a text names."""
        return self.links.extract(text.source).references

    def summary(self, text: Text) -> str:
        """What lists say of a text: the summary of its header, or else its first words."""
        return text.summary or self.links.extract(text.source).excerpt

    @cached_property
    def draft_paths(self) -> frozenset[str]:
        """The files of drafts, as diagnostics name them."""
        return frozenset(text.source.path for text in self.all_texts() if text.draft)

    def counterparts(self, pair: Pair) -> Counterparts:
        """Which editions have a page for the pair; worked out once."""
        if id(pair) not in self._counterparts:
            self._counterparts[id(pair)] = pair, counterparts(pair, self.config)
        return self._counterparts[id(pair)][1]

    @cached_property
    def _counterparts(self) -> dict[int, tuple[Pair, Counterparts]]:
        return {}

    @cached_property
    def names(self) -> frozenset[str]:
        """All files that a text may name, as paths from the content folder."""
        return self.config.files.union(self.by_name)

    @cached_property
    def published_names(self) -> frozenset[str]:
        """The files of all texts that readers see, previews aside."""
        return frozenset(text.source.name for pair in self.published_pairs for text in pair.published_texts.values())

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """All stories and fixed pages, published or not."""
        return tuple({id(pair): pair for pair in self.by_name.values()}.values())

    @property
    def published_pairs(self) -> tuple[Pair, ...]:
        """The stories and fixed pages that readers see."""
        return (*self.news, *self.pages)

    def is_published(self, pair: Pair) -> bool:
        """Whether readers see the pair, in any language."""
        return pair.name in self.links.live

    @cached_property
    def unpublished_pairs(self) -> tuple[Pair, ...]:
        """Every pair of which a text is held back or waits for its date, as if all its texts were published."""
        partly = (pair for pair in self.published_pairs if len(pair.published_texts) < len(pair.texts))
        pairs = sorted((*self.drafts, *self.waiting, *partly), key=newest_first)
        return tuple(mark_published(pair, pair.texts) for pair in pairs)

    def is_draft(self, text: Text) -> bool:
        """Whether a text is held back; one that is not may still wait for its date."""
        return text.source.path in self.draft_paths

    @cached_property
    def previews(self) -> tuple[Pair, ...]:
        """The drafts that an editor asked to see where only those who know the address look, each as if it were
        published."""
        asked = [pair for pair in (*self.drafts, *self.published_pairs) if pair.shared.preview and pair.shared.date]
        held = [(pair, pair.texts.keys() - pair.published_texts.keys()) for pair in asked]
        drafts = (
            mark_published(pair, {name: text for name, text in pair.texts.items() if name in languages})
            for pair, languages in held
            if languages
        )
        return (*drafts, *(mark_published(pair, pair.texts) for pair in self.waiting if pair.shared.preview))

    def texts(self) -> Iterator[Text]:
        """Every text that readers see, previews too."""
        for pair in (*self.published_pairs, *self.previews):
            yield from pair.published_texts.values()

    def all_texts(self) -> Iterator[Text]:
        """Every text, published or not."""
        for pair in self.pairs:
            yield from pair.texts.values()


def load_library(
    config: SiteConfig,
    clock: Clock,
    records: Mapping[str, Record] | None = None,
    extract: Extract | None = None,
    hold: bool = True,
) -> ContentLibrary:
    """Everything in the content folder, with its diagnostics; nothing is raised for content. `records` are those of a
    library that was loaded before; `extract` makes the extract of a text, by the renderer of the settings where it is
    not given; without `hold` a file is read again when something needs what it holds."""
    known = {_source_key(source): source for record in (records or {}).values() for source in _sources_of(record)}
    sources, diagnostics = read_sources(config.content, config.root, config.languages, known, hold)
    new = frozenset(source.name for source in sources if _source_key(source) not in known)
    unread = _pairs_of(diagnostics, config)
    broken = _pairs_of((diagnostic for diagnostic in diagnostics if not diagnostic.of_draft), config)
    kept = {key: in_zone(record, config.zone) for key, record in (records or {}).items() if isinstance(record, Pair)}
    pairs, more = read_pairs(sources, config, kept, unread)
    diagnostics += more
    by_name = {text.source.name: pair for pair in pairs for text in pair.texts.values()}
    # A file that could not become part of a pair has an error of its own, unless it is a draft: nothing is said of what
    # other files have of that pair.
    left = [source for source in sources if source.name not in by_name]
    broken.update(pair_name(source.name) for source in left if not says_draft(source.fields))
    live, waiting, drafts = _split_by_state(pairs, clock)
    published = {pair.name for pair in live}
    links = LinkCheck(config, by_name, published, broken, extract or config.renderer.extract, pairs)
    offices, more = read_press_offices(config.content, config.languages, config.files)
    diagnostics += more
    stories = {name.removeprefix("news/") for name in broken.union(pair.name for pair in pairs)}
    diagnostics += missing_stories(config.subjects, stories, config.content)
    return ContentLibrary(
        config=config,
        clock=clock,
        news=tuple(sorted((pair for pair in live if pair.is_story), key=newest_first)),
        pages=tuple(
            sorted((pair for pair in live if not pair.is_story), key=lambda pair: (pair.shared.order, pair.slug))
        ),
        waiting=tuple(waiting),
        drafts=tuple(drafts),
        by_name=by_name,
        links=links,
        read_diagnostics=tuple(sorted(set(diagnostics))),
        press_offices=offices,
        new=new,
        all_read=not unread and not left,
    )


def _pairs_of(diagnostics: Iterable[Diagnostic], config: SiteConfig) -> set[str]:
    """The names of the pairs that diagnostics are about."""
    folder = f"{display_path(config.content, config.root)}/"
    return {pair_name(diagnostic.path.removeprefix(folder)) for diagnostic in diagnostics}


def _source_key(source: Source) -> str:
    return f"{source.name}:{source.digest}"


def _sources_of(record: Record) -> Iterable[Source]:
    return (text.source for text in record.texts.values()) if isinstance(record, Pair) else record


def mark_published(pair: Pair, texts: Mapping[str, Text]) -> Pair:
    """The pair with these texts, as if all were published."""
    published = {language: replace(text, draft=False) for language, text in texts.items()}
    return replace(pair, shared=replace(pair.shared, draft=False), texts=published)


def newest_first(pair: Pair) -> tuple[float, str]:
    """A sorting key: later dates before earlier ones, and slugs in order within one moment."""
    return (-(pair.shared.date.timestamp() if pair.shared.date else 0.0), pair.slug)


def is_waiting(pair: Pair, clock: Clock) -> bool:
    """Whether readers will see a pair once its date has come."""
    return bool(pair.published_texts) and pair.shared.date is not None and not clock.has_come(pair.shared.date)


def _split_by_state(pairs: list[Pair], clock: Clock) -> tuple[list[Pair], list[Pair], list[Pair]]:
    """Split pairs into those that readers see, those that wait for their date, and drafts."""
    live, waiting, drafts = [], [], []
    for pair in pairs:
        undated = pair.is_story and pair.shared.date is None
        if not pair.published_texts or undated:
            drafts.append(pair)
        elif is_waiting(pair, clock):
            waiting.append(pair)
        else:
            live.append(pair)
    return live, waiting, drafts


def reread_pair(library: ContentLibrary, name: str) -> Pair | None:
    """Read the pair of a file again; None where the whole library must be read again.

    That is so where something has changed that other pages depend on, where the pair has an error, or where it has
    other links than before."""
    config, before = library.config, library.by_name.get(name)
    if before is None or before not in library.published_pairs:
        return None
    sources: list[Source] = []
    for text in before.texts.values():
        old = text.source
        new = read_source(f"{config.content}/{old.name}", old.path, old.name, config.languages, {})
        if not isinstance(new, Source) or _names_of(library, new) != _names_of(library, old):
            return None
        sources.append(new)
    reader = PairReader(sources, config)
    pair = reader.read()
    same = (pair.original, pair.shared, set(pair.published_texts)) == (
        before.original,
        before.shared,
        set(before.published_texts),
    )
    return pair if same and not reader.diagnostics else None


def _names_of(library: ContentLibrary, source: Source) -> list[tuple[Kind, str]]:
    """What a text names of content, whatever it says of it."""
    return [
        (reference.kind, reference.target)
        for reference in library.links.extract(source).references
        if reference.names_content
    ]
