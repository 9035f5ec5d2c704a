"""The desk: what the settings say about content, in one value that the readers of content are given."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from plugins.languages.attachments import Attachable, read_attachable
from plugins.languages.editions import Edition, Language, named, read_editions, read_languages
from plugins.languages.facts import POLICIES, Tag
from plugins.languages.faults import SettingFault
from plugins.languages.scripts import Script, read_script
from plugins.languages.strings import Strings, read_all_strings

# Characters of a word that nobody guesses.
LONG_ENOUGH = 16
RESERVED = frozenset("news category sdg archive search feeds files theme pictures preview pagefind 404".split())


@dataclass(frozen=True)
class Desk:
    """Where content lies and what may be said in it.

    `root` is the site's folder, that messages name files from; `categories` maps slugs to their names in all languages;
    `files` are all files of the content folder that are not text, as paths from it, of which `attachable` says what a
    text may link to; `read_goals` reads the SDGs field.
    """

    root: Path
    content: Path
    languages: Mapping[str, Language]
    editions: tuple[Edition, ...]
    strings: Mapping[str, Strings]
    scripts: Mapping[str, Script]
    categories: Mapping[str, tuple[str, ...]]
    zone: ZoneInfo
    policy: str
    read_goals: Callable[[str], tuple[Tag, ...]]
    files: frozenset[str]
    attachable: Attachable
    reserved: frozenset[str]

    @cached_property
    def key(self) -> str:
        """Stands for all that the desk allows a text to say."""
        said = (list(self.languages), sorted(self.categories.items()), str(self.zone), sorted(self.files))
        return hashlib.blake2b(repr((said, self.read_goals.__module__)).encode(), digest_size=12).hexdigest()

    def edition(self, name: str) -> Edition:
        """The edition of that name."""
        return next(edition for edition in self.editions if edition.name == name)

    def unmarked(self, language: str) -> Callable[[str], str]:
        """What takes the marks that guard words from conversion out of a text in that language."""
        marks = (script.marks for script in self.scripts.values() if script.edition.language == language)
        return next(marks, str)

    def home_of(self, language: str) -> Edition:
        """The edition in which a text of that language is at home: the first that is written by hand."""
        return next(edition for edition in self.editions if edition.language == language and not edition.derived_from)


def read_desk(settings: Mapping[str, Any]) -> Desk:
    """The desk that Pelican's settings describe; raises SettingFault."""
    check_address(settings.get("SITEURL"))
    check_secret(settings.get("PREVIEW_KEY", ""))
    languages = read_languages(settings["LANGUAGES"])
    editions = read_editions(settings["EDITIONS"], languages)
    for code in languages:
        if not any(edition.language == code and not edition.derived_from for edition in editions):
            raise SettingFault(
                "EDITIONS",
                f"an edition written by hand for each language ({code!r} has none)",
                list(settings["EDITIONS"]),
            )
    content = Path(settings["PATH"])
    scripts = {edition.name: read_script(edition, content) for edition in editions if edition.derived_from}
    strings = read_all_strings(editions, scripts, Path(settings["THEME"], "strings"))
    return Desk(
        root=content.parent,
        content=content,
        languages=languages,
        editions=editions,
        strings=strings,
        scripts=scripts,
        categories=_categories(settings["CATEGORIES"], strings),
        zone=_zone(settings.get("TIMEZONE", "UTC")),
        policy=_policy(settings["UNTRANSLATED"]),
        read_goals=named("READ_GOALS", settings["READ_GOALS"]),
        files=frozenset(_files(content)),
        attachable=read_attachable(settings),
        reserved=_reserved(editions),
    )


def _reserved(editions: Iterable[Edition]) -> frozenset[str]:
    """The first parts of addresses that no fixed page may have; editions must not claim the site's own."""
    prefixes = {edition.prefix for edition in editions if edition.prefix}
    if taken := sorted(RESERVED & prefixes):
        raise SettingFault("EDITIONS", f"prefixes other than the site's own {', '.join(sorted(RESERVED))}", taken)
    return RESERVED | prefixes


def check_secret(key: Any) -> None:
    """Refuse a word from which the addresses of previews could be guessed, without telling it."""
    if not isinstance(key, str) or 0 < len(key) < LONG_ENOUGH:
        came = f"one of {len(key)}" if isinstance(key, str) else type(key).__name__
        raise SettingFault("PREVIEW_KEY", f"a secret word of at least {LONG_ENOUGH} characters, or ''", came)


def check_address(url: Any) -> None:
    """Refuse a SITEURL below which the site's own links, which begin at the root, would lead elsewhere."""
    try:
        parts = urlsplit(url if isinstance(url, str) else "")
        whole = f"{parts.scheme}://{parts.netloc}" == url and not re.search(r"\s", parts.netloc)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and whole
    except ValueError:
        good = False
    if not good:
        raise SettingFault(
            "SITEURL", "an address without a path or a closing slash, such as 'https://news.example.org'", url
        )


def _categories(slugs: Any, strings: Mapping[str, Strings]) -> dict[str, tuple[str, ...]]:
    if isinstance(slugs, str) or not all(isinstance(slug, str) for slug in slugs):
        raise SettingFault("CATEGORIES", "a list of slugs such as ['local', 'global']", slugs)
    return {slug: tuple(dict.fromkeys(text.section("categories")[slug] for text in strings.values())) for slug in slugs}


def _policy(name: str) -> str:
    if name not in POLICIES:
        raise SettingFault("UNTRANSLATED", f"one of {', '.join(POLICIES)}", name)
    return name


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise SettingFault("TIMEZONE", "a zone such as 'Europe/Belgrade'", name) from None


def _files(content: Path) -> list[str]:
    found = []
    for folder, folders, files in os.walk(content):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [
            Path(folder, name).relative_to(content).as_posix()
            for name in files
            if not name.startswith(".") and not name.endswith(".md")
        ]
    return found


def now_of(settings: Mapping[str, Any]) -> dt.datetime:
    """The moment a build is for: SOURCE_DATE_EPOCH where it is set, else the clock."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH") or settings.get("NOW")
    return dt.datetime.fromtimestamp(int(epoch), dt.UTC) if epoch else dt.datetime.now(dt.UTC)
