"""The engine as one Pelican plugin: `PLUGINS = ["plugins.newsroom"]` builds a site in all its editions.

`register` is the table of contents of a build: each of Pelican's signals, in its order, with what the engine does
then. pelican-i18n-subsites runs Pelican once for each further edition, and `plugins.sdg` reads goals; both are
registered here.

Settings: those of `plugins.content.settings.table`, which docs/settings.md lists.
Puts in the settings of each run: `BUILD` (the `BuildContext`), `EDITION` (the edition's name) and, as
pelican-i18n-subsites has them, `SITEURL`, `OUTPUT_PATH` and `DEFAULT_LANG`.
Puts in the context of each run: `edition_site` (an `EditionSite`) and `site_context`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.contents import Content
from pelican.generators import Generator
from pelican.plugins.i18n_subsites import i18n_subsites

from plugins import sdg
from plugins.build_cache import open_cache
from plugins.build_cache.file_stats import files_below
from plugins.build_cache.protocol import BuildOptions
from plugins.content.library import Record, load_library
from plugins.content.links.aliases import check_against_output
from plugins.content.markup.markdown import MarkdownRenderer
from plugins.content.markup.rendered import TextExtract
from plugins.content.settings.site_config import SiteConfig, read_clock, read_site_config
from plugins.content.sources import check_plain_file
from plugins.diagnostics import ContentErrors, Diagnostic
from plugins.diagnostics.overrides import apply_overrides, read_overrides
from plugins.editions.bodies import Bodies
from plugins.editions.build_context import KEY, BuildContext, build_context
from plugins.editions.build_keys import code_version
from plugins.editions.foreign_code import RULE, find_foreign_code, has_third_party
from plugins.editions.output_folder import commit, staging_for
from plugins.editions.pelican_settings import check_settings, complete_settings
from plugins.editions.pelican_writer import edition_writer, take_over_writers
from plugins.editions.templates import read_all_templates, use_theme_environment
from plugins.feeds.generator import FeedGenerator
from plugins.images import album_of, check_pictures
from plugins.pages.generators import (
    StoryArticles,
    StoryPages,
    complete_stories,
    use_story_articles,
    use_story_pages,
)
from plugins.search.generator import SearchGenerator

KEPT_TABLES = {"content": dict[str, Record], "extracts": dict[str, TextExtract], "lines": dict[str, str]}
"""What a build keeps for the next one beside pages: the types of its tables."""


def register() -> None:
    """Connect the engine to Pelican's signals, in the order in which Pelican sends them."""
    signals.initialized.connect(begin_build)
    i18n_subsites.register()
    sdg.register()
    # From here on once for each edition.
    signals.get_generators.connect(begin_run)
    signals.generator_init.connect(use_theme_environment)
    signals.article_generator_init.connect(use_story_articles)
    signals.page_generator_init.connect(use_story_pages)
    signals.static_generator_finalized.connect(check_static_files)
    # `complete_stories` at `all_generators_finalized`: see `begin_build`.
    signals.get_writer.connect(prepare_pages)
    signals.get_writer.connect(edition_writer)
    signals.finalized.connect(write_pages)
    # `finish` at `finalized`: see `begin_build`.


def begin_build(pelican: Any) -> None:
    """Settings, content, pictures, and the runs of the further editions; does nothing in these."""
    settings = pelican.settings
    if KEY in settings:
        return
    as_given = dict(settings)
    # Pelican's own commands read the settings file themselves, and take folders as options beside it.
    check_settings(settings, Path.cwd())
    complete_settings(settings)
    # It may have been registered before this plugin, and have taken its own defaults.
    sdg.prepare_settings(pelican)
    build = settings[KEY] = read_build(settings, as_given)
    # What the texts name is found in their HTML: other processes begin before somebody asks.
    build.bodies.prepare(build.library.all_texts())
    settings.update(EDITION=build.root.name, DEFAULT_LANG=build.root.tag.lower())
    settings["SDG_TITLES"] = {**settings["SDG_TITLES"], **goal_titles(build.config)}
    settings["I18N_SUBSITES"] = subsites(build.config, settings["SITEURL"], build.staging)
    # Each story is in its edition's language already: pelican-i18n-subsites has nothing to filter or link.
    settings["I18N_GENERATORS_INFO"] = {StoryArticles: {}, StoryPages: {}}
    # It keeps its state in its module; that of a failed build is reset.
    i18n_subsites._MAIN_SETTINGS = None
    # Pelican keeps every story that was asked for its text, and with it the build, as long as the program runs.
    for name in ("get_content", "get_summary"):
        getattr(Content, name).cache.clear()
    # Connected last, so that they follow the handlers of all other plugins.
    signals.all_generators_finalized.connect(complete_stories)
    signals.finalized.connect(finish)


def read_build(settings: dict[str, Any], as_given: dict[str, Any]) -> BuildContext:
    """The context of a build with these settings: its cache, and the content, unless that has been read before."""
    options = settings.get("BUILD_OPTIONS") or BuildOptions()
    # Third-party plugins may have changed how texts are read.
    if options.context and not has_third_party(settings):
        before: BuildContext = options.context
        return replace(before, options=options, settings=settings, settings_before=as_given)
    output = Path(settings["OUTPUT_PATH"])
    cache, code_key = open_cache(settings), code_version(Path(settings["CACHE_PATH"]))
    foreign = find_foreign_code(settings)
    if cache.begin(code_key, KEPT_TABLES, use_kept=not foreign) and foreign:
        reasons = f"the settings bring code of the site's own ({', '.join(foreign)}), and what that reads is not known"
        options.notice(f"Every page is rendered in every build: {reasons}.")
    config = read_site_config(settings, cache.text)
    bodies = Bodies(config, config.renderer, cache)
    known = cache.tables.get("content", {})
    clock = options.clock or (options.context.library.clock if options.context else read_clock(settings))
    # Who builds again and again shows pages between two builds, when files have changed.
    library = load_library(config, clock, known, bodies.extract, hold=options.memory is not None)
    bodies.published_names = library.published_names
    album = album_of(settings)
    return BuildContext(
        config=config,
        library=replace(library, checks=(partial(check_pictures, album=album),)),
        cache=cache,
        code_key=code_key,
        options=options,
        foreign_code=foreign,
        bodies=bodies,
        has_plugins=has_third_party(settings),
        staging=staging_for(output, Path(settings["CACHE_PATH"])),
        output=output,
        root_url=settings["SITEURL"],
        pictures=album,
        settings=settings,
        settings_before=as_given,
    )


def goal_titles(config: SiteConfig) -> dict[str, dict[str, tuple[str, str]]]:
    """The titles of the goals in the strings of each edition, by its tag, as the plugin `sdg` has them in its
    setting."""
    tables = {edition.tag.lower(): config.strings[edition.name].section for edition in config.editions}
    return {
        tag: {number: (title, section("goals_full")[number]) for number, title in section("goals").items()}
        for tag, section in tables.items()
    }


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


def begin_run(pelican: Any) -> list[type[Generator]]:
    """Send the run's files to the staging folder; returns the generators that follow Pelican's, the feeds' last, since
    the sitemap lists all pages. Raises ContentErrors where no stories can be made of the content."""
    build = build_context(pelican.settings)
    if pelican.settings["EDITION"] == build.root.name:
        if build.has_begun:
            build = prepare_again(pelican, build)
        build.has_begun = True
        # Not before the run begins: `pelican --listen` makes an instance only to serve its OUTPUT_PATH.
        pelican.output_path = pelican.settings["OUTPUT_PATH"] = str(build.staging)
    # Other plugins may have connected handlers or changed settings since this one was registered.
    take_over_writers(build)
    build.has_plugins = bool(build.writer_receivers) or has_third_party(pelican.settings)
    if build.has_plugins:
        if pelican.settings["EDITION"] == build.root.name:
            build.options.notice(RULE)
        build.bodies.renderer = MarkdownRenderer(pelican.settings["MARKDOWN"], pelican.settings["EXTRA_HTML"])
        build.bodies.prepare(build.library.all_texts())
    # Stories are made while texts are being rendered, but not of files that are wrong, nor for plugins, which read all.
    if build.has_plugins or errors_among(build.library.read_diagnostics, build.settings):
        stop_at_errors(build)
    Path(pelican.output_path).mkdir(parents=True, exist_ok=True)
    return [SearchGenerator, FeedGenerator]


def prepare_pages(pelican: Any) -> None:
    """Handler of `get_writer`, when the stories of all editions are made, and no page is: raises ContentErrors."""
    build = build_context(pelican.settings)
    if not build.cache.tables and not build.has_plugins:
        # While texts are being rendered.
        read_all_templates(build)
    stop_at_errors(build)


def stop_at_errors(build: BuildContext) -> None:
    """Raise ContentErrors if anything is wrong in the content; waits for the texts, since what one names is known when
    it is rendered."""
    if errors := errors_among(build.library.diagnostics, build.settings):
        raise ContentErrors(errors)


def errors_among(diagnostics: Iterable[Diagnostic], settings: Mapping[str, Any]) -> list[Diagnostic]:
    """What of this stops a build with these settings."""
    overridden = apply_overrides(tuple(diagnostics), read_overrides(settings))
    return [diagnostic for diagnostic in overridden if diagnostic.severity == "error"]


def prepare_again(pelican: Any, before: BuildContext) -> BuildContext:
    """The context of a further build by the same instance: `pelican --autoreload` runs one again and again."""
    pelican.settings.clear()
    pelican.settings.update(before.settings_before)
    signals.initialized.send(pelican)
    # Its handler of this signal may have run first, with the state of a failed build.
    i18n_subsites.initialize_plugin(pelican)
    build = build_context(pelican.settings)
    build.writer_receivers = before.writer_receivers
    return build


def check_static_files(generator: Any) -> None:
    """Raise ContentErrors for files of `STATIC_PATHS`, which Pelican would copy whatever they are or lead to."""
    config = build_context(generator.settings).config
    problems = (
        check_plain_file(config.content, config.root, file.get_relative_source_path()) for file in generator.staticfiles
    )
    if errors := sorted(filter(None, problems)):
        raise ContentErrors(errors)


def write_pages(pelican: Any) -> None:
    """Write all pages, before other plugins read them: at the end of the root's run or, with third-party plugins, of
    each run."""
    build = build_context(pelican.settings)
    if build.has_plugins or pelican.settings["EDITION"] == build.root.name:
        build.cache.write_pages()


def stop_at_taken_addresses(build: BuildContext) -> None:
    """Raise ContentErrors for an alias, now or once its story's time has come, that is an address of this build."""
    library = build.library
    aliased = [pair for pair in (*library.published_pairs, *library.waiting) if pair.shared.aliases]
    files = {*files_below(str(build.staging)), *build.kept} if aliased else ()
    if diagnostics := list(check_against_output(aliased, library.config, files)):
        raise ContentErrors(diagnostics)


def finish(pelican: Any) -> None:
    """When the root edition's run has ended, the staging folder takes the output's place."""
    build = build_context(pelican.settings)
    if pelican.settings["EDITION"] != build.root.name:
        return
    stop_at_taken_addresses(build)
    build.changes = commit(build.staging, build.output, build.kept, build.cache.output_files())
    tables = {"content": build.library.records(), **build.bodies.records()}
    build.cache.finish(tables, build.changes.written, build.changes.removed)
