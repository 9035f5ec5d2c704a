"""Events of stories, such as that of a media advisory: on the page, as a calendar's entry, and as structured data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import partial

from plugins.content.addresses import EVENTS, EVENTS_CALENDAR
from plugins.content.headers.fields import Event
from plugins.editions.page_keys import Listed
from plugins.editions.page_writer import PageSpec, text_spec
from plugins.editions.story import Story
from plugins.pages.builder import CALENDAR, PageBuilder
from plugins.pages.json_ld import add_structured_data
from plugins.pages.views import EventsPage, EventView, PageKind

# RFC 5545, section 3.1: a line has at most 75 bytes; the rest follows in lines that begin with a space.
LINE = 75
ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def event_specs(builder: PageBuilder) -> Iterator[PageSpec]:
    """A calendar's entry for each story with an event that the edition has in its own words."""
    for story in builder.site.own_stories:
        if story.event:
            address = f"{story.pair.address}{CALENDAR}"
            yield text_spec(address, calendar, builder, story)

    if builder.site.has_events:
        events = list(_events(builder))
        entries = [(Listed(story), view) for story, _, view in events]
        yield builder.spec(EVENTS, "events", partial(events_page, builder, entries))
        own = (story for story, _, view in events if view.path)
        yield text_spec(EVENTS_CALENDAR, calendar, builder, *own)


def _events(builder: PageBuilder) -> Iterator[tuple[Story, Event, EventView]]:
    """The stories of the edition that invite to an event, by its beginning."""
    stories = [(story, story.event, builder.event(story)) for story in builder.site.stories]
    events = [(story, event, view) for story, event, view in stories if event and view]
    yield from sorted(events, key=lambda entry: (entry[1].start, entry[0].slug))


def coming_events(builder: PageBuilder) -> tuple[tuple[Listed, EventView], ...]:
    """The stories whose events are not over, the next first."""
    return tuple((Listed(story), view) for story, _, view in _events(builder) if not view.over)


def events_page(builder: PageBuilder, events: Sequence[tuple[Listed, EventView]]) -> EventsPage:
    """All events of the edition."""
    t = builder.site_context.t
    entries = [(builder.card(story), view) for story, view in events]
    head = builder.add_crumbs(builder.head(PageKind.EVENTS, EVENTS, t("events"), t("events_description")))
    return EventsPage(
        head=add_structured_data(builder, head),
        coming=tuple(entry for entry in entries if not entry[1].over),
        over=tuple(entry for entry in reversed(entries) if entry[1].over),
        calendar=builder.path(EVENTS_CALENDAR),
    )


def calendar(builder: PageBuilder, *stories: Story) -> str:
    """The events of stories as iCalendar (RFC 5545), with the line ends of that format."""
    site = builder.site
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{_text(site.name)}//{site.edition.tag}",
        *(line for story in stories for line in _entry(builder, story)),
        "END:VCALENDAR",
    ]
    return "".join(f"{_fold_line(line)}\r\n" for line in lines)


def _entry(builder: PageBuilder, story: Story) -> list[str]:
    """The lines of a story's event."""
    site, event = builder.site, story.event
    assert event is not None
    address = site.absolute(story.canonical_path)
    note = site.event_note(story)
    last_change = max(filter(None, (story.date, story.last_change, event.ends if note else None)))
    fields = {
        "UID": f"{story.pair.slug}.{site.edition.name}@{site.url.partition('//')[2]}",
        "DTSTAMP": _utc(last_change),
        **_times(event),
        "SUMMARY": _text(story.title),
        "DESCRIPTION": _text("\n".join(filter(None, (note, story.summary, address)))),
        "LOCATION": _text(builder.event_place(story)),
        "URL": address,
    }
    return ["BEGIN:VEVENT", *(f"{name}:{value}" for name, value in fields.items() if value), "END:VEVENT"]


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
