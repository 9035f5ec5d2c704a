"""Imports many pages: files and folders in, one outcome a page, in several processes where that is quicker."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from plugins.content.settings.site_config import SiteLanguage
from plugins.importer.document import ImportFailure
from plugins.importer.language.data import read_language
from plugins.importer.options import NOTHING, ImportSite, site_of
from plugins.importer.pipeline import import_document
from plugins.importer.readers.dispatch import SUFFIXES, load, sources_in
from plugins.importer.report import ImportOutcome
from plugins.importer.result import ImportResult
from plugins.importer.writers.files import write_result
from plugins.system.workers import count_processors, start_jobs

# Below this many pages the start of further processes costs more than it saves.
WORTH_SHARING = 24


def import_files(
    paths: Sequence[str],
    *,
    content: Path,
    languages: Mapping[str, SiteLanguage],
    categories: Mapping[str, Sequence[str]],
    date: str | None = None,
    slug: str | None = None,
    category: str | None = None,
    goals: str | None = None,
    titles: Mapping[str, str] = NOTHING,
    force: bool = False,
) -> Iterator[tuple[int, ImportOutcome]]:
    """Import files, folders or "-" (standard input) into `content`; yields how many pages there are, and each outcome.

    `languages` are the site's, the first one that of the addresses; `categories` maps slugs to their names, the one to
    write first; `titles` maps languages to titles and, like `date`, `slug`, `category` and `goals`, wins over the page.
    Raises ImportFailure where an option or a path is wrong.
    """
    given = {"date": date, "slug": slug, "category": category, "goals": goals}
    site = site_of(languages, categories, {name: value or "" for name, value in given.items()}, titles)
    files = files_of(paths)
    if len(files) > 1 and (slug or any(titles.values())):
        raise ImportFailure("a slug or a title belongs to one page: import that page alone, or leave the option out")
    for path, result in _results(files, site):
        yield len(files), _write_outcome(path, result, content, site, force)


def files_of(paths: Sequence[str]) -> list[str]:
    """The files that the paths name, each folder's in order; raises ImportFailure."""
    files: list[str] = []
    for path in paths:
        if path == "-" or not Path(path).is_dir():
            files.append(path)
        else:
            files += sources_in(Path(path))
    if not files:
        kinds = ", ".join(SUFFIXES)
        raise ImportFailure(
            f"{' '.join(paths) or 'import'}: there is nothing to import; name a file ({kinds}), a folder "
            "with such files, or - for standard input"
        )
    return list(dict.fromkeys(files))


def _results(files: Sequence[str], site: ImportSite) -> Iterator[tuple[str, ImportResult | str]]:
    """Each file with its result, or with the message that says why there is none; in the files' order."""
    # Standard input is read here.
    workers = 1 if "-" in files else min(count_processors(), len(files) // WORTH_SHARING)
    results = start_jobs(files, partial(import_file, site=site), workers, jobs_a_process=WORTH_SHARING)
    yield from zip(files, results(), strict=True)


def import_file(path: str, site: ImportSite) -> ImportResult | str:
    """The result for a file, or the message that says why there is none."""
    try:
        name = "standard input" if path == "-" else path
        return import_document(load(path), name, site, None if path == "-" else Path(path).parent)
    except ImportFailure as failure:
        return str(failure)
    except Exception as error:
        # One bad page must not stop the others, whatever is wrong with it.
        return (
            f"{path}: the page could not be read ({type(error).__name__}: {error}): import its text as a .txt "
            "file, and report this page"
        )


def _write_outcome(
    path: str, result: ImportResult | str, content: Path, site: ImportSite, force: bool
) -> ImportOutcome:
    if isinstance(result, str):
        return ImportOutcome(path, failure=result)
    if not result.files:
        names = " or ".join(read_language(code, name, cldr).name for code, name, cldr in site.languages)
        failure = f"{path}: it has no text in {names}, and nothing was written: what it has is shown below"
        return ImportOutcome(path, result=result, failure=failure)
    try:
        return ImportOutcome(path, result=result, files=tuple(write_result(result, content, force)))
    except ImportFailure as failed:
        return ImportOutcome(path, result=result, failure=f"{path}: {failed}")
