"""All the pages of one edition that are about one story."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.languages.stories import Story
from plugins.languages.writing import Sheet
from plugins.pages.articles import article_sheet, fixed_sheet
from plugins.pages.composer import Composer
from plugins.pages.parallel import parallel_address, parallel_sheet


def sheets_about(composer: Composer, story: Story) -> Iterator[Sheet]:
    """The story's own page, and the one with its languages side by side."""
    if story.has_page:
        yield article_sheet(composer, story) if story.pair.kind == "news" else fixed_sheet(composer, story)
    if story.pair.kind == "news" and parallel_address(story):
        yield parallel_sheet(composer, story)
