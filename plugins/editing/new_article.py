"""Beginning: the first file of a pair, with every line of the header, ready to write in."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

from rich.console import Console

from plugins.content import fields as header_fields
from plugins.content.config import SiteConfig
from plugins.content.library import ContentLibrary
from plugins.content.sources import shown
from plugins.editing.lookup import Refused, language_of, say
from plugins.sdg.tokens import fold

LONGEST_SLUG = 70
OPENING = "<!-- Write here: first what happened, where and when. At the end, take the line `Status: draft` out. -->"


def new(
    title: str,
    *,
    library: ContentLibrary,
    console: Console,
    category: str = "",
    goals: str = "",
    language: str = "",
    date: str = "",
) -> int:
    """Make the first file of a pair, dated now and in the site's first language where nothing else is said."""
    config = library.config
    try:
        written = language_of(library, language or next(iter(config.languages)), config.languages, "--language")
        moment = _moment(library, date)
        slug = free_slug(library, title)
        text = first_file(config, title, category, goals, written, moment)
        file = write(config, f"news/{moment.year}/{slug}.{written}.md", text)
    except (Refused, header_fields.FieldError, ValueError) as error:
        say(console, str(error))
        return 1
    say(console, f"{shown(file, config.root)} is ready to write in; its address will be /news/{slug}/")
    others = [code for code in config.languages if code != written]
    say(console, "When the text is done: " + ", ".join(f"./inv translate {slug} --to {code}" for code in others))
    return 0


def first_file(config: SiteConfig, title: str, category: str, goals: str, language: str, moment: dt.datetime) -> str:
    """The header and the place for the text; raises FieldError or ValueError with the valid values."""
    if category.strip():
        category = config.category_names(language)[config.read_category(category, language)]
    if goals.strip():
        config.read_goals(goals)
    fields = {
        "Title": " ".join(title.split()),
        "Date": moment.strftime("%Y-%m-%d %H:%M"),
        "Category": category.strip(),
        "SDGs": goals.strip(),
        "Author": "",
        "Summary": "",
        "Image": "",
        "Image-Alt": "",
        "Image-Credit": "",
        **({} if language == next(iter(config.languages)) else {"Original": "yes"}),
        "Status": "draft",
    }
    return header(fields) + f"\n{OPENING}\n\n"


def header(fields: dict[str, str]) -> str:
    """Header lines, one for each field."""
    return "".join(f"{name}: {value}".rstrip() + "\n" for name, value in fields.items())


def slug_of(title: str) -> str:
    """A title as an address: small Latin letters without accents, digits, hyphens; cut between words."""
    slug = re.sub(r"[^a-z0-9]+", "-", fold(re.sub(r"['’]", "", title))).strip("-")
    if len(slug) > LONGEST_SLUG:
        slug = slug[: LONGEST_SLUG + 1].rpartition("-")[0] or slug[:LONGEST_SLUG]
    return slug


def free_slug(library: ContentLibrary, title: str) -> str:
    """The slug of a title; raises Refused where the title gives none, or another story has it."""
    slug = slug_of(title)
    if not slug:
        raise Refused('the title has no letter that can stand in an address: give a title such as "The bridge is open"')
    other = next((name for name, pair in library.by_name.items() if pair.slug == slug), "")
    if other:
        raise Refused(
            f"{library.config.content.name}/{other} has this address already: give the new story another title"
        )
    return slug


def write(config: SiteConfig, name: str, text: str) -> Path:
    """Write a new file of the content folder; raises Refused where there is one of that name."""
    file = config.content / name
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        with file.open("x", encoding="utf-8", newline="\n") as opened:
            opened.write(text)
    except FileExistsError:
        raise Refused(
            f"{shown(file, config.root)} is there already, and stays as it is: edit it, or move it away first"
        ) from None
    return file


def _moment(library: ContentLibrary, date: str) -> dt.datetime:
    zone = library.config.zone
    return header_fields.read_date(date, zone) if date.strip() else library.now.astimezone(zone)
