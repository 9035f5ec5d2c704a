"""Starting a story: the first file of a pair, with every line of the header, ready to write in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from plugins.content.addresses import story_address
from plugins.content.headers import fields as header_fields
from plugins.content.library import ContentLibrary
from plugins.content.settings.site_config import SiteConfig
from plugins.content.sources import display_path
from plugins.diagnostics import Message, UserError, message_of
from plugins.editing.lookup import find_language
from plugins.locales.letters import slug_of
from plugins.system.file_changes import replace_files, writing

OPENING = "<!-- Write here: first what happened, where and when. At the end, delete the line `Status: draft`. -->"


@dataclass(frozen=True)
class NewArticle:
    """A story that was started: `path` of its first file, relative to the site's folder; `address` below the root;
    `translations` the languages that it can be translated into."""

    path: str
    slug: str
    address: str
    language: str
    translations: tuple[str, ...]


def new_article(
    title: str,
    *,
    library: ContentLibrary,
    category: str = "",
    goals: str = "",
    language: str = "",
    date: str = "",
    opening: str = OPENING,
) -> NewArticle:
    """Write the first file of a pair: by default dated now, in the site's first language.

    `category` is a name or a slug, `goals` as in the header, `date` such as "2026-09-03", `opening` what stands where
    the text will be. Raises UserError with the valid values where one is wrong, and where the title's address belongs
    to another story.
    """
    config = library.config
    written = find_language(library, language or next(iter(config.languages)), config.languages, "--language")
    try:
        moment = _moment(library, date)
        text = first_file(config, title, category, goals, written, moment, opening)
    except ValueError as error:
        raise UserError(message_of(error)) from error
    slug = free_slug(library, title)
    file = write_new(config, f"news/{moment.year}/{slug}.{written}.md", text)
    others = tuple(code for code in config.languages if code != written)
    return NewArticle(display_path(file, config.root), slug, f"/{story_address(slug)}", written, others)


def first_file(
    config: SiteConfig, title: str, category: str, goals: str, language: str, moment: dt.datetime, opening: str
) -> str:
    """The header and the place for the text; raises ValueError with the valid values."""
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
    return header(fields) + (f"\n{opening}\n\n" if opening else "\n")


def header(fields: dict[str, str]) -> str:
    """Header lines, one for each field."""
    return "".join(f"{name}: {value}".rstrip() + "\n" for name, value in fields.items())


def free_slug(library: ContentLibrary, title: str) -> str:
    """The slug of a title; raises UserError where the title gives none, or another story has it."""
    slug = slug_of(title)
    if not slug:
        message = Message(
            'the title has no letter that can be in an address: give a title such as "The bridge is open"'
        )
        raise UserError(message)
    other = next((name for name, pair in library.by_name.items() if pair.slug == slug), "")
    if other:
        path = f"{library.config.content.name}/{other}"
        raise UserError(Message("{path} has this address already: give the new story another title", path=path))
    return slug


def write_new(config: SiteConfig, name: str, text: str, beside: Mapping[str, str] | None = None) -> Path:
    """Write a new file of the content folder, and others `beside` it in place of what is there: all or none. Raises
    UserError where there is one of that name."""
    file = config.content / name
    with writing(config.content):
        if file.exists():
            path = display_path(file, config.root)
            message = Message("{path} is there already, and stays as it is: edit it, or move it away first", path=path)
            raise UserError(message)
        replace_files(config.content, {path: words.encode() for path, words in {name: text, **(beside or {})}.items()})
    return file


def _moment(library: ContentLibrary, date: str) -> dt.datetime:
    zone = library.config.zone
    return header_fields.read_date(date, zone) if date.strip() else library.clock.now.astimezone(zone)
