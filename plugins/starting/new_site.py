"""`start_site`: a new site with this engine, without the demonstration's content."""

from __future__ import annotations

import datetime as dt
import json
import runpy
import shutil
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from plugins.diagnostics import UserError
from plugins.locales.strings import read_strings, site_strings
from plugins.starting.language_kit import edition_row, english_name, language_row, make_language
from plugins.starting.ownership import (
    RECORD,
    SETTINGS,
    describe_release,
    engine_files,
    write_release,
)

ENGINE_ROOT = Path(__file__).resolve().parents[2]
CATEGORIES = ("updates", "stories", "statements")
# Where a site that nobody has named yet is.
ADDRESS = "https://news.example.org"
PAGES = ("about", "contact")
# Where a site's own look goes, below theme/site.
LOOK = {
    "colours.css": "colours.css",
    "icon.svg": "icon.svg",
    "README.md": "README.md",
}
OWN_WORDS = "# This site's own words: each takes the place of that in theme/strings.\n"


class StartError(UserError):
    """A site cannot be started there; the message says why and what to do."""


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
    folder: Path,
    name: str,
    languages: Sequence[str],
    *,
    address: str = ADDRESS,
    time_zone: str = "UTC",
    today: dt.date | None = None,
    engine: Path = ENGINE_ROOT,
) -> StartResult:
    """Make a site in a new folder, in these languages, the first of them at the root.

    Where a language can be derived in another script (Serbian in Cyrillic), the site has that edition too. Raises
    StartError where the folder holds something, and UserError for a language or a name that cannot be used.
    """
    languages = tuple(dict.fromkeys(languages))
    if not name.strip() or "\n" in name:
        raise StartError("the site has no name: give it in one line, such as --name 'UN Albania'")
    if not languages:
        raise StartError("the site has no language: give --languages codes such as en,sq, the one at the root first")
    rows = {code: language_row(code) for code in languages}
    known: Mapping[str, Mapping[str, str]] = runpy.run_path(str(engine / SETTINGS))["LANGUAGES"]
    for code in rows:
        rows[code].update((field, known[code][field]) for field in rows[code] if field in known.get(code, {}))
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StartError(f"{folder} is there already and not empty: name a folder that is to be made")
    _copy_engine(engine, folder)
    settings = _Settings(name.strip(), address, time_zone, rows, _editions(engine, languages))
    (folder / SETTINGS).write_text(settings.text(), "utf-8")
    shutil.copyfile(engine / "publishconf.py", folder / "publishconf.py")
    (folder / "README.md").write_text(_readme(name.strip(), languages), "utf-8")
    _write_look(folder)
    missing: dict[str, int] = {}
    for code in languages:
        make_language(folder, code)
        missing[code] = _write_own_strings(folder, code, name.strip())
    _write_content(folder, languages, name.strip(), today or dt.date.today())
    write_release(describe_release(engine), folder / RECORD)
    return StartResult(
        folder=folder,
        editions={key: f"/{row['prefix']}/" if row["prefix"] else "/" for key, row in settings.editions.items()},
        files=sum(1 for file in folder.rglob("*") if file.is_file()),
        without_example=tuple(code for code in languages if not example(code)),
        missing={code: count for code, count in missing.items() if count},
    )


def example(code: str) -> dict[str, Any]:
    """The example texts of a language; empty where nobody has written any."""
    file = files("plugins.starting").joinpath("examples", f"{code}.toml")
    return tomllib.loads(file.read_text("utf-8")) if file.is_file() else {}


def _copy_engine(engine: Path, folder: Path) -> None:
    for path in engine_files(engine):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(engine / path, target)
    for own in ("theme/site/strings", "theme/site/templates", "plugins/site", "content/news", "content/pages"):
        (folder / own).mkdir(parents=True, exist_ok=True)


def _editions(engine: Path, languages: Sequence[str]) -> dict[str, dict[str, Any]]:
    """The rows of EDITIONS; those of the engine's own table where it has the language, with what is derived from it."""
    known: Mapping[str, Mapping[str, Any]] = runpy.run_path(str(engine / SETTINGS))["EDITIONS"]
    found: dict[str, dict[str, Any]] = {}
    for code in languages:
        is_root = code == languages[0]
        found[code] = {**known.get(code, {}), "prefix": "" if is_root else code}
        found[code] = {**edition_row(code, is_root=is_root), **found[code]}
        for name, row in known.items():
            if row.get("derived_from") == code:
                found[name] = dict(row)
    return found


@dataclass(frozen=True)
class _Settings:
    """The settings of a new site."""

    name: str
    address: str
    time_zone: str
    languages: Mapping[str, Mapping[str, str]]
    editions: Mapping[str, Mapping[str, Any]]

    def text(self) -> str:
        """The settings file."""
        languages = {
            code: {**row, "site_name": self.name, "tagline": _tagline(code, self.name)}
            for code, row in self.languages.items()
        }
        return "\n".join(
            [
                '"""Facts about the site, as docs/settings.md explains. Plugins are named here, never imported."""',
                "",
                f"SITENAME = {_python(self.name)}",
                f"SITEURL = {_python(self.address)}",
                f"TIMEZONE = {_python(self.time_zone)}",
                "",
                'PATH = "content"',
                'OUTPUT_PATH = "output"',
                'THEME = "theme"',
                'CACHE_PATH = ".cache"',
                "",
                "# The languages that editors write in. `cldr` is the locale of dates, numbers and plural forms.",
                f"LANGUAGES = {_python(languages)}",
                "",
                '# The published versions of the whole site. The one with the prefix "" is at the root.',
                f"EDITIONS = {_python(self.editions)}",
                "",
                "# Slugs of the categories, in the order of the menu; their names stand in theme/site/strings.",
                f"CATEGORIES = {json.dumps(CATEGORIES)}",
                'UNTRANSLATED = "notice"',
                "",
                'PLUGINS = ["plugins.newsroom"]',
                "",
            ]
        )


def _python(value: Any) -> str:
    """A text, or a table of texts, as Python writes it."""
    return json.dumps(value, indent=4, ensure_ascii=False)


def _tagline(code: str, name: str) -> str:
    return str(example(code).get("tagline", "{name}")).format(name=name)


def _write_own_strings(folder: Path, code: str, name: str) -> int:
    """Write the site's own words of a language: names of categories, and what the front page says of itself. Gives how
    many sentences English stands in for."""
    file = site_strings(folder / "theme" / "strings", code)
    texts = example(code)
    categories = texts.get("categories") or example("en")["categories"]
    description = str(texts.get("description", "{name}.")).format(name=name)
    written = file.read_text("utf-8") if file.is_file() else OWN_WORDS
    kept = [line for line in written.splitlines() if not line.startswith("front_description")]
    begin = next((at for at, line in enumerate(kept) if line.startswith("[categories]")), None)
    if begin is not None:
        end = next((at for at in range(begin + 1, len(kept)) if kept[at].startswith("[")), len(kept))
        del kept[begin:end]
    at = next((at for at, line in enumerate(kept) if line.startswith("[")), len(kept))
    own = [f"front_description = {json.dumps(description, ensure_ascii=False)}", ""]
    names = [f"{slug} = {json.dumps(text, ensure_ascii=False)}" for slug, text in categories.items()]
    lines = [*kept[:at], *own, *kept[at:], "", "[categories]", *names]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(lines).replace("\n\n\n", "\n\n") + "\n", "utf-8")
    return len(read_strings(folder / "theme" / "strings", code).missing)


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


def _write_look(folder: Path) -> None:
    own, look = folder / "theme" / "site", files("plugins.starting").joinpath("look")
    for name, target in LOOK.items():
        (own / target).parent.mkdir(parents=True, exist_ok=True)
        (own / target).write_text(look.joinpath(name).read_text("utf-8"), "utf-8")


def _readme(name: str, languages: Sequence[str]) -> str:
    *first, last = map(english_name, languages)
    names = f"{', '.join(first)} and {last}" if first else last
    return f"""# {name}

A news site in {names}, made with Dvoglas.

```
./inv serve      shows it on this computer, and follows every file that is saved
./inv edit       opens the stories in the browser, to write and translate them
./inv new TITLE  begins a story
./inv check      reads the texts for mistakes
./inv publish    brings it to readers
```

What belongs to this site: `content/`, `theme/site/`, `plugins/site/`, `pelicanconf.py`, `publishconf.py` and this file.
Everything else is the engine's: `docs/upgrading.md` says how to take a new version.
"""
