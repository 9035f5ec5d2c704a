"""`start_site`: a new site with this engine, without the demonstration's content."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import runpy
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any

from plugins.content.settings.checks import check_address
from plugins.diagnostics import UserError
from plugins.editing.new_language import (
    SETTINGS,
    edition_row,
    english_name,
    example,
    language_row,
    make_language,
)
from plugins.locales.strings import OWN_SECTION, read_strings
from plugins.starting.ownership import engine_files
from plugins.system.clock import read_time

ENGINE_ROOT = Path(__file__).resolve().parents[2]
# The files of a new site, with $names where its own words go.
TEMPLATE = Path(__file__).with_name("template")
# Where a site that nobody has named yet is.
ADDRESS = "https://news.example.org"
PAGES = ("about", "contact")
FOLDERS = ("theme/site/strings", "theme/site/templates", "plugins/site", "content/news", "content/pages")


@dataclass(frozen=True)
class StartResult:
    """A site that was started: its `folder`, its `editions` (name -> address below the root), how many `files` it has,
    which languages have no example text, and `missing`: the number of strings that are still English, by language."""

    folder: Path
    editions: Mapping[str, str]
    files: int
    without_example: tuple[str, ...]
    missing: Mapping[str, int]


def start_site(
    folder: Path, name: str, languages: Sequence[str], *, address: str = ADDRESS, today: dt.date | None = None
) -> StartResult:
    """Make a site in a new folder, in these languages, the first of them at the root; or nothing.

    Where a language can be derived in another script (Serbian in Cyrillic), the site has that edition too. Raises
    UserError where the folder holds something, and for a language, a name or an address that cannot be used.
    """
    languages, name = tuple(dict.fromkeys(languages)), name.strip()
    if not name or set(name) & set("\n{}"):
        raise UserError("the site has no name: give it in one line, without braces, such as --name 'UN Albania'")
    if not languages:
        raise UserError("the site has no language: give --languages codes such as en,sq, the one at the root first")
    check_address(address)
    engine = runpy.run_path(str(ENGINE_ROOT / SETTINGS))
    rows = {code: _language_row(code, name, engine["LANGUAGES"].get(code, {})) for code in languages}
    editions = _edition_rows(languages, engine["EDITIONS"])
    if folder.exists() and (not folder.is_dir() or _entries(folder)):
        raise UserError(f"{folder} is there already and not empty: name a folder that is to be made")
    with _emptied_after_errors(folder):
        for path in (*engine_files(ENGINE_ROOT), "publishconf.py"):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ENGINE_ROOT / path, folder / path)
        for own in FOLDERS:
            (folder / own).mkdir(parents=True, exist_ok=True)
        shutil.copytree(TEMPLATE / "theme", folder / "theme", dirs_exist_ok=True)
        texts = {"name": name, "address": address, "languages": rows, "editions": editions}
        # Texts and tables of texts are the same in Python.
        written = {key: json.dumps(value, indent=4, ensure_ascii=False) for key, value in texts.items()}
        _fill("pelicanconf.txt", folder / SETTINGS, written)
        *first, last = map(english_name, languages)
        names = f"{', '.join(first)} and {last}" if first else last
        _fill("README.md", folder / "README.md", {"name": name, "languages": names})
        for code in languages:
            make_language(folder, code, _own_strings(code, name))
        _write_content(folder, languages, name, today or read_time().date())
    missing = {code: len(read_strings(folder / "theme" / "strings", code).missing) for code in languages}
    return StartResult(
        folder=folder,
        editions={key: f"/{row['prefix']}/" if row["prefix"] else "/" for key, row in editions.items()},
        files=sum(file.is_file() for entry in _entries(folder) for file in (entry, *entry.rglob("*"))),
        without_example=tuple(code for code in languages if not example(code)),
        missing={code: count for code, count in missing.items() if count},
    )


def _entries(folder: Path) -> list[Path]:
    """What a folder holds; an empty clone of a repository holds nothing."""
    return [entry for entry in folder.iterdir() if entry.name != ".git"]


@contextlib.contextmanager
def _emptied_after_errors(folder: Path) -> Iterator[None]:
    """Leave nothing in an empty folder where what fills it fails or is interrupted: it could not be filled again."""
    there = folder.exists()
    try:
        yield
    except BaseException:
        for entry in _entries(folder) if there else [folder]:
            if entry.is_dir():
                shutil.rmtree(entry)
            else:
                entry.unlink(missing_ok=True)
        raise


def _fill(template: str, file: Path, values: Mapping[str, str]) -> None:
    """Write a file of the template, with values in the places of its $names."""
    file.write_text(Template((TEMPLATE / template).read_text("utf-8")).substitute(values), "utf-8")


def _language_row(code: str, name: str, known: Mapping[str, str]) -> dict[str, str]:
    """The row of LANGUAGES, with what the engine's own table has of it."""
    row = language_row(code, name)
    return {
        field: known.get(field, value) if field not in ("site_name", "tagline") else value
        for field, value in row.items()
    }


def _edition_rows(languages: Sequence[str], known: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """The rows of EDITIONS; those of the engine's own table where it has the language, with what is derived from it."""
    rows: dict[str, dict[str, Any]] = {}
    for code in languages:
        row = edition_row(code, is_root=code == languages[0])
        rows[code] = {**row, **known.get(code, {}), "prefix": row["prefix"]}
        rows |= {name: dict(row) for name, row in known.items() if row.get("derived_from") == code}
    return rows


def _own_strings(code: str, name: str) -> dict[str, str]:
    """The site's own words of a language: what the front page says of itself, and the names of its categories."""
    texts = example(code)
    categories = texts.get("categories") or example("en")["categories"]
    return {
        "front_description": str(texts.get("description", "{name}.")).format(name=name),
        **{f"{OWN_SECTION}.{slug}": text for slug, text in categories.items()},
    }


def _write_content(folder: Path, languages: Sequence[str], name: str, today: dt.date) -> None:
    """Write one story and two pages in each language that has an example text."""
    written = [code for code in languages if example(code)]
    for at, code in enumerate(written or languages[:1]):
        texts = example(code) or example("en")
        shared = f"Date: {today}\nCategory: updates\nSDGs: 17\n" if at == 0 else ""
        story = texts["story"]
        # A summary in English would be taken for one in the language of the file.
        summary = story["summary"] if example(code) else name
        head = f"Title: {story['title']}\n{shared}Summary: {summary}\n"
        news = folder / "content" / "news" / str(today.year)
        _write(news / f"first-story.{code}.md", head, story["body"], bool(example(code)))
        for order, page in enumerate(PAGES, 1):
            head = f"Title: {texts[page]['title']}\n" + (f"Order: {order}\n" if at == 0 else "")
            _write(folder / "content" / "pages" / f"{page}.{code}.md", head, texts[page]["body"], bool(example(code)))


def _write(file: Path, head: str, body: str, has_example: bool) -> None:
    text = body.strip()
    if not has_example:
        # English in a file of another language is marked as what it is.
        text = f'<div lang="en" markdown="1">\n\n{text}\n\n</div>'
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"{head}\n{text}\n", "utf-8")
