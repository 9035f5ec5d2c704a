"""The editors' verbs: import, new, translate, check and status, given the newsroom of the settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plugins.cli.build import run_safely
from plugins.project.settings import settings_of
from plugins.project.terminal import own_console

if TYPE_CHECKING:
    from plugins.content.config import SiteConfig
    from plugins.content.library import ContentLibrary

SETTINGS = "pelicanconf.py"


def site_config_of(settings: Mapping[str, Any]) -> SiteConfig:
    """What settings say of content."""
    from plugins.content.config import read_site_config
    from plugins.editions import DEFAULTS

    return read_site_config({**DEFAULTS, **settings})


def library_of(settings: Mapping[str, Any]) -> ContentLibrary:
    """Everything in the content folder, as a build would read it."""
    from dataclasses import replace

    from plugins.content.config import now_of
    from plugins.content.library import load_library
    from plugins.images import album_of
    from plugins.images.image_check import check_images

    library = load_library(site_config_of(settings), now_of({}))
    pictures = check_images(library, album_of(settings).originals)
    return replace(library, diagnostics=tuple(sorted({*library.diagnostics, *pictures})))


def open_library() -> ContentLibrary:
    """The newsroom of the site in this folder."""
    return library_of(settings_of(SETTINGS))


def import_pages(source: str, date: str, slug: str, category: str, sdg: str, titles: Sequence[str], force: bool) -> int:
    """Turn old pages into pairs."""

    def work() -> int:
        from plugins.cli.imports import import_and_report

        config = site_config_of(settings_of(SETTINGS))
        return import_and_report(
            [source],
            content=config.content,
            languages=config.languages,
            categories=config.categories,
            date=date or None,
            slug=slug or None,
            category=category or None,
            goals=sdg or None,
            titles=dict(title.partition("=")[::2] for title in titles),
            force=force,
            console=own_console(),
        )

    return run_safely(work)


def new(title: str, category: str, goals: Sequence[str], language: str, date: str) -> int:
    """Start a story."""

    def work() -> int:
        from plugins.editing import new as start

        return start(
            title,
            category=category,
            goals=", ".join(goals),
            language=language,
            date=date,
            library=open_library(),
            console=own_console(),
        )

    return run_safely(work)


def translate(slug: str, to: str) -> int:
    """Make the counterpart of a story."""

    def work() -> int:
        from plugins.editing import translate as begin

        return begin(slug, to=to, library=open_library(), console=own_console())

    return run_safely(work)


def check(
    paths: Sequence[str],
    format: str,
    strict: bool,
    accept: str,
    site: bool,
    list_rules: bool,
    verbose: bool = False,
) -> int:
    """Check content, or the built site, or accept a translation as up to date."""
    from plugins.cli.publish import audit_site

    work: Callable[[], int]
    if list_rules:
        work = _list_rules
    elif site:
        work = lambda: audit_site(SETTINGS, format, verbose)  # noqa: E731
    elif accept:
        work = lambda: _accept(accept)  # noqa: E731
    else:
        work = lambda: _check(paths, format, strict)  # noqa: E731
    return run_safely(work)


def _list_rules() -> int:
    from plugins.checker import list_rules

    list_rules(own_console())
    return 0


def _accept(slug: str) -> int:
    from plugins.editing import accept

    return accept(slug, library=open_library(), console=own_console())


def _check(paths: Sequence[str], format: Any, strict: bool) -> int:
    from plugins.checker import run

    return run(open_library(), paths, format=format, strict=strict, console=own_console())


def status(html: str) -> int:
    """Show where every story stands."""

    def work() -> int:
        from plugins.editing import status as tell

        return tell(library=open_library(), html=Path(html) if html else None, console=own_console())

    return run_safely(work)
