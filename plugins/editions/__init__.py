"""Languages and editions: one article in several languages, each edition of the site in its own words.

Reads `content/`, makes pairs of the files that share a slug, finds the other files that texts link to, and runs Pelican
once for each edition by way of pelican-i18n-subsites, whose table it derives from `EDITIONS`.

Reads `KNOWN_SOURCES`, `KNOWN_PAIRS` and `KNOWN_TEMPLATES` (what need not be read or compiled again), `PRESENT` (the
files in the output) and `ONCE` (a memory for fragments), where another plugin put them.

Settings (all are in `DEFAULTS` below, with what they mean), and Pelican's `SITEURL`, `TIMEZONE`, `PATH`, `THEME`,
`OUTPUT_PATH`.

Puts in the settings of each run: `NEWSROOM` (a `ContentLibrary`), `EDITION` (the edition by name), `SITE_URL` (the
root's address), `SITE_OUTPUT` (the output folder), `BODIES` (HTML by edition and source name), `LISTED` (the pages for
search engines so far), `PREVIEWS` (file and address of each), `KEPT` (files of the output that stay although this build
did not write them), `CHANGES_AT` (moments at which the site changes by itself) and, after a build, `CHANGES`. Puts in
the context: `site`, the run's `EditionSite`.

Signals: `initialized` (settings, newsroom), `readers_init`, `generator_init`, `get_generators`, `finalized` (staging to
output).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pelican import signals
from pelican.plugins.i18n_subsites import i18n_subsites

from plugins.content.attachments import MEGABYTES, TYPES
from plugins.content.config import SiteConfig, now_of, read_site_config
from plugins.content.library import load_library
from plugins.diagnostics import ContentErrors
from plugins.editions.generator import LibraryGenerator
from plugins.editions.output_folder import check_output, commit, staging_for
from plugins.editions.reader import use_reader
from plugins.editions.templates import use_own_templates

DEFAULTS: dict[str, Any] = {
    "LANGUAGES": {},  # the languages that editors write in: code -> name, cldr, quotes
    "EDITIONS": {},  # the published versions: name -> language or derived_from, tag, prefix, label, …
    "CATEGORIES": (),  # slugs; their names are in theme/strings
    "UNTRANSLATED": "notice",  # what other editions show of a story without a translation: hide, link or notice
    "TELL_BEHIND": True,  # whether readers are told that a translation is older than its original
    "PREVIEW_KEY": "",  # a long secret word; the addresses of previews of drafts are made from it
    "ATTACHMENT_TYPES": TYPES,  # the endings of files that texts may link to
    "ATTACHMENT_MEGABYTES": MEGABYTES,  # the largest of them that is taken, in millions of bytes
    "READ_GOALS": "plugins.sdg.tagging:parse_goals",  # the function that reads the SDGs field
}


def prepare(pelican: Any) -> None:
    """Handler of `initialized`: in the first run, read everything and lay the table for the runs of the other
    editions."""
    settings = pelican.settings
    if "NEWSROOM" in settings:
        return
    for name, value in DEFAULTS.items():
        settings.setdefault(name, value)
    output = Path(settings["OUTPUT_PATH"])
    check_output(output, Path(settings["PATH"]), Path(settings["THEME"]))
    config = read_site_config(settings)
    root = config.editions[0]
    staging = staging_for(output, Path(settings["CACHE_PATH"]))
    known, known_pairs = settings.get("KNOWN_SOURCES"), settings.get("KNOWN_PAIRS")
    library = load_library(config, now_of(settings), known, known_pairs)
    settings.update(
        NEWSROOM=library,
        CHANGES_AT=[pair.shared.date for pair in library.waiting],
        EDITION=root.name,
        SITE_URL=settings["SITEURL"],
        SITE_OUTPUT=str(output),
        BODIES={},
        LISTED=[],
        PREVIEWS=[],
        KEPT=set(),
        OUTPUT_PATH=str(staging),
        DEFAULT_LANG=root.tag.lower(),
    )
    pelican.output_path = settings["OUTPUT_PATH"]
    settings["I18N_SUBSITES"] = subsites(config, settings["SITE_URL"], staging)
    # It keeps its state in its module; a build that failed before must not leak into this one.
    i18n_subsites._MAIN_SETTINGS = None


def subsites(config: SiteConfig, site_url: str, staging: Path) -> dict[str, dict[str, str]]:
    """The table of pelican-i18n-subsites: the settings in which each further edition's run differs from the root's."""
    # The plugin takes the last entry first, and an edition must be read before what is derived from it.
    further = sorted(config.editions[1:], key=lambda edition: not edition.derived_from)
    return {
        edition.tag.lower(): {
            "EDITION": edition.name,
            "SITEURL": f"{site_url}/{edition.prefix}",
            "OUTPUT_PATH": str(staging / edition.prefix),
        }
        for edition in further
    }


def first_generator(pelican: Any) -> type[LibraryGenerator]:
    """Handler of `get_generators`: stop here if anything is wrong in the content, else read the bodies first."""
    diagnostics = pelican.settings["NEWSROOM"].diagnostics
    if diagnostics:
        raise ContentErrors(diagnostics)
    return LibraryGenerator


def finish(pelican: Any) -> None:
    """Handler of `finalized`: when the last run, the root edition's, has ended, the build takes the place of the
    last."""
    settings = pelican.settings
    if settings["EDITION"] == settings["NEWSROOM"].config.editions[0].name:
        staging, output = Path(settings["OUTPUT_PATH"]), Path(settings["SITE_OUTPUT"])
        settings["CHANGES"] = commit(staging, output, settings["KEPT"], settings.get("PRESENT"))


def register() -> None:
    """Connect the handlers."""
    signals.initialized.connect(prepare)
    signals.readers_init.connect(use_reader)
    signals.generator_init.connect(use_own_templates)
    signals.get_generators.connect(first_generator)
    signals.finalized.connect(finish)
