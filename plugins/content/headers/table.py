"""Every field of a header, in one table: whose it is, how it is read, how it is written, and what shows it.

The reader, the editor's form, new and translated files, the order of a written header, messages about unknown fields
and what an Article has of its header follow from it. A field that is plain words of a text needs a row here alone: it
is read into `Text.more`, and a story's page has it as `view.story.more`. docs/contributing.md shows one as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any, NamedTuple

from plugins.content.headers import fields
from plugins.content.subjects import SubjectKind
from plugins.diagnostics import Message
from plugins.diagnostics.errors import nearest


class Owner(Enum):
    """Whose a field is: of a text in one language, of the pair for readers, or of the pair for whoever publishes it."""

    TEXT = "text"
    PAIR = "pair"
    PUBLISHING = "publishing"


Read = Callable[[str, Any, Any], Any]
"""The value of a field as it is written in a `Source` of a site with this `SiteConfig`; raises FieldError."""


class HeaderField(NamedTuple):
    """One field; `name` is in small letters.

    `read` gives its value, words as they are; where no file has it, or none that can be read, the value is `otherwise`.
    `attribute` has the value in `Text` or `SharedMetadata`, where one has it as it is.
    `is_words`: plain words for readers, in the language of the file and the script of the edition.
    `on_cards`: lists show it. `on_pages`: fixed pages may have it. `in_metadata`: an Article has it as it is written.
    `is_compared`: a translation is outdated where the original's has changed. `is_note`: it tells readers of a change,
    with its date. `most`: its characters.
    """

    name: str
    owner: Owner
    read: Read = lambda value, source, config: value
    attribute: str = ""
    otherwise: Any = ""
    is_words: bool = False
    on_cards: bool = False
    on_pages: bool = True
    in_metadata: bool = False
    is_compared: bool = False
    is_note: bool = False
    most: int = 5_000

    @property
    def header_name(self) -> str:
        """How it is written in a header: "Image-Alt"."""
        return "SDGs" if self.name == "sdgs" else self.name.title()


def _words(name: str, attribute: str = "", **more: Any) -> HeaderField:
    """A field of a text that is plain words."""
    return HeaderField(name, Owner.TEXT, attribute=attribute, is_words=True, **more)


def _date(name: str) -> Read:
    return lambda value, source, config: fields.read_date(value, config.zone, name)


def _moment(name: str) -> Read:
    return lambda value, source, config: fields.read_event_moment(value, config.zone, name)


def _plain(read: Callable[[str], Any]) -> Read:
    """The reading of a value that depends on nothing else."""
    return lambda value, source, config: read(value)


def _yes_or_no(name: str) -> Read:
    return lambda value, source, config: fields.read_yes_or_no(value, name, config.answers)


def _subjects(kind: SubjectKind) -> Read:
    return lambda value, source, config: config.subjects.read(kind, value, source.language)


_ROWS = (
    _words("title", "title", on_cards=True, is_compared=True, most=500),
    _words("summary", "summary", on_cards=True, is_compared=True),
    HeaderField("modified", Owner.TEXT, _date("Modified"), "modified", None),
    _words("correction", is_note=True, most=1_000),
    _words("update", is_note=True, most=1_000),
    _words("image-alt", "image_alt", on_cards=True, in_metadata=True, is_compared=True),
    _words("image-credit", "image_credit", on_cards=True, in_metadata=True),
    _words("event-place", "event_place", on_pages=False, in_metadata=True),
    HeaderField("date", Owner.PAIR, _date("Date"), "date", None, on_cards=True),
    HeaderField(
        "category", Owner.PAIR, lambda value, source, config: config.read_category(value, source.language), "category",
        on_cards=True,
    ),
    HeaderField(
        "sdgs", Owner.PAIR, lambda value, source, config: fields.read_goals(config.read_goals, value), "goals", (),
        on_cards=True,
    ),
    HeaderField(
        "image", Owner.PAIR, lambda value, source, config: fields.read_image(value, source.name, config.files), "image",
        on_cards=True,
    ),
    HeaderField("author", Owner.PAIR, lambda value, source, config: config.authors.find(value), "author"),
    HeaderField("topics", Owner.PAIR, _subjects(SubjectKind.TOPIC), otherwise=(), on_pages=False),
    HeaderField("places", Owner.PAIR, _subjects(SubjectKind.PLACE), otherwise=(), on_pages=False),
    HeaderField(
        "event-start", Owner.PAIR, _moment("Event-Start"), otherwise=None, on_pages=False, in_metadata=True
    ),
    HeaderField("event-end", Owner.PAIR, _moment("Event-End"), otherwise=None, on_pages=False, in_metadata=True),
    HeaderField("event-link", Owner.PAIR, _plain(fields.read_event_link), on_pages=False, in_metadata=True),
    HeaderField(
        "original", Owner.PUBLISHING,
        lambda value, source, config: fields.read_original(value, source.language, config.languages, config.answers),
    ),
    HeaderField("status", Owner.PUBLISHING, _plain(fields.read_status)),
    HeaderField("untranslated", Owner.PUBLISHING, _plain(fields.read_policy), "untranslated"),
    HeaderField("aliases", Owner.PUBLISHING, _plain(fields.read_aliases), otherwise=(), most=20_000),
    HeaderField("preview", Owner.PUBLISHING, _yes_or_no("Preview"), "preview", False),
    HeaderField("order", Owner.PUBLISHING, _plain(fields.read_order), "order", 0),
    HeaderField("press-kit", Owner.PUBLISHING, _yes_or_no("Press-Kit"), "press_kit", False, on_pages=False),
)  # fmt: skip
HEADER_FIELDS: Mapping[str, HeaderField] = {field.name: field for field in _ROWS}
"""The fields by name, in the order in which a header has them."""
FIELDS = tuple(HEADER_FIELDS)
# Fields of one language, and those of them that are texts for readers; those of the pair, and how it is published.
LANGUAGE_FIELDS = tuple(field.name for field in _ROWS if field.owner is Owner.TEXT)
TEXT_FIELDS = tuple(field.name for field in _ROWS if field.is_words)
SHARED_FIELDS = tuple(field.name for field in _ROWS if field.owner is Owner.PAIR)
PUBLISHING_FIELDS = tuple(field.name for field in _ROWS if field.owner is Owner.PUBLISHING)
# How each is written in a header; `written_name` has any name, of a further field too.
FIELD_NAMES = {field.name: field.header_name for field in _ROWS}
# Fields of the header that are in an article's metadata as they are written, for third-party plugins.
AS_WRITTEN = tuple(field.name for field in _ROWS if field.in_metadata)
# Words of a text that have no attribute of their own: `Text.more` has them; and notes for readers about a change.
MORE_WORDS = tuple(field.name for field in _ROWS if field.is_words and not field.attribute)
NOTES = tuple(field.name for field in _ROWS if field.is_note)
# Names that are no further field's: attributes that an article has already.
TAKEN = frozenset(
    "authors byline canonical_path category_slug content edition filename form goals has_page home image_alt "
    "image_credit last_change locale metadata more page_path pair reader relative_source_path save_as settings "
    "source_path subjects tags template text timezone translation translations url".split()
)
# Characters of the value of a site's further field.
LONGEST_VALUE = 5_000
FROM_NAME = ("slug", "lang", "language")


def written_name(name: str) -> str:
    """How a field is written in a header: "Image-Alt"; `name` is its own, in small letters."""
    return FIELD_NAMES.get(name, name.title())


def unknown_field(name: str, extra: tuple[str, ...] = ()) -> Message:
    """The message for an unknown field; `extra` are the site's further ones."""
    valid = (*FIELDS, *extra)
    if near := nearest(name, valid, 0.6):
        values = {"field": written_name(name), "near": written_name(near)}
        return Message("{field!r} is not a field: did you mean {near}?", **values)
    fields = ", ".join(map(written_name, valid))
    return Message(
        "{field!r} is not a field: the fields are {fields}. A field of your own is named in EXTRA_FIELDS",
        field=written_name(name),
        fields=fields,
    )


def wrong_extra_field(name: str) -> str:
    """What is expected of a name in EXTRA_FIELDS, where it cannot be a further field's; else ""."""
    if not re.fullmatch(r"[a-z][a-z0-9_-]*", name):
        return "names of small letters, digits, - and _"
    if name in TAKEN or name in (*FIELDS, *FROM_NAME):
        return "names that no article has already"
    return ""
