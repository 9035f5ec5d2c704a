"""Stories: Pelican's own articles and pages, made from the content library for one edition.

A story is an exact `pelican.contents.Article` or `Page` with attributes of ours beside Pelican's (`Story` names them),
so that our pages, feeds and templates, a maintainer's templates and third-party plugins all see one object. Titles
and summaries are plain text in the words of the edition. The content is made when it is first asked for; where a plugin
of others takes part, it is there from the start, since such plugins read and change `_content` (as pelican-injector
and pelican-readtime do; it is private to Pelican by name only)."""

from __future__ import annotations

import copy
import datetime as dt
import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, cast

from pelican.contents import Article, Content, Page
from pelican.urlwrappers import Author, Category, Tag

from plugins.content.counterparts import Form, form_of, text_in
from plugins.content.headers.fields import FieldError, read_image
from plugins.content.headers.table import AS_WRITTEN, LANGUAGE_FIELDS
from plugins.content.markup.rendered import plain_text
from plugins.content.pairs import Pair, Text
from plugins.content.settings.site_config import Edition
from plugins.content.subjects import SubjectKind, author_subject
from plugins.diagnostics import Message, SettingError
from plugins.editions.edition_site import EditionSite
from plugins.editions.story import Story, story_html
from plugins.editions.text_filling import TextFilling, edition_html
from plugins.sdg.articles import goals_of
from plugins.sdg.goals import FIRST_GOAL, LAST_GOAL
from plugins.sdg.tagging import GoalTag

# Pelican gives a category to every article and page.
NO_CATEGORY = "misc"


class StoryFactory:
    """Makes the stories of one edition's run."""

    def __init__(self, site: EditionSite) -> None:
        self.site, self.settings, self.context = site, site.settings, site.context
        self.is_complete = site.build.has_plugins
        self._terms: dict[tuple[type, str], Any] = {}
        self._names = frozenset((*AS_WRITTEN, *site.config.extra_fields))

    def metadata(self, pair: Pair) -> dict[str, Any]:
        """Pelican's metadata of a pair as this edition shows it, and our own attributes beside them."""
        site, text = self.site, text_in(pair, self.site.edition)
        form, shared = form_of(pair, site.edition, site.config), pair.shared
        home = site.edition if form == Form.OWN else site.config.home_of(text.language)
        convert = partial(site.convert, language=text.language)
        names, goals = site.strings.section("categories"), site.strings.section("goals")
        byline = site.author(shared.author, text.language)
        metadata: dict[str, Any] = {
            "title": convert(text.title),
            "slug": pair.slug,
            "lang": site.edition.tag.lower(),
            "status": "published",
            "summary": convert(site.library.summary(text)),
            "authors": [self._term(Author, byline or site.name)],
            "pair": pair,
            "text": text,
            "edition": site.edition,
            "home": home,
            "form": form,
            "byline": byline,
            "image": shared.image,
            "event": shared.event,
            "is_event_over": bool(shared.event and site.library.clock.has_come(shared.event.ends)),
            "image_alt": convert(text.image_alt),
            "image_credit": convert(text.image_credit),
            "more": {name: convert(words) for name, words in text.more.items()},
            "page_path": (home if form == Form.LINK else site.edition).path(pair.address),
            "canonical_path": home.path(pair.address),
            "has_page": form != Form.LINK,
            "category_slug": shared.category,
            "goals": shared.goals,
            "subjects": (*shared.subjects, *filter(None, (author_subject(shared.author),))),
            "last_change": text.modified,
        }
        category = names[shared.category] if shared.category else NO_CATEGORY
        metadata["category"] = self._term(Category, category, shared.category or NO_CATEGORY)
        metadata |= self._fields(pair, text, convert)
        if shared.date:
            metadata["date"] = shared.date
            if text.modified and text.modified > shared.date:
                metadata["modified"] = text.modified
        if not pair.is_story:
            return metadata
        metadata["tags"] = [self._term(Tag, goals[str(tag.number)], str(tag.number)) for tag in shared.goals]
        metadata["sdgs"] = self.site.show_goals(shared.goals)
        return metadata

    def _fields(self, pair: Pair, text: Text, convert: Callable[[str], str]) -> dict[str, str]:
        """The other fields of the header as they are written: those of the text's own file, and what it lacks from the
        other published files of the pair, the original first."""
        values = dict[str, str]()
        others = sorted(pair.published_texts.values(), key=lambda other: other.language != pair.original)
        for published in (text, *(other for other in others if other is not text)):
            for name, value, _ in published.source.fields:
                if (
                    name in self._names
                    and value
                    and name not in values
                    and (published is text or name not in LANGUAGE_FIELDS)
                ):
                    values[name] = convert(value) if name in LANGUAGE_FIELDS else value
        return values

    def make(self, metadata: dict[str, Any]) -> Story:
        """An exact Article or Page with these metadata."""
        pair, text = metadata["pair"], metadata["text"]
        kind = Article if pair.is_story else Page
        source = f"{self.site.config.content}/{text.source.name}"
        body = edition_html(self.site, text) if self.is_complete else ""
        content = kind.__new__(kind)
        # Before the rest: receivers of the signal that Pelican sends last see them too.
        vars(content).update({name: metadata.pop(name) for name in OURS})
        if not self.is_complete:
            content._get_content = partial(edition_html, self.site, text)
            # Pelican asks for it twice, and finds it from the paths of both folders.
            content.get_relative_source_path = partial(_relative_source_path, content, text.source.name)
        content.__init__(body, metadata, self.settings, source, self.context)
        return cast(Story, content)

    def of_pairs(self, pairs: Iterable[Pair]) -> tuple[Story, ...]:
        """Stories that no generator of Pelican's has read."""
        stories = tuple(self.make(self.metadata(pair)) for pair in pairs)
        self.read_changes(stories)
        return stories

    def read_changes(self, stories: Iterable[Any]) -> None:
        """Give stories what our pages read of them as Pelican's attributes say it now, which third-party plugins may
        have changed; raises SettingError for what no plugin may change."""
        if self.is_complete:
            for story in stories:
                _check_unmoved(story)
                self._read_changes(story, self.metadata(story.pair))

    def _read_changes(self, story: Any, of_file: Mapping[str, Any]) -> None:
        """`of_file` are the metadata that the story has without plugins."""
        self._complete_summary(story, of_file["summary"])
        now, authors = vars(story), [str(author) for author in of_file["authors"]]
        if "date" in now:
            story.date = self._with_zone(story.date)
        if now.get("modified") != of_file.get("modified"):
            story.last_change = self._with_zone(story.modified) if now.get("modified") else None
        names = [str(author) for author in now.get("authors") or ()]
        if names == authors and str(now.get("author", "")) != authors[0]:
            names = [str(story.author)] if now.get("author") else []
        if names != authors:
            story.byline = ", ".join(names)
            story.subjects = tuple(subject for subject in story.subjects if subject.kind is not SubjectKind.AUTHOR)
        if story.image != of_file["image"]:
            story.image = self._picture_file(story)
        if story.pair.is_story:
            story.category_slug = self._category_slug(story)
            story.goals = self._goals_now(story)

    def _goals_now(self, story: Any) -> tuple[GoalTag, ...]:
        """The goals of a story: its `sdgs`, or its tags where these alone are not those of the file."""
        of_file: tuple[GoalTag, ...] = story.pair.shared.goals
        goals = tuple(GoalTag(goal.number, tuple(goal.targets)) for goal in goals_of(story))
        of_tags = self._goals_of_tags(story)
        numbers = list(dict.fromkeys(tag.number for tag in of_file))
        if goals != of_file or [tag.number for tag in of_tags] == numbers:
            return goals
        story.sdgs = self.site.show_goals(of_tags)
        return of_tags

    def _with_zone(self, moment: dt.datetime) -> dt.datetime:
        return moment if moment.tzinfo else moment.replace(tzinfo=self.site.config.zone)

    def _category_slug(self, story: Any) -> str:
        """The slug of the category that a plugin gave a story; raises SettingError for one that the site has not."""
        category = getattr(story, "category", None)
        if category is None or category.slug == NO_CATEGORY:
            return ""
        if category.slug in self.site.config.categories:
            return str(category.slug)
        try:
            return self.site.config.read_category(str(category), self.site.edition.language)
        except FieldError:
            names = ", ".join(self.site.config.categories)
            expected = Message("plugins that give articles the categories of CATEGORIES ({names})", names=names)
            raise SettingError("PLUGINS", expected, f"{category} for {story.pair.address}") from None

    def _picture_file(self, story: Any) -> str:
        """The path of the picture that a plugin gave a story; raises SettingError for no file of the content."""
        try:
            return story.image and read_image(str(story.image), story.text.source.name, self.site.config.files)
        except FieldError:
            expected = "plugins that give articles pictures of the content folder"
            raise SettingError("PLUGINS", expected, f"{story.image} for {story.pair.address}") from None

    def _goals_of_tags(self, story: Any) -> tuple[GoalTag, ...]:
        """The goals among a story's tags; the targets of those that it had already remain."""
        had = {tag.number: tag.targets for tag in story.pair.shared.goals}
        titles = self.site.strings.section("goals")
        numbers = {name: goal for goal in range(FIRST_GOAL, LAST_GOAL + 1) for name in (str(goal), titles[str(goal)])}
        goals = (numbers.get(tag.slug) or numbers.get(str(tag)) for tag in getattr(story, "tags", ()))
        return tuple(GoalTag(number, had.get(number, ())) for number in dict.fromkeys(goals) if number)

    def _complete_summary(self, story: Any, own: str) -> None:
        """Set a story's summary to that of a plugin, as plain text, or else to its own."""
        # Pelican shows that of the metadata, but plugins write to either.
        written = (story.metadata.get("summary"), vars(story).get("_summary"))
        summary_now = next((summary for summary in written if summary is not None and summary != own), own)
        if summary_now != own:
            summary_now = plain_text(str(summary_now))
        story._summary = story.metadata["summary"] = summary_now
        # It may have been read before.
        Content.get_summary.cache.pop((story, story.get_siteurl()), None)

    def counterparts(self, story: Any) -> Iterator[Any]:
        """The story in every other edition that has it in its own words, as light copies with their own `url`, which
        is relative to this edition's front page, as pelican-i18n-subsites has it."""
        for edition in self.site.config.editions:
            if edition.name != self.site.edition.name and form_of(story.pair, edition, self.site.config) == Form.OWN:
                yield self._counterpart(story, edition)

    def _counterpart(self, story: Any, edition: Edition) -> Any:
        # For its strings and its script; it lists no stories.
        site = EditionSite(self.site.build, edition, self.settings, self.context)
        of_edition = StoryFactory(site).metadata(story.pair)
        text: Text = of_edition["text"]
        # The way from the front page of one edition to that of another: "sr", "..", "../sr-cyrl".
        way = posixpath.relpath(f"/{edition.prefix}", f"/{self.site.edition.prefix}")
        url = posixpath.join(way, story.pair.address)
        other = copy.copy(story)
        vars(other).pop("_memory", None)
        other.metadata = story.metadata | {name: of_edition[name] for name in ("title", "summary", "lang", "authors")}
        vars(other).update(
            {name: of_edition[name] for name in ("title", "lang", "authors", *OURS)},
            _summary=of_edition["summary"],
            author=of_edition["authors"][0],
            source_path=f"{site.config.content}/{text.source.name}",
            relative_source_path=text.source.name,
            override_url=url,
            override_save_as=f"{url}index.html",
            translations=[],
            _content="",
            _get_content=partial(edition_html, site, text),
        )
        return other

    def _term(self, kind: type[Any], name: str, slug: str = "") -> Any:
        """A Category, Tag or Author, the same object for the same name."""
        term = self._terms.get((kind, name))
        if term is None:
            term = self._terms[kind, name] = kind(name, self.settings)
            if slug:
                term.slug = slug
        return term


# Attributes of ours, which are no metadata of the file.
OURS = tuple(name for name in Story.__annotations__ if name not in ("title", "slug", "date", "image", "template"))


def _relative_source_path(story: Any, own: str, source_path: str | None = None) -> Any:
    """The path of a story's file from the content folder, or that of another file, as Pelican has it."""
    return type(story).get_relative_source_path(story, source_path) if source_path else own


def _check_unmoved(story: Any) -> None:
    """Raise SettingError for a story whose address or status a third-party plugin changed: its page is written where
    the pages of all sites of Dvoglas are."""
    address, now = story.pair.address, (story.url, story.save_as, story.slug, story.status)
    if now != (address, f"{address}index.html", story.pair.slug, "published"):
        raise SettingError(
            "PLUGINS",
            "plugins that leave the addresses and the status of articles and pages as they are",
            f"{now[0]} ({now[3]}) for {address}",
        )


def is_rewritten(site: EditionSite, story: Story) -> bool:
    """Whether the title, summary or text of a story is not that of its file."""
    title, summary = (
        site.convert(line, story.text.language) for line in (story.text.title, site.library.summary(story.text))
    )
    is_other = (story.title, story.summary) != (title, summary)
    return is_other or story_html(story) != edition_html(site, story.text)


def story_html_with(site: EditionSite, story: Story, filling: type[TextFilling]) -> str:
    """The story's HTML with another filling; as third-party plugins left it where they changed it."""
    is_changed = site.build.has_plugins and is_rewritten(site, story)
    return story_html(story) if is_changed else edition_html(site, story.text, filling)
