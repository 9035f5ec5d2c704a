"""A first look: the pages of a story that an editor has just saved, made before the whole site is.

They are made by the sheets of the last build, so the build that follows finds them just as it would make them itself;
whatever else a change may touch is left to it.
"""

from __future__ import annotations

import copy
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from plugins.content.library import ContentLibrary, reread
from plugins.content.pairs import Pair
from plugins.diagnostics import ContentErrors
from plugins.editions.generator import Bodies
from plugins.editions.reader import PairReader
from plugins.editions.stories import story_for_edition
from plugins.pages.articles import specs_of_story
from plugins.pages.builder import PageBuilder

# More files at once are no editor at work, and worth a whole build.
FEW = 4


def first_look(settings: Mapping[str, Any], changed: Iterable[Path]) -> list[Path]:
    """The pages that were made anew, by the settings that the last build ended with; none where more has changed than
    the words of a few stories."""
    library: ContentLibrary = settings["NEWSROOM"]
    names = {_name(file, library.config.content) for file in changed}
    if not names or len(names) > FEW:
        return []
    pairs = [reread(library, name) for name in names]
    if None in pairs:
        return []
    try:
        pages = [page for pair in pairs if pair for page in _pages(settings, pair)]
    except ContentErrors:
        return []
    return [file for file, html in pages if _written(file, html)]


def _name(file: Path, content: Path) -> str:
    return os.path.relpath(file.resolve(), content.resolve()).replace(os.sep, "/")


def _pages(settings: Mapping[str, Any], pair: Pair) -> Iterator[tuple[Path, str]]:
    config = settings["NEWSROOM"].config
    reader = PairReader(dict(settings))
    html = {text.source.name: reader.html_of(text.source) for text in pair.texts.values()}
    for builder in settings.get("COMPOSERS", {}).values():
        edition = builder.site.edition
        renewed = _renewed(builder, pair, html)
        story = story_for_edition(pair, edition, config, renewed.site.bodies)
        for spec in specs_of_story(renewed, story) if story else ():
            template = settings["ENVIRONMENTS"][edition.name].get_template(f"{spec.template}.html")
            file = Path(settings["SITE_OUTPUT"], edition.prefix, edition.save_as(spec.address))
            yield file, template.render(site=renewed.site_context, view=spec.build_view())


def _renewed(builder: PageBuilder, pair: Pair, html: Mapping[str, str]) -> PageBuilder:
    """The edition's composer, with the bodies that have just been read in place of those of the last build."""
    site = copy.copy(builder.site)
    config, edition, before = site.config, site.edition, builder.site.bodies
    languages = {text.source.name: text.language for text in pair.texts.values()}
    script = config.scripts.get(edition.name)

    def body(name: str) -> str:
        if name not in html:
            return before[name]
        own = script and languages[name] == edition.language
        return config.unmarked(languages[name])(script.html(html[name]) if script and own else html[name])

    site.bodies = Bodies(list(before), body)
    return replace(builder, site=site, keys={}, card_keys={})


def _written(file: Path, html: str) -> bool:
    """Put a page in its place, if it differs from what is there."""
    data = html.encode()
    if file.is_file() and file.read_bytes() == data:
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.new")
    beside.write_bytes(data)
    os.replace(beside, file)
    return True
