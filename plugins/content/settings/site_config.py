"""The site configuration: the settings of languages, editions, categories and content, validated."""

from __future__ import annotations

import contextlib
import importlib
import inspect
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError

from plugins.content.headers.fields import ANSWERS, category_spellings, plain_name, read_category
from plugins.content.headers.table import wrong_extra_field
from plugins.content.links.attachments import Attachable, read_attachable
from plugins.content.markup.allowed_html import wrong_extra_html
from plugins.content.markup.markdown import MarkdownRenderer
from plugins.content.regular_files import read_regular_file
from plugins.content.settings.authors import Authors, read_authors
from plugins.content.settings.checks import CODE, SCRIPT
from plugins.content.settings.subjects import Subjects, read_subjects
from plugins.content.settings.table import DEFAULTS
from plugins.diagnostics import ContentErrors, Diagnostic, Message, SettingError, message_of
from plugins.diagnostics.utf8 import plain_text
from plugins.locales.language import load_language
from plugins.locales.strings import Strings, StringTable, convert_strings, read_strings, unread_strings
from plugins.sdg.tagging import GoalTag
from plugins.system.clock import Clock, given_clock
from plugins.system.digests import digest_of, key_of
from plugins.system.file_changes import complete_change

PREFIX = re.compile(r"[a-z0-9-]*")


@dataclass(frozen=True)
class SiteLanguage:
    """A language in which editors write, as the settings describe it."""

    code: str
    name: str
    direction: str
    cldr: str
    quotes: str
    site_name: str
    tagline: str


@dataclass(frozen=True)
class Edition:
    """One published version of the whole site.

    `tag` is its BCP 47 tag, `prefix` the folder of its addresses ("" at the root), `derived_from` the edition whose
    text it converts ("" where it is written by hand), `script` the functions that do so, by name (see `Script`).
    """

    name: str
    language: str
    tag: str
    prefix: str
    label: str
    direction: str
    cldr: str
    og_locale: str
    derived_from: str
    script: Mapping[str, str]

    def path(self, address: str) -> str:
        """The root-relative path of an address in this edition: "news/x/" gives "/sr/news/x/"."""
        return f"/{self.prefix}/{address}" if self.prefix else f"/{address}"

    def save_as(self, address: str) -> str:
        """The file below this edition's own output folder that answers `address`."""
        return f"{address}index.html" if address == "" or address.endswith("/") else address


def read_languages(table: Mapping[str, Mapping[str, Any]]) -> dict[str, SiteLanguage]:
    """Languages by code, in the table's order; raises SettingError."""
    return {code: _language(code, row) for code, row in table.items()}


def _language(code: str, row: Mapping[str, Any]) -> SiteLanguage:
    cldr = str(row.get("cldr", code))
    locale = _locale(f"LANGUAGES[{code!r}]['cldr']", cldr)
    quotes = str(row.get("quotes", "“”"))
    if len(quotes) != 2:
        raise SettingError(f"LANGUAGES[{code!r}]['quotes']", "the opening and the closing mark, such as '“”'", quotes)
    return SiteLanguage(
        code=code,
        name=str(row.get("name", code)),
        direction=locale.text_direction,
        cldr=cldr,
        quotes=quotes,
        site_name=str(row.get("site_name", "")),
        tagline=str(row.get("tagline", "")),
    )


def read_editions(table: Mapping[str, Mapping[str, Any]], languages: Mapping[str, SiteLanguage]) -> tuple[Edition, ...]:
    """Editions in the table's order, the one at the root first; raises SettingError."""
    editions = [_edition(name, row, table, languages) for name, row in table.items()]
    prefixes = [edition.prefix for edition in editions]
    if prefixes.count("") != 1 or len(set(prefixes)) != len(prefixes):
        raise SettingError(
            "EDITIONS", "one edition with the prefix '' and all others with prefixes of their own", prefixes
        )
    tags = [edition.tag for edition in editions]
    if len(set(tags)) != len(tags):
        raise SettingError("EDITIONS", "a tag of its own for each edition", tags)
    return tuple(sorted(editions, key=lambda edition: edition.prefix != ""))


def _edition(
    name: str, row: Mapping[str, Any], table: Mapping[str, Mapping[str, Any]], languages: Mapping[str, SiteLanguage]
) -> Edition:
    where = f"EDITIONS[{name!r}]"
    base = _base(where, row, table)
    language = str(row.get("language", table[base].get("language", base) if base else name))
    if language not in languages:
        raise SettingError(f"{where}['language']", Message("one of {names}", names=", ".join(languages)), language)
    prefix = str(row.get("prefix", name))
    if not PREFIX.fullmatch(prefix):
        raise SettingError(f"{where}['prefix']", "small letters, digits and hyphens", prefix)
    tag = str(row.get("tag", language))
    if not CODE.fullmatch(tag):
        raise SettingError(f"{where}['tag']", "a language tag with hyphens, such as 'sr-Latn'", tag)
    cldr = str(row.get("cldr", languages[language].cldr))
    locale = _locale(f"{where}['cldr']", cldr)
    return Edition(
        name=name,
        language=language,
        tag=tag,
        prefix=prefix,
        label=str(row.get("label", languages[language].name)),
        direction=locale.text_direction,
        cldr=cldr,
        og_locale=str(row.get("og_locale", f"{locale.language}_{locale.territory or locale.language.upper()}")),
        derived_from=base,
        script=_script(f"{where}['script']", row.get("script", {})),
    )


def _base(where: str, row: Mapping[str, Any], table: Mapping[str, Mapping[str, Any]]) -> str:
    base = str(row.get("derived_from", ""))
    if base and (base not in table or "derived_from" in table[base]):
        raise SettingError(f"{where}['derived_from']", "the name of an edition that is written by hand", base)
    if base and not row.get("script"):
        raise SettingError(f"{where}['script']", SCRIPT, row.get("script"))
    return base


def _script(where: str, script: str | Mapping[str, str]) -> Mapping[str, str]:
    """The functions that convert, by what they are for: the table itself, or that of the module of that name."""
    return dict(import_named(where, f"{script}:SCRIPT") if isinstance(script, str) else script)


def _locale(name: str, cldr: str) -> Locale:
    try:
        return Locale.parse(cldr)
    except (ValueError, UnknownLocaleError):
        raise SettingError(name, "a CLDR locale such as 'en_GB' or 'sr_Latn_RS'", cldr) from None


# Modules that settings of earlier versions name, and where their functions are now.
MOVED = {"plugins.languages.cyrillic": "plugins.cyrillic"}


def import_named(setting: str, name: object) -> Any:
    """Import the object that a setting names, such as "package.module:function"; raises SettingError."""
    module, _, attribute = str(name).partition(":")
    try:
        return getattr(importlib.import_module(MOVED.get(module, module)), attribute)
    except (ImportError, AttributeError, ValueError, TypeError):
        raise SettingError(
            setting, "the name of something to import, such as 'package.module:function'", name
        ) from None


GLOSSARY = "glossary.txt"
# Each line takes part in every conversion.
MOST_GLOSSARY_BYTES, MOST_GLOSSARY_LINES = 1_000_000, 10_000


@dataclass(frozen=True)
class Script:
    """The conversion of one derived edition; `digest` is the hash of the glossary."""

    edition: Edition
    glossary: Mapping[str, str]
    digest: str
    text: Callable[[str], str]
    html: Callable[[str], str]
    marks: Callable[[str], str]
    undecided: Callable[[str], list[Any]]

    @cached_property
    def key(self) -> str:
        """The cache key of everything that the conversion is made of: functions, edition and glossary."""
        return key_of(self.edition.name, sorted(self.edition.script.items()), self.digest)


def read_script(edition: Edition, content: Path) -> Script:
    """The script of a derived edition with its glossary; raises SettingError and ContentErrors."""
    functions = {
        use: import_named(f"EDITIONS[{edition.name!r}]['script'][{use!r}]", edition.script.get(use, ""))
        for use in ("text", "html", "marks", "undecided", "glossary")
    }
    try:
        written = read_glossary_file(content)
        glossary = functions["glossary"](written)
    except ValueError as error:
        path = f"{content.name}/{GLOSSARY}"
        diagnostic = Diagnostic(path, getattr(error, "line", 1), 1, message_of(error), "bad-glossary")
        raise ContentErrors([diagnostic]) from None
    return Script(
        edition=edition,
        glossary=glossary,
        digest=digest_of(written),
        text=partial(_convert_text, functions["text"], functions["glossary"], written),
        html=lambda html: str(functions["html"](html, glossary)),
        marks=functions["marks"],
        undecided=lambda text: list(functions["undecided"](text, glossary)),
    )


# The texts of interfaces and of the site, which each reading of the settings converts, are converted once.
@lru_cache(5_000)
def _convert_text(convert: Callable[..., object], parse: Callable[[str], object], written: str, text: str) -> str:
    return str(convert(text, _parse_once(parse, written)))


@lru_cache(4)
def _parse_once(parse: Callable[[str], object], written: str) -> object:
    return parse(written)


def read_glossary_file(content: Path) -> str:
    """The text of the editors' glossary, "" where there is none; raises ValueError for what cannot be one."""
    try:
        written = plain_text(read_regular_file(content / GLOSSARY, MOST_GLOSSARY_BYTES))
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise ValueError(Message("the glossary cannot be read: {reason}", reason=error.strerror)) from None
    if written.count("\n") > MOST_GLOSSARY_LINES:
        message = Message(
            "the glossary has more than {most} lines: keep those whose words are in texts", most=MOST_GLOSSARY_LINES
        )
        raise ValueError(message)
    return written


# Why a word is undecided, as the script says it.
REASONS = {
    reason: reason
    for reason in (
        Message("acronym"),
        Message("a numeral or a word"),
        Message("two letters or one"),
        Message("spelling"),
        Message("mixed scripts"),
        Message("mixed capitals"),
        Message("another language"),
    )
}


def question(doubt: Any, label: str) -> Message:
    """A question for the editor: the word, why it is undecided, and the glossary line that decides it."""
    values = {
        "word": doubt.token,
        "edition": label,
        "reason": REASONS.get(doubt.reason, doubt.reason),
        "suggestion": doubt.suggestion,
        "latin": f"[[{doubt.token}]]",
    }
    if "=" in doubt.suggestion:
        return Message(
            "{word!r} is not decided for {edition} ({reason}): add the line `{suggestion}` to content/{glossary}, "
            "or protect it here: [[{word}]]",
            glossary=GLOSSARY,
            **values,
        )
    return Message(
        "{word!r} is not decided for {edition} ({reason}): write {suggestion!r}, or protect it here: [[{word}]]",
        **values,
    )


RESERVED = frozenset(
    "news category sdg author archive search events follow digest feeds files theme pictures preview pagefind "
    "404".split()
)


Keep = Callable[[str, Callable[[], str]], str]
"""The text of a key: one that was kept, or else what the function makes."""


def make_anew(key: str, make: Callable[[], str]) -> str:
    """The text where nothing is kept."""
    return make()


def read_all_strings(
    editions: tuple[Edition, ...], scripts: Mapping[str, Script], folder: Path, keep: Keep
) -> dict[str, Strings]:
    """The strings of each edition by its name; a derived edition's are those of its base, in its script."""
    strings = {}
    names = dict.fromkeys(edition.derived_from or edition.name for edition in editions)
    tables = {name: read_strings(folder, name) for name in names}
    for edition in editions:
        table = tables[edition.derived_from or edition.name]
        if edition.derived_from:
            entries = _converted(table, scripts[edition.name], keep)
            strings[edition.name] = Strings(edition.name, edition.cldr, entries)
        else:
            strings[edition.name] = Strings(edition.name, edition.cldr, table.entries, table.missing)
    return strings


def _converted(table: StringTable, script: Script, keep: Keep) -> dict[str, Any]:
    written = json.dumps(table.entries)
    key = key_of("strings", script.key, written)
    return dict(json.loads(keep(key, lambda: json.dumps(convert_strings(table.entries, script.text)))))


@dataclass(frozen=True)
class GoalReader:
    """Reads the `SDGs` field: `function` is that of `READ_GOALS`, and `titles` are those that the site's own strings
    have for each goal, by its number, which the field may have instead of the number. A function that takes one
    argument gets the text alone."""

    function: Callable[..., tuple[GoalTag, ...]]
    titles: tuple[tuple[int, tuple[str, ...]], ...] = ()

    def __call__(self, text: str) -> tuple[GoalTag, ...]:
        """The goals of a text; raises ValueError."""
        return self.function(text, dict(self.titles)) if self._takes_titles else self.function(text)

    @cached_property
    def _takes_titles(self) -> bool:
        try:
            inspect.signature(self.function).bind("", {})
        except TypeError:
            return False
        return True


def _goal_titles(editions: Iterable[Strings]) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """The short and full titles of each goal in the strings of all editions, by its number."""
    titles_by_goal: dict[int, dict[str, None]] = {}
    for strings in editions:
        for table in ("goals", "goals_full"):
            for number, title in strings.section(table).items():
                if number.isdecimal():
                    titles_by_goal.setdefault(int(number), {})[title] = None
    return tuple((number, tuple(titles)) for number, titles in sorted(titles_by_goal.items()))


@dataclass(frozen=True)
class SiteConfig:
    """Where content lies and what may be said in it.

    `root` is the site's folder, that messages name files from, `cache` that of the cache; `categories` maps slugs to
    their names in all languages; `authors` are the names of authors in each language, `subjects` the topics and places;
    `files` are all files of the content folder that are not text, as paths from it, of which `attachable` says what a
    text may link to; `read_goals` reads the SDGs field, `renderer` makes HTML of Markdown; `extra_fields` are the
    further fields of a header that third-party plugins and a site's own templates use; what is below `static_paths` is
    published as it is; `diagnostics` say what is doubtful in the site's own words.
    """

    root: Path
    content: Path
    cache: Path
    languages: Mapping[str, SiteLanguage]
    editions: tuple[Edition, ...]
    strings: Mapping[str, Strings]
    scripts: Mapping[str, Script]
    categories: Mapping[str, tuple[str, ...]]
    authors: Authors
    subjects: Subjects
    zone: ZoneInfo
    policy: str
    read_goals: GoalReader
    files: frozenset[str]
    attachable: Attachable
    reserved: frozenset[str]
    renderer: MarkdownRenderer
    extra_fields: tuple[str, ...] = ()
    static_paths: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()

    @cached_property
    def key(self) -> str:
        """Cache key of the settings that texts are validated against."""
        names = (sorted(self.categories.items()), self.authors.names, self.subjects.by_name)
        goals = (self.read_goals.function.__module__, self.read_goals.titles)
        settings = (list(self.languages), names, str(self.zone), sorted(self.files), self.extra_fields, goals)
        return key_of(settings)

    def category_names(self, language: str) -> dict[str, str]:
        """The name of each category, by its slug, in the words of a language."""
        names = self.strings[self.home_of(language).name].section("categories")
        return {slug: names[slug] for slug in self.categories}

    def read_category(self, value: str, language: str) -> str:
        """The slug of a category that a file in a language names, by a name of the site's or a usual word for it, such
        as "Lokalno"; raises FieldError, which lists the names in that language."""
        plain = plain_name(value)
        slug = self._category_spellings.get(plain) or self._category_labels.get(plain)
        return slug or read_category(value, self.categories, self.category_names(language).values())

    @cached_property
    def _category_spellings(self) -> Mapping[str, str]:
        return category_spellings(self.categories)

    @cached_property
    def _category_labels(self) -> Mapping[str, str]:
        """The words for categories that the languages' data files have, in plain letters, to slugs."""
        sections = (load_language(code).section("importing") for code in self.languages)
        means = (section.get("facts", {}).get("means", {}) for section in sections)
        known = self._category_spellings
        return {
            plain_name(label): known[plain_name(name)]
            for table in means
            for label, name in table.items()
            if plain_name(name) in known
        }

    @cached_property
    def answers(self) -> Mapping[str, bool]:
        """What the words for yes and no mean, those of the site's languages among them."""
        own = [zip(load_language(code).answers, (True, False), strict=True) for code in self.languages]
        return {**ANSWERS, **{word: means for answers in own for word, means in answers if word}}

    def edition(self, name: str) -> Edition:
        """The edition of that name."""
        return next(edition for edition in self.editions if edition.name == name)

    def mark_remover(self, language: str) -> Callable[[str], str]:
        """The function that removes the marks that protect words from conversion, for texts of a language."""
        marks = (script.marks for script in self.scripts.values() if script.edition.language == language)
        return next(marks, str)

    def converter(self, edition: Edition) -> Callable[[str], str]:
        """The function that puts a line of a header, or of the settings, into an edition's script, without marks."""
        script = self.scripts.get(edition.name)
        return script.text if script else self.mark_remover(edition.language)

    def home_of(self, language: str) -> Edition:
        """The first edition of a language that is not derived."""
        return next(edition for edition in self.editions if edition.language == language and not edition.derived_from)


def read_site_config(settings: Mapping[str, Any], keep: Keep = make_anew) -> SiteConfig:
    """The configuration in Pelican's settings; `keep` is the cache of a build. Raises SettingError."""
    settings = {**DEFAULTS, **settings}
    languages = read_languages(settings["LANGUAGES"])
    editions = read_editions(settings["EDITIONS"], languages)
    for code in languages:
        if not any(edition.language == code and not edition.derived_from for edition in editions):
            raise SettingError(
                "EDITIONS",
                Message("an edition written by hand for each language ({code!r} has none)", code=code),
                list(settings["EDITIONS"]),
            )
    content = Path(settings["PATH"])
    # Where that cannot be done, the files are as they were.
    with contextlib.suppress(OSError):
        complete_change(content)
    scripts = {edition.name: read_script(edition, content) for edition in editions if edition.derived_from}
    folder = Path(settings["THEME"], "strings")
    strings = read_all_strings(editions, scripts, folder, keep)
    files = content_files(content)
    subjects = read_subjects(content, languages, files)
    return SiteConfig(
        root=content.parent,
        content=content,
        cache=Path(settings.get("CACHE_PATH", content.parent / ".cache")),
        languages=languages,
        editions=editions,
        strings=strings,
        scripts=scripts,
        categories=_categories(settings["CATEGORIES"], strings),
        authors=read_authors(content, {**languages, **{edition.name: edition for edition in editions}}),
        subjects=subjects,
        zone=ZoneInfo(settings.get("TIMEZONE", "UTC")),
        policy=settings["UNTRANSLATED"],
        read_goals=GoalReader(import_named("READ_GOALS", settings["READ_GOALS"]), _goal_titles(strings.values())),
        files=files,
        attachable=read_attachable(settings),
        reserved=_read_reserved(editions) | {kind.value for kind in subjects.kinds},
        renderer=MarkdownRenderer(settings["MARKDOWN"], _extra_html(settings["EXTRA_HTML"])),
        extra_fields=_extra_fields(settings["EXTRA_FIELDS"]),
        static_paths=tuple(settings.get("STATIC_PATHS", ())),
        diagnostics=unread_strings(folder, [edition.name for edition in editions if not edition.derived_from]),
    )


def _read_reserved(editions: Iterable[Edition]) -> frozenset[str]:
    """The first parts of addresses that fixed pages may not use; raises SettingError for an edition that uses one."""
    prefixes = {edition.prefix for edition in editions if edition.prefix}
    if taken := sorted(RESERVED & prefixes):
        raise SettingError(
            "EDITIONS", Message("prefixes other than the site's own {names}", names=", ".join(sorted(RESERVED))), taken
        )
    return RESERVED | prefixes


def _categories(slugs: Iterable[str], strings: Mapping[str, Strings]) -> dict[str, tuple[str, ...]]:
    return {slug: tuple(dict.fromkeys(text.section("categories")[slug] for text in strings.values())) for slug in slugs}


def _extra_fields(names: Iterable[str]) -> tuple[str, ...]:
    for name in names:
        if wrong := wrong_extra_field(name):
            raise SettingError("EXTRA_FIELDS", wrong, name)
    return tuple(names)


def _extra_html(table: Mapping[str, Iterable[str]]) -> Mapping[str, Iterable[str]]:
    for element, names in table.items():
        if wrong_extra_html(element, names):
            raise SettingError("EXTRA_HTML", "elements with their attributes, none of which runs in browsers", element)
    return table


def content_files(content: Path) -> frozenset[str]:
    """The files of the content folder that are no texts, by their paths there."""
    return frozenset(name for name in files_of(content) if not name.endswith(".md"))


def files_of(content: Path) -> Iterator[str]:
    """The files of a content folder by their paths there; hidden ones are left out."""
    for folder, folders, files in os.walk(content):
        folders[:] = [name for name in folders if not name.startswith(".")]
        base = f"{Path(folder).relative_to(content).as_posix()}/".removeprefix("./")
        yield from (base + name for name in files if not name.startswith("."))


def read_clock(settings: Mapping[str, Any]) -> Clock:
    """The clock of what is made with some settings; raises SettingError."""
    try:
        return given_clock(settings)
    except ValueError as error:
        name, epoch = error.args
        raise SettingError(name, "seconds since 1970", epoch) from None
