"""Writes the pages of the goals, their feeds, and the goals as data."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader
from pelican.generators import Generator

from .articles import ShownGoal, goals_of
from .open_data import goal_data, goal_entry, story_entry
from .settings import goal_path
from .titles import template_words

TEMPLATES = Path(__file__).with_name("templates")


class GoalsGenerator(Generator):  # type: ignore[misc]
    """Writes what the settings switch on, from the context's `sdgs`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Last, so that a template of the theme is found before the plugin's own.
        self.env.loader.loaders.append(FileSystemLoader(TEMPLATES))

    def generate_output(self, writer: Any) -> None:
        """Write feeds and pages for goals that have articles, the page of all goals, and the data."""
        sdgs = self.context["sdgs"]
        for goal, articles in sdgs:
            if articles:
                self._write_feed(writer, goal, articles)
                self._write_goal(writer, goal, articles)
        self._write_goals(writer)
        self._write_data(writer, sdgs)

    def _write_feed(self, writer: Any, goal: ShownGoal, articles: Sequence[Any]) -> None:
        path = goal_path(self.settings, "SDG_FEED_ATOM", goal.number)
        if path:
            writer.write_feed(articles, self.context, path, self._feed_url(goal), feed_title=goal.title)

    def _feed_url(self, goal: ShownGoal) -> str:
        """The address of a goal's feed below FEED_DOMAIN, "" where feeds are off."""
        path = goal_path(self.settings, "SDG_FEED_ATOM", goal.number)
        return path and (goal_path(self.settings, "SDG_FEED_ATOM_URL", goal.number) or path)

    def _write_goal(self, writer: Any, goal: ShownGoal, articles: Sequence[Any]) -> None:
        save_as = goal_path(self.settings, "SDG_SAVE_AS", goal.number)
        if save_as:
            self._write(writer)(
                save_as,
                self.get_template("sdg"),
                self.context,
                url=goal.url,
                template_name="sdg",
                page_name=os.path.splitext(goal.url)[0],
                goal=goal,
                goal_feed_url=self._feed_url(goal),
                sdg_words=self._words,
                articles=articles,
                dates=sorted(articles, key=attrgetter("date"), reverse=self.settings["NEWEST_FIRST_ARCHIVES"]),
                all_articles=self.context["articles"],
            )

    def _write_goals(self, writer: Any) -> None:
        save_as = str(self.settings["SDGS_SAVE_AS"] or "")
        if save_as:
            url = str(self.settings["SDGS_URL"])
            self._write(writer)(
                save_as,
                self.get_template("sdgs"),
                self.context,
                url=url,
                page_name=os.path.splitext(url)[0],
                sdg_words=self._words,
            )

    def _write_data(self, writer: Any, sdgs: Sequence[tuple[ShownGoal, Sequence[Any]]]) -> None:
        save_as = str(self.settings["SDG_JSON_SAVE_AS"] or "")
        if save_as:
            records = [self._record(goal, articles) for goal, articles in sdgs]
            text = goal_data(records, self.settings["SITENAME"], self._absolute(save_as), self._language)
            # Through the writer, so that other plugins see the file as they see any.
            template = self.env.from_string("{{ sdg_json | safe }}")
            self._write(writer)(save_as, template, self.context, url=save_as, sdg_json=text)

    def _record(self, goal: ShownGoal, articles: Sequence[Any]) -> dict[str, object]:
        versions = [version for article in articles for version in (article, *article.translations)]
        about = [version for version in versions if any(own.number == goal.number for own in goals_of(version))]
        stories = [self._story(goal, article) for article in articles]
        counts = dict.fromkeys(self._languages, 0) | Counter(version.lang for version in about)
        return goal_entry(goal, self._absolute(goal.url), stories, counts)

    def _story(self, goal: ShownGoal, article: Any) -> dict[str, object]:
        targets = next(own.targets for own in goals_of(article) if own.number == goal.number)
        return story_entry(article.title, self._absolute(article.url), article.lang, article.date, targets)

    @property
    def _languages(self) -> list[str]:
        """The languages in which articles are published."""
        articles = self.context["articles"]
        return sorted({version.lang for article in articles for version in (article, *article.translations)})

    @property
    def _language(self) -> str:
        return str(self.settings["DEFAULT_LANG"])

    @property
    def _words(self) -> Any:
        return template_words(self._language)

    def _absolute(self, url: str) -> str:
        return f"{self.settings['SITEURL']}/{url}"

    def _write(self, writer: Any) -> Any:
        return partial(writer.write_file, relative_urls=self.settings["RELATIVE_URLS"])
