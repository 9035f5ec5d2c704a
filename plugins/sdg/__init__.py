"""The Sustainable Development Goals on any Pelican site: the SDGs field, pages, feeds and open data for each goal.

For users of Pelican there is a README beside this file. The package imports nothing of the other plugins, and nothing
by a full name of its own, so that a copy of the folder works as `pelican/plugins/sdg` too.

Settings: `DEFAULTS` in `settings.py`, with what they mean.

Puts on each article and page: `sdgs`, a tuple of `ShownGoal`. Puts in the context: `sdgs`, a list of (goal, articles)
for all 17 goals, with published articles only, newest first; translations are not listed, as Pelican does with tags.

A wrong field of a published or hidden file ends the build before anything is written: all of them are collected and
raised as `GoalErrors`, when all generators have read, because Pelican only logs the errors of readers.

For a plugin that makes articles itself: give each its goals by `goals_for(tags, language, settings)`, as the attribute
`sdgs` or as `metadata["sdgs"]`. They are kept as they are: only text in `metadata["sdgs"]` is read here. The context's
`sdgs` then comes by itself, or for any articles by `goals_with_articles(articles, language, settings)`. To write the
pages, feeds and data itself, it switches them off here: `SDG_SAVE_AS = SDGS_SAVE_AS = SDG_JSON_SAVE_AS = ""` and
`SDG_FEED_ATOM = None`; `SDG_URL` stays, for `goal.url` is made from it.

Signals: `initialized`, `article_generator_pretaxonomy`, `article_generator_finalized`, `page_generator_finalized`,
`all_generators_finalized`, `get_generators`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from .articles import GoalErrors, ShownGoal, goals_for, goals_with_articles, read_goals
from .goals import GOALS, Goal, goal
from .settings import DEFAULTS, complete_settings, writes_anything
from .tagging import GoalTag, UnknownGoal, find_goals, looks_like_goal_line, parse_goals

if TYPE_CHECKING:
    from .generator import GoalsGenerator

__all__ = [
    "DEFAULTS", "GOALS", "Goal", "GoalErrors", "GoalTag", "ShownGoal", "UnknownGoal", "find_goals", "goal",
    "goals_for", "goals_with_articles", "looks_like_goal_line", "parse_goals", "register",
]  # fmt: skip


def prepare_settings(pelican: Any) -> None:
    """Handler of `initialized`: fill in and check the settings; raises ValueError."""
    complete_settings(pelican.settings)


def read_article_goals(generator: Any) -> None:
    """Handler of `article_generator_pretaxonomy`: `article.sdgs` of all articles, drafts and hidden ones too."""
    articles = chain(
        generator.articles,
        generator.translations,
        generator.hidden_articles,
        generator.hidden_translations,
        generator.drafts,
        generator.drafts_translations,
    )
    generator.goal_errors = read_goals(articles, generator.settings)


def read_page_goals(generator: Any) -> None:
    """Handler of `page_generator_finalized`: `page.sdgs` of all pages."""
    pages = chain(
        generator.pages,
        generator.translations,
        generator.hidden_pages,
        generator.hidden_translations,
        generator.draft_pages,
        generator.draft_translations,
    )
    generator.goal_errors = read_goals(pages, generator.settings)


def list_goals(generator: Any) -> None:
    """Handler of `article_generator_finalized`: the context's `sdgs`."""
    settings = generator.settings
    generator.context["sdgs"] = goals_with_articles(generator.articles, settings["DEFAULT_LANG"], settings)


def raise_errors(generators: Sequence[Any]) -> None:
    """Handler of `all_generators_finalized`: stop before anything is written; raises GoalErrors."""
    errors = [error for generator in generators for error in getattr(generator, "goal_errors", ())]
    if errors:
        raise GoalErrors(sorted(errors))


def goals_generator(pelican: Any) -> type[GoalsGenerator] | None:
    """Handler of `get_generators`: what writes, where the settings switch anything on."""
    from .generator import GoalsGenerator

    return GoalsGenerator if writes_anything(pelican.settings) else None


def register() -> None:
    """Connect the handlers."""
    # Only here: the functions that read goals serve where there is no Pelican, too.
    from pelican import signals

    signals.initialized.connect(prepare_settings)
    signals.article_generator_pretaxonomy.connect(read_article_goals)
    signals.article_generator_finalized.connect(list_goals)
    signals.page_generator_finalized.connect(read_page_goals)
    signals.all_generators_finalized.connect(raise_errors)
    signals.get_generators.connect(goals_generator)
