"""The values of header fields, and their types. `table.py` says which field has which.

Each `read_…` takes the field's text and returns its value, or raises FieldError, whose text says what to do.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Mapping
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from msgspec import Struct

from plugins.content.links.named_files import hint_for, resolve_path
from plugins.content.subjects import SubjectName
from plugins.diagnostics import Message, message_of
from plugins.diagnostics.errors import nearest
from plugins.locales.letters import fold
from plugins.sdg.tagging import GoalTag

# No text of a United Nations office is older: such a year is a slip.
EARLIEST_YEAR = 1946
POLICIES = ("hide", "link", "notice")
STATUSES = ("published", "draft")
ANSWERS = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
"""What the words for yes and no mean, in sites of any language."""

ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*(Z|[+-]\d{2}:?\d{2})?)?")
EMAIL = re.compile(r"[^\s@<>\"]+@[^\s@<>\"]+\.[^\s@<>\"]+")
WEB = re.compile(r"https?://[^\s<>\"]+")
DOTTED = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})\.?(?:\s+(\d{1,2}):(\d{2}))?")
# The place of a title that nobody has written yet, as `import` writes it; no word of it is for readers.
PLACEHOLDER = re.compile(r"\[[^\[\]]+\]")


class FieldError(ValueError):
    """An invalid value of a field; the text says why and what to do."""

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.code = code


class EventMoment(NamedTuple):
    """When an event begins or ends: a moment with a zone; `has_hour` is false where the header gives only a day."""

    moment: dt.datetime
    has_hour: bool


class Event(Struct, frozen=True, array_like=True):
    """What a media advisory invites to. `end` is None where it is not said; of an event of whole days, `end` is the
    last day. `link` is where people register, an address or "mailto:"; "" where they need not."""

    start: dt.datetime
    end: dt.datetime | None
    is_all_day: bool
    link: str = ""

    @property
    def ends(self) -> dt.datetime:
        """The moment after which it is over."""
        last = self.end or self.start
        # There may be no midnight where clocks are changed then.
        after = last.date() + dt.timedelta(days=1)
        return dt.datetime.combine(after, dt.time(), last.tzinfo) if self.is_all_day else last


class SharedMetadata(Struct, frozen=True, array_like=True):
    """Shared fields of a pair. Dates have a time zone; `image` is relative to the content folder."""

    date: dt.datetime | None = None
    category: str = ""
    goals: tuple[GoalTag, ...] = ()
    image: str = ""
    author: str = ""
    draft: bool = False
    untranslated: str = ""
    aliases: tuple[str, ...] = ()
    preview: bool = False
    order: int = 0
    press_kit: bool = False
    event: Event | None = None
    subjects: tuple[SubjectName, ...] = ()


def read_date(value: str, zone: ZoneInfo, name: str = "Date") -> dt.datetime:
    """A time with its zone, from `2026-09-03`, `2026-09-03 10:00` (with or without an offset) or `3. 9. 2026.`."""
    try:
        if match := ISO.fullmatch(value.strip()):
            numbers = [int(part or 0) for part in match.groups()[:6]]
            offset = match[7]
        elif match := DOTTED.fullmatch(value.strip()):
            day, month, year, hour, minute = (int(part or 0) for part in match.groups())
            numbers, offset = [year, month, day, hour, minute, 0], None
        else:
            raise ValueError
        moment = dt.datetime(*numbers, tzinfo=zone)  # type: ignore[misc,arg-type]
        if offset:
            aware = dt.datetime.strptime(offset.replace("Z", "+0000").replace(":", ""), "%z")
            moment = moment.replace(tzinfo=aware.tzinfo)
        # An hour that summer time skips is the one that clocks show then, now and when it comes from the cache.
        moment = moment.astimezone(dt.UTC).astimezone(zone)
        # After the last days of the calendar nothing can come, such as the end of an event.
        moment + dt.timedelta(days=2)
    except (ValueError, OverflowError):
        message = Message(
            "{field} {value!r} is not a date: write year-month-day, such as 2026-09-03 or 2026-09-03 10:00",
            field=name,
            value=value,
        )
        raise FieldError(message, "bad-date") from None
    if moment.year < EARLIEST_YEAR:
        message = Message(
            "{field} {value!r} is before {year}: correct the year", field=name, value=value, year=EARLIEST_YEAR
        )
        raise FieldError(message, "bad-date")
    return moment


def read_event_moment(value: str, zone: ZoneInfo, name: str) -> EventMoment:
    """The beginning or the end of an event, written like `Date`, with an hour or without."""
    return EventMoment(read_date(value, zone, name), ":" in value)


def read_event_link(value: str) -> str:
    """Where people register for an event: a web address, or an address of mail."""
    address = f"mailto:{value}" if EMAIL.fullmatch(value) else value
    if not address.startswith("mailto:") and not WEB.fullmatch(address):
        message = Message(
            "Event-Link {value!r} is no address: write one that begins with https://, or an e-mail address", value=value
        )
        raise FieldError(message, "bad-event")
    return address


def read_yes_or_no(value: str, name: str, answers: Mapping[str, bool]) -> bool:
    """`yes` or `no`, or one of the site's words for them."""
    word = value.strip().lower()
    if word not in answers:
        raise FieldError(Message("{field} {value!r} is not known: use yes or no", field=name, value=value), "bad-value")
    return answers[word]


def read_category(value: str, names: Mapping[str, Collection[str]], shown: Collection[str] = ()) -> str:
    """The category's slug, from its slug or its name in any language, script and case, with or without diacritics.

    `names` maps slugs to names; `shown` are the names that a message lists, in place of the first of each.
    """
    wanted, spellings = plain_name(value), category_spellings(names)
    if wanted in spellings:
        return spellings[wanted]
    valid = list(shown) or [next(iter(known), slug) for slug, known in names.items()]
    near = nearest(wanted, map(plain_name, valid), 0.75)
    meant = next((name for name in valid if plain_name(name) == near), "")
    message = (
        Message(
            "category {value!r} is not known: did you mean {meant}? The names are {names}",
            value=value,
            meant=meant,
            names=", ".join(valid),
        )
        if meant
        else Message("category {value!r} is not known: use one of {names}", value=value, names=", ".join(valid))
    )
    raise FieldError(message, "unknown-category")


def category_spellings(names: Mapping[str, Collection[str]]) -> dict[str, str]:
    """The slugs by the names of categories in plain letters; a slug goes before a name."""
    slugs = {plain_name(name): slug for slug, known in names.items() for name in known}
    return slugs | {plain_name(slug): slug for slug in names}


def plain_name(name: str) -> str:
    """A name for comparison: small Latin letters and digits, with single spaces between words."""
    return " ".join(re.split(r"[\s_-]+", fold(name).strip()))


@lru_cache(maxsize=1024)
def read_goals(read: Callable[[str], tuple[GoalTag, ...]], value: str) -> tuple[GoalTag, ...]:
    """The goals, by the `READ_GOALS` function; cached, since many stories have the same ones."""
    try:
        return read(value)
    except ValueError as error:
        raise FieldError(message_of(error), "unknown-goal") from error


def read_status(value: str) -> str:
    """`published` or `draft`."""
    return _one_of(value, STATUSES, "Status")


def read_policy(value: str) -> str:
    """What other editions show without a translation: `hide`, `link` or `notice`."""
    return _one_of(value, POLICIES, "Untranslated")


def _one_of(value: str, valid: Collection[str], name: str) -> str:
    word = value.strip().lower()
    if word not in valid:
        message = Message(
            "{field} {value!r} is not known: use one of {valid}", field=name, value=value, valid=", ".join(valid)
        )
        raise FieldError(message, "bad-value")
    return word


def read_original(value: str, language: str, languages: Collection[str], answers: Mapping[str, bool]) -> str:
    """The original's language: a language code, or `yes` in the original's own file."""
    word = value.strip().lower()
    if answers.get(word):
        return language
    if word not in languages:
        message = Message(
            "Original {value!r} is not known: use one of {valid}, or yes", value=value, valid=", ".join(languages)
        )
        raise FieldError(message, "bad-value")
    return word


def read_image(value: str, source_name: str, exists: Collection[str]) -> str:
    """The image's path relative to the content folder; it may be written relative to the article too."""
    path = resolve_path(value, source_name, exists)
    if path in exists:
        return path
    message = Message("the image {image!r} is not there: {hint}", image=value, hint=hint_for(value, exists))
    raise FieldError(message, "missing-image")


def read_aliases(value: str) -> tuple[str, ...]:
    """Old addresses of a story, each a path on this site, separated by commas or spaces."""
    paths = tuple(part for part in re.split(r"[,\s]+", value) if part)
    for path in paths:
        if not re.fullmatch(r"/[\w\-./%]*", path) or ".." in path or "//" in path:
            raise FieldError(
                Message(
                    "alias {alias!r} is not an address of this site: "
                    "write it from the first slash, such as /news/old-name/",
                    alias=path,
                ),
                "bad-alias",
            )
    return paths


def read_order(value: str) -> int:
    """A page's position in the menu."""
    if not re.fullmatch(r"\d{1,4}", value.strip()):
        raise FieldError(Message("Order {value!r} is not a number: write 1, 2, 3 …", value=value), "bad-value")
    return int(value)
