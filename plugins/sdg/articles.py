"""The goals of articles and pages: the SDGs field of a file, in the words of the article's language."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from .goals import GOALS, goal
from .settings import goal_path, setting
from .tagging import GoalTag, UnknownGoal, parse_goals
from .titles import goal_titles, own_spellings, read_own_titles

logger = logging.getLogger(__name__)

FIELD = "sdgs"
# The field in the header of a Markdown or reST file (or of YAML), or in a <meta> of an HTML file.
_FIELD_LINE = re.compile(rf"^\s*:?{FIELD}\s*:|\bname\s*=\s*[\"']?{FIELD}\b", re.IGNORECASE)


@dataclass(frozen=True)
class ShownGoal:
    """A goal as a page shows it: of an article, or of a list of articles, in one language.

    `colour` and `ink` (the text colour that can be read on it) are `#rrggbb`; `targets` are those that the article or
    the list names, such as `16.2`; `url` is the address of the goal's page below SITEURL, as `article.url` is, `path`
    the same from the root of the domain, and `un_url` that of the UN's page; `lang` is the language of the titles, `en`
    where the article's own has none.
    """

    number: int
    title: str
    full_title: str
    colour: str
    ink: str
    targets: tuple[str, ...]
    url: str
    path: str
    un_url: str
    lang: str

    def __str__(self) -> str:
        return self.title


class GoalErrors(ValueError):
    """SDGs fields of published files that cannot be read, each as `path:line: message`; `errors` holds them."""

    def __init__(self, errors: Iterable[str]) -> None:
        self.errors = tuple(errors)
        count = len(self.errors)
        heading = "1 file has a wrong SDGs field" if count == 1 else f"{count} files have a wrong SDGs field"
        super().__init__("\n".join((f"{heading}; nothing was written:", *self.errors)))

    def __reduce__(self) -> tuple[type[GoalErrors], tuple[tuple[str, ...]]]:
        """Allow the error to be passed between processes."""
        return type(self), (self.errors,)


def goals_for(tags: Iterable[GoalTag], language: str, settings: Mapping[str, Any]) -> tuple[ShownGoal, ...]:
    """The goals in the words of a language, in the order of `tags`; `settings` are Pelican's."""
    own = read_own_titles(setting(settings, "SDG_TITLES"))
    root = urlsplit(settings.get("SITEURL", "")).path
    return tuple(
        show_goal(tag, goal_titles(tag.number, language, own), goal_path(settings, "SDG_URL", tag.number), root)
        for tag in tags
    )


def show_goal(tag: GoalTag, titles: tuple[str, str, str], url: str, root: str) -> ShownGoal:
    """A goal with its titles, as `goal_titles` gives them, and the address of its page below `root`."""
    facts, (title, full_title, language) = goal(tag.number), titles
    targets, path = tuple(tag.targets), f"{root}/{url}"
    return ShownGoal(tag.number, title, full_title, facts.colour, facts.ink, targets, url, path, facts.un_url, language)


def goals_of(content: Any) -> tuple[ShownGoal, ...]:
    """The goals of an article or page; none for one that another plugin made without."""
    return tuple(shown for shown in getattr(content, FIELD, ()) if isinstance(shown, ShownGoal))


def goals_with_articles(
    articles: Iterable[Any], language: str, settings: Mapping[str, Any]
) -> list[tuple[ShownGoal, list[Any]]]:
    """All 17 goals in the words of a language, each with the articles about it, newest first.

    The goal's `targets` are those that any of these articles names.
    """
    newest_first = sorted(articles, key=attrgetter("date"), reverse=True)
    about: dict[int, list[Any]] = {entry.number: [] for entry in GOALS}
    named: set[str] = set()
    for article in newest_first:
        for article_goal in goals_of(article):
            about[article_goal.number].append(article)
            named.update(article_goal.targets)
    tags = [GoalTag(entry.number, tuple(target for target in entry.targets if target in named)) for entry in GOALS]
    return [(goal, about[goal.number]) for goal in goals_for(tags, language, settings)]


def read_goals(contents: Iterable[Any], settings: Mapping[str, Any]) -> list[str]:
    """Set `sdgs` on each article or page; returns what is wrong in published and hidden ones.

    What is wrong in a draft is logged as a warning. Either way the article's `sdgs` is empty. One whose `sdgs` another
    plugin has set to goals keeps them.
    """
    errors = []
    names = own_spellings(read_own_titles(setting(settings, "SDG_TITLES")))
    for content in contents:
        try:
            content.sdgs = _read_field(content, settings, names)
        except UnknownGoal as error:
            content.sdgs = ()
            message = f"{_place(content, settings)}: SDGs: {error}"
            if content.status == "draft":
                logger.warning("%s (a draft: it is built without goals)", message)
            else:
                errors.append(message)
    return errors


def _read_field(content: Any, settings: Mapping[str, Any], names: Mapping[int, Iterable[str]]) -> tuple[ShownGoal, ...]:
    """The goals of the content's field, read from its metadata: those are as the file has them, in any cache too."""
    value = content.metadata.get(FIELD, getattr(content, FIELD, ()))
    if isinstance(value, tuple) and all(isinstance(goal_shown, ShownGoal) for goal_shown in value):
        return getattr(content, FIELD, value)
    # A field that is written more than once, or a list in YAML, comes as a list.
    parts = value if isinstance(value, list | tuple) else [value]
    text = "\n".join(str(part) for part in parts if part is not None)
    return goals_for(parse_goals(text, names), content.lang, settings) if text.strip() else ()


def _place(content: Any, settings: Mapping[str, Any]) -> str:
    """The file and the line of its field, as `path:line`; the path is from the working folder, else the site's."""
    file = Path(settings["PATH"], content.source_path).absolute()
    folder = Path.cwd() if file.is_relative_to(Path.cwd()) else Path(settings["PATH"]).absolute().parent
    try:
        lines = file.read_text("utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    line = next((number for number, text in enumerate(lines, 1) if _FIELD_LINE.search(text)), None)
    path = Path(os.path.relpath(file, folder)).as_posix()
    return path if line is None else f"{path}:{line}"
