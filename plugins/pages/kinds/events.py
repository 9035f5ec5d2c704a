"""Events of stories, such as that of a media advisory: on the page, as a calendar's entry, and as structured data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial

from plugins.content.headers.fields import Event
from plugins.editions.page_keys import Shown
from plugins.editions.page_writer import PageSpec
from plugins.editions.stories import Story
from plugins.locales.dates import time_of_day
from plugins.pages.builder import CALENDAR, PageBuilder
from plugins.pages.views import TextFile

# RFC 5545, section 3.1: a line has at most 75 bytes; the rest follows in lines that begin with a space.
LINE = 75
ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def event_specs(builder: PageBuilder) -> Iterator[PageSpec]:
    """A calendar's entry for each story with an event that the edition has in its own words."""
    for story in builder.site.own_stories:
        if story.pair.shared.event:
            address = f"{story.pair.address}{CALENDAR}"
            yield PageSpec(address, "text.txt", Shown(stories=(story,)), partial(_file, builder, story))


def _file(builder: PageBuilder, story: Story) -> TextFile:
    return TextFile(calendar(builder, story))


def calendar(builder: PageBuilder, story: Story) -> str:
    """The event of a story as iCalendar (RFC 5545), with the line ends of that format."""
    site, event = builder.site, story.pair.shared.event
    assert event is not None
    address = site.absolute(story.canonical_path)
    changed = max(filter(None, (story.date, story.last_change)))
    fields = {
        "UID": f"{story.pair.slug}.{site.edition.name}@{site.url.partition('//')[2]}",
        "DTSTAMP": _utc(changed),
        **_times(event),
        "SUMMARY": _text(story.title),
        "DESCRIPTION": _text(f"{story.summary}\n{address}"),
        "LOCATION": _text(builder.event_place(story)),
        "URL": address,
    }
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{_text(site.name)}//{site.edition.tag}",
        "BEGIN:VEVENT",
        *(f"{name}:{value}" for name, value in fields.items() if value),
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_fold_line(line)}\r\n" for line in lines)


def _times(event: Event) -> dict[str, str]:
    if not event.is_all_day:
        return {"DTSTART": _utc(event.start), "DTEND": _utc(event.end) if event.end else ""}
    # The end of whole days is the day after the last.
    after = (event.end or event.start).date() + dt.timedelta(days=1)
    return {"DTSTART;VALUE=DATE": f"{event.start:%Y%m%d}", "DTEND;VALUE=DATE": f"{after:%Y%m%d}"}


def _utc(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(text: str) -> str:
    return text.translate(ESCAPED)


def _fold_line(line: str) -> str:
    """Fold a line as iCalendar wants it: into parts of no more bytes than allowed, split between letters."""
    parts, size = [""], 0
    for letter in line:
        width = len(letter.encode())
        if size + width > LINE:
            parts.append(" ")
            size = 1
        parts[-1] += letter
        size += width
    return "\r\n".join(parts)


def event_times(builder: PageBuilder, event: Event) -> str:
    """When an event is, in the edition's words: "3 December 2026, 11:00–12:30"."""
    start, cldr = builder.site.moment(event.start), builder.site.edition.cldr
    hours = "" if event.is_all_day else f", {time_of_day(event.start, cldr)}"
    if event.end is None or event.end == event.start:
        return f"{start.text}{hours}"
    if event.end.date() == event.start.date():
        return f"{start.text}{hours}–{time_of_day(event.end, cldr)}"
    last = builder.site.moment(event.end).text
    return f"{start.text}{hours} – {last}{'' if event.is_all_day else f', {time_of_day(event.end, cldr)}'}"
