"""What the pages of one edition are composed with: its frame, heads, cards and story views."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from markupsafe import Markup

from plugins.content.availability import Counterparts
from plugins.content.pairs import Text
from plugins.content.references import named_file, resolved
from plugins.editions.body_html import with_pictures
from plugins.editions.edition_site import EditionSite
from plugins.editions.stories import Story
from plugins.images.album import Album
from plugins.images.elements import Picture
from plugins.pages.assets import Assets
from plugins.pages.goals import GOALS_ADDRESS, goal_cards, goal_tags
from plugins.pages.views import Card, Link, PageHead, SiteContext, StoryView, Term


def make_site_context(site: EditionSite, assets: Assets) -> SiteContext:
    """What all pages of the edition share."""
    t, path = site.strings, site.edition.path
    names = t.section("categories")
    terms = tuple(Term(slug, names[slug], path(f"category/{slug}/")) for slug in site.config.categories)
    menu = tuple(
        Link(story.title, story.path, tag=story.home.tag, direction=story.home.direction) for story in site.pages
    )
    return SiteContext(
        edition=site.edition,
        site_name=site.name,
        tagline=site.tagline,
        site_url=site.url,
        home=path(""),
        t=t,
        categories=terms,
        goals=goal_cards(site),
        menu=menu,
        feed=Link(site.name, path("feeds/news.atom.xml")),
        search_path=path("search/"),
        archive_path=path("archive/"),
        goals_path=path(GOALS_ADDRESS),
        css=assets.css,
        script=assets.script,
        font_preloads=assets.preloads.get(site.script, ()),
        icon=assets.drawing,
        icon_path=assets.icon,
        publisher=site.name,
    )


@dataclass(frozen=True)
class PageBuilder:
    """Composes pages of `site`; every page's head is made by `head`. `around` are a story's related stories, the newer
    and the older one beside it, by its slug."""

    site: EditionSite
    site_context: SiteContext
    album: Album
    around: dict[str, tuple[list[Story], Story | None, Story | None]] = field(default_factory=dict, repr=False)
    made: dict[str, Card] = field(default_factory=dict, repr=False, compare=False)
    keys: dict[str, str] = field(default_factory=dict, repr=False, compare=False)
    card_keys: dict[str, str] = field(default_factory=dict, repr=False, compare=False)

    def path(self, address: str) -> str:
        """The root-relative path of an address of this edition."""
        return self.site.edition.path(address)

    def category(self, slug: str) -> Term | None:
        """The category of that slug, or None for ""."""
        return next((term for term in self.site_context.categories if term.slug == slug), None)

    def head(
        self,
        kind: str,
        address: str,
        title: str,
        description: str = "",
        found: Counterparts | None = None,
        **more: Any,
    ) -> PageHead:
        """A page's head, with self as canonical, alternates and the switch from one table; `more` are parts that this
        page has otherwise."""
        found, path = found or self.site.counterparts(address), self.path(address)
        usual: dict[str, Any] = {
            "kind": kind,
            "title": title,
            "heading": title,
            "description": description or self.site_context.tagline,
            "path": path,
            "here": path if path in self.site_context.places else "",
            "canonical": self.site.absolute(path),
            "alternates": self.site.alternates(found),
            "switch": self.site.switch(found),
            "robots": "",
            "feeds": (self.site_context.feed,),
            "image": self.usual_image,
            "image_alt": self.site_context.site_name,
            "og_type": "website",
            "jsonld": Markup(""),
            "crumbs": (),
            "og_locales": self.other_locales(found),
        }
        return PageHead(**(usual | more))

    def other_locales(self, found: Counterparts) -> tuple[str, ...]:
        """Open Graph's names for the locales of the editions that have the page in their own words, but for this
        one's."""
        names = (edition.og_locale for edition in self.site.config.editions if edition.name in found.real)
        return tuple(dict.fromkeys(name for name in names if name != self.site.edition.og_locale))

    def card_key(self, story: Story | None) -> str:
        """Stands for all that a card of the story is made from."""
        if story is None:
            return ""
        slug = story.pair.slug
        if slug not in self.card_keys:
            self.card_keys[slug] = f"{story.card_key} {self.site.glossary} {self.album.version(story.shared.image)}"
        return self.card_keys[slug]

    def page_key(self, story: Story) -> str:
        """Stands for all that the story's own page is made from: its words, its pictures, where its links lead."""
        name = story.text.source.name
        if name not in self.keys:
            found, image = self.site.counterparts("", story.pair), self.album.version(story.shared.image)
            more = (image, self.leads(story.text), found.real, found.shown, self.site.behind(story))
            self.keys[name] = f"{story.key} {self.look} {more}"
        return self.keys[name]

    @cached_property
    def look(self) -> str:
        """Stands for what all the edition's stories share besides the frame: the glossary, and how cards are drawn."""
        return f"{self.site.glossary} {self.usual_image} {self.album.social_cards}"

    @cached_property
    def usual_image(self) -> str:
        """The address of the card of pages that have none of their own."""
        return self.site.absolute(self.album.default(self.site))

    def leads(self, text: Text) -> list[object]:
        """Where the text's links lead in this edition, and what its pictures are at present."""
        source, site = text.source, self.site
        found: list[object] = []
        for reference in source.pointers:
            if reference.file and reference.image:
                found.append(self.album.version(resolved(reference.file, source.name, site.config.files)))
            elif reference.file:
                found.append(site.lead(reference.file, source.name))
        return found

    def card(self, story: Story) -> Card:
        """A story in a list."""
        if story.slug not in self.made:
            self.made[story.slug] = self._card(story)
        return self.made[story.slug]

    def _card(self, story: Story) -> Card:
        home = story.home
        return Card(
            slug=story.slug,
            title=story.title,
            summary=story.summary,
            path=story.path,
            date=self.site.moment(story.date),
            category=self.category(story.shared.category),
            goals=goal_tags(story.shared.goals, self.site_context.goals),
            picture=self.picture(story),
            tag=home.tag,
            direction=home.direction,
            foreign=self.site.foreign(story),
            language_label=home.label,
            minutes=story.minutes,
        )

    def cards(self, stories: Iterable[Story]) -> tuple[Card, ...]:
        """Cards of several stories."""
        return tuple(self.card(story) for story in stories)

    def picture(self, story: Story) -> Picture | None:
        """The story's own picture."""
        return self.album.picture(story.shared.image, story.image_alt, credit=story.image_credit)

    def body(self, story: Story) -> Markup:
        """The story's HTML, its pictures drawn."""

        def draw(source: str, alt: str, title: str) -> str:
            file = resolved(named_file(source) or source, story.text.source.name, self.site.config.files)
            picture = self.album.picture(file, alt)
            return str(picture.text) if picture else ""

        return Markup(with_pictures(self.site.body(story), draw))

    def view(self, story: Story) -> StoryView:
        """A story on its own page."""
        t, site = self.site_context.t, self.site
        dated = story.shared.date is not None
        modified = story.text.modified
        notice = "untranslated_notice" if story.pair.kind == "news" else "untranslated_page_notice"
        behind = site.behind(story)
        return StoryView(
            title=story.title,
            lead=story.summary if story.text.source.field("summary") else "",
            html=self.body(story),
            date=site.moment(story.date) if dated else None,
            modified=site.moment(modified) if modified and dated and modified > story.date else None,
            author=story.author,
            minutes=story.minutes,
            category=self.category(story.shared.category),
            goals=goal_tags(story.shared.goals, self.site_context.goals),
            picture=self.picture(story),
            tag=story.home.tag,
            direction=story.home.direction,
            notice=t(notice, name=site.language_name(story.text.language)) if story.form == "notice" else "",
            behind=t("behind_paragraphs", n=behind) if behind else "",
        )

    def crumbed(self, head: PageHead, *crumbs: Link) -> PageHead:
        """The head with a trail from the front page to this page."""
        return replace(head, crumbs=self.trail(head.heading, head.path, *crumbs))

    def trail(self, heading: str, path: str, *crumbs: Link) -> tuple[Link, ...]:
        """The links from the front page to a page."""
        return (Link(self.site_context.t("home"), self.site_context.home), *crumbs, Link(heading, path, current=True))
