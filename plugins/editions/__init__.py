"""Editions: one site for each language and script, from one content library.

Reads `content/` into a `ContentLibrary` and runs Pelican once for each edition by way of pelican-i18n-subsites, whose
table it derives from `EDITIONS`. In each run Pelican's own generators make the edition's articles and pages from the
library (`generators.py`), so that other plugins see what they see on any site. A build writes to a staging folder,
which takes the output's place when all runs have ended well.

Settings: those in `DEFAULTS`; Pelican's `SITEURL`, `TIMEZONE`, `PATH`, `THEME`, `OUTPUT_PATH`, `MARKDOWN`; and those of
Pelican's that `pelican_settings.py` sets or refuses.
Puts in the settings of each run: `BUILD` (the `BuildContext`), `EDITION` (the edition's name) and, as
pelican-i18n-subsites has them, `SITEURL`, `OUTPUT_PATH` and `DEFAULT_LANG`.
Puts in the context of each run: `edition_site` (an `EditionSite`).
Signals: `initialized` (settings, library), `generator_init` (templates), `article_generator_init` and
`page_generator_init` (generators), `get_generators` (errors in the content end the build), `get_writer`,
`all_generators_finalized`, `finalized` (pages; then staging to output).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pelican import signals
from pelican.contents import Content
from pelican.plugins.i18n_subsites import i18n_subsites

from plugins.build_cache.options import BuildOptions
from plugins.build_cache.protocol import NullCache
from plugins.content.library import load_library
from plugins.content.links.aliases import check_against_output
from plugins.content.links.attachments import MEGABYTES, TYPES
from plugins.content.markup.markdown import MarkdownRenderer
from plugins.content.settings.setting_types import check_folders
from plugins.content.settings.site_config import SiteConfig, now_of, read_site_config
from plugins.diagnostics import ContentErrors
from plugins.diagnostics.overrides import apply_overrides, read_overrides
from plugins.editions.bodies import Bodies
from plugins.editions.build_context import KEY, BuildContext, build_context
from plugins.editions.edition_site import draw_plain_image, find_no_picture
from plugins.editions.generators import (
    StoryArticles,
    StoryPages,
    complete_stories,
    use_story_articles,
    use_story_pages,
)
from plugins.editions.output_folder import commit, files_below, staging_for
from plugins.editions.page_keys import BuildKeys
from plugins.editions.pelican_settings import use_pelican_settings
from plugins.editions.pelican_writer import edition_writer, take_over_writers
from plugins.editions.templates import use_theme_environment
from plugins.editions.third_party import find_third_party, third_party_code

DEFAULTS: dict[str, Any] = {
    "LANGUAGES": {},  # the languages that editors write in: code -> name, cldr, quotes
    "EDITIONS": {},  # the published versions: name -> language or derived_from, tag, prefix, label, …
    "CATEGORIES": (),  # slugs; their names are in theme/strings
    "EXTRA_FIELDS": (),  # further fields of a header, for third-party plugins and templates of the site's own
    "EXTRA_HTML": {},  # further elements and attributes that may remain in the HTML of texts
    "UNTRANSLATED": "notice",  # what other editions show of a story without a translation: hide, link or notice
    "SHOW_OUTDATED": True,  # whether readers see that a translation is older than its original
    "PREVIEW_KEY": "",  # a long secret word; the addresses of previews of drafts are made from it
    "ATTACHMENT_TYPES": TYPES,  # the endings of files that texts may link to
    "ATTACHMENT_MEGABYTES": MEGABYTES,  # the largest of them that is taken, in millions of bytes
    "READ_GOALS": "plugins.sdg.tagging:parse_goals",  # the function that reads the SDGs field
}


def prepare_build(pelican: Any) -> None:
    """Handler of `initialized`: in the root edition's run, read the content and make the build context."""
    settings = pelican.settings
    if KEY in settings:
        return
    as_given = {name: value for name, value in settings.items() if name != "BUILD_CACHE"}
    for name, value in DEFAULTS.items():
        settings.setdefault(name, value)
    use_pelican_settings(settings)
    output = Path(settings["OUTPUT_PATH"])
    # Pelican's own commands take folders as options, beside the settings file.
    check_folders(settings, Path.cwd())
    config = read_site_config(settings)
    root = config.editions[0]
    staging = staging_for(output, Path(settings["CACHE_PATH"]))
    cache = settings.get("BUILD_CACHE") or NullCache()
    keys = BuildKeys(settings, third_party_code(pelican.plugins))
    cache.begin(keys.code)
    library = load_library(config, now_of(settings), cache.content)
    settings[KEY] = BuildContext(
        config=config,
        library=library,
        cache=cache,
        keys=keys,
        options=settings.get("BUILD_OPTIONS") or BuildOptions(),
        bodies=Bodies(
            config, MarkdownRenderer(settings["MARKDOWN"], settings["EXTRA_HTML"]), cache, library.published_names
        ),
        third_party=find_third_party(settings),
        staging=staging,
        output=output,
        root_url=settings["SITEURL"],
        draw_image=draw_plain_image,
        find_picture=find_no_picture,
        picture_version=find_no_picture,
        changes_at=[pair.shared.date for pair in library.waiting if pair.shared.date],
        settings=as_given,
    )
    settings.update(EDITION=root.name, DEFAULT_LANG=root.tag.lower())
    settings["I18N_SUBSITES"] = subsites(config, settings["SITEURL"], staging)
    # Each story is in its edition's language already: the plugin has nothing to filter or link.
    settings["I18N_GENERATORS_INFO"] = {StoryArticles: {}, StoryPages: {}}
    # The plugin keeps its state in its module; that of a failed build is reset.
    i18n_subsites._MAIN_SETTINGS = None
    # Pelican keeps every story that was asked for its text, and with it the build, as long as the program runs.
    for name in ("get_content", "get_summary"):
        getattr(Content, name).cache.clear()
    # Connected last, so that they follow the handlers of all other plugins.
    signals.all_generators_finalized.connect(complete_stories)
    signals.finalized.connect(finish)


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


def begin_run(pelican: Any) -> None:
    """Handler of `get_generators`: send the run's files to the staging folder; raises ContentErrors if anything is
    wrong in the content."""
    build = build_context(pelican.settings)
    if pelican.settings["EDITION"] == build.root.name:
        if build.has_begun:
            build = prepare_again(pelican, build)
        build.has_begun = True
        # Not before the run begins: `pelican --listen` makes an instance only to serve its OUTPUT_PATH.
        pelican.output_path = pelican.settings["OUTPUT_PATH"] = str(build.staging)
    diagnostics = apply_overrides(build.library.diagnostics, read_overrides(pelican.settings))
    if errors := [one for one in diagnostics if one.severity == "error"]:
        raise ContentErrors(errors)
    # Other plugins may have connected handlers or changed settings since this one was registered.
    take_over_writers(build)
    build.third_party = find_third_party(pelican.settings, has_writer=bool(build.writer_receivers))
    build.bodies.renderer = MarkdownRenderer(pelican.settings["MARKDOWN"], pelican.settings["EXTRA_HTML"])
    Path(pelican.output_path).mkdir(parents=True, exist_ok=True)


def prepare_again(pelican: Any, before: BuildContext) -> BuildContext:
    """The context of a further build by the same instance: `pelican --autoreload` runs one again and again."""
    pelican.settings.clear()
    pelican.settings.update(before.settings)
    signals.initialized.send(pelican)
    # Its handler of this signal may have run first, with the state of a failed build.
    i18n_subsites.initialize_plugin(pelican)
    build = build_context(pelican.settings)
    build.writer_receivers = before.writer_receivers
    return build


def write_pages(pelican: Any) -> None:
    """Handler of `finalized`, before those of other plugins: all pages are written, at the end of the root's run or,
    where a third-party plugin takes part, of each run."""
    build = build_context(pelican.settings)
    if build.third_party.takes_part or pelican.settings["EDITION"] == build.root.name:
        build.cache.write_pages()


def finish(pelican: Any) -> None:
    """Handler of `finalized`, after those of other plugins: when the root edition's run has ended, the staging folder
    takes the output's place."""
    build = build_context(pelican.settings)
    if pelican.settings["EDITION"] != build.root.name:
        return
    stop_at_taken_addresses(build)
    build.changes = commit(build.staging, build.output, build.kept, build.cache.output_files())
    build.cache.finish(build.library.records(), build.changes.written, build.changes.removed)


def stop_at_taken_addresses(build: BuildContext) -> None:
    """Raise ContentErrors for an alias, now or once its story's time has come, that is an address of this build."""
    library = build.library
    aliased = [pair for pair in (*library.published_pairs, *library.waiting) if pair.shared.aliases]
    if aliased:
        files = {*files_below(str(build.staging)), *build.kept}
        if found := list(check_against_output(aliased, library.config, files)):
            raise ContentErrors(found)


def register() -> None:
    """Connect the handlers."""
    signals.initialized.connect(prepare_build)
    signals.generator_init.connect(use_theme_environment)
    signals.article_generator_init.connect(use_story_articles)
    signals.page_generator_init.connect(use_story_pages)
    signals.get_generators.connect(begin_run)
    signals.get_writer.connect(edition_writer)
    signals.finalized.connect(write_pages)
