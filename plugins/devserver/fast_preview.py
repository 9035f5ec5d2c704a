"""Fast preview: the pages of a story that was just saved, rendered before the whole site is built.

They are rendered by the page builders of the last build, to the same bytes as the build that follows; all other pages
are left to that build.
"""

from __future__ import annotations

import copy
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from plugins.content.counterparts import Form
from plugins.content.library import reread_pair
from plugins.content.pairs import Pair
from plugins.diagnostics import ContentErrors
from plugins.editions.build_context import BuildContext, build_context
from plugins.editions.edition_site import EditionSites
from plugins.editions.page_writer import render_again
from plugins.editions.stories import StoryFactory
from plugins.pages.builder import PageBuilder
from plugins.pages.kinds.articles import specs_of_story
from plugins.system.atomic_files import write_atomically

# With more files at once a whole build is as fast.
MOST_FILES = 4


def preview_changes(settings: Mapping[str, Any], changed: Iterable[Path]) -> list[Path]:
    """Render the changed pages with the settings of the last build, and return them; none if more than the text of a
    few stories has changed, or a third-party plugin is loaded."""
    build = build_context(settings)
    names = {_name(file, build.config.content) for file in changed}
    if not names or len(names) > MOST_FILES or build.has_plugins:
        return []
    pairs = [reread_pair(build.library, name) for name in names]
    if None in pairs:
        return []
    try:
        pages = [page for pair in pairs if pair for page in _pages(build, pair)]
    except ContentErrors:
        return []
    return [file for file, html in pages if _write(file, html)]


def _name(file: Path, content: Path) -> str:
    # Not by Path.resolve, which before Python 3.13 raises RuntimeError for a link to itself.
    return os.path.relpath(os.path.realpath(file), os.path.realpath(content)).replace(os.sep, "/")


def _pages(build: BuildContext, pair: Pair) -> Iterator[tuple[Path, str]]:
    for site in build.part(EditionSites).values():
        edition, renewed = site.edition, renew_builder(site.part(PageBuilder))
        if site.form(pair) == Form.HIDE:
            continue
        (story,) = renewed.site.part(StoryFactory).of_pairs([pair])
        for spec in specs_of_story(renewed, story):
            file = Path(build.output, edition.prefix, edition.save_as(spec.address))
            yield file, render_again(spec, renewed.site, renewed.site_context)


def renew_builder(builder: PageBuilder) -> PageBuilder:
    """The edition's builder without the stories and pages that it has made, since the file has changed. Texts are kept
    by the digests of their files. Its `site` and `site.build` may be changed: they are copies."""
    site = copy.copy(builder.site)
    site.build = copy.copy(site.build)
    site.parts = {}
    # None takes part in what is rendered here.
    site.build.has_plugins = False
    return replace(builder, site=site)


def _write(file: Path, html: str) -> bool:
    """Put a page in its place by one rename, if it differs from what is there."""
    data = html.encode()
    if file.is_file() and file.read_bytes() == data:
        return False
    write_atomically(file, data)
    return True
