"""A story: what our pages, feeds and templates read of an article or a page of Pelican's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Protocol

from plugins.content.counterparts import Form
from plugins.content.headers.fields import Event
from plugins.content.pairs import Pair, Text
from plugins.content.settings.site_config import Edition
from plugins.content.subjects import SubjectName
from plugins.sdg.tagging import GoalTag


class Story(Protocol):
    """An `Article` or `Page` as an edition shows it.

    One whose `form` is `LINK` is only listed, and leads to the original's edition, where it is at `home`. `page_path`
    is root-relative, where a reader of this edition is led, and `canonical_path` the address that search engines should
    keep. `byline` is "" where the header names no author, `category_slug` "" where there is none, `image` the path of
    its picture from the content folder, "" without one, and `last_change` is when its words last changed, if a header
    says so. What third-party plugins change is here, never in `pair` and `text`, which are what the files say.
    """

    pair: Pair
    text: Text
    edition: Edition
    home: Edition
    form: Form
    title: str
    slug: str
    date: dt.datetime
    image: str
    image_alt: str
    image_credit: str
    more: Mapping[str, str]
    byline: str
    page_path: str
    canonical_path: str
    has_page: bool
    template: str
    category_slug: str
    goals: tuple[GoalTag, ...]
    subjects: tuple[SubjectName, ...]
    event: Event | None
    is_event_over: bool
    last_change: dt.datetime | None

    @property
    def summary(self) -> str:
        """The summary for lists."""


def story_html(story: Any) -> str:
    """The story's HTML, as `story.content` has it, without Pelican's search for links that name files."""
    own = vars(story)
    return str(own["_content"] or (own["_get_content"]() if "_get_content" in own else ""))
