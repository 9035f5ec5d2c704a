"""Topics and places: the tables `content/topics.toml` and `content/places.toml`, which are written in the same way.

    [water]
    image = "images/springs.jpg"
    stories = ["the-springs-of-pester"]

    [water.en]
    name = "Water"
    text = "Springs, rivers and pipes: who has water, and who keeps it clean."

The heading is the subject's address. Each language has its name and one paragraph about it. `stories` are those that
its page begins with; they need not name it in their headers. Where there is no table, a site has no subjects of that
kind.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from plugins.content.control_characters import replace_controls
from plugins.content.headers.fields import FieldError, plain_name
from plugins.content.links.named_files import hint_for
from plugins.content.regular_files import read_regular_file
from plugins.content.settings.tables import Problem, read_table
from plugins.content.sources import OUTSIDE, SLUG, leads_outside
from plugins.content.subjects import IN_TABLES, SubjectKind, SubjectName
from plugins.diagnostics import Diagnostic, Message
from plugins.diagnostics.errors import nearest
from plugins.diagnostics.toml_lines import line_of, lines_of
from plugins.diagnostics.utf8 import plain_text

# How alike a name is to the one that it is taken for misspelt, from 0 to 1.
LIKE = 0.6
# What is written of a subject in each language, and what of it must be.
WORDS = ("name", "text", "image-alt")
NEEDED = WORDS[:2]
EXAMPLE = Message('[water] and, below it, [water.en] with lines such as name = "Water" and text = "Rivers and pipes."')


@dataclass(frozen=True)
class SubjectWords:
    """A subject in one language: its name, one paragraph, and what its picture shows."""

    name: str
    text: str
    image_alt: str


@dataclass(frozen=True)
class Subject:
    """A topic or a place. `words` are by language, `image` is a path in the content folder or "", `stories` are the
    slugs of those to begin with."""

    name: SubjectName
    words: Mapping[str, SubjectWords]
    image: str
    stories: tuple[str, ...]


@dataclass(frozen=True)
class Subjects:
    """All topics and places of a site, in the order of their tables."""

    by_name: Mapping[SubjectName, Subject]

    def of_kind(self, kind: SubjectKind) -> tuple[Subject, ...]:
        """The subjects of one kind."""
        return tuple(subject for subject in self.by_name.values() if subject.name.kind is kind)

    @cached_property
    def kinds(self) -> tuple[SubjectKind, ...]:
        """The kinds of which there is any."""
        return tuple(dict.fromkeys(name.kind for name in self.by_name))

    def beginning_with(self, story: str) -> tuple[SubjectName, ...]:
        """The subjects whose pages begin with a story, by its slug."""
        return self._by_story.get(story, ())

    @cached_property
    def _by_story(self) -> Mapping[str, tuple[SubjectName, ...]]:
        slugs = dict.fromkeys(slug for subject in self.by_name.values() for slug in subject.stories)
        return {
            slug: tuple(subject.name for subject in self.by_name.values() if slug in subject.stories) for slug in slugs
        }

    def read(self, kind: SubjectKind, value: str, language: str) -> tuple[SubjectName, ...]:
        """The subjects that a header names, by slugs or by names in any language, script and case, with commas between;
        raises FieldError, which names the nearest one in that language."""
        wanted = [part.strip() for part in value.split(",") if part.strip()]
        return tuple(dict.fromkeys(self._find(kind, part, language) for part in wanted))

    def _find(self, kind: SubjectKind, value: str, language: str) -> SubjectName:
        spellings = self._spellings[kind]
        plain = plain_name(value)
        if plain in spellings:
            return spellings[plain]
        names = {name.slug: self.by_name[name].words[language].name for name in self.by_name if name.kind is kind}
        near = nearest(plain, spellings, LIKE)
        values = {"field": kind.plural.title(), "value": value, "file": f"content/{kind.plural}.toml"}
        if near:
            message = Message(
                "{field} {value!r} is not in {file}: did you mean {meant}?",
                meant=names[spellings[near].slug],
                **values,
            )
        elif names:
            message = Message(
                "{field} {value!r} is not in {file}: use one of {names}, or add it to that file",
                names=", ".join(names.values()),
                **values,
            )
        else:
            message = Message("{field} {value!r} is not in {file}: add it to that file (docs/topics.md)", **values)
        raise FieldError(message, "unknown-subject")

    @cached_property
    def _spellings(self) -> Mapping[SubjectKind, Mapping[str, SubjectName]]:
        """The subjects of each kind by their slugs and names in plain letters; a slug goes before a name."""
        return {kind: spellings(self.of_kind(kind)) for kind in IN_TABLES}


def spellings(subjects: Collection[Subject]) -> dict[str, SubjectName]:
    """Subjects by their slugs and names in plain letters."""
    names = {plain_name(words.name): subject.name for subject in subjects for words in subject.words.values()}
    return names | {plain_name(subject.name.slug): subject.name for subject in subjects}


def read_subjects(content: Path, languages: Collection[str], files: Collection[str]) -> Subjects:
    """The tables of the content folder; `files` are its files. Raises ContentErrors."""
    subjects: dict[SubjectName, Subject] = {}
    for kind in IN_TABLES:
        rows = read_table(
            content / f"{kind.plural}.toml",
            "bad-subjects",
            _describe_syntax_error,
            lambda rows: _problems(rows, languages, files, content),
        )
        for slug, row in rows.items():
            name = SubjectName(kind, slug)
            subjects[name] = Subject(
                name,
                {code: _words(row[code]) for code in languages},
                row.get("image", ""),
                tuple(row.get("stories", ())),
            )
    return Subjects(subjects)


def missing_stories(subjects: Subjects, slugs: Collection[str], content: Path) -> Iterator[Diagnostic]:
    """Report the stories to begin with that a site does not have; `slugs` are those of all its stories."""
    for name, subject in subjects.by_name.items():
        for slug in subject.stories:
            if slug not in slugs:
                near = nearest(slug, slugs, LIKE)
                hint = (
                    Message("did you mean {near}?", near=near) if near else Message("correct the name, or take it away")
                )
                message = Message("there is no story {slug!r}: {hint}", slug=slug, hint=hint)
                yield subject_diagnostic(content, name, "stories", message, "bad-subjects")


def subject_diagnostic(content: Path, name: SubjectName, key: str, message: Message, code: str) -> Diagnostic:
    """What is wrong with a value of a subject, at its line in the table of the content folder."""
    file = f"{name.kind.plural}.toml"
    lines = lines_of(plain_text(read_regular_file(content / file)))
    return Diagnostic(f"{content.name}/{file}", line_of(lines, (name.slug, key)), 1, message, code)


def _words(row: Mapping[str, str]) -> SubjectWords:
    texts = (" ".join(row.get(key, "").split()) for key in WORDS)
    return SubjectWords(*map(replace_controls, texts))


def _describe_syntax_error(problem: str) -> Message:
    return Message(
        "this is no table of topics or places ({problem}): write {example}", problem=problem, example=EXAMPLE
    )


def _problems(
    table: Mapping[str, Any], languages: Collection[str], files: Collection[str], content: Path
) -> Iterator[Problem]:
    taken: dict[str, str] = {}
    for slug, row in table.items():
        if not isinstance(row, dict):
            yield (slug,), Message("{name!r} is no table: write {example}", name=slug, example=EXAMPLE)
            continue
        if not SLUG.fullmatch(slug):
            message = Message(
                "{name!r} is part of an address: write it in small letters, digits and hyphens", name=slug
            )
            yield (slug,), message
        yield from _problems_of_row(slug, row, languages)
        yield from _problems_of_image(slug, row.get("image", ""), files, content)
        for name in _names(slug, row, languages):
            other = taken.setdefault(plain_name(name), slug)
            if other != slug:
                yield (slug,), Message("{name!r} is a name of {other!r} too: give each its own", name=name, other=other)


def _names(slug: str, row: Mapping[str, Any], languages: Collection[str]) -> list[str]:
    tables = (row.get(code) for code in languages)
    return [slug, *(str(table["name"]) for table in tables if isinstance(table, dict) and table.get("name"))]


def _problems_of_image(slug: str, image: Any, files: Collection[str], content: Path) -> Iterator[Problem]:
    if not isinstance(image, str) or (image and image not in files):
        hint = hint_for(str(image), files)
        yield (slug, "image"), Message("the image {image!r} is not there: {hint}", image=image, hint=hint)
    elif image and leads_outside(content, image):
        yield (slug, "image"), OUTSIDE


def _problems_of_row(slug: str, row: Mapping[str, Any], languages: Collection[str]) -> Iterator[Problem]:
    valid = ("image", "stories", *languages)
    for key in row:
        if key not in valid:
            yield (slug, key), Message("{name!r} is not known: use one of {valid}", name=key, valid=", ".join(valid))
    stories = row.get("stories", [])
    if not isinstance(stories, list) or not all(isinstance(story, str) for story in stories):
        yield (
            (slug, "stories"),
            Message('{name!r} is a list of stories: write stories = ["the-new-bridge"]', name="stories"),
        )
    for code in languages:
        yield from _problems_of_words(slug, code, row.get(code))


def _problems_of_words(slug: str, code: str, words: Any) -> Iterator[Problem]:
    heading = f"{slug}.{code}"
    if not isinstance(words, dict):
        lacks = Message("{name!r} lacks its words in {code!r}: write {example}", name=slug, code=code, example=EXAMPLE)
        yield (slug,), lacks
        return
    for key in words:
        if key not in WORDS:
            valid = ", ".join(WORDS)
            yield (slug, code, key), Message("{name!r} is not known: use one of {valid}", name=key, valid=valid)
    for key in WORDS:
        value = words.get(key, "")
        if not isinstance(value, str) or (key in NEEDED and not value.strip()) or (key == "name" and "," in value):
            message = Message(
                "{name!r} has no {key} of its own: write {example}", name=heading, key=key, example=EXAMPLE
            )
            yield (slug, code, key), message
