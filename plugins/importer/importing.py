"""The importer's one verb: pages in, pairs out, and a report of what was done."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import cache
from pathlib import Path

from rich.console import Console
from rich.progress import track

from plugins.content.config import Language
from plugins.importer.drafting import DraftMaker
from plugins.importer.model import Draft, ImportFault
from plugins.importer.options import NOTHING, Site, site_of
from plugins.importer.profiles import read_profile
from plugins.importer.report import Outcome, print_details, print_table
from plugins.importer.source import SUFFIXES, Reading, read_source, sources_in
from plugins.importer.writing import write

# Below this many pages the start of further processes costs more than it saves.
WORTH_SHARING = 24


def run(
    paths: Sequence[str],
    *,
    content: Path,
    languages: Mapping[str, Language],
    categories: Mapping[str, Sequence[str]],
    date: str | None = None,
    slug: str | None = None,
    category: str | None = None,
    goals: str | None = None,
    titles: Mapping[str, str] = NOTHING,
    force: bool = False,
    console: Console | None = None,
) -> int:
    """Import files, folders or "-" (standard input) into `content`; 0 if every page was imported, else 1.

    `languages` are the site's, the first one that of the addresses; `categories` maps slugs to their names, the one to
    write first; `titles` maps languages to titles and, like `date`, `slug`, `category` and `goals`, wins over the page.
    """
    console = console or Console()
    given = {"date": date, "slug": slug, "category": category, "goals": goals}
    try:
        site = site_of(languages, categories, {name: value or "" for name, value in given.items()}, titles)
        files = files_of(paths)
        if len(files) > 1 and (slug or any(titles.values())):
            raise ImportFault("a slug or a title belongs to one page: import that page alone, or leave the option out")
    except ImportFault as fault:
        console.print(str(fault), style="red", markup=False, highlight=False, soft_wrap=True)
        return 1
    outcomes = [_written(path, result, content, site, force) for path, result in _drafts(files, site, console)]
    print_details(outcomes, console, content)
    if len(outcomes) > 1:
        print_table(outcomes, console, site.codes)
    return 1 if any(outcome.fault for outcome in outcomes) else 0


def files_of(paths: Sequence[str]) -> list[str]:
    """The files that the paths name, each folder's in order; raises ImportFault."""
    files: list[str] = []
    for path in paths:
        if path == "-" or not Path(path).is_dir():
            files.append(path)
        else:
            files += sources_in(Path(path))
    if not files:
        kinds = ", ".join(SUFFIXES)
        raise ImportFault(
            f"{' '.join(paths) or 'import'}: there is nothing to import; name a file ({kinds}), a folder "
            "with such files, or - for standard input"
        )
    return list(dict.fromkeys(files))


def _drafts(files: Sequence[str], site: Site, console: Console) -> Iterator[tuple[str, Draft | str]]:
    """Each file with its draft, or with the fault that kept it from one; in the files' order."""
    if len(files) == 1:
        yield files[0], prepared(files[0], site)
        return
    workers = min(os.cpu_count() or 1, len(files) // WORTH_SHARING)
    if workers < 2 or "-" in files:
        here = (prepared(file, site) for file in files)
        yield from zip(files, track(here, "Importing", len(files), console=console), strict=True)
        return
    with ProcessPoolExecutor(workers) as pool:
        results = pool.map(prepared, files, [site] * len(files), chunksize=8)
        yield from zip(files, track(results, "Importing", len(files), console=console), strict=True)


@cache
def _maker(site: Site) -> DraftMaker:
    """One maker for all pages of a process: it keeps what it learnt of each word."""
    return site.maker()


def prepared(path: str, site: Site) -> Draft | str:
    """The draft of a file, or the message that says why there is none."""
    try:
        maker = _maker(site)
        return maker.draft(read_source(path, Reading(maker.own, maker.facts.is_fact)))
    except ImportFault as fault:
        return str(fault)
    except Exception as error:
        # One bad page must not stop the others, whatever is wrong with it.
        return (
            f"{path}: the page could not be read ({type(error).__name__}: {error}): import its text as a .txt "
            "file, and report this page"
        )


def _written(path: str, result: Draft | str, content: Path, site: Site, force: bool) -> Outcome:
    if isinstance(result, str):
        return Outcome(path, fault=result)
    profiles = {code: read_profile(code, name, cldr) for code, name, cldr in site.languages}
    if not result.bodies:
        names = " or ".join(profile.name for profile in profiles.values())
        fault = f"{path}: it has no text in {names}, and nothing was written: what it has is told below"
        return Outcome(path, draft=replace(result, notes=(), questions=()), fault=fault)
    titles = {code: profile.draft_title for code, profile in profiles.items()}
    try:
        return Outcome(path, draft=result, files=tuple(write(result, content, site.codes, titles, force)))
    except ImportFault as fault:
        return Outcome(path, draft=result, fault=f"{path}: {fault}")
