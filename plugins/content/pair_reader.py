"""Files read as pairs: each field given its type, what is shared found in either file, what disagrees told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from plugins.content import fields as facts
from plugins.content.config import Desk
from plugins.content.excerpts import excerpt
from plugins.content.fields import Facts, FieldFault
from plugins.content.headers import Field
from plugins.content.pairs import Pair, Text
from plugins.content.sources import Source
from plugins.diagnostics import Fault

SHARED_NAMES = {"date": "Date", "category": "Category", "sdgs": "SDGs", "image": "Image", "author": "Author"}


class Reader:
    """Reads the files of one pair; gathers faults rather than stopping at the first."""

    def __init__(self, sources: Iterable[Source], desk: Desk) -> None:
        self.desk = desk
        self.sources = sorted(sources, key=lambda source: list(desk.languages).index(source.language))
        self.faults: list[Fault] = []

    def read(self) -> Pair:
        """The pair, as far as it can be read; look at `faults` before it is used."""
        for source in self.sources:
            self._check_names(source)
        original = self._original()
        drafts = {source.language: self._draft(source) for source in self.sources}
        first = self.sources[0]
        facts_ = self._facts(first.kind, drafts[original])
        texts = {
            source.language: self._text(source, drafts[source.language] or facts_.draft) for source in self.sources
        }
        return Pair(first.kind, first.slug, original, facts_, texts)

    def value(self, source: Source, name: str, read: Callable[[str], Any], default: Any = None) -> Any:
        """The field's value by `read`, or the default where it is absent, empty or at fault."""
        field = source.field(name)
        if field is None or not field.value:
            return default
        try:
            return read(field.value)
        except (FieldFault, ValueError) as error:
            self.faults.append(source.fault(field.line, str(error), getattr(error, "rule", "unknown-goal")))
            return default

    def _check_names(self, source: Source) -> None:
        seen: set[str] = set()
        for field in source.fields:
            if field.name in facts.FROM_NAME:
                cure = "it comes from the file's name; delete this line"
                message = f"{field.name.title()} is not written in the header: {cure}"
                self.faults.append(source.fault(field.line, message, "unknown-field"))
            elif field.name not in facts.FIELDS:
                self.faults.append(source.fault(field.line, facts.unknown_field(field.name), "unknown-field"))
            elif field.name in seen:
                message = f"{field.name.title()} is written twice: keep one of the two lines"
                self.faults.append(source.fault(field.line, message, "repeated-field"))
            seen.add(field.name)

    def _original(self) -> str:
        languages = [source.language for source in self.sources]
        said: dict[str, tuple[Source, Field]] = {}
        for source in self.sources:
            read = lambda value, source=source: facts.read_original(value, source.language, self.desk.languages)  # noqa: E731
            language = self.value(source, "original", read)
            if language:
                said.setdefault(language, (source, source.field("original")))  # type: ignore[arg-type]
        if len(said) > 1:
            (_, (one, line)), (_, (other, field)) = list(said.items())[:2]
            message = f"two originals: {one.path}:{line.line} says another one; keep one `Original:` line in the pair"
            self.faults.append(other.fault(field.line, message, "two-originals"))
        chosen = next(iter(said), languages[0])
        if chosen not in languages:
            source, field = said[chosen]
            message = f"the original is said to be {chosen!r}, but there is no such file: add it, or correct this line"
            self.faults.append(source.fault(field.line, message, "two-originals"))
            return languages[0]
        return chosen

    def _draft(self, source: Source) -> bool:
        return bool(self.value(source, "status", facts.read_status, "published") == "draft")

    def _facts(self, kind: str, draft: bool) -> Facts:
        desk = self.desk
        found = Facts(
            date=self._shared("date", lambda value: facts.read_date(value, desk.zone)),
            category=self._shared("category", lambda value: facts.read_category(value, desk.categories), ""),
            goals=self._shared("sdgs", lambda value: facts.read_goals(desk.read_goals, value), ()),
            author=self._shared("author", str, ""),
            image=self._image(),
            untranslated=self._any("untranslated", facts.read_policy, ""),
            aliases=tuple(
                dict.fromkeys(
                    alias for source in self.sources for alias in self.value(source, "aliases", facts.read_aliases, ())
                )
            ),
            preview=self._any("preview", lambda value: value.lower() in facts.YES, False),
            order=self._any("order", facts.read_order, 0),
            draft=draft,
        )
        # A date that is there but cannot be read is a fault of its own already.
        said = any(field.value for source in self.sources if (field := source.field("date")))
        if kind == "news" and not found.date and not said and (not draft or found.preview):
            message = (
                "the article has no date: add a line such as `Date: 2026-09-03` to this file or to its translation"
            )
            self.faults.append(self.sources[0].fault(1, message, "missing-date"))
        return found

    def _any(self, name: str, read: Callable[[str], Any], default: Any) -> Any:
        values = (self.value(source, name, read) for source in self.sources)
        return next((value for value in values if value is not None), default)

    def _shared(self, name: str, read: Callable[[str], Any], default: Any = None) -> Any:
        """A fact of the pair: written once, or the same in all its files."""
        found: list[tuple[Source, Any]] = []
        for source in self.sources:
            value = self.value(source, name, read)
            if value is not None:
                found.append((source, value))
        for source, value in found[1:]:
            if value != found[0][1]:
                self.faults.append(_disagreement(name, found[0][0], source))
        return found[0][1] if found else default

    def _image(self) -> str:
        source = next((source for source in self.sources if source.field("image")), self.sources[0])
        return str(self._shared("image", lambda value: facts.read_image(value, source.name, self.desk.files), ""))

    def _text(self, source: Source, draft: bool) -> Text:
        title = self.value(source, "title", str, "")
        if not title and not draft:
            message = "the article has no title: add a line such as `Title: What happened` at the top"
            self.faults.append(source.fault(1, message, "missing-title"))
        return Text(
            language=source.language,
            title=title or source.slug,
            summary=self.value(source, "summary", str, "") or excerpt(source.body),
            modified=self.value(source, "modified", lambda value: facts.read_date(value, self.desk.zone, "Modified")),
            image_alt=self.value(source, "image-alt", str, ""),
            image_credit=self.value(source, "image-credit", str, ""),
            draft=draft,
            source=source,
        )


def _disagreement(name: str, first: Source, second: Source) -> Fault:
    one, other = first.field(name), second.field(name)
    assert one is not None
    assert other is not None
    message = (
        f"{SHARED_NAMES[name]} is {other.value!r} here and {one.value!r} in {first.path}:{one.line}: "
        "it belongs to both languages; write it in one of the two files, or the same in both"
    )
    return second.fault(other.line, message, "conflicting-fact")


def group_key(sources: Iterable[Source], desk: Desk) -> str:
    """Stands for all that a pair is read from: its files, and what the desk allows them to say."""
    return "\0".join([desk.key, *(f"{source.name}:{source.digest}" for source in sources)])


def read_pairs(
    sources: Iterable[Source], desk: Desk, known: Mapping[str, Pair] | None = None
) -> tuple[list[Pair], list[Fault]]:
    """Every pair, in order of kind and slug, and the faults found; `known` maps keys of groups to pairs without
    fault."""
    groups: dict[tuple[str, str], dict[str, Source]] = defaultdict(dict)
    faults: list[Fault] = []
    for source in sources:
        group = groups[source.kind, source.slug]
        if source.language in group:
            other = group[source.language].path
            message = f"the same address as {other}: two articles cannot share a slug; rename one of the files"
            faults.append(source.fault(1, message, "duplicate-slug"))
        elif source.kind == "page" and source.slug in desk.reserved:
            message = f"/{source.slug}/ is an address that the site itself uses: give the page another name"
            faults.append(source.fault(1, message, "reserved-address"))
        else:
            group[source.language] = source
    pairs = []
    for group in (group for group in groups.values() if group):
        before = (known or {}).get(group_key(group.values(), desk))
        # Known with these very sources, that is: others would not know what their files hold.
        if before and all(text.source is group[language] for language, text in before.texts.items()):
            pairs.append(before)
            continue
        reader = Reader(group.values(), desk)
        pairs.append(reader.read())
        faults += reader.faults
    return sorted(pairs, key=lambda pair: (pair.kind, pair.slug)), faults
